SELECT outbox.kind, outbox.settled_at, appointment.id, appointment.reference, appointment.centre,
  appointment.starts_at
FROM outbox JOIN appointment ON appointment.id = outbox.appointment
WHERE outbox.status = 'refused' AND appointment.status = 'booked' AND appointment.starts_at > ?1
ORDER BY appointment.starts_at, outbox.settled_at LIMIT 500
