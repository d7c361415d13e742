//! Letters on their way, when nothing goes wrong.

use std::sync::Arc;
use std::time::Duration;

use linli::base::db::Conn;
use linli::base::ical::Method;
use linli::base::jobs::Jobs;
use linli::base::mail::{Config, Sender, State, enqueue, send_test, worker};
use tokio::sync::Notify;

use crate::harness::{Outbox, tokens};
use crate::rows::{db_fact, invitation, letter, with_code};
use crate::smtp::Turn;

on_both_databases! {
    crate::harness::Outbox::on;
    a_letter_arrives_as_mail_programs_want_it
    an_invitation_arrives_as_calendar_part_and_as_attachment
    a_code_arrives_as_a_picture_within_the_letter
    the_same_cause_and_person_are_told_once
    nothing_is_written_when_the_fact_is_undone
    letters_survive_a_restart_and_are_sent_by_the_running_binary
    stopping_finishes_the_letter_in_hand_and_begins_no_other
    without_a_mail_server_letters_stay_waiting
    a_test_letter_tells_whether_sending_works
}

async fn a_letter_arrives_as_mail_programs_want_it(outbox: Outbox) {
    outbox.write(&letter("排练厅 11月24日 已批准，请按时到场，用后关灯关窗锁门，钥匙交回一楼服务台"), None);
    assert_eq!(outbox.pass().await, 1);
    let sent = outbox.only();
    assert_eq!((sent.state, sent.tries, sent.settled_at), (State::Sent, 1, Some(outbox.clock.now())));

    let received = outbox.smtp.received().remove(0);
    assert_eq!(received.from, "linli@example.org");
    assert_eq!(received.to, ["leader1@example.org"]);
    let header = |name| received.header(name).unwrap();
    assert_eq!(header("Subject"), "排练厅 11月24日 已批准，请按时到场，用后关灯关窗锁门，钥匙交回一楼服务台");
    assert_eq!(header("Date"), "Sat, 21 Nov 2026 04:00:00 +0000");
    assert_eq!(header("Message-ID"), format!("<linli.letter.{}.1795233600@example.org>", sent.id));
    assert_eq!(header("Content-Language"), "zh-CN");
    assert_eq!(header("Auto-Submitted"), "auto-generated");
    assert!(header("From").contains("邻里（测试）") && header("To").contains("王秀兰"));

    let parsed = received.parsed();
    assert_eq!(parsed.ctype.mimetype, "multipart/alternative");
    let kinds: Vec<_> = parsed.subparts.iter().map(|part| part.ctype.mimetype.as_str()).collect();
    assert_eq!(kinds, ["text/plain", "text/html"]);
    let (text, html) = (received.part("text/plain").unwrap(), received.part("text/html").unwrap());
    let token = text.split("https://linli.example/a/").nth(1).unwrap().split_whitespace().next().unwrap();
    assert_eq!(tokens().verify("alternative", token), Some((7, 2)));
    assert!(html.contains(&format!("href=\"https://linli.example/a/{token}\"")));
    assert!(text.contains("https://linli.example/my/bookings/42\r\n"));
    assert!(!text.contains("[[") && !html.contains("[["));
    keep(&outbox, "letter");
}

