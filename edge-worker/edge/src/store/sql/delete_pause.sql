DELETE FROM pause WHERE centre = ?1 RETURNING centre
