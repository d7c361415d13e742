//! `/`: the centre's own page where there is one; with several, which ones there are.

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use chrono::NaiveDate;
use maud::{Markup, html};

use super::here::{Here, later, start_of};
use super::home;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::time::Wall;
use crate::base::web::form::Query;
use crate::base::web::{State, unchanged};
use crate::domain::activities::{self, Announced};
use crate::domain::centres::{self, Centre};
use crate::domain::days;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{Button, Tabs, Width, empty_page, hero, say, tile};

/// How many of today's activities a centre is shown with.
const SHOWN: usize = 3;

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    query: Query,
) -> Result<HttpResponse> {
    let mut centres = state.db.read(centres::store::all).await?;
    if centres.len() == 1
        && let Some(only) = centres.pop()
    {
        let here = Here::in_centre(&state, visitor, only);
        return home::show(&request, &state, here, &query).await;
    }
    let now = state.now();
    // Centres of other time zones may have another date.
    let todays: Vec<NaiveDate> = centres.iter().map(|centre| centre.zone.today(now)).collect();
    let (first, last) = (todays.iter().min().copied(), todays.iter().max().copied());
    let sessions = match (first, last) {
        (Some(first), Some(last)) => {
            let (from, to) = (start_of(first), start_of(later(last, 1)));
            state.db.read(move |conn| activities::store::announced(conn, None, from, to)).await?
        }
        _ => Vec::new(),
    };
    let lang = visitor.lang();
    let mut frame = visitor.frame(None, Tabs::None);
    frame.description = lang
        .pick(
            "各社区党群服务中心今天的活动和功能室。",
            "Today’s activities and the rooms of the community centres.",
        )
        .to_owned();
    let main = view(lang, &centres, &sessions, |centre| centre.zone.wall(now));
    let page = frame.page(lang.pick("社区党群服务中心", "Community centres"), Width::Normal, main);
    Ok(unchanged::answer(&request, unchanged::HTML, page.into_string()))
}

fn view(lang: Lang, centres: &[Centre], sessions: &[Announced], now: impl Fn(&Centre) -> Wall) -> Markup {
    let Some(first) = centres.first() else { return nothing(lang) };
    let today = now(first).date();
    html! {
        (hero(tile(lang, today, today, &days::label(lang, today)), html! {
            h1 { (lang.pick("社区党群服务中心", "Community centres")) }
            p { (lang.pick("选您要去的中心。", "Choose the centre you want.")) }
        }))
        @for centre in centres { (card(lang, centre, sessions, now(centre))) }
    }
}

fn card(lang: Lang, centre: &Centre, sessions: &[Announced], now: Wall) -> Markup {
    let todays: Vec<&Announced> = sessions
        .iter()
        .filter(|one| one.session.centre_id == centre.id && one.session.cancelled_at.is_none())
        .filter(|one| one.session.starts_at.date() == now.date() && one.session.ends_at > now)
        .collect();
    html! {
        section.card.flow {
            h2 { a href=(centre.href()) { (centre.name_in(lang)) } }
            p.quiet {
                (centre.address_in(lang))
                @if !centre.phone.is_empty() { br; (lang.pick("电话 ", "Phone ")) (say::phone(&centre.phone)) }
            }
            @if todays.is_empty() {
                p { (lang.pick("今天没有活动了。", "Nothing more is on today.")) }
            } @else {
                @for one in todays.iter().take(SHOWN) {
                    p {
                        (say::nb(dates::time(lang, one.session.starts_at.minute()))) " "
                        a href={ (centre.href()) "/activities/" (one.activity.id) } { (one.title_in(lang)) }
                    }
                }
                @let more = todays.len().saturating_sub(SHOWN);
                @if more > 0 {
                    p.quiet { (lang.pick(format!("今天还有{more}场。"), format!("{more} more today."))) }
                }
            }
        }
    }
}

fn nothing(lang: Lang) -> Markup {
    empty_page(
        "hall",
        lang.pick("这里还没有中心", "There is no centre yet"),
        html! {
            p { (lang.pick("管理员登录以后可以添加第一个。", "The operator signs in and adds the first one.")) }
            p { (Button::link("/sign-in?back=/operator/centres", lang.pick("登录", "Sign in")).main()) }
        },
    )
}
