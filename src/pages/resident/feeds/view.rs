//! How to have the calendar in one's own: one press on most phones, an address to paste on others.

use maud::{Markup, html};

use super::super::here::Here;
use super::Offered;
use crate::domain::activities::ActivityKind;
use crate::domain::activities::feeds::Feed;
use crate::pages::parts::{Button, crumbs, icon};

pub fn view(here: &Here, offered: &Offered, public_url: &str) -> Markup {
    let lang = here.lang();
    let calendar = here.href("/calendar");
    html! {
        (crumbs(lang.pick("位置", "You are here"), &[(&calendar, lang.pick("日历", "Calendar"))], lang.pick("订阅", "Subscribe")))
        h1 { (lang.pick("订阅日历", "Subscribe to the calendar")) }
        p { (lang.pick(
            "订阅一次，中心的活动就一直在您手机的日历里；改时间、取消，都会自己更新。不用登录。",
            "Subscribe once and what is on stays in your phone’s calendar: changes and cancellations arrive by themselves. No account needed.",
        )) }
        (one(here, public_url, Feed::Centre, lang.pick("所有活动", "All activities"), true))
        section.flow {
            h2 { (lang.pick("怎么订阅", "How to do it")) }
            ul.card.flow {
                li { strong { "iPhone" } (lang.pick("：按“订阅”，再按“添加”。", ": press “Subscribe”, then “Add”.")) }
                li { strong { (lang.pick("华为、小米、OPPO、vivo", "Huawei, Xiaomi, Oppo, vivo")) } (lang.pick("：长按地址，选“复制”；打开日历，在“设置”里找“订阅日程”或“导入日历”，粘贴。没有这一项的，请在活动页按“放进我的日历”。", ": press the address long and copy it; in the calendar’s settings look for “Subscribe” or “Import” and paste. Where there is none, press “Add to my calendar” on an activity’s page.")) }
                li { strong { (lang.pick("Outlook、Google", "Outlook, Google")) } (lang.pick("：添加日历，选“从网址”，粘贴地址。", ": add a calendar “from the web” and paste the address.")) }
                li { (lang.pick("不会弄？到前台来，我们帮您。", "Not sure? Come to the desk and we will help.")) }
            }
        }
        section.flow {
            h2 { (lang.pick("只要一类活动", "Only one kind")) }
            (list(here, public_url, ActivityKind::ALL.iter().map(|kind| (Feed::Kind(*kind), kind.name(lang).to_owned()))))
        }
        section.flow {
            h2 { (lang.pick("只要一间功能室", "Only one room")) }
            (list(here, public_url, offered.rooms.iter().map(|room| (Feed::Room(room.id), room.name_in(lang).to_owned()))))
        }
        @if !offered.troupes.is_empty() {
            section.flow {
                h2 { (lang.pick("只要一支队伍", "Only one troupe")) }
                p.quiet { (lang.pick("这些队伍愿意公开排练时间。", "These troupes choose to show when they rehearse.")) }
                (list(here, public_url, offered.troupes.iter().map(|troupe| (Feed::Troupe(troupe.id), troupe.name_in(lang).to_owned()))))
            }
        }
    }
}

fn list(here: &Here, public_url: &str, all: impl Iterator<Item = (Feed, String)>) -> Markup {
    html! { div.feeds { @for (feed, name) in all { details { summary { (name) } (one(here, public_url, feed, &name, false)) } } } }
}

/// A feed: the press, the address in full, and the other formats.
fn one(here: &Here, public_url: &str, feed: Feed, name: &str, main: bool) -> Markup {
    let lang = here.lang();
    let path = |ending: &str| {
        let query = lang.pick("", "?lang=en");
        here.href(&format!("/feeds/{}.{ending}{query}", feed.word()))
    };
    let address = format!("{public_url}{}", path("ics"));
    let webcal = address.split_once("://").map_or(address.clone(), |(_, rest)| format!("webcal://{rest}"));
    let of = lang.pick(format!("：{name}"), format!(": {name}"));
    let id = format!("address-{}", feed.word());
    html! {
        div.card.flow {
            p.row {
                a.btn.main[main] href=(webcal) { (icon("calendar")) (lang.pick("订阅", "Subscribe")) span.hide { (of) } }
                button.btn type="button" data-copy=(id) data-copied=(lang.pick("已复制", "Copied")) hidden { (icon("paper")) (lang.pick("复制地址", "Copy the address")) span.hide { (of) } }
            }
            p.share #(id) { (address) }
            p.row {
                (Button::link(&path("atom"), "Atom").plain().of(&of))
                (Button::link(&path("json"), "JSON").plain().of(&of))
            }
        }
    }
}
