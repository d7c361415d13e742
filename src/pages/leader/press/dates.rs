//! `/y/{token}`: all dates of a series that are to come, each with the link that gives it up. It does nothing itself,
//! and dies when the series is changed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::{Markup, html};

use super::super::html as answer;
use crate::base::error::{Error, Result};
use crate::base::lang::{Lang, dates as say_dates};
use crate::base::web::State;
use crate::domain::bookings::letters::{GIVE_UP, GIVE_UP_DATES};
use crate::domain::bookings::series::{SeriesId, store};
use crate::domain::bookings::{Booked, State as BookingState};
use crate::domain::centres;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::{
    Button, StateBadge, Tabs, Tone, Width, notice_first, say, state as say_state, tile_line,
};

pub(super) async fn show(state: Data<State>, visitor: Visitor, token: Path<String>) -> Result<HttpResponse> {
    let (id, version) = state.tokens.verify(GIVE_UP_DATES, &token).ok_or(Error::NotFound)?;
    let now = state.now();
    let (centre, live, lives) = state
        .db
        .read(move |conn| {
            let series = store::find(conn, SeriesId(id))?;
            let centre = centres::store::by_id(conn, series.centre_id)?;
            let wall = centre.zone.wall(now);
            let dates = store::dates(conn, series.id)?;
            let live = dates.into_iter().filter(|date| date.is_to_come(wall)).filter_map(|date| date.booked);
            let live: Vec<Booked> = live.filter(|one| one.booking.state != BookingState::Offered).collect();
            Ok((centre, live, i64::from(series.version) == version))
        })
        .await?;
    // The page names nobody, and no switch on it sends the token anywhere.
    let nobody = Visitor { person: None, path: "/".to_owned(), ..visitor.clone() };
    let frame = nobody.frame(Some(&centre), Tabs::None);
    let (lang, wall) = (visitor.lang(), centre.zone.wall(now));
    let today = wall.date();
    let title = lang.pick("哪一次来不了？", "Which date can you not come?");
    let sign = |one: &Booked| state.tokens.sign(GIVE_UP, one.booking.id.0, i64::from(one.booking.version));
    let main = html! {
        @if !lives || live.is_empty() { (over(lang)) } @else {
            h1 { (title) }
            p { (lang.pick("点一次，下一页再确认；只取消那一次，别的不变。", "Choose a date and confirm on the next page. That date alone is cancelled; all others stay.")) }
            ol.card.plainlist {
                @for one in &live {
                    li.flow {
                        div.row.apart {
                            (tile_line(lang, one.booking.starts_at.date(), today, ""))
                            (say_state(lang, &StateBadge::of(lang, centre.zone, wall, &one.booking, None)))
                        }
                        @if let Ok(span) = one.booking.span() { p.quiet { (say_dates::span_times(lang, span)) " " (one.room.name_in(lang)) } }
                        p { (give_up(lang, one, &format!("/x/{}", sign(one)), today)) }
                    }
                }
            }
        }
        @if !centre.phone.is_empty() { p { (say::phone_button(&centre.phone)) } }
    };
    Ok(answer(StatusCode::OK, frame.page(title, Width::Normal, main)))
}

fn give_up(lang: Lang, one: &Booked, href: &str, today: chrono::NaiveDate) -> Markup {
    let day = say_dates::date_short(lang, one.booking.starts_at.date(), today);
    let words = match one.booking.state {
        BookingState::Approved => lang.pick(format!("只取消{day}…"), format!("Cancel only {day} …")),
        _ => lang.pick(format!("只撤回{day}…"), format!("Withdraw only {day} …")),
    };
    html! { (Button::link(href, &words)) }
}

fn over(lang: Lang) -> Markup {
    notice_first(
        Tone::Amber,
        lang.pick("这个链接不能用了", "This link does nothing any more"),
        html! {
            p { (lang.pick("这个系列改过了，或者已经没有要来的次。请用最近一封信里的链接，或登录看。", "The series was changed, or none of its dates is to come. Use the link in the latest letter, or sign in.")) }
            p { (Button::link("/my", lang.pick("登录看我的预约", "Sign in to my bookings"))) }
        },
    )
}
