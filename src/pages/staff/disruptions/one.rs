//! `/staff/{centre}/disruptions/{id}`: what happened since: who took which alternative, who has not answered, who
//! must be called.

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, web};
use maud::{Markup, html};

use super::super::here::{Here, Waiting, page as answer};
use super::list;
use crate::base::db::Conn;
use crate::base::error::Result;
use crate::base::lang::{Lang, dates, words};
use crate::base::mail::State as Letter;
use crate::base::time::Span;
use crate::base::web::State;
use crate::base::web::form::Query;
use crate::domain::activities::{self, Activity, Scheduled};
use crate::domain::bookings::store::OfferedAlternative;
use crate::domain::centres::either;
use crate::domain::disruptions::DisruptionId;
use crate::domain::disruptions::outcome::{self, Answer, Hit, Outcome};
use crate::domain::disruptions::store::{self, Closure, Disruption};
use crate::domain::people::Role;
use crate::domain::rooms::{self, Catalogue};
use crate::pages::parts::door::Desk;
use crate::pages::parts::{Button, StaffTab, Tone, Width, crumbs, facts, mark, nb, notice, remark, say};

pub(super) async fn page(
    door: Desk,
    path: web::Path<(String, i64)>,
    query: Query,
    state: web::Data<State>,
) -> Result<HttpResponse> {
    let here = Here::desk(door, &state);
    let (who, id) = (here.clone(), DisruptionId(path.1));
    let (shown, waiting) =
        state.db.read(move |conn| Ok((read(conn, &who, id)?, Waiting::read(conn, who.centre.id)?))).await?;
    let lang = here.lang();
    let title = shown.act.name(lang);
    let frame = here.frame(Some(StaffTab::Timetable), waiting);
    let note = query.0.has("done").then(|| just_done(&here, state.mailing));
    Ok(answer(StatusCode::OK, frame.page(title, Width::Wide, view(&here, &shown, note))))
}

struct Shown {
    act: Disruption,
    closure: Option<Closure>,
    /// What the centre took the room for, with its dates.
    activity: Option<(Activity, Vec<Scheduled>)>,
    outcome: Outcome,
    catalogue: Catalogue,
}

fn read(conn: &mut Conn, here: &Here, id: DisruptionId) -> Result<Shown> {
    let (centre, today) = (here.centre.id, here.today());
    let activity = match store::activity_of(conn, centre, id)? {
        Some(activity) => {
            let sessions = activities::store::sessions_of(conn, activity.id)?;
            Some((activity, sessions))
        }
        None => None,
    };
    Ok(Shown {
        activity,
        act: store::disruption(conn, centre, id)?,
        closure: store::closure_of(conn, id)?,
        outcome: outcome::of(conn, &here.acting(), id)?,
        catalogue: rooms::store::catalogue(conn, centre, today, today)?,
    })
}

fn view(here: &Here, shown: &Shown, note: Option<Markup>) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let act = &shown.act;
    let made = say::moment(lang, here.centre.zone.wall(act.made_at), today);
    let mut pairs = vec![
        (lang.pick("原因", "Why"), html! { (either(lang, &act.reason, &act.reason_en)) }),
        (lang.pick("谁定的", "By"), html! { (act.made_by) (lang.pick("，", ", ")) (made) }),
    ];
    if let Some(closure) = &shown.closure {
        let line = list::closure_line(here, &shown.catalogue, closure);
        pairs.insert(0, (lang.pick("停用", "Closed"), line));
    }
    if let Some((activity, sessions)) = &shown.activity {
        pairs.splice(0..0, used_for(here, activity, sessions));
    }
    let hits = &shown.outcome.hits;
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/disruptions"), lang.pick("停用和让出", "Closures"))], act.name(lang)))
        @if let Some(note) = note { (note) }
        h1 { (act.name(lang)) }
        (facts(&pairs))
        @if let Some((activity, _)) = &shown.activity && !activity.is_published() && here.decides() { (to_publish(here, activity)) }
        @if let Some(closure) = &shown.closure { @if here.role >= Role::Approver { (list::lifting(here, closure)) } }
        @if !shown.outcome.calls.is_empty() {
            h2 { (lang.pick("还要打电话", "Still to be called")) }
            ul.card.plainlist {
                @for call in &shown.outcome.calls {
                    li {
                        a href=(here.href(&format!("/calls#c{}", call.id))) { (call.name) }
                        @if call.state == Letter::Failed { (lang.pick("：邮件没送到", ": the e-mail did not arrive")) }
                    }
                }
            }
        }
        h2 { (summary(lang, shown)) }
        @for hit in hits {
            article.card.flow {
                div.row.apart {
                    h3 { a href=(here.href(&format!("/bookings/{}", hit.booked.booking.id))) { (hit.booked.troupe.name_in(lang)) } }
                    (answered(lang, &hit.answer, here, today))
                }
                @if let Ok(span) = hit.booked.booking.span() { p { (say::span(lang, span, today)) (lang.pick("，", ", ")) (nb(hit.booked.room.name_in(lang))) } }
                @match &hit.answer {
                    Answer::Taken(new) => p {
                        (lang.pick("换成了 ", "Took "))
                        a href=(here.href(&format!("/bookings/{}", new.id))) {
                            @if let Ok(span) = new.span() { (say::span(lang, span, today)) }
                            " " (room_name(lang, &shown.catalogue, new.room_id))
                        }
                    },
                    Answer::Open { .. } => {
                        p.quiet { (lang.pick("替它留着：", "Kept for it:")) }
                        ul.inset { @for one in kept(lang, hit, &shown.catalogue, today) { li { (one) } } }
                        p { (Button::link(&here.href(&format!("/bookings/{}", hit.booked.booking.id)), lang.pick("队长来电，替他定", "The leader called: answer for them"))) }
                    },
                    _ => {},
                }
            }
        }
    }
}

