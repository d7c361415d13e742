//! The letters about bookings: from a fact and a language to words, and into the outbox.
//!
//! A person without e-mail gets the same words as a script for staff to say on the telephone, or as a slip.

use super::acting::Acting;
use super::alternatives::Alternative;
use super::{AlternativeId, Booked, store, words};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::ical::{self, Event};
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::mail::{self, CalendarFile, Channel, Draft, Letter, Method, Recipient, links};
use crate::domain::agreements::{self, Agreement, Gap};
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms;

/// A request that lost its slot, and what is offered instead.
#[derive(Debug, Clone)]
pub(super) struct Hit {
    pub booked: Booked,
    pub offered: Vec<(AlternativeId, Alternative)>,
}

/// The purpose of the tokens in an alternative's link.
pub const TAKE_ALTERNATIVE: &str = "alternative";

/// To the leaders: we have your request.
pub(super) fn received(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::GoodToHave, |lang, _| {
        let (what, told) = match lang {
            Lang::Zh => (
                format!("收到申请：{}", short(lang, acting, booked)),
                "申请收到了，工作人员会尽快决定，结果会再告诉您。批准之前，这个时间还不能算定下来。",
            ),
            Lang::En => (
                format!("Request received: {}", short(lang, acting, booked)),
                "We have your request. Staff will decide soon and let you know. Until then the time is not yours for sure.",
            ),
        };
        Words { kind: "received", subject: what, told: told.into(), reason: None, button: see(lang) }
    })
}

/// To the leaders: it is yours.
pub(super) fn approved(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    post(conn, acting, cause, booked, people, urgency, |lang, _| {
        let (what, told) = match lang {
            Lang::Zh => (
                format!("已批准：{}", short(lang, acting, booked)),
                "定下来了，这个时间归您队用。来不了请早点取消，让别的队能用。",
            ),
            Lang::En => (
                format!("Approved: {}", short(lang, acting, booked)),
                "It is settled: the room is yours. If you cannot come, please cancel early so that others can use it.",
            ),
        };
        Words { kind: "approved", subject: what, told: told.into(), reason, button: see(lang) }
    })?;
    store::count_calendar(conn, booked.booking.id)
}

/// To the leaders: not this time, and why.
pub(super) fn refused(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    post(conn, acting, cause, booked, people, Urgency::MustKnow, |lang, _| {
        let (what, told) = match lang {
            Lang::Zh => (
                format!("未批准：{}", short(lang, acting, booked)),
                "对不起，这次没有批准。可以换一个时间或房间再申请，也可以打电话问。",
            ),
            Lang::En => (
                format!("Refused: {}", short(lang, acting, booked)),
                "Sorry, this request was not approved. You can ask for another time or room, or call us.",
            ),
        };
        let button = (lang.pick("找别的时间", "Find another time").to_owned(), "/my/find".to_owned());
        Words { kind: "refused", subject: what, told: told.into(), reason, button }
    })
}

/// To the leaders: it is cancelled, and gone from calendars.
pub(super) fn cancelled(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
) -> Result<()> {
    let reason = booked.booking.reason.as_deref();
    let by_staff = urgency == Urgency::MustKnow;
    post(conn, acting, cause, booked, people, urgency, |lang, _| {
        let told = match (lang, by_staff) {
            (Lang::Zh, true) => "工作人员替您队取消了这次预约。如果不对，请马上打电话。",
            (Lang::Zh, false) => "这次预约已经取消，时间让给别的队了。",
            (Lang::En, true) => {
                "Staff cancelled this booking for your troupe. If that is wrong, please call at once."
            }
            (Lang::En, false) => "The booking is cancelled; others can use the time now.",
        };
        let subject = match lang {
            Lang::Zh => format!("已取消：{}", short(lang, acting, booked)),
            Lang::En => format!("Cancelled: {}", short(lang, acting, booked)),
        };
        Words { kind: "cancelled", subject, told: told.into(), reason, button: see(lang) }
    })?;
    store::count_calendar(conn, booked.booking.id)
}

/// To the leaders: nobody decided in time.
pub(super) fn lapsed(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::MustKnow, |lang, _| {
        let (what, told) = match lang {
            Lang::Zh => (
                format!("已过期：{}", short(lang, acting, booked)),
                "到了开始时间还没有批准，这次申请已过期，房间没有给您留。对不起，请打电话或另找时间。",
            ),
            Lang::En => (
                format!("Lapsed: {}", short(lang, acting, booked)),
                "The time came before anybody decided, so the request has lapsed and no room is kept. We are sorry; please call or find another time.",
            ),
        };
        let button = (lang.pick("找别的时间", "Find another time").to_owned(), "/my/find".to_owned());
        Words { kind: "lapsed", subject: what, told: told.into(), reason: None, button }
    })
}

