DELETE FROM spent_challenge WHERE delete_at <= ?1
