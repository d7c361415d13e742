//! Who registered in the sample: a class with places left, a festival for families, a full course with a line and an
//! offer.

use chrono::Duration;

use super::maker::{Maker, part};
use crate::base::error::{Error, Result};
use crate::base::lang::Lang;
use crate::base::time::{Instant, Span};
use crate::domain::activities::doubles::Heed;
use crate::domain::activities::publishing::publish;
use crate::domain::activities::scheduling::{self, Planned, Planning, Venue};
use crate::domain::activities::{
    self, ActivityDetails, ActivityId, ActivityKind, Admission, RegistrationMode, SessionId, editing, tags,
};
use crate::domain::people::Acting;
use crate::domain::registrations::registering::{Registered, Wanted, register};
use crate::domain::registrations::{RegistrationId, Target, cancelling};

/// A name, an e-mail address or a telephone number, and how many come.
type Guest = (&'static str, &'static str, i32);

const TAIJI: &[Guest] = &[
    ("陈桂芳", "13900000101", 1),
    ("马国强", "ma@example.org", 2),
    ("李淑英", "13900000103", 1),
    ("王德顺", "13900000104", 2),
    ("赵玉兰", "zhao@example.org", 1),
];
const DUMPLINGS: &[Guest] = &[
    ("张伟一家", "zhang@example.org", 4),
    ("刘洋一家", "13900000112", 3),
    ("孙丽一家", "sun@example.org", 5),
    ("周芳一家", "13900000114", 4),
];
const TELEPHONES: &[Guest] = &[
    ("杨秀珍", "yang@example.org", 1),
    ("徐建国", "13900000122", 1),
    ("何秀兰", "he@example.org", 2),
    ("郭志明", "13900000124", 1),
    ("高桂英", "gao@example.org", 1),
    // The line.
    ("林美华", "lin@example.org", 1),
    ("罗家强", "13900000127", 2),
    ("梁小燕", "liang@example.org", 1),
];

/// Makes them, once the activities are there.
pub fn make(maker: &mut Maker) -> Result<()> {
    let of_session = |places, party_limit| Admission {
        mode: RegistrationMode::Session,
        places: Some(places),
        party_limit,
        ..Admission::OPEN
    };
    if let Some((id, session)) = next(maker, "太极拳兴趣班", of_session(20, 3))? {
        come(maker, Target { activity: id, session: Some(session) }, TAIJI, 30)?;
    }
    if let Some((id, session)) = next(maker, "包饺子，过冬至", of_session(12, 5))? {
        come(maker, Target { activity: id, session: Some(session) }, DUMPLINGS, 28)?;
    }
    let id = telephones(maker)?;
    let all = come(maker, Target { activity: id, session: None }, TELEPHONES, 26)?;
    // One gives a place up: the first in line is offered it.
    if let Some(second) = all.get(1) {
        let acting = Acting { centre: maker.centre, person: None, now: ago(maker, 2) };
        cancelling::cancel(maker.conn, acting, *second, None)?;
    }
    Ok(())
}

/// Sets how one gets a place in an activity of the sample; its next session that has not begun.
fn next(maker: &mut Maker, title: &str, admission: Admission) -> Result<Option<(ActivityId, SessionId)>> {
    let now = maker.centre.zone.wall(maker.now);
    let coming = activities::store::coming(maker.conn, maker.centre.id, now, 200)?;
    let next = coming.into_iter().find(|one| {
        one.activity.title == title && one.session.cancelled_at.is_none() && one.session.starts_at > now
    });
    let Some(next) = next else { return Ok(None) };
    let acting = Acting { centre: maker.centre, person: Some(maker.manager), now: maker.founded };
    let tags = tags::store::of(maker.conn, next.activity.id)?.into_iter().map(|tag| tag.id).collect();
    let details = ActivityDetails { admission, ..ActivityDetails::of(&next.activity, tags) };
    editing::change(maker.conn, acting, next.activity.id, &details, Heed::Known)?;
    Ok(Some((next.activity.id, next.session.id)))
}

/// A course of six places.
fn telephones(maker: &mut Maker) -> Result<ActivityId> {
    let details = ActivityDetails {
        title_en: "Using a smartphone".into(),
        audience: "60岁以上居民".into(),
        audience_en: "people over 60".into(),
        intro: "一对一地教：发语音、看健康码、挂号、缴费。请带自己的手机。".into(),
        intro_en:
            "Taught one to one: voice messages, seeing a doctor, paying bills. Bring your own telephone."
                .into(),
        admission: Admission {
            mode: RegistrationMode::Course,
            places: Some(6),
            party_limit: 2,
            ..Admission::OPEN
        },
        ..ActivityDetails::new(ActivityKind::Course, "智能手机课")
    };
    let venue = Venue::Place("一楼大厅服务台旁".into(), "Ground floor, beside the desk".into());
    let span = part((15, 0), (16, 30)).ok_or_else(|| Error::fault("the sample's times are wrong"))?;
    let spans: Vec<Span> =
        maker.weekdays(3, 0, 6).split_off(1).into_iter().map(|day| Span::on(day, span)).collect();
    let acting = Acting { centre: maker.centre, person: Some(maker.manager), now: maker.founded };
    match scheduling::plan(maker.conn, acting, Planned::New(&details), &venue, &spans, Heed::Known)? {
        Planning::Done(id, _) => {
            publish(maker.conn, acting, id)?;
            Ok(id)
        }
        other => Err(Error::fault(format_args!("the sample's course does not fit: {other:?}"))),
    }
}

/// They register one after another, the first so many hours ago.
fn come(maker: &mut Maker, target: Target, guests: &[Guest], hours: i64) -> Result<Vec<RegistrationId>> {
    let mut ids = Vec::with_capacity(guests.len());
    for (at, (name, reach, party)) in guests.iter().enumerate() {
        let by_mail = reach.contains('@');
        let wanted = Wanted {
            target,
            name: (*name).into(),
            email: by_mail.then(|| (*reach).into()),
            phone: (!by_mail).then(|| format!("+86{reach}")),
            lang: Lang::Zh,
            party: *party,
            guardian: String::new(),
            note: String::new(),
            reminded: true,
            request_key: format!("sample-{}-{at}", target.activity),
        };
        let now = ago(maker, hours - at as i64);
        let acting = Acting { centre: maker.centre, person: None, now };
        if let Registered::Done(one) = register(maker.conn, acting, &wanted)? {
            ids.push(one.id());
        }
    }
    Ok(ids)
}

fn ago(maker: &Maker, hours: i64) -> Instant {
    maker.now.plus(-Duration::hours(hours))
}
