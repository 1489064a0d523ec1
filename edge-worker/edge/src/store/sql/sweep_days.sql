DELETE FROM day WHERE date < ?1
