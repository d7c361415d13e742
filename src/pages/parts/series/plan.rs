//! The plan of a series: every date with its verdict, and what is to become of it, chosen in one form.

use chrono::NaiveDate;
use maud::{Markup, html};

use crate::base::lang::{Lang, dates};
use crate::base::time::{DaySpan, Minute, Span, read_date};
use crate::base::web::form::Fields;
use crate::domain::agreements::Gap;
use crate::domain::bookings::alternatives::Alternative;
use crate::domain::bookings::loads::loads;
use crate::domain::bookings::series::{Choice as Chosen, Choices, Plan, Planned, words};
use crate::domain::bookings::{Refusal, Verdict, words as say_words};
use crate::domain::days;
use crate::domain::rooms::RoomId;
use crate::pages::parts::agreement::before_and_after;
use crate::pages::parts::{Choice, Field, Tone, mark, remark, tile_line};

/// Reads `on-2026-12-11=skip`; what is no choice is none.
pub fn choices(fields: &Fields, dates: impl Iterator<Item = NaiveDate>) -> Choices {
    dates.filter_map(|date| Some((date, choice(fields.get(&name(date)))?))).collect()
}

/// All choices in a form, whatever its dates.
pub fn all_choices(fields: &Fields) -> Choices {
    let listed = fields.all("dates").filter_map(read_date).collect::<Vec<_>>();
    choices(fields, listed.into_iter())
}

fn name(date: NaiveDate) -> String {
    format!("on-{date}")
}

/// `take`, `skip`, `wait`, or a room and span: `3 2026-12-12 14:30 16:30`.
pub fn choice(word: &str) -> Option<Chosen> {
    match word {
        "take" => Some(Chosen::Take),
        "skip" => Some(Chosen::Skip),
        "wait" => Some(Chosen::Wait),
        other => {
            let parts: Vec<&str> = other.split(' ').collect();
            let [room, date, from, to] = parts.as_slice() else { return None };
            let part = DaySpan::new(Minute::parse(from)?, Minute::parse(to)?)?;
            let span = Span::on(read_date(date)?, part);
            Some(Chosen::Alternative { room: RoomId(room.parse().ok()?), span })
        }
    }
}

/// What [`choice`] reads.
pub fn word(choice: Chosen) -> String {
    match choice {
        Chosen::Take => "take".to_owned(),
        Chosen::Skip => "skip".to_owned(),
        Chosen::Wait => "wait".to_owned(),
        Chosen::Alternative { room, span } => {
            let part = span.within_day();
            format!("{room} {} {} {}", span.date(), part.from().iso(), part.to().iso())
        }
    }
}

/// What the plan says in numbers, above the list.
pub fn summary(lang: Lang, plan: &Plan, today: NaiveDate) -> Markup {
    let fits = plan.dates.iter().filter(|date| date.verdict.fits() && !date.occasion.skipped).count();
    let off = plan.dates.iter().filter(|date| date.occasion.skipped).count();
    let choose = plan.dates.len() - fits - off;
    html! {
        p.row {
            @if fits > 0 { (mark("ok", &count(lang, fits, "能约", "can be had"))) }
            @if choose > 0 { (mark("wait", &count(lang, choose, "请您选", "to choose"))) }
            @if off > 0 { (mark("off", &count(lang, off, "放假跳过", "left out for holidays"))) }
        }
        (bars(lang, plan, today))
        @if let Some(cut) = plan.cut { (remark(Tone::Indigo, words::cut(lang, cut, today))) }
        @for warning in words::warnings(lang, plan) { (remark(Tone::Amber, warning)) }
    }
}

fn count(lang: Lang, count: usize, zh: &str, en: &str) -> String {
    lang.pick(format!("{count}次{zh}"), format!("{count} {en}"))
}

/// Every date; those where something is to be chosen with their choices.
pub fn list(lang: Lang, plan: &Plan, today: NaiveDate) -> Markup {
    html! {
        ol.card.plainlist {
            @for date in &plan.dates {
                li.flow {
                    input type="hidden" name="dates" value=(date.occasion.date);
                    div.row.apart {
                        (tile_line(lang, date.span.date(), today, &beneath(lang, date.span.date())))
                        (verdict(lang, date))
                    }
                    @for line in why(lang, plan, date, today) { p { (line) } }
                    (choose(lang, plan, date, today))
                }
            }
        }
    }
}

fn beneath(lang: Lang, date: NaiveDate) -> String {
    match lang {
        Lang::Zh => days::festival(date).map_or("", |festival| festival.zh).to_owned(),
        Lang::En => days::festival(date).map_or("", |festival| festival.en).to_owned(),
    }
}

/// The word for a date's verdict.
pub fn verdict(lang: Lang, date: &Planned) -> Markup {
    match &date.verdict {
        _ if date.occasion.skipped => mark("off", lang.pick("放假跳过", "Left out")),
        Verdict::Granted => mark("ok", lang.pick("能约，订了就定", "Free; confirmed at once")),
        Verdict::Reviewed(None) => mark("wait", lang.pick("能约，要审核", "Free; staff decide")),
        Verdict::Reviewed(Some(gap)) if gap.is_exception() => {
            mark("wait", lang.pick("协议外", "Beyond the agreement"))
        }
        Verdict::Reviewed(Some(_)) => mark("wait", lang.pick("能约，要审核", "Free; staff decide")),
        Verdict::Taken(_) if date.own => mark("taken", lang.pick("您队已经约了", "Yours already")),
        Verdict::Taken(_) => mark("taken", lang.pick("时间冲突", "Clash")),
        Verdict::Refused(Refusal::NotOpen { .. }) => mark("moved", lang.pick("不开放", "Closed")),
        Verdict::Refused(_) => mark("no", lang.pick("约不了", "Cannot be booked")),
    }
}

