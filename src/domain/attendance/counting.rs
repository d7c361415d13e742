//! How many are counted at a door: a pure sum of what was received, in whatever order it came.

use super::Arrival;
use crate::base::time::Instant;

/// A press, tick or code: how, how many, and when it was made.
pub type Came = (Arrival, i32, Instant);

/// How many are counted at a door.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// With a name: ticked on the list, or by the code of their registration.
    pub by_name: i32,
    /// By presses of the counter.
    pub by_hand: i32,
}

impl Count {
    /// The presses count in the order they were made, which may not be the order they came in; one that takes back
    /// where nobody was pressed takes back nothing, so that whoever comes next is counted. Of the same moment whoever
    /// came goes before who is taken back.
    pub fn of(mut came: Vec<Came>) -> Self {
        came.sort_unstable_by_key(|(_, people, at)| (*at, -people));
        let mut count = Self::default();
        for (how, people, _) in came {
            match how {
                Arrival::Counter => count.by_hand = (count.by_hand + people).max(0),
                Arrival::Code | Arrival::NameList => count.by_name += people,
            }
        }
        count
    }

    /// All of them.
    pub fn people(self) -> i32 {
        self.by_name + self.by_hand
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;

    fn at(second: i64) -> Instant {
        Instant::new(chrono::DateTime::UNIX_EPOCH).plus(Duration::seconds(second))
    }

    #[test]
    fn what_is_taken_back_at_zero_takes_nobody_who_comes_later() {
        let pressed = |presses: &[(i32, i64)]| {
            Count::of(
                presses.iter().map(|(people, second)| (Arrival::Counter, *people, at(*second))).collect(),
            )
        };
        assert_eq!(pressed(&[(-1, 1), (-1, 2), (-1, 3), (1, 4)]).people(), 1);
        assert_eq!(pressed(&[(1, 4), (-1, 3), (-1, 5), (1, 6)]).people(), 1, "the late one was made at zero");
        assert_eq!(pressed(&[(-1, 1), (1, 1)]).people(), 0, "within one second");
    }

    #[test]
    fn the_counter_takes_back_none_of_those_who_are_ticked() {
        let count = Count::of(vec![(Arrival::NameList, 3, at(1)), (Arrival::Counter, -1, at(2))]);
        assert_eq!((count.by_name, count.by_hand), (3, 0));
    }

    proptest! {
        #[test]
        fn the_order_in_which_presses_arrive_changes_nothing(
            presses in proptest::collection::vec((any::<bool>(), 0_i64..20), 0..40),
            turn in 0_usize..40,
        ) {
            let came: Vec<Came> = presses
                .iter()
                .map(|(plus, second)| (Arrival::Counter, if *plus { 1 } else { -1 }, at(*second)))
                .collect();
            let mut late = came.clone();
            late.rotate_left(turn.min(came.len()));
            late.reverse();
            let came = Count::of(came);
            prop_assert!(came.by_hand >= 0);
            prop_assert_eq!(came, Count::of(late));
        }
    }
}
