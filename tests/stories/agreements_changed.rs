//! An agreement that stands is not changed in silence, and its paper keeps the terms under which it was signed.

use linli::base::history;
use linli::domain::agreements::editing::{
    AgreementChange, AgreementDetails, add_agreement, change_agreement,
};
use linli::domain::agreements::terms::{publishing::publish, store as terms};
use linli::domain::agreements::{Agreement, AgreementId, store};
use linli::domain::bookings::State;
use linli::domain::people::Acting;

use crate::support::TestApp;
use crate::support::people::Someone;

stories![
    a_change_of_one_that_stands_is_written_down_and_told,
    before_it_is_changed_staff_see_what_would_no_longer_be_covered,
    the_paper_holds_the_terms_under_which_it_was_signed,
    a_draft_of_a_successor_does_not_silence_the_reminders,
];

const LEADERS: AgreementId = AgreementId(1);

fn acting<'a>(who: &'a Someone) -> Acting<'a> {
    Acting { centre: &who.centre, person: Some(who.person.id), now: who.app.now() }
}

fn agreement(app: &TestApp) -> Agreement {
    app.read(|conn| store::agreement(conn, app.centre("hexi").id, LEADERS))
}

fn as_it_is(app: &TestApp) -> AgreementDetails {
    let like = agreement(app);
    AgreementDetails {
        troupe: like.troupe_id,
        number: like.number,
        signed_on: like.signed_on,
        starts_on: like.starts_on,
        ends_on: like.ends_on,
        allowance: like.allowance,
        words: like.words,
        predecessor: like.predecessor,
        rooms: like.rooms,
        windows: like.windows,
    }
}

fn a_change_of_one_that_stands_is_written_down_and_told(app: &TestApp) {
    let mut fewer = as_it_is(app);
    fewer.allowance.week_minutes = Some(240);
    let manager = app.manager();
    let done = app.write(|conn| change_agreement(conn, &acting(&manager), LEADERS, &fewer));
    assert_eq!(done, AgreementChange::Done(LEADERS));
    let letter = app.wrote(&["leader: agreement_changed"]).remove(0);
    assert!(
        letter.text.contains("额度：每周10小时") && letter.text.contains("→ 每周4小时"),
        "{}",
        letter.text
    );
    let lines = app.read(|conn| history::of(conn, "agreement", LEADERS.0));
    let reason = lines.iter().find(|line| line.act == "changed").and_then(|line| line.reason.clone());
    assert!(reason.is_some_and(|reason| reason.contains("→ 每周4小时")));
    // Nothing differs: nothing is told.
    app.write(|conn| change_agreement(conn, &acting(&manager), LEADERS, &fewer));
    app.wrote(&[]);
}

fn before_it_is_changed_staff_see_what_would_no_longer_be_covered(app: &TestApp) {
    let studio = app.room("Studio");
    app.leader().asks_for(&studio, "2026-11-24T09:00", "2026-11-24T11:00").is(State::Approved);
    app.new_letters();
    let manager = app.manager();
    let now = agreement(app);
    let address = format!("/staff/hexi/agreements/{LEADERS}");
    let form = app.get(&format!("{address}/edit")).by(&manager).go();
    let sent = crate::without_script::typed(
        crate::without_script::form(&form, &address).1,
        &[("rooms", &app.room("Meeting room").id.to_string())],
    );
    let asked = crate::without_script::send(app, &manager, &address, &sent);
    assert_eq!(asked.status, 200, "{}", asked.body);
    assert!(asked.body.contains("已经约好的1次不在新的范围里"), "{}", asked.body);
    assert_eq!(agreement(app), now, "nothing is written yet");
    app.wrote(&[]);
    let (_, again) = crate::without_script::form(&asked, &address);
    assert_eq!(crate::without_script::send(app, &manager, &address, &again).status, 303);
    assert_eq!(agreement(app).rooms, [app.room("Meeting room").id]);
    app.wrote(&["leader: agreement_changed"]);
}

fn the_paper_holds_the_terms_under_which_it_was_signed(app: &TestApp) {
    let manager = app.manager();
    let centre = app.centre("hexi").id;
    let today = app.centre("hexi").zone.today(app.now());
    app.write(|conn| publish(conn, &acting(&manager), "不许抽烟。", "No smoking.", today));
    let later = app.read(|conn| terms::versions(conn, centre)).remove(0);
    let of = |signed: chrono::NaiveDate| {
        let signed = Agreement { signed_on: signed, ..agreement(app) };
        app.read(|conn| terms::of_paper(conn, &signed, today)).map(|one| one.version)
    };
    assert_eq!(of(today), Some(later.version));
    let before = of(agreement(app).signed_on);
    assert!(before < Some(later.version), "{before:?}: the later version was not there when it was signed");
}

fn a_draft_of_a_successor_does_not_silence_the_reminders(app: &TestApp) {
    let manager = app.manager();
    let next = AgreementDetails {
        number: "协2027-01".into(),
        starts_on: "2027-01-01".parse().unwrap(),
        ends_on: "2027-12-31".parse().unwrap(),
        predecessor: Some(LEADERS),
        ..as_it_is(app)
    };
    app.write(|conn| add_agreement(conn, &acting(&manager), &next));
    app.hours_pass(10 * 24);
    assert_eq!(app.reminds(), 2, "both end on 31 December, and no successor is in force");
}
