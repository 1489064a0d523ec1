SELECT centre, since, reason FROM pause ORDER BY centre
