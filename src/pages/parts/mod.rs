//! What the doors share.

pub mod door;
pub mod frame;
pub mod look;
