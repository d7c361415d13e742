//! A database of one's own for every test: SQLite a copy of a migrated file, PostgreSQL a schema.

use std::path::PathBuf;
use std::sync::OnceLock;

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
    #[cfg(feature = "postgres")]
    schema: Option<String>,
}

impl TestDatabase {
    /// Migrated, and furnished with the sample centres of [`fixture`].
    pub fn furnished(kind: Kind) -> Self {
        let database = Self::bare(kind);
        match kind {
            Kind::Sqlite => {
                std::fs::copy(template(), database.folder.path().join("linli.db")).unwrap();
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => furnish(&database.open(1)),
        }
        database
    }

    /// Nothing in it, not even tables.
    pub fn bare(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        match kind {
            Kind::Sqlite => {
                let url = format!("sqlite:{}", folder.path().join("linli.db").display());
                Self {
                    kind,
                    url,
                    folder,
                    #[cfg(feature = "postgres")]
                    schema: None,
                }
            }
            #[cfg(feature = "postgres")]
            Kind::Postgres => {
                let schema = postgres::new_schema();
                Self { kind, url: postgres::url_of(&schema), folder, schema: Some(schema) }
            }
        }
    }

    pub fn open(&self, connections: u32) -> Db {
        let url: DatabaseUrl = self.url.parse().unwrap();
        Db::open(&url, connections, true).unwrap()
    }
}

#[cfg(feature = "postgres")]
impl Drop for TestDatabase {
    fn drop(&mut self) {
        if let Some(schema) = &self.schema {
            postgres::drop_schema(schema);
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
        // One file, without a write-ahead log beside it.
        db.read_now(|conn| {
            use diesel::connection::SimpleConnection;
            conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").map_err(Into::into)
        })
        .unwrap();
        (folder, path)
    });
    path
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
    use std::sync::atomic::{AtomicU32, Ordering};

    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection};

    fn server() -> String {
        std::env::var("LINLI_TEST_POSTGRES")
            .expect("LINLI_TEST_POSTGRES names a PostgreSQL database for tests: postgres://…")
    }

    pub fn new_schema() -> String {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let schema = format!("test_{}_{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let mut conn = PgConnection::establish(&server()).unwrap();
        conn.batch_execute(&format!("DROP SCHEMA IF EXISTS {schema} CASCADE; CREATE SCHEMA {schema}"))
            .unwrap();
        schema
    }

    pub fn url_of(schema: &str) -> String {
        let server = server();
        let joint = if server.contains('?') { '&' } else { '?' };
        format!("{server}{joint}options=-csearch_path%3D{schema}")
    }

    pub fn drop_schema(schema: &str) {
        let Ok(mut conn) = PgConnection::establish(&server()) else { return };
        let _ = conn.batch_execute(&format!("SET client_min_messages = error; DROP SCHEMA {schema} CASCADE"));
    }
}
