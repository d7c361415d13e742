//! Who opens the door: pages are sorted by the three people they are for, and programs.

pub mod api;
pub mod parts;
