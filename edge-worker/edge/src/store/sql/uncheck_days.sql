UPDATE day SET checked = 0 WHERE centre = ?1
