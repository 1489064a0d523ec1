SELECT definition FROM service ORDER BY position, id
