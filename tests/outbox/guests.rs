//! Letters to people without an account, known by what they registered for.

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::{Conn, schema};
use linli::base::lang::Lang;
use linli::base::mail::{Channel, Reader, Recipient, pace, store};

use crate::harness::Outbox;
use crate::rows::letter;
use crate::smtp::Turn;

on_both_databases! {
    crate::harness::Outbox::on;
    a_guest_is_written_to_by_the_name_and_address_they_gave
    an_address_is_sent_three_letters_an_hour_in_their_order
    letters_that_waited_for_a_server_keep_the_pace
    a_letter_that_is_sent_again_was_sent_before
    many_workers_keep_the_pace_of_an_address
    many_letters_that_wait_for_one_address_do_not_slow_the_others
    a_guest_without_mail_is_called
}

/// Somebody registered for something.
fn db_guest(outbox: &Outbox, key: &str, email: Option<&str>, phone: Option<&str>) -> i64 {
    use schema::{activity, registration as r};
    let now = outbox.clock.now();
    let insert = |conn: &mut Conn| {
        let activity: i64 = diesel::insert_into(activity::table)
            .values((
                (
                    activity::centre_id.eq(outbox.centre),
                    activity::title.eq("太极拳"),
                    activity::title_en.eq(""),
                ),
                (activity::kind.eq("course"), activity::audience.eq(""), activity::audience_en.eq("")),
                (activity::intro.eq(""), activity::intro_en.eq(""), activity::state.eq("published")),
                (activity::created_by.eq(outbox.leader), activity::created_at.eq(now)),
            ))
            .returning(activity::id)
            .get_result(conn)?;
        Ok(diesel::insert_into(r::table)
            .values((
                (r::centre_id.eq(outbox.centre), r::activity_id.eq(activity), r::name.eq("陈桂芳")),
                (r::email.eq(email), r::phone.eq(phone), r::lang.eq("zh"), r::party.eq(1)),
                (r::state.eq("confirmed"), r::guardian.eq(""), r::note.eq(""), r::request_key.eq(key)),
                (r::created_at.eq(now), r::changed_at.eq(now), r::sequence.eq(0), r::version.eq(0)),
            ))
            .returning(r::id)
            .get_result(conn)?)
    };
    outbox.db.write_now(insert).unwrap()
}

fn by_mail(id: i64) -> Recipient {
    Recipient {
        reader: Reader::Registration(id),
        lang: Lang::Zh,
        channel: Channel::Email,
        address: "chen@example.org".into(),
    }
}

async fn a_guest_is_written_to_by_the_name_and_address_they_gave(outbox: Outbox) {
    let id = db_guest(&outbox, "one", Some("chen@example.org"), None);
    outbox.write_to(&by_mail(id), &letter("报上名了"), None);
    assert_eq!(outbox.pass().await, 1);
    let told = outbox.only();
    assert_eq!((told.name.as_str(), told.registration, told.person), ("陈桂芳", Some(id), None));
    let sent = outbox.smtp.received();
    assert_eq!(sent.len(), 1);
    assert_eq!(sent[0].to, ["chen@example.org"]);
}

async fn an_address_is_sent_three_letters_an_hour_in_their_order(outbox: Outbox) {
    let (one, two) = (
        db_guest(&outbox, "one", Some("chen@example.org"), None),
        db_guest(&outbox, "two", Some("chen@example.org"), None),
    );
    for number in 0..4 {
        outbox.write_to(&by_mail(one), &letter(&format!("一之{number}")), None);
    }
    outbox.write_to(&by_mail(two), &letter("二"), None);
    assert_eq!(outbox.pass().await, 3);
    let now = outbox.clock.now();
    let waiting = outbox.db.read_now(|conn| pace::waiting(conn, "chen@example.org", now)).unwrap();
    assert_eq!(waiting, 2);
    outbox.clock.advance(Duration::minutes(59));
    assert_eq!(outbox.pass().await, 0);
    outbox.clock.advance(Duration::minutes(1));
    assert_eq!(outbox.pass().await, 2);
    let subjects: Vec<_> =
        outbox.letters().into_iter().filter(|one| one.tries == 1).map(|one| one.subject).collect();
    assert_eq!(subjects, ["一之0", "一之1", "一之2", "一之3", "二"]);
    // People with an account asked for their letters: nothing holds them back.
    for _ in 0..5 {
        outbox.write(&letter("批准"), None);
    }
    assert_eq!(outbox.pass().await, 5);
}

