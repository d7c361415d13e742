//! An agreement to print, sign and stamp: every term in words, boxes for the seals, the house terms behind it.
//!
//! It says what the program does and nothing that it does not.

use maud::{Markup, html};

use super::Frame;
use crate::base::lang::{Lang, dates, words as quantities};
use crate::domain::agreements::terms::HouseTerms;
use crate::domain::agreements::{Agreement, AgreementState, Troupe, words};
use crate::domain::centres::Centre;
use crate::domain::people::Person;
use crate::domain::rooms::Room;

/// All that stands on the paper.
pub struct Contract<'a> {
    pub centre: &'a Centre,
    pub agreement: &'a Agreement,
    pub troupe: &'a Troupe,
    /// The leader first.
    pub leaders: &'a [Person],
    pub rooms: &'a [Room],
    /// The house terms that are part of it.
    pub terms: Option<&'a HouseTerms>,
    /// The number of the agreement it follows.
    pub renews: Option<&'a str>,
}

/// The sheet.
pub fn contract(frame: &Frame, of: &Contract) -> Markup {
    let lang = frame.look.lang;
    let title = lang.pick("场地免费使用协议", "Agreement on free use of rooms");
    let number = &of.agreement.number;
    let main = html! {
        h1 { (title) }
        p.number { (lang.pick("编号：", "Number: ")) (number) }
        (parties(lang, of))
        p { (lang.pick(
            "为丰富居民文化生活，甲方免费提供场地，供乙方开展活动。双方商定如下：",
            "So that residents have more of culture, the centre lends rooms to the troupe free of charge. Both agree:",
        )) }
        @for (place, (heading, body)) in clauses(lang, of).iter().enumerate() {
            h2 { (ordinal(lang, place)) (heading) }
            (body)
        }
        (seals(lang, of))
        @if let Some(terms) = of.terms {
            section.annex {
                h2 { (lang.pick(format!("附：使用须知（第{}版）", terms.version), format!("Annex: house terms, version {}", terms.version))) }
                @for line in terms.text_in(lang).lines().filter(|line| !line.trim().is_empty()) { p { (line) } }
            }
        }
    };
    frame.contract(title, number, main)
}

fn parties(lang: Lang, of: &Contract) -> Markup {
    let people = of.leaders.iter().map(|person| match &person.phone {
        Some(phone) => format!("{} {}", person.name, quantities::phone(phone)),
        None => person.name.clone(),
    });
    let people: Vec<String> = people.collect();
    let size = quantities::people(lang, of.troupe.size.into());
    let troupe = format!("{}{}{size}", of.troupe.name_in(lang), lang.pick("，", ", "));
    let lines = [
        (lang.pick("甲方", "The centre"), of.centre.name_in(lang).to_owned()),
        (lang.pick("乙方", "The troupe"), troupe),
        (lang.pick("地址", "Address"), of.centre.address_in(lang).to_owned()),
        (lang.pick("队长", "Led by"), people.join(lang.pick("；", "; "))),
        (lang.pick("电话", "Phone"), quantities::phone(&of.centre.phone)),
        (lang.pick("类别", "Kind"), of.troupe.kind.name(lang).to_owned()),
    ];
    html! { dl.party { @for (name, value) in lines { div { dt { (name) } dd { (value) } } } } }
}

