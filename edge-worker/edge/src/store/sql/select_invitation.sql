SELECT code_hash, centre, service, valid_until FROM invitation
WHERE code_hash IN (SELECT value FROM json_each(?1))
