SELECT day.centre, day.date, day.version, day.offer,
  CASE WHEN day.offer_until > ?4 AND day.plan_version = centre.plan_version THEN NULL ELSE day.state END AS state
FROM day JOIN centre ON centre.id = day.centre
WHERE day.date BETWEEN ?2 AND ?3 AND (?1 IS NULL OR day.centre = ?1)
