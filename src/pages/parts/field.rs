//! Fields of forms: label above, help and error beneath it, what was typed kept.
//!
//! `Field::new("purpose", "来做什么？").value(&form.purpose).error(errors.get("purpose")).text()`
//!
//! A field's id is its name, so that the error summary can lead to it; where a page repeats a name,
//! [`Field::id`] sets another.

use chrono::{Days, NaiveDate};
use maud::{Markup, html};

use super::{classes, when};
use crate::base::lang::{Lang, dates};
use crate::base::time::Minute;
use crate::base::web::form::date_typed;

/// One field; a method named after its kind makes the markup.
#[derive(Debug, Clone, Copy, Default)]
pub struct Field<'a> {
    name: &'a str,
    id: Option<&'a str>,
    label: &'a str,
    label_hidden: bool,
    help: Option<&'a str>,
    error: Option<&'a str>,
    value: &'a str,
    required: bool,
    autocomplete: Option<&'a str>,
}

/// Which days a field for a date gives as examples.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Example {
    None,
    Coming,
    Gone,
}

/// One of several things to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    pub value: String,
    pub label: String,
    /// Only [`Field::checks`] reads it; radios and selects compare with the field's value.
    pub on: bool,
}

impl Choice {
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), on: false }
    }

    /// Checked or not.
    pub fn on(self, on: bool) -> Self {
        Self { on, ..self }
    }
}

impl<'a> Field<'a> {
    pub fn new(name: &'a str, label: &'a str) -> Self {
        Self { name, label, ..Self::default() }
    }

    /// What was typed, or what to begin with. Dates are `2026-11-24`, times `09:00`.
    pub fn value(self, value: &'a str) -> Self {
        Self { value, ..self }
    }

    /// A sentence under the label; empty is none.
    pub fn help(self, help: &'a str) -> Self {
        Self { help: Some(help).filter(|help| !help.is_empty()), ..self }
    }

    /// What to do about it, in the field's own words.
    pub fn error(self, error: Option<&'a str>) -> Self {
        Self { error, ..self }
    }

    /// Another id than the name.
    pub fn id(self, id: &'a str) -> Self {
        Self { id: Some(id), ..self }
    }

    /// The browser asks for it too.
    pub fn required(self) -> Self {
        Self { required: true, ..self }
    }

    /// HTML's word for what the browser may fill in: `tel`, `username`, `current-password`.
    pub fn autocomplete(self, word: &'a str) -> Self {
        Self { autocomplete: Some(word), ..self }
    }

    /// The label is for screen readers alone, where a table's heading says it.
    pub fn label_hidden(self) -> Self {
        Self { label_hidden: true, ..self }
    }

    pub fn text(self) -> Markup {
        self.input("text", None)
    }

    pub fn email(self) -> Markup {
        self.input("email", Some("email"))
    }

    pub fn tel(self) -> Markup {
        self.input("tel", Some("tel"))
    }

    /// Never shows what was typed again.
    pub fn password(self) -> Markup {
        Self { value: "", ..self }.input("password", None)
    }

    /// A date typed in words or numbers, for days too many to list: read it with
    /// [`Reader::date_typed`](crate::base::web::form::Reader::date_typed). What was understood is said in
    /// words beneath what was typed.
    pub fn date_typed(self, lang: Lang, today: NaiveDate) -> Markup {
        self.dated(lang, today, Example::Coming)
    }

    /// [`Field::date_typed`] for a day that is over.
    pub fn date_past(self, lang: Lang, today: NaiveDate) -> Markup {
        self.dated(lang, today, Example::Gone)
    }

    /// [`Field::date_typed`] after another one of the same form, which gave the example.
    pub fn date_too(self, lang: Lang, today: NaiveDate) -> Markup {
        self.dated(lang, today, Example::None)
    }

    fn dated(self, lang: Lang, today: NaiveDate, example: Example) -> Markup {
        let words = |date| dates::day_and_date(lang, date, today);
        let understood = date_typed(lang, self.value, today).ok().map(words);
        let understood = understood.filter(|words| words != self.value);
        let week = Days::new(7);
        let (day, zh, en) = match example {
            Example::Gone => (today.checked_sub_days(week), "“昨天”", "yesterday"),
            _ => (today.checked_add_days(week), "“明天”“下周二”", "tomorrow"),
        };
        let day = day.unwrap_or(today);
        let short = dates::date_short(lang, day, today);
        let example = match lang {
            _ if example == Example::None => String::new(),
            Lang::Zh => format!("例如 {short}、{day}，也可以写{zh}。"),
            Lang::En => format!("Such as {short}, {day} or {en}."),
        };
        let help = [self.help.unwrap_or_default(), &example];
        let help: Vec<&str> = help.into_iter().filter(|said| !said.is_empty()).collect();
        let help = help.join(lang.pick("", " "));
        let said = format!("{}-said", self.the_id());
        let field = Field { help: Some(help.as_str()).filter(|help| !help.is_empty()), ..self };
        let described = match (field.described(), &understood) {
            (Some(ids), Some(_)) => Some(format!("{ids} {said}")),
            (None, Some(_)) => Some(said.clone()),
            (ids, None) => ids,
        };
        field.block(html! {
            input #(field.the_id()) name=(field.name) type="text" class="dated" autocomplete="off"
                value=[Some(field.value).filter(|value| !value.is_empty())] required[field.required]
                aria-invalid=[field.error.map(|_| "true")] aria-describedby=[described];
            @if let Some(words) = &understood { p.said #(said) { "= " (words) } }
        })
    }

    /// Files to send, several at once; the form's `enctype` is `multipart/form-data`.
    pub fn files(self, accept: &str) -> Markup {
        self.block(html! {
            input #(self.the_id()) name=(self.name) type="file" multiple accept=(accept) required[self.required]
                aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.described()];
        })
    }

