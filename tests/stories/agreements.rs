//! An agreement's life: drawn up, signed, suspended, ended, renewed.

use linli::domain::agreements::activating::{Activated, activate};
use linli::domain::agreements::editing::{
    AgreementChange, AgreementDetails, add_agreement, change_agreement,
};
use linli::domain::agreements::ending::{Ended, discard};
use linli::domain::agreements::suspending::resume;
use linli::domain::agreements::{Agreement, AgreementId, AgreementState, Gap, Moved, Standing, store};
use linli::domain::bookings::{State, store as booked, using::Used};
use linli::domain::disruptions::agreements::{Halted, end, suspend};
use linli::domain::people::Acting;

use crate::support::TestApp;
use crate::support::people::Someone;

mod papers;

stories![
    a_draft_is_nothing_to_book_under_until_it_is_signed,
    a_suspended_agreement_lets_nobody_book_and_its_leaders_are_told,
    what_is_booked_stands_in_the_way_of_suspending,
    what_is_decided_about_an_agreement_says_by_whom,
    approving_under_an_agreement_that_no_longer_holds_takes_a_reason,
    an_agreement_ends_early_by_its_date_and_keeps_the_papers,
    an_agreement_ends_at_once_and_stays_as_it_is,
    an_agreement_that_stands_is_not_shortened_by_editing_it,
    leaders_and_managers_are_told_30_and_7_days_before_the_end_once,
    nobody_is_reminded_of_what_is_renewed,
    a_successor_begins_when_the_old_one_ends,
    the_use_of_an_agreement_adds_up,
];

const LEADERS: AgreementId = AgreementId(1);

fn acting<'a>(who: &'a Someone) -> Acting<'a> {
    Acting { centre: &who.centre, person: Some(who.person.id), now: who.app.now() }
}

fn agreement(app: &TestApp, id: AgreementId) -> Agreement {
    app.read(|conn| store::agreement(conn, app.centre("hexi").id, id))
}

/// The leader's agreement once more, for other days.
fn as_the_leaders(app: &TestApp, number: &str, from: &str, to: &str) -> AgreementDetails {
    let like = agreement(app, LEADERS);
    AgreementDetails {
        troupe: like.troupe_id,
        number: number.into(),
        signed_on: like.signed_on,
        starts_on: from.parse().unwrap(),
        ends_on: to.parse().unwrap(),
        allowance: like.allowance,
        words: like.words,
        predecessor: None,
        rooms: like.rooms,
        windows: like.windows,
    }
}

fn suspended(app: &TestApp) -> Agreement {
    match app.write(|conn| suspend(conn, &acting(&app.manager()), LEADERS, "屋顶漏水")) {
        Halted::Done(Moved::Done(agreement, _)) => *agreement,
        other => panic!("{other:?}"),
    }
}

fn ended_on(app: &TestApp, day: &str) -> Halted<Ended> {
    let day = day.parse().unwrap();
    app.write(|conn| end(conn, &acting(&app.manager()), LEADERS, day, "队伍搬走了"))
}

fn a_draft_is_nothing_to_book_under_until_it_is_signed(app: &TestApp) {
    let manager = app.manager();
    let draft = as_the_leaders(app, "协2027-01", "2027-01-01", "2027-06-30");
    let AgreementChange::Done(id) = app.write(|conn| add_agreement(conn, &acting(&manager), &draft)) else {
        panic!("refused")
    };
    let january = "2027-01-05".parse().unwrap();
    let valid = || app.read(|conn| store::valid_on(conn, draft.troupe, january)).map(|one| one.id);
    assert_eq!((agreement(app, id).state, valid()), (AgreementState::Draft, None));
    let day = "2026-11-21".parse().unwrap();
    let activated = app.write(|conn| activate(conn, &acting(&manager), id, day));
    assert!(matches!(activated, Activated::Moved(Moved::Done(..))), "{activated:?}");
    assert_eq!((agreement(app, id).signed_on, valid()), (day, Some(id)));
    let again = app.write(|conn| activate(conn, &acting(&manager), id, day));
    let Activated::Moved(Moved::NotNow(decided)) = again else { panic!("{again:?}") };
    assert_eq!((decided.state, decided.by), (AgreementState::Active, Some(manager.person.name.clone())));
    app.wrote(&[]);
    // Another draft is given up; its number stays its own.
    let other = as_the_leaders(app, "协2027-02", "2027-07-01", "2027-12-31");
    let AgreementChange::Done(id) = app.write(|conn| add_agreement(conn, &acting(&manager), &other)) else {
        panic!("refused")
    };
    app.write(|conn| discard(conn, &acting(&manager), id, None));
    assert_eq!(agreement(app, id).state, AgreementState::Ended);
    let second = app.write(|conn| add_agreement(conn, &acting(&manager), &other));
    assert_eq!(second, AgreementChange::NumberTaken);
}

