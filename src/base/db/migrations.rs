//! The schema's versions, one folder per database under `migrations/`.

use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;
use crate::base::error::{Error, Result};

const SQLITE: EmbeddedMigrations = embed_migrations!("migrations/sqlite");
#[cfg(feature = "postgres")]
const POSTGRES: EmbeddedMigrations = embed_migrations!("migrations/postgres");

/// Brings the schema to the newest version; safe to run by several processes at once on PostgreSQL.
pub fn migrate(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(sqlite) => sqlite.run_pending_migrations(SQLITE).map(drop).map_err(Error::fault),
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            use diesel::connection::SimpleConnection;
            // Two processes starting together: the second waits here and then finds nothing to do.
            postgres.batch_execute("SELECT pg_advisory_lock(7078)")?;
            let done = postgres.run_pending_migrations(POSTGRES).map(drop).map_err(Error::fault);
            postgres.batch_execute("SELECT pg_advisory_unlock(7078)")?;
            done
        }
    }
}

/// Takes every version back, down to an empty database.
pub fn revert_all(conn: &mut Conn) -> Result<()> {
    match conn {
        Conn::Sqlite(sqlite) => sqlite.revert_all_migrations(SQLITE).map(drop).map_err(Error::fault),
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => postgres.revert_all_migrations(POSTGRES).map(drop).map_err(Error::fault),
    }
}

/// True when this binary knows versions that the database has not seen.
pub fn pending_migrations(conn: &mut Conn) -> Result<bool> {
    match conn {
        Conn::Sqlite(sqlite) => sqlite.has_pending_migration(SQLITE).map_err(Error::fault),
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => postgres.has_pending_migration(POSTGRES).map_err(Error::fault),
    }
}
