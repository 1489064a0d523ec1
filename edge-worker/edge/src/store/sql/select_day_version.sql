SELECT version FROM day WHERE centre = ?1 AND date = ?2
