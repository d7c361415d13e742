//! The fields of an activity and of its dates.

use chrono::NaiveDate;
use maud::{Markup, html};

use super::form::{MOST_WEEKS, OUTSIDE};
use crate::base::lang::{Lang, words};
use crate::base::time::Minute;
use crate::base::web::form::{Errors, Fields};
use crate::domain::activities::ActivityKind;
use crate::domain::rooms::Room;
use crate::pages::parts::{Choice, Field};

/// The hours to choose from: outside a room one may meet early and late.
const HOURS: (i32, i32) = (6, 22);
const STEP: i32 = 30;

/// What was typed and what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Typed<'a> {
    pub lang: Lang,
    pub today: NaiveDate,
    pub fields: &'a Fields,
    pub errors: &'a Errors,
}

impl<'a> Typed<'a> {
    fn field(self, name: &'a str, label: &'a str) -> Field<'a> {
        Field::new(name, label).value(self.fields.get(name)).error(self.errors.of(name))
    }

    /// What the errors' box on top of the page leads to.
    pub fn problems(self) -> Vec<(&'a str, &'a str)> {
        self.errors.iter().map(|error| (error.field.as_str(), error.message.as_str())).collect()
    }
}

/// Title, kind, for whom, what it is, and whether residents see it.
pub(super) fn details(typed: Typed) -> Markup {
    let lang = typed.lang;
    let none = Choice::new("", lang.pick("请选", "Choose"));
    let kinds: Vec<Choice> = std::iter::once(none)
        .chain(ActivityKind::ALL.iter().map(|kind| Choice::new(kind.word(), kind.name(lang))))
        .collect();
    let seen = [
        Choice::new("1", lang.pick("发布", "Published")),
        Choice::new("0", lang.pick("先存草稿", "Draft for now")),
    ];
    html! {
        (typed.field("title", lang.pick("叫什么？", "What is it called?")).required().text())
        (typed.field("kind", lang.pick("哪一类？", "What kind?")).required().select(&kinds))
        (typed.field("audience", lang.pick("给谁办的？", "For whom?"))
            .help(lang.pick("例如：全体居民、60岁以上居民", "In Chinese, for example: 全体居民")).text())
        (typed.field("intro", lang.pick("说几句", "A few words about it"))
            .help(lang.pick("讲什么、谁来讲、要带什么。", "What it is about, who leads it, what to bring.")).textarea())
        details {
            summary { (lang.pick("英文（可以不填，不填就显示中文）", "In English (without it, the Chinese is shown)")) }
            div.flow {
                (typed.field("title_en", lang.pick("英文名称", "Title in English")).text())
                (typed.field("audience_en", lang.pick("英文：给谁办的", "For whom, in English")).text())
                (typed.field("intro_en", lang.pick("英文介绍", "About it, in English")).textarea())
            }
        }
        (typed.field("published", lang.pick("居民看得到吗？", "Do residents see it?")).radios(&seen))
    }
}

/// Room or place, day and times.
pub(super) fn when_and_where(typed: Typed, rooms: &[Room]) -> Markup {
    let lang = typed.lang;
    let (first, last) = (Minute::hm(HOURS.0, 0), Minute::hm(HOURS.1, 0));
    let none = Choice::new("", lang.pick("请选", "Choose"));
    let outside =
        Choice::new(OUTSIDE, lang.pick("别的地方（写在下面）", "Somewhere else (write where below)"));
    let rooms = rooms.iter().filter(|room| room.active).map(|room| {
        let (name, size) = (room.name_in(lang), words::people(lang, room.capacity.into()));
        Choice::new(room.id.to_string(), lang.pick(format!("{name}（{size}）"), format!("{name} ({size})")))
    });
    let rooms: Vec<Choice> = std::iter::once(none).chain(rooms).chain(std::iter::once(outside)).collect();
    html! {
        (typed.field("room", lang.pick("在哪里？", "Where?")).required().select(&rooms))
        div.pair {
            (typed.field("place", lang.pick("别的地方是哪里？", "Which other place?"))
                .help(lang.pick("例如：50号院门口", "In Chinese")).text())
            (typed.field("place_en", lang.pick("英文地点（可以不填）", "The place in English")).help(lang.pick("不填就显示中文", "Without it, the Chinese is shown")).text())
        }
        (typed.field("date", lang.pick("哪天？", "Which day?")).required().date_typed(lang, typed.today))
        div.pair {
            (typed.field("from", lang.pick("几点开始？", "From?")).required().time(lang, first, last, STEP))
            (typed.field("to", lang.pick("几点结束？", "Until?")).required().time(lang, first, last, STEP))
        }
    }
}

/// How many weeks in a row.
pub(super) fn weeks(typed: Typed) -> Markup {
    let lang = typed.lang;
    typed
        .field("weeks", lang.pick("每周一次，连着几周？", "Weekly, for how many weeks?"))
        .help(lang.pick("只办一次就填1。", "Write 1 if it takes place once."))
        .stepper(lang, 1, MOST_WEEKS.into())
}
