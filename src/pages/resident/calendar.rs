//! `/c/{centre}/calendar?view=list|month&month=2026-11`: the month by day, or as a table. Published activities
//! fill it and nobody's bookings. Two queries, whatever the month holds.

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use chrono::{Datelike, NaiveDate};
use maud::{Markup, html};

use super::here::{Head, Here, later, start_of};
use super::said;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::time::{Wall, first_of_month, monday_of, next_month};
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{self, Announced};
use crate::domain::days::{self, DayFacts, LegalKind, Stretch};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::events::{self, Event};
use crate::pages::parts::month::{MonthDay, MonthItem, MonthPage, month};
use crate::pages::parts::pager::{heading, pager};
use crate::pages::parts::{Button, DaySign, Tab, Width, day_sign, empty, icons, nb};

/// How far from today the pager leads, in years: programs that follow every link come to an end.
const YEARS: i32 = 2;

/// Which part of the calendar is looked at.
#[derive(Debug, Clone, Copy)]
struct Shown {
    /// The first day of the month.
    month: NaiveDate,
    as_month: bool,
    /// The first day in the list.
    from: NaiveDate,
}

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let read = move |conn: &mut Conn, here: &Here| {
        let (shown, centre) = (Shown::read(&query, here.today()), here.centre.id);
        let (from, to) = shown.reach();
        let sessions = activities::store::announced(conn, Some(centre), start_of(from), start_of(to))?;
        Ok((shown, sessions, days::store::legal(conn, centre, from.min(shown.month), to)?))
    };
    let (here, (shown, sessions, days)) = Here::reading(&state, visitor, &slug, read).await?;
    let lang = here.lang();
    let (name, month) = (here.centre.name_in(lang), dates::month(lang, shown.month));
    let head = Head {
        tab: Some(Tab::Calendar),
        width: if shown.as_month { Width::Wide } else { Width::Normal },
        title: &lang.pick(format!("{month}的活动"), format!("What is on in {month}")),
        description: &lang
            .pick(format!("{name}{month}的活动日历。"), format!("What is on at {name} in {month}.")),
    };
    let main = if shown.as_month {
        as_month(&here, shown, &sessions, &days)
    } else {
        as_list(&here, shown, &sessions, &days)
    };
    Ok(here.answer(&request, head, main))
}

impl Shown {
    /// What cannot be read, or lies far off, is this month.
    fn read(query: &Query, today: NaiveDate) -> Self {
        let this_month = first_of_month(today);
        let month = format!("{}-01", query.0.get("month"))
            .parse::<NaiveDate>()
            .ok()
            .filter(|month| (month.year() - today.year()).abs() <= YEARS)
            .unwrap_or(this_month);
        let within = |date: &NaiveDate| *date >= month && *date < next_month(month);
        let usual = if month == this_month { today } else { month };
        let from = query.0.get("from").parse().ok().filter(within).unwrap_or(usual);
        Self { month, as_month: query.0.get("view") == "month", from }
    }

    /// The days read: of a table also those of the neighbouring months in its first and last week.
    fn reach(self) -> (NaiveDate, NaiveDate) {
        let next = next_month(self.month);
        if !self.as_month {
            return (self.from, next);
        }
        let last = next.pred_opt().unwrap_or(next);
        (monday_of(self.month), later(monday_of(last), 7))
    }

    fn href(self, here: &Here) -> String {
        let view = if self.as_month { "view=month&" } else { "" };
        here.href(&format!("/calendar?{view}month={}", self.month.format("%Y-%m")))
    }
}

