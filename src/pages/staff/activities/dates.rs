//! Where and when: one date, or a rule with every date shown before anything is written.

use maud::{Markup, html};

use super::form::OUTSIDE;
use super::inputs::Typed;
use crate::base::lang::words;
use crate::base::time::Minute;
use crate::base::web::form::Fields;
use crate::domain::bookings::series::recurrence::Nth;
use crate::domain::days::weekdays;
use crate::domain::rooms::Room;
use crate::pages::parts::series::form as series;
use crate::pages::parts::{Choice, hidden};

/// The hours to choose from: outside a room one may meet early and late.
const HOURS: (i32, i32) = (6, 22);
const STEP: i32 = 30;

/// What the fields of a rule begin with.
pub(super) fn settled(mut fields: Fields, today: chrono::NaiveDate) -> Fields {
    let first = fields.get("date").parse().unwrap_or(today);
    let weekday = weekdays::word(chrono::Datelike::weekday(&first)).to_owned();
    let mut unless = |name: &str, value: String| {
        if fields.get(name).is_empty() {
            fields.set(name, value);
        }
    };
    unless("repeat", "0".to_owned());
    unless("rule", "weekly".to_owned());
    unless("every", "1".to_owned());
    unless("end", "until".to_owned());
    unless("holidays", "skip".to_owned());
    unless("nth", Nth::First.word().to_owned());
    unless("weekday", weekday);
    fields
}

/// Room or place, day and times.
pub(super) fn when_and_where(typed: Typed, rooms: &[Room]) -> Markup {
    let lang = typed.lang;
    let (first, last) = (Minute::hm(HOURS.0, 0), Minute::hm(HOURS.1, 0));
    html! {
        (typed.field("room", lang.pick("在哪里？", "Where?")).required().select(&places(typed, rooms)))
        details open[typed.fields.get("room") == OUTSIDE || typed.said(&["place", "place_en"])] {
            summary { (lang.pick("不在功能室，在别的地方", "In no room, but somewhere else")) }
            div.card.pair {
                (typed.field("place", lang.pick("别的地方是哪里？", "Which other place?"))
                    .help(lang.pick("例如：50号院门口", "In Chinese")).text())
                (typed.field("place_en", lang.pick("英文地点（可以不填）", "The place in English")).help(lang.pick("不填就显示中文", "Without it, the Chinese is shown")).text())
            }
        }
        (typed.field("date", lang.pick("哪天？", "Which day?")).required().date_typed(lang, typed.today))
        div.pair {
            (typed.field("from", lang.pick("几点开始？", "From?")).required().time(lang, first, last, STEP))
            (typed.field("to", lang.pick("几点结束？", "Until?")).required().time(lang, first, last, STEP))
        }
    }
}

/// The rooms in use, and somewhere outside.
pub(super) fn places(typed: Typed, rooms: &[Room]) -> Vec<Choice> {
    let lang = typed.lang;
    let none = Choice::new("", lang.pick("请选", "Choose"));
    let outside =
        Choice::new(OUTSIDE, lang.pick("别的地方（写在下面）", "Somewhere else (write where below)"));
    let rooms = rooms.iter().filter(|room| room.active).map(|room| {
        let (name, size) = (room.name_in(lang), words::people(lang, room.capacity.into()));
        Choice::new(room.id.to_string(), lang.pick(format!("{name}（{size}）"), format!("{name} ({size})")))
    });
    std::iter::once(none).chain(rooms).chain(std::iter::once(outside)).collect()
}

/// Once, by a rule, or like the one that is copied.
pub(super) fn how_often(typed: Typed) -> Markup {
    let (lang, fields) = (typed.lang, typed.fields);
    let mut choices = vec![
        Choice::new("0", lang.pick("只办一次", "Once")),
        Choice::new("1", lang.pick("定期办，照下面的规律", "Regularly, by the rule below")),
    ];
    let copied = fields.get("copy");
    if !copied.is_empty() {
        let like = lang.pick("日子和原来的间隔一样", "On dates as far apart as those of the original");
        choices.push(Choice::new("like", like));
    }
    let empty = lang.pick("这里和次数总要写一个。", "Write this or the number of times. ");
    html! {
        (typed.field("repeat", lang.pick("办几次？", "How often?")).radios_down(&choices))
        (hidden("copy", copied))
        details data-when="repeat=1" open[fields.get("repeat") == "1"] {
            summary { (lang.pick("定期办的规律", "The rule")) }
            div.card.flow {
                (series::how_often(lang, fields, typed.errors))
                (series::until_when(lang, typed.today, fields, typed.errors, empty))
                (typed.field("holidays", lang.pick("法定节假日呢？", "On public holidays?")).radios(&[
                    Choice::new("skip", lang.pick("不办", "Not then")),
                    Choice::new("keep", lang.pick("照常办", "As usual")),
                ]))
                p.quiet { (lang.pick("上面写的那天算第一天。先看每一次行不行，看好了再保存。", "The day above is the first. You see every date before anything is saved.")) }
            }
        }
    }
}
