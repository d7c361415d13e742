//! How every letter about a booking is written: greeting, what happened, the facts, what to do, whom to call.

use chrono::NaiveDate;

use super::{ACCEPT_OFFER, DECLINE_OFFER, GIVE_UP, Hit};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::ical::{self, Event};
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::mail::links::Link;
use crate::base::mail::{self, CalendarFile, Draft, Letter, Method, Recipient, links};
use crate::base::time::Span;
use crate::domain::agreements::{Agreement, Gap};
use crate::domain::bookings::{Acting, Booked, State, store, words};
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms::Room;

/// What one kind of letter says; the rest is the same for all.
pub(super) struct Words<'a> {
    pub kind: &'static str,
    pub subject: String,
    pub told: String,
    pub reason: Option<&'a str>,
    /// Its words and the page it leads to; an empty path is the booking's own page.
    pub button: (String, String),
}

pub(super) fn post<'a>(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
    words: impl Fn(Lang) -> Words<'a>,
) -> Result<()> {
    let by_staff = !people.iter().any(|one| Some(one.id) == acting.person);
    let lost = match booked.booking.replaces {
        Some(lost) => Some(store::booked(conn, acting.centre.id, lost)?),
        None => None,
    };
    for person in people {
        let lang = person.lang;
        let recipient = person.recipient(urgency);
        let words = words(lang);
        let instead = lost.as_ref().filter(|_| matches!(words.kind, "approved" | "received"));
        let instead = instead.map(|lost| instead_of(lang, acting, lost, booked.booking.state));
        let path = match words.button.1.as_str() {
            "" => format!("/my/bookings/{}", booked.booking.id),
            path => path.to_owned(),
        };
        let reason = words.reason.map(|reason| reason_line(lang, by_staff, reason));
        let mut draft = Draft::new(&words.subject)
            .from(acting.centre.name_in(lang))
            .line(greeting(lang, person))
            .line(&words.told)
            .line(instead.clone().unwrap_or_default())
            .line(reason.clone().unwrap_or_default())
            .facts(&facts(lang, acting, booked));
        draft = acts(draft, acting, lang, booked, (&words.button.0, links::page(path)))
            .small(acting.centre.call_us(lang));
        if let Some(file) = calendar(lang, acting, booked, words.kind, person)? {
            draft = draft.calendar(file);
        }
        let spoken = [
            Some(phone_greeting(lang, acting, person)),
            Some(words.subject.clone()),
            Some(words.told.clone()),
            instead,
            reason,
            (booked.booking.state == State::Offered).then(|| {
                lang.pick(
                    "您队要不要这个时间？现在说一声，我马上替您办。",
                    "Does your troupe want it? Tell me now and I will enter it at once.",
                )
                .to_owned()
            }),
        ];
        let spoken: Vec<String> = spoken.into_iter().flatten().collect();
        let letter = draft.build(words.kind).or_spoken(recipient.channel, &spoken.join("\n"));
        send(conn, acting, cause, booked, recipient, &letter)?;
    }
    Ok(())
}

/// 它替代11月24日 星期二 上午9:00–11:00 排练厅.
fn instead_of(lang: Lang, acting: &Acting, lost: &Booked, state: State) -> String {
    let was = short(lang, acting, lost);
    match (state, lang) {
        (State::Approved, Lang::Zh) => format!("它替代{was}。"),
        (State::Approved, Lang::En) => format!("It takes the place of {was}."),
        (_, Lang::Zh) => format!("批准了就替代{was}。"),
        (_, Lang::En) => format!("Once approved it takes the place of {was}."),
    }
}

