"""Reads calendars from standard input with python3-icalendar and says in JSON what stands in them.

Times are worked out from the calendar's own VTIMEZONE and, beside that, from Python's own time zones.
"""
import json
import re
import sys
from datetime import datetime, timezone
from zoneinfo import ZoneInfo

import icalendar

raw = sys.stdin.buffer.read()
longest = 0
for line in raw.split(b"\r\n"):
    longest = max(longest, len(line))
    line.decode("utf-8")
    if b"\n" in line or b"\r" in line:
        sys.exit("a line ends with something else than CR LF")


def utc(property, zones):
    moment = property.dt
    zone = property.params.get("TZID")
    if zone is None:
        if moment.utcoffset() is None:
            sys.exit("a time floats")
        return moment.astimezone(timezone.utc), moment.astimezone(timezone.utc), None
    clock = moment.replace(tzinfo=None)
    by_rules = zones[zone].localize(clock, is_dst=None).astimezone(timezone.utc)
    return by_rules, clock.replace(tzinfo=ZoneInfo(zone)).astimezone(timezone.utc), zone


def text(component, name):
    value = component.get(name)
    return None if value is None else value.to_ical().decode("utf-8") if not isinstance(value, str) else str(value)


def texts(name):
    """The texts as RFC 5545, 3.3.11 reads them: the library unescapes in an order that takes an escaped backslash before an n for a new line."""
    lines = raw.replace(b"\r\n ", b"").decode("utf-8").split("\r\n")
    for line in lines:
        if line.startswith(name + ":"):
            yield re.sub(r"\\(.)", lambda escaped: "\n" if escaped[1] in "nN" else escaped[1], line[len(name) + 1:])


summaries = texts("SUMMARY")
descriptions = texts("DESCRIPTION")
calendars = []
for calendar in icalendar.Calendar.from_ical(raw, multiple=True):
    zones = {str(zone["TZID"]): zone.to_tz() for zone in calendar.walk("VTIMEZONE")}
    events = []
    for event in calendar.walk("VEVENT"):
        start, start_there, zone = utc(event["DTSTART"], zones)
        end, end_there, _ = utc(event["DTEND"], zones)
        events.append({
            "uid": text(event, "UID"),
            "sequence": int(event["SEQUENCE"]),
            "status": text(event, "STATUS"),
            "summary": next(summaries),
            "description": next(descriptions),
            "url": text(event, "URL"),
            "zone": zone,
            "start": start.isoformat(),
            "end": end.isoformat(),
            "startThere": start_there.isoformat(),
            "endThere": end_there.isoformat(),
            "organizer": text(event, "ORGANIZER"),
            "organizerName": event["ORGANIZER"].params.get("CN") if "ORGANIZER" in event else None,
            "attendee": text(event, "ATTENDEE"),
            "attendeeName": event["ATTENDEE"].params.get("CN") if "ATTENDEE" in event else None,
            "rsvp": event["ATTENDEE"].params.get("RSVP") if "ATTENDEE" in event else None,
            "stamp": event["DTSTAMP"].dt.astimezone(timezone.utc).isoformat(),
            "modified": event["LAST-MODIFIED"].dt.astimezone(timezone.utc).isoformat(),
        })
    refresh = calendar.get("REFRESH-INTERVAL")
    calendars.append({
        "method": text(calendar, "METHOD"),
        "version": text(calendar, "VERSION"),
        "name": text(calendar, "NAME"),
        "calName": text(calendar, "X-WR-CALNAME"),
        "ttl": text(calendar, "X-PUBLISHED-TTL"),
        "refresh": None if refresh is None else refresh.params.get("VALUE") + ":" + text(calendar, "REFRESH-INTERVAL"),
        "zones": sorted(zones),
        "properties": sorted(calendar.keys()),
        "events": events,
    })

json.dump({"longest": longest, "calendars": calendars}, sys.stdout)
