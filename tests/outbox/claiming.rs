//! Several workers, and one that died.

use std::time::Duration;

use chrono::TimeDelta;
use linli::base::mail::{State, queue};

use crate::harness::Outbox;
use crate::rows::letter;
use crate::smtp::Turn;

on_both_databases! {
    crate::harness::Outbox::on;
    a_worker_that_dies_with_a_letter_in_hand_leaves_it_to_another
    a_letter_that_ends_every_worker_is_given_up
    a_letter_that_ends_every_worker_does_not_take_others_with_it
    letters_go_side_by_side_and_those_of_one_booking_one_after_another
    a_worker_that_lost_its_lease_cannot_change_the_letter
    many_workers_never_send_a_letter_twice
    a_cancellation_never_overtakes_its_invitation
    a_letter_put_off_holds_up_nobody_else
}

async fn a_worker_that_dies_with_a_letter_in_hand_leaves_it_to_another(outbox: Outbox) {
    outbox.write(&letter("一"), None);
    let now = outbox.clock.now();
    let claimed = outbox.db.write_now(|conn| queue::claim(conn, 10, now)).unwrap();
    assert_eq!(claimed.len(), 1);
    outbox.clock.advance(queue::LEASE - TimeDelta::seconds(1));
    assert_eq!(outbox.pass().await, 0);
    outbox.clock.advance(TimeDelta::seconds(1));
    assert_eq!(outbox.pass().await, 1);
    assert_eq!(outbox.only().tries, 2);
}

async fn a_letter_that_ends_every_worker_is_given_up(outbox: Outbox) {
    outbox.write(&letter("一"), None);
    for _ in 0..16 {
        let now = outbox.clock.now();
        assert_eq!(outbox.db.write_now(|conn| queue::claim(conn, 10, now)).unwrap().len(), 1);
        outbox.clock.advance(queue::LEASE);
    }
    outbox.write(&letter("二"), None);
    assert_eq!(outbox.pass().await, 1);
    assert_eq!(outbox.letters()[0].state, State::Failed);
}

async fn a_letter_that_ends_every_worker_does_not_take_others_with_it(outbox: Outbox) {
    for name in ["一", "二", "三"] {
        outbox.write(&letter(name), None);
    }
    let claim = || {
        let now = outbox.clock.now();
        let claimed = outbox.db.write_now(|conn| queue::claim(conn, 10, now)).unwrap();
        claimed.into_iter().map(|one| one.subject).collect::<Vec<_>>()
    };
    assert_eq!(claim(), ["一", "二", "三"]);
    outbox.clock.advance(queue::LEASE);
    // Nobody knows which of them it was: each is tried alone.
    for name in ["一", "二", "三"] {
        assert_eq!(claim(), [name]);
    }
    outbox.write(&letter("四"), None);
    assert_eq!(claim(), ["四"]);
    outbox.clock.advance(queue::LEASE);
    assert_eq!(outbox.pass().await, 4);
}

async fn letters_go_side_by_side_and_those_of_one_booking_one_after_another(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::Slow(Duration::from_millis(100)); 9]);
    outbox.write(&letter("先"), None);
    for at in 0..4 {
        outbox.write(&letter(&format!("预约一 {at}")), Some(0));
        outbox.write(&letter(&format!("别的 {at}")), None);
    }
    assert_eq!(outbox.pass().await, 9);
    assert!(outbox.smtp.most_at_once() > 1);
    let subjects = outbox.smtp.received().into_iter().map(|one| one.header("Subject").unwrap());
    let booking: Vec<_> = subjects.filter(|subject| subject.starts_with("预约一")).collect();
    assert_eq!(booking, ["预约一 0", "预约一 1", "预约一 2", "预约一 3"]);
}

async fn a_worker_that_lost_its_lease_cannot_change_the_letter(outbox: Outbox) {
    outbox.write(&letter("一"), None);
    let now = outbox.clock.now();
    let slow = outbox.db.write_now(|conn| queue::claim(conn, 1, now)).unwrap().remove(0);
    outbox.clock.advance(queue::LEASE);
    assert_eq!(outbox.pass().await, 1);
    let fate = queue::Fate::Failed { answer: "late".into() };
    assert!(!outbox.db.write_now(|conn| queue::settle(conn, slow.id, slow.tries, &fate, now)).unwrap());
    assert_eq!(outbox.only().state, State::Sent);
}

async fn many_workers_never_send_a_letter_twice(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::Slow(Duration::from_millis(5)); 40]);
    for at in 0..40 {
        outbox.write(&letter(&format!("第{at}封")), None);
    }
    let passes = (0..4).map(|_| {
        let (worker, stop) = (outbox.worker(), outbox.jobs.stop_sign());
        tokio::spawn(async move { worker.pass(&stop).await.unwrap() })
    });
    let mut sent = 0;
    for pass in passes.collect::<Vec<_>>() {
        sent += pass.await.unwrap();
    }
    assert_eq!(sent, 40);
    let mut subjects: Vec<_> =
        outbox.smtp.received().iter().map(|one| one.header("Subject").unwrap()).collect();
    subjects.sort();
    subjects.dedup();
    assert_eq!((subjects.len(), outbox.smtp.received().len()), (40, 40));
}

async fn a_cancellation_never_overtakes_its_invitation(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::NotNow]);
    outbox.write(&letter("邀请"), Some(0));
    outbox.clock.advance(TimeDelta::seconds(1));
    outbox.write(&letter("取消"), Some(0));
    assert_eq!(outbox.pass().await, 0);
    assert_eq!(outbox.smtp.connections(), 1);
    // Nor while the invitation is in another worker's hands.
    outbox.wait_until_due(outbox.letters()[0].id);
    let now = outbox.clock.now();
    let mut claimed = outbox.db.write_now(|conn| queue::claim(conn, 10, now)).unwrap();
    assert_eq!(claimed.len(), 1);
    assert_eq!(outbox.pass().await, 0);
    let invitation = claimed.remove(0);
    let later = queue::Fate::Later { due: now, answer: String::new() };
    outbox.db.write_now(|conn| queue::settle(conn, invitation.id, invitation.tries, &later, now)).unwrap();
    assert_eq!(outbox.pass().await, 2);
    let subjects: Vec<_> = outbox.smtp.received().iter().map(|one| one.header("Subject").unwrap()).collect();
    assert_eq!(subjects, ["邀请", "取消"]);
}

async fn a_letter_put_off_holds_up_nobody_else(outbox: Outbox) {
    outbox.smtp.plan(&[Turn::NotNow]);
    outbox.write(&letter("一"), Some(0));
    outbox.write(&letter("二"), Some(1));
    outbox.write(&letter("三"), None);
    assert_eq!(outbox.pass().await, 2);
}
