//! What residents see: today and the month.

use chrono::{Datelike, Duration, NaiveDate};
use linli::base::lang::{Lang, dates};
use linli::base::time::Minute;
use linli::pages::parts::month::{MonthDay, MonthItem, MonthPage, month};
use linli::pages::parts::pager::{WeekDay, heading, pager, week};
use linli::pages::parts::{DaySign, *};
use maud::{Markup, html};

use super::{BASE, hm, public, today};

fn happening(
    lang: Lang,
    kind: &str,
    from: Minute,
    to: Minute,
    zh: &str,
    en: &str,
    place: (&str, &str),
) -> Event {
    let (icon, tone) = icons::activity(kind);
    Event {
        icon,
        tone,
        when: say::times(lang, from, to),
        title: lang.pick(zh, en).to_owned(),
        href: Some(format!("{BASE}/activities/1")),
        place: lang.pick(place.0, place.1).to_owned(),
        state: Some(mark("free", lang.pick("不用报名，直接来", "Just come"))),
        act: None,
    }
}

fn todays(lang: Lang) -> Vec<Event> {
    let hall = ("多功能厅，一楼", "Great hall, ground floor");
    let mut rows = vec![
        happening(
            lang,
            "lecture",
            hm(9, 0),
            hm(10, 30),
            "法律小课堂：遗嘱怎么写",
            "Law class: how to write a will",
            ("会议室，二楼", "Meeting room, upstairs"),
        ),
        happening(
            lang,
            "clinic",
            hm(9, 30),
            hm(11, 30),
            "义诊：量血压、测血糖",
            "Free clinic: blood pressure and sugar",
            ("活动室，一楼", "Activity room, ground floor"),
        ),
        happening(lang, "after_school", hm(16, 30), hm(18, 30), "四点半课堂", "After-school class", hall),
        happening(
            lang,
            "film",
            hm(19, 0),
            hm(20, 40),
            "红色影院：周二老电影",
            "Tuesday film: an old favourite",
            hall,
        ),
    ];
    rows[0].state = Some(mark("free", lang.pick("还有6个名额", "6 places left")));
    rows[0].act = Some(
        html! { (Button::link("/x", lang.pick("报名", "Join")).of(lang.pick("：法律小课堂", ": law class"))) },
    );
    rows[2].state = Some(mark("queue", lang.pick("已满", "Full")));
    rows
}

pub fn home(look: Look) -> Markup {
    let lang = look.lang;
    let monday = today() - Duration::days(1);
    let days: Vec<WeekDay> = (0..7)
        .map(|n| WeekDay {
            date: monday + Duration::days(n),
            href: "#x".into(),
            count: [3, 5, 3, 4, 3, 0, 1][n as usize],
        })
        .collect();
    let words = html! {
        h1 { (lang.pick("今天有4场活动", "4 activities today")) }
        p { strong { (lang.pick("现在开放，到", "Open now, until ")) (nb(dates::time(lang, hm(12, 0)))) } }
        p.quiet { (say::times(lang, hm(14, 0), hm(17, 30))) " " (say::times(lang, hm(19, 0), hm(21, 0))) }
    };
    public(look, Tab::Today).page(
        lang.pick("今天", "Today"),
        Width::Normal,
        html! {
            (hero(tile(lang, today(), today(), lang.pick("十月十六", "10th moon, 16th")), words))
            h2.hide { (lang.pick("今天的活动", "Activities today")) }
            (events(&todays(lang)))
            section.flow {
                h2 { (lang.pick("本周还有", "Later this week")) }
                (week(lang, &days, today(), Some(today())))
                p { (Button::link("/x", lang.pick("看整周的活动", "See the whole week"))) }
            }
            (linli::pages::parts::events::day(lang, today() + Duration::days(1), today(), lang.pick("十月十七", ""), &todays(lang)[..2]))
            (linli::pages::parts::events::day(lang, today() + Duration::days(2), today(), "", &todays(lang)[2..]))
        },
    )
}

/// The first day of the sample month is off, its second Sunday is worked on.
fn sign(lang: Lang, date: NaiveDate) -> Option<DaySign> {
    let (off, short, words) = match date.day() {
        1 => (true, lang.pick("休", "Off"), lang.pick("放假", "public holiday")),
        8 => (false, lang.pick("班", "Work"), lang.pick("补班", "make-up workday")),
        _ => return None,
    };
    Some(DaySign { off, short, words: words.to_owned() })
}

pub fn month_page(look: Look) -> Markup {
    let lang = look.lang;
    let first = NaiveDate::from_ymd_opt(2026, 10, 26).unwrap();
    let item = |n: i64| {
        let (kind, zh, en) = [
            ("lecture", "红歌练唱", "Singing together"),
            ("after_school", "四点半课堂", "After-school class"),
            ("clinic", "健康讲座：冬天怎样护心", "Health talk: your heart in winter"),
            ("mobile_desk", "流动办公桌", "Mobile desk"),
        ][(n % 4) as usize];
        let mut item = MonthItem::of_kind(
            kind,
            hm(9, 0),
            hm(11, 0),
            lang.pick(zh, en).into(),
            lang.pick("会议室", "Meeting room").into(),
            "#x".into(),
        );
        item.cancelled = n == 2;
        item
    };
    let weeks = (0..6)
        .map(|w| {
            (0..7)
                .map(|d| {
                    let date = first + Duration::days(w * 7 + d);
                    let items = (0..(w * 3 + d * 5) % 6).map(|n| item(n + d)).collect();
                    let festival = date.day() == 22;
                    let lunar = if festival { "小雪" } else { "十六" };
                    MonthDay {
                        date,
                        lunar: lang.pick(lunar, "").into(),
                        festival,
                        sign: sign(lang, date),
                        items,
                        href: format!("#d{date}"),
                    }
                })
                .collect()
        })
        .collect();
    let page = MonthPage { month: today(), today: today(), weeks, whole: false };
    public(look, Tab::Calendar).page(
        &dates::month(lang, today()),
        Width::Wide,
        html! {
            (heading(
                html! { (dates::month(lang, today())) }, "",
                pager(lang.pick("换一月", "Another month"), Some(("#a", lang.pick("10月", "October"))), Some(("#b", lang.pick("12月", "December"))),
                    html! { (Button::link("/x", lang.pick("看列表", "As a list"))) }),
            ))
            (month(lang, page))
        },
    )
}
