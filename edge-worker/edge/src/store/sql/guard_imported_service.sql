INSERT INTO must (refused)
SELECT 'catalogue_changed'
WHERE ?2 <> coalesce((SELECT definition FROM service WHERE id = ?1), '')
