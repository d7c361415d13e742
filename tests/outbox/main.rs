//! The outbox, from the transaction of a fact to a mail server, on both databases.
//!
//! For PostgreSQL: `LINLI_TEST_POSTGRES=postgres://… cargo test --features postgres -- --ignored`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/both.rs"]
#[macro_use]
mod both;
#[path = "../support/database.rs"]
#[allow(dead_code)]
mod database;
#[path = "../support/fixture.rs"]
#[allow(dead_code)]
mod fixture;

mod arriving;
mod claiming;
mod failing;
mod guests;
mod harness;
mod reading;
mod rows;
#[path = "../support/smtp.rs"]
mod smtp;
