INSERT INTO must (refused)
SELECT 'too_many_appointments'
WHERE (
    SELECT count(*) FROM appointment
    WHERE email_hash IN (SELECT value FROM json_each(?1)) AND id <> ?2
      AND (status = 'booked' AND starts_at > ?3 OR status = 'held' AND over_limit = 0 AND until > ?3)
  ) >= ?4
