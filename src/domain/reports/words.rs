//! Reports in words: periods, coverage, numbers that may be unknown, and the sentence that centres publish.

use chrono::NaiveDate;

use super::{Basis, Facts, Figures, Key, People, Period, Public, Share, rounded};
use crate::base::lang::{Lang, dates, words};

/// 2026年11月, 2026年, 2025年3月10日–2026年3月9日, as far as it has come: 2026年，到今天.
pub fn period(lang: Lang, period: Period, today: NaiveDate) -> String {
    let name = if period == Period::year_of(period.from) {
        let year = period.from.format("%Y");
        lang.pick(format!("{year}年"), year.to_string())
    } else if period == Period::month_of(period.from) {
        dates::month(lang, period.from)
    } else {
        days(lang, period)
    };
    if period.from > today {
        lang.pick(format!("{name}，还没到"), format!("{name}, still to come"))
    } else if period.to > today {
        lang.pick(format!("{name}，到今天"), format!("{name}, so far"))
    } else {
        name
    }
}

/// 2026年1月1日–2026年11月24日.
pub fn days(lang: Lang, period: Period) -> String {
    let (from, to) = (dates::date_long(lang, period.from), dates::date_long(lang, period.to));
    lang.pick(format!("{from}–{to}"), format!("{from} – {to}"))
}

/// [`days`] of a period as far as it has come: what runs to the end of the year ends today.
pub fn days_so_far(lang: Lang, period: Period, today: NaiveDate) -> String {
    let to = if period.from <= today { period.to.min(today) } else { period.to };
    days(lang, Period { to, ..period })
}

/// 45场中42场已上报 / 42 of 45 reported.
pub fn coverage(lang: Lang, reported: u32, sessions: u32) -> String {
    match (lang, reported, sessions) {
        (Lang::Zh, _, 0) => "没有开展活动".to_owned(),
        (Lang::En, _, 0) => "nothing was held".to_owned(),
        (Lang::Zh, 0, _) => format!("{sessions}场都还没上报"),
        (Lang::En, 0, _) => format!("none of {sessions} reported"),
        (Lang::Zh, ..) if reported == sessions => format!("{sessions}场全部已上报"),
        (Lang::En, ..) if reported == sessions => format!("all {sessions} reported"),
        (Lang::Zh, ..) => format!("{sessions}场中{reported}场已上报"),
        (Lang::En, ..) => format!("{reported} of {sessions} reported"),
    }
}

/// 45场中42场已上报，其中3场只有门口数的、没有人确认.
pub fn coverage_of(lang: Lang, figures: &Figures) -> String {
    let said = coverage(lang, figures.reported, figures.sessions);
    match figures.unconfirmed {
        0 => said,
        some => lang.pick(
            format!("{said}，其中{some}场是门口数的，没有人确认"),
            format!("{said}; of {some} only the door’s count is known, which nobody confirmed"),
        ),
    }
}

/// The number of visits, or that nobody reported any.
pub fn visits(lang: Lang, figures: &Figures) -> String {
    figures
        .visits()
        .map_or_else(|| lang.pick("未上报", "Not reported").to_owned(), |number| number.to_string())
}

/// The number of people, or that nobody knows.
pub fn people(lang: Lang, people: &People) -> String {
    people.total().map_or_else(|| lang.pick("不详", "Unknown").to_owned(), |number| number.to_string())
}

/// Where the number of people is from: 按申报人数. Empty where there is none.
pub fn basis(lang: Lang, people: &People) -> String {
    let bases = people.bases();
    let alone = bases.len() == 1;
    let said: Vec<String> = bases.into_iter().map(|basis| one_basis(lang, people, basis, alone)).collect();
    let mut words = words::list(lang, &said);
    if people.may_repeat() && !words.is_empty() {
        words.push_str(lang.pick("，合计，可能重复", "; a sum in which some may be twice"));
    }
    if people.beyond > 0 {
        let beyond = people.beyond;
        words.push_str(&lang.pick(
            format!("，其中{beyond}场来的人比名单上多"),
            format!("; to {beyond} of them more came than were on the list"),
        ));
    }
    words
}

