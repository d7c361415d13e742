//! What staff see and do.

use chrono::TimeDelta;
use linli::base::db::Conn;
use linli::base::error::Error;
use linli::base::history;
use linli::base::lang::Lang;
use linli::base::mail::store::{self, Phoning, Resending};
use linli::base::mail::{Channel, Reader, Recipient, State, links};

use crate::harness::{Outbox, tokens};
use crate::rows::letter;
use crate::smtp::Turn;

on_both_databases! {
    crate::harness::Outbox::on;
    staff_send_again_what_failed_and_what_was_lost
    what_is_sent_again_goes_to_the_address_of_now
    people_without_mail_are_called
    other_centres_see_nothing
    staff_never_read_a_token
}

async fn staff_send_again_what_failed_and_what_was_lost(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::NoSuchPerson]);
    outbox.write(&letter("一"), None);
    outbox.pass().await;
    let id = outbox.only().id;
    let resend = || {
        let now = outbox.clock.now();
        outbox.db.write_now(|conn| store::resend(conn, outbox.centre, id, outbox.caller, now)).unwrap()
    };
    for _ in 0..2 {
        outbox.clock.advance(TimeDelta::seconds(60));
        assert_eq!(resend(), Resending::Waiting);
        assert_eq!(resend(), Resending::Refused(State::Waiting));
        assert_eq!(outbox.pass().await, 1);
    }
    let received = outbox.smtp.received();
    assert_ne!(received[0].header("Message-ID"), received[1].header("Message-ID"));
    assert_eq!(outbox.only().last_answer, None);
    let told = outbox.db.read_now(|conn| history::of(conn, "letter", id.0)).unwrap();
    let told: Vec<_> = told.iter().map(|line| (line.act.as_str(), line.person.as_deref())).collect();
    assert_eq!(told, [("resent", Some("赵德福")); 2]);
}

async fn what_is_sent_again_goes_to_the_address_of_now(outbox: Outbox) {
    use diesel::prelude::*;
    use linli::base::db::schema::person;
    outbox.smtp.plan(&[Turn::NoSuchPerson]);
    outbox.write(&letter("一"), None);
    outbox.pass().await;
    let failed = outbox.only();
    let moves = |conn: &mut Conn| {
        let reader = person::table.filter(person::id.eq(failed.person.unwrap()));
        Ok(diesel::update(reader).set(person::email.eq("new@example.org")).execute(conn)?)
    };
    outbox.db.write_now(moves).unwrap();
    let now = outbox.clock.now();
    let again = |conn: &mut Conn| store::resend(conn, outbox.centre, failed.id, outbox.caller, now);
    assert_eq!(outbox.db.write_now(again).unwrap(), Resending::Waiting);
    assert_eq!(outbox.only().address, "new@example.org");
    assert_eq!(outbox.pass().await, 1);
}

async fn people_without_mail_are_called(outbox: Outbox) {
    let phone = |channel| Recipient {
        reader: Reader::Person(outbox.caller),
        lang: Lang::Zh,
        channel,
        address: "13900000007".into(),
    };
    outbox.write_to(&phone(Channel::Phone), &letter("请选个新时间"), Some(0));
    outbox.write_to(&phone(Channel::Slip), &letter("预约凭条"), Some(0));
    assert_eq!(outbox.pass().await, 0);
    let read =
        |conn: &mut Conn| Ok((store::calls(conn, outbox.centre)?, store::counts(conn, outbox.centre)?));
    let (calls, counts) = outbox.db.read_now(read).unwrap();
    assert_eq!((counts.to_phone, counts.slip, counts.calls()), (1, 1, 1));
    assert_eq!(calls[0].phone.as_deref(), Some("13900000007"));
    let (id, now) = (calls[0].summary.id, outbox.clock.now());
    let phoned = |conn: &mut Conn| store::mark_phoned(conn, outbox.centre, id, outbox.leader, now);
    assert_eq!(outbox.db.write_now(phoned).unwrap(), Phoning::Done);
    assert_eq!(outbox.db.write_now(phoned).unwrap(), Phoning::Refused(State::Phoned));
    assert!(outbox.db.read_now(read).unwrap().0.is_empty());
    let shown = outbox.db.read_now(|conn| store::show(conn, outbox.centre, id)).unwrap();
    assert_eq!(shown.settled_by, Some(outbox.leader));
}

async fn other_centres_see_nothing(outbox: Outbox) {
    outbox.write(&letter("一"), Some(0));
    let (id, other, now) = (outbox.only().id, outbox.centre + 1, outbox.clock.now());
    let db = &outbox.db;
    assert!(matches!(db.read_now(|conn| store::show(conn, other, id)), Err(Error::NotFound)));
    assert!(matches!(db.write_now(|conn| store::resend(conn, other, id, 1, now)), Err(Error::NotFound)));
    assert!(matches!(db.write_now(|conn| store::mark_phoned(conn, other, id, 1, now)), Err(Error::NotFound)));
    assert!(db.read_now(|conn| store::list(conn, other, None, 0)).unwrap().is_empty());
    assert!(db.read_now(|conn| store::of_booking(conn, other, outbox.bookings[0])).unwrap().is_empty());
    assert_eq!(
        db.read_now(|conn| store::of_booking(conn, outbox.centre, outbox.bookings[0])).unwrap().len(),
        1
    );
}

async fn staff_never_read_a_token(outbox: Outbox) {
    outbox.write(&letter("一"), None);
    outbox.pass().await;
    let id = outbox.only().id;
    let stored = outbox.db.read_now(|conn| store::show(conn, outbox.centre, id)).unwrap();
    let text = stored.body.text(stored.lang);
    assert!(text.contains("[[link:/a/:alternative:7:2]]"));
    let veiled = links::veil(&text, stored.lang, "https://linli.example");
    assert!(veiled.contains("https://linli.example/my/bookings/42") && !veiled.contains("/a/"));
    assert!(!format!("{stored:?}").contains(&tokens().sign("alternative", 7, 2)));
}
