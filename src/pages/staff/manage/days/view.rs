//! The page of a year's holidays, make-up days and terms.

use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::{Sent, YEARS, term};
use crate::base::lang::{Lang, dates, words};
use crate::base::web::form::{Errors, Fields};
use crate::domain::days::words as said;
use crate::domain::days::{DayFacts, LegalKind, Stretch, weekdays};
use crate::domain::people::Role;
use crate::pages::parts::pager::{heading, pager};
use crate::pages::parts::sheet::choices;
use crate::pages::parts::{
    Button, Choice, Field, Frame, Sheet, Tone, Width, crumbs, day_sign, done, hidden, nb, notice, plain_list,
    remark,
};
use crate::pages::staff::here::Here;

pub struct DaysPage<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub year: i32,
    pub facts: &'a DayFacts,
    /// The year that somebody should enter.
    pub missing: Option<i32>,
    pub sent: &'a Sent,
    pub query: &'a Fields,
}

/// The way back from the pages of days.
pub fn way(here: &Here, title: &str, more: &[(&str, &str)]) -> Markup {
    let lang = here.lang();
    let hours = here.href("/hours");
    let mut way = vec![(hours.as_str(), lang.pick("开放时间", "Opening hours"))];
    way.extend(more);
    crumbs(lang.pick("位置", "Where this is"), &way, title)
}

pub fn title(lang: Lang) -> &'static str {
    lang.pick("节假日和学期", "Holidays and terms")
}

/// Says that a year's holidays are not known, and who does what about it.
pub fn missing_notice(here: &Here, year: i32) -> Markup {
    let lang = here.lang();
    let words = match lang {
        Lang::Zh => format!("{year}年的放假安排还没有录入"),
        Lang::En => format!("The public holidays of {year} are not entered yet"),
    };
    let why = lang.pick(
        "没有它，系列预约不知道哪天放假、哪天补班。国务院办公厅一般在11月公布下一年的安排。",
        "Without them no series knows which days are off. The State Council gives notice of the next year in November, as a rule.",
    );
    let href = here.href(&format!("/days/import?year={year}"));
    let enter = lang.pick(format!("录入{year}年"), format!("Enter {year}"));
    notice(
        Tone::Amber,
        words,
        html! {
            p { (why) }
            @if here.role >= Role::Manager {
                p { (Button::link(&href, &enter).icon("plus")) }
            } @else {
                p { (lang.pick("请管理员录入。", "A manager enters them.")) }
            }
        },
    )
}

/// The same in a line, for the page that staff begin with.
pub fn missing_remark(here: &Here, year: i32) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/days/import?year={year}"));
    let words = html! {
        (lang.pick(format!("{year}年的放假安排还没有录入。"), format!("The public holidays of {year} are not entered yet. ")))
        @if here.role >= Role::Manager {
            a href=(href) { (lang.pick(format!("录入{year}年"), format!("Enter {year}"))) }
        } @else {
            a href=(here.href("/days")) { (lang.pick("看节假日", "The holidays")) }
        }
    };
    remark(Tone::Amber, words)
}

/// 10月1日 星期四 – 7日 星期三 / Thursday 1 – Wednesday 7 October.
pub fn stretch_dates(lang: Lang, stretch: &Stretch, today: NaiveDate) -> Markup {
    let date = |date| nb(dates::date(lang, date, today));
    html! {
        (date(stretch.first))
        @if stretch.last != stretch.first { (lang.pick(" 到 ", " to ")) (date(stretch.last)) }
    }
}

