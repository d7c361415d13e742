//! The troupe's pages about how many came, as markup.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::Span;
use crate::domain::attendance::Held;
use crate::domain::attendance::sheet::Row;
use crate::pages::leader::At;
use crate::pages::parts::attendance::{number, visits};
use crate::pages::parts::{
    Button, Frame, Tone, Width, crumbs, empty, hidden, notice, notice_first, remark, say,
};

/// What came of what was typed.
pub enum Said {
    Nothing,
    /// No number.
    Wrong {
        typed: String,
        message: String,
    },
    /// Noted, but another number is known.
    Differs,
    /// The link was used before.
    Late,
}

/// The page behind the letter's link.
pub struct LinkPage<'a> {
    pub frame: &'a Frame,
    pub action: &'a str,
    pub held: &'a Held,
    pub today: NaiveDate,
    pub phone: &'a str,
    pub lives: bool,
    /// The number that its reader gave.
    pub own: Option<i32>,
    pub said: Said,
}

impl LinkPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = match (&self.said, self.lives, self.own) {
            (Said::Late, ..) => lang.pick("这个链接不能用了", "This link does nothing any more"),
            (Said::Wrong { .. }, ..) | (_, _, None) => lang.pick("一共来了几位？", "How many came in all?"),
            _ => lang.pick("记下了，谢谢您", "Noted, thank you"),
        };
        let wrong = matches!(self.said, Said::Wrong { .. });
        let main = match self.own {
            Some(own) if !wrong => self.noted(lang, title, own),
            _ => html! {
                h1 { (title) }
                (self.form(lang, lang.pick("就是这个数，报上去", "That is the number: send it"), true))
            },
        };
        self.frame.page(title, Width::Tight, html! { (main) (self.call(lang)) })
    }

    fn form(&self, lang: Lang, words: &str, first: bool) -> Markup {
        let (typed, wrong) = match &self.said {
            Said::Wrong { typed, message } => (typed.as_str(), Some(message.as_str())),
            _ => ("", None),
        };
        html! {
            form.card.flow method="post" action=(self.action) {
                @if first { (slot(lang, self.held, self.today)) }
                (number(lang, "visits", "visits", lang.pick("来了几位", "How many came"), typed, wrong))
                @let button = Button::submit(words).full();
                p { (if first { button.main() } else { button }) }
            }
        }
    }

    /// The number that was noted, and for an hour the way to put it right.
    fn noted(&self, lang: Lang, title: &str, own: i32) -> Markup {
        let more = match (&self.said, self.lives) {
            (Said::Differs, _) => lang.pick(
                "别人报的数和您的不一样。两个都留着，工作人员会来核对。",
                "Somebody else gave another number. Both are kept; the staff will ask.",
            ),
            (Said::Late, _) => lang.pick(
                "您已经报过了，过了一小时，链接不能再改。刚才填的没有记下。",
                "You have reported already; after an hour the link corrects nothing. What you entered now is not noted.",
            ),
            (_, true) => lang.pick(
                "填错了？一小时内，用这个链接还能改。",
                "Not right? For an hour this link can correct it.",
            ),
            (_, false) => lang.pick("要改的话，请打电话。", "To correct it, please call."),
        };
        let tone = if matches!(self.said, Said::Late) { Tone::Amber } else { Tone::Jade };
        html! {
            (notice_first(tone, title, html! {
                p { (lang.pick("您报的是：", "You said: ")) (visits(lang, Some(own))) }
                p { (more) }
            }))
            div.card { (slot(lang, self.held, self.today)) }
            @if self.lives { (self.form(lang, lang.pick("改成这个数", "Correct it"), false)) }
            @if self.held.troupe.is_some() {
                p.row.actions { (Button::link("/my/attendance", lang.pick("登录看到场人数", "Sign in: how many came"))) }
            }
        }
    }

    fn call(&self, lang: Lang) -> Markup {
        html! {
            @if !self.phone.is_empty() {
                p.quiet { (lang.pick("也可以打电话告诉我们：", "Or tell us by telephone:")) }
                p { (say::phone_button(self.phone)) }
            }
        }
    }
}

/// When and where it was; nobody's name.
fn slot(lang: Lang, held: &Held, today: NaiveDate) -> Markup {
    html! {
        p.when { (when(lang, held, today)) }
        p.quiet { (held.place_in(lang)) }
    }
}

fn when(lang: Lang, held: &Held, today: NaiveDate) -> Markup {
    match Span::new(held.starts_at, held.ends_at) {
        Ok(span) => say::span(lang, span, today),
        Err(_) => html! { (dates::date(lang, held.starts_at.date(), today)) },
    }
}