fn a_suspended_agreement_lets_nobody_book_and_its_leaders_are_told(app: &TestApp) {
    assert_eq!(suspended(app).state, AgreementState::Suspended);
    let letters = app.wrote(&["leader: agreement_suspended"]);
    assert!(letters[0].text.contains("屋顶漏水") && letters[0].text.contains("/my/agreements/1"));
    let studio = app.room("Studio");
    let id = app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Requested);
    assert_eq!((app.booking(id).agreement_id, app.booking(id).exception), (None, Some(Gap::NoAgreement)));
    // A second one beside it would be one too many: it may come back.
    let manager = app.manager();
    let beside = as_the_leaders(app, "X", "2026-11-01", "2026-11-30");
    let AgreementChange::Done(beside) = app.write(|conn| add_agreement(conn, &acting(&manager), &beside))
    else {
        panic!("refused")
    };
    let refused = app.write(|conn| activate(conn, &acting(&manager), beside, "2026-11-01".parse().unwrap()));
    assert!(matches!(refused, Activated::Overlaps(_)), "{refused:?}");
    app.new_letters();
    app.write(|conn| resume(conn, &acting(&manager), LEADERS, Some("修好了")));
    let letters = app.wrote(&["leader: agreement_resumed"]);
    assert!(letters[0].text.contains("修好了"));
    app.leader().asks_for(&studio, "2026-11-25T09:00", "2026-11-25T11:00").is(State::Approved);
}

fn what_is_booked_stands_in_the_way_of_suspending(app: &TestApp) {
    let id = app
        .leader()
        .asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00")
        .is(State::Approved);
    app.new_letters();
    let stopped = app.write(|conn| suspend(conn, &acting(&app.manager()), LEADERS, "漏水"));
    let Halted::Hits(hits) = stopped else { panic!("{stopped:?}") };
    assert_eq!(hits.len(), 1);
    // What lies before the last day is not hit by an early end.
    assert!(matches!(ended_on(app, "2026-11-23"), Halted::Hits(_)));
    assert_eq!(agreement(app, LEADERS).state, AgreementState::Active);
    app.wrote(&[]);
    let page = app.post("/staff/hexi/agreements/1/suspension", &[("reason", "漏水")]).by(&app.manager()).go();
    assert_eq!(page.status, 409);
    assert!(
        page.body.contains("/staff/hexi/disruptions/new?cause=agreement&amp;agreement=1"),
        "{}",
        page.text()
    );
    assert!(matches!(ended_on(app, "2026-11-24"), Halted::Done(_)));
    assert_eq!(app.state(id), State::Approved);
}

fn what_is_decided_about_an_agreement_says_by_whom(app: &TestApp) {
    suspended(app);
    let page = app.post("/staff/hexi/agreements/1/suspension", &[("reason", "漏水")]).by(&app.manager()).go();
    assert_eq!(page.status, 409);
    assert!(page.text().contains(&app.manager().person.name), "{}", page.text());
    let shown = app.get("/my/agreements/1").by(&app.leader()).go();
    assert!(shown.text().contains("屋顶漏水"));
}

fn approving_under_an_agreement_that_no_longer_holds_takes_a_reason(app: &TestApp) {
    let meeting = app.room("Meeting room");
    let id = app.leader().asks_for(&meeting, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Requested);
    assert_eq!(app.booking(id).exception, None);
    suspended(app);
    app.approver().approves(id).refused("reason");
    let page = app.get(&format!("/staff/hexi/bookings/{id}")).by(&app.approver()).go();
    assert!(page.text().contains("超出协议：那天没有有效的协议"), "{}", page.text());
    app.approver().approves_because(id, Some("已经说好了")).is(State::Approved);
}

