INSERT INTO must (refused)
SELECT 'too_many_holds'
WHERE (
    SELECT count(*) FROM appointment
    WHERE email_hash = ?1 AND id <> ?2 AND status = 'held' AND over_limit = 0 AND until > ?3
  ) >= ?4
