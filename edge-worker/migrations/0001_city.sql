-- The city: catalogue, days, appointments, and what goes with them.
-- Instants are whole seconds since 1970 (they travel as doubles: D1 has no 64-bit integers on the wire).

-- Guards: every write begins by inserting here what must not be. The constraint that fails names
-- the reason and takes the whole batch back. Never holds a row.
CREATE TABLE must (
  refused TEXT NOT NULL,
  CONSTRAINT day_changed CHECK (refused <> 'day_changed'),
  CONSTRAINT plan_changed CHECK (refused <> 'plan_changed'),
  CONSTRAINT state_changed CHECK (refused <> 'state_changed'),
  CONSTRAINT too_many_holds CHECK (refused <> 'too_many_holds'),
  CONSTRAINT too_many_appointments CHECK (refused <> 'too_many_appointments'),
  CONSTRAINT too_many_mails CHECK (refused <> 'too_many_mails'),
  CONSTRAINT lease_lost CHECK (refused <> 'lease_lost')
) STRICT;

CREATE TABLE service (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  definition TEXT NOT NULL
) STRICT;

CREATE TABLE centre (
  id TEXT PRIMARY KEY,
  position INTEGER NOT NULL,
  definition TEXT NOT NULL,
  plan TEXT NOT NULL,
  plan_version INTEGER NOT NULL
) STRICT;

-- All claims of a centre on a date. No row is version 0: what the plan opens.
CREATE TABLE day (
  centre TEXT NOT NULL,
  date TEXT NOT NULL,
  version INTEGER NOT NULL,
  plan_version INTEGER NOT NULL,
  state TEXT NOT NULL,
  offer TEXT NOT NULL,
  offer_until INTEGER NOT NULL,
  PRIMARY KEY (centre, date)
) STRICT, WITHOUT ROWID;

CREATE INDEX day_by_date ON day (date);

-- The truth: a day can be rebuilt from it.
CREATE TABLE appointment (
  id TEXT PRIMARY KEY,
  version INTEGER NOT NULL,
  commit_id TEXT NOT NULL,
  status TEXT NOT NULL,
  over_limit INTEGER NOT NULL,
  centre TEXT NOT NULL,
  date TEXT NOT NULL,
  start INTEGER NOT NULL,
  starts_at INTEGER NOT NULL,
  units INTEGER NOT NULL,
  skills INTEGER NOT NULL,
  until INTEGER NOT NULL,
  reference TEXT,
  progress TEXT NOT NULL,
  key_id TEXT NOT NULL,
  name TEXT,
  email TEXT,
  phone TEXT,
  email_hash TEXT,
  activation_hash TEXT,
  manage_hash TEXT,
  delete_at INTEGER NOT NULL
) STRICT;

CREATE UNIQUE INDEX appointment_by_reference ON appointment (reference) WHERE reference IS NOT NULL;
CREATE UNIQUE INDEX appointment_by_activation ON appointment (activation_hash) WHERE activation_hash IS NOT NULL;
CREATE UNIQUE INDEX appointment_by_manage ON appointment (manage_hash) WHERE manage_hash IS NOT NULL;
CREATE INDEX appointment_by_email ON appointment (email_hash) WHERE email_hash IS NOT NULL;
CREATE INDEX appointment_by_deletion ON appointment (delete_at);

-- Mails to write: kind and appointment; the words are made when it is sent.
CREATE TABLE outbox (
  id TEXT PRIMARY KEY,
  appointment TEXT NOT NULL,
  kind TEXT NOT NULL,
  generation INTEGER NOT NULL,
  email_hash TEXT NOT NULL,
  status TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  -- A sender died with it: the mail system may have it.
  uncertain INTEGER NOT NULL,
  lease TEXT,
  leased_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  settled_at INTEGER
) STRICT;

CREATE INDEX outbox_by_due ON outbox (due_at) WHERE status = 'queued';
CREATE INDEX outbox_by_email ON outbox (email_hash, created_at);
CREATE INDEX outbox_by_appointment ON outbox (appointment);

-- Answers to creating requests, without their secrets.
CREATE TABLE idempotency (
  key_hash TEXT PRIMARY KEY,
  body_hash TEXT NOT NULL,
  appointment TEXT NOT NULL,
  answer TEXT NOT NULL,
  delete_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX idempotency_by_deletion ON idempotency (delete_at);

CREATE TABLE spent_challenge (
  signature TEXT PRIMARY KEY,
  delete_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX spent_challenge_by_deletion ON spent_challenge (delete_at);

-- What happened when, to which appointment; no personal data, no service.
CREATE TABLE audit (
  id INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  appointment TEXT NOT NULL,
  event TEXT NOT NULL,
  centre TEXT NOT NULL
) STRICT;

-- How far development's clock is ahead, in seconds. Empty in production, where nobody reads it.
CREATE TABLE clock (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  ahead_seconds INTEGER NOT NULL
) STRICT;
