//! What residents may come to at the first centre.

use chrono::{Duration, NaiveDate};

use super::Rooms;
use crate::base::error::Result;
use crate::demo::maker::{Maker, Plan, weekday};
use crate::domain::activities::ActivityKind;
use crate::domain::activities::scheduling::Venue;

/// Enters them, published and one draft.
pub(super) fn make(maker: &mut Maker, rooms: &Rooms) -> Result<()> {
    let everyone = ("全体居民", "Everybody");
    let seniors = ("60岁以上居民", "People over 60");
    let plans: Vec<(Plan, Vec<NaiveDate>)> = vec![
        (
            Plan {
                title: ("太极拳兴趣班", "Taiji class"),
                kind: ActivityKind::Course,
                audience: seniors,
                intro: (
                    "从头教二十四式，随时可以来。穿宽松衣服和平底鞋。",
                    "From the beginning; come whenever you like.",
                ),
                venue: Venue::Room(rooms.east),
                from: (9, 0),
                to: (10, 30),
                published: true,
            },
            maker.weekdays(2, 8, 5),
        ),
        (
            Plan {
                title: ("声乐课", "Singing class"),
                kind: ActivityKind::Course,
                audience: seniors,
                intro: ("老年大学声乐班。", "The seniors’ college’s singing class."),
                venue: Venue::Room(rooms.hall),
                from: (14, 30),
                to: (16, 0),
                published: true,
            },
            maker.weekdays(4, 8, 5),
        ),
        (
            Plan {
                title: ("法律小课堂：遗嘱怎么写", "Law for everyone: writing a will"),
                kind: ActivityKind::Lecture,
                audience: everyone,
                intro: ("律师讲，现场可以问。", "A lawyer explains and answers."),
                venue: Venue::Room(rooms.meeting),
                from: (14, 30),
                to: (16, 0),
                published: true,
            },
            vec![maker.today + Duration::days(if weekday(maker.today) >= 6 { 3 } else { 0 })],
        ),
        (
            Plan {
                title: ("爱心义诊", "Free clinic"),
                kind: ActivityKind::Clinic,
                audience: everyone,
                intro: ("量血压、测血糖、看中医。", "Blood pressure, blood sugar, Chinese medicine."),
                venue: Venue::Room(rooms.west),
                from: (9, 0),
                to: (11, 30),
                published: true,
            },
            maker.weekdays(4, 4, 4),
        ),
        (
            Plan {
                title: ("老书记工作室接待日", "The old secretary’s open hour"),
                kind: ActivityKind::Meeting,
                audience: everyone,
                intro: ("有话坐下来慢慢说。", "Come and talk."),
                venue: Venue::Room(rooms.meeting),
                from: (9, 0),
                to: (11, 0),
                published: true,
            },
            maker.weekdays(5, 8, 5),
        ),
        (
            Plan {
                title: ("周末大扫除", "Weekend clean-up"),
                kind: ActivityKind::Volunteering,
                audience: ("志愿者", "Volunteers"),
                intro: ("带手套，扫帚由中心提供。", "Bring gloves; brooms are here."),
                venue: Venue::Place("东岗西路50号院门口".into(), "The gate of 50 Donggang West Road".into()),
                from: (15, 0),
                to: (16, 30),
                published: true,
            },
            maker.weekdays(5, 8, 5),
        ),
        (
            Plan {
                title: ("包饺子，过冬至", "Dumplings for the winter solstice"),
                kind: ActivityKind::Festival,
                audience: everyone,
                intro: ("面和馅都备好了，人来就行。", "Dough and filling are ready; just come."),
                venue: Venue::Room(rooms.hall),
                from: (9, 0),
                to: (11, 30),
                published: true,
            },
            maker.weekdays(6, 0, 4).split_off(4),
        ),
        (
            Plan {
                title: ("养花经验交流", "Growing flowers"),
                kind: ActivityKind::Lecture,
                audience: everyone,
                intro: ("还在约老师。", "The speaker is being asked."),
                venue: Venue::Room(rooms.activity),
                from: (14, 30),
                to: (16, 0),
                published: false,
            },
            maker.weekdays(2, 0, 2).split_off(2),
        ),
    ];
    for (plan, days) in plans {
        maker.activity(&plan, &days)?;
    }
    Ok(())
}