/// What can be done by a press in a letter: answer an offer, or give up what is asked for or stands.
fn acts(draft: Draft, acting: &Acting, lang: Lang, booked: &Booked, (see, page): (&str, Link)) -> Draft {
    let booking = &booked.booking;
    let (id, version) = (booking.id.0, i64::from(booking.version));
    let once = once(lang);
    if booking.state == State::Offered {
        let (accept, decline) = (
            lang.pick("要，就这个时间", "Yes, we take it"),
            lang.pick("不要了，让给下一队", "No, pass it on"),
        );
        return draft
            .button(accept, links::act("/o/", ACCEPT_OFFER, id, version))
            .link(decline, links::act("/d/", DECLINE_OFFER, id, version))
            .link(see, page)
            .small(once);
    }
    let draft = draft.button(see, page);
    // What has begun is not given up any more.
    if booking.state.is_over() || booking.starts_at <= acting.centre.zone.wall(acting.now) {
        return draft;
    }
    let words = match booking.state {
        State::Approved => lang.pick("来不了，取消这次预约", "Cannot come? Cancel it"),
        _ => lang.pick("不用了，撤回申请", "No longer needed? Withdraw it"),
    };
    draft.link(words, links::act("/x/", GIVE_UP, id, version)).small(once)
}

/// What to know of links that act.
pub(super) fn once(lang: Lang) -> &'static str {
    lang.pick(
        "能办事的链接不用登录，只能用一次，请不要转发。",
        "Links that do something need no sign-in and work once; please do not pass them on.",
    )
}

pub(super) fn reason_line(lang: Lang, by_staff: bool, reason: &str) -> String {
    match (lang, by_staff) {
        (Lang::Zh, true) => format!("工作人员的话：{reason}"),
        (Lang::Zh, false) => format!("写下的原因：{reason}"),
        (Lang::En, true) => format!("Staff say: {reason}"),
        (Lang::En, false) => format!("Reason given: {reason}"),
    }
}

pub(super) fn send(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    to: Recipient,
    letter: &Letter,
) -> Result<()> {
    mail::enqueue(conn, cause, Some(acting.centre.id.0), Some(booked.booking.id.0), &to, letter, acting.now)
}

/// One letter about all that one act did to several bookings; it goes out in the order of the first one's letters.
pub(super) fn send_about_all<'a>(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    about: impl IntoIterator<Item = &'a Booked>,
    to: Recipient,
    letter: &Letter,
) -> Result<()> {
    let about: Vec<i64> = about.into_iter().map(|booked| booked.booking.id.0).collect();
    mail::enqueue(conn, cause, Some(acting.centre.id.0), about.first().copied(), &to, letter, acting.now)?;
    mail::also_about(conn, cause, to.reader, about.get(1..).unwrap_or_default())
}

/// `REQUEST` puts an approved booking into the reader's calendar, `CANCEL` takes it out again; a request that
/// never stood there has none.
pub(super) fn calendar(
    lang: Lang,
    acting: &Acting,
    booked: &Booked,
    kind: &str,
    person: &Contact,
) -> Result<Option<CalendarFile>> {
    match kind {
        "approved" | "exchanged" | "changed" | "ended_early" => {
            event(lang, acting, booked, Method::Request, person)
        }
        "cancelled" if booked.booking.sequence > 0 => event(lang, acting, booked, Method::Cancel, person),
        _ => Ok(None),
    }
}

/// The calendar object about a booking for one person; those without e-mail get none.
pub(super) fn event(
    lang: Lang,
    acting: &Acting,
    booked: &Booked,
    method: Method,
    person: &Contact,
) -> Result<Option<CalendarFile>> {
    let booking = &booked.booking;
    let Some(email) = &person.email else { return Ok(None) };
    let event = Event {
        uid: format!("booking-{}", booking.id),
        sequence: booking.sequence,
        stamp: booking.decided_at.unwrap_or(booking.requested_at),
        span: booking.span()?,
        zone: acting.centre.zone,
        summary: format!("{}{}{}", booked.troupe.name_in(lang), lang.pick("：", ": "), booking.purpose),
        location: format!(
            "{}{}{}",
            acting.centre.name_in(lang),
            lang.pick("，", ", "),
            booked.room.name_in(lang)
        ),
        description: acting.centre.call_us(lang),
        organizer: Some(acting.centre.name_in(lang).to_owned()),
        attendee: Some((person.name.clone(), email.clone())),
        cancelled: method == Method::Cancel,
        url: Some(links::page(format!("/my/bookings/{}", booking.id))),
    };
    Ok(Some(CalendarFile { method, body: ical::invitation(method, &event) }))
}

