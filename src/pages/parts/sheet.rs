//! A form as it is shown: what was typed, and what is wrong with it.

use maud::{Markup, html};

use super::{Choice, Field, Tone, error_summary, remark, tick};
use crate::base::lang::Lang;
use crate::base::web::form::{Errors, Fields};

/// Makes fields that keep what was typed and say what is wrong.
#[derive(Debug, Clone, Copy)]
pub struct Sheet<'a> {
    pub lang: Lang,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
}

impl<'a> Sheet<'a> {
    pub fn field(&self, name: &'a str, label: &'a str) -> Field<'a> {
        Field::new(name, label).value(self.fields.get(name)).error(self.errors.of(name))
    }

    /// A text in both languages: `name` and `name_en`; the second may stay empty.
    pub fn both(&self, name: &'a str, name_en: &'a str, label: &str, long: bool) -> Markup {
        let (zh, en) = match self.lang {
            Lang::Zh => (format!("{label}（中文）"), format!("{label}（英文，可以不填）")),
            Lang::En => (format!("{label} (Chinese)"), format!("{label} (English, may stay empty)")),
        };
        let show = |name, label: &str| {
            let field = Field::new(name, label).value(self.fields.get(name)).error(self.errors.of(name));
            if long { field.textarea() } else { field.text() }
        };
        html! { (show(name, &zh)) (show(name_en, &en)) }
    }

    pub fn tick(&self, name: &str, label: &str) -> Markup {
        tick(name, "1", label, self.fields.has(name))
    }

    /// Boxes that may be ticked, each by its value.
    pub fn checks(&self, name: &'a str, label: &'a str, choices: Vec<(String, String)>) -> Markup {
        let on = |value: &str| self.fields.all(name).any(|ticked| ticked == value);
        let choices: Vec<Choice> = choices
            .into_iter()
            .map(|(value, label)| {
                let on = on(&value);
                Choice::new(value, label).on(on)
            })
            .collect();
        self.field(name, label).checks(&choices)
    }

    /// What is to be changed, on top of the page.
    pub fn summary(&self) -> Markup {
        let problems: Vec<(&str, &str)> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        error_summary(self.lang, self.lang.pick("还没保存", "Not saved yet"), &problems)
    }
}

/// The words of an enum as choices.
pub fn choices<T: Copy>(
    all: &[T],
    word: impl Fn(T) -> &'static str,
    name: impl Fn(T) -> &'static str,
) -> Vec<Choice> {
    all.iter().map(|&one| Choice::new(word(one), name(one))).collect()
}

/// What was just done, as the address of the page says it.
pub fn done(lang: Lang, query: &Fields) -> Markup {
    let words = match query.get("done") {
        "added" => lang.pick("已添加。", "Added."),
        "saved" => lang.pick("已保存。", "Saved."),
        "removed" => lang.pick("已去掉。", "Removed."),
        "signed-out" => lang.pick("已在所有设备上退出登录。", "Signed out on all devices."),
        "mailed" => {
            lang.pick("测试邮件已交给寄信程序，请查收。", "The test letter is on its way: look in your mail.")
        }
        _ => return html! {},
    };
    remark(Tone::Jade, words)
}