fn an_agreement_ends_early_by_its_date_and_keeps_the_papers(app: &TestApp) {
    let Halted::Done(Ended::Moved(Moved::Done(now, _))) = ended_on(app, "2026-11-30") else {
        panic!("refused")
    };
    assert_eq!(now.state, AgreementState::Active);
    assert_eq!(now.ends_on, "2026-11-30".parse().unwrap());
    assert_eq!(now.paper_ends_on, Some("2026-12-31".parse().unwrap()));
    let letters = app.wrote(&["leader: agreement_ended"]);
    assert!(letters[0].subject.contains("11月30日"), "{}", letters[0].subject);
    let studio = app.room("Studio");
    app.leader().asks_for(&studio, "2026-11-30T09:00", "2026-11-30T11:00").is(State::Approved);
    app.leader().asks_for(&studio, "2026-12-02T09:00", "2026-12-02T11:00").is(State::Requested);
    assert_eq!(now.standing("2026-12-01".parse().unwrap()), Standing::Expired);
    // Later than it ends already is no early end.
    let Halted::Done(Ended::NoSuchEnd { latest, .. }) = ended_on(app, "2026-12-05") else { panic!("ended") };
    assert_eq!(latest, "2026-11-29".parse().unwrap());
}

fn an_agreement_ends_at_once_and_stays_as_it_is(app: &TestApp) {
    let Halted::Done(Ended::Moved(Moved::Done(now, _))) = ended_on(app, "2026-11-20") else {
        panic!("refused")
    };
    assert_eq!(now.state, AgreementState::Ended);
    app.leader().asks_for(&app.room("Studio"), "2026-11-24T09:00", "2026-11-24T11:00").is(State::Requested);
    let same = AgreementDetails { number: now.number, ..as_the_leaders(app, "", "2026-01-10", "2026-12-31") };
    let changed = app.write(|conn| change_agreement(conn, &acting(&app.manager()), LEADERS, &same));
    let AgreementChange::Over(decided) = changed else { panic!("{changed:?}") };
    assert_eq!(decided.reason.as_deref(), Some("队伍搬走了"));
    let resumed = app.write(|conn| resume(conn, &acting(&app.manager()), LEADERS, None));
    assert!(matches!(resumed, Moved::NotNow(_)));
}

fn an_agreement_that_stands_is_not_shortened_by_editing_it(app: &TestApp) {
    let number = agreement(app, LEADERS).number;
    let shorter =
        AgreementDetails { number: number.clone(), ..as_the_leaders(app, "", "2026-01-10", "2026-12-01") };
    let changed = app.write(|conn| change_agreement(conn, &acting(&app.manager()), LEADERS, &shorter));
    assert!(matches!(changed, AgreementChange::EndsEarlier { .. }), "{changed:?}");
    let longer = AgreementDetails { number, ..as_the_leaders(app, "", "2026-01-10", "2027-01-31") };
    let changed = app.write(|conn| change_agreement(conn, &acting(&app.manager()), LEADERS, &longer));
    assert_eq!(changed, AgreementChange::Done(LEADERS));
}

fn leaders_and_managers_are_told_30_and_7_days_before_the_end_once(app: &TestApp) {
    // Two agreements of 河西 end on 31 December; today is 21 November.
    assert_eq!(app.reminds(), 0);
    app.hours_pass(10 * 24);
    assert_eq!(app.reminds(), 2);
    let told = [
        "leader: agreement_ends_soon",
        "manager: agreement_ends_soon",
        "manager: agreement_ends_soon",
        "rival: agreement_ends_soon",
    ];
    let letters = app.wrote(&told);
    assert!(letters[0].subject.contains("还有30天到期"), "{}", letters[0].subject);
    assert!(letters[1].text.contains("/staff/hexi/agreements/"));
    assert_eq!(app.reminds(), 0);
    app.hours_pass(22 * 24);
    assert_eq!(app.reminds(), 0);
    app.hours_pass(24);
    assert_eq!(app.reminds(), 2);
    assert!(app.wrote(&told)[0].subject.contains("还有7天到期"));
    app.hours_pass(30 * 24);
    assert_eq!(app.reminds(), 0);
}

fn nobody_is_reminded_of_what_is_renewed(app: &TestApp) {
    let manager = app.manager();
    let next = AgreementDetails {
        predecessor: Some(LEADERS),
        ..as_the_leaders(app, "协2027-01", "2027-01-01", "2027-12-31")
    };
    let AgreementChange::Done(id) = app.write(|conn| add_agreement(conn, &acting(&manager), &next)) else {
        panic!("refused")
    };
    app.write(|conn| activate(conn, &acting(&manager), id, "2026-11-21".parse().unwrap()));
    app.new_letters();
    app.hours_pass(20 * 24);
    assert_eq!(app.reminds(), 1);
    app.wrote(&["manager: agreement_ends_soon", "rival: agreement_ends_soon"]);
}

