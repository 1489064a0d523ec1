SELECT 1 AS found FROM appointment WHERE id = ?1 AND instr(commit_id, ?2) > 0
