"""Puts calendar entries into a calendar, one after the other, as Debian's icalendar reads them, which refuses what breaks RFC 5545.

In: a JSON list of entries on stdin. Out: what the calendar has after each, in the words of node-ical.mjs. Times are read by the
entry's own VTIMEZONE, not by a time zone of the same name that the library knows.
"""

import json
import sys

from icalendar import Calendar

calendar = {}


def put(event):
    """What RFC 5546 (2.1.5) wants of a calendar: the higher SEQUENCE wins, then the later DTSTAMP; CANCEL takes out."""
    known = calendar.get(event["uid"])
    if known is None or rank(event) >= rank(known):
        calendar[event["uid"]] = event


def rank(event):
    return event["sequence"], event["stamp"]


def read(text):
    stream = Calendar.from_ical(text)
    (zone,) = stream.walk("VTIMEZONE")
    (event,) = stream.walk("VEVENT")

    def instant(name):
        assert event[name].params["TZID"] == zone["TZID"], name
        return int(zone.to_tz().localize(event.decoded(name).replace(tzinfo=None)).timestamp())

    return {
        "uid": str(event["UID"]),
        "sequence": int(event["SEQUENCE"]),
        "status": str(event["STATUS"]),
        "method": str(stream["METHOD"]),
        "stamp": int(event.decoded("DTSTAMP").timestamp()),
        "starts": instant("DTSTART"),
        "ends": instant("DTEND"),
        "summary": str(event["SUMMARY"]),
        "location": str(event["LOCATION"]),
        "description": str(event["DESCRIPTION"]),
    }


def shown():
    return [event for event in calendar.values() if event["method"] != "CANCEL"]


def main():
    after = []
    for text in json.load(sys.stdin):
        put(read(text))
        after.append(shown())
    json.dump(after, sys.stdout)


main()
