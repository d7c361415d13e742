//! Calendar objects (RFC 5545), and invitations by mail (RFC 5546).
//!
//! [`invitation`] makes the object that a letter carries: `REQUEST` puts an event into the recipient's
//! calendar or changes it there, `CANCEL` takes it out; both name the event by the same UID and the newer one
//! has the higher SEQUENCE. [`published`] makes the file that a page offers for download, which has no METHOD
//! (`PUBLISH` would demand an organizer). [`feed`] makes what programs subscribe to.
//!
//! What is known only where letters are sent (the installation's name, the public address, the sender's address) stands in a stored
//! invitation as a placeholder in `UID`, `URL` and `ORGANIZER`; [`fill`] puts it in.

mod lines;
mod zone;

use lines::{Lines, parameter, text, unfold};

use chrono::NaiveDate;

use crate::base::mail::links;
use crate::base::time::{Instant, Span, Wall, Zone};

crate::text_enum! {
    /// What a mail program does with the calendar object in a letter (RFC 5546 §3.2).
    pub enum Method {
        /// Puts it into the calendar, or changes it there.
        Request = "REQUEST",
        /// Takes it out.
        Cancel = "CANCEL",
    }
}

/// One event in a calendar.
#[derive(Debug, Clone)]
pub struct Event {
    /// Stable, and unique in this installation, such as `booking-42`; the installation's name is added.
    pub uid: String,
    pub sequence: i32,
    /// When this state of the event was written: from the row, so that two downloads are equal.
    pub stamp: Instant,
    pub span: Span,
    pub zone: Zone,
    pub summary: String,
    pub location: String,
    pub description: String,
    /// The name of who invites; the address is the one that letters come from. Invitations must have it.
    pub organizer: Option<String>,
    /// Name and e-mail address of who is invited: the letter's recipient.
    pub attendee: Option<(String, String)>,
    pub cancelled: bool,
    /// The event's page.
    pub url: Option<links::Link>,
}

/// What calendar objects say of the installation.
#[derive(Debug, Clone, Copy)]
pub struct Site<'a> {
    /// Such as `https://linli.example`.
    pub public_url: &'a str,
    /// The bare address that letters come from.
    pub sender: &'a str,
    /// Unique in the world and the same for ever: calendars know an event by it (RFC 5545 §3.8.4.7), also after the
    /// public address has changed.
    pub installation: &'a str,
}

/// The object for a letter; [`fill`] it when the letter is sent.
pub fn invitation(method: Method, event: &Event) -> String {
    calendar(Some(method), event)
}

/// The object for a download.
pub fn published(event: &Event, site: &Site) -> String {
    fill(&calendar(None, event), site)
}

const INSTALLATION: &str = "[[installation]]";
const SENDER: &str = "[[sender]]";

/// Puts the installation's addresses into the three properties that hold placeholders. Other properties hold
/// what people typed and stay as they are.
pub fn fill(calendar: &str, site: &Site) -> String {
    let mut lines = Lines::default();
    for line in unfold(calendar).split_terminator("\r\n") {
        if line.starts_with("UID:") {
            lines.push(&line.replace(INSTALLATION, site.installation));
        } else if line.starts_with("ORGANIZER;") {
            lines.push(&line.replace(SENDER, site.sender));
        } else if line.starts_with("URL:") {
            lines.push(&links::fill_pages(line, site.public_url));
        } else {
            lines.push(line);
        }
    }
    lines.finish()
}

/// The objects that stand one after another in a text, each from its `BEGIN:VCALENDAR` to its end.
pub fn objects(text: &str) -> impl Iterator<Item = &str> {
    text.split_inclusive("END:VCALENDAR\r\n").filter(|object| object.starts_with("BEGIN:VCALENDAR"))
}

/// What an object asks for.
pub fn method_of(object: &str) -> Option<Method> {
    object
        .lines()
        .find_map(|line| line.strip_prefix("METHOD:"))
        .and_then(|word| Method::from_word(word.trim()))
}

