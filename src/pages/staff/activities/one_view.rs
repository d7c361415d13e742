//! One activity as staff see it.

use maud::{Markup, html};

use super::form::{self, When};
use super::inputs::{self, Typed};
use super::one::{Read, Tried};
use super::trouble::{self, For};
use super::{dates, picture, plan_view};
use crate::base::lang::{Lang, dates as words};
use crate::base::time::Wall;
use crate::base::web::form::{Errors, Reader};
use crate::domain::activities::{Activity, ActivityDetails, ActivityState, Organiser, RegistrationMode};
use crate::pages::parts::{
    Button, StateBadge, Tone, crumbs, error_summary, facts, mark, plain_list, remark, say, state as badge,
};
use crate::pages::staff::here::Here;

pub(super) fn view(here: &Here, read: &Read, just: &str, tried: &Tried) -> Markup {
    let lang = here.lang();
    let activity = &read.activity;
    let typed = Typed { lang, today: here.today(), fields: &tried.dates, errors: &tried.errors };
    html! {
        (crumbs(lang.pick("位置", "Where"), &[(&here.href("/activities"), lang.pick("活动", "Activities"))], activity.title_in(lang)))
        (error_summary(lang, lang.pick("还没保存", "Not saved yet"), &typed.problems()))
        div.row.apart { h1 { (activity.title_in(lang)) } (standing(lang, activity.state)) }
        @if let Some(done) = said(lang, just) { (remark(Tone::Jade, done)) }
        (trouble::view(here, &tried.troubles))
        (give_way(here, activity, tried))
        @let (form, sent) = match &tried.details { Some(fields) => ("said", fields), None => ("adding", &tried.dates) };
        (plan_view::to_know(lang, &tried.doubles, tried.crowded, here.today(), (form, sent)))
        (state(here, read))
        (picture::shown(here, read.picture.as_ref()))
        (about(here, read))
        (sessions(here, read))
        (plan_view::disturbed(lang, &read.noise, here.today()))
        @if here.decides() && activity.state != ActivityState::Cancelled { (forms(here, read, tried)) }
        @else if !here.decides() { p.quiet { (lang.pick("要改请找审批人或主管。", "Approvers and managers can change it.")) } }
    }
}

fn said(lang: Lang, just: &str) -> Option<&'static str> {
    Some(match just {
        "entered" => lang.pick("活动保存好了。", "The activity is saved."),
        "changed" => lang.pick("改好了。", "The change is saved."),
        "added" => lang.pick("加好了。", "Added."),
        "published" => lang.pick("发布了，居民马上就能看到。", "Published: residents see it at once."),
        "gone" => {
            lang.pick("这个活动已经取消，不能发布。", "This activity is cancelled and cannot be published.")
        }
        "picture" => lang.pick("图片存好了。", "The picture is saved."),
        "no_picture" => lang.pick("图片拿掉了。", "The picture is gone."),
        "moved" => lang.pick("换好了，居民马上就能看到。", "Moved; residents see it at once."),
        "cancelled" => {
            lang.pick("这一场取消了，居民会看到“已取消”。", "That date is cancelled; residents see so.")
        }
        "was" => lang.pick("这一场之前就取消了。", "That date had been cancelled before."),
        _ => return None,
    })
}

fn standing(lang: Lang, of: ActivityState) -> Markup {
    let class = match of {
        ActivityState::Draft => "wait",
        ActivityState::Published => "ok",
        ActivityState::Cancelled => "off",
    };
    mark(class, of.name(lang))
}

