SELECT day.version, day.state
FROM appointment JOIN day ON day.centre = appointment.centre AND day.date = appointment.date
WHERE appointment.activation_hash = ?1 OR appointment.manage_hash = ?1
