//! The pages of rooms.

use maud::{Markup, html};

use super::Known;
use crate::base::lang::{Lang, words};
use crate::base::web::form::{Errors, Fields};
use crate::domain::centres::either;
use crate::domain::disruptions::Hit;
use crate::domain::people::{PersonId, Role};
use crate::domain::rooms::{Access, Equipment, Mode, Noise, Room, RoomId, RoomKind};
use crate::pages::parts::done;
use crate::pages::parts::sheet::{Sheet, choices};
use crate::pages::parts::{Button, Choice, Column, Frame, Width, crumbs, empty, facts, mark, nb, table};
use crate::pages::staff::here::Here;
use crate::pages::staff::manage::hours::hits_list;

pub fn list(frame: &Frame, here: &Here, known: &Known) -> Markup {
    let lang = here.lang();
    let title = lang.pick("功能室", "Rooms");
    let columns = [
        Column::text(lang.pick("功能室", "Room")),
        Column::number(lang.pick("能坐", "People")),
        Column::text(lang.pick("怎么用", "Use")),
    ];
    let rows: Vec<Vec<Markup>> = known.catalogue.rooms.iter().map(|room| row(here, known, room)).collect();
    frame.page(
        title,
        Width::Wide,
        html! {
            div.row.apart {
                h1 { (title) }
                p.row {
                    (Button::link(&here.href("/spaces"), lang.pick("看空间", "See the spaces")))
                    @if here.role >= Role::Manager {
                        (Button::link(&here.href("/rooms/new"), lang.pick("添加功能室", "Add a room")).main().icon("plus"))
                    }
                }
            }
            @if rows.is_empty() {
                (empty("hall", lang.pick("还没有功能室", "No rooms yet"), html! {
                    p { (lang.pick("添加第一间，居民和队伍就能看到它。", "Add the first one: residents and troupes will see it.")) }
                }))
            } @else {
                (table(title, true, &columns, &rows))
            }
        },
    )
}

fn row(here: &Here, known: &Known, room: &Room) -> Vec<Markup> {
    let lang = here.lang();
    vec![
        html! {
            a href=(here.href(&format!("/rooms/{}", room.id))) { (room.name_in(lang)) }
            @let parts = made_of(lang, known, room);
            @if !parts.is_empty() { span.under { (parts) } }
            @if !room.active { " " (mark("off", lang.pick("已停用", "Not in use"))) }
        },
        html! { (nb(words::people(lang, room.capacity.into()))) },
        html! {
            (room.access.name(lang))
            @if room.access != Access::DropIn { (lang.pick("，", ", ")) (room.mode.name(lang).to_lowercase()) }
        },
    ]
}

/// 活动室，东厅: the kind and the spaces, as far as the name does not say them.
fn made_of(lang: Lang, known: &Known, room: &Room) -> String {
    let name = room.name_in(lang).to_lowercase();
    let parts = [room.kind.name(lang).to_owned(), spaces_of(lang, known, room.id)];
    let new: Vec<String> = parts.into_iter().filter(|part| !name.contains(&part.to_lowercase())).collect();
    new.join(lang.pick("，", ", "))
}

fn spaces_of(lang: Lang, known: &Known, room: RoomId) -> String {
    let made_of = known.catalogue.spaces_of(room);
    let names: Vec<&str> = known
        .spaces
        .iter()
        .filter(|(id, ..)| made_of.contains(id))
        .map(|(_, name, name_en)| either(lang, name, name_en))
        .collect();
    words::list(lang, &names)
}

