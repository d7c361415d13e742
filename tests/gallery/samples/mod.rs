//! Sample pages made of every part, about one day of an invented centre: one file for each kind of page.

mod attendance;
mod form;
mod parts;
mod plain;
mod residents;
mod timetable;

use chrono::NaiveDate;
use linli::base::time::Minute;
use linli::pages::parts::*;
use maud::Markup;

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
        anybody: false,
        at_work: false,
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

/// A page in a look.
pub type Page = fn(Look) -> Markup;

/// All sample pages with their names.
pub const PAGES: [(&str, Page); 11] = [
    ("home", residents::home),
    ("month", residents::month_page),
    ("timetable", timetable::timetable_page),
    ("form", form::form_page),
    ("parts", parts::parts_page),
    ("attendance", attendance::attendance_page),
    ("sign-in", plain::sign_in),
    ("slip", plain::slip),
    ("registration", |look| crate::registering::page(&public(look, Tab::Calendar), today())),
    ("not-found", plain::not_found),
    ("fault", plain::fault),
];
