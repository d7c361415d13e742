//! `/c/{centre}/activities/{id}`: all of one activity on one screen of a phone: what, when, where, for whom, how many
//! places are left, how to join. A draft is as if it did not exist.

pub mod poster;
mod share;
mod structured;

use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, html};

use super::here::{Head, Here};
use super::registration::block;
use super::said;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates};
use crate::base::web::{State, assets};
use crate::domain::activities::telling::{self, Told};
use crate::domain::activities::{ActivityId, RegistrationMode, Scheduled, Session};
use crate::domain::centres::either;
use crate::domain::days;
use crate::domain::registrations::rules::Joining;
use crate::pages::parts::door::Visitor;
use crate::pages::parts::entry::{Entry, Places};
use crate::pages::parts::{
    Button, Event, Preview, Tab, Tone, Width, events, facts, hero, icons, nb, places, remark, say, tile_near,
};

/// Meetings that a page lists; a course may have many more.
const LISTED: usize = 40;

/// An activity and how one gets in.
struct ActivityPage {
    told: Told,
    places: Places,
}

fn read(conn: &mut Conn, here: &Here, id: i64) -> Result<ActivityPage> {
    let told = telling::read(conn, &here.centre, ActivityId(id), here.wall())?;
    let first = told.all().into_iter().find(|one| one.session.cancelled_at.is_none());
    let first = first.map(|one| one.session.starts_at);
    let places = Places::of_activity(conn, &told.activity, first, here.wall())?;
    Ok(ActivityPage { told, places })
}

impl ActivityPage {
    fn entry(&self, one: &Scheduled) -> Entry {
        self.places.of_session(&self.told.activity, &one.session)
    }
}

pub async fn page(
    request: HttpRequest,
    state: Data<State>,
    visitor: Visitor,
    path: Path<(String, i64)>,
) -> Result<HttpResponse> {
    let (slug, id) = path.into_inner();
    let (here, page) = Here::reading(&state, visitor, &slug, move |conn, here| read(conn, here, id)).await?;
    let (lang, told, activity) = (here.lang(), &page.told, &page.told.activity);
    let public = |path: &str| format!("{}{}", state.public_url, path);
    let url = public(&here.href(&format!("/activities/{}", activity.id)));
    let image = told.picture.as_ref().map(|picture| public(&here.href(&picture.href())));
    let description = [when_and_where(&here, told), activity.intro_in(lang).replace('\n', " ")]
        .into_iter()
        .filter(|part| !part.trim().is_empty())
        .collect::<Vec<_>>()
        .join(lang.pick("。", ". "));
    let kind = here.href(&format!("/feeds/kind-{}", activity.kind.word()));
    let head = Head {
        tab: Some(Tab::Calendar),
        width: Width::Tight,
        title: activity.title_in(lang),
        description: &description,
        preview: Some(Preview {
            url: url.clone(),
            image: image.clone().unwrap_or_else(|| public(assets::preview())),
            feeds: vec![
                ("application/atom+xml", format!("{kind}.atom")),
                ("text/calendar", format!("{kind}.ics")),
            ],
        }),
    };
    let listed: Vec<&Scheduled> = told.coming.iter().take(LISTED).collect();
    let main = html! {
        (view(&here, &page, &url))
        (structured::structured(&here, &url, image.as_deref(), activity, &listed))
    };
    Ok(here.answer(&request, head, main))
}

/// 11月24日 星期二 上午9:00–10:30，东厅，一楼.
fn when_and_where(here: &Here, told: &Told) -> String {
    let lang = here.lang();
    told.next().map_or(String::new(), |next| {
        let (from, to) = said::walls(next);
        let date = dates::date(lang, from.date(), here.today());
        let times = dates::times(lang, from.minute(), said::end_minute(from, to));
        lang.pick(
            format!("{date} {times}，{}", said::place_of(lang, next)),
            format!("{date}, {times}, {}", said::place_of(lang, next)),
        )
    })
}

