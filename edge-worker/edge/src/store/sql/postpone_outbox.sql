UPDATE outbox SET due_at = ?3, lease = NULL, leased_until = 0, uncertain = uncertain OR ?4
WHERE id = ?1 AND lease = ?2 AND status = 'queued'
