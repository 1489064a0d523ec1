INSERT INTO network (hash, minute, count) VALUES (?1, ?2, 1)
ON CONFLICT (hash, minute) DO UPDATE SET count = count + 1
