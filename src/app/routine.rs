//! What time itself does, again and again: requests lapse, offers end, people are reminded and asked. Each is a list
//! of what is due and an act on one of it; the act looks again, in a transaction of its own, and says whether it wrote
//! anything. "Due and not yet done", never "between now and a minute ago": a run that was missed is made good.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::Notify;

use crate::base::db::{Conn, Db};
use crate::base::error::Result;
use crate::base::jobs::Jobs;
use crate::base::time::Instant;
use crate::base::web::State;
use crate::domain::agreements;
use crate::domain::attendance;
use crate::domain::bookings::{self, changing};
use crate::domain::centres::{self, Centre};
use crate::domain::registrations::{self, erasing};

const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(60 * 60);

/// Starts all of it.
pub fn start(jobs: &mut Jobs, state: &State) {
    routine(jobs, state, "lapse", MINUTE, |round| async move {
        round.each(bookings::lapsing::overdue, bookings::lapsing::lapse).await?;
        round.each(bookings::running_out::overdue, bookings::running_out::lapse).await?;
        round.each(bookings::unanswered::due, bookings::unanswered::tell).await?;
        round.each(changing::deciding::overdue, changing::deciding::lapse).await
    });
    routine(jobs, state, "registrations", MINUTE, |round| async move {
        let open = |conn: &mut Conn, centre: &Centre, _| registrations::lapsing::open(conn, centre);
        round.each(open, registrations::lapsing::tidy).await?;
        round.each(registrations::reminding::due, registrations::reminding::remind).await
    });
    routine(jobs, state, "attendance", 10 * MINUTE, |round| async move {
        round.each(attendance::asking::due, attendance::asking::ask).await
    });
    routine(jobs, state, "remind", HOUR, |round| async move {
        round.each(agreements::reminding::due, agreements::reminding::remind).await
    });
    let days = state.keep_days;
    routine(jobs, state, "forget", HOUR, move |round| async move {
        let due = move |conn: &mut Conn, centre: &Centre, now| erasing::due(conn, centre, days, now);
        let erase = |conn: &mut Conn, centre: &Centre, id, now| {
            let acting = registrations::acting::Acting { centre, person: None, now };
            erasing::erase(conn, acting, id)
        };
        round.each(due, erase).await
    });
}

fn routine<F, Run>(jobs: &mut Jobs, state: &State, name: &'static str, every: Duration, work: F)
where
    F: Fn(Round) -> Run + Send + 'static,
    Run: Future<Output = Result<()>> + Send + 'static,
{
    let (db, clock, outbox) = (state.db.clone(), state.clock.clone(), state.outbox.clone());
    jobs.every(name, every, Arc::default(), move |_| {
        work(Round { db: db.clone(), outbox: outbox.clone(), now: clock.now() })
    });
}

/// One run, at one moment, through all centres.
struct Round {
    db: Db,
    outbox: Arc<Notify>,
    now: Instant,
}

impl Round {
    /// Acts on each thing that is due; letters that came of it go at once.
    async fn each<T: Clone + Send + 'static>(
        &self,
        due: impl Fn(&mut Conn, &Centre, Instant) -> Result<Vec<T>> + Clone + Send + 'static,
        act: impl Fn(&mut Conn, &Centre, T, Instant) -> Result<bool> + Clone + Send + 'static,
    ) -> Result<()> {
        let now = self.now;
        for centre in self.db.read(centres::store::all).await? {
            let (here, due) = (centre.clone(), due.clone());
            for one in self.db.read(move |conn| due(conn, &here, now)).await? {
                let (here, act) = (centre.clone(), act.clone());
                if self.db.write_again(move |conn| act(conn, &here, one.clone(), now)).await? {
                    self.outbox.notify_one();
                }
            }
        }
        Ok(())
    }
}
