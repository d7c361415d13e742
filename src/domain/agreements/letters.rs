//! The letters about agreements: to the leaders, and to the staff who keep them.

use chrono::NaiveDate;

use super::{Agreement, Troupe, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::base::mail::{self, Draft, links};
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency, managers};

/// What one kind of letter says to one person; the rest is the same for all.
struct Words {
    kind: &'static str,
    subject: String,
    told: String,
    /// Its words and the page it leads to.
    button: (&'static str, String),
}

/// To the leaders: for now they cannot book under it.
pub fn suspended(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    agreement: &Agreement,
    reason: &str,
) -> Result<()> {
    to_leaders(conn, acting, cause, agreement, Some(reason), |lang, troupe| {
        let told = lang.pick(
            "协议暂停了。暂停期间您队不能按协议约场地；单次申请都要审核。恢复时会再告诉您。",
            "The agreement is suspended. Until it holds again your troupe cannot book under it; single requests are decided by staff. We will tell you when it holds again.",
        );
        Words {
            kind: "agreement_suspended",
            subject: lang.pick(format!("协议暂停：{troupe}"), format!("Agreement suspended: {troupe}")),
            told: told.to_owned(),
            button: see(lang, agreement),
        }
    })
}

/// To the leaders: it holds again.
pub fn resumed(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    agreement: &Agreement,
    reason: Option<&str>,
) -> Result<()> {
    to_leaders(conn, acting, cause, agreement, reason, |lang, troupe| {
        let told = lang.pick(
            "协议恢复了，您队又可以按协议约场地。",
            "The agreement holds again: your troupe can book under it as before.",
        );
        Words {
            kind: "agreement_resumed",
            subject: lang.pick(format!("协议恢复：{troupe}"), format!("Agreement holds again: {troupe}")),
            told: told.to_owned(),
            button: see(lang, agreement),
        }
    })
}

/// To the leaders: it says something else from now on, line by line.
pub fn changed(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    agreement: &Agreement,
    lines: impl Fn(Lang) -> Vec<String>,
) -> Result<()> {
    to_leaders(conn, acting, cause, agreement, None, |lang, troupe| {
        let told = lang.pick(
            "您队的场地免费使用协议改了，从现在起按新的来。已经定下来的预约不变。改了的是：",
            "Your troupe’s free-use agreement has changed; the new terms hold from now on. What is booked already stays. What has changed:",
        );
        let lines: Vec<String> = lines(lang).iter().map(|line| format!("· {line}")).collect();
        Words {
            kind: "agreement_changed",
            subject: lang.pick(format!("协议改了：{troupe}"), format!("Agreement changed: {troupe}")),
            told: format!("{told}\n{}", lines.join("\n")),
            button: see(lang, agreement),
        }
    })
}

/// To the leaders: it ends before its time.
pub fn ended(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    agreement: &Agreement,
    last_day: NaiveDate,
    reason: &str,
) -> Result<()> {
    let at_once = last_day < acting.centre.zone.today(acting.now) || last_day < agreement.starts_on;
    to_leaders(conn, acting, cause, agreement, Some(reason), |lang, troupe| {
        let day = dates::date_long(lang, last_day);
        let told = match (lang, at_once) {
            (Lang::Zh, true) => "协议终止了，从现在起不再有效。以后要用场地，可以单次申请，由工作人员审核。".to_owned(),
            (Lang::Zh, false) => format!("协议提前结束，最后一天是{day}。以后要用场地，可以单次申请，由工作人员审核。"),
            (Lang::En, true) => "The agreement has ended and no longer holds. You may still ask for single dates, which staff decide.".to_owned(),
            (Lang::En, false) => format!("The agreement ends early: its last day is {day}. After that you may ask for single dates, which staff decide."),
        };
        Words {
            kind: "agreement_ended",
            subject: match (lang, at_once) {
                (Lang::Zh, true) => format!("协议终止：{troupe}"),
                (Lang::Zh, false) => format!("协议提前到{day}结束：{troupe}"),
                (Lang::En, true) => format!("Agreement ended: {troupe}"),
                (Lang::En, false) => format!("Agreement ends early, on {day}: {troupe}"),
            },
            told,
            button: see(lang, agreement),
        }
    })
}

/// To the leaders and to the managers: it ends soon.
pub(super) fn ends_soon(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    agreement: &Agreement,
) -> Result<()> {
    let left = (agreement.ends_on - acting.centre.zone.today(acting.now)).num_days();
    let subject = |lang: Lang, troupe: &str| match (lang, left) {
        (Lang::Zh, 0) => format!("协议今天到期：{troupe}"),
        (Lang::Zh, _) => format!("协议还有{left}天到期：{troupe}"),
        (Lang::En, 0) => format!("Agreement ends today: {troupe}"),
        (Lang::En, _) => format!("Agreement ends in {}: {troupe}", quantities::count(left, "day", "days")),
    };
    let kind = "agreement_ends_soon";
    to_leaders(conn, acting, cause, agreement, None, |lang, troupe| {
        let day = dates::date_long(lang, agreement.ends_on);
        let told = match lang {
            Lang::Zh => {
                format!("场地免费使用协议到{day}为止。要接着用，请早点和工作人员续签；到期以后只能单次申请。")
            }
            Lang::En => format!(
                "The free-use agreement ends on {day}. To go on, please renew it with the staff in good time; after that you can ask for single dates only."
            ),
        };
        Words { kind, subject: subject(lang, troupe), told, button: see(lang, agreement) }
    })?;
    let troupe = store::troupe(conn, agreement.centre_id, agreement.troupe_id)?;
    for person in managers(conn, acting.centre.id)?.iter().filter(|person| person.email.is_some()) {
        let lang = person.lang;
        let day = dates::date_long(lang, agreement.ends_on);
        let words = Words {
            kind,
            subject: subject(lang, troupe.name_in(lang)),
            told: match lang {
                Lang::Zh => format!("协议到{day}为止，还没有续签。队长也收到了提醒。"),
                Lang::En => format!("It ends on {day} and is not renewed yet. The leaders were told, too."),
            },
            button: (
                lang.pick("看协议，去续签", "See the agreement and renew it"),
                format!("{}/agreements/{}", acting.centre.staff_href(), agreement.id),
            ),
        };
        post(conn, acting, cause, person, agreement, &troupe, None, words)?;
    }
    Ok(())
}

fn see(lang: Lang, agreement: &Agreement) -> (&'static str, String) {
    (lang.pick("看协议", "See the agreement"), format!("/my/agreements/{}", agreement.id))
}

fn to_leaders(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    agreement: &Agreement,
    reason: Option<&str>,
    words: impl Fn(Lang, &str) -> Words,
) -> Result<()> {
    let troupe = store::troupe(conn, agreement.centre_id, agreement.troupe_id)?;
    for person in store::leader_contacts(conn, troupe.id)? {
        let words = words(person.lang, troupe.name_in(person.lang));
        post(conn, acting, cause, &person, agreement, &troupe, reason, words)?;
    }
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one letter has as many")]
fn post(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    person: &Contact,
    agreement: &Agreement,
    troupe: &Troupe,
    reason: Option<&str>,
    words: Words,
) -> Result<()> {
    let lang = person.lang;
    let centre = acting.centre;
    let reason = reason.map(|reason| lang.pick(format!("原因：{reason}"), format!("Reason: {reason}")));
    let (from, to) = (dates::date_long(lang, agreement.starts_on), dates::date_long(lang, agreement.ends_on));
    let facts = [
        (lang.pick("协议", "Agreement"), agreement.number.clone()),
        (lang.pick("队伍", "Troupe"), troupe.name_in(lang).to_owned()),
        (lang.pick("有效", "Period"), lang.pick(format!("{from}到{to}"), format!("{from} to {to}"))),
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
    let letter = Draft::new(&words.subject)
        .from(centre.name_in(lang))
        .line(greeting)
        .line(&words.told)
        .line(reason.clone().unwrap_or_default())
        .facts(&facts)
        .button(words.button.0, links::page(&words.button.1))
        .small(centre.call_us(lang))
        .build(words.kind);
    let to = person.recipient(Urgency::MustKnow);
    let spoken = [Some(spoken_greeting), Some(words.subject), Some(words.told), reason];
    let spoken = spoken.into_iter().flatten().collect::<Vec<_>>().join("\n");
    let letter = letter.or_spoken(to.channel, &spoken);
    mail::enqueue(conn, cause, Some(centre.id.0), None, &to, &letter, acting.now)
}
