//! How many came: the marks, the number to enter, the counter at the door.

use linli::domain::attendance::Count;
use linli::pages::parts::attendance::{Counter, number, visits};
use linli::pages::parts::*;
use maud::{Markup, html};

use super::staff;

pub fn attendance_page(look: Look) -> Markup {
    let lang = look.lang;
    let counter = Counter {
        lang,
        base: "/staff/donggang/attendance/s1",
        count: Count { by_name: 0, by_hand: 26 },
        key: "x",
        reported: Some(25),
    };
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
