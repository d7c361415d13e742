//! Connections, and the two ways to use one: reading, and writing in one transaction.

use std::any::Any;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::r2d2::{ManageConnection, Pool, PooledConnection, R2D2Connection};
use diesel::{Connection, ConnectionError, SqliteConnection};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::{Conn, DatabaseUrl};
use crate::base::error::{Error, Result};

/// How long a request waits for a connection before it answers 503.
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);

/// How many wait for the one writer on threads of their own; the others wait for a place, as long as for a
/// connection.
const WAITING_WRITERS: usize = 8;

/// How often an act is run that another one crossed.
const TRIES: u32 = 8;
/// Somebody had a lock that was needed: a little longer is waited before every try.
const BETWEEN_TRIES: Duration = Duration::from_millis(2);

/// The pool, cheap to clone.
#[derive(Clone)]
pub struct Db {
    pool: Pool<Manager>,
    /// SQLite has one writer at a time; waiting for it here costs nothing, waiting in SQLite is polling.
    writer: Option<Arc<Writer>>,
}

#[derive(Default)]
struct Writer {
    turn: Mutex<()>,
    waiting: Waiting,
}

/// Places for those who wait for their turn on a thread: were there one for every thread, nobody could read.
struct Waiting(Semaphore);

impl Default for Waiting {
    fn default() -> Self {
        Self(Semaphore::new(WAITING_WRITERS))
    }
}

impl Db {
    /// Opens the database, which must exist; `create` makes a missing SQLite file.
    pub fn open(url: &DatabaseUrl, connections: u32, create: bool) -> Result<Self, String> {
        #[cfg_attr(not(feature = "postgres"), allow(irrefutable_let_patterns))]
        let DatabaseUrl::Sqlite(path) = url else {
            return Self::with_pool(url, connections, None);
        };
        if !create && !path.exists() {
            return Err(format!(
                "there is no database at {}; run `linli migrate` to make it",
                path.display()
            ));
        }
        Self::with_pool(url, connections, Some(Arc::default()))
    }

    fn with_pool(url: &DatabaseUrl, connections: u32, writer: Option<Arc<Writer>>) -> Result<Self, String> {
        let pool = Pool::builder()
            .max_size(connections)
            .min_idle(Some(1))
            .connection_timeout(WAIT_FOR_CONNECTION)
            .test_on_check_out(writer.is_none())
            .build(Manager { url: url.clone() })
            .map_err(|error| format!("cannot open the database: {error}"))?;
        Ok(Self { pool, writer })
    }

    /// Runs queries that change nothing, off the threads that serve; on SQLite, as all was at one moment.
    pub async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        apart(move || at_one_moment(&mut *db.connection()?, work)).await
    }

    /// [`Db::read`] for a few rows found by their keys, such as who asks. On SQLite, where readers wait for nobody,
    /// that takes less time than the way to another thread and back: where a connection is idle it is read here.
    pub async fn glance<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        match self.writer.as_ref().and_then(|_| self.pool.try_get()) {
            Some(mut conn) => at_one_moment(&mut conn, work),
            None => self.read(work).await,
        }
    }

    /// Runs one transaction, off the threads that serve: all of it happens, or nothing.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        let _place = self.place().await?;
        apart(move || db.write_now(work)).await
    }

    /// [`Db::write`] for an act that answers [`Error::Again`] when another wrote at the same moment: it is run
    /// anew, a few times.
    pub async fn write_again<T: Send + 'static>(
        &self,
        work: impl Fn(&mut Conn) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let db = self.clone();
        let _place = self.place().await?;
        apart(move || db.write_again_now(work)).await
    }

    async fn place(&self) -> Result<Option<SemaphorePermit<'_>>> {
        let Some(writer) = &self.writer else { return Ok(None) };
        match tokio::time::timeout(WAIT_FOR_CONNECTION, writer.waiting.0.acquire()).await {
            Ok(place) => place.map(Some).map_err(Error::fault),
            Err(_) => Err(Error::Busy),
        }
    }

    /// [`Db::write_again`] on this thread.
    pub fn write_again_now<T>(&self, work: impl Fn(&mut Conn) -> Result<T>) -> Result<T> {
        for tried in 1..TRIES {
            match self.write_now(&work) {
                Err(Error::Again) => std::thread::sleep(BETWEEN_TRIES * tried * tried),
                done => return done,
            }
        }
        self.write_now(work)
    }

    /// [`Db::read`] on this thread.
    pub fn read_now<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        work(&mut *self.connection()?)
    }

    /// [`Db::write`] on this thread.
    pub fn write_now<T>(&self, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        let _turn =
            self.writer.as_ref().map(|writer| writer.turn.lock().unwrap_or_else(PoisonError::into_inner));
        transaction(&mut *self.connection()?, work)
    }

    fn connection(&self) -> Result<PooledConnection<Manager>> {
        Ok(self.pool.get()?)
    }
}

