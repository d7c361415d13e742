//! Tokens in links, and digests of secrets.
//!
//! A token says "whoever holds me may do this one thing": it is an HMAC over a purpose, a row's id and the
//! row's version, so nothing has to be stored, and a change of the row's version makes every older token
//! worthless. It does not expire by itself; whoever verifies it checks the state of the row.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, Mac};
use secrecy::{ExposeSecret, SecretString};
use sha2::Sha256;
use subtle::ConstantTimeEq;

type HmacSha256 = Hmac<Sha256>;

/// Half of SHA-256: 128 bits cannot be guessed, and links in letters stay short.
const MAC_BYTES: usize = 16;
const TOKEN_BYTES: usize = 8 + 8 + MAC_BYTES;

/// Makes and checks tokens with the installation's secret, which it never shows.
#[derive(Debug, Clone)]
pub struct Tokens {
    secret: SecretString,
    name: String,
}

impl Tokens {
    pub fn new(secret: SecretString) -> Self {
        let mut tokens = Self { secret, name: String::new() };
        let digest = tokens.digest("installation", "name");
        let letters: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        tokens.name = format!("linli-{letters}");
        tokens
    }

    /// A name for the installation that no other has, and that stays when its address changes: for what programs
    /// elsewhere keep.
    pub fn installation(&self) -> &str {
        &self.name
    }

    /// A token for one act on one row as it is now: 43 letters that need no escaping in a URL.
    pub fn sign(&self, purpose: &str, id: i64, version: i64) -> String {
        let mut token = Vec::with_capacity(TOKEN_BYTES);
        token.extend(id.to_be_bytes());
        token.extend(version.to_be_bytes());
        let mac = self.mac("token", purpose, &token);
        token.extend(mac.iter().take(MAC_BYTES));
        URL_SAFE_NO_PAD.encode(token)
    }

    /// The id and version a token was made for; `None` unless it was made here for this purpose.
    pub fn verify(&self, purpose: &str, token: &str) -> Option<(i64, i64)> {
        let bytes: [u8; TOKEN_BYTES] = URL_SAFE_NO_PAD.decode(token).ok()?.try_into().ok()?;
        let (payload, given) = bytes.split_at_checked(16)?;
        let wanted = self.mac("token", purpose, payload);
        if !bool::from(wanted.get(..MAC_BYTES)?.ct_eq(given)) {
            return None;
        }
        let (id, version) = payload.split_at_checked(8)?;
        Some((i64::from_be_bytes(id.try_into().ok()?), i64::from_be_bytes(version.try_into().ok()?)))
    }

    /// What is kept of a random secret: 32 bytes that do not tell it, different for each purpose.
    pub fn digest(&self, purpose: &str, text: &str) -> Vec<u8> {
        self.mac("digest", purpose, text.as_bytes())
    }

    /// Each part is preceded by its length: no two different triples give the same bytes.
    fn mac(&self, use_: &str, purpose: &str, payload: &[u8]) -> Vec<u8> {
        let key = self.secret.expose_secret().as_bytes();
        let mut mac = <HmacSha256 as Mac>::new_from_slice(key)
            .unwrap_or_else(|_| unreachable!("HMAC takes keys of any length"));
        for part in [use_.as_bytes(), purpose.as_bytes(), payload] {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part);
        }
        mac.finalize().into_bytes().to_vec()
    }
}

/// 256 random bits as 43 letters that need no escaping in a URL or a cookie.
pub fn random_token() -> String {
    URL_SAFE_NO_PAD.encode(random_bytes::<32>())
}

/// So many random decimal digits, for a code that people type.
pub fn random_digits(count: usize) -> String {
    let mut digits = String::with_capacity(count);
    while digits.len() < count {
        // 250 and above would favour the first six digits.
        let [byte] = random_bytes::<1>();
        if byte < 250 {
            digits.push(char::from(b'0' + byte % 10));
        }
    }
    digits
}

/// Panics when the system has no randomness: there is no safe way on without it.
fn random_bytes<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        panic!("the system gives no random numbers: {error}");
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(secret: &str) -> Tokens {
        Tokens::new(secret.to_owned().into())
    }

    #[test]
    fn a_token_tells_what_it_was_made_for() {
        let token = tokens("a").sign("alternative", 42, 7);
        assert_eq!(token.len(), 43);
        assert_eq!(tokens("a").verify("alternative", &token), Some((42, 7)));
    }

    #[test]
    fn a_token_is_worthless_for_another_purpose_or_with_another_secret() {
        let token = tokens("a").sign("alternative", 42, 7);
        assert_eq!(tokens("a").verify("sign_in", &token), None);
        assert_eq!(tokens("b").verify("alternative", &token), None);
    }

    #[test]
    fn a_token_changed_in_any_bit_is_refused() {
        let tokens = tokens("a");
        let token = URL_SAFE_NO_PAD.decode(tokens.sign("p", 1, 2)).unwrap();
        for bit in 0..token.len() * 8 {
            let mut other = token.clone();
            other[bit / 8] ^= 1 << (bit % 8);
            assert_eq!(tokens.verify("p", &URL_SAFE_NO_PAD.encode(other)), None, "bit {bit}");
        }
        for odd in ["", "x", "===", "一", &"A".repeat(44), &"A".repeat(1000)] {
            assert_eq!(tokens.verify("p", odd), None, "{odd}");
        }
    }

    #[test]
    fn a_digest_depends_on_secret_purpose_and_text_and_is_no_token() {
        let digest = tokens("a").digest("cookie", "xyz");
        assert_eq!(digest.len(), 32);
        assert_eq!(digest, tokens("a").digest("cookie", "xyz"));
        assert_ne!(digest, tokens("b").digest("cookie", "xyz"));
        assert_ne!(digest, tokens("a").digest("cook", "iexyz"));
    }

    #[test]
    fn random_secrets_differ_and_codes_are_digits() {
        assert_ne!(random_token(), random_token());
        let code = random_digits(8);
        assert!(code.len() == 8 && code.bytes().all(|b| b.is_ascii_digit()), "{code}");
    }

    #[test]
    fn the_secret_is_never_printed() {
        assert!(!format!("{:?}", tokens("hush-hush")).contains("hush"));
    }
}
