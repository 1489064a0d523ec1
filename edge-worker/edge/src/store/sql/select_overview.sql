SELECT day.centre, group_concat(day.date || ' ' || day.longest, char(10)) AS days
FROM day JOIN centre ON centre.id = day.centre
WHERE day.date > ?3 AND day.date <= ?2
  AND day.offer_until > ?4 AND day.plan_version = centre.plan_version AND day.longest <> ''
GROUP BY day.centre
