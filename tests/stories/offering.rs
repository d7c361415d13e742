//! A slot that is free again goes along the line: offered, held, answered or passed on; never in silence.

use linli::domain::bookings::{BookingId, State};
use linli::domain::disruptions::disrupting::disrupt;
use linli::domain::disruptions::{Outcome, planning};

use crate::support::fixture::wall;
use crate::support::{Reply, TestApp};

stories![
    in_an_instant_room_the_first_in_line_is_offered_what_is_free_again,
    an_offer_is_held_for_a_day_and_not_past_two_hours_before_the_start,
    nothing_is_offered_within_two_hours_of_its_start,
    an_accepted_offer_is_approved_and_told_with_a_calendar_file,
    a_declined_offer_goes_to_the_next_and_counts_nothing,
    an_offer_that_nobody_takes_goes_to_the_next,
    an_offer_past_its_end_is_over_before_any_job_has_run,
    who_asks_for_what_is_kept_finds_it_taken,
    who_asks_after_an_offers_end_does_not_jump_the_line,
    the_centres_own_activity_does_not_jump_the_line,
    what_the_centre_needs_is_seen_with_the_line_before_it_is_taken,
    what_staff_agree_to_is_offered_and_not_approved,
    who_waited_behind_one_that_lost_has_what_the_winner_left,
    who_waits_for_the_end_of_something_beyond_is_not_passed_over,
    staff_who_refuse_pass_it_on,
    the_hold_for_staff_ends_after_two_working_days,
    what_begins_too_soon_cannot_be_offered_by_staff,
    an_exception_goes_before_staff_and_holds_nothing,
    an_offer_counts_against_the_allowance,
    a_leader_without_email_is_phoned_with_the_deadline_in_words,
    an_offer_is_not_made_to_what_is_shut_by_now,
    who_was_before_and_is_still_to_be_decided_is_not_overtaken,
    what_was_allowed_when_it_was_asked_still_has_its_turn,
    who_wants_an_exception_is_told_when_somebody_in_line_accepts,
];

const FROM: &str = "2026-11-24T09:00";
const TO: &str = "2026-11-24T11:00";

/// The choir waits for the east hall, which the dancers have.
fn waiting_choir(app: &TestApp) -> (BookingId, BookingId) {
    waiting(app, "East hall", FROM, TO)
}

/// Somebody has the room at that time, and the choir waits for it.
fn waiting(app: &TestApp, room: &str, from: &str, to: &str) -> (BookingId, BookingId) {
    let there = app.leader().asks_for(&app.room(room), from, to).id();
    if app.state(there) == State::Requested {
        app.approver().approves(there).is(State::Approved);
    }
    let waits = app.rival().waits_for(&app.room(room), from, to).is(State::Waiting);
    app.new_letters();
    (there, waits)
}

fn in_an_instant_room_the_first_in_line_is_offered_what_is_free_again(app: &TestApp) {
    let (there, first) = waiting_choir(app);
    let second = app.leader().waits_for(&app.room("East hall"), "2026-11-24T10:00", "2026-11-24T11:30");
    assert!(matches!(second, Reply::Over(State::Approved)), "their own booking is in the way: {second:?}");
    let second = app.phoned().waits_for(&app.room("Hall"), "2026-11-24T10:00", "2026-11-24T11:30").id();
    app.new_letters();
    app.leader().cancels(there).is(State::Cancelled);
    assert_eq!((app.state(first), app.state(second)), (State::Offered, State::Waiting));
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15"]);
    let letters = app.wrote(&["leader: cancelled", "rival: offered"]);
    assert_eq!(letters[1].calendar, None);
}

fn an_offer_is_held_for_a_day_and_not_past_two_hours_before_the_start(app: &TestApp) {
    let (there, far) = waiting_choir(app);
    app.leader().cancels(there).id();
    let day = chrono::Duration::hours(24);
    assert_eq!(app.booking(far).offered_until, Some(app.now().plus(day)));
    let (there, near) = waiting(app, "East hall", "2026-11-21T14:00", "2026-11-21T16:00");
    app.leader().cancels(there).id();
    assert_eq!(app.booking(near).offered_until, Some(app.now().plus(chrono::Duration::hours(4))));
}