/// To those who decide: somebody asks.
pub(super) fn new_request(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
) -> Result<()> {
    let booking = &booked.booking;
    let path = format!("{}/bookings/{}", acting.centre.staff_href(), booking.id);
    let agreement = match booking.agreement_id {
        Some(id) => Some(agreements::store::agreement(conn, acting.centre.id, id)?),
        None => None,
    };
    for person in people.iter().filter(|person| person.email.is_some()) {
        let lang = person.lang;
        let troupe = booked.troupe.name_in(lang);
        let exception = booking.exception.filter(|gap| gap.is_exception());
        let subject = match lang {
            Lang::Zh => format!("新申请：{troupe}，{}", short(lang, acting, booked)),
            Lang::En => format!("New request: {troupe}, {}", short(lang, acting, booked)),
        };
        let letter = Draft::new(lang, subject)
            .from(acting.centre.name_in(lang))
            .line(match lang {
                Lang::Zh => format!("{troupe}申请用房，请决定。"),
                Lang::En => format!("{troupe} asks for a room. Please decide."),
            })
            .facts(&facts(lang, acting, booked))
            .line(
                exception
                    .map(|gap| exception_sentence(lang, gap, agreement.as_ref(), booked))
                    .unwrap_or_default(),
            )
            .button(lang.pick("去审核", "Decide"), links::page(path.clone()))
            .build("new_request");
        send(conn, acting, cause, booked, person.recipient(Urgency::GoodToHave), &letter)?;
    }
    Ok(())
}

/// To one leader, about all requests of theirs that one act hit: what happened, why, and what can be had.
pub(super) fn conflict(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    leader: &Contact,
    hits: &[Hit],
) -> Result<()> {
    let Some(first) = hits.first() else { return Ok(()) };
    let recipient = leader.recipient(Urgency::MustKnow);
    let lang = leader.lang;
    let subject = match lang {
        Lang::Zh => format!("时间冲突：{}，请换一个时间", short(lang, acting, &first.booked)),
        Lang::En => format!("Conflict: {}. Please choose another time", short(lang, acting, &first.booked)),
    };
    let mut draft = Draft::new(lang, subject).from(acting.centre.name_in(lang)).line(greeting(lang, leader));
    let mut spoken = vec![phone_greeting(lang, acting, leader)];
    for hit in hits {
        let lost = lost_sentence(lang, acting, hit);
        spoken.push(lost.clone());
        draft = draft.line(lost);
        for (id, alternative) in &hit.offered {
            let room = rooms::store::room(conn, acting.centre.id, alternative.room)?;
            let when = dates::span(lang, alternative.span, acting.centre.zone.today(acting.now));
            let title = format!("{when}{}{}", lang.pick("　", ", "), room.name_in(lang));
            let button = match alternative.needs_decision {
                true => lang.pick("申请这个", "Ask for this"),
                false => lang.pick("就要这个", "Take this"),
            };
            let about = match alternative.needs_decision {
                true => lang.pick("要工作人员审核", "staff will decide"),
                false => lang.pick("按了就定", "yours at once"),
            };
            spoken.push(title.clone());
            draft = draft.card(title, &[about], button, links::act("/a/", TAKE_ALTERNATIVE, id.0, 0));
        }
        if hit.offered.is_empty() {
            draft = draft.line(lang.pick(
                "两周之内没有找到合适的空当，请打电话商量。",
                "We found nothing that fits within two weeks. Please call us.",
            ));
        }
    }
    spoken.push(
        lang.pick("您看哪个好？都不合适也可以继续候补。", "Which would you like? You may also stay in line.")
            .into(),
    );
    let letter = draft
        .line(lang.pick(
            "备选的时间没有替您保留，先按先得；不按就继续候补，原来的时间空出来会先给您。",
            "These are not kept for you: first come, first served. If you do nothing you stay in line for the first time.",
        ))
        .link(see(lang).0, links::page(format!("/my/bookings/{}", first.booked.booking.id)))
        .small(call_us(lang, acting))
        .small(lang.pick("链接不用登录，请不要转发。", "The links need no sign-in; please do not pass them on."))
        .build("conflict");
    let letter = spoken_if_phone(letter, &recipient, &spoken.join("\n"));
    send(conn, acting, cause, &first.booked, recipient, &letter)
}

/// What one kind of letter says; the rest is the same for all.
struct Words<'a> {
    kind: &'static str,
    subject: String,
    told: String,
    reason: Option<&'a str>,
    /// Its words and the page it leads to; an empty path is the booking's own page.
    button: (String, String),
}