/// Headings and what they say, in order.
fn clauses(lang: Lang, of: &Contract) -> Vec<(&'static str, Markup)> {
    let agreement = of.agreement;
    let rooms = of.rooms.iter().filter(|room| agreement.rooms.contains(&room.id));
    let rooms: Vec<&str> = rooms.map(|room| room.name_in(lang)).collect();
    let windows = words::windows(lang, &agreement.windows);
    let duties = agreement.words.duties_in(lang);
    let line = |zh: &str, en: &str| html! { p { (lang.pick(zh, en)) } };
    let mut all = vec![
        (lang.pick("期限", "Period"), html! { p { (term(lang, of)) } }),
        (lang.pick("场地", "Rooms"), html! { p { (quantities::list(lang, &rooms)) (stop(lang)) } }),
        (
            lang.pick("时间", "Times"),
            html! {
                p { (lang.pick("每周的下列时间可以使用；节假日和停用的日子以甲方公布的开放时间为准：", "Every week at these times; on holidays and when a room is closed the centre’s published hours decide:")) }
                ul { @for window in windows { li { (window) } } }
            },
        ),
        (
            lang.pick("额度", "Allowance"),
            html! { p {
                (words::limits(lang, &agreement.allowance)) (stop(lang))
                (lang.pick(
                    "一周从周一到周日，一月按日历月。开始前不到24小时取消的，仍计入额度；甲方收回的不计入。超出额度或时间的，由甲方单次审核。",
                    " A week runs from Monday to Sunday, a month is a calendar month. What is cancelled less than 24 hours before its start still counts; what the centre takes back does not. Anything beyond the allowance or the times is decided by the centre case by case.",
                ))
            } },
        ),
        (
            lang.pick("预约", "Booking"),
            line(
                "每次使用以前由队长在网上或向前台预约，以甲方批准为准。不能来的，请提前24小时取消，让别的队伍能用。",
                "Before each use a leader books online or at the desk; the centre’s approval decides. Who cannot come cancels 24 hours ahead, so that others can use the room.",
            ),
        ),
        (
            lang.pick("乙方的义务", "The troupe’s duties"),
            html! {
                @if duties.is_empty() { (line("爱护场地和设备，用完整理干净，按时离开。", "To look after rooms and equipment, leave them tidy, and leave on time.")) }
                @for duty in duties.lines().filter(|duty| !duty.trim().is_empty()) { p { (duty) } }
            },
        ),
        (
            lang.pick("让出与变更", "When the centre needs the room"),
            line(
                "甲方因公务、维修等确需使用场地时，及时告知乙方，并尽力提供备选时间。暂停或提前结束本协议，须说明原因。",
                "When the centre needs a room for its own work or repairs, it tells the troupe in good time and offers other times as far as it can. Suspending this agreement or ending it early takes a reason.",
            ),
        ),
    ];
    if let Some(terms) = of.terms {
        let version = terms.version;
        let words = match lang {
            Lang::Zh => format!("乙方已阅读并同意遵守甲方的使用须知（第{version}版，附后）。"),
            Lang::En => {
                format!("The troupe has read the house terms (version {version}, annexed) and keeps to them.")
            }
        };
        all.push((lang.pick("使用须知", "House terms"), html! { p { (words) } }));
    }
    let last = line(
        "本协议一式两份，双方各执一份，签字盖章后生效，到期自行终止；续签另立协议。",
        "Made in two copies, one for each side. It takes effect when signed and stamped and ends by itself at the end of its period; renewing it takes a new agreement.",
    );
    all.push((lang.pick("其他", "Further"), last));
    all
}

fn term(lang: Lang, of: &Contract) -> String {
    let agreement = of.agreement;
    let from = dates::date_long(lang, agreement.starts_on);
    let to = dates::date_long(lang, agreement.paper_ends_on.unwrap_or(agreement.ends_on));
    let after = of.renews.map(|number| match lang {
        Lang::Zh => format!("本协议接续协议 {number}。"),
        Lang::En => format!(" It follows agreement {number}."),
    });
    let said = lang.pick(format!("自{from}起，至{to}止。"), format!("From {from} to {to}, both included."));
    format!("{said}{}", after.unwrap_or_default())
}

fn stop(lang: Lang) -> &'static str {
    lang.pick("。", ".")
}

/// 一、 / 1.
fn ordinal(lang: Lang, place: usize) -> String {
    const ZH: [&str; 10] = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十"];
    match (lang, ZH.get(place)) {
        (Lang::Zh, Some(number)) => format!("{number}、"),
        _ => format!("{}. ", place + 1),
    }
}

fn seals(lang: Lang, of: &Contract) -> Markup {
    let agreement = of.agreement;
    let signed = match agreement.state {
        AgreementState::Draft => String::new(),
        _ => dates::date_long(lang, agreement.signed_on),
    };
    let sides = [
        (
            lang.pick("甲方", "For the centre"),
            of.centre.name_in(lang),
            lang.pick("（盖章）", "(seal)"),
            agreement.words.signer_centre.as_str(),
        ),
        (
            lang.pick("乙方", "For the troupe"),
            of.troupe.name_in(lang),
            lang.pick("（签字或盖章）", "(signature or seal)"),
            agreement.words.signer_troupe.as_str(),
        ),
    ];
    html! {
        div.seals {
            @for (side, name, stamp, signer) in sides {
                div.seal {
                    p { (side) (lang.pick("：", ": ")) (name) }
                    p.stamp { (stamp) }
                    p.blank {
                        (lang.pick("代表签字：", "Signed by: "))
                        @if signer.is_empty() { span {} } @else { (signer) span {} }
                    }
                    p.blank {
                        (lang.pick("日期：", "Date: "))
                        @if signed.is_empty() { span {} } @else { (signed) }
                    }
                }
            }
        }
    }
}
