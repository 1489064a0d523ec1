DELETE FROM network WHERE minute <= ?1
