//! A database of one's own for every test: a copy of one that was migrated and furnished once.

use std::path::PathBuf;
use std::sync::OnceLock;

use diesel::connection::SimpleConnection;
use linli::base::db::{self, Conn, DatabaseUrl, Db};
use tempfile::TempDir;

use super::fixture;

/// Which database a test runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    #[cfg(feature = "postgres")]
    Postgres,
}

/// An empty or furnished database that goes when this is dropped.
pub struct TestDatabase {
    pub kind: Kind,
    pub url: String,
    /// Holds the SQLite file; also a place for other files of the test.
    pub folder: TempDir,
}

impl TestDatabase {
    /// Migrated, and furnished with the sample centres of [`fixture`].
    pub fn furnished(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let database = Self::bare(kind);
                std::fs::copy(template(), database.folder.path().join("linli.db")).unwrap();
                database
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => Self::on_server(postgres::copy_of_template()),
        }
    }

    /// One with the same in it.
    pub fn copied(&self) -> Self {
        match self.kind {
            Kind::Sqlite => {
                into_one_file(&self.open(1));
                let copy = Self::bare(Kind::Sqlite);
                let file = |folder: &TempDir| folder.path().join("linli.db");
                std::fs::copy(file(&self.folder), file(&copy.folder)).unwrap();
                copy
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => Self::on_server(postgres::copy_of(&self.url)),
        }
    }

    /// Nothing in it, not even tables.
    pub fn bare(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => {
                let folder = tempfile::tempdir().unwrap();
                Self { kind, url: format!("sqlite:{}", folder.path().join("linli.db").display()), folder }
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => Self::on_server(postgres::create("template1")),
        }
    }

    #[cfg(feature = "postgres")]
    fn on_server(name: String) -> Self {
        Self { kind: Kind::Postgres, url: postgres::url_of(&name), folder: tempfile::tempdir().unwrap() }
    }

    pub fn open(&self, connections: u32) -> Db {
        let url: DatabaseUrl = self.url.parse().unwrap();
        Db::open(&url, connections, true).unwrap()
    }
}

#[cfg(feature = "postgres")]
impl Drop for TestDatabase {
    fn drop(&mut self) {
        if self.kind == Kind::Postgres {
            postgres::drop_database(&self.url);
        }
    }
}

/// The migrated and furnished SQLite file, made once per test binary.
fn template() -> &'static PathBuf {
    static TEMPLATE: OnceLock<(TempDir, PathBuf)> = OnceLock::new();
    let (_, path) = TEMPLATE.get_or_init(|| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("template.db");
        let url: DatabaseUrl = format!("sqlite:{}", path.display()).parse().unwrap();
        let db = Db::open(&url, 1, true).unwrap();
        furnish(&db);
        into_one_file(&db);
        (folder, path)
    });
    path
}

/// Without a write-ahead log beside it, so that the file can be copied.
fn into_one_file(db: &Db) {
    db.read_now(|conn| conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").map_err(Into::into)).unwrap();
}

fn furnish(db: &Db) {
    let prepare = |conn: &mut Conn| {
        db::migrate(conn)?;
        db::install_guard(conn)
    };
    db.read_now(prepare).unwrap();
    db.write_now(|conn| {
        fixture::furnish(conn);
        Ok(())
    })
    .unwrap();
}

#[cfg(feature = "postgres")]
mod postgres {
    use std::path::Path;
    use std::sync::OnceLock;
    use std::sync::atomic::{AtomicU32, Ordering};

    use diesel::connection::SimpleConnection;
    use diesel::prelude::*;
    use linli::base::db::{DatabaseUrl, Db};
    use url::Url;

    fn server() -> Url {
        let url = std::env::var("LINLI_TEST_POSTGRES").expect(
            "LINLI_TEST_POSTGRES names a PostgreSQL server where tests may create databases: postgres://…",
        );
        url.parse().unwrap()
    }

    fn connect() -> PgConnection {
        PgConnection::establish(server().as_str()).unwrap()
    }

    /// A new database that begins as a copy of another.
    pub fn create(template: &str) -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("linli_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        connect().batch_execute(&format!("CREATE DATABASE {name} TEMPLATE {template}")).unwrap();
        name
    }

    pub fn url_of(name: &str) -> String {
        let mut url = server();
        url.set_path(name);
        url.into()
    }

    pub fn drop_database(url: &str) {
        let url: Url = url.parse().unwrap();
        let name = url.path().trim_start_matches('/');
        let Ok(mut conn) = PgConnection::establish(server().as_str()) else { return };
        let _ = conn.batch_execute(&format!("DROP DATABASE {name} WITH (FORCE)"));
    }

    /// A copy of one that somebody may be connected to; they are let go, and connect anew.
    pub fn copy_of(url: &str) -> String {
        let url: Url = url.parse().unwrap();
        let name = url.path().trim_start_matches('/');
        let let_go =
            format!("SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'");
        connect().batch_execute(&let_go).unwrap();
        create(name)
    }

    /// The migrated and furnished database is made once per test binary, and goes with the next run of tests.
    pub fn copy_of_template() -> String {
        static TEMPLATE: OnceLock<String> = OnceLock::new();
        create(TEMPLATE.get_or_init(|| {
            clear_away();
            let name = create("template1");
            let url: DatabaseUrl = url_of(&name).parse().unwrap();
            super::furnish(&Db::open(&url, 1, true).unwrap());
            name
        }))
    }

    /// Drops what tests left behind whose process is gone.
    fn clear_away() {
        let names =
            diesel::sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'linli\\_%'");
        for Name { name } in names.load(&mut connect()).unwrap() {
            let process = name.split('_').nth(1).unwrap_or_default();
            if Path::new("/proc/self").exists() && !Path::new("/proc").join(process).exists() {
                drop_database(&url_of(&name));
            }
        }
    }

    #[derive(QueryableByName)]
    struct Name {
        #[diesel(sql_type = diesel::sql_types::Text)]
        name: String,
    }
}
