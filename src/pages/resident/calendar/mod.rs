//! `/c/{centre}/calendar`: what is on, as a list by day, as a week or a month (`?view=week|month`), and as a plan to
//! print (`?view=poster`); `?kind=…&for=…&room=…&tag=…&date=…&free=1` shows some of it. Activities fill it and nobody's
//! bookings. The same few queries, whatever the month holds.

mod list;
mod plan;
mod shown;
mod table;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use self::shown::{Shown, View};
use super::here::{Head, Here, start_of};
use super::sift::{self, Choices, Sift};
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::dates;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::Announced;
use crate::domain::activities::listing;
use crate::domain::days::{self, DayFacts, LegalKind, Stretch};
use crate::pages::parts::door::Visitor;
use crate::pages::parts::entry::Places;
use crate::pages::parts::pager::{heading, pager};
use crate::pages::parts::{Button, Tab, Width, day_sign, nb};

/// All that a view needs.
struct Calendar {
    shown: Shown,
    sift: Sift,
    choices: Choices,
    sessions: Vec<Announced>,
    places: Places,
    days: DayFacts,
}

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    slug: Path<String>,
    query: Query,
) -> Result<HttpResponse> {
    let read = move |conn: &mut Conn, here: &Here| {
        let (shown, sift) = (Shown::read(&query, here.today()), Sift::read(&query.0));
        let (from, to) = shown.reach(&sift);
        let (centre, filter) = (here.centre.id, &sift.filter);
        let mut sessions = listing::store::between(conn, centre, filter, start_of(from), start_of(to))?;
        let words = listing::words(&sift.query);
        sessions.retain(|one| listing::matches(&words, &one.activity.title, &one.activity.title_en));
        let places = Places::read(conn, &sessions, here.wall())?;
        if sift.free {
            sessions.retain(|one| places.of(one).is_free() && one.session.cancelled_at.is_none());
        }
        let days = days::store::legal(conn, centre, from.min(shown.first()), to)?;
        Ok(Calendar { shown, choices: sift::choices(conn, here)?, sift, sessions, places, days })
    };
    let (here, calendar) = Here::reading(&state, visitor, &slug, read).await?;
    let lang = here.lang();
    let (name, when) = (here.centre.name_in(lang), calendar.shown.name(&here, &calendar.sift));
    let of = sift::in_title(&here, &calendar.sift.of_any_day(), &calendar.choices);
    let title = match of {
        Some(of) => lang.pick(format!("{when}的活动：{of}"), format!("What is on in {when}: {of}")),
        None => lang.pick(format!("{when}的活动"), format!("What is on: {when}")),
    };
    if calendar.shown.view == View::Poster {
        return Ok(plan::answer(&request, &state, &here, &calendar, &title));
    }
    let head = Head {
        tab: Some(Tab::Calendar),
        width: if calendar.shown.view == View::List { Width::Normal } else { Width::Wide },
        title: &title,
        description: &lang
            .pick(format!("{name}{when}的活动日历。"), format!("What is on at {name}: {when}.")),
        preview: None,
    };
    let main = html! {
        @match calendar.shown.view {
            View::List | View::Poster => (list::view(&here, &calendar)),
            View::Week | View::Month => (table::view(&here, &calendar)),
        }
        p.row {
            (Button::link(&here.href("/feeds"), lang.pick("订阅到手机日历", "Subscribe on your phone")).icon("calendar"))
            (Button::link(&here.href("/activities"), lang.pick("所有活动", "All activities")))
        }
    };
    Ok(here.answer(&request, head, main))
}

/// The heading with its pager, the views, what is wanted, and the days that the State Council made.
fn head(here: &Here, calendar: &Calendar, under: &str) -> Markup {
    let (lang, shown) = (here.lang(), calendar.shown);
    let page = here.href("/calendar");
    let to =
        |other: Option<(Shown, String)>| other.map(|(other, name)| (other.href(here, &calendar.sift), name));
    let (before, after) = (to(shown.before(here)), to(shown.after(here)));
    fn link(one: &Option<(String, String)>) -> Option<(&str, &str)> {
        one.as_ref().map(|(href, words)| (href.as_str(), words.as_str()))
    }
    let label = lang.pick("换个时间", "Another time");
    let fields = shown.fields();
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    html! {
        (heading(
            html! { (shown.name(here, &calendar.sift)) },
            under,
            pager(label, link(&before), link(&after), html! {}),
        ))
        (views(here, calendar))
        (sift::search_box(here, &calendar.sift))
        (sift::sifting(here, &page, &fields, &calendar.sift, &calendar.choices))
        (legal_days(here, calendar))
    }
}

fn views(here: &Here, calendar: &Calendar) -> Markup {
    let lang = here.lang();
    let view = |view, words| (view, Shown { view, ..calendar.shown }, words);
    let all = [
        view(View::List, lang.pick("列表", "List")),
        view(View::Week, lang.pick("一周", "Week")),
        view(View::Month, lang.pick("整月", "Month")),
        view(View::Poster, lang.pick("打印", "Print")),
    ];
    html! {
        nav.joined aria-label=(lang.pick("怎么看", "View")) {
            @for (view, shown, words) in &all {
                @let sift = if *view == View::List { calendar.sift.clone() } else { calendar.sift.of_any_day() };
                a.btn href=(shown.href(here, &sift)) aria-current=[(calendar.shown.view == *view).then_some("page")] { (words) }
            }
        }
    }
}

/// 休 10月1日–7日 国庆节放假 班 10月10日 国庆节补班: holidays and make-up days in words.
fn legal_days(here: &Here, calendar: &Calendar) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (first, end) = (calendar.shown.first(), calendar.shown.end());
    let within = |date| date >= first && date < end;
    let mut stretches = calendar.days.stretches();
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

/// Nothing is on, or nothing of what is wanted.
fn nothing(here: &Here, calendar: &Calendar) -> Markup {
    let lang = here.lang();
    let (sift, shown) = (&calendar.sift, calendar.shown);
    let all = shown.href(here, &Sift::default());
    let after = shown.after(here).map(|(after, _)| after.href(here, sift));
    let words = match (sift.is_all(), shown.view) {
        (false, _) => lang.pick("没有这样的活动", "Nothing of the kind is on"),
        (true, View::Week) => lang.pick("这一周还没有活动", "Nothing is planned that week yet"),
        (true, _) => lang.pick("这个月还没有活动", "Nothing is planned this month yet"),
    };
    crate::pages::parts::empty(
        "calendar",
        words,
        html! {
            @if sift.is_all() {
                p { (lang.pick("活动定下来就会写在这里。", "Activities appear here as soon as they are settled.")) }
            } @else {
                p { (Button::link(&all, lang.pick("看全部活动", "See everything"))) }
            }
            @if let Some(after) = &after {
                p { (Button::link(after, lang.pick("看后面的", "See what comes after")).icon_after("right")) }
            }
        },
    )
}
