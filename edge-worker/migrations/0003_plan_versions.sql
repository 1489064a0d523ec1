-- Plan versions are asked for with every day that is read and in every guard; behind definition and plan they lie pages away.
CREATE INDEX centre_by_plan_version ON centre (id, plan_version);
