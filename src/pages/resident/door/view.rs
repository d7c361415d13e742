//! The screen at a door: few words, seen from three metres.

use maud::{DOCTYPE, Markup, html};

use super::super::here::Here;
use super::{Door, Line, Now, Then, Use};
use crate::base::lang::{Lang, dates, words};
use crate::base::time::Minute;
use crate::base::web::assets;
use crate::domain::days;
use crate::domain::rooms::Room;
use crate::pages::parts::{icon, nb, say};

/// Seconds after which a browser without a script asks again.
const AGAIN: &str = "60";
/// Of what comes next, so many are said.
const NEXT: usize = 6;

pub fn page(here: &Here, room: &Room, door: &Door) -> Markup {
    let lang = here.lang();
    let name = room.name_in(lang);
    let look = here.visitor.look.theme;
    let theme = match look {
        crate::pages::parts::Theme::Auto => "",
        theme => theme.word(),
    };
    html! {
        (DOCTYPE)
        html lang=(lang.tag()) class=(theme) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (name) (lang.pick("门口", ", at the door")) " · " (here.centre.name_in(lang)) }
                link rel="stylesheet" href=(assets::css());
                link rel="stylesheet" href=(assets::wall_css());
                link rel="icon" type="image/svg+xml" href=(assets::icons());
                noscript { meta http-equiv="refresh" content=(AGAIN); }
                script src=(assets::door_js()) defer {}
            }
            body class={ "bare door " (tone(&door.now)) } {
                p.lost role="status" data-lost data-zone=(here.centre.zone.name()) hidden {
                    (icon("warn")) " "
                    (lang.pick("没有网络。下面是", "No network. Below is how it was at "))
                    b {} (lang.pick("的情况，可能有变。", "; it may have changed."))
                }
                main #main data-door data-at=(here.now.utc().timestamp()) { (inside(here, room, door)) }
            }
        }
    }
}

fn inside(here: &Here, room: &Room, door: &Door) -> Markup {
    let (lang, today) = (here.lang(), here.today());
    html! {
        p.say.head {
            span { strong { (room.name_in(lang)) } (lang.pick("，", ", ")) (words::floor(lang, room.floor)) }
            " " span.quiet { (say::date(lang, today, today)) (lang.pick(" ", ", ")) (days::label(lang, today)) }
        }
        div.now { (now(lang, &door.now)) }
        section {
            @if door.next.is_empty() {
                h2 { (lang.pick("今天后面没有安排了", "Nothing more today")) }
            } @else {
                h2 { (lang.pick("接下来", "Next")) }
                ul.next { @for line in door.next.iter().take(NEXT) { (row(lang, line)) } }
            }
        }
        p.say.foot {
            span { (here.centre.name_in(lang)) }
            @if !here.centre.phone.is_empty() { " " span { (lang.pick("电话 ", "Phone ")) (nb(words::phone(&here.centre.phone))) } }
        }
    }
}

/// 现在：太极拳兴趣班 / 现在空闲 / 现在不开放.
fn now(lang: Lang, now: &Now) -> Markup {
    let until = |at: Minute| nb(dates::time(lang, at));
    html! {
        @match now {
            Now::Used { by, until: end, then } => {
                h1 { (icon("taken")) " " (lang.pick("现在：", "Now: ")) (user(lang, by)) }
                p.say {
                    (lang.pick("到", "Until ")) (until(*end))
                    @match then {
                        Some(Then::FreeUntil(free)) => { (lang.pick("，然后空闲到", ", then free until ")) (until(*free)) },
                        Some(Then::Used) => (lang.pick("，然后还有人用", ", then in use again")),
                        None => {},
                    }
                }
            },
            Now::Free { until: end, walk_in } => {
                h1 { (icon("ok")) " " (if *walk_in { lang.pick("现在开放，随到随用", "Open: walk in") } else { lang.pick("现在空闲", "Free now") }) }
                p.say {
                    (lang.pick("到", "Until ")) (until(*end))
                    @if !walk_in { (lang.pick("。想用请到前台。", ". Ask at the desk to use it.")) }
                }
            },
            Now::Shut { reason, opens } => {
                h1 { (icon("lock")) " " (lang.pick("现在不开放", "Not open now")) }
                @if !reason.is_empty() { p.say { (reason) } }
                @if let Some(opens) = opens { p.say { (lang.pick("开门时间：", "Opens at ")) (until(*opens)) } }
            },
        }
    }
}

fn row(lang: Lang, line: &Line) -> Markup {
    let tone = match line.by {
        Use::Free => "jade",
        Use::Named(_) => "indigo",
        Use::Taken => "brick",
        Use::Closed(_) => "",
    };
    html! { li class=(tone) { b { (say::times(lang, line.span.from(), line.span.to())) } span { (user(lang, &line.by)) } } }
}

fn user(lang: Lang, by: &Use) -> String {
    match by {
        Use::Named(name) => name.clone(),
        Use::Taken => lang.pick("占用", "Taken").to_owned(),
        Use::Free => lang.pick("空闲", "Free").to_owned(),
        Use::Closed(reason) if reason.is_empty() => lang.pick("停用", "Closed").to_owned(),
        Use::Closed(reason) => lang.pick(format!("停用：{reason}"), format!("Closed: {reason}")),
    }
}

fn tone(now: &Now) -> &'static str {
    match now {
        Now::Used { .. } => "brick",
        Now::Free { .. } => "jade",
        Now::Shut { .. } => "",
    }
}
