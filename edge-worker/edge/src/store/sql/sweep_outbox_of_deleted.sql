DELETE FROM outbox
WHERE status <> 'queued' AND created_at <= ?1 - 86400
  AND appointment IN (SELECT id FROM appointment WHERE delete_at <= ?1)