fn nothing_is_offered_within_two_hours_of_its_start(app: &TestApp) {
    let (there, waits) = waiting(app, "East hall", "2026-11-21T10:30", "2026-11-21T11:30");
    app.hours_pass(1);
    app.leader().cancels(there).is(State::Cancelled);
    assert_eq!(app.state(waits), State::Waiting);
    app.rival().waits_for(&app.room("Studio"), "2026-11-21T10:30", "2026-11-21T11:30").is(State::Approved);
    app.phoned().waits_for(&app.room("Studio"), "2026-11-21T10:30", "2026-11-21T11:30").refused("2小时");
}

fn an_accepted_offer_is_approved_and_told_with_a_calendar_file(app: &TestApp) {
    let (there, waits) = waiting_choir(app);
    app.leader().cancels(there).id();
    app.new_letters();
    app.hours_pass(23);
    app.rival().accepts(waits).is(State::Approved);
    let letters = app.wrote(&["rival: approved"]);
    assert!(letters[0].calendar.as_deref().unwrap().contains("SEQUENCE:0"));
    app.hours_pass(5);
    assert_eq!(app.requests_lapse(), 0, "it ends no more by itself");
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15"]);
    app.phoned()
        .asks_for(&app.room("East hall"), FROM, TO)
        .taken(&["上午9:00–11:00 红歌合唱团，之后整理到上午11:15"]);
    assert_eq!(app.rival().accepts(waits), Reply::Over(State::Approved));
}

fn a_declined_offer_goes_to_the_next_and_counts_nothing(app: &TestApp) {
    let there = app.rival().asks_for(&app.room("East hall"), FROM, TO).id();
    let first = app.leader().waits_for(&app.room("East hall"), FROM, TO).id();
    let second = app.phoned().waits_for(&app.room("East hall"), FROM, TO).id();
    app.new_letters();
    app.rival().cancels(there).id();
    app.wrote(&["leader: offered", "rival: cancelled"]);
    app.leader().declines(first).is(State::Withdrawn);
    // The taiji group has no agreement: staff decide first.
    assert_eq!(app.state(second), State::Requested);
    let letters = app.wrote(&[
        "+8613900000007: before_staff",
        "approver: new_request",
        "leader: declined",
        "manager: new_request",
    ]);
    let to_decide = &letters[1].text;
    assert!(to_decide.contains("太极队候补排在最前") && to_decide.contains("替他们留到11月"), "{to_decide}");
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15"]);
}

fn an_offer_that_nobody_takes_goes_to_the_next(app: &TestApp) {
    let there = app.leader().asks_for(&app.room("East hall"), FROM, TO).id();
    let first = app.rival().waits_for(&app.room("East hall"), FROM, TO).id();
    app.hours_pass(1);
    let second = app.phoned().waits_for(&app.room("East hall"), FROM, TO).id();
    app.leader().cancels(there).id();
    app.hours_pass(23);
    assert_eq!(app.requests_lapse(), 0);
    app.hours_pass(1);
    app.new_letters();
    assert_eq!(app.requests_lapse(), 1);
    assert_eq!((app.state(first), app.state(second)), (State::Lapsed, State::Requested));
    app.wrote(&[
        "+8613900000007: before_staff",
        "approver: new_request",
        "manager: new_request",
        "rival: offer_expired",
    ]);
}

fn an_offer_past_its_end_is_over_before_any_job_has_run(app: &TestApp) {
    let (there, waits) = waiting_choir(app);
    app.leader().cancels(there).id();
    app.hours_pass(24);
    assert_eq!(app.rival().accepts(waits), Reply::Over(State::Lapsed));
    assert!(app.taken("2026-11-24").is_empty());
}

fn who_asks_for_what_is_kept_finds_it_taken(app: &TestApp) {
    let (there, waits) = waiting_choir(app);
    app.leader().cancels(there).id();
    app.phoned()
        .asks_for(&app.room("East hall"), FROM, TO)
        .taken(&["上午9:00–11:00 红歌合唱团，之后整理到上午11:15"]);
    app.rival().accepts(waits).is(State::Approved);
}

