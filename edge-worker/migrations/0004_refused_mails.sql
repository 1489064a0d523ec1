-- Mails that were refused for good are looked for by staff; there are few of them among many.
CREATE INDEX outbox_refused ON outbox (appointment) WHERE status = 'refused';
