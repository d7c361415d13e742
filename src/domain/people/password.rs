//! Passwords: argon2id, 19 MB and two passes (RFC 9106 and OWASP's first recommendation for servers).
//! Hashing is slow on purpose; call it through `State::heavy`.

use argon2::password_hash::SaltString;
use argon2::{Argon2, PasswordHash, PasswordHasher, PasswordVerifier};

use crate::base::error::{Error, Result};
use crate::base::lang::Lang;

/// Letters a password has at least. Length is the only rule that helps.
pub const SHORTEST: usize = 8;
/// And at most; more would only keep the machine busy.
pub const LONGEST: usize = 200;

/// The hash to store, with its salt and parameters in it.
pub fn hash(password: &str) -> Result<String> {
    let mut salt = [0; 16];
    getrandom::fill(&mut salt).map_err(Error::fault)?;
    let salt = SaltString::encode_b64(&salt).map_err(Error::fault)?;
    Ok(Argon2::default().hash_password(password.as_bytes(), &salt).map_err(Error::fault)?.to_string())
}

/// True when the password is the hash's. Without a hash it takes as long and is false: the time an answer
/// takes does not tell whether there is such an account.
pub fn matches(password: &str, hash: Option<&str>) -> bool {
    let fits = |hash: &str| {
        PasswordHash::new(hash)
            .is_ok_and(|hash| Argon2::default().verify_password(password.as_bytes(), &hash).is_ok())
    };
    match hash {
        _ if password.chars().count() > LONGEST => false,
        Some(hash) => fits(hash),
        None => {
            fits(NOBODYS);
            false
        }
    }
}

/// The hash of nothing anybody knows, made with the same parameters.
const NOBODYS: &str = "$argon2id$v=19$m=19456,t=2,p=1$AAAAAAAAAAAAAAAAAAAAAA$\
                       AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

/// What is wrong with a new password, in words.
pub fn complaint(password: &str, lang: Lang) -> Option<String> {
    match password.chars().count() {
        count if count < SHORTEST => Some(lang.pick(
            format!("密码至少要{SHORTEST}个字符。可以用几个词连起来，好记又安全。"),
            format!("A password needs at least {SHORTEST} characters. Several words in a row are easy to remember and safe."),
        )),
        count if count > LONGEST => Some(lang.pick(
            format!("密码最多{LONGEST}个字符。"),
            format!("A password has at most {LONGEST} characters."),
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_matches_its_own_hash_alone() {
        let kept = hash("linli-demo").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{kept}");
        assert!(matches("linli-demo", Some(&kept)));
        assert!(!matches("linli-dem0", Some(&kept)));
        assert_ne!(kept, hash("linli-demo").unwrap());
    }

    #[test]
    fn nobody_has_no_password() {
        assert!(PasswordHash::new(NOBODYS).is_ok());
        assert!(!matches("", None) && !matches("x", None));
    }

    #[test]
    fn a_new_password_has_eight_characters_in_any_script() {
        assert!(complaint("一二三四五六七", Lang::Zh).is_some());
        assert!(complaint("一二三四五六七八", Lang::Zh).is_none());
        assert!(complaint(&"x".repeat(201), Lang::En).is_some());
    }
}
