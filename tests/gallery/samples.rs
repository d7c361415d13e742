//! Sample pages made of every part, about one day of an invented centre.

use chrono::{Datelike, Duration, NaiveDate};
use linli::base::error::Error;
use linli::base::lang::{Lang, dates};
use linli::base::time::Minute;
use linli::pages::parts::DaySign;
use linli::pages::parts::month::{MonthDay, MonthItem, MonthPage, month};
use linli::pages::parts::pager::{WeekDay, heading, pager, week};
use linli::pages::parts::timetable::{Cell, Kind, Lane, timetable};
use linli::pages::parts::*;
use maud::{Markup, html};

const BASE: &str = "/c/donggang";

fn today() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 11, 24).unwrap()
}

fn hm(hour: i32, minute: i32) -> Minute {
    Minute::hm(hour, minute)
}

fn frame(look: Look, tabs: Tabs, signed_in: Option<&str>) -> Frame {
    let name = look.lang.pick("东岗西路社区党群服务中心", "Donggang Xilu Community Centre").to_owned();
    Frame {
        look,
        brand: Some(Brand { name, href: BASE.to_owned(), phone: "09315550100".to_owned() }),
        tabs,
        path: format!("{BASE}?day=2026-11-24"),
        signed_in: signed_in.map(str::to_owned),
        description: String::new(),
        preview: None,
    }
}

fn public(look: Look, current: Tab) -> Frame {
    frame(look, Tabs::Public { base: BASE.to_owned(), current: Some(current) }, None)
}

fn staff(look: Look, current: StaffTab) -> Frame {
    let tabs = Tabs::Staff { base: "/staff/donggang".to_owned(), current: Some(current), queue: 7, calls: 2 };
    frame(look, tabs, Some(look.lang.pick("李晓梅", "Li Xiaomei")))
}

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

fn home(look: Look) -> Markup {
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

fn month_page(look: Look) -> Markup {
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
            (month(lang, &page))
        },
    )
}

fn timetable_page(look: Look) -> Markup {
    let lang = look.lang;
    let cell = |from: (i32, i32), to: (i32, i32), kind, zh: &str, en: &str| Cell {
        from: hm(from.0, from.1),
        to: hm(to.0, to.1),
        kind,
        title: lang.pick(zh, en).to_owned(),
        href: (!matches!(kind, Kind::Shut | Kind::DropIn | Kind::Closed)).then(|| "#x".to_owned()),
    };
    let lane = |zh: &str, en: &str, about: (&str, &str), spans| Lane {
        name: lang.pick(zh, en).to_owned(),
        about: lang.pick(about.0, about.1).to_owned(),
        href: Some("#room".to_owned()),
        spans,
    };
    let rooms = [
        lane(
            "排练厅",
            "Rehearsal hall",
            ("二楼，60人", "upstairs, 60"),
            vec![
                cell((8, 30), (9, 0), Kind::Open, "", ""),
                cell((9, 0), (10, 30), Kind::Session, "太极拳兴趣班", "Taiji class"),
                cell((10, 30), (12, 0), Kind::Open, "", ""),
                cell((14, 0), (16, 0), Kind::Troupe, "古文化舞蹈队", "Old Culture Dance Troupe"),
                cell((16, 0), (17, 30), Kind::Open, "", ""),
                cell((19, 0), (21, 0), Kind::Mine, "广场舞协会", "Square dance club"),
            ],
        ),
        lane(
            "多功能厅西厅",
            "Great hall west",
            ("一楼，60人", "ground floor, 60"),
            vec![
                cell((8, 30), (10, 0), Kind::Open, "", ""),
                cell((10, 0), (12, 0), Kind::Centre, "板凳会", "Bench meeting"),
                cell((14, 0), (15, 30), Kind::Open, "", ""),
                cell((14, 0), (15, 30), Kind::Waiting, "戏迷协会", "Opera fans"),
                cell((14, 30), (16, 0), Kind::Waiting, "红歌协会", "Red song choir"),
                cell((15, 30), (18, 30), Kind::Held, "留给书画社", "Calligraphy circle"),
            ],
        ),
        lane(
            "会议室",
            "Meeting room",
            ("二楼，24人", "upstairs, 24"),
            vec![
                cell((8, 30), (12, 0), Kind::Closed, "换线", "Rewiring"),
                cell((14, 0), (17, 30), Kind::Open, "", ""),
            ],
        ),
        lane(
            "图书阅览室",
            "Reading room",
            ("一楼，随到随用", "ground floor, drop in"),
            vec![cell((8, 30), (12, 0), Kind::DropIn, "", ""), cell((14, 0), (17, 30), Kind::DropIn, "", "")],
        ),
        lane(
            "心理咨询室",
            "Counselling room",
            ("二楼，不公开", "upstairs, private"),
            vec![
                cell((8, 30), (9, 30), Kind::Open, "", ""),
                cell((9, 30), (10, 30), Kind::Taken, "", ""),
                cell((10, 30), (12, 0), Kind::Open, "", ""),
            ],
        ),
    ];
    staff(look, StaffTab::Timetable).page(
        lang.pick("时间表", "Timetable"),
        Width::Wide,
        html! {
            (heading(
                html! { (say::day_and_date(lang, today(), today())) },
                lang.pick("5间，开放8:30–12:00、14:00–17:30、19:00–21:00", "5 rooms, open 8:30–12:00, 14:00–17:30, 19:00–21:00"),
                pager(lang.pick("换一天", "Another day"), Some(("#a", lang.pick("前一天", "Day before"))), Some(("#b", lang.pick("后一天", "Day after"))), html! {}),
            ))
            (timetable(lang, &rooms))
        },
    )
}

