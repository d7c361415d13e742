//! What is true, by concept. A concept may use those to its left:
//! centres ← people ← days ← rooms ← occupancy ← agreements ← bookings ← activities ← registrations ←
//! attendance ← disruptions ← reports.

pub mod activities;
pub mod agreements;
pub mod attendance;
pub mod bookings;
pub mod centres;
pub mod days;
pub mod disruptions;
pub mod occupancy;
pub mod people;
pub mod registrations;
pub mod reports;
pub mod rooms;
