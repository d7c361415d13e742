//! When a letter is tried again, and when it is given up.

use chrono::Duration;

/// Minutes after the first, second … failed try.
const MINUTES: [i64; 7] = [1, 5, 30, 2 * 60, 6 * 60, 12 * 60, 24 * 60];

/// So many tries are twice what the schedule gives: the rest were broken off, as by a crash, without a result.
pub const MOST_TRIES: i32 = 16;

/// How long to wait after so many tries; `None` when it is enough. `roll` in `[0, 1)` spreads letters that
/// failed together by a fifth to either side, so that they do not come back together.
pub fn wait(tries: i32, roll: f64) -> Option<Duration> {
    let minutes = MINUTES.get(usize::try_from(tries - 1).ok()?)?;
    let seconds = (minutes * 60) as f64 * (0.8 + 0.4 * roll);
    Some(Duration::seconds(seconds.round() as i64))
}

/// A number in `[0, 1)` that is the same for the same seed, letter and try (SplitMix64).
pub fn roll(seed: u64, letter: i64, tries: i32) -> f64 {
    let mut z = seed ^ (letter as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ ((tries as u64) << 48);
    z = z.wrapping_add(0x9e37_79b9_7f4a_7c15);
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((z ^ (z >> 31)) >> 11) as f64 / (1u64 << 53) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tries_come_ever_later_and_end_after_the_eighth() {
        let waits: Vec<_> = (1..=8).map(|tries| wait(tries, 0.5).map(|wait| wait.num_minutes())).collect();
        let wanted = [Some(1), Some(5), Some(30), Some(120), Some(360), Some(720), Some(1440), None];
        assert_eq!(waits, wanted);
        assert_eq!(wait(0, 0.5), None);
    }

    #[test]
    fn letters_that_fail_together_are_spread_by_a_fifth() {
        let waits: Vec<_> = (0..1000).map(|id| wait(2, roll(7, id, 2)).unwrap().num_seconds()).collect();
        assert!(waits.iter().all(|wait| (240..=360).contains(wait)));
        assert!(waits.iter().any(|wait| *wait < 250) && waits.iter().any(|wait| *wait > 350));
        assert_eq!(roll(7, 1, 2), roll(7, 1, 2));
        assert_ne!(roll(7, 1, 2), roll(8, 1, 2));
    }
}
