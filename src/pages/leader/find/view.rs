//! The search form and what it found.

use chrono::{Datelike, Duration, NaiveDate};
use maud::{Markup, html};

use super::super::{At, shown};
use super::Search;
use super::need::{Day, LIST_DAYS, Part};
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Span;
use crate::domain::agreements::Gap;
use crate::domain::bookings::Verdict;
use crate::domain::bookings::finding::{Opening, Unfit};
use crate::domain::rooms::{Equipment, RoomId};
use crate::pages::parts::{
    Button, Choice, Field, Frame, Pick, Tone, Width, empty, hidden, mark, nb, notice, picks, say, tick,
};

pub struct FindPage<'a> {
    pub frame: &'a Frame,
    pub at: &'a At,
    pub(super) search: Search,
}

impl FindPage<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.frame.look.lang;
        let title = lang.pick("找场地", "Find a room");
        let troupe = self.at.troupe.name_in(lang);
        self.frame.page(
            title,
            Width::Normal,
            html! {
                h1 { (title) }
                p.quiet {
                    (troupe) (lang.pick("。只列出一定能用的。", ". Only what you can surely have is listed."))
                    @if !self.at.only { " " a href="/my/find" { (lang.pick("换一支队伍", "Another troupe")) } }
                }
                div.split.first {
                    (self.form(lang))
                    div.flow #found {
                        (self.results(lang))
                        (self.unfit(lang))
                        h2 { (lang.pick("您队还剩多少", "What your troupe has left")) }
                        (shown::bars(lang, &self.search.left, self.today()))
                    }
                }
            },
        )
    }

    fn today(&self) -> NaiveDate {
        self.search.facts.now.date()
    }

    fn form(&self, lang: Lang) -> Markup {
        let wanted = &self.search.wanted;
        let today = self.today();
        let days = self.search.buttons.iter();
        let buttons: Vec<Choice> =
            days.map(|date| Choice::new(date.to_string(), near(lang, *date, today))).collect();
        let day = wanted.day.word();
        let listed = if buttons.iter().any(|one| one.value == day) { "" } else { day.as_str() };
        let equipment: Vec<Choice> = self
            .equipment()
            .into_iter()
            .map(|one| Choice::new(one.word(), one.name(lang)).on(wanted.equipment.contains(&one)))
            .collect();
        let part = wanted.part.map_or("", Part::word);
        html! {
            form.card.flow method="get" action="/my/find#found" {
                (hidden("troupe", &self.at.troupe.id.to_string()))
                (Field::new("day", lang.pick("哪天？", "Which day?")).value(&day).radios(&buttons))
                (Field::new("date", lang.pick("或者别的日子", "Or another day")).value(listed).select(&self.days(lang)))
                (hidden("listed", listed))
                details open[self.search.found.openings.is_empty() && self.search.beyond.openings.is_empty()] {
                summary { (self.wanted(lang)) }
                div.flow {
                (Field::new("hours", lang.pick("多久？", "How long?")).value(&hours(wanted.minutes)).radios(&lengths(lang, wanted.minutes)))
                (Field::new("size", lang.pick("多少人？", "How many people?")).value(&wanted.size.to_string()).stepper(lang, 1, 500))
                @if !equipment.is_empty() {
                    (Field::new("need", lang.pick("要什么？", "What do you need?")).checks(&equipment))
                }
                (Field::new("part", lang.pick("什么时候？", "When in the day?")).value(part).radios(&parts(lang)))
                (tick("step_free", "1", lang.pick("要没有台阶的", "Without steps"), wanted.step_free))
                }
                }
                p { (Button::submit(lang.pick("按这些找", "Search")).main().full()) }
            }
        }
    }

    /// 2小时，24人，音响，上午: what is wanted beside the day, on the lid of its fields.
    fn wanted(&self, lang: Lang) -> Markup {
        let wanted = &self.search.wanted;
        let mut said = vec![words::length(lang, wanted.minutes), words::people(lang, i64::from(wanted.size))];
        said.extend(wanted.equipment.iter().map(|one| one.name(lang).to_lowercase()));
        let part = wanted.part.map_or("", Part::word);
        said.extend(
            parts(lang)
                .into_iter()
                .filter(|one| !part.is_empty() && one.value == part)
                .map(|one| one.label.to_lowercase()),
        );
        if wanted.step_free {
            said.push(lang.pick("没有台阶", "without steps").to_owned());
        }
        html! {
            (lang.pick("改条件：", "Change: "))
            (say::pieces(lang, "，", said))
        }
    }

    /// Today and what has no button of its own, then the weekdays.
    fn days(&self, lang: Lang) -> Vec<Choice> {
        let today = self.today();
        let mut days = vec![Choice::new("", lang.pick("不选", "None"))];
        days.push(Choice::new(today.to_string(), dates::day_to_pick(lang, today, today)));
        for number in 1..=7 {
            let Some(date) = Day::Weekday(number).dates(today).first().copied() else { continue };
            let weekday = dates::weekday(lang, date.weekday());
            let words = lang.pick(format!("往后四个{weekday}"), format!("The next four {weekday}s"));
            days.push(Choice::new(Day::Weekday(number).word(), words));
        }
        for date in (1..=LIST_DAYS).map(|ahead| today + Duration::days(ahead)) {
            if self.search.buttons.contains(&date) {
                continue;
            }
            days.push(Choice::new(date.to_string(), dates::day_to_pick(lang, date, today)));
        }
        let chosen = self.search.wanted.day;
        if let Day::Date(date) = chosen
            && date > today + Duration::days(LIST_DAYS)
        {
            days.push(Choice::new(chosen.word(), dates::day_to_pick(lang, date, today)));
        }
        days
    }

    /// What the centre's rooms have at all.
    fn equipment(&self) -> Vec<Equipment> {
        let catalogue = &self.search.facts.catalogue;
        let has = |wanted: &Equipment| {
            catalogue.rooms.iter().any(|room| room.is_bookable() && catalogue.has(room.id, &[*wanted]))
        };
        Equipment::ALL.iter().copied().filter(has).collect()
    }

    fn results(&self, lang: Lang) -> Markup {
        let Search { found, beyond, .. } = &self.search;
        if !found.openings.is_empty() {
            return self.by_day(lang, &found.openings, lang.pick("，这些能用", ", these are free"), true);
        }
        let heading = lang.pick("没有正合适的", "Nothing fits exactly");
        if !beyond.openings.is_empty() {
            let title = lang.pick("协议的额度不够了", "Your allowance does not stretch that far");
            return html! {
                (notice(Tone::Amber, title, html! {
                    p { (lang.pick(
                        "下面这些空着，但超出协议。可以申请破例，由工作人员决定；等的时候，协议之内的申请可能先得到。",
                        "These are free but go beyond the agreement. You can ask for an exception, which staff decide; meanwhile a request within an agreement may win.",
                    )) }
                }))
                (self.by_day(lang, &beyond.openings, lang.pick("，可以申请破例", ", you may ask for these"), false))
            };
        }
        html! {
            h2 { (self.which_day(lang)) }
            (empty("calendar", heading, html! {
                p { (lang.pick(
                    "换一天、换短一点，或者少要一样设备，再找一次。下面写着每一间为什么没列出来。",
                    "Try another day, a shorter time, or less equipment. Below it says why each room is not listed.",
                )) }
            }))
        }
    }

    fn which_day(&self, lang: Lang) -> Markup {
        match self.search.wanted.day {
            Day::Date(date) => say::day_and_date(lang, date, self.today()),
            Day::Weekday(_) => {
                let first = self.search.wanted.day.dates(self.today()).first().copied();
                let weekday = first.map_or("", |date| dates::weekday(lang, date.weekday()));
                html! { (lang.pick(format!("往后四个{weekday}"), format!("The next four {weekday}s"))) }
            }
        }
    }

    fn by_day(&self, lang: Lang, openings: &[Opening], what: &str, fits: bool) -> Markup {
        let mut days: Vec<NaiveDate> = openings.iter().map(|one| one.span.date()).collect();
        days.dedup();
        let full: Vec<String> = self
            .search
            .wanted
            .day
            .dates(self.today())
            .into_iter()
            .filter(|day| !days.contains(day))
            .map(|day| dates::date_short(lang, day, self.today()))
            .collect();
        html! {
            @if !full.is_empty() {
                p.quiet { (words::list(lang, &full)) (lang.pick("没有合适的。", ": nothing fits.")) }
            }
            @for day in days {
                @let today: Vec<&Opening> = openings.iter().filter(|one| one.span.date() == day).collect();
                h2 { (say::day_and_date(lang, day, self.today())) (what) }
                (picks(&today.iter().filter_map(|one| self.pick(lang, one, fits)).collect::<Vec<_>>()))
            }
        }
    }

    fn pick(&self, lang: Lang, one: &Opening, fits: bool) -> Option<Pick> {
        let room = self.search.facts.catalogue.room(one.room)?;
        let href = self.ask_href(one.room, one.span);
        let decided = fits && one.verdict == Verdict::Granted;
        let words = if decided {
            lang.pick("就要这个", "Take this")
        } else {
            lang.pick("申请这个", "Ask for this")
        };
        let name = room.name_in(lang);
        let of = format!("{}{name} {}", lang.pick("：", ": "), dates::span_times(lang, one.span));
        let state = match (&one.verdict, fits) {
            (_, false) => mark("wait", lang.pick("超出协议，要破例", "Beyond the agreement")),
            (Verdict::Granted, _) => mark("ok", lang.pick("订了就定", "Confirmed at once")),
            (Verdict::Reviewed(Some(Gap::NoAgreement)), _) => {
                mark("wait", lang.pick("那天没有协议，要审核", "No agreement then: staff decide"))
            }
            _ => mark("wait", lang.pick("要审核", "Staff decide")),
        };
        Some(Pick {
            why: String::new(),
            when: nb(dates::span_times(lang, one.span)),
            title: name.to_owned(),
            about: shown::about(lang, room, &self.search.facts.catalogue),
            state: Some(state),
            act: html! { (Button::link(&href, words).full().of(&of)) },
            post: None,
        })
    }

    /// The agreement gives the troupe none of the wanted days.
    fn no_window(&self) -> bool {
        let none = |day: &NaiveDate| {
            self.search.facts.agreement_on(*day).is_some_and(|one| one.windows_on(*day).is_empty())
        };
        self.search.wanted.day.dates(self.today()).iter().all(none)
    }

    fn ask_href(&self, room: RoomId, span: Span) -> String {
        format!(
            "/my/bookings/new?troupe={}&room={room}&start={}&end={}&size={}",
            self.at.troupe.id,
            span.start().iso(),
            span.end().iso(),
            self.search.wanted.size
        )
    }

    fn unfit(&self, lang: Lang) -> Markup {
        let catalogue = &self.search.facts.catalogue;
        let unfit = if self.search.beyond.openings.is_empty() {
            &self.search.found.unfit
        } else {
            &self.search.beyond.unfit
        };
        let many = unfit.len();
        html! {
            @if many > 0 {
                details open[self.search.found.openings.is_empty() && self.search.beyond.openings.is_empty()] {
                    summary { (lang.pick(
                        format!("还有{many}间为什么没列出来"),
                        format!("Why {} not listed", words::count(i64::try_from(many).unwrap_or(0), "room is", "rooms are")),
                    )) }
                    ul {
                        @for (id, why) in unfit {
                            @if let Some(room) = catalogue.room(*id) {
                                li { strong { (room.name_in(lang)) } (lang.pick("：", ": ")) (self.why(lang, why)) }
                            }
                        }
                    }
                }
            }
        }
    }

    fn why(&self, lang: Lang, why: &Unfit) -> String {
        match why {
            Unfit::TooSmall { capacity } => lang.pick(
                format!("最多{capacity}人，不够{}人。", self.search.wanted.size),
                format!("it takes {capacity} people, not {}.", self.search.wanted.size),
            ),
            Unfit::Lacks(equipment) => {
                let names: Vec<String> = equipment
                    .iter()
                    .map(|one| lang.pick(one.name(lang).to_owned(), one.name(lang).to_lowercase()))
                    .collect();
                let names = words::list(lang, &names);
                lang.pick(format!("没有{names}。不要{names}就能看到。"), format!("it has no {names}."))
            }
            Unfit::NotStepFree => lang.pick("要上台阶。", "there are steps.").to_owned(),
            Unfit::NotInAgreement => {
                lang.pick("不在您队的协议里。", "your agreement does not name it.").to_owned()
            }
            Unfit::Length { shortest, longest } => {
                let (shortest, longest) = (words::length(lang, *shortest), words::length(lang, *longest));
                lang.pick(
                    format!("一次可以约{shortest}到{longest}。"),
                    format!("it is booked for {shortest} to {longest} at a time."),
                )
            }
            Unfit::NothingFree if self.no_window() => {
                lang.pick("您队的协议里没有这一天。", "your agreement does not give you this day.").to_owned()
            }
            Unfit::NothingFree => {
                let length = words::length(lang, self.search.wanted.minutes);
                lang.pick(
                    format!("开放又在协议里的时间，没有连着{length}空着。"),
                    format!("no {length} in a row are free while it is open to you."),
                )
            }
        }
    }
}

