//! An outbox with a worker and a mail server, on either database.

use std::time::Duration;

use chrono::DateTime;
use linli::base::db::{Conn, Db, migrate};
use linli::base::history::HistoryId;
use linli::base::jobs::Jobs;
use linli::base::lang::Lang;
use linli::base::mail::store::{self, Summary};
use linli::base::mail::{Channel, Config, Letter, LetterId, Reader, Recipient, Sender, Worker, enqueue};
use linli::base::time::Clock;
use linli::base::tokens::Tokens;

use crate::database::{Kind, TestDatabase};
use crate::rows::{db_fact, db_people};
use crate::smtp::Smtp;

/// A database with one centre, a leader with e-mail, one with a phone, and two bookings.
pub struct Outbox {
    pub db: Db,
    pub clock: Clock,
    pub jobs: Jobs,
    pub smtp: Smtp,
    pub centre: i64,
    pub leader: i64,
    pub caller: i64,
    pub bookings: [i64; 2],
    // Goes last: what it holds is removed when the test ends.
    pub database: TestDatabase,
}

pub fn tokens() -> Tokens {
    Tokens::new("a secret of this test".to_owned().into())
}

impl Outbox {
    pub fn on(kind: Kind) -> Self {
        let database = TestDatabase::bare(kind);
        let db = database.open(4);
        db.read_now(migrate).unwrap();
        let noon = DateTime::parse_from_rfc3339("2026-11-21T04:00:00Z").unwrap().to_utc();
        let clock = Clock::standing_at(noon);
        let now = clock.now();
        let (centre, leader, caller, bookings) = db.write_now(|conn| Ok(db_people(conn, now))).unwrap();
        let jobs = Jobs::new(clock.clone());
        Self { db, clock, jobs, smtp: Smtp::start(), centre, leader, caller, bookings, database }
    }

    pub fn config(&self) -> Config {
        Config {
            smtp_url: Some(self.smtp.url().into()),
            from: "邻里（测试） <linli@example.org>".into(),
            public_url: "https://linli.example".into(),
        }
    }

    pub fn worker(&self) -> Worker {
        self.worker_with(&self.config(), Duration::from_secs(20))
    }

    pub fn worker_with(&self, config: &Config, deadline: Duration) -> Worker {
        let sender = Sender::new(config, tokens()).unwrap().unwrap().with_deadline(deadline);
        Worker::new(self.db.clone(), self.clock.clone(), sender, 1)
    }

    pub async fn pass(&self) -> usize {
        self.worker().pass(&self.jobs.stop_sign()).await.unwrap()
    }

    pub fn to_leader(&self) -> Recipient {
        Recipient {
            reader: Reader::Person(self.leader),
            lang: Lang::Zh,
            channel: Channel::Email,
            address: "leader1@example.org".into(),
        }
    }

    pub fn write(&self, letter: &Letter, booking: Option<usize>) -> HistoryId {
        self.write_to(&self.to_leader(), letter, booking)
    }

    pub fn write_to(&self, to: &Recipient, letter: &Letter, booking: Option<usize>) -> HistoryId {
        let (now, booking) = (self.clock.now(), booking.map(|at| self.bookings[at]));
        let write = |conn: &mut Conn| {
            let cause = db_fact(conn, now)?;
            enqueue(conn, cause, Some(self.centre), booking, to, letter, now)?;
            Ok(cause)
        };
        self.db.write_now(write).unwrap()
    }

    pub fn letters(&self) -> Vec<Summary> {
        let mut letters = self.db.read_now(|conn| store::list(conn, self.centre, None, 0)).unwrap();
        letters.reverse();
        letters
    }

    pub fn only(&self) -> Summary {
        let letters = self.letters();
        assert_eq!(letters.len(), 1);
        letters[0].clone()
    }

    /// To the second before, nothing; then it is due.
    pub fn wait_until_due(&self, id: LetterId) {
        let due = self.letters().into_iter().find(|letter| letter.id == id).unwrap().due_at;
        self.clock.advance(due.since(self.clock.now()));
    }
}