fn post<'a>(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    urgency: Urgency,
    words: impl Fn(Lang, &Contact) -> Words<'a>,
) -> Result<()> {
    for person in people {
        let lang = person.lang;
        let recipient = person.recipient(urgency);
        let words = words(lang, person);
        let path = match words.button.1.as_str() {
            "" => format!("/my/bookings/{}", booked.booking.id),
            path => path.to_owned(),
        };
        let reason = words.reason.map(|reason| match lang {
            Lang::Zh => format!("工作人员的话：{reason}"),
            Lang::En => format!("Staff say: {reason}"),
        });
        let mut draft = Draft::new(lang, &words.subject)
            .from(acting.centre.name_in(lang))
            .line(greeting(lang, person))
            .line(&words.told)
            .line(reason.clone().unwrap_or_default())
            .facts(&facts(lang, acting, booked))
            .button(&words.button.0, links::page(path))
            .small(call_us(lang, acting));
        if let Some(file) = calendar(lang, acting, booked, words.kind, person)? {
            draft = draft.calendar(file);
        }
        let spoken = [
            Some(phone_greeting(lang, acting, person)),
            Some(words.subject.clone()),
            Some(words.told.clone()),
            reason,
        ];
        let spoken: Vec<String> = spoken.into_iter().flatten().collect();
        let letter = spoken_if_phone(draft.build(words.kind), &recipient, &spoken.join("\n"));
        send(conn, acting, cause, booked, recipient, &letter)?;
    }
    Ok(())
}

fn send(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    to: Recipient,
    letter: &Letter,
) -> Result<()> {
    mail::enqueue(conn, cause, Some(acting.centre.id.0), Some(booked.booking.id.0), &to, letter, acting.now)
}

/// On the telephone nobody reads out links: the words to say take the place of the text.
fn spoken_if_phone(letter: Letter, to: &Recipient, spoken: &str) -> Letter {
    match to.channel {
        Channel::Phone => {
            Letter { text: mail::links::harmless(spoken), html: String::new(), calendar: None, ..letter }
        }
        Channel::Email | Channel::Slip => letter,
    }
}

/// `REQUEST` puts an approved booking into the reader's calendar, `CANCEL` takes it out again; a request that
/// never stood there has none.
fn calendar(
    lang: Lang,
    acting: &Acting,
    booked: &Booked,
    kind: &str,
    person: &Contact,
) -> Result<Option<CalendarFile>> {
    let booking = &booked.booking;
    let method = match kind {
        "approved" => Method::Request,
        "cancelled" if booking.sequence > 0 => Method::Cancel,
        _ => return Ok(None),
    };
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
        description: call_us(lang, acting),
        organizer: Some(acting.centre.name_in(lang).to_owned()),
        attendee: Some((person.name.clone(), email.clone())),
        cancelled: method == Method::Cancel,
        url: Some(links::page(format!("/my/bookings/{}", booking.id))),
    };
    Ok(Some(CalendarFile { method, body: ical::invitation(method, &event) }))
}

fn facts(lang: Lang, acting: &Acting, booked: &Booked) -> Vec<(&'static str, String)> {
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
fn short(lang: Lang, acting: &Acting, booked: &Booked) -> String {
    let today = acting.centre.zone.today(acting.now);
    let when = booked.booking.span().map(|span| dates::span(lang, span, today)).unwrap_or_default();
    format!("{when}{}{}", lang.pick(" ", ", "), booked.room.name_in(lang))
}

fn exception_sentence(lang: Lang, gap: Gap, agreement: Option<&Agreement>, booked: &Booked) -> String {
    let gap = words::gap(lang, gap, agreement, booked.booking.starts_at.date());
    match lang {
        Lang::Zh => format!("超出协议：{gap}。批准要写理由。"),
        Lang::En => format!("Beyond the agreement: {gap}. Approving it takes a reason."),
    }
}

fn lost_sentence(lang: Lang, acting: &Acting, hit: &Hit) -> String {
    let what = short(lang, acting, &hit.booked);
    let more = !hit.offered.is_empty();
    match lang {
        Lang::Zh => {
            let then = if more {
                "您的申请转为候补。下面这些时间现在能用："
            } else {
                "您的申请转为候补。"
            };
            format!("您申请的{what}，这个时间批给了另一支队伍。{then}")
        }
        Lang::En => {
            let then = if more { " These are free now:" } else { "" };
            format!(
                "You asked for {what}. That time went to another troupe; your request is waiting in line.{then}"
            )
        }
    }
}

fn greeting(lang: Lang, person: &Contact) -> String {
    match lang {
        Lang::Zh => format!("{}，您好：", person.name),
        Lang::En => format!("Dear {},", person.name),
    }
}

fn phone_greeting(lang: Lang, acting: &Acting, person: &Contact) -> String {
    let centre = acting.centre.name_in(lang);
    match lang {
        Lang::Zh => format!("{}，您好，这里是{centre}。", person.name),
        Lang::En => format!("Hello {}, this is {centre}.", person.name),
    }
}

fn call_us(lang: Lang, acting: &Acting) -> String {
    match lang {
        Lang::Zh => format!("有事请打电话：{}", acting.centre.phone),
        Lang::En => format!("Questions? Call {}", acting.centre.phone),
    }
}

fn see(lang: Lang) -> (String, String) {
    (lang.pick("看这次预约", "See the booking").into(), String::new())
}
