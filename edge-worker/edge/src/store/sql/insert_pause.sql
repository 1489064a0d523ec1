INSERT INTO pause (centre, since, reason) VALUES (?1, ?2, ?3)
ON CONFLICT (centre) DO NOTHING
