-- What the whole city needs: imports beside staff's edits, shares and summaries of days, brakes, invitations, the operator's switches.

-- As 0001 made it, with more reasons; it never holds a row, so nothing is lost.
DROP TABLE must;
CREATE TABLE must (
  refused TEXT NOT NULL,
  CONSTRAINT day_changed CHECK (refused <> 'day_changed'),
  CONSTRAINT plan_changed CHECK (refused <> 'plan_changed'),
  CONSTRAINT state_changed CHECK (refused <> 'state_changed'),
  CONSTRAINT too_many_holds CHECK (refused <> 'too_many_holds'),
  CONSTRAINT too_many_appointments CHECK (refused <> 'too_many_appointments'),
  CONSTRAINT too_many_mails CHECK (refused <> 'too_many_mails'),
  CONSTRAINT lease_lost CHECK (refused <> 'lease_lost'),
  CONSTRAINT too_many_reservations CHECK (refused <> 'too_many_reservations'),
  CONSTRAINT invitation_used CHECK (refused <> 'invitation_used'),
  CONSTRAINT catalogue_changed CHECK (refused <> 'catalogue_changed')
) STRICT;

-- What the last import brought. Where the row differs from it, staff have edited, and an import leaves it alone.
ALTER TABLE service ADD COLUMN imported TEXT;
ALTER TABLE centre ADD COLUMN imported_definition TEXT;
ALTER TABLE centre ADD COLUMN imported_plan TEXT;

-- For each kind of counter the longest visit of the whole day, so that the city's overview reads no offers.
ALTER TABLE day ADD COLUMN longest TEXT NOT NULL DEFAULT '';
-- The version that the invariant check has seen last, and what it holds a day against.
ALTER TABLE day ADD COLUMN checked INTEGER NOT NULL DEFAULT 0;
CREATE INDEX appointment_by_day ON appointment (centre, date);

-- Centres whose offers are paused because the invariant check found them broken.
CREATE TABLE pause (
  centre TEXT PRIMARY KEY,
  since INTEGER NOT NULL,
  reason TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- When the minute cron last ran: without it mails wait and nothing is deleted.
CREATE TABLE tick (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  at INTEGER NOT NULL
) STRICT;

-- The read-only switch: while there is a row, nothing new is reserved. The text is JSON, by language.
CREATE TABLE closed (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  since INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- Reservations of a network (keyed hash) or of all tickets, by the second in which the minute begins. Kept for an hour.
CREATE TABLE network (
  hash TEXT NOT NULL,
  minute INTEGER NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY (hash, minute)
) STRICT, WITHOUT ROWID;

CREATE INDEX network_by_minute ON network (minute);

-- Codes that open a service with `place: invitation`, by keyed hash.
CREATE TABLE invitation (
  code_hash TEXT PRIMARY KEY,
  centre TEXT NOT NULL,
  service TEXT NOT NULL,
  valid_until INTEGER NOT NULL,
  -- The last appointment made with it; while that one is live, there is no other.
  appointment TEXT
) STRICT, WITHOUT ROWID;

CREATE INDEX invitation_by_end ON invitation (valid_until);

-- Until now nothing but imports has written these rows.
UPDATE service SET imported = definition;
UPDATE centre SET imported_definition = definition, imported_plan = plan;
