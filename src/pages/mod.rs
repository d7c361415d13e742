//! Who opens the door: pages are sorted by the three people they are for, and programs. What belongs to
//! everyone alike (the look, signing in, errors) has a door of its own.

pub mod api;
pub mod everyone;
pub mod leader;
pub mod operator;
pub mod parts;
pub mod resident;
pub mod staff;
