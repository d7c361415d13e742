//! Databases that go when the test ends.

use linli::base::db::{DatabaseUrl, Db, migrate};

pub enum Place {
    Sqlite(tempfile::TempDir),
    #[cfg(feature = "postgres")]
    Postgres {
        url: String,
        schema: String,
    },
}

impl Place {
    pub fn sqlite() -> Self {
        Self::Sqlite(tempfile::tempdir().unwrap()).migrated()
    }

    /// A schema of its own in the database that `LINLI_TEST_POSTGRES` names.
    #[cfg(feature = "postgres")]
    pub fn postgres() -> Self {
        let url = std::env::var("LINLI_TEST_POSTGRES").expect("LINLI_TEST_POSTGRES is the URL of a database");
        let schema = format!("outbox_{}", linli::base::tokens::random_digits(12));
        execute(&url, &format!("CREATE SCHEMA {schema}"));
        Self::Postgres { url, schema }.migrated()
    }

    pub fn open(&self) -> Db {
        Db::open(&self.url(), 4, true).unwrap()
    }

    fn migrated(self) -> Self {
        self.open().read_now(migrate).unwrap();
        self
    }

    fn url(&self) -> DatabaseUrl {
        match self {
            Self::Sqlite(folder) => format!("sqlite:{}/linli.db", folder.path().display()),
            #[cfg(feature = "postgres")]
            Self::Postgres { url, schema } => {
                let joint = if url.contains('?') { '&' } else { '?' };
                format!("{url}{joint}options=-csearch_path%3D{schema}")
            }
        }
        .parse()
        .unwrap()
    }
}

#[cfg(feature = "postgres")]
impl Drop for Place {
    fn drop(&mut self) {
        if let Self::Postgres { url, schema } = self {
            execute(url, &format!("DROP SCHEMA {schema} CASCADE"));
        }
    }
}

#[cfg(feature = "postgres")]
fn execute(url: &str, statement: &str) {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, PgConnection};
    PgConnection::establish(url).unwrap().batch_execute(statement).unwrap();
}
