//! What a mail server can do to a letter.

use std::time::Duration;

use chrono::TimeDelta;
use linli::base::mail::{Config, Recipient, State, store};

use crate::harness::Outbox;
use crate::rows::letter;
use crate::smtp::Turn;

on_both_databases! {
    crate::harness::Outbox::on;
    what_fails_for_now_comes_back_on_schedule_and_is_given_up_in_the_end
    what_is_refused_for_good_keeps_the_servers_last_words
    an_address_that_is_none_fails_at_once
    a_server_that_wants_a_password_is_no_fault_of_the_letter
    a_server_that_hangs_or_hangs_up_is_tried_again
    encryption_that_was_demanded_is_never_done_without
    a_reply_lost_after_the_message_repeats_it_with_the_same_message_id
}

async fn what_fails_for_now_comes_back_on_schedule_and_is_given_up_in_the_end(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::NotNow; 8]);
    outbox.write(&letter("一"), None);
    for (tries, minutes) in [1, 5, 30, 120, 360, 720, 1440].into_iter().enumerate() {
        assert_eq!(outbox.pass().await, 0);
        let put_off = outbox.only();
        assert_eq!((put_off.state, put_off.tries), (State::Waiting, tries as i32 + 1));
        assert_eq!(put_off.last_answer.as_deref(), Some("451 4.7.1 Greylisted, come back later"));
        let wait = put_off.due_at.since(outbox.clock.now()).num_seconds();
        assert!((minutes * 48..=minutes * 72).contains(&wait), "{wait} s after try {}", tries + 1);
        outbox.clock.advance(TimeDelta::seconds(wait - 1));
        assert_eq!(outbox.pass().await, 0);
        assert_eq!(outbox.smtp.connections(), tries + 1, "it came back too early");
        outbox.clock.advance(TimeDelta::seconds(1));
    }
    assert_eq!(outbox.pass().await, 0);
    let given_up = outbox.only();
    assert_eq!((given_up.state, given_up.tries), (State::Failed, 8));
    assert_eq!(outbox.smtp.received().len(), 0);
}

async fn what_is_refused_for_good_keeps_the_servers_last_words(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::NoSuchPerson, Turn::RefusesContent]);
    outbox.write(&letter("一"), None);
    outbox.write(&letter("二"), None);
    outbox.write(&letter("三"), None);
    assert_eq!(outbox.pass().await, 1, "a refused letter does not stop the next one");
    let letters = outbox.letters();
    assert_eq!(letters[0].state, State::Failed);
    assert_eq!(letters[0].last_answer.as_deref(), Some("550 5.1.1 The mailbox does not exist"));
    assert_eq!(letters[1].last_answer.as_deref(), Some("554 5.7.1 We do not like this letter"));
    assert_eq!(letters[2].state, State::Sent);
    outbox.clock.advance(TimeDelta::days(30));
    assert_eq!(outbox.pass().await, 0);
    let calls = outbox.db.read_now(|conn| store::calls(conn, outbox.centre)).unwrap();
    assert_eq!(calls.len(), 2, "whom mail does not reach is called");
}

async fn an_address_that_is_none_fails_at_once(outbox: Outbox) {
    let to = Recipient { address: "nobody at example".into(), ..outbox.to_leader() };
    outbox.write_to(&to, &letter("一"), None);
    assert_eq!(outbox.pass().await, 0);
    let failed = outbox.only();
    assert_eq!(failed.state, State::Failed);
    assert_eq!(failed.last_answer.as_deref(), Some("\"nobody at example\" is no e-mail address"));
}

async fn a_server_that_wants_a_password_is_no_fault_of_the_letter(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::WantsPassword]);
    outbox.write(&letter("一"), None);
    outbox.write(&letter("二"), None);
    assert_eq!(outbox.pass().await, 0);
    let letters = outbox.letters();
    assert_eq!((letters[0].state, letters[0].tries), (State::Waiting, 1));
    assert_eq!(letters[0].last_answer.as_deref(), Some("530 5.7.0 Authentication required"));
    assert_eq!(letters[1].tries, 0, "the others are spared the same");
}

async fn a_server_that_hangs_or_hangs_up_is_tried_again(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::Hangs, Turn::Closes, Turn::GoneWithinData]);
    outbox.write(&letter("一"), None);
    let worker = outbox.worker_with(&outbox.config(), Duration::from_millis(300));
    for tries in 1..=3 {
        assert_eq!(worker.pass(&outbox.jobs.stop_sign()).await.unwrap(), 0);
        let put_off = outbox.only();
        assert_eq!((put_off.state, put_off.tries), (State::Waiting, tries));
        assert!(put_off.last_answer.unwrap().contains("邮件服务器"));
        outbox.wait_until_due(put_off.id);
    }
    assert_eq!(outbox.pass().await, 1);
    assert_eq!(outbox.smtp.received().len(), 1);
}

async fn encryption_that_was_demanded_is_never_done_without(outbox: Outbox) {
    outbox.write(&letter("一"), None);
    for url in [format!("{}?tls=required", outbox.smtp.url()), outbox.smtp.url().replace("smtp:", "smtps:")] {
        let config = Config { smtp_url: Some(url.into()), ..outbox.config() };
        let worker = outbox.worker_with(&config, Duration::from_secs(5));
        assert_eq!(worker.pass(&outbox.jobs.stop_sign()).await.unwrap(), 0);
        let put_off = outbox.only();
        assert_eq!(put_off.state, State::Waiting);
        outbox.wait_until_due(put_off.id);
    }
    assert_eq!(outbox.smtp.connections(), 2);
    assert_eq!(outbox.smtp.received().len(), 0);
}

async fn a_reply_lost_after_the_message_repeats_it_with_the_same_message_id(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::GoneAfterData]);
    outbox.write(&letter("一"), None);
    assert_eq!(outbox.pass().await, 0);
    outbox.wait_until_due(outbox.only().id);
    assert_eq!(outbox.pass().await, 1);
    let received = outbox.smtp.received();
    assert_eq!(received.len(), 2);
    assert_eq!(received[0].header("Message-ID"), received[1].header("Message-ID"));
    assert_eq!(received[0].header("Date"), received[1].header("Date"));
}
