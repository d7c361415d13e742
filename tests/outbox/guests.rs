//! Letters to people without an account, known by what they registered for.

use chrono::Duration;
use diesel::prelude::*;
use linli::base::db::{Conn, schema};
use linli::base::lang::Lang;
use linli::base::mail::{Channel, Reader, Recipient, pace, store};

use crate::harness::Outbox;
use crate::rows::letter;

on_both_databases! {
    a_guest_is_written_to_by_the_name_and_address_they_gave
    an_address_is_sent_three_letters_an_hour_in_their_order
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
