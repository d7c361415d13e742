//! The outbox, from the transaction of a fact to a mail server, on both databases.
//!
//! For PostgreSQL: `LINLI_TEST_POSTGRES=postgres://… cargo test --features postgres -- --ignored`.

#[path = "support/smtp.rs"]
mod smtp;

use std::sync::Arc;
use std::time::Duration;

use chrono::{DateTime, TimeDelta};
use diesel::prelude::*;
use linli::base::db::{Conn, Db, schema};
use linli::base::history::{self, Entry, HistoryId};
use linli::base::ical::{self, Event, Method};
use linli::base::jobs::Jobs;
use linli::base::lang::Lang;
use linli::base::mail::store::{self, Phoning, Resending, Summary};
use linli::base::mail::{
    CalendarFile, Channel, Config, Draft, Letter, LetterId, Recipient, Sender, State, Worker, enqueue, links,
    queue, send_test, worker,
};
use linli::base::time::{Clock, Instant, Span, Wall, Zone};
use linli::base::tokens::Tokens;
use smtp::{Smtp, Turn};
use tokio::sync::Notify;

/// A database with one centre, a leader with e-mail, one with a phone, and two bookings.
struct Outbox {
    db: Db,
    clock: Clock,
    jobs: Jobs,
    smtp: Smtp,
    centre: i64,
    leader: i64,
    caller: i64,
    bookings: [i64; 2],
    // Goes last: what it holds is removed when the test ends.
    _place: place::Place,
}

fn tokens() -> Tokens {
    Tokens::new("a secret of this test".to_owned().into())
}

impl Outbox {
    fn at(place: place::Place) -> Self {
        let db = place.open();
        let noon = DateTime::parse_from_rfc3339("2026-11-21T04:00:00Z").unwrap().to_utc();
        let clock = Clock::standing_at(noon);
        let now = clock.now();
        let (centre, leader, caller, bookings) = db.write_now(|conn| Ok(db_people(conn, now))).unwrap();
        let jobs = Jobs::new(clock.clone());
        Self { db, clock, jobs, smtp: Smtp::start(), centre, leader, caller, bookings, _place: place }
    }

    fn config(&self) -> Config {
        Config {
            smtp_url: Some(self.smtp.url().into()),
            from: "邻里（测试） <linli@example.org>".into(),
            public_url: "https://linli.example".into(),
        }
    }

    fn worker(&self) -> Worker {
        self.worker_with(&self.config(), Duration::from_secs(20))
    }

    fn worker_with(&self, config: &Config, deadline: Duration) -> Worker {
        let sender = Sender::new(config, tokens()).unwrap().unwrap().with_deadline(deadline);
        Worker::new(self.db.clone(), self.clock.clone(), sender, 1)
    }

    async fn pass(&self) -> usize {
        self.worker().pass(&self.jobs.stop_sign()).await.unwrap()
    }

    fn to_leader(&self) -> Recipient {
        Recipient {
            person: self.leader,
            lang: Lang::Zh,
            channel: Channel::Email,
            address: "leader1@example.org".into(),
        }
    }

    fn write(&self, letter: &Letter, booking: Option<usize>) -> HistoryId {
        self.write_to(&self.to_leader(), letter, booking)
    }

    fn write_to(&self, to: &Recipient, letter: &Letter, booking: Option<usize>) -> HistoryId {
        let (now, booking) = (self.clock.now(), booking.map(|at| self.bookings[at]));
        let write = |conn: &mut Conn| {
            let cause = db_fact(conn, now)?;
            enqueue(conn, cause, Some(self.centre), booking, to, letter, now)?;
            Ok(cause)
        };
        self.db.write_now(write).unwrap()
    }

    fn letters(&self) -> Vec<Summary> {
        let mut letters = self.db.read_now(|conn| store::list(conn, self.centre, None, 0)).unwrap();
        letters.reverse();
        letters
    }

