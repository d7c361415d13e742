//! Work that is done again and again inside the binary, so that nobody has to set up a timer elsewhere.
//!
//! Each job has a task of its own: it runs at once, then after every interval or when it is woken. A run that
//! fails or panics is reported and the next one comes all the same. What ran when is kept in memory for the
//! health page.

use std::future::Future;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Notify, watch};
use tokio::task::JoinSet;

use super::error::{Error, Result};
use super::time::{Clock, Instant};

/// What the health page tells of a job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    pub name: &'static str,
    /// Seconds between runs.
    pub every: u64,
    pub runs: u64,
    pub last_run: Option<Instant>,
    /// Why the last run failed, if it did.
    pub last_error: Option<String>,
}

/// Tells a job that the binary is about to end.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    pub fn asked(&self) -> bool {
        *self.0.borrow()
    }

    /// Returns once it is time to stop.
    pub async fn wait(&mut self) {
        // The sender lives as long as the jobs: its end is a stop, too.
        let _ = self.0.wait_for(|stop| *stop).await;
    }
}

/// The jobs of this process.
#[derive(Debug)]
pub struct Jobs {
    clock: Clock,
    stop: watch::Sender<bool>,
    board: Arc<Mutex<Vec<Report>>>,
    tasks: JoinSet<()>,
}

impl Jobs {
    pub fn new(clock: Clock) -> Self {
        Self { clock, stop: watch::Sender::new(false), board: Arc::default(), tasks: JoinSet::new() }
    }

    /// Starts a job; needs a tokio runtime. `wake` runs it before its time.
    pub fn every<F, Run>(&mut self, name: &'static str, every: Duration, wake: Arc<Notify>, mut work: F)
    where
        F: FnMut(Stop) -> Run + Send + 'static,
        Run: Future<Output = Result<()>> + Send + 'static,
    {
        let place = {
            let mut board = self.board.lock().unwrap_or_else(PoisonError::into_inner);
            board.push(Report { name, every: every.as_secs(), runs: 0, last_run: None, last_error: None });
            board.len() - 1
        };
        let (board, clock, mut stop) = (self.board.clone(), self.clock.clone(), self.stop_sign());
        self.tasks.spawn(async move {
            while !stop.asked() {
                // A task of its own, so that a panic ends this run and not the job.
                let done = match tokio::spawn(work(stop.clone())).await {
                    Ok(done) => done,
                    Err(panic) => Err(Error::fault(panic)),
                };
                if let Err(error) = &done {
                    tracing::error!(job = name, %error, "a job failed");
                }
                note(&board, place, clock.now(), done);
                tokio::select! {
                    () = stop.wait() => {}
                    () = wake.notified() => {}
                    () = tokio::time::sleep(every) => {}
                }
            }
        });
    }

    /// The sign that every job is given, for work that runs beside them.
    pub fn stop_sign(&self) -> Stop {
        Stop(self.stop.subscribe())
    }

    /// What ran when, in the order the jobs were started; a copy of this handle can be kept by pages.
    pub fn board(&self) -> Board {
        Board(self.board.clone())
    }

    /// Lets every job finish what it has in hand, but waits no longer than this. True when all have ended.
    pub async fn stop(mut self, at_most: Duration) -> bool {
        self.stop.send_replace(true);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        tokio::time::timeout(at_most, all).await.is_ok()
    }
}

/// The reports of all jobs, cheap to clone.
#[derive(Debug, Clone)]
pub struct Board(Arc<Mutex<Vec<Report>>>);

impl Board {
    pub fn reports(&self) -> Vec<Report> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn note(board: &Mutex<Vec<Report>>, place: usize, now: Instant, done: Result<()>) {
    let mut board = board.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(report) = board.get_mut(place) {
        report.runs += 1;
        report.last_run = Some(now);
        report.last_error = done.err().map(|error| error.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(3600);

    fn jobs() -> Jobs {
        let noon = chrono::DateTime::parse_from_rfc3339("2026-11-21T12:00:00Z").unwrap();
        Jobs::new(Clock::standing_at(noon.to_utc()))
    }

    async fn until(board: &Board, runs: u64) -> Report {
        loop {
            let report = board.reports().remove(0);
            if report.runs >= runs {
                return report;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    #[tokio::test]
    async fn a_job_runs_at_once_and_again_when_woken() {
        let (mut jobs, wake) = (jobs(), Arc::new(Notify::new()));
        jobs.every("letters", LONG, wake.clone(), |_| async { Ok(()) });
        assert_eq!(until(&jobs.board(), 1).await.last_error, None);
        wake.notify_one();
        let report = until(&jobs.board(), 2).await;
        assert!(report.last_run.is_some() && report.every == 3600);
        assert!(jobs.stop(LONG).await);
    }

    #[tokio::test]
    async fn a_job_that_fails_or_panics_is_reported_and_runs_again() {
        let (mut jobs, mut run) = (jobs(), 0);
        jobs.every("odd", Duration::from_millis(1), Arc::default(), move |_| {
            run += 1;
            async move { if run == 1 { panic!("on the first run") } else { Err(Error::fault("later")) } }
        });
        let report = until(&jobs.board(), 2).await;
        assert_eq!(report.last_error.as_deref(), Some("fault: later"));
        assert!(jobs.stop(LONG).await);
    }

    #[tokio::test]
    async fn stopping_lets_a_job_finish_what_it_has_in_hand() {
        let (mut jobs, done) = (jobs(), Arc::new(Mutex::new(false)));
        let (sign, begun) = (done.clone(), Arc::new(Notify::new()));
        let begin = begun.clone();
        jobs.every("slow", LONG, Arc::default(), move |_| {
            let (sign, begin) = (sign.clone(), begin.clone());
            async move {
                begin.notify_one();
                tokio::time::sleep(Duration::from_millis(30)).await;
                *sign.lock().unwrap() = true;
                Ok(())
            }
        });
        begun.notified().await;
        assert!(jobs.stop(LONG).await);
        assert!(*done.lock().unwrap());
    }
}
