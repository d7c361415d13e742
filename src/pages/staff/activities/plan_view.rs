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
use crate::domain::activities::doubles::{Double, Twice};
use crate::domain::activities::planning::{self, Coming, Crowded, Date, Dates};
use crate::domain::activities::scheduling::Scheduling;
use crate::domain::bookings::cases::Disturbance;
use crate::domain::days;
use crate::pages::parts::noise::noises;
use crate::pages::parts::{Button, Choice, Field, Tone, empty, hidden, mark, notice, remark, tile_line};
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
                (noise(lang, self.dates, today))
                (self.give_way())
                form.flow #(FORM) method="post" action=(self.action) {
                    (self.carried())
                    (hidden("seen", &self.dates.fingerprint()))
                    (to_know(lang, &self.dates.doubles, self.dates.crowded, today, (FORM, self.fields)))
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
            Why::Crowded => (
                lang.pick("还没保存：名额比房间坐得下的多", "Not saved yet: more places than the room holds"),
                lang.pick(
                    "真的要这样，勾一下再保存；不然请改名额或换一间。",
                    "If that is meant, tick the box and save; otherwise change the places or the room.",
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
                    format!("{years}年的放假安排还没有填，那年只跳过了法律定死的日子（元旦、除夕到初三、清明、五一两天、端午、中秋、国庆三天）。"),
                    format!("The public holidays of {years} are not known yet: only the days that the law fixes were left out (New Year, Spring Festival from its eve to the third, Qingming, 1–2 May, Dragon Boat, Mid-Autumn, 1–3 October)."),
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
                    p { (trouble::why(lang, problem, today)) (trouble::sessions(self.here, problem)) }
                    p.quiet { (lang.pick("这次跳过。", "This date is left out.")) }
                },
                None if date.taken && !date.occasion.skipped => { details { summary { (lang.pick("这次改一下", "Change this date")) } (field) } },
                None => (field),
            }
        }
    }

    fn give_way(&self) -> Markup {
        let booked = |date: &Date| date.problem.as_ref().is_some_and(trouble::is_booked);
        if !self.dates.dates.iter().any(booked) {
            return html! {};
        }
        // What fits and what others have; closed days, and those that the centre itself has, stay out.
        let spans: Vec<Span> =
            self.dates.dates.iter().filter(|date| date.taken || booked(date)).map(|date| date.span).collect();
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

/// The form that is sent again once staff know.
const FORM: &str = "dates";

/// What staff should know before it is saved, each beside the box that says so; the box belongs to the form of that
/// name, wherever it stands.
pub(super) fn to_know(
    lang: Lang,
    doubles: &[Double],
    crowded: Option<Crowded>,
    today: NaiveDate,
    (form, fields): (&str, &Fields),
) -> Markup {
    if doubles.is_empty() && crowded.is_none() {
        return html! {};
    }
    let words = lang.pick("知道了，就这样排", "I know: plan it all the same");
    html! {
        (doubled(lang, doubles, today))
        (too_many(lang, crowded))
        label.tick {
            input type="checkbox" name="known" value="1" form=(form) checked[fields.get("known") == "1"];
            span { (words) }
        }
    }
}

/// More people than find room.
pub(super) fn too_many(lang: Lang, crowded: Option<Crowded>) -> Markup {
    let Some(crowded) = crowded else { return html! {} };
    let title = match crowded.coming {
        Coming::Places(_) => lang.pick("名额太多", "Too many places"),
        Coming::Registered(_) => lang.pick("坐不下", "Not enough room"),
    };
    notice(Tone::Amber, title, html! { p { (crowded.words(lang)) } })
}

/// Who would be in two places, and where they are already.
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
                    @let name = one.name_in(lang);
                    li { (match (lang, one.what == Twice::Class) {
                        (Lang::Zh, false) => format!("{day}：{name}那时在《{title}》（{times}，{place}）。"),
                        (Lang::Zh, true) => format!("{day}：{name}那时在上《{title}》（{times}，{place}）。"),
                        (Lang::En, false) => format!("{}: {name} is at “{title}” then ({times}, {place}).", dates::capital(&day)),
                        (Lang::En, true) => format!("{}: the class {name} is at “{title}” then ({times}, {place}).", dates::capital(&day)),
                    }) }
                }
            }
            @if found.len() > NAMED {
                p { (lang.pick(format!("还有{}次。", found.len() - NAMED), format!("And {} more.", found.len() - NAMED))) }
            }
        },
    )
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