fn form_page(look: Look) -> Markup {
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

fn parts_page(look: Look) -> Markup {
    let lang = look.lang;
    let badges = [
        StateBadge::Requested,
        StateBadge::Waiting(Some(2)),
        StateBadge::Offered(lang.pick("今天上午11:00", "today, 11:00 am").into()),
        StateBadge::Approved,
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

fn error_at(look: Look, error: &Error, fault: &str) -> Markup {
    error_page(&public(look, Tab::Today), error, fault)
}

fn sign_in(look: Look) -> Markup {
    let lang = look.lang;
    frame(look, Tabs::None, None).page(
        lang.pick("登录", "Sign in"),
        Width::Narrow,
        html! {
            h1 { (lang.pick("登录", "Sign in")) }
            form.card.flow method="post" action="/sign-in" {
                (Field::new("login", lang.pick("手机号或邮箱", "Phone number or e-mail")).autocomplete("username").text())
                (Field::new("password", lang.pick("密码", "Password")).autocomplete("current-password").password())
                p { (Button::submit(lang.pick("登录", "Sign in")).main().full()) }
            }
        },
    )
}

fn slip(look: Look) -> Markup {
    let lang = look.lang;
    frame(look, Tabs::None, None).paper(
        lang.pick("预约凭条", "Booking slip"),
        lang.pick("第42号", "No. 42"),
        html! {
            h1 { (lang.pick("预约凭条", "Booking slip")) }
            (hero(tile(lang, today(), today(), ""), html! { p.big { strong { (say::times(lang, hm(9, 0), hm(11, 0))) } br; (lang.pick("排练厅，二楼", "Rehearsal hall, upstairs")) } }))
            p.big { (lang.pick("有事打 ", "Phone ")) (say::phone("09315550100")) }
        },
    )
}

/// A page in a look.
pub type Page = fn(Look) -> Markup;

/// How many came: the marks, the number to enter, the counter at the door.
fn attendance_page(look: Look) -> Markup {
    use linli::pages::parts::attendance::{Counter, number, visits};
    let lang = look.lang;
    let counter =
        Counter { lang, base: "/staff/donggang/attendance/s1", counted: 26, key: "x", reported: Some(25) };
    staff(look, StaffTab::Attendance).page(
        lang.pick("到场", "Attendance"),
        Width::Tight,
        html! {
            h1 { (lang.pick("到场", "Attendance")) }
            p.row { (visits(lang, Some(26))) (visits(lang, Some(0))) (visits(lang, None)) }
            form.card.flow method="post" {
                (number(lang, "visits", "visits", lang.pick("一共来了几位？", "How many came in all?"), "", None))
                (number(lang, "again", "again", lang.pick("再来一次", "Once more"), "x", Some(lang.pick("请填一个数。", "Write a number."))))
            }
            (counter.render())
        },
    )
}

/// All sample pages with their names.
pub const PAGES: [(&str, Page); 11] = [
    ("home", home),
    ("month", month_page),
    ("timetable", timetable_page),
    ("form", form_page),
    ("parts", parts_page),
    ("attendance", attendance_page),
    ("sign-in", sign_in),
    ("slip", slip),
    ("registration", |look| crate::registering::page(&public(look, Tab::Calendar), today())),
    ("not-found", |look| error_at(look, &Error::NotFound, "")),
    ("fault", |look| error_at(look, &Error::fault("x"), "7F3A-21")),
];