pub(super) fn facts(lang: Lang, acting: &Acting, booked: &Booked) -> Vec<(&'static str, String)> {
    let booking = &booked.booking;
    let today = acting.centre.zone.today(acting.now);
    let when = booking.span().map(|span| dates::span(lang, span, today)).unwrap_or_default();
    vec![
        (lang.pick("时间", "When"), when),
        (lang.pick("地点", "Where"), booked.room.name_in(lang).to_owned()),
        (lang.pick("队伍", "Troupe"), booked.troupe.name_in(lang).to_owned()),
        (lang.pick("做什么", "What for"), booking.purpose.clone()),
        (lang.pick("人数", "People"), quantities::people(lang, booking.size.into())),
    ]
}

/// 11月24日 星期二 上午9:00–11:00 排练厅: what every subject names.
pub(super) fn short(lang: Lang, acting: &Acting, booked: &Booked) -> String {
    let today = acting.centre.zone.today(acting.now);
    booked.booking.span().map(|span| short_of(lang, span, &booked.room, today)).unwrap_or_default()
}

/// [`short`] of any span of a room.
pub(super) fn short_of(lang: Lang, span: Span, room: &Room, today: NaiveDate) -> String {
    format!("{}{}{}", dates::span(lang, span, today), lang.pick(" ", ", "), room.name_in(lang))
}

/// [`short_of`] on the day of the act.
pub(super) fn slot(lang: Lang, acting: &Acting, span: Span, room: &Room) -> String {
    short_of(lang, span, room, acting.centre.zone.today(acting.now))
}

pub(super) fn exception_sentence(
    lang: Lang,
    gap: Gap,
    agreement: Option<&Agreement>,
    booked: &Booked,
) -> String {
    let gap = words::gap(lang, gap, agreement, booked.booking.starts_at.date());
    match lang {
        Lang::Zh => format!("超出协议：{gap}。批准要写理由。"),
        Lang::En => format!("Beyond the agreement: {gap}. Approving it takes a reason."),
    }
}

pub(super) fn lost_sentence(lang: Lang, acting: &Acting, hit: &Hit) -> String {
    let what = short(lang, acting, &hit.booked);
    let more = !hit.offered.is_empty();
    match lang {
        Lang::Zh => {
            let then = if more {
                "您的申请转为候补。下面这些时间现在能用："
            } else {
                "您的申请转为候补。"
            };
            let whom = if hit.to_its_own { "您队的另一个申请" } else { "另一支队伍" };
            format!("您申请的{what}，这个时间批给了{whom}。{then}")
        }
        Lang::En => {
            let then = if more { " These are free now:" } else { "" };
            let whom = if hit.to_its_own { "another request of your own troupe" } else { "another troupe" };
            format!("You asked for {what}. That time went to {whom}; your request is waiting in line.{then}")
        }
    }
}

pub(super) fn greeting(lang: Lang, person: &Contact) -> String {
    match lang {
        Lang::Zh => format!("{}，您好：", person.name),
        Lang::En => format!("Dear {},", person.name),
    }
}

pub(super) fn phone_greeting(lang: Lang, acting: &Acting, person: &Contact) -> String {
    let centre = acting.centre.name_in(lang);
    match lang {
        Lang::Zh => format!("{}，您好，这里是{centre}。", person.name),
        Lang::En => format!("Hello {}, this is {centre}.", person.name),
    }
}

pub(super) fn see(lang: Lang) -> (String, String) {
    (lang.pick("看这次预约", "See the booking").into(), String::new())
}
