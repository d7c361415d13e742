//! The letter about what the centre took away: what, why, what is held instead and until when.

use super::TAKE_ALTERNATIVE;
use super::writing::{Words, event, greeting, phone_greeting, post, see, send_about_all, short, short_of};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates, words::count};
use crate::base::mail::{Draft, Method, links};
use crate::base::time::Span;
use crate::domain::bookings::sharing_out::Offer;
use crate::domain::bookings::{AlternativeId, Booked, store};
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms;

/// A booking that was hit, as its leaders are told of it.
#[derive(Debug, Clone)]
pub struct Notice {
    /// As it is now.
    pub booked: Booked,
    /// Its span before.
    pub was: Span,
    /// It is running and ends earlier.
    pub cut_short: bool,
    /// It was taken away before; what was held for it has gone, and this is offered anew.
    pub again: bool,
    pub offered: Vec<(AlternativeId, Offer)>,
}

/// What the centre does, in a sentence, and why.
#[derive(Debug, Clone, Copy)]
pub struct Taken<'a> {
    pub happened: &'a str,
    pub reason: &'a str,
}

/// To one leader, about all bookings of theirs that one act of the centre hit.
pub(in crate::domain) fn displaced(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    why: Taken,
    leader: &Contact,
    notices: &[&Notice],
) -> Result<()> {
    let Some(first) = notices.first() else { return Ok(()) };
    let recipient = leader.recipient(Urgency::MustKnow);
    let lang = leader.lang;
    let happened = happened(lang, why);
    let mut spoken = vec![phone_greeting(lang, acting, leader), happened.clone()];
    let mut draft = Draft::new(subject(lang, acting, notices))
        .from(acting.centre.name_in(lang))
        .line(greeting(lang, leader))
        .line(happened);
    for notice in notices {
        let lost = lost(lang, acting, notice);
        spoken.push(lost.clone());
        draft = draft.line(lost);
        for (id, offer) in &notice.offered {
            let (title, about, said) = offered(conn, lang, acting, offer)?;
            spoken.push(format!("{title}{}{said}", lang.pick("，", ", ")));
            let button = match offer.alternative.needs_decision {
                true => lang.pick("申请这个", "Ask for this"),
                false => lang.pick("就要这个", "Take this"),
            };
            draft = draft.card(title, &[about], button, links::act("/a/", TAKE_ALTERNATIVE, id.0, 0));
        }
        if let Some(file) = file(lang, acting, notice, leader)? {
            draft = draft.calendar(file);
        }
    }
    let held = notices.iter().any(|one| one.offered.iter().any(|(_, offer)| offer.until.is_some()));
    let any = notices.iter().any(|one| !one.offered.is_empty());
    let none = notices.iter().any(|one| !one.cut_short && one.offered.is_empty());
    let to_do = what_to_do(lang, held, any).into_iter().chain(none.then(|| talk(lang)));
    for (to_read, to_say) in to_do {
        spoken.push(to_say.to_owned());
        draft = draft.line(to_read);
    }
    if any {
        draft = draft.small(
            lang.pick("链接不用登录，请不要转发。", "The links need no sign-in; please do not pass them on."),
        );
    }
    let letter = draft
        .link(
            lang.pick("看这次预约", "See the booking"),
            links::page(format!("/my/bookings/{}", first.booked.booking.id)),
        )
        .small(acting.centre.call_us(lang))
        .build("displaced");
    let letter = letter.or_spoken(recipient.channel, &spoken.join("\n"));
    send_about_all(conn, acting, cause, notices.iter().map(|notice| &notice.booked), recipient, &letter)
}

/// To the leaders: the alternative is theirs, and what it replaces.
pub(in crate::domain::bookings) fn exchanged(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    lost: &Booked,
    people: &[Contact],
    others_freed: bool,
) -> Result<()> {
    post(conn, acting, cause, booked, people, Urgency::GoodToHave, |lang| {
        let was = short(lang, acting, lost);
        let others = match others_freed {
            true => lang.pick(
                "给您留的别的时间已经放开。",
                " The other times we kept for you are free for others again.",
            ),
            false => "",
        };
        let (what, told) = match lang {
            Lang::Zh => (
                format!("换好了：{}", short(lang, acting, booked)),
                format!("换好了，这个时间归您队用，不用再批。它代替原来的{was}。{others}"),
            ),
            Lang::En => (
                format!("Moved: {}", short(lang, acting, booked)),
                format!("It is yours; nobody needs to approve it. It takes the place of {was}.{others}"),
            ),
        };
        Words { kind: "exchanged", subject: what, told, reason: None, button: see(lang) }
    })?;
    store::count_calendar(conn, &booked.booking)
}

