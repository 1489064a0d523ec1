INSERT INTO closed (id, since, text) VALUES (1, ?1, ?2)
ON CONFLICT (id) DO UPDATE SET text = excluded.text
