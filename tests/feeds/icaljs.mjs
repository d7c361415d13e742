// What ical.js, which Thunderbird and Nextcloud read calendars with, makes of some files: node icaljs.mjs ICAL.JS FILE…
// Prints "file events cancelled" for each; ends with 1 at what it does not read.
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

const [library, ...files] = process.argv.slice(2);
const ICAL = (await import(pathToFileURL(library).href)).default;
// Without it a property that does not fit is read as if it did.
ICAL.design.strict = true;
for (const file of files) {
  try {
    const text = readFileSync(file, 'utf8');
    for (const line of text.split('\r\n')) {
      if (line.includes('\n') || Buffer.byteLength(line) > 75) throw new Error(`line: ${line}`);
    }
    const calendar = new ICAL.Component(ICAL.parse(text));
    for (const zone of calendar.getAllSubcomponents('vtimezone')) ICAL.TimezoneService.register(zone);
    const seen = new Set();
    let cancelled = 0;
    for (const one of calendar.getAllSubcomponents('vevent')) {
      const event = new ICAL.Event(one);
      if (!event.uid || seen.has(event.uid)) throw new Error(`UID ${event.uid}`);
      seen.add(event.uid);
      if (!event.summary || !(event.startDate.compare(event.endDate) < 0)) throw new Error(event.uid);
      if (event.startDate.zone.tzid === 'floating') throw new Error(`${event.uid} is in no zone`);
      for (const needed of ['dtstamp', 'sequence']) {
        if (!one.hasProperty(needed)) throw new Error(`${event.uid}: no ${needed}`);
      }
      if (one.getFirstPropertyValue('status') === 'CANCELLED') cancelled += 1;
    }
    console.log(file, seen.size, cancelled);
  } catch (error) {
    console.error(`${file}: ${error.message}`);
    process.exit(1);
  }
}
