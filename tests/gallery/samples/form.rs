//! A form with every kind of field, some of them wrong.

use chrono::Duration;
use linli::pages::parts::*;
use maud::{Markup, html};

use super::{hm, public, today};

pub fn form_page(look: Look) -> Markup {
    let lang = look.lang;
    let hours = |n: &str| Choice::new(n, lang.pick(format!("{n}小时"), format!("{n} h")));
    let needs = [
        Choice::new("sound", lang.pick("音响", "Sound")).on(true),
        Choice::new("mirror", lang.pick("镜子", "Mirrors")),
    ];
    let ways = [
        Choice::new("a", lang.pick("同一天下午2:30–4:30", "The same day, 2:30–4:30 pm")),
        Choice::new("b", lang.pick("候补，排第1位", "Wait, first in line")),
    ];
    let why = lang.pick("请写一句，比如“扇子舞排练”。", "Please write a line, such as “fan dance”.");
    let many = lang.pick("排练厅最多坐60人，您填了80人。", "The hall seats 60; you said 80.");
    let allowed = |used, asked, this| Allowance {
        name: lang.pick("本周", "This week").into(),
        limit: 360,
        used,
        asked,
        this,
    };
    public(look, Tab::Find).page(
        lang.pick("确认预约", "Your booking"),
        Width::Tight,
        html! {
            (crumbs(lang.pick("位置", "You are here"), &[("/my/find", lang.pick("找场地", "Rooms"))], lang.pick("确认预约", "Your booking")))
            h1 { (lang.pick("这样约，对吗？", "Is this right?")) }
            (error_summary(lang, lang.pick("还没约上", "Not booked yet"), &[("purpose", why), ("size", many)]))
            (card(hero(
                tile(lang, today() + Duration::days(40), today(), lang.pick("冬月廿六", "")),
                html! {
                    p.when { (say::times(lang, hm(9, 0), hm(11, 0))) }
                    p { strong { (lang.pick("排练厅", "Rehearsal hall")) } (lang.pick("，二楼", ", upstairs")) }
                    p { (Button::link("/my/find", lang.pick("换一个", "Another one"))) }
                },
            )))
            form.flow method="post" action="/my/bookings" {
                (hidden("room", "3"))
                (Field::new("purpose", lang.pick("来做什么？", "What for?")).help(lang.pick("只有中心的工作人员看得到。", "Only staff see it.")).error(Some(why)).text())
                (Field::new("size", lang.pick("多少人？", "How many?")).value("80").error(Some(many)).stepper(lang, 1, 500))
                (Field::new("hours", lang.pick("多久？", "How long?")).value("2").radios(&[hours("1"), hours("2"), hours("3")]))
                (Field::new("way", lang.pick("这天怎么办？", "What about that day?")).value("a").radios_down(&ways))
                (Field::new("need", lang.pick("要什么？", "What do you need?")).checks(&needs))
                div.pair {
                    (Field::new("date", lang.pick("哪天？", "Which day?")).value("2026-11-27").day(lang, today(), today() + Duration::days(60), today()))
                    (Field::new("from", lang.pick("几点起？", "From when?")).value("09:10").time(lang, hm(8, 30), hm(12, 0), 30))
                }
                (Field::new("kind", lang.pick("种类", "Kind")).value("b").select(&ways))
                (Field::new("note", lang.pick("要说的话", "Anything else")).textarea())
                (Field::new("phone", lang.pick("手机号", "Phone")).autocomplete("tel").tel())
                (tick("named", "1", lang.pick("别人能看到我们队的名字", "Others may see our name"), true))
                (card(html! { (allowance(lang, &allowed(120, 60, 120))) (allowance(lang, &allowed(300, 0, 120))) (allowance(lang, &allowed(90, 0, 0))) }))
                p { (Button::submit(lang.pick("约定：周五上午9:00 排练厅", "Book Friday 9:00 am, rehearsal hall")).main().full()) }
            }
        },
    )
}
