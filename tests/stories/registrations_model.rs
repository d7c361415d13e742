//! Places and their line under random registrations, cancellations, answers, expiries, changes of party and of the
//! number of places, against a model that does it by hand: places are never exceeded, the order is kept, and nobody
//! overtakes the first in line.

use std::collections::BTreeMap;

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::schema::seat;
use linli::base::lang::Lang;
use linli::domain::people::Acting;
use linli::domain::registrations::changing::{Change, Changed, change};
use linli::domain::registrations::editing::{Edited, Why};
use linli::domain::registrations::registering::{Registered, Wanted, register};
use linli::domain::registrations::{
    RegistrationId, RegistrationState as State, Target, answering, cancelling, store,
};

use crate::registering::{Plan, TAIJI, db_offered, edited, time_acts};
use crate::support::TestApp;

stories![whatever_happens_the_places_and_the_line_are_as_reckoned_by_hand];

const PLACES: i32 = 7;
const STEPS: usize = 120;

/// Numbers that look random and are the same every time (Knuth's MMIX generator).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        ((self.0 >> 33) as usize) % most
    }
}

/// One registration, as the model knows it. Times are in minutes since the beginning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Known {
    party: i32,
    state: State,
    until: i64,
}

/// By id, which is the order of the line: nobody is moved up here.
#[derive(Default)]
struct Model {
    all: BTreeMap<i64, Known>,
    places: i32,
    /// The most places that there ever were.
    most: i32,
    minutes: i64,
    /// When it starts.
    start: i64,
}

impl Model {
    fn taken(&self) -> i32 {
        self.all.values().filter(|one| one.state.is_seated()).map(|one| one.party).sum()
    }

    fn line(&self) -> Vec<i64> {
        self.all.iter().filter(|(_, one)| one.state == State::Waiting).map(|(id, _)| *id).collect()
    }

    /// Offers end, and the first in line is offered as long as its whole party fits.
    fn settle(&mut self) {
        for one in self.all.values_mut() {
            if one.state == State::Offered && one.until <= self.minutes {
                one.state = State::Lapsed;
            }
        }
        let last = self.start - 120;
        while let Some(first) = self.line().first().copied() {
            if self.minutes >= self.start {
                for one in self.all.values_mut().filter(|one| one.state == State::Waiting) {
                    one.state = State::Lapsed;
                }
                return;
            }
            if self.minutes >= last || self.all[&first].party > self.places - self.taken() {
                return;
            }
            let until = last.min(self.minutes + 24 * 60);
            let one = self.all.get_mut(&first).unwrap();
            (one.state, one.until) = (State::Offered, until);
        }
    }

    fn joins(&mut self, id: i64, party: i32) {
        let fits = self.line().is_empty() && party <= self.places - self.taken();
        let state = if fits { State::Confirmed } else { State::Waiting };
        self.all.insert(id, Known { party, state, until: 0 });
    }
}

fn whatever_happens_the_places_and_the_line_are_as_reckoned_by_hand(app: &TestApp) {
    // It starts after all that happens here, or in the middle of it.
    for (round, start) in ["2026-12-20T09:00", "2026-11-24T09:00"].into_iter().enumerate() {
        let plan = Plan { places: Some(PLACES), starts: &[start], ..TAIJI };
        one_round(app, plan, round as u64);
    }
}