    fn only(&self) -> Summary {
        let letters = self.letters();
        assert_eq!(letters.len(), 1);
        letters[0].clone()
    }

    /// To the second before, nothing; then it is due.
    fn wait_until_due(&self, id: LetterId) {
        let due = self.letters().into_iter().find(|letter| letter.id == id).unwrap().due_at;
        self.clock.advance(due.since(self.clock.now()));
    }
}

fn db_fact(conn: &mut Conn, at: Instant) -> linli::base::error::Result<HistoryId> {
    let entry = Entry {
        centre: None,
        subject: "booking",
        subject_id: 1,
        act: "approved",
        from: Some("requested"),
        to: Some("approved"),
        person: None,
        reason: None,
        at,
    };
    history::record(conn, &entry)
}

fn db_people(conn: &mut Conn, now: Instant) -> (i64, i64, i64, [i64; 2]) {
    use schema::{booking, centre, person, room, troupe};
    let centre: i64 = diesel::insert_into(centre::table)
        .values((
            (centre::slug.eq("a"), centre::name.eq("甲"), centre::name_en.eq("A"), centre::address.eq("")),
            (centre::address_en.eq(""), centre::phone.eq(""), centre::area_m2.eq(300), centre::intro.eq("")),
            (centre::intro_en.eq(""), centre::time_zone.eq("Asia/Shanghai"), centre::created_at.eq(now)),
        ))
        .returning(centre::id)
        .get_result(conn)
        .unwrap();
    let mut people = [("王秀兰", Some("leader1@example.org"), None), ("赵德福", None, Some("13900000007"))]
        .map(|(name, email, phone)| {
            diesel::insert_into(person::table)
                .values((
                    (person::name.eq(name), person::email.eq(email), person::phone.eq(phone)),
                    (person::lang.eq("zh"), person::operator.eq(false), person::active.eq(true)),
                    person::created_at.eq(now),
                ))
                .returning(person::id)
                .get_result::<i64>(conn)
                .unwrap()
        })
        .into_iter();
    let (leader, caller) = (people.next().unwrap(), people.next().unwrap());
    let room: i64 = diesel::insert_into(room::table)
        .values((
            (room::centre_id.eq(centre), room::position.eq(1), room::name.eq("排练厅"), room::name_en.eq("")),
            (room::kind.eq("rehearsal"), room::access.eq("bookable"), room::mode.eq("reviewed")),
            (room::capacity.eq(60), room::area_m2.eq(80), room::floor.eq(2), room::noise.eq("normal")),
            (room::step_free.eq(true), room::turnaround_minutes.eq(0), room::shortest_minutes.eq(30)),
            (room::longest_minutes.eq(240), room::grain_minutes.eq(30), room::ahead_days.eq(60)),
            (room::partner.eq(""), room::note.eq(""), room::note_en.eq(""), room::active.eq(true)),
        ))
        .returning(room::id)
        .get_result(conn)
        .unwrap();
    let troupe: i64 = diesel::insert_into(troupe::table)
        .values((
            (troupe::centre_id.eq(centre), troupe::name.eq("美丽组合艺术团"), troupe::name_en.eq("")),
            (troupe::kind.eq("dance"), troupe::size.eq(18), troupe::named.eq(true), troupe::active.eq(true)),
            troupe::created_at.eq(now),
        ))
        .returning(troupe::id)
        .get_result(conn)
        .unwrap();
    let bookings = ["one", "two"].map(|key| {
        diesel::insert_into(booking::table)
            .values((
                (booking::centre_id.eq(centre), booking::room_id.eq(room), booking::troupe_id.eq(troupe)),
                (booking::starts_at.eq(span().start()), booking::ends_at.eq(span().end())),
                (booking::turnaround_minutes.eq(0), booking::purpose.eq(""), booking::size.eq(18)),
                (
                    booking::state.eq("approved"),
                    booking::requested_by.eq(leader),
                    booking::on_behalf.eq(false),
                ),
                (booking::requested_at.eq(now), booking::request_key.eq(key)),
                (booking::sequence.eq(0), booking::version.eq(0)),
            ))
            .returning(booking::id)
            .get_result::<i64>(conn)
            .unwrap()
    });
    (centre, leader, caller, bookings)
}

