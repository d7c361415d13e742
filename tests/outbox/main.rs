//! The outbox, from the transaction of a fact to a mail server, on both databases.
//!
//! For PostgreSQL: `LINLI_TEST_POSTGRES=postgres://… cargo test --features postgres -- --ignored`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

/// Every story is told on both databases.
macro_rules! on_both_databases {
    ($($story:ident)*) => {
        mod on_sqlite {
            $(#[tokio::test]
            async fn $story() {
                super::$story(crate::harness::Outbox::at(crate::place::Place::sqlite())).await;
            })*
        }
        #[cfg(feature = "postgres")]
        mod on_postgres {
            $(#[tokio::test]
            #[ignore = "needs PostgreSQL"]
            async fn $story() {
                super::$story(crate::harness::Outbox::at(crate::place::Place::postgres())).await;
            })*
        }
    };
}

mod arriving;
mod claiming;
mod failing;
mod guests;
mod harness;
mod place;
mod reading;
mod rows;
#[path = "../support/smtp.rs"]
mod smtp;
