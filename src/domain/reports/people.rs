//! 人数: how many different people. Counted where there are names, declared where a troupe said its size, and
//! otherwise unknown. Pure.

use std::collections::{BTreeSet, HashMap};

use super::{Facts, Fate, Use};
use crate::domain::activities::{ActivityId, RegistrationMode, SessionId};
use crate::domain::agreements::{Troupe, TroupeId};
use crate::domain::occupancy::Taker;

/// A place given to somebody in an activity.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    pub activity: ActivityId,
    /// `None` for the whole course.
    pub session: Option<SessionId>,
    /// The normalised address or number by which one person is known again; `None` once it was erased.
    pub contact: Option<String>,
    /// How many people it is for.
    pub party: u32,
    /// The sessions to which they did not come, as staff confirmed.
    pub missed: Vec<SessionId>,
}

/// What a number of people was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Basis {
    /// Registrations, by contact; each with the largest party it came with.
    Registered,
    /// A troupe's list of members as of the period.
    Listed,
    /// The size that a troupe declares.
    Declared,
}

/// How many people, by what is known of them. The parts may have people in common.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct People {
    pub registered: u32,
    /// Of `registered`: whose contact was erased, so that they may be counted twice.
    pub erased: u32,
    pub listed: u32,
    pub declared: u32,
    /// Troupes and, as one, the registrations of which the sum is made.
    pub parts: u32,
    /// Held uses of which nobody knows who came: there is no list, or nobody is on it though somebody may have come.
    pub unknown: u32,
    /// Sessions to which more came than were on the list.
    pub beyond: u32,
}

impl People {
    /// `None` where nothing is known about anybody, though something was held.
    pub fn total(&self) -> Option<u32> {
        (self.parts > 0 || self.unknown == 0).then_some(self.registered + self.listed + self.declared)
    }

    /// Somebody may be in it twice.
    pub fn may_repeat(&self) -> bool {
        self.parts > 1 || self.erased > 0
    }

    /// More people came than there are names.
    pub fn is_of_lists_alone(&self) -> bool {
        self.beyond > 0 || self.unknown > 0
    }

    fn add_troupes(&mut self, facts: &Facts, troupes: &BTreeSet<TroupeId>) {
        for troupe in troupes.iter().filter_map(|id| facts.troupe(*id)) {
            match of_troupe(facts, troupe) {
                (number, Basis::Listed) => self.listed += number,
                (number, _) => self.declared += number,
            }
            self.parts += 1;
        }
    }

    /// What it was taken from.
    pub fn bases(&self) -> Vec<Basis> {
        [(self.registered, Basis::Registered), (self.listed, Basis::Listed), (self.declared, Basis::Declared)]
            .into_iter()
            .filter(|(number, _)| *number > 0)
            .map(|(_, basis)| basis)
            .collect()
    }
}

/// The people of one troupe: its list, or the size it declares.
fn of_troupe(facts: &Facts, troupe: &Troupe) -> (u32, Basis) {
    match facts.members.get(&troupe.id) {
        Some(listed) => (*listed, Basis::Listed),
        None => (u32::try_from(troupe.size).unwrap_or(0), Basis::Declared),
    }
}

/// The people of some uses; only those held are looked at.
pub(super) fn of_uses(facts: &Facts, uses: &[&Use]) -> People {
    let mut people = People::default();
    let mut troupes = BTreeSet::new();
    let mut sessions: HashMap<ActivityId, BTreeSet<SessionId>> = HashMap::new();
    let listed = Listed::of(facts);
    for one in uses.iter().filter(|one| one.fate == Fate::Held) {
        match (registers(facts, one), one.troupe) {
            (Some((activity, session)), _) => match (listed.on(activity, session), one.visits) {
                (0, Some(0)) => {}
                (0, _) => people.unknown += 1,
                (listed, visits) => {
                    sessions.entry(activity).or_default().insert(session);
                    people.beyond += u32::from(visits.is_some_and(|visits| i64::from(visits) > listed));
                }
            },
            (None, Some(troupe)) => {
                troupes.insert(troupe);
            }
            (None, None) => people.unknown += 1,
        }
    }
    people.add_troupes(facts, &troupes);
    if !sessions.is_empty() {
        (people.registered, people.erased) = registered(facts, &sessions);
        people.parts += 1;
    }
    people
}

/// How many are on the list of each session, without those of whom staff noted that they did not come.
struct Listed<'a>(HashMap<ActivityId, Vec<&'a Place>>);

impl<'a> Listed<'a> {
    fn of(facts: &'a Facts) -> Self {
        let mut places: HashMap<_, Vec<_>> = HashMap::new();
        for place in &facts.places {
            places.entry(place.activity).or_default().push(place);
        }
        Self(places)
    }

    fn on(&self, activity: ActivityId, session: SessionId) -> i64 {
        let places = self.0.get(&activity).into_iter().flatten();
        let came = |place: &&&Place| {
            place.session.is_none_or(|own| own == session) && !place.missed.contains(&session)
        };
        places.filter(came).map(|place| i64::from(place.party)).sum()
    }
}

/// The people of the troupes that held some of the uses, whoever else came.
pub(super) fn of_troupes_in(facts: &Facts, uses: &[&Use]) -> People {
    let held = uses.iter().filter(|one| one.fate == Fate::Held);
    let mut people = People::default();
    people.add_troupes(facts, &held.filter_map(|one| one.troupe).collect());
    people
}

/// The activity and session, where one needs a place in it.
fn registers(facts: &Facts, one: &Use) -> Option<(ActivityId, SessionId)> {
    let (activity, Taker::Session(session)) = (one.activity?, one.what) else { return None };
    let about = facts.activities.get(&activity)?;
    (about.registration != RegistrationMode::None).then_some((activity, session))
}

fn registered(facts: &Facts, held: &HashMap<ActivityId, BTreeSet<SessionId>>) -> (u32, u32) {
    let mut known: HashMap<&str, u32> = HashMap::new();
    let mut erased = 0;
    for place in &facts.places {
        let Some(sessions) = held.get(&place.activity) else { continue };
        let of = |session: &&SessionId| place.session.is_none_or(|own| own == **session);
        let came = sessions.iter().filter(of).any(|session| !place.missed.contains(session));
        if !came {
            continue;
        }
        match &place.contact {
            Some(contact) => {
                let party = known.entry(contact.as_str()).or_default();
                *party = (*party).max(place.party);
            }
            None => erased += place.party,
        }
    }
    (known.values().sum::<u32>() + erased, erased)
}
