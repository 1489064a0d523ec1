INSERT INTO audit (at, appointment, event, centre) VALUES (?1, ?2, ?3, ?4)
