INSERT INTO must (refused)
SELECT 'state_changed'
WHERE ?2 <> coalesce((SELECT version FROM appointment WHERE id = ?1), 0)
