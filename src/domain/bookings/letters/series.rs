//! Letters about a whole series: one to each reader, that lists every date it is about and attaches a calendar file
//! for each booking that stands or is gone.

use std::collections::HashMap;

use super::instead::{cards, no_sign_in, not_kept};
use super::writing::{calendar, greeting, once, phone_greeting, reason_line, short};
use super::{GIVE_UP, GIVE_UP_DATES};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::mail::{self, Draft, Letter, Recipient, links};
use crate::domain::agreements::Troupe;
use crate::domain::bookings::alternatives::Offered;
use crate::domain::bookings::series::{Dated, Series, store as series_store, words};
use crate::domain::bookings::{Acting, Booked, BookingId, State, store, waiting};
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms::Room;

/// What a letter about a series is about, as it is now.
pub struct About<'a> {
    pub series: &'a Series,
    pub room: &'a Room,
    pub troupe: &'a Troupe,
    /// What its lists say something of; a letter to the leaders adds how all other dates to come stand.
    pub named: &'a [BookingId],
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
    /// Headings with what can be had instead under them, each with its link.
    pub instead: Vec<(String, Offered)>,
}

/// What a calendar file says of a booking; the words are kinds of letters.
pub const STANDS: &str = "approved";
pub const GONE: &str = "cancelled";

/// So many dates have a link each, by which they are given up; where there are more, the next of them, and one link
/// to all.
const LINKED: usize = 8;
const NEXT: usize = 4;

/// To the leaders, with a calendar file for each of `files`. Written last: it says how every date stands by now.
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
    let standing = Standing::read(conn, acting, about.series)?;
    let filed = files.iter().map(|(booked, _)| booked.booking.id);
    let said_of: Vec<BookingId> = about.named.iter().copied().chain(filed).collect();
    for person in people {
        let lang = person.lang;
        let mut said = words(lang);
        said.lists.extend(standing.others(lang, acting, about));
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
        let mut offered = Vec::new();
        for (title, alternatives) in &said.instead {
            offered.push(title.clone());
            draft = cards(conn, acting, lang, draft.line(title), &mut offered, alternatives)?;
        }
        if !said.instead.is_empty() {
            draft = draft.line(not_kept(lang)).small(no_sign_in(lang));
        }
        draft = draft.button(
            lang.pick("看这个系列", "See the series"),
            links::page(format!("/my/series/{}", about.series.id)),
        );
        draft = standing.giving_up(draft, lang, acting, about.series).small(acting.centre.call_us(lang));
        for (booked, what) in files {
            if let Some(file) = calendar(lang, acting, booked, what, person)? {
                draft = draft.calendar(file);
            }
        }
        let letter = draft.build(said.kind);
        let spoken = spoken(lang, acting, about, person, &said, (reason, offered));
        let letter = letter.or_spoken(recipient.channel, &spoken);
        send(conn, acting, cause, &said_of, &recipient, &letter)?;
    }
    for (booked, _) in files {
        store::count_calendar(conn, &booked.booking)?;
    }
    Ok(())
}

/// The dates of a series to come, with the places of those in line.
struct Standing {
    dates: Vec<Dated>,
    places: HashMap<BookingId, usize>,
}

impl Standing {
    fn read(conn: &mut Conn, acting: &Acting, series: &Series) -> Result<Self> {
        let now = acting.centre.zone.wall(acting.now);
        let mut dates = series_store::dates(conn, series.id)?;
        dates.retain(|date| date.begins(series) > now);
        let booked = dates.iter().filter_map(|date| date.booked.as_ref());
        let places = waiting::places(conn, acting, booked.map(|one| &one.booking))?;
        Ok(Self { dates, places })
    }

