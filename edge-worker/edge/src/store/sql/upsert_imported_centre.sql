INSERT INTO centre (id, position, definition, plan, plan_version, imported_definition, imported_plan)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (id) DO UPDATE SET
  position = excluded.position,
  definition = excluded.definition,
  plan = excluded.plan,
  plan_version = excluded.plan_version,
  imported_definition = excluded.imported_definition,
  imported_plan = excluded.imported_plan
