INSERT INTO must (refused)
SELECT 'lease_lost'
WHERE NOT EXISTS (SELECT 1 FROM outbox WHERE id = ?1 AND lease = ?2 AND status = 'queued')
