//! Staff change what is said of an activity that people may have registered for.
//!
//! | | |
//! |---|---|
//! | from → to | as [`activities::editing`] |
//! | locks | the activity |
//! | checks | those of that act; not fewer places than are given or kept; one registers as before while registrations are open |
//! | rows | those of that act; where there are more places, the next in line has its turn |
//! | letters | those of [`offering`] |

use super::acting::Acting;
use super::{RegistrationState as State, Target, offering, store};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::Lang;
use crate::domain::activities::doubles::{Double, Heed};
use crate::domain::activities::editing as saying;
use crate::domain::activities::planning::Crowded;
use crate::domain::activities::{self, ActivityDetails, ActivityId};

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    Done,
    /// Nothing was written: somebody would be in two places at once.
    Doubled(Vec<Double>),
    /// Nothing was written: there would be more places than its rooms have room for.
    Crowded(Crowded),
    /// Nothing was written.
    Refused(Why),
}

/// Why it cannot be changed so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// So many places are given or kept, in one session where each has its own.
    TooFewPlaces(i32),
    /// So many registrations are open, and would be for something else.
    AnotherMode(usize),
}

impl Why {
    /// The field of a form that it is about.
    pub fn field(self) -> &'static str {
        match self {
            Self::TooFewPlaces(_) => "places",
            Self::AnotherMode(_) => "registration",
        }
    }

    pub fn words(self, lang: Lang) -> String {
        match (self, lang) {
            (Self::TooFewPlaces(taken), Lang::Zh) => {
                format!("已经给出{taken}个名额，不能比{taken}个少。要减少，请先取消一些报名。")
            }
            (Self::TooFewPlaces(taken), Lang::En) => {
                format!("{taken} places are taken: there cannot be fewer. Cancel some registrations first.")
            }
            (Self::AnotherMode(open), Lang::Zh) => {
                format!("已经有{open}份报名，不能换报名方式。要换，请先取消这些报名，或者照着再办一个活动。")
            }
            (Self::AnotherMode(open), Lang::En) => format!(
                "With {open} registrations open one registers as before. Cancel them first, or copy the activity."
            ),
        }
    }
}

/// Says something else of an activity. [`crate::base::error::Error::NotFound`] once it is cancelled.
pub fn edit(
    conn: &mut Conn,
    acting: Acting,
    id: ActivityId,
    details: &ActivityDetails,
    heed: Heed,
) -> Result<Edited> {
    activities::store::activity(conn, acting.centre.id, id)?;
    store::lock(conn, id)?;
    let before = activities::store::activity(conn, acting.centre.id, id)?;
    let open = store::of_activity(conn, id)?.into_iter().filter(|one| !one.state.is_over());
    let mut targets: Vec<Target> = Vec::new();
    let mut number = 0;
    for one in open {
        number += 1;
        if one.state != State::Requested && !targets.contains(&one.target()) {
            targets.push(one.target());
        }
    }
    if number > 0 && before.registration != details.admission.mode {
        return Ok(Edited::Refused(Why::AnotherMode(number)));
    }
    let mut taken = 0;
    for target in &targets {
        // What was kept for an offer whose time is over is not taken.
        offering::pass_on(conn, acting, *target)?;
        taken = taken.max(store::places(conn, *target, before.places)?.taken);
    }
    let fewer = match (before.places, details.admission.places) {
        (before, Some(after)) => before.is_none_or(|before| after < before),
        (_, None) => false,
    };
    if fewer && details.admission.places < Some(taken) {
        return Ok(Edited::Refused(Why::TooFewPlaces(taken)));
    }
    match saying::change(conn, acting, id, details, heed)? {
        saying::Changed::Doubled(found) => return Ok(Edited::Doubled(found)),
        saying::Changed::Crowded(found) => return Ok(Edited::Crowded(found)),
        saying::Changed::Done => {}
    }
    for target in targets {
        offering::pass_on(conn, acting, target)?;
    }
    Ok(Edited::Done)
}
