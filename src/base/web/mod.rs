//! How pages are served, whatever stands on them.

pub mod assets;
