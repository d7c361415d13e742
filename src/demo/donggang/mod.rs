//! The sample's first centre: 300 m², seven troupes with agreements, some months of bookings. In one file
//! although it is long: it is data, read from top to bottom.

mod activities;
mod closures;
mod college;
mod days;
mod papers;
mod rooms;

use chrono::{Duration, NaiveDate};

use super::maker::{Maker, Time, Troupe, TroupePlan, is_holiday, part, weekday};
use crate::base::error::Result;
use crate::base::time::Span;
use crate::domain::agreements::TroupeKind;
use crate::domain::people::{PersonId, Role};
use crate::domain::rooms::RoomId;

/// The rooms that the rest is about.
struct Rooms {
    hall: RoomId,
    east: RoomId,
    west: RoomId,
    rehearsal: RoomId,
    meeting: RoomId,
    activity: RoomId,
    veterans: RoomId,
}

const WORKDAYS: &[i32] = &[1, 2, 3, 4, 5];
const DAYTIME: &[(Time, Time)] = &[((8, 30), (12, 0)), ((14, 0), (17, 30)), ((19, 0), (21, 0))];

/// What every troupe does in return.
const DUTIES: (&str, &str) = (
    "每年参加社区公益演出不少于两场。\n用完场地关灯、关窗，桌椅归位。",
    "At least two free shows a year for the neighbourhood.\nLights off, windows shut and chairs back in place after use.",
);

/// Makes everything of this centre.
pub fn make(maker: &mut Maker) -> Result<()> {
    let weekend: Vec<_> = [6, 7]
        .into_iter()
        .flat_map(|day| [part((9, 0), (12, 0)), part((14, 0), (17, 30))].map(|span| (day, span)))
        .filter_map(|(day, span)| Some((day, span?)))
        .collect();
    maker.week(None, WORKDAYS, DAYTIME, &weekend)?;
    terms(maker)?;
    let approver = maker.person("周建军", "approver@example.org", "", Some(Role::Approver))?;
    maker.person("陈晓梅", "desk@example.org", "", Some(Role::Desk))?;
    let rooms = rooms::make(maker)?;
    let troupes = troupes(maker, &rooms)?;
    papers::make(maker, &troupes)?;
    activities::make(maker, &rooms)?;
    super::registrations::make(maker)?;
    rehearsals(maker, &troupes, approver)?;
    pending(maker, &rooms, &troupes, approver)?;
    series(maker, &rooms, &troupes)?;
    closures::make(maker, &rooms, approver)
}

/// One that is settled date by date, and one that waits for staff as one item.
fn series(maker: &mut Maker, rooms: &Rooms, troupes: &[Troupe]) -> Result<()> {
    use chrono::Weekday::{Sat, Wed};
    if let Some(ink) = troupes.get(3) {
        maker.series(ink, rooms.activity, (1, Wed), ((9, 0), (11, 30)), "临帖班")?;
    }
    match troupes.get(5) {
        Some(taiji) => maker.series(taiji, rooms.east, (2, Sat), ((9, 0), (10, 30)), "隔周合练"),
        None => Ok(()),
    }
}

/// This year's two, so that there are school days.
pub(super) fn terms(maker: &mut Maker) -> Result<()> {
    let year = chrono::Datelike::year(&maker.today);
    let day = NaiveDate::from_ymd_opt;
    if let (Some(first), Some(last)) = (day(year, 3, 1), day(year, 7, 3)) {
        maker.term(&format!("{year}年春季学期"), &format!("Spring term {year}"), first, last)?;
    }
    if let (Some(first), Some(last)) = (day(year, 9, 1), day(year + 1, 1, 22)) {
        maker.term(&format!("{year}年秋季学期"), &format!("Autumn term {year}"), first, last)?;
    }
    Ok(())
}

