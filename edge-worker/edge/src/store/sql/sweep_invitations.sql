DELETE FROM invitation WHERE valid_until <= ?1
  OR appointment IN (SELECT id FROM appointment WHERE status = 'booked' AND delete_at <= ?1)
