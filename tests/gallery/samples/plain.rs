//! Pages with little on them: signing in, a slip of paper, errors.

use linli::base::error::Error;
use linli::pages::parts::*;
use maud::{Markup, html};

use super::{frame, hm, public, today};

pub fn not_found(look: Look) -> Markup {
    error_page(&public(look, Tab::Today), &Error::NotFound, "")
}

pub fn fault(look: Look) -> Markup {
    error_page(&public(look, Tab::Today), &Error::fault("x"), "7F3A-21")
}

pub fn sign_in(look: Look) -> Markup {
    let lang = look.lang;
    frame(look, Tabs::None, None).page(
        lang.pick("登录", "Sign in"),
        Width::Narrow,
        html! {
            h1 { (lang.pick("登录", "Sign in")) }
            form.card.flow method="post" action="/sign-in" {
                (Field::new("login", lang.pick("手机号或邮箱", "Phone number or e-mail")).autocomplete("username").text())
                (Field::new("password", lang.pick("密码", "Password")).autocomplete("current-password").password())
                p { (Button::submit(lang.pick("登录", "Sign in")).main().full()) }
            }
        },
    )
}

pub fn slip(look: Look) -> Markup {
    let lang = look.lang;
    frame(look, Tabs::None, None).paper(
        lang.pick("预约凭条", "Booking slip"),
        lang.pick("第42号", "No. 42"),
        html! {
            h1 { (lang.pick("预约凭条", "Booking slip")) }
            (hero(tile(lang, today(), today(), ""), html! { p.big { strong { (say::times(lang, hm(9, 0), hm(11, 0))) } br; (lang.pick("排练厅，二楼", "Rehearsal hall, upstairs")) } }))
            p.big { (lang.pick("有事打 ", "Phone ")) (say::phone("09315550100")) }
        },
    )
}
