//! The centre takes away what stood: who is told what, what is held for them, and what they make of it.

use std::sync::atomic::{AtomicU64, Ordering};

use diesel::prelude::*;
use linli::base::db::schema::{alternative, booking, occupancy};
use linli::base::mail::Channel;
use linli::base::time::Span;
use linli::domain::activities::{ActivityDetails, ActivityKind};
use linli::domain::agreements::AgreementId;
use linli::domain::bookings::exchanging;
use linli::domain::bookings::store::OfferedAlternative;
use linli::domain::bookings::{Acting, AlternativeId, BookingId, State};
use linli::domain::disruptions::lifting::{Lifted, lift};
use linli::domain::disruptions::{Fate, Halt, Outcome, Planned, Use, What, disrupting, planning, store};

use crate::support::fixture::{Limits, db_agreement, db_leader, db_troupe, wall};
use crate::support::{Posted, Reply, TestApp};

mod kept;
mod listed;

stories![
    a_room_loses_its_power_at_noon,
    what_was_shown_is_what_is_done_or_the_new_plan_is_shown,
    pressing_twice_closes_once,
    a_running_booking_ends_where_the_closure_begins,
    the_centre_takes_a_slot_for_its_own_session,
    a_session_in_the_way_is_cancelled_and_whoever_entered_it_is_told,
    a_suspended_agreement_offers_what_staff_may_still_decide,
    lifting_a_closure_opens_the_room_again,
];

/// From Monday noon to the end of Wednesday.
pub fn power(app: &TestApp) -> Planned {
    closing(app, "Studio", "2026-11-23T12:00", "2026-11-26T00:00")
}

pub fn closing(app: &TestApp, room: &str, from: &str, to: &str) -> Planned {
    Planned {
        what: What::Close { room: Some(app.room(room).id), from: wall(from), to: wall(to), fault: true },
        reason: "跳闸停电".into(),
        reason_en: "A fuse has blown".into(),
    }
}

/// The approver does what they saw.
#[track_caller]
pub fn done(app: &TestApp, planned: &Planned) -> i64 {
    let who = app.approver();
    let seen = app.read(|conn| planning::plan(conn, &who.acting(), planned)).fingerprint();
    static KEYS: AtomicU64 = AtomicU64::new(0);
    let key = format!("key-{}", KEYS.fetch_add(1, Ordering::Relaxed));
    match app.write(|conn| disrupting::disrupt(conn, &who.acting(), planned, &seen, &key)) {
        Outcome::Done(id) => id.0,
        other => panic!("{other:?}"),
    }
}

/// Eleven bookings of the studio by five troupes, three of which are the fixture's; one leader has only a phone.
pub fn eleven(app: &TestApp) -> Vec<BookingId> {
    let studio = app.room("Studio");
    let rooms: Vec<i64> =
        ["Studio", "Meeting room", "Hall", "East hall", "West hall"].map(|name| app.room(name).id.0).to_vec();
    app.write(|conn| {
        for (name, en, kind, email) in [
            ("戏迷协会", "Opera Fans", linli::domain::agreements::TroupeKind::Opera, "opera@example.org"),
            ("书画社", "Brush Club", linli::domain::agreements::TroupeKind::Calligraphy, "brush@example.org"),
        ] {
            let leader = db_leader(conn, name, email);
            let troupe = db_troupe(conn, 1, (name, en), kind, 12, leader);
            db_agreement(conn, 1, troupe, en, &rooms, &[(0, 1440)], Limits::default());
        }
        Ok(())
    });
    let (opera, brush) = (app.someone("opera@example.org", "hexi"), app.someone("brush@example.org", "hexi"));
    let at = |day: &str, time: &str| format!("2026-11-{day}T{time}");
    let slots = [
        (app.leader(), "23", "14:00", "15:30"),
        (app.rival(), "23", "15:30", "17:00"),
        (opera.clone(), "23", "19:00", "20:00"),
        (app.leader(), "24", "08:30", "10:00"),
        (brush.clone(), "24", "10:00", "12:00"),
        (app.phoned(), "24", "14:00", "15:00"),
        (opera.clone(), "24", "15:30", "17:00"),
        (app.rival(), "24", "19:00", "21:00"),
        (app.leader(), "25", "09:00", "11:00"),
        (brush, "25", "14:00", "16:00"),
        (app.rival(), "25", "19:00", "20:00"),
    ];
    let mut ids = Vec::new();
    for (who, day, from, to) in slots {
        match who.asks_for(&studio, &at(day, from), &at(day, to)) {
            Reply::Done(id, State::Approved) => ids.push(id),
            Reply::Done(id, _) => {
                app.approver().approves(id).is(State::Approved);
                ids.push(id);
            }
            other => panic!("{day} {from}: {other:?}"),
        }
    }
    ids
}

