SELECT centre, date FROM day WHERE date >= ?1 AND checked < version ORDER BY date LIMIT ?2
