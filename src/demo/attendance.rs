//! How many came to what the sample held: said by leaders, staff and the counter at the door. A few are unknown, one is
//! zero, one no-show, and about one two numbers differ.

use std::collections::HashMap;

use chrono::Duration;

use super::dice::Dice;
use super::maker::Maker;
use crate::base::error::Result;
use crate::base::time::{Minute, Wall};
use crate::domain::activities::{self, ActivityKind};
use crate::domain::agreements::{self, Troupe, TroupeId};
use crate::domain::attendance::no_shows::{self, Absent};
use crate::domain::attendance::reporting::{Word, report};
use crate::domain::attendance::{Held, Of, Source, asking, members, results, sheet, store};
use crate::domain::people::{self, Acting, PersonId, Role};
use crate::domain::rooms;

/// So many days back.
const DAYS: i64 = 340;
/// Drop-in rooms are counted so many days back.
const HOURS_DAYS: i64 = 14;

/// What stands out and was made already.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    zero: bool,
    differs: bool,
    absent: bool,
}

/// Reports on all that the centre held so far.
pub(super) fn make(maker: &mut Maker, seed: u64) -> Result<()> {
    // Dice of its own: what others roll stays as it was.
    let mut dice = Dice::new(seed ^ 0xA77E);
    job_fair(maker)?;
    let desk = people::store::staff_of(maker.conn, maker.centre.id)?
        .into_iter()
        .find(|(_, role)| *role == Role::Desk)
        .map_or(maker.manager, |(person, _)| person.id);
    let troupes: HashMap<TroupeId, Troupe> = agreements::store::troupes(maker.conn, maker.centre.id)?
        .into_iter()
        .map(|troupe| (troupe.id, troupe))
        .collect();
    let now = maker.centre.zone.wall(maker.now);
    let from = Wall::at(now.plus(-Duration::days(DAYS)).date(), Minute::MIDNIGHT);
    let mut seen = Seen::default();
    for held in store::held_between(maker.conn, maker.centre.id, from, now)? {
        if held.ends_at <= now {
            one(maker, &mut dice, &mut seen, &held, desk, &troupes)?;
        }
    }
    hours(maker, &mut dice, desk)?;
    asks(maker)?;
    list_of_members(maker, &mut dice, &troupes)
}

fn one(
    maker: &mut Maker,
    dice: &mut Dice,
    seen: &mut Seen,
    held: &Held,
    desk: PersonId,
    troupes: &HashMap<TroupeId, Troupe>,
) -> Result<()> {
    let centre = maker.centre;
    let troupe = held.troupe.and_then(|id| troupes.get(&id));
    // About half of those a troupe declares, and fewer; of the centre's own as many as its kind draws and as there
    // is room and there are places for.
    let wanted = troupe.map_or_else(|| drawn(held), |troupe| troupe.size * 5 / 9).max(4);
    let most = wanted.min(room_for(maker, held)?) as u64;
    let visits = (most * 6 / 10 + dice.roll(most * 4 / 10 + 1)) as i32;
    let leader = match troupe {
        Some(troupe) => agreements::store::leaders(maker.conn, troupe.id)?.first().map(|(person, _)| *person),
        None => None,
    };
    let (source, by) = match (leader, dice.roll(10)) {
        (Some(leader), 0..=5) => (Source::Link, leader),
        (Some(leader), 6..=7) => (Source::Page, leader),
        (_, 8) => (Source::Counter, desk),
        _ => (Source::Sheet, desk),
    };
    let later = dice.roll(700) as i64;
    let at = within_hours(held.ends_at.plus(Duration::minutes(20 + later)), later % 50);
    let at = centre.zone.instant(at).unwrap_or(maker.now).min(maker.now);
    let days_ago = (maker.today - held.starts_at.date()).num_days();
    // Who has only a telephone tells the desk on the way out.
    let by_phone = match leader {
        Some(leader) => people::store::by_id(maker.conn, leader)?.email.is_none(),
        None => false,
    };
    let unsaid = dice.roll(16) == 0 && !by_phone;
    if let (Of::Booking(id), true, false, 20..) = (held.of, unsaid, seen.absent, days_ago) {
        seen.absent = true;
        let acting = Acting { centre, person: Some(desk), now: at };
        return no_shows::confirm(maker.conn, acting, Absent::Booking(id), "等到散场也没有人来").map(drop);
    }
    if unsaid {
        return Ok(());
    }
    let nobody = !seen.zero && troupe.is_none() && days_ago > 3;
    seen.zero |= nobody;
    let word = Word {
        of: held.of,
        visits: if nobody { 0 } else { visits },
        source,
        note: if nobody { "下大雨".into() } else { String::new() },
        seen: None,
    };
    report(maker.conn, Acting { centre, person: Some(by), now: at }, &word)?;
    if !seen.differs && source == Source::Link && days_ago < 12 {
        seen.differs = true;
        let other = Word { visits: visits + 4, source: Source::Counter, note: String::new(), ..word };
        report(maker.conn, Acting { centre, person: Some(desk), now: at }, &other)?;
    }
    Ok(())
}