/// Every occupancy that counts is of an approved or offered booking, of a session, or of a hold that nobody has answered, and
/// every approved booking to come has its room.
#[track_caller]
pub fn the_books_balance(app: &TestApp) {
    type Row = (Option<BookingId>, Option<AlternativeId>);
    let (taken, standing, held): (Vec<Row>, Vec<BookingId>, Vec<AlternativeId>) = app.read(|conn| {
        Ok((
            occupancy::table
                .filter(occupancy::held_until.is_null().or(occupancy::held_until.gt(app.now())))
                .select((occupancy::booking_id, occupancy::alternative_id))
                .load(conn)?,
            booking::table
                .filter(
                    booking::state
                        .eq_any([State::Approved, State::Offered])
                        .or(booking::offered_until.assume_not_null().gt(app.now())),
                )
                .select(booking::id)
                .load(conn)?,
            alternative::table
                .filter(alternative::held_until.gt(app.now()).and(alternative::taken_as.is_null()))
                .select(alternative::id)
                .load(conn)?,
        ))
    });
    for id in &standing {
        assert!(taken.iter().any(|row| row.0 == Some(*id)), "booking {id} stands and has no room");
    }
    for (booking, hold) in &taken {
        assert!(booking.is_none_or(|id| standing.contains(&id)), "{booking:?} has a room and does not stand");
        assert!(hold.is_none_or(|id| held.contains(&id)), "{hold:?} takes a room and is not held");
    }
    for id in &held {
        assert!(taken.iter().any(|row| row.1 == Some(*id)), "alternative {id} is held and takes no room");
    }
}

fn holds(app: &TestApp) -> i64 {
    let mut held: Vec<Option<AlternativeId>> = app.read(|conn| {
        Ok(occupancy::table
            .filter(occupancy::alternative_id.is_not_null().and(occupancy::held_until.gt(app.now())))
            .order(occupancy::alternative_id)
            .select(occupancy::alternative_id)
            .load(conn)?)
    });
    held.dedup();
    held.len() as i64
}

