INSERT INTO day (centre, date, version, plan_version, state, offer, offer_until, longest)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)
ON CONFLICT (centre, date) DO UPDATE SET
  version = excluded.version,
  plan_version = excluded.plan_version,
  state = excluded.state,
  offer = excluded.offer,
  offer_until = excluded.offer_until,
  longest = excluded.longest
