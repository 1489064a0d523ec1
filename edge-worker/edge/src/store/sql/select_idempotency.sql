SELECT body_hash, appointment, answer FROM idempotency WHERE key_hash = ?1 AND delete_at > ?2