    /// One file to send; the form's `enctype` is `multipart/form-data`.
    pub fn file(self, accept: &str) -> Markup {
        self.block(html! {
            input #(self.the_id()) name=(self.name) type="file" accept=(accept) required[self.required]
                aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.described()];
        })
    }

    /// A whole number of more than two digits; for few things [`Field::stepper`] is better.
    pub fn number(self) -> Markup {
        self.input("text", Some("numeric"))
    }

    fn input(self, kind: &str, mode: Option<&str>) -> Markup {
        self.block(html! {
            input #(self.the_id()) name=(self.name) type=(kind) lang=[self.written_in()] value=[Some(self.value).filter(|value| !value.is_empty())]
                inputmode=[mode.filter(|mode| *mode == "numeric")] autocomplete=[self.autocomplete]
                required[self.required] aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.described()];
        })
    }

    pub fn textarea(self) -> Markup {
        self.block(html! {
            textarea #(self.the_id()) name=(self.name) rows="3" lang=[self.written_in()] required[self.required]
                aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.described()] { (self.value) }
        })
    }

    /// One of many; fewer than six are better as [`Field::radios`].
    pub fn select(self, choices: &[Choice]) -> Markup {
        self.block(html! {
            // Required means something only where one may still choose nothing.
            @let required = self.required && choices.first().is_some_and(|first| first.value.is_empty());
            select #(self.the_id()) name=(self.name) required[required] autocomplete=[self.autocomplete]
                aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.described()] {
                @for choice in choices {
                    option value=(choice.value) selected[choice.value == self.value] { (choice.label) }
                }
            }
        })
    }

    /// A day in words, from one to another, both counted; fewer than six are better as radios. Another
    /// day already chosen stays among them. The value is `2026-11-24`.
    pub fn day(self, lang: Lang, first: NaiveDate, last: NaiveDate, today: NaiveDate) -> Markup {
        let chosen: Option<NaiveDate> = self.value.parse().ok();
        let mut days: Vec<NaiveDate> =
            first.iter_days().take_while(|day| *day <= last).chain(chosen).collect();
        days.sort();
        days.dedup();
        let words = |day: NaiveDate| Choice::new(day.to_string(), dates::day_to_pick(lang, day, today));
        let none = chosen.is_none().then(|| Choice::new("", lang.pick("请选", "Choose")));
        let choices: Vec<Choice> = none.into_iter().chain(days.into_iter().map(words)).collect();
        let value = chosen.map_or_else(String::new, |day| day.to_string());
        Field { value: &value, ..self }.select(&choices)
    }

    /// A time of day in words, every `step` minutes; another time already chosen stays among them.
    pub fn time(self, lang: Lang, from: Minute, to: Minute, step: i32) -> Markup {
        let mut times: Vec<Minute> =
            (from.get()..=to.get()).step_by(step.max(1) as usize).filter_map(Minute::new).collect();
        times.extend(Minute::parse(self.value));
        times.sort();
        times.dedup();
        let chosen = Minute::parse(self.value);
        let none = chosen.is_none().then(|| Choice::new("", lang.pick("请选", "Choose")));
        let words = |at: Minute| Choice::new(at.iso(), dates::time(lang, at));
        let choices: Vec<Choice> = none.into_iter().chain(times.into_iter().map(words)).collect();
        let value = chosen.map_or_else(String::new, Minute::iso);
        Field { value: &value, ..self }.select(&choices)
    }

    /// A small number with a button on either side; the buttons appear where scripts run.
    pub fn stepper(self, lang: Lang, least: i64, most: i64) -> Markup {
        html! {
            div.field.wrong[self.error.is_some()] {
                (self.head())
                div.stepper {
                    button.btn type="button" data-step="-1" hidden { "−" span.hide { (lang.pick("少一个", "One less")) } }
                    input.num #(self.the_id()) name=(self.name) type="number" inputmode="numeric" min=(least) max=(most)
                        value=(self.value) required[self.required]
                        aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.described()];
                    button.btn type="button" data-step="1" hidden { "＋" span.hide { (lang.pick("多一个", "One more")) } }
                }
            }
        }
    }

    /// One of a few, as buttons in a row.
    pub fn radios(self, choices: &[Choice]) -> Markup {
        self.choices("radio", choices, false, None)
    }

    /// One of a few, one beneath the other: for choices of several words.
    pub fn radios_down(self, choices: &[Choice]) -> Markup {
        self.choices("radio", choices, true, None)
    }

    /// One of any number, one beneath the other: the first few and the chosen one, the others behind `more`. A list
    /// to pull down would cut what does not fit into one line.
    pub fn radios_folded(self, choices: &[Choice], more: &str) -> Markup {
        self.choices("radio", choices, true, Some(more))
    }

    /// Any of them.
    pub fn checks(self, choices: &[Choice]) -> Markup {
        self.choices("checkbox", choices, false, None)
    }

    fn choices(self, kind: &str, choices: &[Choice], down: bool, more: Option<&str>) -> Markup {
        let radio = kind == "radio";
        let shown = |(place, choice): &(usize, &Choice)| {
            more.is_none() || *place < FEW || radio && choice.value == self.value
        };
        let (shown, folded): (Vec<_>, Vec<_>) = choices.iter().enumerate().partition(shown);
        let one = |(place, choice): &(usize, &Choice)| {
            html! {
                label {
                    input type=(kind) name=(self.name) value=(choice.value) required[self.required && radio]
                        id=[(*place == 0).then(|| self.the_id())]
                        checked[if radio { choice.value == self.value } else { choice.on }];
                    span { (choice.label) }
                }
            }
        };
        html! {
            fieldset.choices.down[down].wrong[self.error.is_some()] aria-describedby=[self.described()] {
                legend class=[classes(&[when(self.label_hidden, "hide")])] { (self.label) }
                (self.below())
                div { @for choice in &shown { (one(choice)) } }
                @if let Some(more) = more.filter(|_| !folded.is_empty()) {
                    details { summary { (more) } div { @for choice in &folded { (one(choice)) } } }
                }
            }
        }
    }

    fn block(self, control: Markup) -> Markup {
        html! { div.field.wrong[self.error.is_some()] { (self.head()) (control) } }
    }

    fn head(self) -> Markup {
        html! { label class=[classes(&[when(self.label_hidden, "hide")])] for=(self.the_id()) { (self.label) } (self.below()) }
    }

    fn below(self) -> Markup {
        html! {
            @if let Some(help) = self.help { p.help #{ (self.the_id()) "-help" } { (help) } }
            @if let Some(error) = self.error { p.err #{ (self.the_id()) "-error" } { (error) } }
        }
    }

    /// Texts kept in both languages have their English in a field of its own.
    fn written_in(&self) -> Option<&'static str> {
        self.name.ends_with("_en").then_some("en")
    }

    fn the_id(&self) -> &'a str {
        self.id.unwrap_or(self.name)
    }

    fn described(&self) -> Option<String> {
        let id = self.the_id();
        match (self.help, self.error) {
            (None, None) => None,
            (Some(_), None) => Some(format!("{id}-help")),
            (None, Some(_)) => Some(format!("{id}-error")),
            (Some(_), Some(_)) => Some(format!("{id}-help {id}-error")),
        }
    }
}