/// Runs work on a thread where waiting does no harm. The way there and back deals with boxes, so that the program has
/// it once and not once for every work.
async fn apart<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let work: Box<dyn FnOnce() -> Box<dyn Any + Send> + Send> = Box::new(|| Box::new(work()));
    let done = actix_web::web::block(work).await?;
    done.downcast().map_or_else(|_| Err(Error::fault("work came back as something else")), |done| *done)
}

/// One moment for all that is read, where that costs nothing: on SQLite, where each statement by itself would take and
/// leave the locks.
fn at_one_moment<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN")?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(_) => return work(conn),
    }
    to_its_end(conn, work)
}

/// One transaction. On SQLite it takes the write lock at once (`BEGIN IMMEDIATE`): a transaction that reads
/// first and then writes would be refused with "database is locked" whatever the time-out.
pub fn transaction<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    match conn {
        Conn::Sqlite(sqlite) => AnsiTransactionManager::begin_transaction_sql(sqlite, "BEGIN IMMEDIATE")?,
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => AnsiTransactionManager::begin_transaction(postgres)?,
    }
    to_its_end(conn, work)
}

fn to_its_end<T>(conn: &mut Conn, work: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
    type Transactions = <Conn as Connection>::TransactionManager;
    let done = work(conn);
    match done {
        Ok(_) => Transactions::commit_transaction(conn)?,
        Err(_) => Transactions::rollback_transaction(conn)?,
    }
    done
}

/// Opens connections by the URL's scheme. (`Conn::establish` guesses, and would make a file called
/// `postgres:typo`.)
#[derive(Debug)]
pub struct Manager {
    url: DatabaseUrl,
}

impl ManageConnection for Manager {
    type Connection = Conn;
    type Error = diesel::r2d2::Error;

    fn connect(&self) -> Result<Conn, Self::Error> {
        establish(&self.url).map_err(diesel::r2d2::Error::ConnectionError)
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Self::Error> {
        conn.ping().map_err(diesel::r2d2::Error::QueryError)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

fn establish(url: &DatabaseUrl) -> Result<Conn, ConnectionError> {
    match url {
        DatabaseUrl::Sqlite(path) => {
            let mut conn = SqliteConnection::establish(&path.to_string_lossy())?;
            // The busy time-out comes first: switching to WAL itself may have to wait. A booking with its letter
            // writes some twenty pages, mostly the same ones as the booking before it: copied back from a log of 16
            // MB, instead of 4, each is copied a quarter as often.
            conn.batch_execute(
                "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
                 PRAGMA foreign_keys = ON; PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 4000;",
            )
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Sqlite(conn))
        }
        #[cfg(feature = "postgres")]
        DatabaseUrl::Postgres(url) => {
            let mut conn = diesel::PgConnection::establish(url)?;
            conn.batch_execute(
                "SET lock_timeout = '15s'; SET statement_timeout = '30s';
                 SET idle_in_transaction_session_timeout = '60s'; SET timezone = 'UTC';",
            )
            .map_err(ConnectionError::CouldntSetupConfiguration)?;
            Ok(Conn::Postgres(conn))
        }
    }
}

impl From<diesel::ConnectionError> for Error {
    fn from(error: diesel::ConnectionError) -> Self {
        Self::fault(format_args!("database: {error}"))
    }
}