    /// How the dates stand of which the letter says nothing else.
    fn others(&self, lang: Lang, acting: &Acting, about: &About) -> Vec<(String, Vec<String>)> {
        let (mut approved, mut offered, mut open) = (Vec::new(), Vec::new(), Vec::new());
        let (mut refused, mut none) = (Vec::new(), Vec::new());
        let today = acting.centre.zone.today(acting.now);
        let colon = lang.pick("：", ": ");
        for date in &self.dates {
            let Some(booked) = &date.booked else {
                let day = dates::date(lang, date.day(about.series), today);
                let why = date.exception.as_ref().map(|one| words::why(lang, one.kind, &one.reason));
                none.push(format!("{day}{colon}{}", why.unwrap_or_default()));
                continue;
            };
            if about.named.contains(&booked.booking.id) {
                continue;
            }
            let day = line(lang, acting, about.series, booked);
            let state = booked.booking.state;
            match state {
                State::Approved => approved.push(day),
                State::Offered => offered.push(day),
                State::Requested | State::Waiting => {
                    open.push(line_in_line(lang, acting, about.series, booked, &self.places));
                }
                State::Refused | State::Lapsed => refused.push(day),
                _ => none.push(format!("{day}{colon}{}", state.name(lang))),
            }
        }
        vec![
            (lang.pick("原来就批准了的，不变", "Approved before, and stays").to_owned(), approved),
            (lang.pick("请确认（另有一封信）", "Please answer (another letter asks)").to_owned(), offered),
            (lang.pick("还没有定", "Still open").to_owned(), open),
            (lang.pick("以前没有批准的", "Refused before").to_owned(), refused),
            (counted(lang, ("没有约的", "Left out"), none.len()), none),
        ]
    }

    /// A link for each date by which it is given up; where there are many, for the next of them, and one to all.
    fn giving_up(&self, mut draft: Draft, lang: Lang, acting: &Acting, series: &Series) -> Draft {
        let of = |one: &Dated| one.booked.clone().filter(|one| !one.booking.state.is_over());
        let live: Vec<Booked> =
            self.dates.iter().filter_map(of).filter(|one| one.booking.state != State::Offered).collect();
        let linked = if live.len() > LINKED { NEXT } else { LINKED };
        for one in live.iter().take(linked) {
            let date = line(lang, acting, series, one);
            let words = match one.booking.state {
                State::Approved => lang.pick(
                    format!("{date}来不了，只取消这一次"),
                    format!("Cannot come on {date}? Cancel that date alone"),
                ),
                _ => lang.pick(
                    format!("{date}不用了，只撤回这一次"),
                    format!("{date} no longer needed? Withdraw that date alone"),
                ),
            };
            let (id, version) = (one.booking.id.0, i64::from(one.booking.version));
            draft = draft.link(words, links::act("/x/", GIVE_UP, id, version));
        }
        if live.len() > linked {
            let count = live.len();
            let words = lang.pick(
                format!("别的日子来不了：看全部{count}次，取消其中一次"),
                format!("Another date? See all {count} and cancel one of them"),
            );
            let (id, version) = (series.id.0, i64::from(series.version));
            draft = draft.link(words, links::act("/y/", GIVE_UP_DATES, id, version));
        }
        if live.is_empty() { draft } else { draft.small(once(lang)) }
    }
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
        send(conn, acting, cause, about.named, &person.recipient(Urgency::GoodToHave), &letter)?;
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

/// 没有约的（2次）.
pub fn counted(lang: Lang, (zh, en): (&str, &str), count: usize) -> String {
    let count = words::dates_count(lang, count);
    lang.pick(format!("{zh}（{count}）"), format!("{en} ({count})"))
}

/// [`line`] with its place in line.
pub fn line_in_line(
    lang: Lang,
    acting: &Acting,
    series: &Series,
    booked: &Booked,
    places: &HashMap<BookingId, usize>,
) -> String {
    let place = places.get(&booked.booking.id).copied();
    let state = words::open(lang, booked.booking.state, place);
    format!("{}{}{state}", line(lang, acting, series, booked), lang.pick("：", ": "))
}

fn begin(lang: Lang, acting: &Acting, about: &About, said: &SeriesWords) -> Draft {
    Draft::new(subject(lang, about, said)).from(acting.centre.name_in(lang))
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
    (reason, offered): (Option<String>, Vec<String>),
) -> String {
    let mut lines = vec![phone_greeting(lang, acting, person), subject(lang, about, said), said.told.clone()];
    lines.extend(reason);
    for (title, dates) in said.lists.iter().filter(|(_, dates)| !dates.is_empty()) {
        lines.push(format!("{title}{}{}", lang.pick("：", ": "), dates.join(lang.pick("；", "; "))));
    }
    lines.extend(offered);
    lines.push(lang.pick("要不要我把单子打印出来给您？", "Shall I print the list for you?").into());
    lines.join("\n")
}

fn send(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    about: &[BookingId],
    to: &Recipient,
    letter: &Letter,
) -> Result<()> {
    mail::enqueue(conn, cause, Some(acting.centre.id.0), None, to, letter, acting.now)?;
    let about: Vec<i64> = about.iter().map(|id| id.0).collect();
    mail::also_about(conn, cause, to.reader, &about)
}
