INSERT INTO must (refused)
SELECT 'day_changed'
WHERE ?3 <> coalesce((SELECT version FROM day WHERE centre = ?1 AND date = ?2), 0)