/// A room for those who only read.
pub fn facts_of(frame: &Frame, here: &Here, room: &Room, known: &Known, approvers: &[PersonId]) -> Markup {
    let lang = here.lang();
    let length = |minutes| words::length(lang, minutes);
    let equipment: Vec<&str> =
        known.catalogue.equipment_of(room.id).iter().map(|one| one.name(lang)).collect();
    let neighbours: Vec<&str> =
        known.catalogue.neighbours_of(room.id).map(|other| other.name_in(lang)).collect();
    let deciding: Vec<&str> = known
        .staff
        .iter()
        .filter(|(person, _)| approvers.contains(&person.id))
        .map(|(person, _)| person.name.as_str())
        .collect();
    let pairs: Vec<(&str, String)> = vec![
        (lang.pick("种类", "Kind"), room.kind.name(lang).to_owned()),
        (lang.pick("怎么用", "Use"), room.access.name(lang).to_owned()),
        (lang.pick("批准", "Deciding"), room.mode.name(lang).to_owned()),
        (lang.pick("坐", "Holds"), words::people(lang, room.capacity.into())),
        (lang.pick("面积", "Area"), format!("{} m²", room.area_m2)),
        (lang.pick("楼层", "Floor"), room.floor.to_string()),
        (lang.pick("声音", "Noise"), room.noise.name(lang).to_owned()),
        (lang.pick("空间", "Spaces"), spaces_of(lang, known, room.id)),
        (lang.pick("设备", "Equipment"), words::list(lang, &equipment)),
        (lang.pick("隔壁", "Next to"), words::list(lang, &neighbours)),
        (
            lang.pick("一次", "One booking"),
            format!("{}–{}", length(room.shortest_minutes), length(room.longest_minutes)),
        ),
        (lang.pick("两场之间", "Kept free after"), words::minutes(lang, room.turnaround_minutes)),
        (lang.pick("合作单位", "Partner"), room.partner.clone()),
        (lang.pick("由谁决定", "Decided by"), words::list(lang, &deciding)),
        (lang.pick("说明", "Note"), room.note_in(lang).to_owned()),
    ];
    let pairs: Vec<(&str, Markup)> = pairs
        .into_iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(name, value)| (name, html! { (value) }))
        .collect();
    let title = room.name_in(lang);
    frame.page(title, Width::Normal, html! { (way(here, title)) h1 { (title) } (facts(&pairs)) })
}

fn way(here: &Here, title: &str) -> Markup {
    let lang = here.lang();
    crumbs(lang.pick("位置", "Where this is"), &[(&here.href("/rooms"), lang.pick("功能室", "Rooms"))], title)
}

/// Adding or changing a room.
pub struct Form<'a> {
    pub frame: &'a Frame,
    pub here: &'a Here,
    pub known: &'a Known,
    pub room: Option<RoomId>,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
    pub hits: &'a [Hit],
    pub query: &'a Fields,
}

