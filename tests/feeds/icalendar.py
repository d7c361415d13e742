"""What the icalendar library for Python, which Home Assistant and others read calendars with, makes of some files:
python3 icalendar.py FILE... Prints "file events cancelled" for each; ends with 1 at what it does not read."""

import sys

# A script's own folder comes first where modules are looked for, and this file has the library's name.
sys.path.pop(0)
from icalendar import Calendar

for name in sys.argv[1:]:
    with open(name, "rb") as file:
        calendar = Calendar.from_ical(file.read())
    # Properties that could not be read.
    assert not calendar.errors, f"{name}: {calendar.errors}"
    assert calendar["VERSION"] == "2.0" and calendar["PRODID"], name
    zones = {str(zone["TZID"]) for zone in calendar.walk("VTIMEZONE")}
    events = cancelled = 0
    for event in calendar.walk("VEVENT"):
        assert not event.errors, f"{name}: {event.errors}"
        start, end = event["DTSTART"], event["DTEND"]
        assert start.dt < end.dt, f"{name}: {event['UID']}"
        assert start.params["TZID"] in zones, f"{name}: {event['UID']} names a zone that is not there"
        assert event["DTSTAMP"].dt.utcoffset().total_seconds() == 0, f"{name}: {event['UID']}"
        events += 1
        cancelled += event.get("STATUS") == "CANCELLED"
    print(name, events, cancelled)
