//! What people do and what comes of it, each told in a sentence, on SQLite and on PostgreSQL.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]

#[path = "../support/mod.rs"]
#[macro_use]
mod support;
#[path = "../support/web.rs"]
mod web;

mod agreements;
mod agreements_changed;
mod allowance;
mod answering;
mod asking;
mod attendance;
mod cancelling;
mod changing;
mod days;
mod deciding;
mod disrupting;
mod ending;
mod foreseeing;
mod lapsing;
mod letters;
mod line;
mod losses;
mod managing;
mod offering;
mod pages;
mod permissions;
mod pressing;
mod recording;
mod refusing;
mod registering;
mod registering_at_the_desk;
mod registration_letters;
mod registrations_model;
mod registrations_told;
mod repeating;
mod reports;
mod reports_model;
mod residents;
mod scheduling;
mod series;
mod series_model;
mod series_told;
mod time;
mod unmet;
mod waiting;
mod without_script;