/// So many of a folded list are always seen.
const FEW: usize = 5;

/// One thing to say yes to.
pub fn tick(name: &str, value: &str, label: &str, on: bool) -> Markup {
    html! { label.tick { input type="checkbox" name=(name) value=(value) checked[on]; span { (label) } } }
}

/// Sent with the form, seen by nobody.
pub fn hidden(name: &str, value: &str) -> Markup {
    html! { input type="hidden" name=(name) value=(value); }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_kept_beside_what_is_wrong_with_it() {
        let field =
            Field::new("size", "多少人？").value("80").help("坐60人。").error(Some("太多了。")).number();
        let text = field.into_string();
        assert!(text.contains(r#"value="80""#));
        assert!(text.contains(r#"aria-invalid="true" aria-describedby="size-help size-error""#));
        assert!(text.contains(r#"<p class="err" id="size-error">太多了。</p>"#));
    }

    #[test]
    fn a_typed_date_is_said_back_in_words() {
        let today = NaiveDate::from_ymd_opt(2026, 11, 21).unwrap();
        let shown =
            |typed: &str| Field::new("date", "哪天？").value(typed).date_typed(Lang::Zh, today).into_string();
        let text = shown("下周二");
        assert!(text.contains(r#"value="下周二""#));
        assert!(text.contains(r#"<p class="said" id="date-said">= 11月24日 星期二</p>"#));
        assert!(text.contains(r#"aria-describedby="date-help date-said""#));
        assert!(!shown("11月24日 星期二").contains("date-said"), "nothing is said twice");
        assert!(shown("3/12").contains("= 2027年3月12日 星期五"), "in Chinese the month comes first");
        assert!(!shown("下个月").contains("date-said"), "what is not understood is not said");
    }

    #[test]
    fn a_password_is_never_shown_again() {
        assert!(!Field::new("password", "密码").value("secret").password().into_string().contains("secret"));
    }

    #[test]
    fn a_time_off_the_grid_stays_chosen() {
        let field = Field::new("from", "几点起？").value("09:10");
        let text = field.time(Lang::Zh, Minute::hm(9, 0), Minute::hm(10, 0), 30).into_string();
        assert!(text.contains(r#"<option value="09:10" selected>上午9:10</option><option value="09:30">"#));
    }
}
