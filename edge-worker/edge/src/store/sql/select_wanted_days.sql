WITH wanted AS (SELECT value ->> 'centre' AS centre, value ->> 'date' AS date FROM json_each(?1))
SELECT day.centre, day.date, day.version, day.state FROM wanted JOIN day USING (centre, date)