fn span() -> Span {
    Span::new(Wall::parse("2026-11-24T09:00").unwrap(), Wall::parse("2026-11-24T11:00").unwrap()).unwrap()
}

fn letter(subject: &str) -> Letter {
    Draft::new(Lang::Zh, subject)
        .from("东岗西路社区党群服务中心")
        .line("王秀兰队长，您好：")
        .facts(&[("时间", "11月24日 星期二 上午9:00–11:00"), ("地点", "排练厅")])
        .card("多功能厅西厅", &["一楼，坐60人"], "换到多功能厅西厅", links::act("/a/", "alternative", 7, 2))
        .button("看这次预约", links::page("/my/bookings/42"))
        .small("不用登录的链接请不要转发。")
        .build("approved")
}

fn invitation(method: Method, subject: &str, now: Instant) -> Letter {
    let event = Event {
        uid: "booking-1".into(),
        sequence: i32::from(method == Method::Cancel),
        stamp: now,
        span: span(),
        zone: Zone::named("Asia/Shanghai").unwrap(),
        summary: "美丽组合艺术团：排练厅".into(),
        location: "东岗西路社区党群服务中心，排练厅，二楼，上楼右手第一间，门口有一面大镜子".into(),
        description: "钥匙提前半小时领取; 用后请关灯, 关窗\n电话 0931-555 0100".into(),
        organizer: Some("东岗西路社区党群服务中心".into()),
        attendee: Some(("王秀兰".into(), "leader1@example.org".into())),
        cancelled: false,
        url: Some(links::page("/my/bookings/1")),
    };
    let file = CalendarFile { method, body: ical::invitation(method, &event) };
    Letter { calendar: Some(file), ..letter(subject) }
}

/// Every story is told on both databases.
macro_rules! on_both_databases {
    ($($story:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$story(super::Outbox::at(super::place::Place::sqlite())).await;
            })*
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[tokio::test]
            #[ignore = "needs PostgreSQL"]
            async fn $story() {
                super::$story(super::Outbox::at(super::place::Place::postgres())).await;
            })*
        }
    };
}

