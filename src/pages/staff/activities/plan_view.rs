//! The list of dates: each with its verdict and what is to become of it, and what staff should know of all of them.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::form::{self, DATES, When};
use super::plan::{Of, Why, name};
use super::trouble;
use crate::base::lang::{Lang, dates};
use crate::base::time::Span;
use crate::base::web::form::Fields;
use crate::domain::activities::Venue;
use crate::domain::activities::doubles::Double;
use crate::domain::activities::planning::{self, Date, Dates};
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::bookings::cases::Disturbance;
use crate::domain::days;
use crate::pages::parts::noise::noises;
use crate::pages::parts::{
    Button, Choice, Field, Tone, empty, hidden, mark, notice, remark, tick, tile_line,
};
use crate::pages::staff::here::Here;

/// Everything the list is made of.
pub(super) struct Shown<'a> {
    pub here: &'a Here,
    pub dates: &'a Dates,
    pub why: Why,
    pub of: &'a Of,
    pub venue: &'a Venue,
    pub when: &'a When,
    pub fields: &'a Fields,
    /// Where it is sent.
    pub action: &'a str,
}

impl Shown<'_> {
    /// 每周二上午9:00–10:30，排练厅.
    pub fn title(&self) -> String {
        let lang = self.here.lang();
        let (rule, part) = match self.when {
            When::Once(span) => (dates::date(lang, span.date(), self.here.today()), span.within_day()),
            When::Often(planning::Pattern::Rule(recurrence), part) => (recurrence.rule.words(lang), *part),
            When::Often(_, part) => (lang.pick("每一次", "every date").to_owned(), *part),
        };
        let times = dates::times(lang, part.from(), part.to());
        let place = match (&self.dates.room, self.venue) {
            (Some(room), _) => room.name_in(lang),
            (None, Venue::Place(zh, en)) if lang == Lang::Zh || en.is_empty() => zh,
            (None, Venue::Place(_, en)) => en,
            (None, Venue::Room(_)) => "",
        };
        lang.pick(format!("{rule}{times}，{place}"), format!("{}, {times}, {place}", dates::capital(&rule)))
    }

    pub fn render(&self) -> Markup {
        let (lang, today) = (self.here.lang(), self.here.today());
        let (first, last) = (self.dates.dates.first(), self.dates.dates.last());
        html! {
            (self.news())
            h1 { (self.title()) }
            @if let (Some(first), Some(last)) = (first, last) {
                p {
                    (dates::date(lang, first.span.date(), today)) (lang.pick("到", " to ")) (dates::date(lang, last.span.date(), today))
                    (lang.pick(format!("，共{}次。还没有保存。", self.dates.dates.len()), format!(", {} dates. Nothing is saved yet.", self.dates.dates.len())))
                }
                (self.summary())
                (doubles(lang, self.dates, today))
                (noise(lang, self.dates, today))
                (self.give_way())
                form.flow method="post" action=(self.action) {
                    (self.carried())
                    (hidden("seen", &self.dates.fingerprint()))
                    (known(lang, self.dates, self.fields))
                    ol.card.plainlist { @for date in &self.dates.dates { li.flow { (self.row(date)) } } }
                    p { (save(lang, self.of, self.dates.spans().len())) }
                }
            } @else {
                (empty("calendar", lang.pick("一次也没有", "There is no date"), html! {
                    p { (lang.pick("照这样的规律没有一天。请改一改。", "The rule has no date. Please change it.")) }
                }))
            }
            form method="post" action=(self.action) {
                (self.carried())
                p { (Button::submit(lang.pick("改内容或规律", "Change the form")).value("back", "1").plain()) }
            }
        }
    }

    fn carried(&self) -> Markup {
        let kept = |name: &str| form::DETAILS.contains(&name) || DATES.contains(&name);
        html! {
            @for (name, value) in self.fields.pairs().filter(|(name, _)| kept(name) && !matches!(*name, "known" | "publish")) {
                (hidden(name, value))
            }
        }
    }

    fn news(&self) -> Markup {
        let lang = self.here.lang();
        let (title, body) = match self.why {
            Why::New => return html! {},
            Why::Changed => (
                lang.pick("还没保存：单子变了", "Not saved yet: the list has changed"),
                lang.pick(
                    "您看的时候情况变了。这是新的单子，您选的都留着。",
                    "Something changed while you were looking. This is the new list; your choices are kept.",
                ),
            ),
            Why::Nothing => (
                lang.pick("还没保存：一次也排不上", "Not saved yet: no date is left"),
                lang.pick(
                    "请换时间或地点，或者至少选一次。",
                    "Change the time or the place, or choose one date at least.",
                ),
            ),
            Why::Doubled => (
                lang.pick(
                    "还没保存：有人会同时在两个地方",
                    "Not saved yet: somebody would be in two places at once",
                ),
                lang.pick(
                    "看看下面是哪些活动。真的可以的话，勾一下再保存。",
                    "See below which activities. If that is all right, tick the box and save.",
                ),
            ),
        };
        notice(Tone::Amber, title, html! { p { (body) } })
    }

    fn summary(&self) -> Markup {
        let lang = self.here.lang();
        let all = &self.dates.dates;
        let number = |which: &dyn Fn(&Date) -> bool| all.iter().filter(|date| which(date)).count();
        let taken = number(&|date| date.taken);
        let wrong = number(&|date| date.problem.is_some());
        let out = all.len() - taken - wrong;
        let said =
            |count: usize, zh: &str, en: &str| lang.pick(format!("{count}次{zh}"), format!("{count} {en}"));
        html! {
            p.row {
                @if taken > 0 { (mark("ok", &said(taken, "要办", "to take place"))) }
                @if wrong > 0 { (mark("taken", &said(wrong, "排不上", "do not fit"))) }
                @if out > 0 { (mark("off", &said(out, "跳过", "left out"))) }
            }
            @if self.dates.long {
                (remark(Tone::Indigo, lang.pick("一次最多排400次，只列到这里。", "At most 400 dates at a time: the list ends there.")))
            }
            @if self.dates.lacks_terms {
                (remark(Tone::Amber, lang.pick("还没有填学期，所以没有上学日。请先在“设置”里填学期。", "No school term has been entered, so there are no school days. Enter the term in the settings first.")))
            }
            @if !self.dates.unknown_years.is_empty() {
                @let years = self.dates.unknown_years.iter().map(|year| year.to_string()).collect::<Vec<_>>().join(lang.pick("、", ", "));
                (remark(Tone::Amber, lang.pick(
                    format!("{years}年的放假安排还没有填，那年的节假日没有跳过。"),
                    format!("The public holidays of {years} are not known yet and were not left out."),
                )))
            }
        }
    }

    fn row(&self, date: &Date) -> Markup {
        let (lang, today) = (self.here.lang(), self.here.today());
        let day = date.span.date();
        let festival = days::festival(day).map(|one| lang.pick(one.zh, one.en));
        let verdict = match &date.problem {
            Some(Scheduling::Taken(_)) => mark("taken", lang.pick("时间冲突", "Clash")),
            Some(Scheduling::NotOpen(_)) => mark("moved", lang.pick("不开放", "Closed")),
            Some(_) => mark("no", lang.pick("没有这个时间", "No such time")),
            None if date.taken => mark("ok", lang.pick("能办", "Fits")),
            None => mark("off", lang.pick("跳过", "Left out")),
        };
        let name = name(date.occasion.date);
        let label = dates::date(lang, day, today);
        let label = lang.pick(format!("{label}怎么办"), format!("What about {label}"));
        let options = [
            Choice::new("take", lang.pick("这次办", "Hold it")),
            Choice::new("skip", lang.pick("这次跳过", "Leave it out")),
        ];
        let chosen = if date.taken { "take" } else { "skip" };
        let field = Field::new(&name, &label).label_hidden().value(chosen).radios(&options);
        html! {
            (hidden("dates", &date.occasion.date.to_string()))
            div.row.apart { (tile_line(lang, day, today, festival.unwrap_or_default())) (verdict) }
            @if let Some(note) = &date.occasion.note { p { (note.words(lang, date.occasion.skipped)) } }
            @match &date.problem {
                Some(problem) => {
                    p { (trouble::why(lang, problem, today)) }
                    p.quiet { (lang.pick("这次跳过。", "This date is left out.")) }
                },
                None if date.taken && !date.occasion.skipped => { details { summary { (lang.pick("这次改一下", "Change this date")) } (field) } },
                None => (field),
            }
        }
    }

    fn give_way(&self) -> Markup {
        let taken = self.dates.dates.iter().any(|date| matches!(date.problem, Some(Scheduling::Taken(_))));
        if !taken {
            return html! {};
        }
        // What fits and what others have; closed days stay out.
        let spans: Vec<Span> = self
            .dates
            .dates
            .iter()
            .filter(|date| date.taken || matches!(date.problem, Some(Scheduling::Taken(_))))
            .map(|date| date.span)
            .collect();
        let of = match self.of {
            Of::New { .. } => trouble::For::New(self.fields),
            Of::More(activity) => trouble::For::More(activity.id),
        };
        trouble::give_way(self.here, self.venue, &spans, of)
    }
}