fn a_room_loses_its_power_at_noon(app: &TestApp) {
    let lost = eleven(app);
    app.hours_pass(52); // Monday, noon
    app.new_letters();
    let planned = power(app);
    let who = app.approver();
    let plan = app.read(|conn| planning::plan(conn, &who.acting(), &planned));
    assert_eq!(plan.bookings.iter().map(|hit| hit.booked.booking.id).collect::<Vec<_>>(), lost);
    assert_eq!((plan.troupes().len(), plan.told().len(), plan.sessions.len()), (5, 5, 0));
    assert!(plan.bookings.iter().all(|hit| hit.fate == Fate::Displaced));
    assert!(plan.bookings.iter().all(|hit| (1..=3).contains(&hit.offers.len())), "{plan:#?}");
    assert!(app.new_letters().is_empty() && holds(app) == 0, "a preview writes nothing");
    let promised: usize = plan.bookings.iter().map(|hit| hit.offers.len()).sum();

    let id = done(app, &planned);
    assert!(lost.iter().all(|id| app.state(*id) == State::Displaced));
    assert_eq!(holds(app), promised as i64);
    the_books_balance(app);
    let letters = app.wrote(&[
        "+8613900000007: displaced",
        "brush: displaced",
        "leader: displaced",
        "opera: displaced",
        "rival: displaced",
    ]);
    // One letter each, with every booking, its calendar file, and until when what is kept.
    let of = |to: &str| letters.iter().find(|letter| letter.to == to).unwrap();
    let dancers = of("leader");
    assert_eq!(dancers.calendar.as_ref().unwrap().matches("METHOD:CANCEL").count(), 3);
    assert_eq!(of("rival").calendar.as_ref().unwrap().matches("METHOD:CANCEL").count(), 3);
    assert_eq!(of("opera").calendar.as_ref().unwrap().matches("METHOD:CANCEL").count(), 2);
    assert!(
        dancers.text.contains("跳闸停电") && dancers.text.contains("给您留到11月25日 星期三 中午12:00"),
        "{}",
        dancers.text
    );
    assert!(of("rival").text.contains("A fuse has blown"), "{}", of("rival").text);
    let call = of("+8613900000007");
    assert_eq!(call.channel, Channel::Phone);
    assert!(call.text.contains("给您留到") && !call.text.contains("/a/"), "{}", call.text);

    // The dancers press for their first booking: it is theirs at once, and its other holds are gone.
    let dancing = dancers.action_links()[0];
    let first = app.presses(dancing).is(State::Approved);
    assert_eq!(app.booking(first).replaces, Some(lost[0]));
    let confirmed = app.wrote(&["leader: exchanged"]);
    assert_eq!(confirmed[0].calendar.as_ref().unwrap().matches("METHOD:REQUEST").count(), 1);
    assert_eq!(app.presses(dancing), Reply::Repeated(first), "a second press returns the first result");
    assert_eq!(holds(app), (promised - plan.bookings[0].offers.len()) as i64);
    app.wrote(&[]);
    the_books_balance(app);

    // The taiji leader is called; staff take the first for him.
    let taiji = plan.bookings.iter().find(|hit| hit.booked.troupe.name == "太极队").unwrap();
    let offered =
        app.read(|conn| linli::domain::bookings::store::alternatives_of(conn, &[taiji.booked.booking.id]));
    let desk = app.desk();
    let took = app.write(|conn| linli::domain::bookings::answering::take(conn, desk.acting(), offered[0].id));
    let linli::domain::bookings::answering::Answered::Done(new) = took else { panic!("{took:?}") };
    assert!(new.on_behalf && new.state == State::Approved);
    app.wrote(&["+8613900000007: exchanged"]);

    // The opera fans need nothing; the others never answer.
    for hit in plan.bookings.iter().filter(|hit| hit.booked.troupe.name == "戏迷协会") {
        let acting =
            Acting { centre: &desk.centre, person: Some(hit.booked.booking.requested_by), now: app.now() };
        app.write(|conn| exchanging::decline(conn, acting, hit.booked.booking.id));
    }
    the_books_balance(app);
    app.hours_pass(80);
    assert_eq!(holds(app), 0);
    app.requests_lapse();
    the_books_balance(app);
    // Nobody was charged for what was taken away: two of the dancers' three hours are free, one they moved.
    let centre = app.centre("hexi");
    let uses = app.read(|conn| {
        let day = "2026-11-24".parse().unwrap();
        linli::domain::bookings::store::uses(conn, &[AgreementId(1)], day, day, centre.zone)
    });
    assert_eq!(uses.iter().map(|used| used.span.minutes()).sum::<i32>(), 90);
    assert_eq!(app.read(|conn| linli::domain::bookings::store::hit_by(conn, centre.id, id)).len(), 11);
}

fn what_was_shown_is_what_is_done_or_the_new_plan_is_shown(app: &TestApp) {
    let studio = app.room("Studio");
    app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let (who, planned) = (app.approver(), power(app));
    let seen = app.read(|conn| planning::plan(conn, &who.acting(), &planned)).fingerprint();
    let late = app.rival().asks_for(&studio, "2026-11-24T14:00", "2026-11-24T15:00").is(State::Approved);
    app.new_letters();
    match app.write(|conn| disrupting::disrupt(conn, &who.acting(), &planned, &seen, "key")) {
        Outcome::Changed(plan) => assert_eq!(plan.bookings.len(), 2),
        other => panic!("{other:?}"),
    }
    assert_eq!(app.state(late), State::Approved);
    app.wrote(&[]);
}

fn pressing_twice_closes_once(app: &TestApp) {
    let (who, planned) = (app.approver(), power(app));
    let seen = app.read(|conn| planning::plan(conn, &who.acting(), &planned)).fingerprint();
    let press = || app.write(|conn| disrupting::disrupt(conn, &who.acting(), &planned, &seen, "key"));
    let Outcome::Done(first) = press() else { panic!() };
    let Outcome::Repeated(second) = press() else { panic!() };
    assert_eq!(first, second);
    assert_eq!(app.read(|conn| store::closures(conn, who.centre.id, wall("2026-11-21T00:00"))).len(), 1);
}

fn a_running_booking_ends_where_the_closure_begins(app: &TestApp) {
    let studio = app.room("Studio");
    let running = app.leader().asks_for(&studio, "2026-11-21T09:00", "2026-11-21T11:00").is(State::Approved);
    app.hours_pass(2);
    app.new_letters();
    done(app, &closing(app, "Studio", "2026-11-21T10:00", "2026-11-22T00:00"));
    assert_eq!(
        (app.state(running), app.booking(running).ends_at),
        (State::Approved, wall("2026-11-21T10:00"))
    );
    assert_eq!(app.taken("2026-11-21"), ["09:00–10:00"]);
    let letters = app.wrote(&["leader: displaced"]);
    assert!(letters[0].subject.contains("提前结束"), "{}", letters[0].subject);
    let calendar = letters[0].calendar.as_ref().unwrap();
    assert!(calendar.contains("METHOD:REQUEST") && calendar.contains("T100000"), "{calendar}");
    the_books_balance(app);
}