/// Many events under one name, to be subscribed to (RFC 7986 §5): no METHOD, and nobody's time is taken by what they
/// may come to. An object must not be empty (RFC 5545 §3.6), so the zone as it is `around` a date is in it always.
pub fn feed(name: &str, zone: Zone, around: NaiveDate, events: &[Event], site: &Site) -> String {
    let mut lines = Lines::default();
    begin(&mut lines);
    // Programs older than RFC 7986 know the second.
    lines.push(&format!("NAME:{}", text(name)));
    lines.push(&format!("X-WR-CALNAME:{}", text(name)));
    lines.push("REFRESH-INTERVAL;VALUE=DURATION:PT1H");
    lines.push("X-PUBLISHED-TTL:PT1H");
    let dates = || events.iter().map(|event| event.span.date()).chain([around]);
    zone::write(&mut lines, zone, dates().min().unwrap_or(around), dates().max().unwrap_or(around));
    for one in events {
        write(&mut lines, one, false, "TRANSPARENT");
    }
    lines.push("END:VCALENDAR");
    fill(&lines.finish(), site)
}

fn begin(lines: &mut Lines) {
    lines.push("BEGIN:VCALENDAR");
    lines.push("VERSION:2.0");
    lines.push("PRODID:-//Linli//Linli//ZH");
    lines.push("CALSCALE:GREGORIAN");
}

fn calendar(method: Option<Method>, event: &Event) -> String {
    let mut lines = Lines::default();
    begin(&mut lines);
    if let Some(method) = method {
        lines.push(&format!("METHOD:{}", method.word()));
    }
    zone::write(&mut lines, event.zone, event.span.date(), event.span.date());
    write(&mut lines, event, method == Some(Method::Cancel), "OPAQUE");
    lines.push("END:VCALENDAR");
    lines.finish()
}

