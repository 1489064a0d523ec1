INSERT INTO must (refused)
SELECT 'too_many_mails'
WHERE (
    SELECT count(*) FROM outbox
    WHERE email_hash IN (SELECT value FROM json_each(?1)) AND kind IN ('activation', 'limit') AND created_at > ?2
  ) >= ?3