fn troupes(maker: &mut Maker, rooms: &Rooms) -> Result<Vec<Troupe>> {
    let Rooms { hall, east, west, rehearsal, meeting, activity, .. } = *rooms;
    let (all, quiet) = ([rehearsal, hall, east, west], [activity, meeting]);
    let leaders = [
        ("王秀兰", "leader1@example.org", ""),
        ("何志强", "leader2@example.org", ""),
        ("马淑芬", "leader3@example.org", ""),
        ("刘国栋", "leader4@example.org", ""),
        ("赵桂英", "leader5@example.org", ""),
        ("孙玉梅", "leader6@example.org", "13900000006"),
        ("李素琴", "", "13900000007"),
    ];
    let mut ids = Vec::new();
    for (name, email, phone) in leaders {
        ids.push(maker.person(name, email, phone, None)?);
    }
    let [one, two, three, four, five, six, seven] = *ids.as_slice() else { return Ok(Vec::new()) };
    let number = |n: i32| format!("东岗场协〔{}〕{n}号", chrono::Datelike::year(&maker.today) - 1);
    let numbers: Vec<String> = (1..=7).map(number).collect();
    let [n1, n2, n3, n4, n5, n6, n7] = numbers.as_slice() else { return Ok(Vec::new()) };
    const DANCE: &[&str] = &["每周排练", "新舞蹈合练", "演出前走台"];
    let plans = vec![
        TroupePlan {
            name: ("美丽组合艺术团", "Beautiful Ensemble"),
            kind: TroupeKind::Dance,
            size: 24,
            declares: 46,
            named: true,
            leader: one,
            number: n1,
            rooms: &all,
            week_hours: 6,
            ends_on: None,
            duties: DUTIES,
            habits: vec![(2, (9, 0), (11, 0), rehearsal), (4, (9, 0), (11, 0), rehearsal)],
            purposes: DANCE,
        },
        TroupePlan {
            name: ("红歌协会", "Red Song Choir"),
            kind: TroupeKind::Choir,
            size: 40,
            declares: 62,
            named: true,
            leader: two,
            number: n2,
            rooms: &all,
            week_hours: 6,
            ends_on: None,
            duties: DUTIES,
            habits: vec![(1, (14, 30), (16, 30), hall), (3, (14, 30), (16, 30), hall)],
            purposes: &["练声和合唱", "红歌排练", "新曲学唱"],
        },
        TroupePlan {
            name: ("戏迷协会", "Opera Lovers"),
            kind: TroupeKind::Opera,
            size: 18,
            declares: 36,
            named: false,
            leader: three,
            number: n3,
            rooms: &all,
            week_hours: 6,
            ends_on: None,
            duties: DUTIES,
            habits: vec![(2, (14, 30), (17, 0), west), (5, (14, 30), (17, 0), west)],
            purposes: &["清唱", "折子戏排练", "乐队合练"],
        },
        TroupePlan {
            name: ("书画交流社", "Brush and Ink"),
            kind: TroupeKind::Calligraphy,
            size: 12,
            declares: 24,
            named: true,
            leader: four,
            number: n4,
            rooms: &quiet,
            week_hours: 6,
            ends_on: None,
            duties: DUTIES,
            habits: vec![(3, (9, 0), (11, 30), activity), (6, (14, 30), (16, 30), activity)],
            purposes: &["书画交流", "临帖", "写春联"],
        },
        TroupePlan {
            name: ("炫彩夕阳舞蹈团", "Sunset Colours Dance"),
            kind: TroupeKind::Dance,
            size: 20,
            declares: 42,
            named: true,
            leader: five,
            number: n5,
            rooms: &all,
            week_hours: 8,
            ends_on: None,
            duties: DUTIES,
            habits: vec![
                (1, (9, 0), (11, 0), rehearsal),
                (5, (9, 0), (11, 0), rehearsal),
                (3, (19, 0), (20, 30), east),
            ],
            purposes: DANCE,
        },
        TroupePlan {
            name: ("太极拳队", "Taiji Group"),
            kind: TroupeKind::Taiji,
            size: 28,
            declares: 48,
            named: true,
            leader: six,
            number: n6,
            rooms: &all,
            week_hours: 6,
            ends_on: Some(maker.today + Duration::days(30)),
            duties: DUTIES,
            habits: vec![(6, (9, 0), (10, 30), east), (4, (14, 30), (16, 0), rehearsal)],
            purposes: &["太极拳练习", "二十四式教学"],
        },
        TroupePlan {
            name: ("古文化舞蹈队", "Ancient Culture Dance"),
            kind: TroupeKind::Dance,
            size: 24,
            declares: 44,
            named: false,
            leader: seven,
            number: n7,
            rooms: &all,
            week_hours: 6,
            ends_on: None,
            duties: DUTIES,
            habits: vec![(3, (9, 0), (11, 0), rehearsal), (5, (19, 0), (20, 30), rehearsal)],
            purposes: DANCE,
        },
    ];
    let troupes = plans.into_iter().map(|plan| maker.troupe(plan)).collect::<Result<Vec<Troupe>>>()?;
    // 何志强 leads the choir and stands in at the opera lovers': he chooses the troupe first.
    if let Some(opera) = troupes.get(2) {
        maker.deputy(opera, two)?;
    }
    Ok(troupes)
}

