-- Plan versions are asked for with every day that is read and in every guard; behind definition and plan they lie pages away.
CREATE INDEX centre_by_plan_version ON centre (id, plan_version);

-- Likewise what the city's overview reads of a day lies behind all claims of that day: the index has it.
DROP INDEX day_by_date;
CREATE INDEX day_by_date ON day (date, plan_version, offer_until, longest);