/// What can be done next.
fn state(here: &Here, read: &Read) -> Markup {
    let (lang, activity) = (here.lang(), &read.activity);
    let hidden = !read.sessions.is_empty() && read.sessions.iter().all(|one| one.is_private());
    let base = here.href(&format!("/activities/{}", activity.id));
    let public = format!("{}/activities/{}", here.centre.href(), activity.id);
    let copy = here.href(&format!("/activities/new?copy={}", activity.id));
    html! {
        div.row {
            (Button::link(&format!("{base}/registrations"), lang.pick("报名", "Registrations")).icon("people"))
            @if activity.is_published() && hidden {
                span { (lang.pick("居民看不到：这间房不公开", "Residents do not see it: the room is private")) }
            } @else if activity.is_published() {
                (Button::link(&public, lang.pick("居民看到的样子", "As residents see it")))
            }
            @if here.decides() { (Button::link(&copy, lang.pick("照着再办一个", "Copy it"))) }
            @if here.decides() && activity.state != ActivityState::Cancelled {
                (Button::link(&format!("{base}/cancellation"), lang.pick("取消整个活动", "Cancel the whole activity")).plain())
            }
        }
        @if here.decides() && activity.state == ActivityState::Draft {
            form method="post" action={ (base) "/publication" } {
                p { (Button::submit(lang.pick("发布，让居民看到", "Publish it for residents")).main()) }
            }
        }
    }
}

/// What is said of it, without what is empty.
fn about(here: &Here, read: &Read) -> Markup {
    let (lang, activity) = (here.lang(), &read.activity);
    let tags: Vec<&str> = read.tags.iter().map(|tag| tag.name_in(lang)).collect();
    let organiser = match activity.organiser() {
        Organiser::Centre => lang.pick("中心", "The centre").to_owned(),
        Organiser::Partner(name) => name,
        Organiser::Troupe(_) => read.troupe().map(|one| one.name_in(lang).to_owned()).unwrap_or_default(),
    };
    let lines = [
        (lang.pick("类型", "Kind"), activity.kind.name(lang).to_owned()),
        (lang.pick("标签", "Tags"), tags.join(lang.pick("、", ", "))),
        (lang.pick("谁办", "Held by"), organiser),
        (lang.pick("老师、主讲人", "Teacher or speaker"), activity.teacher.clone()),
        (lang.pick("班级", "Class"), activity.class.clone()),
        (lang.pick("适合", "For"), activity.audience_in(lang).to_owned()),
        (lang.pick("年龄", "Ages"), ages(lang, activity)),
        (lang.pick("报名", "Registration"), admission(here, activity)),
        (lang.pick("介绍", "About it"), activity.intro_in(lang).to_owned()),
    ];
    let lines: Vec<(&str, Markup)> = lines
        .into_iter()
        .filter(|(_, words)| !words.is_empty())
        .map(|(name, words)| (name, html! { (words) }))
        .collect();
    facts(&lines)
}

/// 7到12岁，要监护人同意.
fn ages(lang: Lang, activity: &Activity) -> String {
    let ages = match (activity.age_from, activity.age_to) {
        (None, None) => String::new(),
        (Some(from), None) => lang.pick(format!("{from}岁以上"), format!("{from} and over")),
        (None, Some(to)) => lang.pick(format!("{to}岁以下"), format!("up to {to}")),
        (Some(from), Some(to)) => lang.pick(format!("{from}到{to}岁"), format!("{from} to {to}")),
    };
    let guardian = lang.pick("要监护人同意", "with a guardian’s consent");
    match (ages.is_empty(), activity.guardian) {
        (_, false) => ages,
        (true, true) => guardian.to_owned(),
        (false, true) => lang.pick(format!("{ages}，{guardian}"), format!("{ages}, {guardian}")),
    }
}

fn admission(here: &Here, activity: &Activity) -> String {
    let (lang, today) = (here.lang(), here.today());
    if activity.registration == RegistrationMode::None {
        return activity.registration.name(lang).to_owned();
    }
    let at = |at: Wall| {
        format!("{} {}", words::date_short(lang, at.date(), today), words::time(lang, at.minute()))
    };
    let mut parts = vec![activity.registration.name(lang).to_owned()];
    parts.push(match activity.places {
        Some(places) => lang.pick(format!("{places}个名额"), format!("{places} places")),
        None => lang.pick("名额不限", "no limit of places").to_owned(),
    });
    if let Some(opens) = activity.registration_opens {
        parts.push(lang.pick(format!("{}开始报名", at(opens)), format!("opens {}", at(opens))));
    }
    if let Some(closes) = activity.registration_closes {
        parts.push(lang.pick(format!("{}截止", at(closes)), format!("closes {}", at(closes))));
    }
    if activity.reviewed {
        parts.push(lang.pick("要审核", "staff decide").to_owned());
    }
    parts.join(lang.pick("，", ", "))
}

