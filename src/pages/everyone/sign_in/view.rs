//! The pages of signing in.

use maud::{Markup, html};

use crate::base::lang::Lang;
use crate::base::web::form::Errors;
use crate::domain::people::sign_in_key::{CODE_DAYS, LINK_MINUTES};
use crate::pages::parts::{
    Button, Field, Frame, Tone, Width, empty_page, error_summary, hidden, notice_first, say,
};

/// Password, and the ways for those who have none.
pub struct SignInPage<'a> {
    pub frame: &'a Frame,
    pub login: &'a str,
    pub email: &'a str,
    pub back: &'a str,
    pub mailing: bool,
    pub errors: &'a Errors,
}

impl SignInPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("登录", "Sign in");
        let code = with_back("/sign-in/code", self.back);
        self.frame.page(
            title,
            Width::Narrow,
            html! {
                (summary(lang, self.errors))
                h1 { (title) }
                p.quiet { (lang.pick("队长和工作人员用。看活动不用登录。", "For troupe leaders and staff. Seeing what is on needs no account.")) }
                form.card.flow method="post" action="/sign-in" {
                    @if !self.back.is_empty() { (hidden("back", self.back)) }
                    (login_field(lang, self.login, self.errors))
                    (Field::new("password", lang.pick("密码", "Password"))
                        .error(self.errors.of("password")).required().autocomplete("current-password").password())
                    p { (Button::submit(title).main().full()) }
                }
                @if self.mailing {
                    h2 { (lang.pick("不记得密码？", "Forgot your password?")) }
                    form.flow method="post" action="/sign-in/link" {
                        @if !self.back.is_empty() { (hidden("back", self.back)) }
                        (Field::new("email", lang.pick("您的邮箱", "Your e-mail address"))
                            .value(self.email).error(self.errors.of("email")).required().autocomplete("email").email())
                        p { (Button::submit(lang.pick("发一个登录链接给我", "Send me a sign-in link")).icon("mail").full()) }
                    }
                }
                h2 { (lang.pick("没有邮箱？", "No e-mail?")) }
                p { (lang.pick("前台给您打印一张登录码。", "The front desk prints a sign-in code for you.")) (call(self.frame)) }
                p { (Button::link(&code, lang.pick("我有登录码", "I have a code")).icon("key").full()) }
            },
        )
    }
}

/// The code that staff printed.
pub struct CodePage<'a> {
    pub frame: &'a Frame,
    pub login: &'a str,
    pub back: &'a str,
    pub errors: &'a Errors,
}

impl CodePage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("用登录码登录", "Sign in with a code");
        let back = with_back("/sign-in", self.back);
        let help = lang.pick(
            format!("前台打印的8位数字，{CODE_DAYS}天内有效，只能用一次。"),
            format!("The eight digits that the desk printed. They work once, within {CODE_DAYS} days."),
        );
        self.frame.page(
            title,
            Width::Narrow,
            html! {
                (summary(lang, self.errors))
                h1 { (title) }
                form.card.flow method="post" action="/sign-in/code" {
                    @if !self.back.is_empty() { (hidden("back", self.back)) }
                    (login_field(lang, self.login, self.errors))
                    (Field::new("code", lang.pick("登录码", "Code")).help(&help)
                        .error(self.errors.of("code")).required().autocomplete("one-time-code").number())
                    p { (Button::submit(lang.pick("登录", "Sign in")).main().full()) }
                }
                p { (Button::link(&back, lang.pick("用密码登录", "Sign in with a password")).plain()) }
            },
        )
    }
}

/// After asking for a link: the same for everyone.
pub fn sent(frame: &Frame) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("请看您的邮箱", "Look into your mailbox");
    frame.page(
        title,
        Width::Narrow,
        html! {
            (notice_first(Tone::Jade, title, html! {
                p { (lang.pick(
                    "如果这个邮箱是我们登记的，登录链接马上就到。",
                    "If we know this address, a sign-in link will be there in a moment.",
                )) }
            }))
            p { (lang.pick(
                format!("链接{LINK_MINUTES}分钟内有效，只能用一次。几分钟还没收到，请看看垃圾邮件，或换一个邮箱再试。"),
                format!("It works once, within {LINK_MINUTES} minutes. Nothing after a few minutes? Look among the spam, or try another address."),
            )) }
            p { (Button::link("/sign-in", lang.pick("回到登录", "Back to signing in"))) }
        },
    )
}

/// Behind the link: one button.
pub fn link(frame: &Frame) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("登录", "Sign in");
    frame.page(
        title,
        Width::Narrow,
        html! {
            h1 { (lang.pick("再按一下就登录", "One press and you are in")) }
            form.card.flow method="post" {
                p { (lang.pick("按一下，您就在这台设备上登录了。这个链接只能用一次。", "Press the button to sign in on this device. The link works once.")) }
                p { (Button::submit(title).main().full()) }
            }
        },
    )
}

/// A link that opens no more.
pub fn used_up(frame: &Frame) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("这个链接已经失效", "This link no longer works");
    frame.page(
        title,
        Width::Narrow,
        empty_page(
            "key",
            title,
            html! {
                p { (lang.pick(
                    format!("登录链接只能用一次，{LINK_MINUTES}分钟内有效。请再要一个。"),
                    format!("A sign-in link works once, within {LINK_MINUTES} minutes. Please ask for a new one."),
                )) }
                p { (Button::link("/sign-in", lang.pick("再要一个", "Ask for a new one")).main()) }
            },
        ),
    )
}

fn login_field(lang: Lang, login: &str, errors: &Errors) -> Markup {
    Field::new("login", lang.pick("手机号或邮箱", "Phone number or e-mail"))
        .value(login)
        .error(errors.of("login"))
        .required()
        .autocomplete("username")
        .text()
}

fn summary(lang: Lang, errors: &Errors) -> Markup {
    let problems: Vec<_> =
        errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
    error_summary(lang, lang.pick("还没登录", "Not signed in"), &problems)
}

/// The number to call, where there is one centre to call.
fn call(frame: &Frame) -> Markup {
    let lang = frame.look.lang;
    let phone = frame.brand.as_ref().map(|brand| brand.phone.as_str()).unwrap_or_default();
    html! {
        @if !phone.is_empty() {
            (lang.pick("也可以打 ", " Or phone ")) (say::phone(phone)) (lang.pick("，我们替您订。", ": we book for you."))
        }
    }
}

fn with_back(path: &str, back: &str) -> String {
    if back.is_empty() {
        return path.to_owned();
    }
    let back: String = url::form_urlencoded::byte_serialize(back.as_bytes()).collect();
    format!("{path}?back={back}")
}
