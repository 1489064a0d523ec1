INSERT INTO idempotency (key_hash, body_hash, appointment, answer, delete_at) VALUES (?1, ?2, ?3, ?4, ?5)
