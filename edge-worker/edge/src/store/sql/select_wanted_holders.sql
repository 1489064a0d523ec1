WITH wanted AS (SELECT value ->> 'centre' AS centre, value ->> 'date' AS date FROM json_each(?1))
SELECT appointment.centre, appointment.date, id, start, units, skills, until
FROM wanted JOIN appointment USING (centre, date)
WHERE status <> 'cancelled' AND until > ?2
