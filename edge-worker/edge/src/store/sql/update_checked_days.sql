UPDATE day SET checked = version
WHERE (centre, date, version) IN (SELECT value ->> 0, value ->> 1, value ->> 2 FROM json_each(?1))
