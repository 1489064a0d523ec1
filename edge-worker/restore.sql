-- After a restore of the database, before anybody uses it again: docs/deploy.md, "Restore".

-- Nobody reserves until the operator has looked.
INSERT INTO closed (id, since, text)
VALUES (1, unixepoch(), '{"de":"Wir stellen gerade Daten wieder her.","en":"We are restoring data."}')
ON CONFLICT (id) DO UPDATE SET text = excluded.text;

-- What waited at the point of restore has been sent since, or is out of date. Reminders that are still to come stay.
UPDATE outbox SET status = 'dropped', lease = NULL, settled_at = unixepoch()
WHERE status = 'queued' AND (kind <> 'reminder' OR due_at <= unixepoch());

-- What was to be deleted since is deleted at once, and not only with the cron's next tick. Codes go before the visits
-- that used them up: without its visit a code would be good again.
DELETE FROM invitation WHERE valid_until <= unixepoch()
  OR appointment IN (SELECT id FROM appointment WHERE status = 'booked' AND delete_at <= unixepoch());
DELETE FROM appointment WHERE delete_at <= unixepoch();
DELETE FROM idempotency WHERE delete_at <= unixepoch();
DELETE FROM spent_challenge WHERE delete_at <= unixepoch();
DELETE FROM network;

-- Every day is held against its appointments again.
UPDATE day SET checked = 0;
