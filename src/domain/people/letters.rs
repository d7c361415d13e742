//! The letters about an account: the sign-in link, and one that tries whether mail leaves.

use super::sign_in_key::{LINK_MINUTES, LINK_PURPOSE};
use super::{Person, SignInKeyId};
use crate::base::mail::{Draft, Letter, links};
use crate::domain::centres::Centre;

/// Its kind. Staff see no letter of this kind.
pub const SIGN_IN_LINK: &str = "sign_in_link";

/// The letter with the link that signs its recipient in.
pub fn sign_in_link(person: &Person, key: SignInKeyId) -> Letter {
    let lang = person.lang;
    let name = &person.name;
    Draft::new(lang.pick("您的登录链接", "Your sign-in link"))
        .line(lang.pick(format!("{name}，您好："), format!("Hello {name},")))
        .line(lang.pick(
            format!("按下面的按钮，再按“登录”。链接{LINK_MINUTES}分钟内有效，只能用一次。"),
            format!(
                "Press the button below, then “Sign in”. The link works once, within {LINK_MINUTES} minutes."
            ),
        ))
        .button(lang.pick("去登录", "Go and sign in"), links::act("/sign-in/link/", LINK_PURPOSE, key.0, 0))
        .small(lang.pick(
            "不是您要登录？不用理会这封邮件，没有链接谁也进不来。请不要把它转给别人。",
            "Was it not you? Then do nothing: without the link nobody gets in. Please do not pass it on.",
        ))
        .build(SIGN_IN_LINK)
}

/// Its kind.
pub const TEST: &str = "test";

/// A letter that shows a manager that mail leaves the house.
pub fn test(person: &Person, centre: &Centre) -> Letter {
    let lang = person.lang;
    Draft::new(lang.pick("测试邮件", "Test letter"))
        .from(centre.name_in(lang))
        .heading(lang.pick("邮件寄得出去", "Letters leave the house"))
        .line(lang.pick(
            "这是一封测试邮件。您收到了，说明中心的通知也寄得到。",
            "This is a test. That you read it means that the centre's letters arrive.",
        ))
        .build(TEST)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::lang::Lang;
    use crate::domain::people::PersonId;

    #[test]
    fn the_stored_letter_holds_a_placeholder_and_a_name_makes_none() {
        let person = Person {
            id: PersonId(1),
            name: "[[link:/a/:alternative:1:0]]<b>".into(),
            email: Some("a@example.org".into()),
            phone: None,
            lang: Lang::Zh,
            operator: false,
            active: true,
        };
        let letter = sign_in_link(&person, SignInKeyId(7));
        let (text, html) = (letter.body.text(Lang::Zh), letter.body.html(Lang::Zh, &letter.subject));
        assert!(text.contains("[[link:/sign-in/link/:sign-in:7:0]]"));
        for body in [&text, &html] {
            assert!(!body.contains("[[link:/a/"), "{body}");
        }
        assert!(!html.contains("<b>"));
    }
}
