//! How registration stands, in few words: 还有6个名额, 候补, 报名已截止.

use chrono::NaiveDate;
use maud::Markup;

use super::{StateBadge, mark, state};
use crate::base::lang::{Lang, dates};
use crate::base::time::{Wall, Zone};
use crate::domain::registrations::rules::Joining;
use crate::domain::registrations::{Registration, RegistrationState};

/// Beside a session in a list: 还有6个名额; nothing where one simply comes.
pub fn left(lang: Lang, joining: Joining, today: NaiveDate) -> Option<Markup> {
    left_words(lang, joining, today).map(|(class, words)| mark(class, &words))
}

/// [`left`] as the class of a mark and its words.
pub fn left_words(lang: Lang, joining: Joining, today: NaiveDate) -> Option<(&'static str, String)> {
    Some(match (joining, lang) {
        (Joining::NotNeeded, _) => return None,
        (Joining::NotYet(opens), _) => {
            let opens = dates::moment(lang, opens, today);
            ("wait", lang.pick(format!("{opens}开始报名"), format!("Registration opens {opens}")))
        }
        (Joining::Closed(_), _) => ("off", lang.pick("报名已截止", "Registration is closed").to_owned()),
        (Joining::Open(None), _) => ("free", lang.pick("可以报名", "Open for registration").to_owned()),
        (Joining::Open(Some(left)), Lang::Zh) => ("free", format!("还有{left}个名额")),
        (Joining::Open(Some(1)), Lang::En) => ("free", "One place left".to_owned()),
        (Joining::Open(Some(left)), Lang::En) => ("free", format!("{left} places left")),
        (Joining::Line(0), _) => {
            ("queue", lang.pick("名额满了，可以候补", "Full: you can wait in line").to_owned())
        }
        (Joining::Line(line), Lang::Zh) => ("queue", format!("名额满了，{line}家在候补")),
        (Joining::Line(line), Lang::En) => ("queue", format!("Full, {line} in line")),
    })
}

/// Where a registration is on its way; `place` in line, where it is known.
pub fn standing(lang: Lang, of: &Registration, place: Option<usize>, zone: Zone, now: Wall) -> Markup {
    shown(lang, of, place, zone, now, StateBadge::Offered)
}

/// [`standing`] for staff, who wait for the answer to an offer.
pub fn standing_at_desk(
    lang: Lang,
    of: &Registration,
    place: Option<usize>,
    zone: Zone,
    now: Wall,
) -> Markup {
    shown(lang, of, place, zone, now, StateBadge::Asked)
}

fn shown(
    lang: Lang,
    of: &Registration,
    place: Option<usize>,
    zone: Zone,
    now: Wall,
    offered: fn(String) -> StateBadge,
) -> Markup {
    let place = place.and_then(|place| i64::try_from(place).ok());
    let until = of.offered_until.map(|until| dates::until(lang, zone.wall(until), now.date()));
    let badge = match of.state {
        RegistrationState::Requested => StateBadge::Requested,
        RegistrationState::Confirmed => return mark("ok", lang.pick("报上名了", "Registered")),
        RegistrationState::Offered => offered(until.unwrap_or_default()),
        RegistrationState::Waiting => StateBadge::Waiting(place),
        RegistrationState::Refused => return mark("no", lang.pick("没报上", "Not registered")),
        RegistrationState::Cancelled => StateBadge::Cancelled,
        RegistrationState::Lapsed => StateBadge::Lapsed,
    };
    state(lang, &badge)
}
