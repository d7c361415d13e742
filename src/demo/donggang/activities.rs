//! What residents may come to at the first centre.

use chrono::{Duration, NaiveDate};

use super::{Rooms, college, days};
use crate::base::error::Result;
use crate::demo::maker::{Both, Maker, Plan, said, weekday, with_places};
use crate::domain::activities::{ActivityDetails, ActivityKind, RegistrationMode, TagId, Venue};

/// One heart and five small things, as the centre sorts what it does.
struct Tags {
    class: TagId,
    service: TagId,
    doing: TagId,
    care: TagId,
}

/// Enters them, published and one draft.
pub(super) fn make(maker: &mut Maker, rooms: &Rooms) -> Result<()> {
    let tags = Tags {
        class: maker.tag("微课堂", "Small class")?,
        service: maker.tag("微服务", "Small service")?,
        doing: maker.tag("微活动", "Small event")?,
        care: maker.tag("微关爱", "Small kindness")?,
    };
    maker.tag("微心愿", "Small wish")?;
    days::make(maker, rooms, tags.doing, tags.service)?;
    college::make(maker, rooms, tags.class)?;
    for (plan, days) in plans(maker, rooms, &tags) {
        maker.activity(&plan, &days)?;
    }
    Ok(())
}

fn plans(maker: &Maker, rooms: &Rooms, tags: &Tags) -> Vec<(Plan, Vec<NaiveDate>)> {
    let everyone: Both = ("全体居民", "Everybody");
    let law = ActivityDetails {
        teacher: "律师 秦雯".into(),
        admission: with_places(RegistrationMode::Session, 18, maker.today + Duration::days(3)),
        tags: vec![tags.class],
        ..said(
            ActivityKind::Lecture,
            ("法律小课堂：遗嘱怎么写", "Law for everyone: writing a will"),
            everyone,
            ("律师讲，现场可以问。", "A lawyer explains and answers."),
        )
    };
    let clinic = said(
        ActivityKind::Clinic,
        ("爱心义诊", "Free clinic"),
        everyone,
        ("量血压、测血糖、看中医。", "Blood pressure, blood sugar, Chinese medicine."),
    );
    let reception = said(
        ActivityKind::Meeting,
        ("老书记工作室接待日", "The old secretary’s open hour"),
        everyone,
        ("有话坐下来慢慢说。", "Come and talk."),
    );
    let cleaning = said(
        ActivityKind::Volunteering,
        ("周末大扫除", "Weekend clean-up"),
        ("志愿者", "Volunteers"),
        ("带手套，扫帚由中心提供。", "Bring gloves; brooms are here."),
    );
    let desk = said(
        ActivityKind::MobileDesk,
        ("流动办公桌", "The desk at the gate"),
        everyone,
        ("不用跑中心，门口就能办。", "No need to come to the centre: we come to your gate."),
    );
    let dumplings = said(
        ActivityKind::Festival,
        ("包饺子，过冬至", "Dumplings for the winter solstice"),
        everyone,
        ("面和馅都备好了，人来就行。", "Dough and filling are ready; just come."),
    );
    let flowers = said(
        ActivityKind::Lecture,
        ("养花经验交流", "Growing flowers"),
        everyone,
        ("还在约老师。", "The speaker is being asked."),
    );
    let plan = |details: ActivityDetails, tag: TagId, venue: Venue, from, to, published| Plan {
        details: ActivityDetails { tags: vec![tag], ..details },
        venue,
        from,
        to,
        published,
    };
    let at = |zh: &str, en: &str| Venue::Place(zh.into(), en.into());
    let gate = at("东岗西路50号院门口", "The gate of 50 Donggang West Road");
    let today = maker.today + Duration::days(if weekday(maker.today) >= 6 { 3 } else { 0 });
    let gates: Vec<NaiveDate> =
        [1, 3, 5].into_iter().flat_map(|day| maker.weekdays_at_work(day, 8, 5)).collect();
    vec![
        (plan(law, tags.class, Venue::Room(rooms.meeting), (14, 30), (16, 0), true), vec![today]),
        (
            plan(clinic, tags.care, Venue::Room(rooms.west), (9, 0), (11, 30), true),
            maker.weekdays_at_work(4, 4, 4),
        ),
        (
            plan(reception, tags.service, Venue::Room(rooms.meeting), (9, 0), (11, 0), true),
            maker.weekdays_at_work(5, 8, 5),
        ),
        (plan(cleaning, tags.doing, gate.clone(), (15, 0), (16, 30), true), maker.weekdays_at_work(5, 8, 5)),
        (plan(desk, tags.service, gate, (8, 30), (10, 0), true), gates),
        (
            plan(dumplings, tags.doing, Venue::Room(rooms.hall), (9, 0), (11, 30), true),
            maker.weekdays(6, 0, 4).split_off(4),
        ),
        (
            plan(flowers, tags.class, Venue::Room(rooms.activity), (14, 30), (16, 0), false),
            maker.weekdays(2, 0, 2).split_off(2),
        ),
    ]
}
