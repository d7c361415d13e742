//! The database: SQLite inside the binary, or PostgreSQL. What differs between them stays in this folder
//! and in the two-armed places of `store.rs` files.

mod among;
mod guard;
mod migrations;
mod pool;
pub mod schema;
mod types;
mod url;

pub use among::among;
pub use guard::{OCCUPANCY_GUARD, install_guard};
pub use migrations::{migrate, pending_migrations, revert_all};
pub use pool::{Db, transaction};
pub use url::DatabaseUrl;

#[cfg(feature = "postgres")]
use diesel::RunQueryDsl;
use diesel::result::{DatabaseErrorInformation, Error as DieselError};
#[cfg(feature = "postgres")]
use diesel::sql_types::Text;

use super::error::Error;

/// A connection to either database. Opened by [`Db`] alone, which chooses by the URL's scheme.
#[derive(diesel::MultiConnection)]
pub enum Conn {
    Sqlite(diesel::SqliteConnection),
    #[cfg(feature = "postgres")]
    Postgres(diesel::PgConnection),
}

/// Runs a query on the connection that there is, in place of the enum of both: a statement is then found again by
/// its type, and rows are read as they come. Through the enum every statement is written out anew, twice, each time.
#[macro_export]
macro_rules! query {
    ($conn:ident, $run:expr) => {
        match $conn {
            $crate::base::db::Conn::Sqlite($conn) => $run,
            #[cfg(feature = "postgres")]
            $crate::base::db::Conn::Postgres($conn) => $run,
        }
    };
}

/// Until this transaction ends, nobody else takes turns by the same word; on SQLite whoever writes is alone anyway.
#[cfg_attr(not(feature = "postgres"), allow(unused_variables))]
pub fn take_turn(conn: &mut Conn, word: &str) -> Result<(), Error> {
    match conn {
        Conn::Sqlite(_) => {}
        #[cfg(feature = "postgres")]
        Conn::Postgres(postgres) => {
            diesel::sql_query("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))")
                .bind::<Text, _>(word)
                .execute(postgres)?;
        }
    }
    Ok(())
}

/// The backend of [`Conn`], for the types of composed queries.
pub type Backend = <Conn as diesel::Connection>::Backend;

/// True when a statement was refused by the named constraint, which has the same name on both databases:
/// PostgreSQL names it, SQLite's triggers raise it as the message, SQLite's indexes list their columns.
pub fn violates(error: &DieselError, constraint: &str) -> bool {
    match error {
        DieselError::DatabaseError(_, info) => is_about(info.as_ref(), constraint),
        _ => false,
    }
}

fn is_about(info: &(dyn DatabaseErrorInformation + Send + Sync), constraint: &str) -> bool {
    info.constraint_name() == Some(constraint) || info.message() == constraint
}

/// For an act that looked before it wrote: what is there twice now was written at the same moment, and the act
/// is to be run anew ([`Db::write_again`]).
pub fn again(error: DieselError) -> Error {
    if is_duplicate(&error) { Error::Again } else { error.into() }
}

/// True for any broken `UNIQUE` constraint or index.
pub fn is_duplicate(error: &DieselError) -> bool {
    matches!(error, DieselError::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _))
}
