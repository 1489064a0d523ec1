INSERT INTO service (id, position, definition, imported)
VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (id) DO UPDATE SET
  position = excluded.position,
  definition = excluded.definition,
  imported = excluded.imported
