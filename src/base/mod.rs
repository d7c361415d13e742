//! How things are done, whatever they are for: this storey knows no concept of the domain.

pub mod config;
pub mod db;
pub mod error;
pub mod history;
pub mod ical;
pub mod jobs;
pub mod lang;
pub mod mail;
pub mod picture;
pub mod qr;
pub mod remembered;
pub mod secret;
pub mod time;
pub mod tokens;
pub mod web;
