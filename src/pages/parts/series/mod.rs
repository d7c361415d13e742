//! What the leader's and the staff's pages about series share: the form that reads like a sentence, the plan in which
//! every date is chosen, and the dates of a series as they stand.

pub mod asking;
pub mod change;
pub mod change_view;
pub mod dates;
pub mod form;
pub mod one;
pub mod plan;
pub mod wish;
