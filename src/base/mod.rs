//! How things are done, whatever they are for: this storey knows no concept of the domain.

pub mod db;
pub mod error;
pub mod lang;
pub mod time;
pub mod web;
