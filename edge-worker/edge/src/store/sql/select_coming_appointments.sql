SELECT id, version, status, centre, date, start, starts_at, units, skills, until, reference, progress,
  key_id, name, email, phone, email_hash
FROM appointment WHERE email_hash IN (SELECT value FROM json_each(?1)) AND status = 'booked' AND starts_at > ?2
ORDER BY starts_at LIMIT 8
