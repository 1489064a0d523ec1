SELECT day.centre, day.date, day.version, day.offer,
  CASE WHEN day.offer_until > ?3 AND day.plan_version = centre.plan_version THEN NULL ELSE day.state END AS state
FROM day JOIN centre INDEXED BY centre_by_plan_version ON centre.id = day.centre
WHERE day.date BETWEEN ?1 AND ?2
