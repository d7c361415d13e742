//! The name a person signs in with: an e-mail address, or a phone number in one spelling.

/// An e-mail address in lower case, or a phone number with its country's code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Login {
    Email(String),
    Phone(String),
}

impl Login {
    /// Reads what people type; `None` when it is neither. Numbers without a country's code are Chinese.
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.contains('@') { Self::email(typed) } else { Self::phone(typed) }
    }

    /// Reads an e-mail address.
    pub fn email(typed: &str) -> Option<Self> {
        let text = typed.trim().to_lowercase();
        let (local, domain) = text.rsplit_once('@')?;
        let clean =
            |part: &str| !part.is_empty() && !part.chars().any(|c| c.is_whitespace() || c.is_control());
        let fits = text.len() <= 254 && clean(local) && clean(domain) && !domain.contains("..");
        (fits && text.parse::<lettre::Address>().is_ok()).then_some(Self::Email(text))
    }

    /// Reads `139 0000 0007`, `+86-13900000007`, `008613900000007`, `0931-5550100` as `+86…`.
    pub fn phone(typed: &str) -> Option<Self> {
        let typed = typed.trim();
        let abroad = typed.starts_with(['+', '＋']);
        let mut digits = String::new();
        for c in typed.chars() {
            match c {
                '０'..='９' => digits.extend(char::from_digit(u32::from(c) - u32::from('０'), 10)),
                '0'..='9' => digits.push(c),
                '+' | '＋' | '-' | '－' | ' ' | '\u{3000}' | '\u{a0}' | '(' | ')' | '（' | '）' | '.'
                | '·' => {}
                _ => return None,
            }
        }
        let number = match digits.strip_prefix("00") {
            Some(rest) => rest.to_owned(),
            None if abroad => digits,
            // A Chinese mobile number typed with its country's code and no plus has thirteen digits.
            None if digits.len() == 13 && digits.starts_with("861") => digits,
            None => format!("86{}", digits.strip_prefix('0').unwrap_or(&digits)),
        };
        (8..=15).contains(&number.len()).then(|| Self::Phone(format!("+{number}")))
    }

    pub fn as_str(&self) -> &str {
        match self {
            Self::Email(text) | Self::Phone(text) => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_has_one_spelling() {
        for typed in [
            "13900000007",
            "139 0000 0007",
            "+86 139-0000-0007",
            "0086 13900000007",
            "8613900000007",
            "１３９０００００００７",
        ] {
            assert_eq!(Login::parse(typed), Some(Login::Phone("+8613900000007".into())), "{typed}");
        }
        assert_eq!(Login::parse("0931-5550100"), Some(Login::Phone("+869315550100".into())));
        assert_eq!(Login::parse("+1 415 555 0100"), Some(Login::Phone("+14155550100".into())));
    }

    #[test]
    fn addresses_are_read_without_regard_to_case() {
        assert_eq!(Login::parse(" Leader1@Example.ORG "), Some(Login::Email("leader1@example.org".into())));
    }

    #[test]
    fn what_is_neither_is_refused() {
        for typed in ["", "hello", "a@", "@b", "a b@c.d", "12", "1390000000x", "+86139000000071234567"] {
            assert_eq!(Login::parse(typed), None, "{typed}");
        }
    }
}
