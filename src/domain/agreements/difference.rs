//! What an agreement says before and after a change, line by line. Pure.

use super::details::AgreementDetails;
use super::{Agreement, words};
use crate::base::lang::{Lang, dates};
use crate::domain::rooms::Room;

/// One thing that becomes another: what it is, before, after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub what: &'static str,
    pub before: String,
    pub after: String,
}

impl Difference {
    /// 每周时间：周一 9:00–11:00 → 周二 9:00–11:00.
    pub fn line(&self, lang: Lang) -> String {
        format!("{}{}{} → {}", self.what, lang.pick("：", ": "), self.before, self.after)
    }
}

impl AgreementDetails {
    /// The agreement as it would be.
    pub fn applied_to(&self, before: &Agreement) -> Agreement {
        Agreement {
            number: self.number.clone(),
            signed_on: self.signed_on,
            starts_on: self.starts_on,
            ends_on: self.ends_on,
            allowance: self.allowance,
            words: self.words.clone(),
            rooms: self.rooms.clone(),
            windows: self.windows.clone(),
            ..before.clone()
        }
    }
}

/// All that differs of what the troupe has to know. `rooms` are those of the centre.
pub fn differences(lang: Lang, before: &Agreement, after: &Agreement, rooms: &[Room]) -> Vec<Difference> {
    let named = |one: &Agreement| {
        let of: Vec<&str> =
            rooms.iter().filter(|room| one.rooms.contains(&room.id)).map(|room| room.name_in(lang)).collect();
        of.join(lang.pick("、", ", "))
    };
    let windows = |one: &Agreement| {
        let mut sorted = one.windows.clone();
        sorted.sort();
        words::windows(lang, &sorted).join(lang.pick("；", "; "))
    };
    let duties = |one: &Agreement| one.words.duties_in(lang).to_owned();
    let signed = |one: &Agreement| dates::date_long(lang, one.signed_on);
    let all = [
        (lang.pick("编号", "Number"), before.number.clone(), after.number.clone()),
        (lang.pick("签字的日子", "Signed on"), signed(before), signed(after)),
        (lang.pick("有效", "Period"), words::period(lang, before), words::period(lang, after)),
        (lang.pick("场地", "Rooms"), named(before), named(after)),
        (lang.pick("每周时间", "Weekly times"), windows(before), windows(after)),
        (
            lang.pick("额度", "Allowance"),
            words::limits(lang, &before.allowance),
            words::limits(lang, &after.allowance),
        ),
        (lang.pick("队伍要做的", "Duties"), duties(before), duties(after)),
    ];
    let differs = all.into_iter().filter(|(_, before, after)| before != after);
    differs.map(|(what, before, after)| Difference { what, before, after }).collect()
}