pub fn own_use(app: &TestApp, room: &str, from: &str, to: &str) -> Planned {
    let mut details = ActivityDetails::new(ActivityKind::Other, "消防演练");
    details.title_en = "Fire drill".into();
    Planned {
        what: What::OwnUse {
            of: Use::New { details: Box::new(details), publish: false },
            room: app.room(room).id,
            spans: vec![Span::new(wall(from), wall(to)).unwrap()],
        },
        reason: "街道消防演练".into(),
        reason_en: "A fire drill of the street".into(),
    }
}

fn the_centre_takes_a_slot_for_its_own_session(app: &TestApp) {
    let (studio, hall) = (app.room("Studio"), app.room("East hall"));
    let lost = app.leader().asks_for(&hall, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let stays = app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    app.new_letters();
    // The whole hall takes the east half with it.
    done(app, &own_use(app, "Hall", "2026-11-24T09:30", "2026-11-24T10:30"));
    assert_eq!((app.state(lost), app.state(stays)), (State::Displaced, State::Approved));
    assert!(app.taken("2026-11-24").iter().filter(|one| *one == "09:30–10:45").count() == 2);
    app.wrote(&["leader: displaced"]);
    the_books_balance(app);
}

fn a_session_in_the_way_is_cancelled_and_whoever_entered_it_is_told(app: &TestApp) {
    let manager = app.manager();
    let planned = own_use(app, "Studio", "2026-11-24T09:00", "2026-11-24T10:00");
    let seen = app.read(|conn| planning::plan(conn, &manager.acting(), &planned)).fingerprint();
    app.write(|conn| disrupting::disrupt(conn, &manager.acting(), &planned, &seen, "key"));
    assert_eq!(app.taken("2026-11-24"), ["09:00–10:00"]);
    done(app, &power(app));
    assert_eq!(app.taken("2026-11-24"), Vec::<String>::new());
    app.wrote(&["manager: sessions_cancelled"]);
}

/// The leader's booking is taken away; the letter about it.
fn a_loss(app: &TestApp) -> (BookingId, Posted) {
    let lost = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    app.new_letters();
    done(app, &power(app));
    (lost, app.wrote(&["leader: displaced"]).remove(0))
}

fn a_suspended_agreement_offers_what_staff_may_still_decide(app: &TestApp) {
    let lost = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    let stays =
        app.rival().asks_for(&app.room("Studio"), "2026-11-24T14:00", "2026-11-24T15:00").is(State::Approved);
    app.new_letters();
    done(
        app,
        &Planned {
            what: What::Agreement { id: AgreementId(1), halt: Halt::Suspend },
            reason: "两次没有打扫".into(),
            reason_en: String::new(),
        },
    );
    assert_eq!((app.state(lost), app.state(stays)), (State::Displaced, State::Approved));
    assert_eq!(holds(app), 0, "what staff must decide is not held");
    let letters = app.wrote(&["leader: displaced"]);
    assert!(letters[0].text.contains("两次没有打扫"));
    app.presses(letters[0].action_links()[0]).is(State::Requested);
    the_books_balance(app);
}

fn lifting_a_closure_opens_the_room_again(app: &TestApp) {
    let id = done(app, &power(app));
    let (studio, who) = (app.room("Studio"), app.approver());
    let ask = || app.rival().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T10:00");
    ask().refused("跳闸停电");
    let closure =
        app.read(|conn| store::closure_of(conn, linli::domain::disruptions::DisruptionId(id))).unwrap();
    let press = || app.write(|conn| lift(conn, &who.acting(), closure.id));
    assert!(matches!(press(), Lifted::Done(_)));
    assert!(matches!(press(), Lifted::Over(_)));
    ask().is(State::Approved);
}

/// Of what is kept for anybody, the one that lies farthest ahead.
pub fn kept_longest(app: &TestApp) -> OfferedAlternative {
    let held: Vec<OfferedAlternative> = app.read(|conn| {
        Ok(alternative::table
            .filter(alternative::held_until.gt(app.now()))
            .select(OfferedAlternative::as_select())
            .load(conn)?)
    });
    held.into_iter().max_by_key(|one| (one.starts_at, one.id.0)).unwrap()
}
