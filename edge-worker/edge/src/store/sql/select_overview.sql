SELECT day.centre, group_concat(day.date || ' ' || day.longest, char(10)) AS days
FROM day JOIN centre INDEXED BY centre_by_plan_version ON centre.id = day.centre
WHERE day.date > ?3 AND day.date <= ?2
  AND day.offer_until > ?4 AND day.plan_version = centre.plan_version AND day.longest <> ''
-- The sign keeps it from going through all claims in the order of the table.
GROUP BY +day.centre
