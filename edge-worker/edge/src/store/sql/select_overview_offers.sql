SELECT day.centre, day.date, day.version, day.offer,
  CASE WHEN day.offer_until > ?4 AND day.plan_version = centre.plan_version THEN NULL ELSE day.state END AS state
FROM day JOIN centre INDEXED BY centre_by_plan_version ON centre.id = day.centre
WHERE day.date BETWEEN ?1 AND ?2
  AND (day.date <= ?3 OR day.offer_until <= ?4 OR day.plan_version <> centre.plan_version OR day.longest = '')