async fn an_invitation_arrives_as_calendar_part_and_as_attachment(outbox: Outbox) {
    outbox.write(&invitation(Method::Request, "已批准", outbox.clock.now()), Some(0));
    outbox.write(&invitation(Method::Cancel, "已取消", outbox.clock.now()), Some(0));
    assert_eq!(outbox.pass().await, 2);
    for (received, method) in outbox.smtp.received().iter().zip(["REQUEST", "CANCEL"]) {
        let parsed = received.parsed();
        assert_eq!(parsed.ctype.mimetype, "multipart/mixed");
        let calendar = parsed.parts().find(|part| part.ctype.mimetype == "text/calendar").unwrap();
        assert_eq!(calendar.ctype.params.get("method").unwrap(), method);
        let body = calendar.get_body().unwrap();
        assert!(body.contains(&format!("METHOD:{method}\r\n")));
        let unfolded = body.replace("\r\n ", "");
        let uid = format!("UID:booking-1@{}", tokens().installation());
        for line in [uid.as_str(), "URL:https://linli.example/my/bookings/1"] {
            assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{unfolded}");
        }
        assert!(unfolded.contains(":mailto:linli@example.org\r\n"), "{unfolded}");
        let attached = parsed.parts().find(|part| part.ctype.mimetype == "application/ics").unwrap();
        assert_eq!(attached.get_content_disposition().params.get("filename").unwrap(), "invite.ics");
        assert_eq!(attached.get_body_raw().unwrap(), body.as_bytes());
    }
    keep(&outbox, "invitation");
}

async fn a_code_arrives_as_a_picture_within_the_letter(outbox: Outbox) {
    outbox.write(&with_code(outbox.clock.now()), Some(0));
    assert_eq!(outbox.pass().await, 1);
    let received = outbox.smtp.received().remove(0);
    let parsed = received.parsed();
    assert_eq!(parsed.ctype.mimetype, "multipart/mixed");
    let alternative = &parsed.subparts[0];
    let kinds: Vec<_> = alternative.subparts.iter().map(|part| part.ctype.mimetype.as_str()).collect();
    assert_eq!(kinds, ["text/plain", "multipart/related", "text/calendar"]);
    let related: Vec<_> = alternative.subparts[1].subparts.iter().collect();
    assert_eq!(related[0].ctype.mimetype, "text/html", "what is shown comes first (RFC 2387 §3.2)");
    let picture = related[1];
    assert_eq!(picture.ctype.mimetype, "image/png");
    let header = |name: &str| {
        picture.headers.iter().find(|one| one.get_key().eq_ignore_ascii_case(name)).unwrap().get_value()
    };
    assert!(header("Content-Disposition").starts_with("inline"));
    let id = header("Content-ID");
    let html = received.part("text/html").unwrap();
    assert!(html.contains(&format!("src=\"cid:{}\"", id.trim_matches(['<', '>']))), "{id}: {html}");
    // The plain text leads where the picture does.
    let text = received.part("text/plain").unwrap();
    let token = text.split("https://linli.example/e/").nth(1).unwrap().split_whitespace().next().unwrap();
    assert_eq!(tokens().verify("check_in", token), Some((7, 2)));
    assert!(!html.contains("[[") && !text.contains("[["));
    let drawn = image::load_from_memory(&picture.get_body_raw().unwrap()).unwrap().to_luma8();
    let (width, height) = drawn.dimensions();
    assert_eq!((width, drawn.get_pixel(0, 0).0, drawn.get_pixel(24, 24).0), (height, [255], [0]));
    keep(&outbox, "code");
}

async fn the_same_cause_and_person_are_told_once(outbox: Outbox) {
    let cause = outbox.write(&letter("一"), Some(0));
    let (to, now) = (outbox.to_leader(), outbox.clock.now());
    let again = |conn: &mut Conn| enqueue(conn, cause, Some(outbox.centre), None, &to, &letter("二"), now);
    outbox.db.write_now(again).unwrap();
    assert_eq!(outbox.only().subject, "一");
    outbox.pass().await;
    outbox.db.write_now(again).unwrap();
    assert_eq!(outbox.pass().await, 0);
    assert_eq!(outbox.smtp.received().len(), 1);
}

async fn nothing_is_written_when_the_fact_is_undone(outbox: Outbox) {
    let (to, now) = (outbox.to_leader(), outbox.clock.now());
    let undone = outbox.db.write_now(|conn| -> linli::base::error::Result<()> {
        let cause = db_fact(conn, now)?;
        enqueue(conn, cause, Some(outbox.centre), None, &to, &letter("一"), now)?;
        Err(linli::base::error::Error::Busy)
    });
    assert!(undone.is_err());
    assert_eq!(outbox.pass().await, 0);
    assert!(outbox.letters().is_empty());
}