/// To the leaders: nothing of what was kept is needed.
pub(in crate::domain::bookings) fn needs_none(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    lost: &Booked,
    people: &[Contact],
) -> Result<()> {
    post(conn, acting, cause, lost, people, Urgency::GoodToHave, |lang| {
        let (subject, told) = match lang {
            Lang::Zh => (
                format!("不用换了：{}", short(lang, acting, lost)),
                "记下了，您队不用另换时间，给您队留的都已经放开。没有扣小时。如果不对，请马上打电话。",
            ),
            Lang::En => (
                format!("No other time needed: {}", short(lang, acting, lost)),
                "Noted: your troupe needs no other time, and what we kept is free for others. Nothing was counted. If that is wrong, please call at once.",
            ),
        };
        Words { kind: "needs_none", subject, told: told.into(), reason: None, button: see(lang) }
    })
}

/// To one leader: what was kept in place of these is kept no longer, since nobody answered.
pub(in crate::domain::bookings) fn unanswered(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    leader: &Contact,
    lost: &[Booked],
) -> Result<()> {
    if lost.is_empty() {
        return Ok(());
    }
    let (recipient, lang) = (leader.recipient(Urgency::MustKnow), leader.lang);
    let which: Vec<String> = lost.iter().map(|one| short(lang, acting, one)).collect();
    let (subject, told) = match (lang, which.as_slice()) {
        (Lang::Zh, [one]) => (
            format!("留的时间已经放开：替换{one}"),
            format!("{one}用不了了，给您队留过别的时间。到时候没有等到回答，已经放给别的队。"),
        ),
        (Lang::En, [one]) => (
            format!("No longer kept: the times in place of {one}"),
            format!(
                "Your booking {one} could not take place, and we kept other times for your troupe. Nobody answered in time, so they are free for others again."
            ),
        ),
        (Lang::Zh, many) => (
            format!("留的时间已经放开：替换{}个预约", many.len()),
            format!(
                "这些预约用不了了，给您队留过别的时间。到时候没有等到回答，已经放给别的队：\n{}",
                many.join("\n")
            ),
        ),
        (Lang::En, many) => (
            format!("No longer kept: the times in place of {} bookings", many.len()),
            format!(
                "These could not take place, and we kept other times for your troupe. Nobody answered in time, so those are free for others again:\n{}",
                many.join("\n")
            ),
        ),
    };
    let then = lang.pick(
        "没有扣小时。还想用，请另找时间，或者打电话，我们帮您找。",
        "No hours were counted. If you still need a room, find another time, or call us and we shall look with you.",
    );
    let letter = Draft::new(&subject)
        .from(acting.centre.name_in(lang))
        .line(greeting(lang, leader))
        .line(told.clone())
        .line(then)
        .button(lang.pick("找别的时间", "Find another time"), links::page("/my/find"))
        .small(acting.centre.call_us(lang))
        .build("unanswered");
    let to_say = lang.pick(
        "没有扣小时。您还想用吗？想用，我现在就帮您找时间。",
        "No hours were counted. Do you still need a room? If so, I shall look for a time with you now.",
    );
    let spoken = [phone_greeting(lang, acting, leader), told, to_say.to_owned()].join("\n");
    let letter = letter.or_spoken(recipient.channel, &spoken);
    send_about_all(conn, acting, cause, lost, recipient, &letter)
}

/// Counts the calendar objects that [`displaced`] sent about some bookings.
pub(in crate::domain) fn count_calendars(conn: &mut Conn, notices: &[Notice]) -> Result<()> {
    for notice in notices.iter().filter(|one| method(one).is_some()) {
        store::count_calendar(conn, &notice.booked.booking)?;
    }
    Ok(())
}

/// `CANCEL` for what stood in calendars, `REQUEST` with the earlier end for what is cut.
fn method(notice: &Notice) -> Option<Method> {
    match (notice.cut_short, notice.again) {
        (true, _) => Some(Method::Request),
        (false, false) if notice.booked.booking.sequence > 0 => Some(Method::Cancel),
        _ => None,
    }
}

fn file(
    lang: Lang,
    acting: &Acting,
    notice: &Notice,
    leader: &Contact,
) -> Result<Option<crate::base::mail::CalendarFile>> {
    match method(notice) {
        Some(method) => event(lang, acting, &notice.booked, method, leader),
        None => Ok(None),
    }
}

fn subject(lang: Lang, acting: &Acting, notices: &[&Notice]) -> String {
    let today = acting.centre.zone.today(acting.now);
    let choose = notices.iter().any(|one| !one.offered.is_empty());
    let then = match choose {
        true => lang.pick("，请选新时间", ". Please choose another time"),
        false => "",
    };
    match notices {
        [one] => {
            let what = short_of(lang, one.was, &one.booked.room, today);
            match (lang, one.cut_short, one.again) {
                (Lang::Zh, true, _) => format!("对不起，{what}要提前结束"),
                (Lang::En, true, _) => format!("Sorry, your booking {what} has to end early"),
                (Lang::Zh, _, true) => format!("对不起，替换{what}的时间也用不了了{then}"),
                (Lang::En, _, true) => format!("Sorry, what we kept in place of {what} has gone too{then}"),
                (Lang::Zh, ..) => format!("对不起，{what}用不了了{then}"),
                (Lang::En, ..) => format!("Sorry, your booking {what} cannot take place{then}"),
            }
        }
        many if many.iter().any(|one| one.cut_short) => match lang {
            Lang::Zh => format!("对不起，{}个预约有变动{then}", many.len()),
            Lang::En => {
                format!("Sorry, {} of yours change{then}", count(many.len() as i64, "booking", "bookings"))
            }
        },
        many => match lang {
            Lang::Zh => format!("对不起，{}个预约用不了了{then}", many.len()),
            Lang::En => format!(
                "Sorry, {} of yours cannot take place{then}",
                count(many.len() as i64, "booking", "bookings")
            ),
        },
    }
}

