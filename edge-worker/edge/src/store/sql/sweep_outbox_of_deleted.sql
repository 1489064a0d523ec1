DELETE FROM outbox
WHERE status <> 'queued' AND created_at <= ?1 - 86400
  AND NOT EXISTS (SELECT 1 FROM appointment WHERE id = outbox.appointment AND delete_at > ?1)