/// What stands behind the word.
pub fn why(lang: Lang, plan: &Plan, date: &Planned, today: NaiveDate) -> Vec<String> {
    let mut lines: Vec<String> = date.occasion.note.iter().map(|note| words::day_note(lang, note)).collect();
    match &date.verdict {
        Verdict::Taken(_) => {
            let there: Vec<String> = date.clashes.iter().map(|one| say_words::clash(lang, one)).collect();
            lines.push(there.join(lang.pick("、", ", ")));
            lines.extend(date.beyond.map(|gap| beyond(lang, plan, date, gap)));
        }
        Verdict::Refused(refusal) => lines.push(say_words::refusal(lang, refusal, today)),
        Verdict::Reviewed(Some(gap)) if gap.is_exception() => lines.push(beyond(lang, plan, date, *gap)),
        _ => {}
    }
    if date.rivals > 0 && date.verdict.fits() && !matches!(date.verdict, Verdict::Granted) {
        let count = date.rivals;
        lines.push(lang.pick(
            format!("另有{count}个申请也要这个时间，还没有决定。"),
            format!("Also asked for by others, not decided yet: {count}."),
        ));
    }
    lines.retain(|line| !line.is_empty());
    lines
}

fn beyond(lang: Lang, plan: &Plan, date: &Planned, gap: Gap) -> String {
    let gap = say_words::gap(lang, gap, Some(&plan.agreement), date.span.date());
    lang.pick(format!("{gap}。"), format!("{}.", dates::capital(&gap)))
}

/// What the chosen dates would add to the weeks and months of the agreement.
fn bars(lang: Lang, plan: &Plan, today: NaiveDate) -> Markup {
    let counted = |date: &Planned| match date.choice {
        Chosen::Take => Some(date.span),
        Chosen::Alternative { span, .. } => Some(span),
        Chosen::Wait => (!matches!(date.verdict, Verdict::Taken(_))).then_some(date.span),
        Chosen::Skip => None,
    };
    let wanted: Vec<Span> = plan.dates.iter().filter_map(counted).collect();
    before_and_after(lang, &plan.agreement, &loads(&plan.facts.uses, plan.agreement.id, &wanted, &[]), today)
}

fn choose(lang: Lang, plan: &Plan, date: &Planned, today: NaiveDate) -> Markup {
    let mut options: Vec<Choice> = Vec::new();
    let mut add = |choice: Chosen, words: String| options.push(Choice::new(word(choice), words));
    if date.may(Chosen::Take) {
        let words = match date.occasion.skipped {
            true => lang.pick("放假也来", "Come all the same"),
            false => lang.pick("约这次", "Book this date"),
        };
        add(Chosen::Take, words.to_owned());
    }
    for one in &date.alternatives {
        let choice = Chosen::Alternative { room: one.room, span: one.span };
        add(choice, alternative(lang, plan, date, one, today));
    }
    if date.may(Chosen::Wait) {
        let words = match date.verdict {
            Verdict::Taken(_) => lang.pick("候补：空出来先问我们", "Wait in line: ask us if it frees up"),
            _ => lang.pick("申请破例，要审核", "Ask for an exception; staff decide"),
        };
        add(Chosen::Wait, words.to_owned());
    }
    add(Chosen::Skip, lang.pick("这次不来", "Leave this date out").to_owned());
    let (name, chosen) = (name(date.occasion.date), word(date.choice));
    let label = dates::date(lang, date.span.date(), today);
    let label = lang.pick(format!("{label}怎么办"), format!("What about {label}"));
    let field = Field::new(&name, &label).label_hidden().value(&chosen).radios_down(&options);
    html! {
        // What fits needs no question; whoever wants to leave it out finds it behind one press.
        @if date.choice == Chosen::Take && date.verdict.fits() {
            details { summary { (lang.pick("这次改一下", "Change this date")) } (field) }
        } @else if options.len() > 1 { (field) }
        @else { input type="hidden" name=(name) value="skip"; p.quiet { (lang.pick("这次跳过。", "This date is left out.")) } }
    }
}

fn alternative(lang: Lang, plan: &Plan, date: &Planned, one: &Alternative, today: NaiveDate) -> String {
    let same_day = one.span.date() == date.span.date();
    let when = match same_day {
        true => lang.pick(
            format!("同一天{}", dates::span_times(lang, one.span)),
            format!("the same day, {}", dates::span_times(lang, one.span)),
        ),
        false => dates::span(lang, one.span, today),
    };
    let room = plan.facts.catalogue.room(one.room).filter(|room| room.id != plan.room.id);
    let place = room.map(|room| room.name_in(lang)).unwrap_or_default();
    let comma = lang.pick("，", ", ");
    let mut words = dates::capital(&when);
    if !place.is_empty() {
        words.push_str(&lang.pick(format!("{comma}换到{place}"), format!("{comma}{place}")));
    }
    if one.needs_decision {
        words.push_str(lang.pick("（要审核）", " (staff decide)"));
    }
    words
}
