//! The one letter about an account: the sign-in link.

use maud::html;

use super::sign_in_key::{LINK_MINUTES, LINK_PURPOSE};
use super::{Person, SignInKeyId};
use crate::base::mail::{Letter, links};

/// Its kind. Staff see no letter of this kind.
pub const SIGN_IN_LINK: &str = "sign_in_link";

/// The letter with the link that signs its recipient in.
pub fn sign_in_link(person: &Person, key: SignInKeyId) -> Letter {
    let lang = person.lang;
    let link = links::act("/sign-in/link/", LINK_PURPOSE, key.0, 0).to_string();
    let name = links::harmless(&person.name);
    let subject = lang.pick("您的登录链接", "Your sign-in link").to_owned();
    let greeting = lang.pick(format!("{name}，您好："), format!("Hello {name},"));
    let what = lang.pick(
        format!("打开下面的链接，再按“登录”。链接{LINK_MINUTES}分钟内有效，只能用一次。"),
        format!("Open this link and press “Sign in”. It works once, within {LINK_MINUTES} minutes."),
    );
    let not_you = lang.pick(
        "不是您要登录？不用理会这封邮件，没有链接谁也进不来。请不要把它转给别人。",
        "Was it not you? Then do nothing: without the link nobody gets in. Please do not pass it on.",
    );
    let text = format!("{greeting}\n\n{what}\n\n{link}\n\n{not_you}\n");
    let html = html! {
        p { (greeting) }
        p { (what) }
        p { a href=(link) { (lang.pick("登录", "Sign in")) } }
        p { (not_you) }
    };
    Letter { kind: SIGN_IN_LINK, subject, text, html: html.into_string(), calendar: None }
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
        assert!(letter.text.contains("[[link:/sign-in/link/:sign-in:7:0]]"));
        assert_eq!(letter.text.matches("[[").count(), 1);
        assert_eq!(letter.html.matches("[[").count(), 1);
        assert!(!letter.html.contains("<b>"));
    }
}