on_both_databases! {
    a_letter_arrives_as_mail_programs_want_it
    an_invitation_arrives_as_calendar_part_and_as_attachment
    the_same_cause_and_person_are_told_once
    nothing_is_written_when_the_fact_is_undone
    what_fails_for_now_comes_back_on_schedule_and_is_given_up_in_the_end
    what_is_refused_for_good_keeps_the_servers_last_words
    an_address_that_is_none_fails_at_once
    a_server_that_wants_a_password_is_no_fault_of_the_letter
    a_server_that_hangs_or_hangs_up_is_tried_again
    encryption_that_was_demanded_is_never_done_without
    a_reply_lost_after_the_message_repeats_it_with_the_same_message_id
    a_worker_that_dies_with_a_letter_in_hand_leaves_it_to_another
    a_worker_that_lost_its_lease_cannot_change_the_letter
    many_workers_never_send_a_letter_twice
    a_cancellation_never_overtakes_its_invitation
    a_letter_put_off_holds_up_nobody_else
    letters_survive_a_restart_and_are_sent_by_the_running_binary
    stopping_finishes_the_letter_in_hand_and_begins_no_other
    without_a_mail_server_letters_stay_waiting
    staff_send_again_what_failed_and_what_was_lost
    people_without_mail_are_called
    other_centres_see_nothing
    staff_never_read_a_token
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

/// Leaves what was received in the folder that `LINLI_TEST_KEEP_MAIL` names, to be looked at with other tools.
fn keep(outbox: &Outbox, name: &str) {
    let Ok(folder) = std::env::var("LINLI_TEST_KEEP_MAIL") else { return };
    for (at, received) in outbox.smtp.received().iter().enumerate() {
        std::fs::write(format!("{folder}/{name}-{at}.eml"), &received.data).unwrap();
    }
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
        for line in ["UID:booking-1@linli.example", "URL:https://linli.example/my/bookings/1"] {
            assert!(unfolded.contains(&format!("\r\n{line}\r\n")), "{unfolded}");
        }
        assert!(unfolded.contains(":mailto:linli@example.org\r\n"), "{unfolded}");
        let attached = parsed.parts().find(|part| part.ctype.mimetype == "application/ics").unwrap();
        assert_eq!(attached.get_content_disposition().params.get("filename").unwrap(), "invite.ics");
        assert_eq!(attached.get_body_raw().unwrap(), body.as_bytes());
    }
    keep(&outbox, "invitation");
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

async fn letters_survive_a_restart_and_are_sent_by_the_running_binary(mut outbox: Outbox) {
    outbox.write(&letter("停机前"), None);
    outbox.db = outbox._place.open();
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

async fn people_without_mail_are_called(outbox: Outbox) {
    let phone =
        |channel| Recipient { person: outbox.caller, lang: Lang::Zh, channel, address: "13900000007".into() };
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
    use linli::base::error::Error;
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
    assert!(stored.text.contains("[[link:/a/:alternative:7:2]]"));
    let veiled = links::veil(&stored.text, stored.lang, "https://linli.example");
    assert!(veiled.contains("https://linli.example/my/bookings/42") && !veiled.contains("/a/"));
    assert!(!format!("{stored:?}").contains(&tokens().sign("alternative", 7, 2)));
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

/// Databases that go when the test ends.
mod place {
    use linli::base::db::{DatabaseUrl, Db, migrate};

    pub enum Place {
        Sqlite(tempfile::TempDir),
        #[cfg(feature = "postgres")]
        Postgres {
            url: String,
            schema: String,
        },
    }

    impl Place {
        pub fn sqlite() -> Self {
            Self::Sqlite(tempfile::tempdir().unwrap()).migrated()
        }

        /// A schema of its own in the database that `LINLI_TEST_POSTGRES` names.
        #[cfg(feature = "postgres")]
        pub fn postgres() -> Self {
            let url =
                std::env::var("LINLI_TEST_POSTGRES").expect("LINLI_TEST_POSTGRES is the URL of a database");
            let schema = format!("outbox_{}", linli::base::tokens::random_digits(12));
            execute(&url, &format!("CREATE SCHEMA {schema}"));
            Self::Postgres { url, schema }.migrated()
        }

        pub fn open(&self) -> Db {
            Db::open(&self.url(), 4, true).unwrap()
        }

        fn migrated(self) -> Self {
            self.open().read_now(migrate).unwrap();
            self
        }

        fn url(&self) -> DatabaseUrl {
            match self {
                Self::Sqlite(folder) => format!("sqlite:{}/linli.db", folder.path().display()),
                #[cfg(feature = "postgres")]
                Self::Postgres { url, schema } => format!("{url}?options=-csearch_path%3D{schema}"),
            }
            .parse()
            .unwrap()
        }
    }

    #[cfg(feature = "postgres")]
    impl Drop for Place {
        fn drop(&mut self) {
            if let Self::Postgres { url, schema } = self {
                execute(url, &format!("DROP SCHEMA {schema} CASCADE"));
            }
        }
    }

    #[cfg(feature = "postgres")]
    fn execute(url: &str, statement: &str) {
        use diesel::connection::SimpleConnection;
        use diesel::{Connection, PgConnection};
        PgConnection::establish(url).unwrap().batch_execute(statement).unwrap();
    }
}
