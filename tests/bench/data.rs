//! Databases of any size, made once with plain SQL and kept under `target/bench-data`.
//!
//! A bigger database is more centres with a longer past, not a fuller week: every centre has 10 rooms, 10 troupes,
//! and in each week 100 bookings and 20 sessions, so that the same page holds the same rows at every size.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use linli::base::db::{self, DatabaseUrl, Db};
use linli::base::time::{Clock, Instant};
use linli::base::tokens::Tokens;
use linli::domain::people::{PersonId, api_token, sign_in};

/// What sign-ins are made with.
pub const SECRET: &str = "the secret of benchmarks, long enough";
/// Monday, 23 November 2026, 7:00 in Shanghai: before anything opens.
pub const NOW: &str = "2026-11-23T07:00:00+08:00";
/// That Monday; the data's week that is looked at.
pub const MONDAY: &str = "2026-11-23";
/// The first day after all data, and a Monday.
pub const AFTER: &str = "2026-12-21";

const EACH_WEEK: usize = 120;
/// Of the weeks, those that are still to come; the one looked at is the first of them.
const WEEKS_TO_COME: usize = 4;
/// Rises when the data changes, so that older files are left alone.
const VERSION: u32 = 4;

/// How many occupancies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size(pub usize);

impl Size {
    /// `LINLI_BENCH_SIZES=1000,100000,1000000`, or the smallest alone.
    pub fn wanted() -> Vec<Self> {
        let sizes = std::env::var("LINLI_BENCH_SIZES").unwrap_or_else(|_| "1000".into());
        sizes
            .split(',')
            .map(|size| Self(size.trim().parse().expect("LINLI_BENCH_SIZES=1000,100000")))
            .collect()
    }

    pub fn words(self) -> String {
        match self.0 {
            1_000_000.. => format!("{} M", self.0 / 1_000_000),
            1_000.. => format!("{} k", self.0 / 1_000),
            few => few.to_string(),
        }
    }

    fn centres(self) -> usize {
        match self.0 {
            ..50_000 => 1,
            50_000..500_000 => 10,
            _ => 50,
        }
    }

    fn weeks(self) -> usize {
        self.0.div_ceil(self.centres() * EACH_WEEK).max(WEEKS_TO_COME)
    }
}

/// A prepared database, with the ways in of the leader of the first centre's first troupe.
pub struct Data {
    pub path: PathBuf,
    pub db: Db,
    pub clock: Clock,
    pub tokens: Tokens,
    /// The sign-in cookie.
    pub cookie: String,
    /// The value of `Authorization`.
    pub bearer: String,
}

impl Data {
    /// The shared file of this size, for what only reads.
    pub fn of(size: Size) -> Self {
        Self::open(file(size))
    }

    /// A copy of it, for what writes.
    pub fn copy_of(size: Size) -> Self {
        // Each under a name of its own: connections to an earlier copy that close late remove its log by name.
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let copy = folder().join(format!("written-{}.db", NEXT.fetch_add(1, Ordering::Relaxed)));
        for old in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{old}", copy.display()));
        }
        std::fs::copy(file(size), &copy).expect("a copy of the database");
        Self::open(copy)
    }

    fn open(path: PathBuf) -> Self {
        let db = Db::open(&url(&path), 4, false).expect("the database opens");
        let tokens = Tokens::new(SECRET.to_owned().into());
        let now = Instant::new(chrono::DateTime::parse_from_rfc3339(NOW).expect("a moment").to_utc());
        // Good for the program itself too, which has no standing clock.
        let today = now.max(Clock::system().now());
        let (cookie, token) = db
            .write_now(|conn| {
                db::install_guard(conn)?;
                let secret = sign_in::open(conn, &tokens, PersonId(1), today)?;
                Ok((secret, api_token::create(conn, &tokens, PersonId(1), "bench", now)?))
            })
            .expect("a sign-in");
        let (cookie, bearer) = (format!("linli={cookie}"), format!("Bearer {token}"));
        Self { path, db, clock: Clock::standing_at(now.utc()), tokens, cookie, bearer }
    }

    /// A plain connection with the product's settings, for hand-written references.
    pub fn bare(&self) -> SqliteConnection {
        bare(&self.path)
    }
}

fn bare(path: &Path) -> SqliteConnection {
    let mut conn = SqliteConnection::establish(&path.to_string_lossy()).expect("the database opens");
    conn.batch_execute(
        "PRAGMA busy_timeout = 10000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
         PRAGMA foreign_keys = ON; PRAGMA cache_size = -2000; PRAGMA wal_autocheckpoint = 4000;",
    )
    .expect("settings");
    conn
}

/// Where the databases are.
pub fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).with_file_name("bench-data");
    std::fs::create_dir_all(&folder).expect("target/bench-data");
    folder
}

fn url(path: &Path) -> DatabaseUrl {
    format!("sqlite:{}", path.display()).parse().expect("a URL")
}

/// The file of this size; made if it is not there yet.
pub fn file(size: Size) -> PathBuf {
    let path = folder().join(format!("v{VERSION}-{}.db", size.0));
    if !path.exists() || is_old(&path) {
        // Under another name until it is whole.
        let half = folder().join("half.db");
        let _ = std::fs::remove_file(&half);
        eprintln!("preparing {} occupancies: {} centres, {} weeks", size.0, size.centres(), size.weeks());
        fill(&half, size);
        std::fs::rename(&half, &path).expect("the database in its place");
    }
    path
}

/// Made before the newest migration.
fn is_old(path: &Path) -> bool {
    let db = Db::open(&url(path), 1, false).expect("the database opens");
    db.read_now(db::pending_migrations).expect("its schema")
}

fn fill(path: &Path, size: Size) {
    let db = Db::open(&url(path), 1, true).expect("a new database");
    db.read_now(db::migrate).expect("the schema");
    drop(db);
    let mut conn = bare(path);
    conn.batch_execute("PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -200000;")
        .expect("settings");
    let weeks_past = size.weeks() - WEEKS_TO_COME;
    let sql = include_str!("data.sql")
        .replace(":centres", &size.centres().to_string())
        .replace(":weeks", &size.weeks().to_string())
        .replace(":monday", &format!("'{MONDAY}', '-{} days'", weeks_past * 7));
    conn.transaction(|conn| conn.batch_execute(&sql)).expect("the rows");
    conn.batch_execute("PRAGMA foreign_key_check; PRAGMA wal_checkpoint(TRUNCATE);").expect("checks");
}
