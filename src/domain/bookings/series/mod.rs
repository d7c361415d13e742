//! Series (系列预约): a rule such as every Tuesday 9–11 until 30 June, whose occurrences are ordinary bookings.

pub mod recurrence;