fn one_round(app: &TestApp, plan: Plan, round: u64) {
    let mut dice = Dice(20 + round);
    let of = db_offered(app, plan);
    let target = Target { activity: of.0, session: Some(of.1[0]) };
    let centre = app.centre("hexi");
    let begun = app.now();
    let start = crate::support::fixture::wall(plan.starts[0]);
    let start = centre.zone.instant(start).unwrap().since(begun).num_minutes();
    let mut model = Model { start, places: PLACES, most: PLACES, ..Model::default() };
    for step in 0..STEPS {
        let acting = Acting { centre: &centre, person: None, now: app.now() };
        let open: Vec<i64> =
            model.all.iter().filter(|(_, one)| !one.state.is_over()).map(|(id, _)| *id).collect();
        let some = |dice: &mut Dice| open.get(dice.below(open.len().max(1))).copied();
        match dice.below(11) {
            0..=3 => {
                let party = 1 + dice.below(4) as i32;
                let wanted = wanted(target, party, format!("model-{round}-{step}"));
                let done = app.write(|conn| register(conn, acting, &wanted));
                model.settle();
                if let Registered::Done(one) = done {
                    model.joins(one.id().0, party);
                } else {
                    assert!(model.minutes >= model.start, "{done:?}");
                }
            }
            4 | 5 => {
                let Some(id) = some(&mut dice) else { continue };
                app.write(|conn| cancelling::cancel(conn, acting, RegistrationId(id), None));
                model.settle();
                let one = model.all.get_mut(&id).unwrap();
                if model.minutes < model.start && !one.state.is_over() {
                    one.state = State::Cancelled;
                }
            }
            6 => {
                let Some(id) = some(&mut dice) else { continue };
                let party = 1 + dice.below(4) as i32;
                let wanted = Change { party: Some(party), ..Change::default() };
                let done = app.write(|conn| change(conn, acting, RegistrationId(id), &wanted));
                model.settle();
                let (free, line) = (model.places - model.taken(), model.line().len());
                let one = model.all.get_mut(&id).unwrap();
                let more = party - one.party;
                let may = match one.state {
                    _ if one.state.is_over() || model.minutes >= model.start => false,
                    State::Offered => more <= 0,
                    State::Confirmed => more <= 0 || (line == 0 && more <= free),
                    _ => true,
                };
                assert_eq!(matches!(done, Changed::Done(_) | Changed::Already(_)), may, "{done:?}");
                if may {
                    one.party = party;
                    // Only a smaller one sets others going at once; the job does so for the rest.
                    if more > 0 {
                        time_acts(app);
                    }
                }
            }
            7 => {
                let Some(id) = some(&mut dice) else { continue };
                let accepts = dice.below(2) == 0;
                let answer = |conn: &mut linli::base::db::Conn| match accepts {
                    true => answering::accept(conn, acting, RegistrationId(id)),
                    false => answering::decline(conn, acting, RegistrationId(id)),
                };
                app.write(answer);
                model.settle();
                let one = model.all.get_mut(&id).unwrap();
                if one.state == State::Offered {
                    one.state = if accepts { State::Confirmed } else { State::Cancelled };
                }
            }
            8 => {
                let places = PLACES - 3 + dice.below(6) as i32;
                let done = edited(app, target.activity, |details| details.admission.places = Some(places));
                model.settle();
                if places < model.places && places < model.taken() {
                    assert_eq!(done, Edited::Refused(Why::TooFewPlaces(model.taken())), "step {step}");
                } else {
                    assert_eq!(done, Edited::Done, "step {step}");
                    (model.places, model.most) = (places, model.most.max(places));
                }
            }
            _ => {
                let minutes = 30 * (1 + dice.below(20) as i64);
                app.clock.advance(Duration::minutes(minutes));
                model.minutes += minutes;
                time_acts(app);
            }
        }
        model.settle();
        agree(app, &model, target, step);
    }
}

fn agree(app: &TestApp, model: &Model, target: Target, step: usize) {
    let (rows, line, seats) = app.read(|conn| {
        let seats: Vec<(i32, i64)> = seat::table
            .filter(seat::activity_id.eq(target.activity))
            .order(seat::number)
            .select((seat::number, seat::registration_id))
            .load(conn)?;
        Ok((store::of_activity(conn, target.activity)?, store::line(conn, target)?, seats))
    });
    let there: BTreeMap<i64, (i32, State)> =
        rows.iter().map(|one| (one.id.0, (one.party, one.state))).collect();
    let expected: BTreeMap<i64, (i32, State)> =
        model.all.iter().map(|(id, one)| (*id, (one.party, one.state))).collect();
    assert_eq!(there, expected, "step {step}");
    let line: Vec<i64> = line.iter().map(|one| one.id.0).collect();
    assert_eq!(line, model.line(), "step {step}");
    // Each place is a row of its own, and there are not more than there are places.
    assert_eq!(seats.len() as i32, model.taken(), "step {step}");
    assert!(model.taken() <= model.places, "step {step}");
    assert!(seats.iter().all(|(number, _)| (1..=model.most).contains(number)), "step {step}: {seats:?}");
    for one in rows.iter().filter(|one| one.state.is_seated()) {
        let own = seats.iter().filter(|(_, of)| *of == one.id.0).count();
        assert_eq!(own as i32, one.party, "step {step}");
    }
}

/// Each by a number of their own: one contact registers once.
fn wanted(target: Target, party: i32, request_key: String) -> Wanted {
    let number =
        request_key.bytes().fold(0_u32, |number, byte| (number * 31 + u32::from(byte)) % 100_000_000);
    Wanted {
        target,
        name: "居民".into(),
        email: None,
        phone: Some(format!("+86139{number:08}")),
        lang: Lang::Zh,
        party,
        guardian: String::new(),
        note: String::new(),
        reminded: false,
        request_key,
    }
}