async fn letters_survive_a_restart_and_are_sent_by_the_running_binary(mut outbox: Outbox) {
    outbox.write(&letter("停机前"), None);
    outbox.db = outbox.database.open(4);
    let wake = Arc::new(Notify::new());
    let (db, clock, config) = (outbox.db.clone(), outbox.clock.clone(), outbox.config());
    assert!(worker::start(&mut outbox.jobs, db, clock, tokens(), &config, wake.clone(), 1).unwrap());
    let smtp = outbox.smtp.clone();
    let first = tokio::task::spawn_blocking(move || smtp.wait_for(1)).await.unwrap();
    assert_eq!(first[0].header("Subject").unwrap(), "停机前");
    outbox.write(&letter("开机后"), None);
    wake.notify_one();
    let smtp = outbox.smtp.clone();
    tokio::task::spawn_blocking(move || smtp.wait_for(2)).await.unwrap();
    assert!(outbox.jobs.stop(Duration::from_secs(5)).await);
}

async fn stopping_finishes_the_letter_in_hand_and_begins_no_other(mut outbox: Outbox) {
    outbox.smtp.plan(&[Turn::Slow(Duration::from_millis(300))]);
    outbox.write(&letter("一"), None);
    outbox.write(&letter("二"), None);
    let (db, clock, config) = (outbox.db.clone(), outbox.clock.clone(), outbox.config());
    worker::start(&mut outbox.jobs, db, clock, tokens(), &config, Arc::default(), 1).unwrap();
    while outbox.smtp.connections() == 0 {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    let jobs = std::mem::replace(&mut outbox.jobs, Jobs::new(outbox.clock.clone()));
    assert!(jobs.stop(Duration::from_secs(5)).await);
    let states: Vec<_> = outbox.letters().iter().map(|letter| (letter.state, letter.tries)).collect();
    assert_eq!(states, [(State::Sent, 1), (State::Waiting, 0)]);
}

async fn without_a_mail_server_letters_stay_waiting(mut outbox: Outbox) {
    outbox.write(&letter("一"), None);
    let (db, clock) = (outbox.db.clone(), outbox.clock.clone());
    let config = Config { smtp_url: None, ..outbox.config() };
    assert!(!worker::start(&mut outbox.jobs, db, clock, tokens(), &config, Arc::default(), 1).unwrap());
    assert_eq!(outbox.only().state, State::Waiting);
    let wrong = Config { smtp_url: Some("gopher://user:hush@host".to_owned().into()), ..config };
    assert!(!Sender::new(&wrong, tokens()).err().unwrap().contains("hush"));
}

async fn a_test_letter_tells_whether_sending_works(outbox: Outbox) {
    let now = outbox.clock.now();
    let answer = send_test(&outbox.config(), "desk@example.org", now).await;
    assert_eq!(answer.as_deref(), Ok("2.0.0 kept"));
    assert_eq!(outbox.smtp.received()[0].to, ["desk@example.org"]);
    outbox.smtp.plan(&[Turn::NoSuchPerson]);
    let refused = send_test(&outbox.config(), "desk@example.org", now).await;
    assert_eq!(refused, Err("550 5.1.1 The mailbox does not exist".into()));
    let none = Config { smtp_url: None, ..outbox.config() };
    assert!(send_test(&none, "desk@example.org", now).await.unwrap_err().contains("LINLI_SMTP_URL"));
}

/// Leaves what was received in the folder that `LINLI_TEST_KEEP_MAIL` names, to be looked at with other tools.
fn keep(outbox: &Outbox, name: &str) {
    let Ok(folder) = std::env::var("LINLI_TEST_KEEP_MAIL") else { return };
    for (at, received) in outbox.smtp.received().iter().enumerate() {
        std::fs::write(format!("{folder}/{name}-{at}.eml"), &received.data).unwrap();
    }
}
