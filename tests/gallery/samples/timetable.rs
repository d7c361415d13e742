//! A day of all rooms, as staff see it.

use linli::pages::parts::pager::{heading, pager};
use linli::pages::parts::timetable::{Cell, Kind, Lane, timetable};
use linli::pages::parts::*;
use maud::{Markup, html};

use super::{hm, staff, today};

pub fn timetable_page(look: Look) -> Markup {
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