fn who_asks_after_an_offers_end_does_not_jump_the_line(app: &TestApp) {
    let there = app.rival().asks_for(&app.room("East hall"), FROM, TO).id();
    let first = app.leader().waits_for(&app.room("East hall"), FROM, TO).id();
    let second = app.phoned().waits_for(&app.room("East hall"), FROM, TO).id();
    app.rival().cancels(there).id();
    app.hours_pass(25);
    app.rival()
        .asks_for(&app.room("East hall"), FROM, TO)
        .taken(&["上午9:00–11:00 已占用，之后整理到上午11:15"]);
    assert_eq!((app.state(first), app.state(second)), (State::Lapsed, State::Requested));
}

/// The choir was offered the hall and did not answer; the taiji group is next. No job has run.
fn an_offer_that_ran_out(app: &TestApp) -> (BookingId, BookingId) {
    let (there, first) = waiting_choir(app);
    app.hours_pass(1);
    let second = app.phoned().waits_for(&app.room("East hall"), FROM, TO).is(State::Waiting);
    app.leader().cancels(there).id();
    app.hours_pass(25);
    app.new_letters();
    (first, second)
}

fn the_centres_own_activity_does_not_jump_the_line(app: &TestApp) {
    use linli::domain::activities::doubles::Heed;
    use linli::domain::activities::scheduling::{self, Planned, Planning, Venue};
    use linli::domain::activities::{ActivityDetails, ActivityKind};
    let (first, second) = an_offer_that_ran_out(app);
    let (approver, hall) = (app.approver(), app.room("Hall"));
    let details = ActivityDetails::new(ActivityKind::Other, "消防演练");
    let span = linli::base::time::Span::new(wall(FROM), wall(TO)).unwrap();
    let plan = || {
        let (what, venue) = (Planned::New(&details), Venue::Room(hall.id));
        app.write(|conn| scheduling::plan(conn, approver.acting(), what, &venue, &[span], Heed::Known))
    };
    assert!(matches!(plan(), Planning::NotAll(_)), "the whole hall needs the east half");
    assert_eq!((app.state(first), app.state(second)), (State::Lapsed, State::Requested));
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15"]);
    // Once those in line have had their turn, it is free for the centre.
    app.approver().refuses(second, "那天要消防演练").id();
    assert!(matches!(plan(), Planning::Done(..)));
}

fn what_the_centre_needs_is_seen_with_the_line_before_it_is_taken(app: &TestApp) {
    let (first, second) = an_offer_that_ran_out(app);
    let (who, planned) = (app.approver(), crate::disrupting::own_use(app, "East hall", FROM, TO));
    let press = |seen: &str| app.write(|conn| disrupt(conn, &who.acting(), &planned, seen, seen));
    let seen = app.read(|conn| planning::plan(conn, &who.acting(), &planned));
    let Outcome::Changed(now) = press(&seen.fingerprint()) else { panic!("the line was jumped") };
    assert_eq!((app.state(first), app.state(second)), (State::Lapsed, State::Requested));
    assert_eq!(now.bookings.iter().map(|hit| hit.booked.booking.id).collect::<Vec<_>>(), [second]);
    assert!(matches!(press(&now.fingerprint()), Outcome::Done(_)));
    assert_eq!(app.booking(second).offered_until, None, "it is kept for the taiji group no longer");
}

fn what_staff_agree_to_is_offered_and_not_approved(app: &TestApp) {
    let (there, waits) = waiting(app, "Meeting room", FROM, TO);
    app.leader().cancels(there).id();
    app.new_letters();
    assert_eq!(app.state(waits), State::Requested);
    app.approver().approves(waits).is(State::Offered);
    app.wrote(&["rival: offered"]);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:00"]);
    app.rival().accepts(waits).is(State::Approved);
}

fn staff_who_refuse_pass_it_on(app: &TestApp) {
    let (there, first) = waiting(app, "Meeting room", FROM, TO);
    let second = app.phoned().waits_for(&app.room("Meeting room"), FROM, TO).id();
    app.leader().cancels(there).id();
    assert_eq!((app.state(first), app.state(second)), (State::Requested, State::Waiting));
    app.approver().refuses(first, "no").id();
    assert_eq!(app.state(second), State::Requested);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:00"]);
}

