SELECT day.centre, day.date, day.version, day.longest,
  CASE WHEN day.date > ?3 THEN NULL ELSE day.offer END AS offer,
  CASE WHEN day.offer_until > ?4 AND day.plan_version = centre.plan_version AND substr(day.longest, 1, 2) = '2 '
    THEN NULL ELSE day.state END AS state
FROM day JOIN centre INDEXED BY centre_by_plan_version ON centre.id = day.centre
WHERE day.date BETWEEN ?1 AND ?2
