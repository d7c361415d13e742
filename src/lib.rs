//! Linli (邻里): rooms, free-use agreements, bookings and activities of community centres.
//!
//! # The house
//!
//! Three storeys; each uses only those below.
//!
//! - [`pages`]: who opens the door. A handler says who may enter by what it takes as a parameter. Doors do not
//!   import each other; what they share is in `pages::parts`.
//! - [`domain`]: what is true, by concept. A concept may use those to its left: centres ← people ← days ← rooms ←
//!   occupancy ← agreements ← bookings ← activities ← disruptions. `mod.rs` holds the nouns, `rules.rs` pure
//!   decisions, `store.rs` queries, and each act has a file of its own whose doc is its table.
//! - [`base`]: how things are done, whatever they are for.
//!
//! [`app`] puts everything together for the binary and for tests; [`demo`] makes the sample through the use cases.
//!
//! # The law
//!
//! 1. A space is held by at most one occupancy at any moment; the database itself refuses the second.
//! 2. One lock order everywhere: agreements, then spaces by id.
//! 3. A fact, its author and the letters it causes are written in one transaction.
//! 4. Times of rooms are wall-clock times of their centre; moments are UTC; the two cannot be mixed.

pub mod app;
pub mod base;
pub mod demo;
pub mod domain;
pub mod pages;
