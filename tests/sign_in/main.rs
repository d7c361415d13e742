//! Signing in and out, and what stands before every page, through HTTP.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

mod coming_in;
mod every_page;
mod house;
mod links;
mod staying;
