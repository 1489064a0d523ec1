SELECT minute, count FROM network WHERE hash = ?1 AND minute >= ?2 ORDER BY minute