/// The same, and of how many uses nobody knows who came.
pub fn people_note(lang: Lang, people: &People) -> String {
    let unknown = match people.unknown {
        0 => String::new(),
        some => lang.pick(
            format!("另有{some}场没有名单，不知道有多少人"),
            format!("besides {some} without any list of names"),
        ),
    };
    let basis = basis(lang, people);
    match (basis.is_empty(), unknown.is_empty()) {
        (false, false) => format!("{basis}{}{unknown}", lang.pick("；", "; ")),
        _ => format!("{basis}{unknown}"),
    }
}

/// The same in a word: 申报. Empty where there is none.
pub fn basis_short(lang: Lang, people: &People) -> &'static str {
    match people.bases().as_slice() {
        [] => "",
        [Basis::Registered] if people.is_of_lists_alone() => lang.pick("有名单的", "on lists"),
        _ if people.parts > 1 => lang.pick("合计", "sum"),
        [Basis::Registered, ..] => lang.pick("报名", "registered"),
        [Basis::Listed, ..] => lang.pick("名单", "listed"),
        [Basis::Declared, ..] => lang.pick("申报", "declared"),
    }
}

fn one_basis(lang: Lang, people: &People, basis: Basis, alone: bool) -> String {
    let (number, zh, en) = match basis {
        Basis::Registered if people.is_of_lists_alone() => {
            let number = people.registered;
            return lang.pick(format!("有名单的{number}人"), format!("{number} on lists of names"));
        }
        Basis::Registered => (people.registered, "按报名", "by registration"),
        Basis::Listed => (people.listed, "按队员名单", "by lists of members"),
        Basis::Declared => (people.declared, "按队伍申报", "as troupes declare"),
    };
    match alone {
        true => lang.pick(zh, en).to_owned(),
        false => lang.pick(format!("{zh}{number}人"), format!("{number} {en}")),
    }
}

/// 38%, or that it does not apply: to drop-in rooms, outdoors, and where nothing was open.
pub fn share(lang: Lang, share: Share) -> String {
    share.percent().map_or_else(|| lang.pick("不算", "n/a").to_owned(), |percent| format!("{percent}%"))
}

/// The sentence that centres publish, with exact numbers or rounded down with 余.
pub fn sentence(lang: Lang, public: &Public, exact: bool) -> String {
    let number = |number: u32, unit: &str| match (rounded(number), exact) {
        ((down, true), false) => lang.pick(format!("{down}余{unit}"), format!("more than {down}")),
        _ => lang.pick(format!("{number}{unit}"), number.to_string()),
    };
    let (troupes, sessions) = (public.troupes, number(public.sessions, "次"));
    match lang {
        Lang::Zh => {
            let people = match public.people.total() {
                Some(people) if public.sessions > 0 => format!("，共有{}参加", number(people, "人")),
                _ => String::new(),
            };
            format!("辖区有{troupes}支文艺队伍签订场地免费使用协议，累计开展活动{sessions}{people}。")
        }
        Lang::En => {
            let people = match public.people.total() {
                Some(people) if public.sessions > 0 => {
                    let people = number(people, "").replace("more than", "More than");
                    format!(" {people} people take part.")
                }
                _ => String::new(),
            };
            let troupes = match troupes {
                1 => "1 arts troupe of the neighbourhood has signed a free-use agreement and has met"
                    .to_owned(),
                _ => format!(
                    "{troupes} arts troupes of the neighbourhood have signed free-use agreements and have met"
                ),
            };
            format!("{troupes} {sessions} {}.{people}", if public.sessions == 1 { "time" } else { "times" })
        }
    }
}

/// How the sentence's numbers were found: 145次里有142次报了到场数，合计2502人次. Empty where nothing was held.
pub fn behind(lang: Lang, public: &Public) -> String {
    let Public { sessions, reported, visits, people, .. } = public;
    if *sessions == 0 {
        return String::new();
    }
    let visits = match (lang, reported) {
        (Lang::Zh, 0) => format!("{sessions}次都还没报到场数。"),
        (Lang::En, 0) => format!("None of {sessions} meetings was reported yet."),
        (Lang::Zh, _) if reported == sessions => format!("{sessions}次都报了到场数，合计{visits}人次。"),
        (Lang::En, _) if reported == sessions => {
            format!("All {sessions} meetings were reported: {visits} visits in all.")
        }
        (Lang::Zh, _) => format!("{sessions}次里有{reported}次报了到场数，合计{visits}人次。"),
        (Lang::En, _) => {
            format!("{reported} of {sessions} meetings were reported: {visits} visits in these.")
        }
    };
    match people.total() {
        Some(total) => {
            let basis = basis(lang, people);
            let people = lang.pick(format!("{total}人：{basis}。"), format!(" {total} people: {basis}."));
            format!("{visits}{people}")
        }
        None => visits,
    }
}

