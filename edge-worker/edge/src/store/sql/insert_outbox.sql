INSERT INTO outbox (id, appointment, kind, generation, email_hash, status, due_at, attempts, uncertain, lease, leased_until,
  created_at, settled_at)
VALUES (?1, ?2, ?3, ?4, ?5, 'queued', ?6, 0, 0, NULL, 0, ?7, NULL)