fn a_successor_begins_when_the_old_one_ends(app: &TestApp) {
    let manager = app.manager();
    let form = app.get("/staff/hexi/agreements/1/renewal").by(&manager).go();
    let text = form.text();
    assert!(text.contains("starts_on=2027-01-01") && text.contains("[hidden predecessor=1]"), "{text}");
    let fields = [
        ("predecessor", "1"),
        ("troupe", "1"),
        ("number", "协2027-01"),
        ("starts_on", "2027年1月1日"),
        ("ends_on", "2027-12-31"),
        ("rooms", "1"),
        ("d2", "9:00-11:00"),
        ("week_hours", "6"),
        ("duties", "每年两场公益演出"),
    ];
    let added = app.post("/staff/hexi/agreements", &fields).by(&manager).go();
    assert_eq!(added.status, 303, "{}", added.text());
    let old = app.get("/staff/hexi/agreements/1").by(&manager).go().text();
    assert!(old.contains("续签为") && old.contains("协2027-01"), "{old}");
    let new = app.read(|conn| store::successors(conn, LEADERS)).remove(0);
    assert_eq!((new.predecessor, new.words.duties.as_str()), (Some(LEADERS), "每年两场公益演出"));
    let activation = format!("/staff/hexi/agreements/{}/activation", new.id);
    let early = app.post(&activation, &[("signed_on", "2099-01-01")]).by(&manager).go();
    assert_eq!(early.status, 422);
    assert!(early.text().contains("签字的日子还没到"), "{}", early.text());
    assert_eq!(app.post(&activation, &[("signed_on", "2026-11-20")]).by(&manager).go().status, 303);
    assert_eq!(agreement(app, new.id).signed_on, "2026-11-20".parse().unwrap());
    // Said before anybody is asked whether it should be changed like this.
    for confirmed in [None, Some(("confirmed", "1"))] {
        let later = fields.iter().copied().chain([("signed_on", "2099-01-01")]).chain(confirmed);
        let later: Vec<_> = later.collect();
        let edited = app.post(&format!("/staff/hexi/agreements/{}", new.id), &later).by(&manager).go();
        assert!(edited.status == 422 && edited.text().contains("签字的日子还没到"), "{}", edited.text());
    }
    let paper = app.get(&format!("/staff/hexi/agreements/{}/print", new.id)).by(&manager).go().text();
    for words in ["场地免费使用协议", "每年两场公益演出", "周二 上午9:00–11:00", "本协议接续协议", "（盖章）"]
    {
        assert!(paper.contains(words), "{words}: {paper}");
    }
}

fn the_use_of_an_agreement_adds_up(app: &TestApp) {
    let (leader, studio) = (app.leader(), app.room("Studio"));
    leader.asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    let late = leader.asks_for(&studio, "2026-11-21T14:00", "2026-11-21T15:00").is(State::Approved);
    leader.cancels(late).id();
    let early = leader.asks_for(&studio, "2026-11-26T09:00", "2026-11-26T10:00").is(State::Approved);
    leader.cancels(early).id();
    leader.asks_for(&app.room("Meeting room"), "2026-12-02T09:00", "2026-12-02T10:30").is(State::Requested);
    app.hours_pass(4 * 24);
    let stays = app.read(|conn| booked::stays(conn, LEADERS));
    let zone = app.centre("hexi").zone;
    let used = Used::of(&stays, zone, zone.wall(app.now()));
    let november = used.month("2026-11-09".parse().unwrap());
    assert_eq!((november.minutes, november.asked, november.bookings), (180, 0, 2));
    let december = used.month("2026-12-31".parse().unwrap());
    assert_eq!((december.minutes, december.asked, december.bookings), (90, 90, 1));
    assert_eq!((used.held, used.held_minutes, used.coming, used.open), (1, 120, 0, 1));
    assert_eq!((used.cancelled_late, used.displaced), (1, 0));
    for path in ["/staff/hexi/agreements/1", "/my/agreements/1"] {
        let who = if path.starts_with("/my") { app.leader() } else { app.desk() };
        let page = app.get(path).by(&who).go().text();
        assert!(page.contains("1次，2小时") && page.contains("临时取消"), "{page}");
    }
}
