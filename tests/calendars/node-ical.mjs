// Puts calendar entries into a calendar, one after the other, as node-ical reads them. In: a JSON list of entries on stdin. Out:
// what the calendar has after each, in the words of icalendar_store.py.

import { readFileSync } from "node:fs";

import ical from "node-ical";

const calendar = new Map();

/** What RFC 5546 (2.1.5) wants of a calendar: the higher SEQUENCE wins, then the later DTSTAMP; CANCEL takes out. */
function put(event) {
  const known = calendar.get(event.uid);
  const newer = known ? event.sequence - known.sequence || event.stamp - known.stamp : 1;
  if (newer >= 0) calendar.set(event.uid, event);
}

function read(text) {
  const parts = Object.values(ical.sync.parseICS(text));
  const [{ method }] = parts.filter(({ type }) => type === "VCALENDAR");
  const events = parts.filter(({ type }) => type === "VEVENT");
  return events.map(({ uid, sequence, status, dtstamp, start, end, summary, location, description }) => ({
    uid,
    sequence: Number(sequence),
    status,
    method,
    stamp: dtstamp.getTime() / 1000,
    starts: start.getTime() / 1000,
    ends: end.getTime() / 1000,
    summary,
    location,
    description,
  }));
}

const after = JSON.parse(readFileSync(0, "utf8")).map((text) => {
  read(text).forEach(put);
  return [...calendar.values()].filter(({ method }) => method !== "CANCEL");
});
process.stdout.write(JSON.stringify(after));
