INSERT INTO outbox (id, appointment, kind, generation, email_hash, status, due_at, attempts, uncertain, lease, leased_until,
  created_at, settled_at)
SELECT ?1, id, 'again', 0, email_hash, 'queued', ?3, 0, 0, NULL, 0, ?3, NULL
FROM appointment
WHERE email_hash IN (SELECT value FROM json_each(?2)) AND status = 'booked' AND starts_at > ?3
  AND (
    SELECT count(*) FROM outbox
    WHERE email_hash IN (SELECT value FROM json_each(?2)) AND kind = 'again' AND created_at > ?4
  ) < ?5
ORDER BY starts_at LIMIT 1
