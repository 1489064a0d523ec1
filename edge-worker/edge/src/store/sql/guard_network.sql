INSERT INTO must (refused)
SELECT 'too_many_reservations'
WHERE (SELECT coalesce(sum(count), 0) FROM network WHERE hash = ?1 AND minute >= ?2) >= ?3
