UPDATE invitation SET appointment = ?2 WHERE code_hash = ?1
