UPDATE outbox
SET lease = ?1, leased_until = ?2, attempts = attempts + 1, uncertain = uncertain OR lease IS NOT NULL
WHERE id IN (
    SELECT id FROM outbox WHERE status = 'queued' AND due_at <= ?3 AND leased_until <= ?3 ORDER BY due_at LIMIT ?4
  )
  AND (SELECT count(DISTINCT lease) FROM outbox WHERE status = 'queued' AND leased_until > ?3) < ?5
RETURNING id, appointment, kind, generation, attempts, uncertain
