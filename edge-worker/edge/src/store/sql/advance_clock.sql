INSERT INTO clock (id, ahead_seconds) VALUES (1, ?1)
ON CONFLICT (id) DO UPDATE SET ahead_seconds = ahead_seconds + excluded.ahead_seconds
