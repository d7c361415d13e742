//! Holidays, make-up days and terms in words.

use super::sheet::Trouble;
use super::{A_YEARS_DAYS, LegalDay, LegalKind, TermKind};
use crate::base::lang::{Lang, dates};

/// 休, 班 / Off, Work: beside a date. Empty for an ordinary day.
pub fn sign(lang: Lang, kind: LegalKind) -> &'static str {
    match kind {
        LegalKind::Holiday => lang.pick("休", "Off"),
        LegalKind::Workday => lang.pick("班", "Work"),
        LegalKind::Ordinary => "",
    }
}

/// 国庆节放假, 国庆节补班 / public holiday (National Day), make-up workday (National Day).
pub fn legal(lang: Lang, day: &LegalDay) -> String {
    let name = day.name_in(lang);
    let words = match day.kind {
        LegalKind::Holiday => lang.pick("放假", "public holiday"),
        LegalKind::Workday => lang.pick("补班", "make-up workday"),
        LegalKind::Ordinary => return lang.pick("平常的日子", "a day like any other").to_owned(),
    };
    lang.pick(format!("{name}{words}"), format!("{words} ({name})"))
}

/// What was entered of a year is not all of it.
pub fn too_few(lang: Lang, year: i32) -> String {
    lang.pick(
        format!("这几天不够一整年：一年的放假和补班至少有{A_YEARS_DAYS}天。{year}年还算没有录入，请把通知全文录入。"),
        format!("These are not all: a year has at least {A_YEARS_DAYS} holidays and make-up days. {year} still counts as not entered; enter the whole notice."),
    )
}

impl LegalKind {
    /// For a choice: 放假 / Public holiday.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Holiday => lang.pick("放假", "Public holiday"),
            Self::Workday => lang.pick("补班", "Make-up workday"),
            Self::Ordinary => lang.pick("平常的日子", "A day like any other"),
        }
    }
}

impl TermKind {
    /// 学期 / Term.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Term => lang.pick("学期", "Term"),
            Self::Holiday => lang.pick("学校放假", "School holiday"),
        }
    }
}

/// What is wrong with a line of a year, and what to do; `year` is the one chosen.
pub fn trouble(lang: Lang, what: Trouble, year: i32) -> String {
    let said = match what {
        Trouble::Nothing => lang.pick(
            "没有读到放假的日子，请粘贴通知或按格式写。",
            "No holidays were found: paste the notice, or write lines as shown.",
        ),
        Trouble::NoDate => lang
            .pick("日期看不懂，请写成 2027-01-01。", "The date is not understood: write it as 2027-01-01."),
        Trouble::NoKind => lang.pick("第二项请写“休”或“班”。", "Write “off” or “work” in the second place."),
        Trouble::NoName => {
            lang.pick("第三项请写节日的名字。", "Write the name of the holiday in the third place.")
        }
        Trouble::NoWeekday => {
            lang.pick("第四项请写星期几，例如 周五。", "Write a weekday such as Friday in the fourth place.")
        }
        Trouble::FollowsNothing => {
            lang.pick("只有补班日才写按星期几。", "Only a make-up day follows a weekday.")
        }
        Trouble::Backwards => {
            lang.pick("结束比开始早，请改过来。", "It ends before it begins: turn it round.")
        }
        Trouble::TooLong => {
            lang.pick("一个假期最多16天，请检查日期。", "A holiday has 16 days at most: check the dates.")
        }
        Trouble::NoWeekend(date) => {
            let (day, weekday) =
                (dates::date_long(lang, date), dates::weekday(lang, chrono::Datelike::weekday(&date)));
            return lang.pick(
                format!("{day}是{weekday}，本来就上班，不用补。"),
                format!("{day} is a {weekday}, a working day anyhow."),
            );
        }
        Trouble::Twice(date) => {
            let day = dates::date_long(lang, date);
            return lang
                .pick(format!("{day}写了两次，请去掉一次。"), format!("{day} stands twice: remove one."));
        }
        Trouble::OtherYear(date) => {
            let day = dates::date_long(lang, date);
            return lang
                .pick(format!("{day}不在{year}年，请检查。"), format!("{day} is not in {year}: check it."));
        }
    };
    said.to_owned()
}