/// Draft or published for a new one; more dates of one that stands need no such choice.
pub(super) fn save(lang: Lang, of: &Of, dates: usize) -> Markup {
    match of {
        Of::New { .. } => save_new(lang, Some(dates)),
        Of::More(_) => {
            let words = lang.pick(format!("加上这{dates}次"), format!("Add these {dates} dates"));
            html! { (Button::submit(&words).main()) }
        }
    }
}

/// The two ways to save a new activity.
pub(super) fn save_new(lang: Lang, dates: Option<usize>) -> Markup {
    let many = |zh: &str, en: &str| match dates {
        Some(dates) => lang.pick(format!("{zh}（{dates}次）"), format!("{en} ({dates} dates)")),
        None => lang.pick(zh, en).to_owned(),
    };
    let (publish, draft) = (many("保存并发布", "Save and publish"), many("先存草稿", "Save as a draft"));
    html! {
        span.row {
            (Button::submit(&publish).main().value("publish", "1"))
            (Button::submit(&draft).value("publish", "0"))
        }
    }
}

/// Who would be in two places, and where they are already.
pub(super) fn doubles(lang: Lang, found: &Dates, today: NaiveDate) -> Markup {
    doubled(lang, &found.doubles, today)
}

/// The same, of a list.
pub(super) fn doubled(lang: Lang, found: &[Double], today: NaiveDate) -> Markup {
    /// More than so many are counted.
    const NAMED: usize = 6;
    if found.is_empty() {
        return html! {};
    }
    let title = lang.pick("会同时在两个地方", "In two places at once");
    notice(
        Tone::Amber,
        title,
        html! {
            ul {
                @for one in found.iter().take(NAMED) {
                    @let day = dates::date(lang, one.wanted.date(), today);
                    @let times = dates::times(lang, one.starts_at.minute(), one.ends_at.minute());
                    @let (title, place) = (one.title_in(lang), one.place_in(lang));
                    li { (match (lang, one.is_class) {
                        (Lang::Zh, false) => format!("{day}：{}那时在《{title}》（{times}，{place}）。", one.name),
                        (Lang::Zh, true) => format!("{day}：{}那时在上《{title}》（{times}，{place}）。", one.name),
                        (Lang::En, false) => format!("{}: {} is at “{title}” then ({times}, {place}).", dates::capital(&day), one.name),
                        (Lang::En, true) => format!("{}: the class {} is at “{title}” then ({times}, {place}).", dates::capital(&day), one.name),
                    }) }
                }
            }
            @if found.len() > NAMED {
                p { (lang.pick(format!("还有{}次。", found.len() - NAMED), format!("And {} more.", found.len() - NAMED))) }
            }
        },
    )
}

/// The box that says: we know.
pub(super) fn known(lang: Lang, found: &Dates, fields: &Fields) -> Markup {
    html! { @if !found.doubles.is_empty() { (know(lang, fields)) } }
}

pub(super) fn know(lang: Lang, fields: &Fields) -> Markup {
    let words = lang.pick("知道了，就这样排", "I know: plan it all the same");
    tick("known", "1", words, fields.get("known") == "1")
}

/// Loud and quiet beside each other.
pub(super) fn noise(lang: Lang, found: &Dates, today: NaiveDate) -> Markup {
    disturbed(lang, &found.noise, today)
}

/// The same, of a list.
pub(super) fn disturbed(lang: Lang, found: &[(Disturbance, Span, usize)], today: NaiveDate) -> Markup {
    html! {
        @for one in found {
            @let (what, which) = noises(lang, one, today);
            (remark(Tone::Amber, html! { strong { (what) } (which) }))
        }
    }
}