/// 明天, 后天, or 12月8日周二.
fn near(lang: Lang, date: NaiveDate, today: NaiveDate) -> String {
    if let Some(name) = dates::day_name(lang, date, today) {
        return dates::capital(name);
    }
    let (day, weekday) = (dates::date_short(lang, date, today), dates::weekday_short(lang, date.weekday()));
    lang.pick(format!("{day}{weekday}"), format!("{weekday} {day}"))
}

/// `2`, `1.5`
fn hours(minutes: i32) -> String {
    if minutes % 60 == 0 { (minutes / 60).to_string() } else { format!("{}", f64::from(minutes) / 60.0) }
}

fn lengths(lang: Lang, wanted: i32) -> Vec<Choice> {
    let mut all = vec![60, 90, 120, 180, 240, wanted];
    all.sort_unstable();
    all.dedup();
    all.into_iter().map(|minutes| Choice::new(hours(minutes), words::length(lang, minutes))).collect()
}

fn parts(lang: Lang) -> Vec<Choice> {
    let name = |part| match part {
        Part::Morning => lang.pick("上午", "Morning"),
        Part::Afternoon => lang.pick("下午", "Afternoon"),
        Part::Evening => lang.pick("晚上", "Evening"),
    };
    let any = Choice::new("", lang.pick("都行", "Any"));
    [any].into_iter().chain(Part::ALL.map(|part| Choice::new(part.word(), name(part)))).collect()
}
