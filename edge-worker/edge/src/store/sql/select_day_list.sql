SELECT id, version, status, centre, date, start, starts_at, units, skills, until, reference, progress,
  key_id, name, email, phone, email_hash
FROM appointment
WHERE date = ?2 AND (?1 IS NULL OR centre = ?1) AND (status = 'booked' OR status = 'held' AND until > ?3)
ORDER BY centre, start, reference
