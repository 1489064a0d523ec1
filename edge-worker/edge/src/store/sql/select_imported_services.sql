SELECT id, position, definition, imported FROM service ORDER BY position, id
