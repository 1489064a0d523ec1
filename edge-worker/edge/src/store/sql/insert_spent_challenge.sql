INSERT INTO spent_challenge (signature, delete_at) VALUES (?1, ?2)
