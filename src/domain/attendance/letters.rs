//! The letter that asks how many came: a link where one number is entered, or the words for a call.

use super::{AskId, Held, Of};
use crate::base::db::Conn;
use crate::base::error::{Error, Result};
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates};
use crate::base::mail::{self, Draft, links};
use crate::base::time::Span;
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};

/// What the link's token is for; its row is the asking, its version the person who was asked.
pub const REPORT_ATTENDANCE: &str = "report_attendance";

/// To one of the troupe's leaders: how many came?
pub(super) fn ask(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    ask: AskId,
    round: i32,
    held: &Held,
    person: &Contact,
) -> Result<()> {
    let (lang, centre) = (person.lang, acting.centre);
    let when = when(lang, acting, held)?;
    let what = format!("{when}{}{}", lang.pick(" ", ", "), held.place_in(lang));
    let subject = match (lang, round) {
        (Lang::Zh, 1) => format!("来了几位？{what}"),
        (Lang::Zh, _) => format!("再问一次：来了几位？{what}"),
        (Lang::En, 1) => format!("How many came? {what}"),
        (Lang::En, _) => format!("Once more: how many came? {what}"),
    };
    let told = lang.pick(
        "这次结束了，一共来了几位？点下面的链接，填一个数就行。没有人来也请填0：不报和没人来是两回事。",
        "It is over: how many came in all? Press the link below and enter one number. If nobody came, enter 0: not reported and nobody are not the same.",
    );
    let once = lang.pick(
        "链接不用登录；报了以后，一小时内还能用它改。请不要转发。",
        "The link needs no sign-in; for an hour after you reported it can correct the number. Please do not pass it on.",
    );
    let facts = [
        (lang.pick("时间", "When"), when.clone()),
        (lang.pick("地点", "Where"), held.place_in(lang).to_owned()),
        (name_of(lang, held.of), held.name_in(lang).to_owned()),
    ];
    let (greeting, spoken_greeting) = match lang {
        Lang::Zh => (
            format!("{}，您好：", person.name),
            format!("{}，您好，这里是{}。", person.name, centre.name_in(lang)),
        ),
        Lang::En => (
            format!("Dear {},", person.name),
            format!("Hello {}, this is {}.", person.name, centre.name_in(lang)),
        ),
    };
    let link = links::act("/n/", REPORT_ATTENDANCE, ask.0, person.id.0);
    let letter = Draft::new(&subject)
        .from(centre.name_in(lang))
        .line(greeting)
        .line(told)
        .facts(&facts)
        .button(lang.pick("填来了几位", "Say how many came"), link)
        .small(once)
        .small(centre.call_us(lang))
        .build("attendance_ask");
    let spoken = match lang {
        Lang::Zh => format!(
            "{spoken_greeting}\n{}，{what}，一共来了几位？没有人来也请说一声。\n（现在就替他填在“报到场人数”那一页。）",
            held.name_in(lang)
        ),
        Lang::En => format!(
            "{spoken_greeting}\n{}, {what}: how many came in all? Please say so if nobody did.\n(Enter it on the attendance sheet of that day.)",
            held.name_in(lang)
        ),
    };
    let to = person.recipient(Urgency::MustKnow);
    let letter = letter.or_spoken(to.channel, &spoken);
    let booking = if let Of::Booking(id) = held.of { Some(id.0) } else { None };
    mail::enqueue(conn, cause, Some(centre.id.0), booking, &to, &letter, acting.now)
}

fn when(lang: Lang, acting: &Acting, held: &Held) -> Result<String> {
    let span = Span::new(held.starts_at, held.ends_at).map_err(Error::fault)?;
    Ok(dates::span(lang, span, acting.centre.zone.today(acting.now)))
}

fn name_of(lang: Lang, of: Of) -> &'static str {
    match of {
        Of::Booking(_) => lang.pick("队伍", "Troupe"),
        Of::Session(_) | Of::Hour(..) => lang.pick("活动", "Activity"),
    }
}
