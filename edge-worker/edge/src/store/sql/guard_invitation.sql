INSERT INTO must SELECT 'invitation_used' FROM invitation JOIN appointment ON appointment.id = invitation.appointment
WHERE invitation.code_hash = ?1 AND appointment.id <> ?2
  AND (appointment.status = 'booked' OR (appointment.status <> 'cancelled' AND appointment.until > ?3))
