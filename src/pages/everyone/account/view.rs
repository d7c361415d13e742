//! The account's page.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, words};
use crate::base::time::Wall;
use crate::base::web::form::Errors;
use crate::pages::parts::{
    Button, Choice, Field, Frame, Tone, Width, error_summary, facts, plain_list, remark, say,
};

pub struct AccountPage<'a> {
    pub frame: &'a Frame,
    pub name: &'a str,
    pub login: &'a str,
    pub lang: Lang,
    pub today: NaiveDate,
    pub staff: bool,
    pub has_password: bool,
    pub places: Vec<Place>,
    /// The word of what was just done; empty when nothing was.
    pub saved: &'a str,
    pub errors: &'a Errors,
}

/// A browser where the person is signed in; times by the centre's clock.
pub struct Place {
    pub id: i64,
    pub since: Wall,
    pub seen: Wall,
    pub here: bool,
}

impl AccountPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("我的账号", "My account");
        let problems: Vec<_> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        let login = if self.login.contains('@') {
            html! { (self.login) }
        } else {
            html! { (words::phone(self.login)) }
        };
        self.frame.page(
            title,
            Width::Tight,
            html! {
                (error_summary(lang, lang.pick("密码还没改", "The password was not changed"), &problems))
                @if let Some(done) = self.done() { (remark(Tone::Jade, done)) }
                h1 { (title) }
                @if self.staff { p { (Button::link("/staff", lang.pick("回到工作", "Back to work")).plain()) } }
                (facts(&[
                    (lang.pick("姓名", "Name"), html! { (self.name) }),
                    (lang.pick("登录用", "Login"), login),
                ]))
                section.flow {
                    h2 { (lang.pick("语言", "Language")) }
                    form.card.flow method="post" action="/my/account/language" {
                        (Field::new("lang", lang.pick("页面和给我的邮件用", "Pages and my letters in"))
                            .value(self.lang.word()).radios(&languages()))
                        p { (Button::submit(lang.pick("保存语言", "Save language"))) }
                    }
                }
                (self.password(lang))
                (self.places(lang))
            },
        )
    }

    fn done(&self) -> Option<&'static str> {
        let lang = self.frame.look.lang;
        Some(match self.saved {
            "language" => lang.pick("语言已保存。", "The language was saved."),
            "password" => lang.pick(
                "密码已改。别的设备都已退出登录。",
                "The password was changed. All other devices were signed out.",
            ),
            "revoked" => lang.pick("那台设备已退出登录。", "That device was signed out."),
            _ => return None,
        })
    }

    fn password(&self, lang: Lang) -> Markup {
        let help = lang.pick(
            "至少8个字符。几个词连起来，好记又安全。",
            "At least 8 characters. Several words in a row are easy to remember.",
        );
        html! {
            section.flow {
                h2 { @if self.has_password { (lang.pick("改密码", "Change password")) } @else { (lang.pick("设密码", "Set a password")) } }
                form.card.flow method="post" action="/my/account/password" {
                    @if self.has_password {
                        (Field::new("old", lang.pick("现在的密码", "Present password"))
                            .error(self.errors.of("old")).required().autocomplete("current-password").password())
                    }
                    (Field::new("new", lang.pick("新密码", "New password")).help(help)
                        .error(self.errors.of("new")).required().autocomplete("new-password").password())
                    p { (Button::submit(lang.pick("保存密码", "Save password"))) }
                }
            }
        }
    }

    fn places(&self, lang: Lang) -> Markup {
        let lines: Vec<Markup> = self
            .places
            .iter()
            .map(|place| {
                let since = say::moment(lang, place.since, self.today);
                let action = format!("/my/account/sign-ins/{}/revocation", place.id);
                html! {
                    div.row.apart {
                        div {
                            p { @if place.here { strong { (lang.pick("这台设备", "This device")) } } @else { (lang.pick("另一台设备", "Another device")) } }
                            p.quiet {
                                (lang.pick("登录于 ", "Signed in ")) (since)
                                @if !place.here { (lang.pick("，最近用于 ", ", last used ")) (say::moment(lang, place.seen, self.today)) }
                            }
                        }
                        @if !place.here {
                            form method="post" action=(action) { (Button::submit(lang.pick("让它退出", "Sign it out"))) }
                        }
                    }
                }
            })
            .collect();
        html! {
            section.flow {
                h2 { (lang.pick("在哪里登录着", "Where you are signed in")) }
                (plain_list(&lines))
            }
        }
    }
}

fn languages() -> Vec<Choice> {
    Lang::ALL.iter().map(|lang| Choice::new(lang.word(), lang.name())).collect()
}