/// The table's days, Monday to Sunday, from facts alone. `base` is the centre's address.
fn month_page(
    lang: Lang,
    base: &str,
    month: NaiveDate,
    today: NaiveDate,
    sessions: &[Announced],
    facts: &DayFacts,
) -> MonthPage {
    let next = next_month(month);
    let days: Vec<MonthDay> = monday_of(month)
        .iter_days()
        .take_while(|date| *date < later(monday_of(next.pred_opt().unwrap_or(next)), 7))
        .map(|date| MonthDay {
            date,
            lunar: days::short_label(lang, date),
            festival: days::festival(date).is_some(),
            sign: facts.legal(date).map(|day| DaySign {
                off: day.kind == LegalKind::Holiday,
                short: days::words::sign(lang, day.kind),
                words: days::words::legal(lang, day),
            }),
            items: items(lang, base, date, sessions),
            href: format!("{base}/calendar?month={0}&from={0}-01#d{date}", date.format("%Y-%m")),
        })
        .collect();
    MonthPage { month, today, weeks: days.chunks(7).map(<[MonthDay]>::to_vec).collect() }
}

fn items(lang: Lang, base: &str, date: NaiveDate, sessions: &[Announced]) -> Vec<MonthItem> {
    let that_day = sessions.iter().filter(|one| one.session.starts_at.date() == date);
    that_day
        .map(|one| {
            let (icon, tone) = icons::activity(one.activity.kind.word());
            let (from, to) = (one.session.starts_at, one.session.ends_at);
            MonthItem {
                from: from.minute(),
                to: said::end_minute(from, to),
                title: one.title_in(lang).to_owned(),
                place: said::place(lang, one.place_in(lang), one.floor()),
                icon,
                tone,
                href: format!("{base}/activities/{}", one.activity.id),
                cancelled: one.session.cancelled_at.is_some(),
            }
        })
        .collect()
}

fn as_month(here: &Here, shown: Shown, sessions: &[Announced], facts: &DayFacts) -> Markup {
    let (lang, base) = (here.lang(), here.centre.href());
    html! {
        (head(here, shown, ""))
        (legal_days(here, shown, facts))
        (month(lang, &month_page(lang, &base, shown.month, here.today(), sessions, facts)))
    }
}

fn as_list(here: &Here, shown: Shown, sessions: &[Announced], facts: &DayFacts) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let earlier = shown.from > shown.month;
    let under = match (lang, sessions.len()) {
        (_, 0) => String::new(),
        (Lang::Zh, number) if earlier => format!("{}起共{number}场", dates::day(lang, shown.from, today)),
        (Lang::Zh, number) => format!("共{number}场"),
        (Lang::En, number) if earlier => format!("{number} from {} on", dates::day(lang, shown.from, today)),
        (Lang::En, number) => format!("{number} altogether"),
    };
    html! {
        (head(here, shown, &under))
        (legal_days(here, shown, facts))
        @for (date, rows) in by_day(lang, &here.centre.href(), sessions, here.wall()) {
            @let sign = facts.legal(date).map_or("", |day| days::words::sign(lang, day.kind));
            (events::day(lang, date, today, format!("{} {sign}", days::label(lang, date)).trim(), &rows))
        }
        @if sessions.is_empty() { (nothing(here, shown)) }
        @if earlier {
            p {
                @let all = format!("{}&from={}", shown.href(here), shown.month);
                (Button::link(&all, lang.pick("这个月早些时候的", "Earlier this month")).icon("left"))
            }
        }
    }
}

fn by_day(lang: Lang, base: &str, sessions: &[Announced], now: Wall) -> Vec<(NaiveDate, Vec<Event>)> {
    sessions
        .chunk_by(|one, next| one.session.starts_at.date() == next.session.starts_at.date())
        .filter_map(|day| {
            let date = day.first()?.session.starts_at.date();
            Some((date, day.iter().map(|one| said::row(lang, base, one, now)).collect()))
        })
        .collect()
}