fn write(lines: &mut Lines, event: &Event, cancels: bool, transparency: &str) {
    lines.push("BEGIN:VEVENT");
    lines.push(&format!("UID:{}@{INSTALLATION}", text(&event.uid)));
    lines.push(&format!("SEQUENCE:{}", event.sequence));
    lines.push(&format!("DTSTAMP:{}", event.stamp.utc().format("%Y%m%dT%H%M%SZ")));
    let zone = event.zone.name();
    lines.push(&format!("DTSTART;TZID={zone}:{}", local(event.span.start())));
    lines.push(&format!("DTEND;TZID={zone}:{}", local(event.span.end())));
    lines.push(&format!("SUMMARY:{}", text(&event.summary)));
    for (name, value) in [("LOCATION", &event.location), ("DESCRIPTION", &event.description)] {
        if !value.is_empty() {
            lines.push(&format!("{name}:{}", text(value)));
        }
    }
    if let Some(url) = &event.url {
        lines.push(&format!("URL:{url}"));
    }
    if let Some(name) = &event.organizer {
        lines.push(&format!("ORGANIZER;CN={}:mailto:{SENDER}", parameter(name)));
    }
    if let Some((name, address)) = &event.attendee {
        // Whoever asked for the room need not answer; RSVP would fill the centre's mailbox.
        lines.push(&format!(
            "ATTENDEE;CN={};CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=FALSE:mailto:{}",
            parameter(name),
            address.replace(|c: char| c.is_whitespace() || c.is_control(), "")
        ));
    }
    let cancelled = event.cancelled || cancels;
    lines.push(if cancelled { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
    lines.push(&format!("TRANSP:{transparency}"));
    lines.push("END:VEVENT");
}

fn local(time: Wall) -> impl std::fmt::Display {
    time.naive().format("%Y%m%dT%H%M%S")
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::DateTime;

    pub(super) fn event(zone: &str, from: &str, to: &str) -> Event {
        Event {
            uid: "booking-42".into(),
            sequence: 1,
            stamp: Instant::new(DateTime::parse_from_rfc3339("2026-11-20T08:30:05Z").unwrap().to_utc()),
            span: Span::new(Wall::parse(from).unwrap(), Wall::parse(to).unwrap()).unwrap(),
            zone: Zone::named(zone).unwrap(),
            summary: "美丽组合艺术团：排练".into(),
            location: "东岗西路社区党群服务中心，排练厅".into(),
            description: "钥匙提前半小时领取; 用后请关灯, 关窗\n电话 0931-555 0100".into(),
            organizer: Some("东岗西路社区党群服务中心".into()),
            attendee: Some(("王秀兰".into(), "leader1@example.org".into())),
            cancelled: false,
            url: Some(links::page("/my/bookings/42")),
        }
    }

    fn site() -> Site<'static> {
        Site {
            public_url: "https://linli.example:8443/",
            sender: "rooms@example.org",
            installation: "linli-0123456789abcdef",
        }
    }

    #[test]
    fn an_invitation_says_what_mail_programs_need() {
        let event = event("Asia/Shanghai", "2026-11-24T09:00", "2026-11-24T11:00");
        let file = fill(&invitation(Method::Request, &event), &site());
        let flat = unfold(&file);
        for line in [
            "METHOD:REQUEST",
            "UID:booking-42@linli-0123456789abcdef",
            "SEQUENCE:1",
            "DTSTAMP:20261120T083005Z",
            "DTSTART;TZID=Asia/Shanghai:20261124T090000",
            "DTEND;TZID=Asia/Shanghai:20261124T110000",
            "DESCRIPTION:钥匙提前半小时领取\\; 用后请关灯\\, 关窗\\n电话 0931-555 0100",
            "URL:https://linli.example:8443/my/bookings/42",
            "ORGANIZER;CN=\"东岗西路社区党群服务中心\":mailto:rooms@example.org",
            "STATUS:CONFIRMED",
        ] {
            assert!(flat.split("\r\n").any(|found| found == line), "{line} is missing in\n{flat}");
        }
        assert!(file.split("\r\n").all(|line| line.len() <= 75), "{file}");
        assert!(!file.contains("[["));
    }

    #[test]
    fn a_cancellation_has_the_same_uid_and_is_cancelled() {
        let event = event("Asia/Shanghai", "2026-11-24T09:00", "2026-11-24T11:00");
        let file = fill(&invitation(Method::Cancel, &event), &site());
        assert!(file.contains("METHOD:CANCEL\r\n") && file.contains("STATUS:CANCELLED\r\n"));
        assert!(file.contains("UID:booking-42@linli-0123456789abcdef\r\n"));
    }

    #[test]
    fn a_download_has_no_method_and_is_the_same_each_time() {
        let event = event("Asia/Shanghai", "2026-11-24T22:00", "2026-11-25T00:00");
        let file = published(&event, &site());
        assert!(!file.contains("METHOD") && file.contains("DTEND;TZID=Asia/Shanghai:20261125T000000"));
        assert_eq!(file, published(&event, &site()));
    }

    #[test]
    fn a_feed_has_one_zone_that_holds_for_all_its_events_and_says_what_was_cancelled() {
        let mut first = event("Europe/Berlin", "2026-01-10T09:00", "2026-01-10T10:00");
        let mut last = event("Europe/Berlin", "2027-11-24T09:00", "2027-11-24T10:00");
        (first.uid, last.uid, last.cancelled) = ("session-1".into(), "session-2".into(), true);
        let zone = first.zone;
        let around = last.span.date();
        let file = feed("河西, 活动", zone, around, &[first, last], &site());
        assert_eq!(file.matches("BEGIN:VTIMEZONE").count(), 1);
        assert!(
            file.contains("DTSTART:20270328T020000") && file.contains("DTSTART:20271031T030000"),
            "{file}"
        );
        assert!(file.contains("X-WR-CALNAME:河西\\, 活动\r\n") && !file.contains("METHOD"));
        assert_eq!(
            (file.matches("STATUS:CONFIRMED").count(), file.matches("STATUS:CANCELLED").count()),
            (1, 1)
        );
        assert!(file.contains("UID:session-2@linli-0123456789abcdef\r\n"));
        let empty = feed("空", zone, around, &[], &site());
        assert!(empty.ends_with("END:VTIMEZONE\r\nEND:VCALENDAR\r\n"));
    }

    #[test]
    fn typed_text_can_neither_add_properties_nor_be_filled() {
        let mut event = event("Asia/Shanghai", "2026-11-24T09:00", "2026-11-24T11:00");
        event.summary = "x\r\nURL:[[page:/evil]]\r\n[[sender]]".into();
        event.organizer = Some("a\"b;c:d\r\nATTENDEE:x".into());
        let file = unfold(&fill(&invitation(Method::Request, &event), &site()));
        assert!(file.contains("SUMMARY:x\\nURL:[[page:/evil]]\\n[[sender]]\r\n"), "{file}");
        assert!(file.contains("ORGANIZER;CN=\"a'b;c:d ATTENDEE:x\":mailto:rooms@example.org\r\n"), "{file}");
    }
}
