DELETE FROM invitation
WHERE (valid_until <= ?1 AND NOT EXISTS (SELECT 1 FROM appointment WHERE appointment.id = invitation.appointment))
  OR appointment IN (SELECT id FROM appointment WHERE status = 'booked' AND delete_at <= ?1)