impl Form<'_> {
    pub fn render(&self) -> Markup {
        let lang = self.here.lang();
        let sheet = Sheet { lang, fields: self.fields, errors: self.errors };
        let known = self.room.and_then(|id| self.known.catalogue.room(id));
        let title = known.map_or(lang.pick("添加功能室", "Add a room"), |room| room.name_in(lang)).to_owned();
        let action = match self.room {
            Some(id) => self.here.href(&format!("/rooms/{id}")),
            None => self.here.href("/rooms"),
        };
        let main = html! {
            (way(self.here, &title))
            (sheet.summary())
            (done(lang, self.query))
            h1 { (title) }
            @if let Some(id) = self.room {
                p { (Button::link(&self.here.href(&format!("/hours?room={id}")), lang.pick("这间的开放时间", "This room’s opening hours")).icon("clock")) }
            }
            (hits_list(self.here, &self.known.catalogue.rooms, self.hits))
            form.flow method="post" action=(action) {
                (self.what(&sheet))
                (self.place(&sheet))
                (self.spaces(&sheet))
                (self.rules(&sheet))
                (self.partner(&sheet))
                div.card.flow {
                    (sheet.both("note", "note_en", lang.pick("说明", "Note"), true))
                    (sheet.tick("active", lang.pick("在用：可以预约", "In use: it can be booked")))
                }
                p { (Button::submit(lang.pick("保存功能室", "Save the room")).main()) }
            }
        };
        self.frame.page(&title, Width::Tight, main)
    }

    fn what(&self, sheet: &Sheet) -> Markup {
        let lang = sheet.lang;
        let kinds = choices(RoomKind::ALL, RoomKind::word, |kind| kind.name(lang));
        html! {
            div.card.flow {
                (sheet.both("name", "name_en", lang.pick("名称", "Name"), false))
                (sheet.field("kind", lang.pick("种类", "Kind")).select(&kinds))
                (sheet.field("access", lang.pick("怎么用", "How it is used"))
                    .radios_down(&choices(Access::ALL, Access::word, |one| one.name(lang))))
                (sheet.field("mode", lang.pick("协议内的申请", "Requests that an agreement covers"))
                    .radios(&choices(Mode::ALL, Mode::word, |one| one.name(lang))))
            }
        }
    }

    fn place(&self, sheet: &Sheet) -> Markup {
        let lang = sheet.lang;
        let equipment =
            Equipment::ALL.iter().map(|one| (one.word().to_owned(), one.name(lang).to_owned())).collect();
        html! {
            section.card.flow {
                h2 { (lang.pick("这间房", "The room")) }
                (sheet.field("capacity", lang.pick("最多多少人", "Most people")).number())
                (sheet.field("area_m2", lang.pick("面积（平方米）", "Area (m²)")).number())
                (sheet.field("floor", lang.pick("几楼", "Floor")).help(lang.pick("地下一层写 -1。", "−1 is one below ground: write -1.")).text())
                (sheet.field("noise", lang.pick("声音", "Noise")).radios(&choices(Noise::ALL, Noise::word, |one| one.name(lang))))
                (sheet.tick("step_free", lang.pick("轮椅能进", "Step-free")))
                (sheet.checks("equipment", lang.pick("有什么", "Equipment"), equipment))
            }
        }
    }

    fn spaces(&self, sheet: &Sheet) -> Markup {
        let lang = sheet.lang;
        let spaces = self
            .known
            .spaces
            .iter()
            .map(|(id, name, name_en)| (id.to_string(), either(lang, name, name_en).to_owned()))
            .collect();
        let others = (self.known.catalogue.rooms.iter())
            .filter(|room| Some(room.id) != self.room)
            .map(|room| (room.id.to_string(), room.name_in(lang).to_owned()))
            .collect();
        let help = lang.pick(
            "多功能厅由东厅和西厅组成：订多功能厅就占了两边，订东厅多功能厅就不能用。",
            "A hall made of an east and a west half: booking the hall takes both, booking a half blocks the hall.",
        );
        html! {
            section.card.flow {
                h2 { (lang.pick("由哪些空间组成", "What it is made of")) }
                p.quiet { (help) }
                @if !self.known.spaces.is_empty() { (sheet.checks("spaces", lang.pick("空间", "Spaces"), spaces)) }
                (sheet.tick("own_space", lang.pick("新建一个同名的空间", "Make a new space of the same name")))
                @if self.known.catalogue.rooms.len() > usize::from(self.room.is_some()) {
                    (sheet.checks("neighbours", lang.pick("隔壁是哪间（声音会传过去）", "Next to (noise carries)"), others))
                }
            }
        }
    }

    fn rules(&self, sheet: &Sheet) -> Markup {
        let lang = sheet.lang;
        let typed = sheet.fields.get("grain");
        let mut grains: Vec<Choice> = [10, 15, 20, 30, 60]
            .map(|minutes: i32| Choice::new(minutes.to_string(), words::minutes(lang, minutes)))
            .to_vec();
        if let (Ok(minutes), false) = (typed.parse(), grains.iter().any(|one| one.value == typed)) {
            grains.push(Choice::new(typed, words::minutes(lang, minutes)));
        }
        html! {
            section.card.flow {
                h2 { (lang.pick("预约规则", "Rules for booking")) }
                (sheet.field("turnaround", lang.pick("两场之间空多少分钟", "Minutes kept free after each use")).number())
                (sheet.field("shortest", lang.pick("最短多少分钟", "Shortest booking (minutes)")).number())
                (sheet.field("longest", lang.pick("最长多少分钟", "Longest booking (minutes)")).number())
                (sheet.field("grain", lang.pick("起止时间按多少分钟一格", "Starts and ends lie on every")).select(&grains))
                (sheet.field("ahead", lang.pick("最多提前多少天", "How many days ahead")).number())
            }
        }
    }

    fn partner(&self, sheet: &Sheet) -> Markup {
        let lang = sheet.lang;
        let staff = (self.known.staff.iter())
            .filter(|(person, role)| person.active && *role >= Role::Approver)
            .map(|(person, _)| (person.id.to_string(), person.name.clone()))
            .collect::<Vec<_>>();
        html! {
            section.card.flow {
                h2 { (lang.pick("合作单位", "A partner runs it")) }
                (sheet.field("partner", lang.pick("单位名称", "Partner’s name"))
                    .help(lang.pick("中心自己管就不用填。", "Leave empty when the centre runs it.")).text())
                @if !staff.is_empty() {
                    (sheet.checks("approvers", lang.pick("由谁决定（不勾就是中心的审批人）", "Who decides (nobody ticked: the centre’s approvers)"), staff))
                }
            }
        }
    }
}
