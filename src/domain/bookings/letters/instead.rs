//! The letters that say what cannot be had, and carry what could be had instead: a link for each, good without
//! sign-in.

use super::TAKE_ALTERNATIVE;
use super::news::find_another;
use super::writing::{
    facts, greeting, lost_sentence, phone_greeting, reason_line, see, send, send_about_all, short,
};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::history::HistoryId;
use crate::base::lang::{Lang, dates};
use crate::base::mail::{Draft, links};
use crate::domain::bookings::alternatives::{Alternative, Offered};
use crate::domain::bookings::{AlternativeId, Booked};
use crate::domain::people::Acting;
use crate::domain::people::contact::{Contact, Urgency};
use crate::domain::rooms;

/// A request that lost its slot, and what is offered instead.
#[derive(Debug, Clone)]
pub(in crate::domain::bookings) struct Hit {
    pub booked: Booked,
    /// It lost against another request of its own troupe.
    pub to_its_own: bool,
    pub offered: Offered,
}

/// To one leader, about all requests of theirs that one act hit: what happened, why, and what can be had.
pub(in crate::domain::bookings) fn conflict(
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
    let mut draft = Draft::new(subject).from(acting.centre.name_in(lang)).line(greeting(lang, leader));
    let mut spoken = vec![phone_greeting(lang, acting, leader)];
    for hit in hits {
        let lost = lost_sentence(lang, acting, hit);
        spoken.push(lost.clone());
        draft = draft.line(lost);
        draft = cards(conn, acting, lang, draft, &mut spoken, &hit.offered)?;
        if hit.offered.is_empty() {
            spoken.push(
                lang.pick(
                    "两周之内没有找到别的合适空当，您队继续候补。您看改到什么时候好？",
                    "We found nothing else that fits within two weeks; your troupe stays in line. When would suit you?",
                )
                .into(),
            );
            draft = draft.line(lang.pick(
                "两周之内没有找到别的合适空当。请打电话来，一起想办法。",
                "We found nothing else that fits within two weeks. Please call us, and we shall look for a way together.",
            ));
        }
    }
    if hits.iter().any(|hit| !hit.offered.is_empty()) {
        spoken.push(
            lang.pick(
                "您看哪个好？都不合适也可以继续候补。",
                "Which would you like? You may also stay in line.",
            )
            .into(),
        );
        draft = draft
            .line(lang.pick(
                "备选的时间没有替您保留，先按先得；不按就继续候补，原来的时间空出来会先给您。",
                "These are not kept for you: first come, first served. If you do nothing you stay in line for the first time.",
            ))
            .small(no_sign_in(lang));
    }
    let letter = draft
        .link(see(lang).0, links::page(format!("/my/bookings/{}", first.booked.booking.id)))
        .small(acting.centre.call_us(lang))
        .build("conflict");
    let letter = letter.or_spoken(recipient.channel, &spoken.join("\n"));
    send_about_all(conn, acting, cause, hits.iter().map(|hit| &hit.booked), recipient, &letter)
}

/// To the leaders: not this time, why, and what can be had instead.
pub(in crate::domain::bookings) fn refused(
    conn: &mut Conn,
    acting: &Acting,
    cause: HistoryId,
    booked: &Booked,
    people: &[Contact],
    offered: &[(AlternativeId, Alternative)],
) -> Result<()> {
    let by_staff = !people.iter().any(|one| Some(one.id) == acting.person);
    for person in people {
        let lang = person.lang;
        let recipient = person.recipient(Urgency::MustKnow);
        let subject = format!("{}{}", lang.pick("未批准：", "Refused: "), short(lang, acting, booked));
        let told = lang.pick("对不起，这次没有批准。", "Sorry, this request was not approved.");
        let reason = booked.booking.reason.as_deref().map(|reason| reason_line(lang, by_staff, reason));
        let mut spoken = vec![phone_greeting(lang, acting, person), subject.clone(), told.to_owned()];
        spoken.extend(reason.clone());
        let mut draft = Draft::new(subject)
            .from(acting.centre.name_in(lang))
            .line(greeting(lang, person))
            .line(told)
            .line(reason.unwrap_or_default())
            .facts(&facts(lang, acting, booked));
        let (words, page) = find_another(lang);
        if offered.is_empty() {
            let ask = lang.pick(
                "可以换一个时间或房间再申请，也可以打电话问。",
                "You can ask for another time or room, or call us.",
            );
            spoken.push(ask.to_owned());
            draft = draft.line(ask).button(words, links::page(page));
        } else {
            let these = lang.pick("下面这些时间现在能用：", "These are free now:");
            spoken.push(these.to_owned());
            draft = cards(conn, acting, lang, draft.line(these), &mut spoken, offered)?
                .line(not_kept(lang))
                .link(words, links::page(page))
                .small(no_sign_in(lang));
            spoken.push(
                lang.pick(
                    "您看哪个好？现在说一声，我马上替您办。",
                    "Which would you like? Tell me now and I will enter it at once.",
                )
                .to_owned(),
            );
        }
        let letter = draft.small(acting.centre.call_us(lang)).build("refused");
        let letter = letter.or_spoken(recipient.channel, &spoken.join("\n"));
        send(conn, acting, cause, booked, recipient, &letter)?;
    }
    Ok(())
}

/// What can be had, each with its link, and in words for the telephone.
pub(super) fn cards(
    conn: &mut Conn,
    acting: &Acting,
    lang: Lang,
    mut draft: Draft,
    spoken: &mut Vec<String>,
    offered: &[(AlternativeId, Alternative)],
) -> Result<Draft> {
    for (id, alternative) in offered {
        let room = rooms::store::room(conn, acting.centre.id, alternative.room)?;
        let when = dates::span(lang, alternative.span, acting.centre.zone.today(acting.now));
        let title = format!("{when}{}{}", lang.pick("，", ", "), room.name_in(lang));
        let button = match alternative.needs_decision {
            true => lang.pick("申请这个", "Ask for this"),
            false => lang.pick("就要这个", "Take this"),
        };
        let about = match alternative.needs_decision {
            true => lang.pick("要工作人员审核", "staff will decide"),
            false => lang.pick("按了就定", "yours at once"),
        };
        let said = match alternative.needs_decision {
            true => about,
            false => lang.pick("马上就能定", "yours at once"),
        };
        spoken.push(format!("{title}{}{said}", lang.pick("，", ", ")));
        draft = draft.card(title, &[about], button, links::act("/a/", TAKE_ALTERNATIVE, id.0, 0));
    }
    Ok(draft)
}

pub(super) fn not_kept(lang: Lang) -> &'static str {
    lang.pick("备选的时间没有替您保留，先按先得。", "These are not kept for you: first come, first served.")
}

pub(super) fn no_sign_in(lang: Lang) -> &'static str {
    lang.pick("链接不用登录，请不要转发。", "The links need no sign-in; please do not pass them on.")
}
