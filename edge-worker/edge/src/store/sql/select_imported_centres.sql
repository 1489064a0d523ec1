SELECT id, position, definition, plan, plan_version, imported_definition, imported_plan FROM centre ORDER BY position, id
