SELECT count(*) AS waiting, coalesce(sum(attempts >= ?3), 0) AS stuck
FROM outbox WHERE status = 'queued' AND due_at <= ?2 AND (attempts > 0 OR due_at <= ?1)
