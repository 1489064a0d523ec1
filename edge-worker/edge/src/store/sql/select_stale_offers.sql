SELECT day.centre, day.date, day.version, day.state
FROM day JOIN centre INDEXED BY centre_by_plan_version ON centre.id = day.centre
WHERE day.date >= ?1 AND (day.offer_until <= ?2 OR day.plan_version <> centre.plan_version OR substr(day.longest, 1, 2) <> '2 ')
LIMIT ?3
