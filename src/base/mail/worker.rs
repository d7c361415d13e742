//! Sends what waits in the outbox: woken when a letter was written, and by the clock.
//!
//! Letters are claimed in a transaction of their own, and no transaction is open while the mail server thinks.
//! Any number of workers, in any number of processes, may run.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::join_all;
use tokio::sync::Notify;

use super::queue::{self, Claimed, Fate};
use super::sender::{Config, Failure, Sender};
use super::{LetterId, retry};
use crate::base::db::Db;
use crate::base::error::Result;
use crate::base::jobs::{Jobs, Stop};
use crate::base::time::Clock;
use crate::base::tokens::Tokens;

/// How often the outbox is looked at when nobody wakes the worker.
pub const EVERY: Duration = Duration::from_secs(5);
/// How many letters are on their way at once; mail servers count connections.
const SIDE_BY_SIDE: i64 = 4;

/// Sends letters; cheap to clone.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    clock: Clock,
    sender: Arc<Sender>,
    /// Spreads retries.
    seed: u64,
}

/// Starts the worker among the jobs of this process and says so. Without a mail server letters stay waiting
/// and readable; false is returned. An error tells what is wrong with the configuration.
pub fn start(
    jobs: &mut Jobs,
    db: Db,
    clock: Clock,
    tokens: Tokens,
    config: &Config,
    outbox: Arc<Notify>,
    seed: u64,
) -> Result<bool, String> {
    let Some(sender) = Sender::new(config, tokens)? else {
        tracing::warn!("no mail server is configured: letters stay waiting");
        return Ok(false);
    };
    let worker = Worker::new(db, clock, sender, seed);
    jobs.every("letters", EVERY, outbox, move |stop| {
        let worker = worker.clone();
        async move { worker.pass(&stop).await.map(drop) }
    });
    Ok(true)
}

impl Worker {
    pub fn new(db: Db, clock: Clock, sender: Sender, seed: u64) -> Self {
        Self { db, clock, sender: Arc::new(sender), seed }
    }

    /// Tries every letter that is due, until none is left, the server is gone or `stop` is asked for. Returns how
    /// many were sent.
    ///
    /// The first goes alone: it finds out whether the server is there. As long as letters arrive, a few go side by
    /// side, for most of a letter's time is waiting for the server's words. No two of them are about one booking
    /// and for one person: [`queue::claim`] gives out the next only when the one before is settled.
    pub async fn pass(&self, stop: &Stop) -> Result<usize> {
        let (mut sent, mut at_once) = (0, 1);
        while !stop.asked() {
            let now = self.clock.now();
            let letters = self.db.write(move |conn| queue::claim(conn, at_once, now)).await?;
            if letters.is_empty() {
                break;
            }
            let tried = join_all(letters.iter().map(|letter| self.try_once(letter))).await;
            let done = tried.into_iter().collect::<Result<Vec<_>>>()?;
            sent += done.iter().filter(|one| one.is_ok()).count();
            if done.iter().any(|one| matches!(one, Err(Failure::NoServer(_)))) {
                break;
            }
            at_once = if done.iter().all(Result::is_ok) { SIDE_BY_SIDE } else { 1 };
        }
        Ok(sent)
    }

    /// Sends one letter and marks it as soon as it is known what became of it.
    async fn try_once(&self, letter: &Claimed) -> Result<Result<(), Failure>> {
        let done = if letter.tries > retry::MOST_TRIES {
            // Perhaps it is this letter that ends the worker each time: it must not do so for ever.
            Err(Failure::ForGood("发送多次中断 (sending was broken off too often)".into()))
        } else {
            self.sender.send(letter).await
        };
        self.mark(letter, &done).await?;
        Ok(done)
    }

    async fn mark(&self, letter: &Claimed, done: &Result<(), Failure>) -> Result<()> {
        let (id, tries, now) = (letter.id, letter.tries, self.clock.now());
        let fate = match done {
            Ok(()) => Fate::Sent,
            Err(Failure::ForGood(answer)) => Fate::Failed { answer: answer.clone() },
            Err(Failure::ForNow(answer) | Failure::NoServer(answer)) => {
                let answer = answer.clone();
                match retry::wait(tries, retry::roll(self.seed, id.0, tries)) {
                    Some(wait) => Fate::Later { due: now.plus(wait), answer },
                    None => Fate::Failed { answer },
                }
            }
        };
        tell(id, tries, &fate);
        let marked = self.db.write(move |conn| queue::settle(conn, id, tries, &fate, now)).await?;
        if !marked {
            tracing::warn!(letter = id.0, tries, "the lease was over before the letter was marked");
        }
        Ok(())
    }
}

/// Addresses stay out of the log.
fn tell(id: LetterId, tries: i32, fate: &Fate) {
    match fate {
        Fate::Sent => tracing::info!(letter = id.0, tries, "letter sent"),
        Fate::Later { due, .. } => tracing::warn!(letter = id.0, tries, due = %due.utc(), "letter put off"),
        Fate::Failed { .. } => tracing::error!(letter = id.0, tries, "letter given up"),
    }
}