impl DaysPage<'_> {
    fn lang(&self) -> Lang {
        self.here.lang()
    }

    pub fn render(&self) -> Markup {
        let lang = self.lang();
        let errors = Sheet { lang, fields: &Fields::default(), errors: &self.sent.errors }.summary();
        let writes = self.here.role >= Role::Manager;
        let main = html! {
            (way(self.here, title(lang), &[]))
            (errors)
            (done(lang, self.query))
            @if self.query.get("done") == "few" { (remark(Tone::Amber, said::too_few(lang, self.year))) }
            @if self.query.get("done") == "gone" {
                (remark(Tone::Amber, lang.pick("那天已经不是补班日了，没有改。", "That date is no make-up day any more; nothing was changed.")))
            }
            (self.head())
            @if let Some(year) = self.missing { (missing_notice(self.here, year)) }
            h2 { (lang.pick(format!("{}年放假和补班", self.year), format!("Public holidays and make-up days of {}", self.year))) }
            (self.list(writes))
            @if writes { (self.day_form()) }
            (term::section(self.here, self.facts, self.year, writes))
        };
        self.frame.page(title(lang), Width::Tight, main)
    }

    fn head(&self) -> Markup {
        let lang = self.lang();
        let this = self.here.today().year();
        let to = |year: i32| {
            let words = lang.pick(format!("{year}年"), year.to_string());
            let near = (this - YEARS..=this + YEARS).contains(&year);
            near.then(|| (self.here.href(&format!("/days?year={year}")), words))
        };
        let (before, after) = (to(self.year - 1), to(self.year + 1));
        let both = |one: &Option<(String, String)>| one.clone().unwrap_or_default();
        let ((back, back_words), (on, on_words)) = (both(&before), both(&after));
        heading(
            html! { (title(lang)) },
            &lang.pick(format!("{}年", self.year), self.year.to_string()),
            pager(
                lang.pick("换一年", "Another year"),
                before.is_some().then_some((back.as_str(), back_words.as_str())),
                after.is_some().then_some((on.as_str(), on_words.as_str())),
                html! {},
            ),
        )
    }

    fn list(&self, writes: bool) -> Markup {
        let lang = self.lang();
        let stretches = self.facts.stretches();
        if stretches.is_empty() {
            return html! { p.quiet { (lang.pick("这一年还没有录入。", "Nothing is entered for this year.")) } };
        }
        let count =
            |kind| -> i64 { stretches.iter().filter(|one| one.day.kind == kind).map(Stretch::days).sum() };
        let (off, work) = (count(LegalKind::Holiday), count(LegalKind::Workday));
        let sum = match lang {
            Lang::Zh => format!(
                "放假{off}天，补班{work}天。补班日按星期几，只有这里写了才算：“每周五”的系列就也在那天。"
            ),
            Lang::En => format!(
                "{} off, {} made up. A make-up day follows a weekday only if it is said here: a series of Fridays then meets on it too.",
                words::count(off, "day", "days"),
                words::count(work, "day", "days"),
            ),
        };
        let lines: Vec<Markup> = stretches.iter().map(|one| self.stretch(one, writes)).collect();
        html! { p.quiet { (sum) } (plain_list(&lines)) }
    }

    fn stretch(&self, one: &Stretch, writes: bool) -> Markup {
        let (lang, today) = (self.lang(), self.here.today());
        let name = one.day.name_in(lang);
        let makes_up = one.day.kind == LegalKind::Workday;
        html! {
            div.row.apart #{ "d" (one.first) } {
                div {
                    (sign(lang, one.day.kind)) " " strong { (stretch_dates(lang, one, today)) }
                    p.quiet {
                        @if makes_up {
                            (lang.pick(format!("{name}补班"), format!("Make-up workday for {name}")))
                        } @else {
                            @let days = one.days();
                            (lang.pick(format!("{name}，放假{days}天"), format!("{name}, {} off", words::count(days, "day", "days"))))
                        }
                    }
                }
                @if makes_up { (self.follows(one.first, writes)) }
            }
        }
    }

    /// Which weekday a make-up day follows.
    fn follows(&self, date: NaiveDate, writes: bool) -> Markup {
        let lang = self.lang();
        let now = self.facts.follows(date);
        let as_weekday = |day| {
            lang.pick(
                format!("按{}", dates::weekday(lang, day)),
                format!("As a {}", dates::weekday(lang, day)),
            )
        };
        let none = lang.pick("不按星期几", "As no weekday");
        let over = date < self.here.today();
        if over || !writes {
            return match now {
                None if over => html! {},
                now => html! { p { (now.map_or(none.to_owned(), as_weekday)) } },
            };
        }
        let working = weekdays::all().take(5).chain(now.filter(|day| day.num_days_from_monday() > 4));
        let choice = |day| Choice::new(weekdays::word(day), as_weekday(day));
        let choices: Vec<Choice> =
            std::iter::once(Choice::new("", none)).chain(working.map(choice)).collect();
        let id = format!("follows-{date}");
        let of = dates::date(lang, date, self.here.today());
        let label = lang.pick(format!("{of}按星期几"), format!("Weekday that {of} follows"));
        html! {
            form.row method="post" action=(self.here.href("/days/weekdays")) {
                (hidden("date", &date.to_string()))
                (Field::new("follows", &label).id(&id).label_hidden().value(now.map_or("", weekdays::word)).select(&choices))
                (Button::submit(lang.pick("保存", "Save")).of(&of))
            }
        }
    }

    fn day_form(&self) -> Markup {
        let lang = self.lang();
        let (fields, errors) = (Fields::of([("kind", "holiday")]), Errors::default());
        let (fields, errors) = match &self.sent.day {
            Some(typed) => (typed, &self.sent.errors),
            None => (&fields, &errors),
        };
        let sheet = Sheet { lang, fields, errors };
        let kinds = choices(LegalKind::ALL, LegalKind::word, |kind| kind.name(lang));
        let import = self.here.href(&format!("/days/import?year={}", self.year));
        html! {
            p { (Button::link(&import, &lang.pick(format!("录入{}年整年的安排", self.year), format!("Enter the whole of {}", self.year))).icon("paper")) }
            details open[self.sent.day.is_some()] {
                summary { (lang.pick("只改一天", "Change one day")) }
                form.card.flow method="post" action=(self.here.href("/days")) {
                    (sheet.field("date", lang.pick("哪一天", "Date")).date_typed(lang, self.here.today()))
                    (sheet.field("kind", lang.pick("是什么日子", "What it is")).radios(&kinds))
                    (sheet.both("name", "name_en", lang.pick("节日", "Holiday"), false))
                    p { (Button::submit(lang.pick("保存这一天", "Save this day")).main()) }
                }
            }
        }
    }
}

/// 休 or 班, as a mark.
pub fn sign(lang: Lang, kind: LegalKind) -> Markup {
    day_sign(kind == LegalKind::Holiday, said::sign(lang, kind))
}