/// Some months of standing slots, and three weeks ahead; now and then somebody cannot come.
fn rehearsals(maker: &mut Maker, troupes: &[Troupe], approver: PersonId) -> Result<()> {
    let first = maker.today - Duration::days(71);
    let days = (0..=92).map(|offset| first + Duration::days(offset));
    let (off, on): (Vec<NaiveDate>, Vec<NaiveDate>) = days.partition(|day| is_holiday(*day));
    // As many days before as there are holidays, on which nobody rehearses.
    let before = (1..).map(|back| first - Duration::days(back)).filter(|day| !is_holiday(*day));
    let mut before: Vec<NaiveDate> = before.take(off.len()).collect();
    before.reverse();
    for day in before.into_iter().chain(on) {
        for troupe in troupes {
            for (on, from, to, room) in troupe.habits.clone() {
                let Some(part) = part(from, to).filter(|_| on == weekday(day)) else { continue };
                let purpose = maker.dice.pick(troupe.purposes).unwrap_or("排练");
                let Some(id) = maker.asks(troupe, room, Span::on(day, part), 9, purpose)? else { continue };
                let asked = (day - Duration::days(9)).min(maker.today);
                // Done for good where the room was decided at once; answered 409 and ignored.
                maker.approves(approver, id, asked, None)?;
                if maker.dice.roll(25) == 0 && day - Duration::days(2) < maker.today {
                    maker.cancels(troupe.leader, id, day - Duration::days(2), "那天凑不齐人")?;
                }
            }
        }
    }
    Ok(())
}

/// What waits for staff today: plain requests, an exception, and two troupes that want the same hour.
fn pending(maker: &mut Maker, rooms: &Rooms, troupes: &[Troupe], approver: PersonId) -> Result<()> {
    let today = maker.today;
    let next = |weekday: i32, weeks: i64| -> NaiveDate {
        let monday = crate::base::time::monday_of(today) + Duration::days(7 * weeks);
        monday + Duration::days(i64::from(weekday) - 1)
    };
    type Wish = (usize, RoomId, NaiveDate, Time, Time, i64, &'static str);
    let wishes: &[Wish] = &[
        (0, rooms.hall, next(7, 2), (14, 0), (16, 0), 2, "元旦演出合练"),
        (3, rooms.meeting, next(3, 1), (9, 0), (11, 0), 1, "书画展筹备会"),
        (5, rooms.east, next(7, 2), (9, 0), (11, 0), 1, "新队员体验课"),
        (4, rooms.hall, next(1, 3), (9, 0), (11, 0), 1, "迎新联排"),
        (6, rooms.hall, next(1, 3), (9, 30), (11, 30), 0, "新舞合练"),
    ];
    for (troupe, room, day, from, to, days_ago, purpose) in wishes {
        let (Some(troupe), Some(part)) = (troupes.get(*troupe), part(*from, *to)) else { continue };
        let before = (*day - today).num_days() + days_ago;
        maker.asks(troupe, *room, Span::on(*day, part), before, purpose)?;
    }
    conflict(maker, rooms, troupes, approver, next(6, 2))?;
    refused(maker, rooms, troupes, approver, next(7, 2))
}

/// Two troupes wanted the hall; one got it, the other has a conflict notice with alternatives.
fn conflict(
    maker: &mut Maker,
    rooms: &Rooms,
    troupes: &[Troupe],
    approver: PersonId,
    day: NaiveDate,
) -> Result<()> {
    let (Some(first), Some(second), Some(part)) = (troupes.get(1), troupes.get(6), part((14, 30), (16, 30)))
    else {
        return Ok(());
    };
    let (span, today) = (Span::on(day, part), maker.today);
    let before = (day - today).num_days() + 1;
    let wanted = maker.asks(first, rooms.hall, span, before + 1, "社区晚会联排")?;
    maker.asks(second, rooms.hall, span, before, "新年节目排练")?;
    match wanted {
        Some(id) => maker.approves(approver, id, today - Duration::days(1), Some("社区晚会用")),
        None => Ok(()),
    }
}

fn refused(
    maker: &mut Maker,
    rooms: &Rooms,
    troupes: &[Troupe],
    approver: PersonId,
    day: NaiveDate,
) -> Result<()> {
    let (Some(troupe), Some(part)) = (troupes.get(2), part((14, 0), (17, 0))) else { return Ok(()) };
    let before = (day - maker.today).num_days() + 3;
    match maker.asks(troupe, rooms.meeting, Span::on(day, part), before, "戏迷茶会")? {
        Some(id) => maker.refuses(
            approver,
            id,
            maker.today - Duration::days(2),
            "会议室隔壁是阅览室，请换到多功能厅西厅",
        ),
        None => Ok(()),
    }
}
