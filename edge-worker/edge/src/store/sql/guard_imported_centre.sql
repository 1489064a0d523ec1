INSERT INTO must (refused)
SELECT 'catalogue_changed'
WHERE ?2 <> coalesce((SELECT definition FROM centre WHERE id = ?1), '')
   OR ?3 <> coalesce((SELECT plan FROM centre WHERE id = ?1), '')
   OR ?4 <> coalesce((SELECT plan_version FROM centre WHERE id = ?1), 0)
