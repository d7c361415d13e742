//! The link and the code by which somebody without an account comes back to their registration.
//!
//! Both are reckoned from the row and its version, so nothing secret is stored, and both are dead once the address has
//! changed or was erased. The code is for people with a telephone alone, who write it down: six digits, tried together
//! with the number, and tries are slowed ([`looking_up`](super::looking_up)).

use subtle::ConstantTimeEq;

use super::{Registration, RegistrationId};
use crate::base::mail::links::{self, Link};
use crate::base::tokens::Tokens;

/// What a private link lets its holder do: see, change, answer, cancel one registration.
pub const REGISTRATION: &str = "registration";
/// Where private links lead.
pub const PREFIX: &str = "/r/";

/// The private link, for a letter.
pub(super) fn link(of: &Registration) -> Link {
    links::act(PREFIX, REGISTRATION, of.id.0, of.version.into())
}

/// What its code for the door is for: staff see how many come and let them in.
pub const CHECK_IN: &str = "check_in";
/// Where codes for the door lead.
const DOOR: &str = "/e/";

/// The code for the door, for a letter.
pub(super) fn door(of: &Registration) -> Link {
    links::act(DOOR, CHECK_IN, of.id.0, of.version.into())
}

/// Where the code for the door leads, below the installation's address.
pub fn door_path(tokens: &Tokens, of: &Registration) -> String {
    format!("{DOOR}{}", tokens.sign(CHECK_IN, of.id.0, of.version.into()))
}

/// The token of the private link.
pub fn token(tokens: &Tokens, of: &Registration) -> String {
    tokens.sign(REGISTRATION, of.id.0, of.version.into())
}

/// Whose token it is, and of which version.
pub fn verify(tokens: &Tokens, token: &str) -> Option<(RegistrationId, i64)> {
    let (id, version) = tokens.verify(REGISTRATION, token)?;
    Some((RegistrationId(id), version))
}

/// Six digits to write down.
pub fn code(tokens: &Tokens, of: &Registration) -> String {
    let digest = tokens.digest("registration code", &format!("{} {}", of.id, of.version));
    let number = digest.iter().take(8).fold(0_u64, |number, byte| (number << 8) | u64::from(*byte));
    format!("{:06}", number % 1_000_000)
}

pub(super) fn has_code(tokens: &Tokens, of: &Registration, typed: &str) -> bool {
    code(tokens, of).as_bytes().ct_eq(typed.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_for_one_registration_and_purpose() {
        let tokens = Tokens::new("s".to_owned().into());
        assert_eq!(verify(&tokens, &tokens.sign(REGISTRATION, 7, 2)), Some((RegistrationId(7), 2)));
        assert_eq!(verify(&tokens, &tokens.sign("alternative", 7, 2)), None);
    }
}
