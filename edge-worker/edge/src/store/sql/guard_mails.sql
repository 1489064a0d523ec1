INSERT INTO must (refused)
SELECT 'too_many_mails'
WHERE (
    SELECT count(*) FROM outbox
    WHERE email_hash = ?1 AND kind IN ('activation', 'limit') AND created_at > ?2
  ) >= ?3