/// What the centre does there, in which room and when.
fn used_for(here: &Here, activity: &Activity, sessions: &[Scheduled]) -> Vec<(&'static str, Markup)> {
    let (lang, today) = (here.lang(), here.today());
    let href = here.href(&format!("/activities/{}", activity.id));
    let mut pairs =
        vec![(lang.pick("做什么", "For what"), html! { a href=(href) { (activity.title_in(lang)) } })];
    if let Some(first) = sessions.first() {
        pairs.push((lang.pick("功能室", "Room"), html! { (first.place_in(lang)) }));
        let spans = sessions.iter().filter_map(|one| one.session.span().ok());
        let lines = html! {
            @for (place, span) in spans.enumerate() { @if place > 0 { br; } (say::span(lang, span, today)) }
        };
        pairs.push((lang.pick("什么时候", "When"), lines));
    }
    pairs
}

/// A draft is in nobody's calendar.
fn to_publish(here: &Here, activity: &Activity) -> Markup {
    let lang = here.lang();
    let href = here.href(&format!("/activities/{}", activity.id));
    html! {
        p.row {
            span { (lang.pick("这场活动还是草稿，居民看不到。", "The activity is a draft, which residents do not see.")) }
            (Button::link(&href, lang.pick("去发布", "Publish it")).icon_after("right"))
        }
    }
}

/// What came of it; `mailing`: a mail server is set up.
fn just_done(here: &Here, mailing: bool) -> Markup {
    let lang = here.lang();
    if mailing {
        return remark(
            Tone::Jade,
            lang.pick("做好了，通知已经写好，马上发出。", "Done: everybody is being told."),
        );
    }
    notice(
        Tone::Amber,
        lang.pick("做好了，但是邮件发不出去", "Done, but no e-mail can be sent"),
        html! {
            p { (lang.pick("没有设置邮件服务器：通知已经写好，都存着。请打电话告诉对方，或者打印。", "No mail server is set up: the letters are written and kept. Phone them or print them.")) }
            p { (Button::link(&here.href("/letters"), lang.pick("看写好的通知", "See the letters")).icon("mail")) }
        },
    )
}

/// What is kept for a troupe, by start.
fn kept(lang: Lang, hit: &Hit, catalogue: &Catalogue, today: chrono::NaiveDate) -> Vec<Markup> {
    let mut offered: Vec<_> = hit.offered.iter().collect();
    offered.sort_by_key(|one| one.starts_at);
    let line = |one: &&OfferedAlternative| {
        let span = Span::new(one.starts_at, one.ends_at).ok()?;
        Some(
            html! { (say::span(lang, span, today)) (lang.pick("，", ", ")) (nb(room_name(lang, catalogue, one.room_id))) },
        )
    };
    offered.iter().filter_map(line).collect()
}

fn room_name(lang: Lang, catalogue: &Catalogue, id: rooms::RoomId) -> &str {
    catalogue.room(id).map_or("", |room| room.name_in(lang))
}

fn summary(lang: Lang, shown: &Shown) -> String {
    type Kind = (fn(&Answer) -> bool, &'static str, &'static str);
    const ANSWERS: [Kind; 6] = [
        (|one| matches!(one, Answer::Taken(_)), "换好了", "moved"),
        (|one| matches!(one, Answer::Open { .. }), "还没回答", "not answered yet"),
        (|one| matches!(one, Answer::NothingOffered), "没有备选", "with nothing to offer"),
        (|one| matches!(one, Answer::Declined), "都不需要", "not needed any more"),
        (|one| matches!(one, Answer::Expired), "到期没有回答", "never answered"),
        (|one| matches!(one, Answer::Cut), "提前结束", "ended early"),
    ];
    let hits = &shown.outcome.hits;
    let mut parts = Vec::new();
    for (is, zh, en) in ANSWERS {
        match hits.iter().filter(|hit| is(&hit.answer)).count() {
            0 => {}
            number => parts.push(lang.pick(format!("{number}个{zh}"), format!("{number} {en}"))),
        }
    }
    match lang {
        _ if hits.is_empty() => lang.pick("没有预约受影响", "No bookings were hit").to_owned(),
        Lang::Zh => format!("{}个预约：{}", hits.len(), parts.join("，")),
        Lang::En => {
            format!("{}: {}", words::count(hits.len() as i64, "booking", "bookings"), parts.join(", "))
        }
    }
}

fn answered(lang: Lang, answer: &Answer, here: &Here, today: chrono::NaiveDate) -> Markup {
    match answer {
        Answer::Taken(_) => mark("ok", lang.pick("换好了", "Moved")),
        Answer::Open { until } => {
            let until = dates::until(lang, here.centre.zone.wall(*until), today);
            mark(
                "wait",
                &lang.pick(format!("还没回答，留到{until}"), format!("No answer yet; kept until {until}")),
            )
        }
        Answer::Declined => mark("off", lang.pick("都不需要", "Needs none")),
        Answer::Expired => mark("off", lang.pick("没有回答，到期放开了", "Not answered; kept no longer")),
        Answer::NothingOffered => mark("no", lang.pick("没有备选", "Nothing to offer")),
        Answer::Cut => mark("off", lang.pick("提前结束", "Ended early")),
    }
}
