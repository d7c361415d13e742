//! What tests share: a centre with people in it, on a database of its own, at a standing clock.
//!
//! Helpers of people go through the use cases as their pages do; those that write rows directly start with
//! `db_`. Every test binary uses a part of this.
#![allow(dead_code, unused_imports)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

pub mod app;
pub mod database;
pub mod fixture;
pub mod people;

pub use app::{Posted, TestApp};
pub use database::Kind;
pub use people::Reply;

/// Runs each story on SQLite and, where a server is given, on PostgreSQL. A story that is not named here is
/// dead code, which the compiler reports.
#[macro_export]
macro_rules! stories {
    ($($name:ident),* $(,)?) => {
        mod on_sqlite {
            $(#[test] fn $name() { super::$name(&$crate::support::TestApp::on($crate::support::Kind::Sqlite)) })*
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[test] #[ignore = "needs PostgreSQL"] fn $name() {
                super::$name(&$crate::support::TestApp::on($crate::support::Kind::Postgres))
            })*
        }
    };
}