fn the_hold_for_staff_ends_after_two_working_days(app: &TestApp) {
    let (there, waits) = waiting(app, "Meeting room", "2026-11-27T09:00", "2026-11-27T11:00");
    let hall = app.leader().waits_for(&app.room("Meeting room"), "2026-11-27T10:00", "2026-11-27T11:30");
    assert_eq!(hall, Reply::Over(State::Approved));
    app.leader().cancels(there).id();
    // Saturday, 8:00: Monday and Tuesday are theirs.
    app.hours_pass(24 * 3 + 15);
    assert_eq!(app.requests_lapse(), 0);
    app.hours_pass(1);
    assert_eq!(app.requests_lapse(), 1);
    assert_eq!((app.state(waits), app.booking(waits).offered_until), (State::Requested, None));
    assert!(app.taken("2026-11-27").is_empty());
    assert_eq!(app.requests_lapse(), 0);
    app.approver().approves(waits).is(State::Offered);
}

fn what_begins_too_soon_cannot_be_offered_by_staff(app: &TestApp) {
    let (there, waits) = waiting(app, "Meeting room", "2026-11-21T11:00", "2026-11-21T12:00");
    app.leader().cancels(there).id();
    assert_eq!(app.state(waits), State::Requested);
    app.hours_pass(2);
    app.approver().approves(waits).refused("2小时");
    assert_eq!(app.state(waits), State::Requested);
}

