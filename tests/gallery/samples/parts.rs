//! Every small part on one page.

use chrono::Duration;
use linli::pages::parts::*;
use maud::{Markup, html};

use super::{hm, staff, today};

pub fn parts_page(look: Look) -> Markup {
    let lang = look.lang;
    let badges = [
        StateBadge::Requested,
        StateBadge::Waiting(Some(2)),
        StateBadge::Offered(lang.pick("今天上午11:00", "today, 11:00 am").into()),
        StateBadge::Approved,
        StateBadge::Past,
        StateBadge::Refused,
        StateBadge::Withdrawn,
        StateBadge::Lapsed,
        StateBadge::Cancelled,
        StateBadge::Displaced,
        StateBadge::Taken,
        StateBadge::Free,
    ];
    let pick_of = |main: bool, post: bool| Pick {
        why: lang.pick("同一天，换个时间", "Same day, another time").into(),
        when: html! { (lang.pick("周五 ", "Friday ")) (say::times(lang, hm(14, 30), hm(16, 30))) },
        title: lang.pick("排练厅", "Rehearsal hall").into(),
        about: lang.pick("二楼，音响、镜子", "upstairs, sound, mirrors").into(),
        state: Some(if main {
            mark("ok", lang.pick("订了就定", "Booked at once"))
        } else {
            mark("wait", lang.pick("要审核，一两天", "Decided in a day or two"))
        }),
        act: {
            let words = if main {
                lang.pick("就要这个", "Take this")
            } else {
                lang.pick("申请这个", "Ask for this")
            };
            let button = Button::submit(words).full();
            html! { (if main { button.main() } else { button }) }
        },
        post: post.then(|| ("/x".to_owned(), hidden("a", "1"))),
    };
    let tones = [
        (Tone::Amber, lang.pick("请您回答", "Please answer")),
        (Tone::Brick, lang.pick("没有办成", "That did not work")),
        (Tone::Jade, lang.pick("约好了", "Booked")),
        (Tone::Indigo, lang.pick("告诉您", "For your information")),
    ];
    let columns = [
        Column::text(lang.pick("队伍", "Troupe")),
        Column::number(lang.pick("次数", "Times")),
        Column::text(lang.pick("状态", "State")),
    ];
    let rows = vec![
        vec![
            html! { (lang.pick("红歌协会", "Red song choir")) },
            html! { "24" },
            state(lang, &StateBadge::Approved),
        ],
        vec![
            html! { (lang.pick("古文化舞蹈队", "Old Culture Dance Troupe")) },
            html! { "8" },
            state_with(lang, &StateBadge::Requested, lang.pick("等了2天", "waiting 2 days")),
        ],
    ];
    staff(look, StaffTab::Letters).page(
        lang.pick("部件总表", "All parts"),
        Width::Wide,
        html! {
            h1 { (lang.pick("部件总表", "All parts")) }
            p.row { @for badge in &badges { (state(lang, badge)) } (mark("unknown", lang.pick("未上报", "Not reported"))) (mark("zero", lang.pick("0人，无人到场", "0, nobody came"))) }
            p.row {
                (Button::submit(lang.pick("批准", "Approve")).main())
                (Button::submit(lang.pick("不批准…", "Refuse…")))
                (Button::link("/x", lang.pick("返回", "Back")).plain())
                (say::phone_button("13900000007"))
            }
            div.row { (tile(lang, today(), today(), lang.pick("十月十六", ""))) (tile_line(lang, today() + Duration::days(2), today(), lang.pick("十月十八", ""))) (tile_near(lang, today() + Duration::days(45), today(), "")) }
            @for (tone, words) in tones { (notice(tone, words, html! { p { (lang.pick("先说发生了什么，再说怎么办。", "First what happened, then what to do.")) } p { (Button::link("/x", lang.pick("去选一个时间", "Choose a time"))) } })) }
            (remark(Tone::Indigo, lang.pick("12月起周六也开放。", "Open on Saturdays from December.")))
            h2 { (lang.pick("这三个现在都空着", "These three are free now")) }
            (picks(&[pick_of(true, true), pick_of(false, true), pick_of(false, false)]))
            div.split {
                div.flow {
                    h2 { (lang.pick("事实", "Facts")) }
                    (facts(&[(lang.pick("场地", "Rooms"), html! { (lang.pick("排练厅、多功能厅", "Rehearsal hall, great hall")) }), (lang.pick("电话", "Phone"), say::phone("13900000007"))]))
                    (table(lang.pick("各队开展的活动", "What troupes did"), false, &columns, &rows))
                }
                div.flow {
                    h2 { (lang.pick("经过", "What happened")) }
                    (history(&[
                        Happened { when: nb(lang.pick("今天 上午8:10", "today, 8:10 am")), what: html! { (lang.pick("批准，李晓梅", "Approved by Li Xiaomei")) }, reason: lang.pick("演出前加练", "Before the show").into() },
                        Happened { when: nb(lang.pick("11月20日", "20 November")), what: html! { (lang.pick("申请，王秀兰", "Asked for by Wang Xiulan")) }, reason: String::new() },
                    ]))
                    (plain_list(&[html! { a href="/x" { (lang.pick("戏迷协会，还有30天", "Opera fans, 30 days left")) } }, html! { span { (lang.pick("红歌协会", "Red song choir")) } }]))
                }
            }
            details { summary { (lang.pick("还有3间为什么没列出来", "Why are 3 rooms not listed?")) } p { (lang.pick("会议室没有音响。", "The meeting room has no sound.")) } }
            (empty("calendar", lang.pick("这一天还没有活动", "Nothing is on that day"), html! { p { (lang.pick("看看别的日子，或者来用一间房。", "Look at other days, or use a room yourself.")) } }))
        },
    )
}
