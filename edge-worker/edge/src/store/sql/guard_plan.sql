INSERT INTO must (refused)
SELECT 'plan_changed'
WHERE ?2 <> coalesce((SELECT plan_version FROM centre WHERE id = ?1), -1)