fn an_exception_goes_before_staff_and_holds_nothing(app: &TestApp) {
    let there = app.rival().asks_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
    // The dancers' agreement has no evenings; the choir's has.
    let waits = app.leader().waits_for(&app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00").id();
    app.rival().cancels(there).id();
    assert_eq!(app.state(waits), State::Requested);
    assert!(app.taken("2026-11-24").is_empty(), "a request within an agreement may win");
    app.approver().approves_because(waits, Some("演出前加排")).is(State::Offered);
}

fn an_offer_counts_against_the_allowance(app: &TestApp) {
    let studio = app.room("Studio");
    let there = app.rival().asks_for(&studio, FROM, TO).id();
    let waits = app.leader().waits_for(&studio, FROM, TO).id();
    for day in [25, 26, 27] {
        let (from, to) = (format!("2026-11-{day}T09:00"), format!("2026-11-{day}T12:00"));
        app.leader().asks_for(&studio, &from, &to).is(State::Approved);
    }
    // Nine hours of ten are used: two more are too many.
    app.rival().cancels(there).id();
    assert_eq!(app.state(waits), State::Requested);
    assert!(app.booking(waits).exception.is_some());
}

fn a_leader_without_email_is_phoned_with_the_deadline_in_words(app: &TestApp) {
    let room = app.room("Meeting room");
    let there = app.leader().asks_for(&room, FROM, TO).id();
    app.approver().approves(there).id();
    let waits = app.phoned().waits_for(&room, FROM, TO).id();
    app.leader().cancels(there).id();
    app.new_letters();
    app.approver().approves(waits).is(State::Offered);
    let letters = app.wrote(&["+8613900000007: offered"]);
    let text = &letters[0].text;
    assert_eq!(letters[0].channel, linli::base::mail::Channel::Phone);
    assert!(text.contains("留到11月22日 星期日 上午8:00") && !text.contains("http"), "{text}");
}

fn an_offer_is_not_made_to_what_is_shut_by_now(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::special_day;
    let (there, waits) = waiting_choir(app);
    let day: chrono::NaiveDate = "2026-11-24".parse().unwrap();
    app.write(|conn| Ok(diesel::update(special_day::table).set(special_day::date.eq(day)).execute(conn)?));
    app.leader().cancels(there).is(State::Cancelled);
    assert_eq!(app.state(waits), State::Waiting);
}

fn who_was_before_and_is_still_to_be_decided_is_not_overtaken(app: &TestApp) {
    let (from, to) = ("2026-12-08T09:00", "2026-12-08T11:00");
    let (there, first) = waiting(app, "Meeting room", from, to);
    app.hours_pass(1);
    let second = app.phoned().waits_for(&app.room("Meeting room"), from, to).is(State::Waiting);
    app.leader().cancels(there).id();
    assert_eq!((app.state(first), app.state(second)), (State::Requested, State::Waiting));
    // Staff let their two working days pass: it is kept no longer, and comes first all the same.
    app.hours_pass(24 * 5);
    app.requests_lapse();
    assert_eq!(app.booking(first).offered_until, None);
    assert_eq!((app.state(first), app.state(second)), (State::Requested, State::Waiting));
    app.approver().refuses(first, "那天开会").is(State::Refused);
    assert_eq!(app.state(second), State::Requested, "now it is their turn");
}

fn what_was_allowed_when_it_was_asked_still_has_its_turn(app: &TestApp) {
    use diesel::prelude::*;
    use linli::base::db::schema::room;
    let (there, waits) = waiting_choir(app);
    // Fewer chairs than the twelve who wait; staff may still say yes.
    let east = app.room("East hall").id;
    app.write(|conn| {
        let fewer = diesel::update(room::table.filter(room::id.eq(east))).set(room::capacity.eq(10));
        Ok(fewer.execute(conn)?)
    });
    app.leader().cancels(there).id();
    assert_eq!(app.state(waits), State::Requested);
    assert_eq!(app.taken("2026-11-24"), ["09:00–11:15"], "kept while staff decide");
}

fn who_wants_an_exception_is_told_when_somebody_in_line_accepts(app: &TestApp) {
    // An evening: beyond the dancers' agreement, within the choir's.
    let (studio, from, to) = (app.room("Studio"), "2026-11-24T19:00", "2026-11-24T21:00");
    let there = app.phoned().asks_for(&studio, from, to).id();
    app.approver().approves(there).is(State::Approved);
    let exception = app.leader().waits_for(&studio, from, to).is(State::Waiting);
    app.hours_pass(1);
    let within = app.rival().waits_for(&studio, from, to).is(State::Waiting);
    app.phoned().cancels(there).id();
    assert_eq!((app.state(exception), app.state(within)), (State::Requested, State::Offered));
    app.new_letters();
    app.rival().accepts(within).is(State::Approved);
    assert_eq!(app.state(exception), State::Waiting);
    app.wrote(&["leader: conflict", "rival: approved"]);
}

fn who_waited_behind_one_that_lost_has_what_the_winner_left(app: &TestApp) {
    let at = |time: &str| format!("2026-11-25T{time}");
    let (east, west, hall) = (app.room("East hall"), app.room("West hall"), app.room("Hall"));
    let in_the_east = app.leader().asks_for(&east, &at("09:00"), &at("09:30")).id();
    let kept = app.phoned().waits_for(&hall, &at("09:00"), &at("10:30")).id();
    let loses = app.leader().asks_for(&west, &at("09:00"), &at("10:30")).id();
    app.leader().cancels(in_the_east).id();
    // The hall is kept for its first in line until half past ten, and tidied until a quarter to eleven.
    let behind = app.rival().waits_for(&west, &at("10:30"), &at("11:00")).id();
    app.phoned().cancels(kept).id();
    assert_eq!(app.state(behind), State::Waiting, "an earlier request is to be decided first");
    let wins = app.rival().asks_for(&west, &at("09:00"), &at("09:30")).id();
    app.approver().approves(wins).is(State::Approved);
    assert_eq!(app.state(loses), State::Waiting);
    assert_eq!(app.state(behind), State::Requested, "it is before staff, and kept for it");
}

fn who_waits_for_the_end_of_something_beyond_is_not_passed_over(app: &TestApp) {
    let at = |time: &str| format!("2026-11-25T{time}");
    let (east, hall) = (app.room("East hall"), app.room("Hall"));
    let there = app.leader().asks_for(&east, &at("11:00"), &at("11:30")).id();
    let offered = app.rival().waits_for(&east, &at("11:00"), &at("11:30")).is(State::Waiting);
    app.leader().cancels(there).id();
    // The hall is tidied until a quarter past eleven, when half of it is kept for the choir.
    let waits = app.phoned().waits_for(&hall, &at("10:30"), &at("11:00")).is(State::Waiting);
    app.hours_pass(24);
    // This wants nothing that the choir had until now, but some of what was waited for meanwhile.
    let reply = app.leader().asks_for(&east, &at("09:00"), &at("10:30"));
    assert!(matches!(reply, Reply::Taken(..)), "{reply:?}");
    assert_eq!((app.state(offered), app.state(waits)), (State::Lapsed, State::Requested));
}
