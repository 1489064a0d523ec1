SELECT definition, plan, plan_version FROM centre ORDER BY position, id
