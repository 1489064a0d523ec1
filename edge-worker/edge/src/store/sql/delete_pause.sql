DELETE FROM pause WHERE centre = ?1