/// What a part of a report is called.
pub fn key(lang: Lang, facts: &Facts, key: Key) -> String {
    let gone = || lang.pick("已删除", "Removed").to_owned();
    match key {
        Key::Troupe(id) => facts.troupe(id).map_or_else(gone, |one| one.name_in(lang).to_owned()),
        Key::Room(id) => facts.catalogue.room(id).map_or_else(gone, |one| one.name_in(lang).to_owned()),
        Key::Kind(kind) => kind.name(lang).to_owned(),
        Key::Month(month) => dates::month(lang, month),
        Key::Tag(id) => {
            let tag = facts.tags.iter().find(|tag| tag.id == id);
            tag.map_or_else(gone, |tag| tag.name_in(lang).to_owned())
        }
        Key::Agreement(id, year) => facts.contract(id).map_or_else(gone, |contract| {
            let troupe = facts.troupe(contract.troupe).map_or("", |troupe| troupe.name_in(lang));
            agreement_year(lang, troupe, &contract.number, year)
        }),
        Key::Rest => lang.pick("其余", "The rest").to_owned(),
    }
}

/// 美丽组合艺术团 协议第2年（东岗场协〔2025〕1号）.
pub fn agreement_year(lang: Lang, troupe: &str, number: &str, year: u32) -> String {
    lang.pick(
        format!("{troupe} 协议第{year}年（{number}）"),
        format!("{troupe}, year {year} of its agreement ({number})"),
    )
}

