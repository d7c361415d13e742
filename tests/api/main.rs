//! Programs: the same use cases as JSON. Every answer is held against the OpenAPI document as it comes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "these are tests")]

#[path = "../support/mod.rs"]
#[macro_use]
mod support;

mod activities;
mod agreeing;
mod answering;
mod asking;
mod at_the_door;
mod attendance;
mod calling;
mod days;
mod deciding;
mod disrupting;
mod document;
mod reading;
mod refusing;
mod registering;
mod repeating;
mod reports;
mod schema;
