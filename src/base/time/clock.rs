//! The one place where the machine's clock is read.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Duration, Utc};

use super::Instant;

/// Tells the time; tests and the demo move it.
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    /// The machine's clock, moved by so much.
    Running { ahead: Duration },
    /// Stands still until told otherwise (Unix seconds).
    Standing(Arc<AtomicI64>),
}

impl Clock {
    pub fn system() -> Self {
        Self(Kind::Running { ahead: Duration::zero() })
    }

    /// Runs on from `now` as if that were this moment.
    pub fn running_from(now: DateTime<Utc>) -> Self {
        Self(Kind::Running { ahead: now - Self::read() })
    }

    /// Stands at `now` until [`Clock::advance`] moves it.
    pub fn standing_at(now: DateTime<Utc>) -> Self {
        Self(Kind::Standing(Arc::new(AtomicI64::new(now.timestamp()))))
    }

    pub fn now(&self) -> Instant {
        match &self.0 {
            Kind::Running { ahead } => Instant::new(Self::read() + *ahead),
            Kind::Standing(seconds) => {
                Instant::new(DateTime::from_timestamp(seconds.load(Ordering::SeqCst), 0).unwrap_or_default())
            }
        }
    }

    /// Moves a standing clock on; a running one cannot be moved.
    pub fn advance(&self, by: Duration) {
        if let Kind::Standing(seconds) = &self.0 {
            seconds.fetch_add(by.num_seconds(), Ordering::SeqCst);
        }
    }

    fn read() -> DateTime<Utc> {
        #[allow(clippy::disallowed_methods, reason = "this is the one place")]
        Utc::now()
    }
}
