//! A teacher, a class or the mobile desk in two places at once: staff are told which activity it is, and may know better.

use diesel::prelude::*;

use super::{Activity, ActivityDetails, ActivityId, ActivityKind, ActivityState, SessionId};
use crate::base::db::Conn;
use crate::base::db::schema::{activity, room, session};
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::base::time::{Minute, Span, Wall};
use crate::domain::centres::{CentreId, either};

/// Whether somebody in two places at once stops an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heed {
    /// It does: staff read of it first.
    Warn,
    /// Staff have read of it, or nobody is there to read it.
    Known,
}

/// Who cannot be in two places; an empty name is nobody's.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Who {
    pub teacher: String,
    pub class: String,
    /// It takes the centre's one mobile desk (流动办公桌).
    pub desk: bool,
}

impl Who {
    pub fn of(details: &ActivityDetails) -> Self {
        let (teacher, class) = (details.teacher.trim().to_owned(), details.class.trim().to_owned());
        Self { teacher, class, desk: details.kind == ActivityKind::MobileDesk }
    }

    pub fn at(activity: &Activity) -> Self {
        let desk = activity.kind == ActivityKind::MobileDesk;
        Self { teacher: activity.teacher.clone(), class: activity.class.clone(), desk }
    }

    fn is_nobody(&self) -> bool {
        self.teacher.is_empty() && self.class.is_empty() && !self.desk
    }
}

/// A wanted time at which somebody is elsewhere already.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Double {
    pub wanted: Span,
    /// Who that is; the desk's in Chinese.
    pub name: String,
    pub what: Twice,
    pub activity: ActivityId,
    pub title: String,
    pub title_en: String,
    pub starts_at: Wall,
    pub ends_at: Wall,
    pub place: String,
    pub place_en: String,
}

/// What is in two places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Twice {
    Teacher,
    Class,
    Desk,
}

impl Double {
    /// Who that is, in words.
    pub fn name_in(&self, lang: Lang) -> &str {
        match self.what {
            Twice::Desk => lang.pick("流动办公桌", "The mobile desk"),
            Twice::Teacher | Twice::Class => &self.name,
        }
    }

    pub fn title_in(&self, lang: Lang) -> &str {
        either(lang, &self.title, &self.title_en)
    }

    pub fn place_in(&self, lang: Lang) -> &str {
        either(lang, &self.place, &self.place_en)
    }
}

/// Where somebody is already at any of some times, by time; in one query, however many they are.
pub fn find(
    conn: &mut Conn,
    centre: CentreId,
    who: &Who,
    spans: &[Span],
    but_activity: Option<ActivityId>,
    but_session: Option<SessionId>,
) -> Result<Vec<Double>> {
    type Row = (ActivityId, (String, String), (String, String, ActivityKind), (Wall, Wall), (String, String));
    type Named = Option<(String, String)>;
    let (Some(first), Some(last)) =
        (spans.iter().map(|span| span.date()).min(), spans.iter().map(|span| span.date()).max())
    else {
        return Ok(Vec::new());
    };
    if who.is_nobody() {
        return Ok(Vec::new());
    }
    let (from, to) = (Wall::at(first, Minute::MIDNIGHT), Wall::at(last, Minute::DAY_END));
    let desk = if who.desk { vec![ActivityKind::MobileDesk] } else { Vec::new() };
    let (no_activity, no_session) =
        (but_activity.unwrap_or(ActivityId(0)), but_session.unwrap_or(SessionId(0)));
    let rows: Vec<(Row, Named)> = crate::query!(
        conn,
        session::table
            .inner_join(activity::table)
            .left_join(room::table)
            .filter(session::centre_id.eq(centre).and(session::cancelled_at.is_null()))
            .filter(session::starts_at.ge(from).and(session::starts_at.lt(to)))
            .filter(session::id.ne(no_session).and(activity::id.ne(no_activity)))
            .filter(activity::state.ne(ActivityState::Cancelled))
            .filter(
                (activity::teacher.ne("").and(activity::teacher.eq(&who.teacher)))
                    .or(activity::class.ne("").and(activity::class.eq(&who.class)))
                    .or(activity::kind.eq_any(desk)),
            )
            .order((session::starts_at, session::id))
            .select((
                (
                    activity::id,
                    (activity::title, activity::title_en),
                    (activity::teacher, activity::class, activity::kind),
                    (session::starts_at, session::ends_at),
                    (session::place, session::place_en),
                ),
                (room::name, room::name_en).nullable(),
            ))
            .load(conn)
    )?;
    let mut found = Vec::new();
    for ((id, titles, (teacher, class, kind), (starts_at, ends_at), place), room) in rows {
        let wanted = spans.iter().find(|span| span.start() < ends_at && starts_at < span.end());
        let Some(wanted) = wanted else { continue };
        let (what, name) = if !who.teacher.is_empty() && teacher == who.teacher {
            (Twice::Teacher, teacher)
        } else if !who.class.is_empty() && class == who.class {
            (Twice::Class, class)
        } else {
            (Twice::Desk, kind.name(Lang::Zh).to_owned())
        };
        let (place, place_en) = room.unwrap_or(place);
        found.push(Double {
            wanted: *wanted,
            name,
            what,
            activity: id,
            title: titles.0,
            title_en: titles.1,
            starts_at,
            ends_at,
            place,
            place_en,
        });
    }
    Ok(found)
}
