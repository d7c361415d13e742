//! Every date of a rule with its verdict: first shown, then written as it was shown.

use std::collections::HashMap;

use actix_web::http::StatusCode;
use chrono::NaiveDate;

use super::form::{self, When};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::time::read_date;
use crate::base::web::form::Fields;
use crate::domain::activities::doubles::{Heed, Who};
use crate::domain::activities::planning::{self, Dates, Wish};
use crate::domain::activities::scheduling::{Planned, Planning};
use crate::domain::activities::{
    Activity, ActivityDetails, ActivityId, ActivityKind, Venue, publishing, store,
};
use crate::domain::agreements::TroupeId;
use crate::domain::registrations::meetings;
use crate::pages::staff::here::Here;

/// What the dates are for.
#[derive(Debug, Clone)]
pub(super) enum Of {
    New { details: Box<ActivityDetails>, publish: bool },
    More(Box<Activity>),
}

impl Of {
    fn who(&self) -> Who {
        match self {
            Self::New { details, .. } => Who::of(details),
            Self::More(activity) => Who::at(activity),
        }
    }

    fn kind(&self) -> ActivityKind {
        match self {
            Self::New { details, .. } => details.kind,
            Self::More(activity) => activity.kind,
        }
    }

    fn places(&self) -> Option<i32> {
        match self {
            Self::New { details, .. } => details.admission.places,
            Self::More(activity) => activity.places,
        }
    }

    fn troupe(&self) -> Option<TroupeId> {
        match self {
            Self::New { details, .. } => details.troupe(),
            Self::More(activity) => activity.troupe_id,
        }
    }
}

/// Why the list is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    New,
    /// It is not what was shown before.
    Changed,
    /// No date is left.
    Nothing,
    /// Somebody would be in two places at once, and nobody said that this is known.
    Doubled,
    /// There are more places than the room holds, and nobody said that this is known.
    Crowded,
}

impl Why {
    pub fn status(self) -> StatusCode {
        match self {
            Self::New => StatusCode::OK,
            Self::Changed | Self::Doubled | Self::Crowded => StatusCode::CONFLICT,
            Self::Nothing => StatusCode::UNPROCESSABLE_ENTITY,
        }
    }
}

/// What came of a form with several dates.
pub(super) enum Sent {
    Done(ActivityId),
    Show(Box<Dates>, Why),
}

/// Plans one date at once, or several that were seen; shows what is in the way, or what was not seen yet.
pub(super) fn send(
    conn: &mut Conn,
    here: &Here,
    of: &Of,
    venue: &Venue,
    when: &When,
    fields: &Fields,
) -> Result<Sent> {
    let (heed, acting) = (form::heed(fields), here.acting());
    let (pattern, part) = match when {
        When::Once(span) => (planning::Pattern::Days(vec![span.date()]), span.within_day()),
        When::Often(pattern, part) => (pattern.clone(), *part),
    };
    let loud = planning::loud(conn, here.centre.id, of.kind(), of.troupe())?;
    let wish = Wish { venue: venue.clone(), pattern, part, who: of.who(), loud, places: of.places() };
    let dates = planning::dates(conn, acting, &wish, &choices(fields))?;
    let once = matches!(when, When::Once(_));
    let seen = fields.get("seen");
    let why = match (once, seen.is_empty(), seen == dates.fingerprint()) {
        (true, ..) => None,
        (false, true, _) => Some(Why::New),
        (false, false, false) => Some(Why::Changed),
        (false, false, true) => None,
    };
    let spans = dates.spans();
    let why = why.or_else(|| spans.is_empty().then_some(Why::Nothing));
    let why = why.or_else(|| (!dates.doubles.is_empty() && heed == Heed::Warn).then_some(Why::Doubled));
    let why = why.or_else(|| (dates.crowded.is_some() && heed == Heed::Warn).then_some(Why::Crowded));
    if let Some(why) = why {
        return Ok(Sent::Show(Box::new(dates), why));
    }
    let planned = match of {
        Of::New { details, .. } => Planned::New(details),
        Of::More(activity) => Planned::More(activity.id),
    };
    match (meetings::plan(conn, acting, planned, venue, &spans, heed)?, of) {
        (Planning::Done(id, _), Of::New { publish: true, .. }) => {
            publishing::publish(conn, acting, id)?;
            Ok(Sent::Done(id))
        }
        (Planning::Done(id, _), _) => Ok(Sent::Done(id)),
        // Somebody was quicker between the look and the locks: look again.
        (Planning::NotAll(_) | Planning::Doubled(_), _) => Err(crate::base::error::Error::Again),
    }
}

/// Reads `on-2026-12-11=skip` of each date that the list had.
fn choices(fields: &Fields) -> HashMap<NaiveDate, bool> {
    let listed = fields.all("dates").filter_map(read_date);
    listed
        .filter_map(|date| match fields.get(&name(date)) {
            "take" => Some((date, true)),
            "skip" => Some((date, false)),
            _ => None,
        })
        .collect()
}

pub(super) fn name(date: NaiveDate) -> String {
    format!("on-{date}")
}

/// An activity that may have more dates: of this centre, not cancelled.
pub(super) fn more(conn: &mut Conn, here: &Here, id: ActivityId) -> Result<Of> {
    let activity = store::activity(conn, here.centre.id, id)?;
    match activity.state {
        crate::domain::activities::ActivityState::Cancelled => Err(crate::base::error::Error::NotFound),
        _ => Ok(Of::More(Box::new(activity))),
    }
}