fn happened(lang: Lang, why: Taken) -> String {
    match lang {
        Lang::Zh => format!("{}原因：{}", why.happened, why.reason),
        Lang::En => format!("{} Why: {}", why.happened, why.reason),
    }
}

/// What became of one booking, up to what can be had instead.
fn lost(lang: Lang, acting: &Acting, notice: &Notice) -> String {
    let today = acting.centre.zone.today(acting.now);
    let what = short_of(lang, notice.was, &notice.booked.room, today);
    let until = dates::time(lang, notice.booked.booking.ends_at.minute());
    let what = match (lang, notice.cut_short, notice.again) {
        (Lang::Zh, true, _) => return format!("正在用的{what}，要提前到{until}结束。请早一点收拾好。"),
        (Lang::En, true, _) => {
            return format!(
                "Your booking {what}, which is running, has to end at {until}. Please pack up in time."
            );
        }
        (Lang::Zh, _, true) => format!("替换{what}的时间，原来给您留的也用不了了"),
        (Lang::En, _, true) => format!("What we kept for you in place of {what} cannot be used either"),
        (Lang::Zh, _, false) => format!("{what}用不了了"),
        (Lang::En, _, false) => format!("Your booking {what} cannot take place"),
    };
    match (lang, notice.offered.is_empty()) {
        (Lang::Zh, false) => format!("{what}。可以换成："),
        (Lang::En, false) => format!("{what}. You can have instead:"),
        (Lang::Zh, true) => format!("{what}，两周之内没有找到合适的空当。"),
        (Lang::En, true) => format!("{what}, and nothing else fits within two weeks."),
    }
}

/// Where nothing was found: to read, and to say.
fn talk(lang: Lang) -> (&'static str, &'static str) {
    (
        lang.pick(
            "没有找到的，请打电话来，一起想办法。",
            "Where nothing was found, please call us, and we shall look for a way together.",
        ),
        lang.pick(
            "没有找到的，我们现在一起想想办法：您看改到什么时候好？",
            "Where nothing was found, let us look for a way together now: when would suit you?",
        ),
    )
}

/// When and where, and how long it is held: to read, and to say.
fn offered(conn: &mut Conn, lang: Lang, acting: &Acting, offer: &Offer) -> Result<(String, String, String)> {
    let room = rooms::store::room(conn, acting.centre.id, offer.alternative.room)?;
    let (zone, today) = (acting.centre.zone, acting.centre.zone.today(acting.now));
    let when = dates::span(lang, offer.alternative.span, today);
    let title = format!("{when}{}{}", lang.pick("，", ", "), room.name_in(lang));
    let Some(until) = offer.until else {
        let asked = lang.pick("要工作人员审核，没有替您留着", "staff will decide; it is not kept for you");
        return Ok((title, asked.to_owned(), asked.to_owned()));
    };
    let kept = kept_until(lang, &dates::until_dated(lang, zone.wall(until), today));
    let about = match lang {
        Lang::Zh => format!("{kept}，按了就定，不用再批"),
        Lang::En => format!("{kept}, and yours as soon as you press"),
    };
    Ok((title, about, kept))
}

/// 给您留到11月25日 星期三 下午5:30.
fn kept_until(lang: Lang, moment: &str) -> String {
    match lang {
        Lang::Zh => format!("给您留到{moment}"),
        Lang::En => format!("kept for you until {moment}"),
    }
}

/// For those who read, and for those who are called.
fn what_to_do(lang: Lang, held: bool, any: bool) -> Option<(&'static str, &'static str)> {
    match (held, any) {
        (true, _) => Some((
            lang.pick(
                "每个预约可以换一个。到了写着的时间没有回答，就放给别的队。都不需要，也请点开一个告诉我们，好让别的队用。",
                "You may take one for each booking. What is not answered by the time given goes to others. If you need none, please open one and say so, so that others can use it.",
            ),
            lang.pick(
                "您看哪个好？现在说一声，我们就替您定下来。都不需要也请告诉我们。",
                "Which would you like? Tell us now and it is yours. If you need none, please say so too.",
            ),
        )),
        (false, true) => Some((
            lang.pick(
                "这些时间没有替您保留，先按先得，要工作人员审核。",
                "These are not kept for you: first come, first served, and staff will decide.",
            ),
            lang.pick("您看要不要申请一个？", "Would you like to ask for one of them?"),
        )),
        (false, false) => None,
    }
}
