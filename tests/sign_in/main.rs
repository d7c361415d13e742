//! Signing in and out, and what stands before every page, through HTTP.
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

mod coming_in;
mod every_page;
mod house;
mod links;
mod staying;
