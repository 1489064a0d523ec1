UPDATE outbox SET status = ?2, settled_at = ?3, lease = NULL, leased_until = 0 WHERE id = ?1
