SELECT day.version, day.state
FROM appointment JOIN day ON day.centre = appointment.centre AND day.date = appointment.date
WHERE appointment.id = ?1
