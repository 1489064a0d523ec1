SELECT id, version, status, centre, date, start, starts_at, units, skills, until, reference, progress,
  key_id, name, email, phone, email_hash
FROM appointment WHERE activation_hash = ?1 OR manage_hash = ?1
