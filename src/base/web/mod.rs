//! How pages are served, whatever is on them.

pub mod assets;
pub mod cookie;
pub mod cross_site;
pub mod download;
pub mod errors;
pub mod form;
pub mod head;
pub mod headers;
pub mod health;
pub mod local;
pub mod log;
pub mod peer;
pub mod problem;
pub mod text_file;
pub mod unchanged;
pub mod upload;

use std::sync::Arc;

use tokio::sync::{Notify, Semaphore};

use super::db::Db;
use super::error::{Error, Result};
use super::jobs::Board;
use super::time::{Clock, Instant};
use super::tokens::Tokens;

pub use peer::Network;

/// How many may wait for a password to be hashed before others are told to come back.
const WAITING_TO_HASH: usize = 64;

/// What every handler can reach.
#[derive(Clone)]
pub struct State {
    pub db: Db,
    pub clock: Clock,
    pub tokens: Tokens,
    /// Where people reach this installation, without a slash at the end. Links are built from it alone.
    pub public_url: String,
    /// Whether letters leave by e-mail; without it they stay readable at the staff's page.
    pub mailing: bool,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<Network>,
    /// Days after which personal data of people without an account goes.
    pub keep_days: u32,
    /// Woken when a letter was written.
    pub outbox: Arc<Notify>,
    /// What ran when; none where nothing runs (tests).
    pub jobs: Option<Board>,
    hashing: Arc<Hashing>,
}

struct Hashing {
    turn: Semaphore,
    waiting: Semaphore,
}

impl State {
    /// A state without mail and without proxies.
    pub fn new(db: Db, clock: Clock, tokens: Tokens, public_url: &str) -> Self {
        Self {
            db,
            clock,
            tokens,
            public_url: public_url.trim_end_matches('/').to_owned(),
            mailing: false,
            trusted_proxies: Vec::new(),
            keep_days: 90,
            outbox: Arc::default(),
            jobs: None,
            hashing: Arc::new(Hashing { turn: Semaphore::new(1), waiting: Semaphore::new(WAITING_TO_HASH) }),
        }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// True when people reach us by TLS: cookies are then `Secure`.
    pub fn secure(&self) -> bool {
        self.public_url.starts_with("https://")
    }

    /// Runs work that takes a lot of memory (hashing a password takes 19 MB) off the threads that serve,
    /// one at a time.
    pub async fn heavy<T: Send + 'static>(&self, work: impl FnOnce() -> T + Send + 'static) -> Result<T> {
        let _place = self.hashing.waiting.try_acquire().map_err(|_| Error::Busy)?;
        let _turn = self.hashing.turn.acquire().await.map_err(Error::fault)?;
        Ok(actix_web::web::block(work).await?)
    }
}
