SELECT 1 AS found FROM appointment WHERE id = ?1 AND commit_id = ?2
