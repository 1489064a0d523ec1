INSERT INTO must SELECT 'invitation_used' WHERE NOT EXISTS (SELECT 1 FROM invitation WHERE appointment = ?1)
