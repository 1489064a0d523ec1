DELETE FROM appointment WHERE delete_at <= ?1