async fn letters_that_waited_for_a_server_keep_the_pace(outbox: Outbox) {
    // No server for half a day: all of them are long due.
    for number in 0..10 {
        let key = format!("one-{number}");
        let id = db_guest(&outbox, &key, Some("chen@example.org"), None);
        outbox.write_to(&by_mail(id), &letter(&format!("之{number}")), None);
        outbox.clock.advance(Duration::minutes(90));
    }
    let mut gone = Vec::new();
    for quarter in 0..20 {
        gone.extend(std::iter::repeat_n(quarter, outbox.pass().await));
        outbox.clock.advance(Duration::minutes(15));
    }
    assert_eq!(gone, [0, 0, 0, 4, 4, 4, 8, 8, 8, 12]);
    let subjects: Vec<_> = outbox.smtp.received().iter().map(|one| one.header("Subject").unwrap()).collect();
    assert_eq!(subjects, (0..10).map(|number| format!("之{number}")).collect::<Vec<_>>());
    // What is written now is reckoned from when they went, not from when they were due.
    let id = db_guest(&outbox, "later", Some("chen@example.org"), None);
    for _ in 0..4 {
        outbox.write_to(&by_mail(id), &letter("后来"), None);
    }
    assert_eq!(outbox.pass().await, 3);
    // Nor does sending again by hand.
    let (again, now) = (outbox.letters()[0].id, outbox.clock.now());
    let resend = |conn: &mut Conn| store::resend(conn, outbox.centre, again, outbox.leader, now);
    outbox.db.write_now(resend).unwrap();
    assert_eq!(outbox.pass().await, 0);
}

async fn a_letter_that_is_sent_again_was_sent_before(outbox: Outbox) {
    let id = db_guest(&outbox, "one", Some("chen@example.org"), None);
    outbox.write_to(&by_mail(id), &letter("报上名了"), None);
    // Staff press “send again” every ten minutes.
    let mut gone = Vec::new();
    for minutes in (0..90).step_by(10) {
        gone.extend(std::iter::repeat_n(minutes, outbox.pass().await));
        let (again, now) = (outbox.letters()[0].id, outbox.clock.now());
        let resend = |conn: &mut Conn| store::resend(conn, outbox.centre, again, outbox.leader, now);
        outbox.db.write_now(resend).unwrap();
        outbox.clock.advance(Duration::minutes(10));
    }
    assert_eq!(gone, [0, 10, 20, 60, 70, 80]);
    // Forgotten, they leave no address behind.
    outbox.db.write_now(|conn| store::forget(conn, id)).unwrap();
    let kept: i64 =
        outbox.db.read_now(|conn| Ok(schema::letter_sent::table.count().get_result(conn)?)).unwrap();
    assert_eq!(kept, 0);
}

async fn many_workers_keep_the_pace_of_an_address(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::Slow(std::time::Duration::from_millis(5)); 12]);
    for number in 0..12 {
        let id = db_guest(&outbox, &format!("one-{number}"), Some("chen@example.org"), None);
        outbox.write_to(&by_mail(id), &letter("一"), None);
    }
    outbox.clock.advance(Duration::hours(9));
    let passes = (0..4).map(|_| {
        let (worker, stop) = (outbox.worker(), outbox.jobs.stop_sign());
        tokio::spawn(async move { worker.pass(&stop).await.unwrap() })
    });
    let mut sent = 0;
    for pass in passes.collect::<Vec<_>>() {
        sent += pass.await.unwrap();
    }
    // A worker that comes while another has the address's letter in hand goes home; the next pass takes up.
    sent += outbox.pass().await;
    assert_eq!((sent, outbox.smtp.received().len()), (3, 3));
}

async fn many_letters_that_wait_for_one_address_do_not_slow_the_others(outbox: Outbox) {
    let id = db_guest(&outbox, "one", Some("chen@example.org"), None);
    for _ in 0..300 {
        outbox.write_to(&by_mail(id), &letter("一"), None);
    }
    outbox.clock.advance(Duration::days(9));
    assert_eq!(outbox.pass().await, 3);
    // What the pace holds back is not due, so a claim does not even see it.
    let now = outbox.clock.now();
    let due = |conn: &mut Conn| {
        use schema::letter as l;
        let waiting = l::table.filter(l::state.eq("waiting").and(l::due_at.le(now)));
        Ok(waiting.count().get_result::<i64>(conn)?)
    };
    assert_eq!(outbox.db.read_now(due).unwrap(), 0);
    outbox.write(&letter("批准"), None);
    assert_eq!(outbox.pass().await, 1);
}

async fn a_guest_without_mail_is_called(outbox: Outbox) {
    let id = db_guest(&outbox, "one", None, Some("+8613900000077"));
    let to = Recipient {
        reader: Reader::Registration(id),
        lang: Lang::Zh,
        channel: Channel::Phone,
        address: "+8613900000077".into(),
    };
    outbox.write_to(&to, &letter("有名额了"), None);
    let calls = outbox.db.read_now(|conn| store::calls(conn, outbox.centre)).unwrap();
    assert_eq!(calls.len(), 1);
    assert_eq!(
        (calls[0].summary.name.as_str(), calls[0].phone.as_deref()),
        ("陈桂芳", Some("+8613900000077"))
    );
}