fn view(here: &Here, page: &ActivityPage, url: &str) -> Markup {
    let (lang, told) = (here.lang(), &page.told);
    let activity = &told.activity;
    let next = told.next();
    let others: Vec<Event> = told
        .coming
        .iter()
        .take(LISTED)
        .filter(|one| next.is_none_or(|next| next.session.id != one.session.id))
        .map(|one| meeting(here, page, one))
        .collect();
    html! {
        @match next {
            Some(next) => (first(here, page, next)),
            None => (title(here, told)),
        }
        @if told.is_cancelled() {
            (remark(Tone::Brick, lang.pick("这项活动取消了，请不要白跑一趟。", "This activity is cancelled. Please do not come in vain.")))
        } @else if next.is_none() {
            (over(here, told))
        }
        @if let Some(next) = next { (join(here, page, next)) }
        @if let Some(picture) = &told.picture {
            img.shot src=(here.href(&picture.href())) alt=(picture.alt) width=(picture.width) height=(picture.height) loading="lazy";
        }
        (words_of(here, told))
        (share::share(here, &share::text(here, page, url)))
        p.row {
            @if let Some(next) = next {
                @let file = here.href(&format!("/sessions/{}.ics", next.session.id));
                (Button::link(&file, lang.pick("放进我的日历", "Add to my calendar")).icon("calendar"))
            }
            (Button::link(&here.href(&format!("/activities/{}/poster", activity.id)), lang.pick("打印海报", "Print a poster")).icon("print"))
        }
        @if !others.is_empty() {
            details {
                summary { h2 { (other_dates(lang, activity.registration, others.len())) } }
                (events(&others))
            }
        }
        @if activity.registration != RegistrationMode::None {
            p.row { (Button::link(&here.href("/registration"), lang.pick("我报过名，要查看或取消", "I have registered: see or cancel")).plain()) }
        }
        p.row { (Button::link(&here.href("/calendar"), lang.pick("看别的活动", "Other activities")).icon("left")) }
    }
}

/// Of a course nobody chooses a date: whoever registers comes to all.
fn other_dates(lang: Lang, registration: RegistrationMode, count: usize) -> String {
    match registration {
        RegistrationMode::Course => {
            lang.pick(format!("以后的{count}次"), format!("Later meetings ({count})"))
        }
        _ => lang.pick(format!("其他场次（{count}）"), format!("Other dates ({count})")),
    }
}

/// The next meeting, as large as it can be.
fn first(here: &Here, page: &ActivityPage, next: &Scheduled) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let (from, to) = said::walls(next);
    html! {
        (title(here, &page.told))
        (hero(tile_near(lang, from.date(), today, &days::label(lang, from.date())), html! {
            p.when { (say::times(lang, from.minute(), said::end_minute(from, to))) }
            p { (place(here, next)) }
            (glance(here, &page.told))
            @if let Some(standing) = standing(here, next) { p { (standing) } }
            @else if page.told.activity.registration == RegistrationMode::None { p { (page.entry(next).badge(lang)) } }
        }))
    }
}

fn title(here: &Here, told: &Told) -> Markup {
    html! { h1 { (told.activity.title_in(here.lang())) } }
}

fn over(here: &Here, told: &Told) -> Markup {
    let lang = here.lang();
    let words = match told.last() {
        Some(last) => {
            let last = dates::date(lang, last, here.today());
            lang.pick(
                format!("这项活动结束了，最后一场在{last}。"),
                format!("This activity is over; the last meeting was on {last}."),
            )
        }
        None => lang.pick("还没有定日子。", "No date is settled yet.").to_owned(),
    };
    remark(Tone::Indigo, &words)
}

/// How one takes part: the button and what is left, or that one simply comes.
fn join(here: &Here, page: &ActivityPage, next: &Scheduled) -> Markup {
    let activity = &page.told.activity;
    html! {
        @if next.session.cancelled_at.is_none() && activity.registration == RegistrationMode::None {
            p { (block::entry(here, activity)) (here.lang().pick("。", ".")) }
        }
        (block::block(here, activity, &page.told.all(), next, &page.places.left))
    }
}

