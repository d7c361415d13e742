//! The form of an agreement.

use maud::{Markup, html};

use super::super::week;
use super::view::way;
use crate::domain::agreements::{Agreement, AgreementState, Troupe};
use crate::domain::rooms::Room;
use crate::pages::parts::{Button, Choice, Frame, Sheet, Width, hidden};
use crate::pages::staff::here::Here;

/// Adding or changing an agreement.
pub struct Form<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub agreement: Option<&'a Agreement>,
    pub troupes: &'a [Troupe],
    pub rooms: &'a [Room],
    /// The one that a new one renews.
    pub renews: Option<&'a Agreement>,
    pub sheet: Sheet<'a>,
}

impl Form<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.here.lang();
        let title = match self.agreement {
            Some(_) => lang.pick("改协议", "Change an agreement"),
            None if self.renews.is_some() => lang.pick("续签协议", "Renew an agreement"),
            None => lang.pick("拟新协议", "New agreement"),
        };
        let action = match self.agreement {
            Some(agreement) => self.here.href(&format!("/agreements/{}", agreement.id)),
            None => self.here.href("/agreements"),
        };
        let main = html! {
            (way(self.here, title))
            (self.sheet.summary())
            h1 { (title) }
            @if let Some(old) = self.renews {
                p.quiet { (lang.pick(format!("接着协议 {}。内容照旧填好了，请看一遍再改。", old.number), format!("It follows agreement {}. All is filled in as it was: read it and change what differs.", old.number))) }
            } @else if self.agreement.is_none() {
                p.quiet { (lang.pick("先存成草稿，打印、签字以后再让它生效。", "It is kept as a draft; print it, have it signed, then put it into force.")) }
            }
            @if self.troupes.is_empty() {
                p { (lang.pick("先要有队伍。", "There has to be a troupe first.")) }
                p { (Button::link(&self.here.href("/troupes/new"), lang.pick("添加队伍", "Add a troupe")).main()) }
            } @else {
                form.flow method="post" action=(action) {
                    @if let Some(old) = self.renews { (hidden("predecessor", &old.id.to_string())) }
                    (self.paper())
                    (self.rooms_and_times())
                    (self.limits())
                    (self.words())
                    p { (Button::submit(self.button()).main()) }
                }
            }
        };
        self.frame.page(title, Width::Tight, main)
    }

    fn paper(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        let mut troupes = vec![Choice::new("", lang.pick("请选", "Choose"))];
        troupes.extend(
            (self.troupes.iter())
                .filter(|troupe| troupe.active)
                .map(|troupe| Choice::new(troupe.id.to_string(), troupe.name_in(lang))),
        );
        let own = self
            .agreement
            .or(self.renews)
            .and_then(|one| self.troupes.iter().find(|t| t.id == one.troupe_id));
        html! {
            div.card.flow {
                @match own {
                    Some(troupe) => {
                        p { (lang.pick("队伍：", "Troupe: ")) strong { (troupe.name_in(lang)) } }
                        (hidden("troupe", &troupe.id.to_string()))
                    },
                    None => (sheet.field("troupe", lang.pick("队伍", "Troupe")).select(&troupes)),
                }
                (sheet.field("number", lang.pick("协议编号", "Agreement’s number")).text())
                @if self.agreement.is_some_and(|one| one.state != AgreementState::Draft) {
                    (sheet.field("signed_on", lang.pick("签字的日子", "Signed on")).date_typed(lang, self.here.today()))
                }
                (sheet.field("starts_on", lang.pick("从哪天起", "First day")).date_typed(lang, self.here.today()))
                (sheet.field("ends_on", lang.pick("到哪天止（这天还算）", "Last day (it still counts)")).date_too(lang, self.here.today()))
            }
        }
    }

    fn rooms_and_times(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        let ticked = |room: &&Room| {
            room.is_bookable() || self.agreement.is_some_and(|one| one.rooms.contains(&room.id))
        };
        let rooms = self.rooms.iter().filter(ticked);
        let rooms = rooms.map(|room| (room.id.to_string(), room.name_in(lang).to_owned())).collect();
        html! {
            section.card.flow {
                h2 { (lang.pick("哪些场地，什么时候", "Which rooms, and when")) }
                (sheet.checks("rooms", lang.pick("功能室", "Rooms"), rooms))
                p.quiet { (week::help(lang, lang.pick("不写就是那天不能用。", "Leave a day empty when it is not to be used."))) }
                (week::fields(sheet))
            }
        }
    }

    fn limits(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        html! {
            section.card.flow {
                h2 { (lang.pick("额度", "Allowance")) }
                p.quiet { (lang.pick("不填就是不限。", "Leave a field empty for no limit.")) }
                div.pair {
                    (sheet.field("week_hours", lang.pick("每周多少小时", "Hours a week")).text())
                    (sheet.field("month_hours", lang.pick("每月多少小时", "Hours a month")).text())
                    (sheet.field("week_bookings", lang.pick("每周多少次", "Bookings a week")).number())
                    (sheet.field("longest", lang.pick("一次最长多少小时", "Longest booking, in hours")).text())
                }
            }
        }
    }

    fn words(&self) -> Markup {
        let (lang, sheet) = (self.here.lang(), &self.sheet);
        html! {
            section.card.flow {
                h2 { (lang.pick("队伍要做的，和谁来签", "Duties, and who signs")) }
                (sheet.both("duties", "duties_en", lang.pick("队伍要做的，例如每年两场公益演出", "What the troupe does in return, such as two free shows a year"), true))
                (sheet.field("signer_centre", lang.pick("甲方（中心）谁来签，可以不填", "Who signs for the centre, may stay empty")).text())
                (sheet.field("signer_troupe", lang.pick("乙方（队伍）谁来签，可以不填", "Who signs for the troupe, may stay empty")).text())
            }
        }
    }

    fn button(&self) -> &'static str {
        let lang = self.here.lang();
        match self.agreement {
            Some(one) if one.state != AgreementState::Draft => lang.pick("保存协议", "Save the agreement"),
            _ => lang.pick("存成草稿", "Save the draft"),
        }
    }
}
