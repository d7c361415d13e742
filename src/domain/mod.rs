//! What is true: the concepts, each importing only those to its left.
//! centres ← people ← …

pub mod centres;
pub mod people;