fn head(here: &Here, shown: Shown, under: &str) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let to = |month: NaiveDate| {
        let near = (month.year() - today.year()).abs() <= YEARS;
        let (shown, name) = (Shown { month, ..shown }, dates::month_name(lang, month));
        near.then(|| (shown.href(here), name.to_owned()))
    };
    let before = to(first_of_month(shown.month.pred_opt().unwrap_or(shown.month)));
    let after = to(next_month(shown.month));
    let other = Shown { as_month: !shown.as_month, ..shown };
    let (words, icon) = match shown.as_month {
        true => (lang.pick("看列表", "As a list"), "calendar"),
        false => (lang.pick("整月表格", "As a table"), "grid"),
    };
    heading(
        html! { (dates::month(lang, shown.month)) },
        under,
        pager(
            lang.pick("换一月", "Another month"),
            before.as_ref().map(|(href, words)| (href.as_str(), words.as_str())),
            after.as_ref().map(|(href, words)| (href.as_str(), words.as_str())),
            html! { (Button::link(&other.href(here), words).icon(icon)) },
        ),
    )
}

/// 休 10月1日–7日 国庆节放假 班 10月10日 国庆节补班: the month's holidays and make-up days in words.
fn legal_days(here: &Here, shown: Shown, facts: &DayFacts) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let within = |date: NaiveDate| date >= shown.month && date < next_month(shown.month);
    let mut stretches = facts.stretches();
    stretches.retain(|one| within(one.first) || within(one.last));
    let dates_of = |one: &Stretch| match one.days() {
        1 => dates::date_short(lang, one.first, today),
        _ => dates::days(lang, one.first, one.last, today),
    };
    html! {
        @if !stretches.is_empty() {
            ul.signs {
                @for one in &stretches {
                    li {
                        (day_sign(one.day.kind == LegalKind::Holiday, days::words::sign(lang, one.day.kind))) " "
                        (nb(dates_of(one))) (lang.pick(" ", ", ")) (days::words::legal(lang, &one.day))
                    }
                }
            }
        }
    }
}

fn nothing(here: &Here, shown: Shown) -> Markup {
    let lang = here.lang();
    let next = Shown { month: next_month(shown.month), ..shown };
    empty(
        "calendar",
        lang.pick("这个月还没有活动", "Nothing is planned this month yet"),
        html! {
            p { (lang.pick("活动定下来就会写在这里。", "Activities appear here as soon as they are settled.")) }
            p { (Button::link(&next.href(here), lang.pick("看下个月", "See the next month")).icon_after("right")) }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::web::form::Fields;

    fn on(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn shown(query: &[(&str, &str)]) -> Shown {
        let mut fields = Fields::default();
        for (name, value) in query {
            fields.set(name, *value);
        }
        Shown::read(&Query(fields), on("2026-11-21"))
    }

    #[test]
    fn a_month_is_whole_weeks_from_monday_to_sunday() {
        let page =
            month_page(Lang::Zh, "/c/a", on("2026-11-01"), on("2026-11-21"), &[], &DayFacts::default());
        assert_eq!(page.weeks.len(), 6);
        assert!(page.weeks.iter().all(|week| week.len() == 7));
        let days: Vec<&MonthDay> = page.weeks.iter().flatten().collect();
        assert_eq!((days[0].date, days[41].date), (on("2026-10-26"), on("2026-12-06")));
        assert_eq!(days[28].lunar, "下元");
        assert!(days[28].festival);
        assert_eq!(days[0].href, "/c/a/calendar?month=2026-10&from=2026-10-01#d2026-10-26");
    }

    #[test]
    fn the_list_of_this_month_begins_today_and_of_another_with_its_first_day() {
        assert_eq!(shown(&[]).reach(), (on("2026-11-21"), on("2026-12-01")));
        assert_eq!(shown(&[("month", "2026-12")]).reach(), (on("2026-12-01"), on("2027-01-01")));
        let earlier = [("month", "2026-11"), ("from", "2026-11-01")];
        assert_eq!(shown(&earlier).reach(), (on("2026-11-01"), on("2026-12-01")));
        assert_eq!(shown(&[("view", "month")]).reach(), (on("2026-10-26"), on("2026-12-07")));
    }

    #[test]
    fn a_month_that_cannot_be_read_or_lies_far_off_is_this_month() {
        for month in ["", "2026-13", "nonsense", "9999-01", "-1-01"] {
            assert_eq!(shown(&[("month", month)]).month, on("2026-11-01"), "{month}");
        }
    }
}
