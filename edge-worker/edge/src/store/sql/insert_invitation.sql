INSERT INTO invitation (code_hash, centre, service, valid_until) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (code_hash) DO NOTHING
