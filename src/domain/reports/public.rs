//! The sentence that centres publish: how many troupes have an agreement, how often they came, and how many people
//! they are. Pure.

use std::collections::BTreeSet;

use super::rules::{Figures, tally};
use super::{Facts, People, Use, people};
use crate::domain::agreements::TroupeId;

/// What the sentence says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Public {
    /// Troupes with an agreement that held on some day of the period up to now.
    pub troupes: u32,
    /// Their rehearsals and activities under it that were held.
    pub sessions: u32,
    /// Of how many of these somebody reported how many came, and the sum of it.
    pub reported: u32,
    pub visits: i64,
    /// The people of those troupes that came at all.
    pub people: People,
}

impl Public {
    pub(super) fn of(facts: &Facts) -> Self {
        let last = facts.period.to.min(facts.now.date());
        let signed: BTreeSet<TroupeId> = facts
            .contracts
            .iter()
            .filter(|one| facts.period.overlaps(one.starts_on, one.ends_on) && one.starts_on <= last)
            .map(|one| one.troupe)
            .collect();
        let uses: Vec<&Use> = facts.uses.iter().filter(|one| one.agreement.is_some()).collect();
        let Figures { sessions, reported, visits, .. } = tally(&uses);
        let people = people::of_troupes_in(facts, &uses);
        Self { troupes: signed.len() as u32, sessions, reported, visits, people }
    }
}

/// Rounded down to two digits for 余 (“140余次”): the number, and whether anything was left out.
pub fn rounded(number: u32) -> (u32, bool) {
    let unit = match number {
        0..10 => 1,
        10..100 => 10,
        _ => 10_u32.pow(number.ilog10() - 1),
    };
    let down = number - number % unit;
    (down, down != number)
}

#[cfg(test)]
mod tests {
    use super::rounded;

    #[test]
    fn a_number_is_rounded_down_and_an_even_one_stays() {
        let numbers = [0, 7, 10, 13, 99, 140, 145, 302, 999, 1000, 1234, 98_765];
        let expected = [
            (0, false),
            (7, false),
            (10, false),
            (10, true),
            (90, true),
            (140, false),
            (140, true),
            (300, true),
            (990, true),
            (1000, false),
            (1200, true),
            (98_000, true),
        ];
        assert_eq!(numbers.map(rounded), expected);
    }
}