/// When somebody writes a number down that they might at this time: not before nine, not after the desk has closed.
fn within_hours(at: Wall, minutes: i64) -> Wall {
    let (open, shut) = (Minute::hm(9, 0), Minute::hm(21, 0));
    let day = match at.minute() {
        minute if minute < open => at.date(),
        minute if minute < shut => return at,
        _ => at.date() + Duration::days(1),
    };
    Wall::at(day, open).plus(Duration::minutes(minutes))
}

/// How many the room and the activity's places hold; outdoors and without places as many as you like.
fn room_for(maker: &mut Maker, held: &Held) -> Result<i32> {
    let Of::Session(id) = held.of else { return Ok(i32::MAX) };
    let one = activities::store::session(maker.conn, maker.centre.id, id)?;
    let capacity = match one.session.room_id {
        Some(room) => rooms::store::room(maker.conn, maker.centre.id, room)?.capacity,
        None => i32::MAX,
    };
    Ok(capacity.min(one.activity.places.unwrap_or(i32::MAX)))
}

/// As many as a kind of activity draws.
fn drawn(held: &Held) -> i32 {
    match held.activity.map(|(_, kind)| kind) {
        Some(ActivityKind::Course) => 26,
        Some(ActivityKind::AfterSchool | ActivityKind::Camp) => 18,
        Some(ActivityKind::Festival | ActivityKind::Show) => 90,
        Some(ActivityKind::JobFair) => 320,
        Some(ActivityKind::Clinic) => 45,
        Some(ActivityKind::Meeting | ActivityKind::MobileDesk) => 8,
        _ => 30,
    }
}

/// The hours of drop-in rooms, counted by the desk; now and then nobody found the time.
fn hours(maker: &mut Maker, dice: &mut Dice, desk: PersonId) -> Result<()> {
    let now = maker.centre.zone.wall(maker.now);
    for ago in (0..=HOURS_DAYS).rev() {
        let day = maker.today - Duration::days(ago);
        for (room, rows) in sheet::hours(maker.conn, maker.centre.id, day)? {
            for row in rows.into_iter().filter(|row| row.held.ends_at <= now) {
                let visits = dice.roll(room.capacity.clamp(6, 16) as u64) as i32;
                if dice.roll(9) == 0 {
                    continue;
                }
                let at = maker.moment(day, 21 * 60);
                let acting = Acting { centre: maker.centre, person: Some(desk), now: at };
                let word =
                    Word { of: row.held.of, visits, source: Source::Sheet, note: String::new(), seen: None };
                report(maker.conn, acting, &word)?;
            }
        }
    }
    Ok(())
}

/// What nobody said was asked about, evening by evening.
fn asks(maker: &mut Maker) -> Result<()> {
    for ago in (0..=14).rev() {
        let evening = maker.moment(maker.today - Duration::days(ago), 18 * 60 + 30);
        for due in asking::due(maker.conn, maker.centre, evening)? {
            asking::ask(maker.conn, maker.centre, due, evening)?;
        }
    }
    Ok(())
}

/// What the job fair came to; the number of posts was corrected.
fn job_fair(maker: &mut Maker) -> Result<()> {
    let now = maker.centre.zone.wall(maker.now);
    let from = Wall::at(now.plus(-Duration::days(DAYS)).date(), Minute::MIDNIGHT);
    let held = store::held_between(maker.conn, maker.centre.id, from, now)?;
    let mut fairs = held.into_iter().filter_map(|one| Some((one.activity?, one.ends_at)));
    let fair = fairs.find(|((_, kind), _)| *kind == ActivityKind::JobFair);
    let Some(((id, _), ended)) = fair else { return Ok(()) };
    let at = maker.moment(ended.date(), 18 * 60);
    let acting = Acting { centre: maker.centre, person: Some(maker.manager), now: at };
    for (name, value) in [("单位数", 25), ("岗位数", 760), ("岗位数", 767), ("现场达成意向", 112)]
    {
        results::record(maker.conn, acting, id, name, value)?;
    }
    Ok(())
}

/// The first troupe keeps a list of its members.
fn list_of_members(maker: &mut Maker, dice: &mut Dice, troupes: &HashMap<TroupeId, Troupe>) -> Result<()> {
    const FAMILY: [&str; 12] = ["王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "马", "孙"];
    const GIVEN: [&str; 12] =
        ["秀英", "桂兰", "玉珍", "淑华", "建国", "凤霞", "春梅", "志明", "素芬", "月娥", "永福", "丽萍"];
    let Some(troupe) = troupes.values().min_by_key(|troupe| troupe.id) else { return Ok(()) };
    let Some((leader, _)) = agreements::store::leaders(maker.conn, troupe.id)?.first().copied() else {
        return Ok(());
    };
    let mut names: Vec<String> = Vec::new();
    while names.len() < usize::try_from(troupe.size).unwrap_or(0).min(60) {
        let name = format!("{}{}", dice.pick(&FAMILY).unwrap_or("王"), dice.pick(&GIVEN).unwrap_or("秀英"));
        if !names.contains(&name) {
            names.push(name);
        }
    }
    let from = maker.today - Duration::days(300);
    let acting = Acting { centre: maker.centre, person: Some(leader), now: maker.founded };
    members::add(maker.conn, acting, troupe.id, &names, from).map(drop)
}
