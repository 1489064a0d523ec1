DELETE FROM idempotency WHERE key_hash = ?1 AND delete_at <= ?2
