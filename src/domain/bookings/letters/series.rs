//! Letters about a whole series: one to each reader, that lists every date it is about and attaches a calendar file
//! for each booking that stands or is gone.

use super::GIVE_UP;
use super::writing::{calendar, greeting, once, phone_greeting, reason_line, short, spoken_if_phone};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::mail::{self, Draft, Letter, Recipient, links};
use crate::domain::agreements::Troupe;
use crate::domain::bookings::series::{Series, words};
use crate::domain::bookings::{Acting, Booked, store};
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms::Room;

/// What a letter about a series is about, as it is now.
pub struct About<'a> {
    pub series: &'a Series,
    pub room: &'a Room,
    pub troupe: &'a Troupe,
}

/// What one kind of letter says in one language.
pub struct SeriesWords {
    pub kind: &'static str,
    /// Before the rule: 系列预约.
    pub subject: String,
    pub told: String,
    pub reason: Option<String>,
    /// Headings with the dates under them; empty ones are left out.
    pub lists: Vec<(String, Vec<String>)>,
}

/// What a calendar file says of a booking; the words are kinds of letters.
pub const STANDS: &str = "approved";
pub const GONE: &str = "cancelled";

/// Dates that a letter gives a link each, by which they are given up.
const NEXT: usize = 4;

/// To the leaders, with a calendar file for each of `files`.
pub fn tell_leaders(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    about: &About,
    (people, urgency): (&[Contact], Urgency),
    files: &[(&Booked, &'static str)],
    words: impl Fn(Lang) -> SeriesWords,
) -> Result<()> {
    let by_staff = !people.iter().any(|one| Some(one.id) == acting.person);
    for person in people {
        let lang = person.lang;
        let said = words(lang);
        let recipient = person.recipient(urgency);
        let reason = said.reason.as_deref().map(|reason| reason_line(lang, by_staff, reason));
        let mut draft = begin(lang, acting, about, &said)
            .line(greeting(lang, person))
            .line(&said.told)
            .line(reason.clone().unwrap_or_default())
            .facts(&facts(lang, acting, about));
        for (title, dates) in said.lists.iter().filter(|(_, dates)| !dates.is_empty()) {
            draft = draft.line(list(lang, title, dates));
        }
        draft = draft.button(
            lang.pick("看这个系列", "See the series"),
            links::page(format!("/my/series/{}", about.series.id)),
        );
        draft = giving_up(draft, lang, acting, about.series, files).small(acting.centre.call_us(lang));
        for (booked, what) in files {
            if let Some(file) = calendar(lang, acting, booked, what, person)? {
                draft = draft.calendar(file);
            }
        }
        let letter = draft.build(said.kind);
        let spoken = spoken(lang, acting, about, person, &said, reason);
        let letter = spoken_if_phone(letter, &recipient, &spoken);
        send(conn, acting, cause, &recipient, &letter)?;
    }
    for (booked, _) in files {
        store::count_calendar(conn, booked.booking.id)?;
    }
    Ok(())
}

/// A link for each of the next dates by which it is given up; the others on the page of the series.
fn giving_up(
    mut draft: Draft,
    lang: Lang,
    acting: &Acting,
    series: &Series,
    files: &[(&Booked, &'static str)],
) -> Draft {
    let standing = files.iter().filter(|(_, what)| *what == STANDS).map(|(one, _)| one);
    for one in standing.clone().take(NEXT) {
        let date = line(lang, acting, series, one);
        let words = lang.pick(
            format!("{date}来不了，只取消这一次"),
            format!("Cannot come on {date}? Cancel that date alone"),
        );
        let (id, version) = (one.booking.id.0, i64::from(one.booking.version));
        draft = draft.link(words, links::act("/x/", GIVE_UP, id, version));
    }
    if standing.clone().next().is_some() { draft.small(once(lang)) } else { draft }
}

/// To those who decide.
pub fn tell_deciders(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    about: &About,
    people: &[Contact],
    words: impl Fn(Lang) -> SeriesWords,
) -> Result<()> {
    for person in people.iter().filter(|person| person.email.is_some()) {
        let lang = person.lang;
        let said = words(lang);
        let mut draft = begin(lang, acting, about, &said).line(&said.told).facts(&facts(lang, acting, about));
        for (title, dates) in said.lists.iter().filter(|(_, dates)| !dates.is_empty()) {
            draft = draft.line(list(lang, title, dates));
        }
        let path = format!("{}/series/{}", acting.centre.staff_href(), about.series.id);
        let letter = draft.button(lang.pick("去审核", "Decide"), links::page(path)).build(said.kind);
        send(conn, acting, cause, &person.recipient(Urgency::GoodToHave), &letter)?;
    }
    Ok(())
}

/// The line of one booking in a list: the date alone where it is as the series says.
pub fn line(lang: Lang, acting: &Acting, series: &Series, booked: &Booked) -> String {
    let booking = &booked.booking;
    let usual = booking.room_id == series.room_id
        && booking.starts_at.minute() == series.from_minute
        && booking.span().is_ok_and(|span| span.within_day().to() == series.to_minute);
    let today = acting.centre.zone.today(acting.now);
    if usual { dates::date(lang, booking.starts_at.date(), today) } else { short(lang, acting, booked) }
}

fn begin(lang: Lang, acting: &Acting, about: &About, said: &SeriesWords) -> Draft {
    Draft::new(lang, subject(lang, about, said)).from(acting.centre.name_in(lang))
}

fn subject(lang: Lang, about: &About, said: &SeriesWords) -> String {
    let short = words::short(lang, about.series, about.room);
    format!("{}{}{short}", said.subject, lang.pick("：", ": "))
}

fn list(lang: Lang, title: &str, dates: &[String]) -> String {
    let lines: Vec<String> = dates.iter().map(|date| format!("· {date}")).collect();
    format!("{title}{}\n{}", lang.pick("：", ":"), lines.join("\n"))
}

fn facts(lang: Lang, acting: &Acting, about: &About) -> Vec<(&'static str, String)> {
    let today = acting.centre.zone.today(acting.now);
    let series = about.series;
    vec![
        (lang.pick("哪些天", "Which days"), words::rule(lang, series, today)),
        (lang.pick("时间", "When"), dates::times(lang, series.from_minute, series.to_minute)),
        (lang.pick("地点", "Where"), about.room.name_in(lang).to_owned()),
        (lang.pick("队伍", "Troupe"), about.troupe.name_in(lang).to_owned()),
        (lang.pick("做什么", "What for"), series.purpose.clone()),
        (lang.pick("人数", "People"), quantities::people(lang, series.size.into())),
    ]
}

/// What to say on the telephone: what happened, then the dates, list by list.
fn spoken(
    lang: Lang,
    acting: &Acting,
    about: &About,
    person: &Contact,
    said: &SeriesWords,
    reason: Option<String>,
) -> String {
    let mut lines = vec![phone_greeting(lang, acting, person), subject(lang, about, said), said.told.clone()];
    lines.extend(reason);
    for (title, dates) in said.lists.iter().filter(|(_, dates)| !dates.is_empty()) {
        lines.push(format!("{title}{}{}", lang.pick("：", ": "), dates.join(lang.pick("；", "; "))));
    }
    lines.push(lang.pick("要不要我把单子打印出来给您？", "Shall I print the list for you?").into());
    lines.join("\n")
}

fn send(conn: &mut Conn, acting: &Acting, cause: HistoryId, to: &Recipient, letter: &Letter) -> Result<()> {
    mail::enqueue(conn, cause, Some(acting.centre.id.0), None, to, letter, acting.now)
}
