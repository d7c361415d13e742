//! Days of the first centre's year that are like no other: a festival by the lunar calendar, a job fair elsewhere,
//! the day on which 96 households take the whole centre, a camp in the winter holidays.

use chrono::{Datelike, Duration, NaiveDate};

use super::Rooms;
use crate::base::error::Result;
use crate::demo::maker::{Maker, Plan, said, with_places};
use crate::domain::activities::{ActivityDetails, ActivityKind, Organiser, RegistrationMode, TagId, Venue};
use crate::domain::days;

/// 元宵, 端午, 腊八 as lunar month and day.
const FESTIVALS: [(u8, u8); 3] = [(1, 15), (5, 5), (12, 8)];

pub(super) fn make(maker: &mut Maker, rooms: &Rooms, doing: TagId, serving: TagId) -> Result<()> {
    festival(maker, rooms, doing)?;
    job_fair(maker, serving)?;
    households(maker, rooms, serving)?;
    camp(maker, rooms, doing)
}

/// The next of three, in the hall.
fn festival(maker: &mut Maker, rooms: &Rooms, tag: TagId) -> Result<()> {
    let years = maker.today.year() - 1..=maker.today.year() + 1;
    let coming = years.flat_map(|year| {
        FESTIVALS.iter().filter_map(move |(month, day)| Some((days::lunar_date(year, *month, *day)?, *month)))
    });
    let Some((day, month)) = coming.filter(|(day, _)| *day > maker.today).min() else { return Ok(()) };
    let (title, intro) = match month {
        1 => (
            ("闹元宵，送汤圆", "Lantern Festival"),
            ("猜灯谜、吃汤圆，人人有份。", "Riddles and sweet dumplings for all."),
        ),
        5 => (
            ("包粽子，过端午", "Dragon Boat Festival"),
            ("粽叶糯米都备好了，包好带回家。", "Leaves and rice are ready; take yours home."),
        ),
        _ => (
            ("熬腊八粥，写春联", "Laba porridge and New Year couplets"),
            ("喝一碗热粥，请书画社写一副春联。", "A bowl of porridge, and a couplet written for your door."),
        ),
    };
    let details = ActivityDetails {
        admission: with_places(RegistrationMode::Course, 60, day - Duration::days(1)),
        tags: vec![tag],
        ..said(ActivityKind::Festival, title, ("全体居民", "Everybody"), intro)
    };
    let plan = Plan { details, venue: Venue::Room(rooms.hall), from: (9, 0), to: (11, 30), published: true };
    maker.activity(&plan, &[day]).map(drop)
}

/// Three weeks ago, at the partner's place.
fn job_fair(maker: &mut Maker, tag: TagId) -> Result<()> {
    let details = ActivityDetails {
        organiser: Organiser::Partner("市人力资源服务大市场".into()),
        tags: vec![tag],
        ..said(
            ActivityKind::JobFair,
            ("退役军人专场招聘会", "Job fair for veterans"),
            ("找工作的居民、退役军人、大学生", "Whoever looks for work"),
            (
                "25家单位，767个岗位，现场可以谈。带身份证和简历。",
                "25 employers with 767 posts. Bring your identity card and a CV.",
            ),
        )
    };
    let place =
        Venue::Place("市人力资源服务大市场一楼".into(), "Ground floor of the city’s labour exchange".into());
    let plan = Plan { details, venue: place, from: (9, 0), to: (12, 0), published: true };
    let saturdays = maker.weekdays(6, 3, 0);
    maker.activity(&plan, saturdays.get(..1).unwrap_or_default()).map(drop)
}

/// A Sunday on which every room is a step of the same thing.
fn households(maker: &mut Maker, rooms: &Rooms, tag: TagId) -> Result<()> {
    let details = ActivityDetails {
        organiser: Organiser::Partner("街道办事处".into()),
        tags: vec![tag],
        ..said(
            ActivityKind::Other,
            ("安置房选房日：96户", "Choosing new flats: 96 households"),
            ("96户选房家庭", "The 96 households"),
            (
                "多功能厅取号、审材料，会议室核身份，活动室签协议，排练厅办物业，退役军人之家休息等候。带身份证和协议原件。",
                "Hall: numbers and papers. Meeting room: identity. Activity room: contracts. Rehearsal room: property management. Veterans’ room: a seat while you wait.",
            ),
        )
    };
    let Some(day) = maker.weekdays(7, 0, 6).last().copied() else { return Ok(()) };
    let plan = Plan { details, venue: Venue::Room(rooms.hall), from: (9, 0), to: (12, 0), published: true };
    let Some(id) = maker.activity(&plan, &[day])? else { return Ok(()) };
    for room in [rooms.meeting, rooms.activity, rooms.rehearsal, rooms.veterans] {
        maker.session(id, &Venue::Room(room), day, (9, 0), (12, 0))?;
    }
    for room in [rooms.hall, rooms.meeting, rooms.activity, rooms.rehearsal, rooms.veterans] {
        maker.session(id, &Venue::Room(room), day, (14, 0), (17, 30))?;
    }
    Ok(())
}

/// Five afternoons of the next winter holidays.
fn camp(maker: &mut Maker, rooms: &Rooms, tag: TagId) -> Result<()> {
    let year = maker.today.year();
    let begins = |year: i32| NaiveDate::from_ymd_opt(year, 1, 25);
    let Some(from) = begins(year).filter(|day| *day > maker.today).or_else(|| begins(year + 1)) else {
        return Ok(());
    };
    let details = ActivityDetails {
        teacher: "罗静".into(),
        age_from: Some(7),
        age_to: Some(12),
        guardian: true,
        admission: with_places(RegistrationMode::Course, 16, from),
        tags: vec![tag],
        ..said(
            ActivityKind::Camp,
            ("寒假“红领巾”成长营", "Winter camp for children"),
            ("7到12岁的孩子", "Children from 7 to 12"),
            (
                "写作业、学急救、做手工，家长接送。",
                "Homework, first aid and crafts; parents bring and collect.",
            ),
        )
    };
    let plan =
        Plan { details, venue: Venue::Room(rooms.meeting), from: (14, 0), to: (16, 30), published: true };
    let workdays = from.iter_days().filter(|day| day.weekday().number_from_monday() <= 5);
    maker.activity(&plan, &workdays.take(5).collect::<Vec<_>>()).map(drop)
}
