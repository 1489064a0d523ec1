DELETE FROM idempotency WHERE delete_at <= ?1
