//! Who opens the door: each folder is for one kind of person, and the door is the permission.

pub mod parts;