/// What every figure means: the word, and how it was found.
pub fn definitions(lang: Lang) -> Vec<(&'static str, &'static str)> {
    vec![
        (
            lang.pick("场次", "Held"),
            lang.pick(
                "批准了的预约和没有取消的活动场次，时间已过，工作人员没有确认“没人来”，算一场。取消的、让出的、还没结束的、还是草稿的都不算。",
                "An approved booking or a session that was not cancelled, whose time is over and of which staff did not note that nobody came. What was cancelled or displaced, is still to end, or is a draft does not count.",
            ),
        ),
        (
            lang.pick("人次", "Visits"),
            lang.pick(
                "把各场确认过的到场数加起来；同一个人来三次，算三人次。没上报的不当作0，所以旁边总写着几场里有几场已上报。没有人报、只在门口数过的，几天后先用门口的数，并注明没有人确认。",
                "The confirmed numbers of those who came, added up; who comes three times is three visits. What was not reported is not taken for nought: beside every sum stands how much of it was reported. Where nobody reported and people were counted at the door, that count stands in after some days, and we say that nobody confirmed it.",
            ),
        ),
        (
            lang.pick("人数", "People"),
            lang.pick(
                "有多少个不同的人。要报名的活动按报名的联系方式去重，一起来的按最多的一次算；队伍按这段时间的队员名单，没有名单的按申报人数，并写明。都没有的，还有要报名却没有人报名的场次，写“不详”，不估计；来的人比名单上多，就写“有名单的”。几支队伍相加时，同一个人可能算了两次，所以写“合计，可能重复”。",
                "How many different people. Where one registers, each contact once, with the largest party it came with. A troupe by its list of members in the period; without a list by the size it declares, and we say so. Where there is neither, or one had to register and nobody did, it is unknown, never guessed; where more came than were on the list, the number is of those on it. Somebody in two troupes is in a sum twice, and we say that too.",
            ),
        ),
        (
            lang.pick("时长", "Hours"),
            lang.pick("从开始到结束，不含整理时间。", "From start to end, without the time for clearing up."),
        ),
        (
            lang.pick("开放时间用了多少", "Share of opening hours used"),
            lang.pick(
                "开放时间里有活动的部分，占全部开放时间的百分之几；特殊日期和停用都算进去，只算到现在。多功能厅只用一半，算用了一半；几间合计时，同一处地方只算一次。随到随用的和已不开放预约的功能室不算。",
                "How much of the opening hours there was something on, special days and closures reckoned with, up to now. A hall of which one half is used is half used; over several rooms each space counts once. Drop-in rooms and those no longer let are left out.",
            ),
        ),
        (
            lang.pick("随到随用", "Drop-in"),
            lang.pick(
                "图书阅览室这样不用预约的功能室，按钟头数人；没数的钟头不当作0。不算场次，单独列出。",
                "Rooms such as the reading room are counted by the hour; an hour that nobody counted is not nought. They make no sessions and are told apart.",
            ),
        ),
        (
            lang.pick("没人来", "No-shows"),
            lang.pick(
                "批准了、到时间没有人来的预约，由工作人员确认。",
                "Approved bookings to which nobody came, as staff confirmed.",
            ),
        ),
        (
            lang.pick("让出", "Displaced"),
            lang.pick(
                "中心收回的预约，按原定的日期算。",
                "Bookings that the centre took back, by the date they were for.",
            ),
        ),
        (
            lang.pick("签了协议的队伍", "Troupes with an agreement"),
            lang.pick(
                "这段时间里协议有效过的队伍。累计开展活动，是它们在协议下排练和办活动的场次；参加的人，是这些来过的队伍的人。“余”只往下取整，不往上凑。",
                "Those whose agreement held on some day of the period. Their meetings are the rehearsals and activities held under it; the people are those of the troupes that came. “More than” always rounds down.",
            ),
        ),
        (
            lang.pick("标签", "Tags"),
            lang.pick(
                "一个活动可以有几个标签，所以各标签相加可能比总数大。",
                "An activity may have several, so the tags may add up to more than the total.",
            ),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZH: Lang = Lang::Zh;
    const EN: Lang = Lang::En;

    fn public() -> Public {
        let people = People { listed: 32, declared: 270, parts: 7, ..People::default() };
        Public { troupes: 7, sessions: 145, reported: 142, visits: 2502, people }
    }

    #[test]
    fn the_published_sentence_comes_with_exact_numbers_and_with_rounded_ones() {
        assert_eq!(
            sentence(ZH, &public(), false),
            "辖区有7支文艺队伍签订场地免费使用协议，累计开展活动140余次，共有300余人参加。"
        );
        assert_eq!(
            sentence(ZH, &public(), true),
            "辖区有7支文艺队伍签订场地免费使用协议，累计开展活动145次，共有302人参加。"
        );
        assert_eq!(
            sentence(EN, &public(), false),
            "7 arts troupes of the neighbourhood have signed free-use agreements and have met more than 140 times. More than 300 people take part."
        );
        assert_eq!(
            behind(ZH, &public()),
            "145次里有142次报了到场数，合计2502人次。302人：按队员名单32人、按队伍申报270人，合计，可能重复。"
        );
    }

    #[test]
    fn where_nothing_was_held_nobody_is_said_to_have_taken_part() {
        let none = Public { troupes: 1, ..Public::default() };
        assert_eq!(sentence(ZH, &none, false), "辖区有1支文艺队伍签订场地免费使用协议，累计开展活动0次。");
        assert_eq!(behind(ZH, &none), "");
    }

    #[test]
    fn coverage_tells_nothing_reported_from_nothing_held() {
        let said = |reported, sessions| coverage(ZH, reported, sessions);
        assert_eq!(
            [said(42, 45), said(45, 45), said(0, 45), said(0, 0)],
            ["45场中42场已上报", "45场全部已上报", "45场都还没上报", "没有开展活动"]
        );
        assert_eq!(coverage(EN, 42, 45), "42 of 45 reported");
    }

    #[test]
    fn a_period_says_how_far_it_has_come() {
        let on = |text: &str| -> NaiveDate { text.parse().unwrap() };
        let today = on("2026-11-24");
        let of = |from: &str, to: &str| period(ZH, Period::new(on(from), on(to)).unwrap(), today);
        assert_eq!(of("2026-01-01", "2026-12-31"), "2026年，到今天");
        assert_eq!(of("2025-01-01", "2025-12-31"), "2025年");
        assert_eq!(of("2026-10-01", "2026-10-31"), "2026年10月");
        assert_eq!(of("2025-03-10", "2026-03-09"), "2025年3月10日–2026年3月9日");
        assert_eq!(of("2027-01-01", "2027-01-31"), "2027年1月，还没到");
    }
}
