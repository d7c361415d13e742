//! Which days and which part: four presses for what is asked most, and a form for the rest.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::form::{self, Asked};
use crate::base::lang::{Lang, dates};
use crate::base::web::form::{Errors, Fields};
use crate::domain::reports::{Choice as Days, Facts, agreement_years, words};
use crate::pages::parts::{Button, Choice, Sheet};

/// What choosing needs.
#[derive(Clone, Copy)]
pub(super) struct Chooser<'a> {
    pub lang: Lang,
    pub today: NaiveDate,
    /// `/staff/donggang/reports`
    pub base: &'a str,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
    pub asked: Asked,
    pub facts: &'a Facts,
}

impl Chooser<'_> {
    /// An address of the same report: `/print`, `/tables.csv` with a table.
    pub fn same(&self, rest: &str, more: Option<(&str, &str)>) -> String {
        let mut fields = self.fields.clone();
        if let Some((name, value)) = more {
            fields.set(name, value);
        }
        let query = fields.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{rest}{mark}{query}", self.base)
    }

    /// This month, last month, this year, last year; what is looked at stays.
    fn plain(&self) -> Markup {
        let lang = self.lang;
        let name = |choice| match choice {
            Days::ThisMonth => lang.pick("本月", "This month"),
            Days::LastMonth => lang.pick("上月", "Last month"),
            Days::ThisYear => lang.pick("今年", "This year"),
            _ => lang.pick("去年", "Last year"),
        };
        html! {
            nav.row aria-label=(lang.pick("时间", "Period")) {
                @for choice in Days::PLAIN {
                    a.btn href=(self.with_period(choice)) aria-current=[(choice == self.asked.choice).then_some("true")] { (name(choice)) }
                }
            }
        }
    }

    fn with_period(&self, choice: Days) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query.append_pair("period", choice.word());
        for name in ["troupe", "room", "kind", "tag"] {
            if !self.fields.get(name).is_empty() {
                query.append_pair(name, self.fields.get(name));
            }
        }
        format!("{}?{}", self.base, query.finish())
    }

    /// The presses, and the form behind a word.
    pub fn choosing(&self) -> Markup {
        let plain = Days::PLAIN.contains(&self.asked.choice) && self.asked.filter.is_all();
        html! {
            (self.plain())
            details open[!plain] {
                summary { (self.lang.pick("选别的时间，或者只看一部分", "Another period, or only a part")) }
                (self.form())
            }
        }
    }

    /// Nothing but the form and what is wrong with it.
    pub fn page_of_errors(&self, title: &str) -> Markup {
        let errors: Vec<(&str, &str)> =
            self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect();
        let what = self.lang.pick("还不能统计", "No report yet");
        html! {
            h1 { (title) }
            (crate::pages::parts::error_summary(self.lang, what, &errors))
            (self.form())
        }
    }

    fn form(&self) -> Markup {
        let Self { lang, fields, errors, .. } = *self;
        let sheet = Sheet { lang, fields, errors };
        html! {
            form.flow.tight method="get" action=(self.base) {
                (self.period_field())
                div.pair {
                    (sheet.field("from", lang.pick("从哪天（可以不填）", "From (may stay empty)")).help(lang.pick("例如 3月5日。填了日期，就按日期算。", "Such as 5 March. Dates win over the period above.")).text())
                    (sheet.field("to", lang.pick("到哪天（可以不填）", "To (may stay empty)")).help(lang.pick("例如 2026-03-31。", "Such as 2026-03-31.")).text())
                }
                div.pair {
                    (sheet.field("troupe", lang.pick("只看哪支队伍", "Only one troupe")).select(&self.troupes()))
                    (sheet.field("room", lang.pick("只看哪间功能室", "Only one room")).select(&self.rooms()))
                }
                div.pair {
                    (sheet.field("kind", lang.pick("只看哪类活动", "Only one kind")).select(&self.kinds()))
                    @if !self.facts.tags.is_empty() {
                        (sheet.field("tag", lang.pick("只看哪个标签", "Only one tag")).select(&self.tags()))
                    }
                }
                p { (Button::submit(lang.pick("看统计", "Show the report")).icon("bars")) }
            }
        }
    }

    fn period_field(&self) -> Markup {
        let lang = self.lang;
        let mut choices = vec![
            Choice::new("month", lang.pick("本月", "This month")),
            Choice::new("last-month", lang.pick("上月", "Last month")),
            Choice::new("year", lang.pick("今年", "This year")),
            Choice::new("last-year", lang.pick("去年", "Last year")),
        ];
        let begun = |day: NaiveDate| day <= self.today;
        for contract in &self.facts.contracts {
            let troupe = self.facts.troupe(contract.troupe).map_or("", |troupe| troupe.name_in(lang));
            for year in agreement_years(contract).into_iter().filter(|year| begun(year.period.from)) {
                let name = words::agreement_year(lang, troupe, &contract.number, year.year);
                let from = dates::date_long(lang, year.period.from);
                let label = lang.pick(format!("{name}，{from}起"), format!("{name}, from {from}"));
                choices.push(Choice::new(form::word(Days::Year(contract.id, year.year)), label));
            }
        }
        let value = match self.fields.get("period") {
            "" => "year",
            word => word,
        };
        Sheet { lang, fields: self.fields, errors: self.errors }
            .field("period", lang.pick("哪段时间？", "Which period?"))
            .value(value)
            .select(&choices)
    }

    fn all(&self) -> Choice {
        Choice::new("", self.lang.pick("全部", "All"))
    }

    fn troupes(&self) -> Vec<Choice> {
        let named = self.facts.troupes.iter();
        let named = named.map(|one| Choice::new(one.id.to_string(), one.name_in(self.lang)));
        std::iter::once(self.all()).chain(named).collect()
    }

    fn rooms(&self) -> Vec<Choice> {
        let named = self.facts.catalogue.rooms.iter();
        let named = named.map(|one| Choice::new(one.id.to_string(), one.name_in(self.lang)));
        std::iter::once(self.all()).chain(named).collect()
    }

    fn kinds(&self) -> Vec<Choice> {
        let named = crate::domain::reports::Kind::all();
        let named = named.map(|kind| Choice::new(kind.word(), kind.name(self.lang)));
        std::iter::once(self.all()).chain(named).collect()
    }

    fn tags(&self) -> Vec<Choice> {
        let named = self.facts.tags.iter();
        let named = named.map(|tag| Choice::new(tag.id.to_string(), tag.name_in(self.lang)));
        std::iter::once(self.all()).chain(named).collect()
    }
}
