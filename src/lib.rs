//! Linli (邻里): rooms, free-use agreements, bookings and activities of community centres.

pub mod app;
pub mod base;
pub mod demo;
pub mod domain;
pub mod pages;