/// How registration for a session stands; that one simply comes is said once.
fn left(here: &Here, page: &ActivityPage, one: &Scheduled) -> Option<Markup> {
    places::left(here.lang(), joining(here, page, one), here.today())
}

fn joining(here: &Here, page: &ActivityPage, one: &Scheduled) -> Joining {
    block::standing(here, &page.told.activity, &page.told.all(), one, &page.places.left)
}

/// What decides whether one comes: 60岁以上，免费；老师：孙玉梅；电话 0931-555 0100.
fn glance(here: &Here, told: &Told) -> Markup {
    let lang = here.lang();
    let audience = told.for_whom(lang);
    let (teacher, phone) = (&told.activity.teacher, &here.centre.phone);
    html! {
        p {
            @if !audience.is_empty() { span.part { (audience) (lang.pick("，", ",")) } (lang.pick("", " ")) }
            (lang.pick("免费", "free of charge"))
        }
        @if !teacher.is_empty() { p { (lang.pick("老师：", "With ")) (teacher) } }
        @if !phone.is_empty() { p { (lang.pick("电话 ", "Phone ")) (say::phone(phone)) } }
    }
}

/// Where it is; a room leads to its page.
fn place(here: &Here, one: &Scheduled) -> Markup {
    let words = said::place_of(here.lang(), one);
    html! {
        @match &one.room {
            Some(room) => a href=(here.href(&format!("/rooms/{}", room.id))) { (words) },
            None => (words),
        }
    }
}

fn words_of(here: &Here, told: &Told) -> Markup {
    let lang = here.lang();
    let activity = &told.activity;
    let audience = told.for_whom(lang);
    let mut lines = Vec::new();
    // The line at the top says it where there is a meeting to come.
    if !audience.is_empty() && told.next().is_none() {
        lines.push((lang.pick("适合", "For"), html! { (audience) }));
    }
    let labels: Vec<&str> = told.tags.iter().map(|tag| tag.name_in(lang)).collect();
    let kind = std::iter::once(activity.kind.name(lang)).chain(labels).collect::<Vec<_>>();
    lines.push((lang.pick("类型", "Kind"), html! { (kind.join(lang.pick("、", ", "))) }));
    if !activity.teacher.is_empty() && told.next().is_none() {
        lines.push((lang.pick("老师", "With"), html! { (activity.teacher) }));
    }
    if let Some((name, name_en)) = &told.organiser {
        lines.push((lang.pick("主办", "Held by"), html! { (either(lang, name, name_en)) }));
    }
    html! {
        @for paragraph in activity.intro_in(lang).split("\n\n").filter(|text| !text.trim().is_empty()) {
            p { @for (place, line) in paragraph.lines().enumerate() { @if place > 0 { br; } (line) } }
        }
        (facts(&lines))
    }
}

fn meeting(here: &Here, page: &ActivityPage, one: &Scheduled) -> Event {
    let (lang, today) = (here.lang(), here.today());
    let (icon, tone) = icons::activity(one.activity.kind.word());
    let (from, to) = said::walls(one);
    let date = from.date();
    let day = dates::day_and_date(lang, date, today);
    let file = here.href(&format!("/sessions/{}.ics", one.session.id));
    let of = lang.pick(format!("：{day}"), format!(": {day}"));
    let lunar = days::label(lang, date);
    Event {
        icon,
        tone,
        when: nb(&day),
        title: dates::times(lang, from.minute(), said::end_minute(from, to)),
        href: None,
        place: lang.pick(
            format!("{lunar}，{}", said::place_of(lang, one)),
            format!("{lunar}, {}", said::place_of(lang, one)),
        ),
        state: standing(here, one).or_else(|| left(here, page, one)),
        act: one.session.cancelled_at.is_none().then(|| {
            html! { (Button::link(&file, lang.pick("放进我的日历", "Add to my calendar")).plain().of(&of)) }
        }),
    }
}

fn standing(here: &Here, one: &Scheduled) -> Option<Markup> {
    let Session { cancelled_at, starts_at, ends_at, .. } = &one.session;
    said::standing(here.lang(), cancelled_at.is_some(), *starts_at, *ends_at, here.wall())
}