fn sessions(here: &Here, read: &Read) -> Markup {
    let (lang, today, now) = (here.lang(), here.today(), here.centre.zone.wall(here.now));
    let lines: Vec<Markup> = read
        .sessions
        .iter()
        .filter(|one| one.session.ends_at > now)
        .filter_map(|one| {
            let span = one.session.span().ok()?;
            let href = here.href(&format!("/activities/{}/sessions/{}", read.activity.id, one.session.id));
            let of = words::span(lang, span, today);
            Some(html! {
                div.row.apart {
                    span { strong { (say::span(lang, span, today)) } br; span.quiet { (one.place_in(lang)) } }
                    @if one.session.cancelled_at.is_some() { (badge(lang, &StateBadge::Cancelled)) }
                    @else if here.decides() { (Button::link(&href, lang.pick("改动", "Change")).of(&of)) }
                }
            })
        })
        .collect();
    let past = read.sessions.len() - lines.len();
    html! {
        section.flow {
            h2 { (lang.pick("接下来的场次", "Coming dates")) }
            @if lines.is_empty() { p { (lang.pick("没有了。", "There are none.")) } } @else { (plain_list(&lines)) }
            @if past > 0 {
                p.quiet {
                    (lang.pick(format!("已经办过{past}场。"), format!("{past} before."))) " "
                    a href=(here.href(&format!("/activities/{}/results", read.activity.id))) { (lang.pick("别的结果", "Further results")) }
                }
            }
        }
    }
}

/// Where others have the time of one further date; of several the list of dates says so itself.
fn give_way(here: &Here, activity: &Activity, tried: &Tried) -> Markup {
    let mut reader = Reader::new(&tried.dates, here.lang());
    let planned = form::planned(&mut reader, &tried.dates, here.lang(), here.today());
    match (planned, trouble::may_give_way(&tried.troubles)) {
        (Some((venue, When::Once(span))), true) => {
            trouble::give_way(here, &venue, &[span], For::More(activity.id))
        }
        _ => html! {},
    }
}

fn forms(here: &Here, read: &Read, tried: &Tried) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    let base = here.href(&format!("/activities/{}", read.activity.id));
    let tags = read.tags.iter().map(|tag| tag.id).collect();
    let standing = form::fields_of(&ActivityDetails::of(&read.activity, tags), lang, today);
    let none = Errors::default();
    let (about, of_picture) = (tried.details.is_some(), tried.picture.is_some());
    let errors = |mine: bool| if mine { &tried.errors } else { &none };
    let details =
        Typed { lang, today, fields: tried.details.as_ref().unwrap_or(&standing), errors: errors(about) };
    let first = dates::settled(tried.dates.clone(), today);
    let more = Typed { lang, today, fields: &first, errors: errors(!about && !of_picture) };
    let adding = !tried.troubles.is_empty() || !tried.dates.get("date").is_empty();
    html! {
        details.card open[adding] {
            summary { (lang.pick("加场次", "More dates")) }
            form.flow #adding method="post" action={ (base) "/sessions" } {
                (dates::when_and_where(more, &read.rooms))
                (dates::how_often(more))
                p { (Button::submit(lang.pick("加上", "Add"))) }
            }
        }
        details.card open[about] {
            summary { (lang.pick("改内容", "Change what is said")) }
            form.flow #said method="post" action=(base) {
                (inputs::first(details))
                (inputs::more(details, &read.lists))
                p { (Button::submit(lang.pick("保存活动", "Save the activity"))) }
            }
        }
        details.card open[of_picture] {
            summary { (lang.pick("图片", "Picture")) }
            (picture::form(here, read, tried.picture.as_ref(), errors(of_picture)))
        }
    }
}