/// `/my/attendance`.
pub struct ListPage<'a> {
    pub frame: &'a Frame,
    pub at: &'a At,
    pub today: NaiveDate,
    /// What ended, the latest first.
    pub rows: &'a [Row],
    /// Of which row, what was typed, and what is wrong with it.
    pub wrong: Option<(String, String, String)>,
    pub just: &'a str,
}

impl ListPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("到场人数", "How many came");
        let mine = format!("/my?troupe={}", self.at.troupe.id);
        let open = || self.rows.iter().filter(|row| is_open(row));
        let done: Vec<&Row> = self.rows.iter().filter(|row| !is_open(row)).collect();
        self.frame.page(
            title,
            Width::Tight,
            html! {
                (crumbs(lang.pick("位置", "Way"), &[(&mine, self.at.troupe.name_in(lang))], title))
                h1 { (title) }
                (self.said(lang))
                @match open().count() {
                    0 => (empty("ok", lang.pick("都报过了", "All reported"), html! {
                        p { (lang.pick("谢谢您。下次用完场地，再来填一个数。", "Thank you. After the next time, enter one number here.")) }
                    })),
                    number => {
                        p { (lang.pick(format!("还有{number}次没有报。没报不等于没人来。"), format!("{number} not reported. Not reported is not nobody."))) }
                        @for row in open() { (self.ask(lang, row)) }
                    },
                }
                @if !done.is_empty() {
                    h2 { (lang.pick("报过的", "Reported")) }
                    ul.card.plainlist { @for row in done { li { (self.told(lang, row)) } } }
                }
            },
        )
    }

    fn said(&self, lang: Lang) -> Markup {
        match self.just {
            "saved" => remark(Tone::Jade, lang.pick("记下了，谢谢您。", "Noted, thank you.")),
            "differs" => notice(
                Tone::Amber,
                lang.pick("记下了，和已有的数不一样", "Noted; it differs from the number that is known"),
                html! { p { (lang.pick("两个都留着，工作人员会来核对。", "Both are kept; the staff will ask.")) } },
            ),
            "early" => {
                remark(Tone::Amber, lang.pick("还没开始，开始以后再报。", "It has not begun: report later."))
            }
            _ => html! {},
        }
    }

    fn ask(&self, lang: Lang, row: &Row) -> Markup {
        html! {
            section.card.flow {
                h2.when { (when(lang, &row.held, self.today)) }
                p { span.quiet { (row.held.place_in(lang)) } " " (visits(lang, None)) }
                (self.form(lang, row, lang.pick("报上去", "Send it")))
            }
        }
    }

    fn told(&self, lang: Lang, row: &Row) -> Markup {
        let opened = self.wrong.as_ref().is_some_and(|(key, ..)| *key == row.held.of.key());
        html! {
            div.row.apart {
                div {
                    h3 { (when(lang, &row.held, self.today)) }
                    p.quiet { (row.held.place_in(lang)) }
                }
                @if row.no_show && row.reported.visits().is_none() { (crate::pages::parts::mark("no", lang.pick("记为约了没来", "Noted as no-show"))) }
                @else { (visits(lang, row.reported.visits())) }
            }
            @if row.reported.waiting().next().is_some() {
                p.quiet { (lang.pick("有两个数不一样，工作人员会核对。", "Two numbers differ; the staff will ask.")) }
            }
            details open[opened] {
                summary { (lang.pick("数不对？改人数", "Not right? Correct it")) }
                (self.form(lang, row, lang.pick("改成这个数", "Correct it")))
            }
        }
    }

    fn form(&self, lang: Lang, row: &Row, words: &str) -> Markup {
        let key = row.held.of.key();
        let id = format!("visits-{key}");
        let wrong = self.wrong.as_ref().filter(|(of, ..)| *of == key);
        let (typed, message) =
            wrong.map_or(("", None), |(_, typed, message)| (typed.as_str(), Some(message.as_str())));
        let when = Span::new(row.held.starts_at, row.held.ends_at)
            .map_or_else(|_| String::new(), |span| dates::span(lang, span, self.today));
        let of = format!("{}{when}", lang.pick("：", ": "));
        html! {
            form.flow method="post" action="/my/attendance" {
                (hidden("troupe", &self.at.troupe.id.to_string())) (hidden("of", &key))
                (number(lang, &id, "visits", lang.pick("一共来了几位？", "How many came in all?"), typed, message))
                p { (Button::submit(words).of(&of)) }
            }
        }
    }
}

/// Nobody has said anything about it.
pub fn is_open(row: &Row) -> bool {
    row.reported.0.is_empty() && !row.no_show
}
