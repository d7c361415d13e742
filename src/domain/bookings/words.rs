//! What bookings are called and why something cannot be had, in words: the rule, the clash, what would work.

use chrono::NaiveDate;

use super::changing::ChangeState;
use super::recording::{REACH_DAYS, Recorded};
use super::{Clash, Refusal, State};
use crate::base::lang::{Lang, dates, words};
use crate::base::time::{DaySpan, Minute, Span, Wall};
use crate::domain::agreements::{Agreement, Gap};

impl State {
    /// The word for a state; a waiting request's place in line stands beside it.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Requested => lang.pick("待审核", "Being decided"),
            Self::Waiting => lang.pick("候补", "Waiting"),
            Self::Offered => lang.pick("请确认", "Please answer"),
            Self::Approved => lang.pick("已批准", "Approved"),
            Self::Refused => lang.pick("未批准", "Refused"),
            Self::Withdrawn => lang.pick("已撤回", "Withdrawn"),
            Self::Lapsed => lang.pick("已过期", "Lapsed"),
            Self::Cancelled => lang.pick("已取消", "Cancelled"),
            Self::Displaced => lang.pick("已让出", "Given way"),
        }
    }
}

impl ChangeState {
    /// How a change request stands.
    pub fn name(self, lang: Lang) -> &'static str {
        match self {
            Self::Requested => lang.pick("待审核", "to be decided"),
            Self::Granted => lang.pick("已同意", "agreed"),
            Self::Refused => lang.pick("没有同意", "refused"),
            Self::Withdrawn => lang.pick("已撤回", "withdrawn"),
            Self::Lapsed => lang.pick("已过期", "lapsed"),
        }
    }
}

/// One sentence or two: the rule, and what would work.
pub fn refusal(lang: Lang, refusal: &Refusal, today: NaiveDate) -> String {
    match refusal {
        Refusal::NotBookable => lang
            .pick(
                "这间不用预约，也不能预约。请换一间。",
                "This room cannot be booked. Please choose another.",
            )
            .into(),
        Refusal::Past => lang
            .pick(
                "这个时间已经过了。请选今天稍后或以后的时间。",
                "That time is past. Please choose a later one.",
            )
            .into(),
        Refusal::TooFarAhead { last_day } => {
            let last = dates::date(lang, *last_day, today);
            match lang {
                Lang::Zh => format!("这间现在最远能约到{last}。"),
                Lang::En => format!("This room can be booked up to {last} for now."),
            }
        }
        Refusal::NoSuchTime => lang
            .pick(
                "那天的钟要拨快一小时，这个时间不存在。请早一点或晚一点。",
                "Clocks go forward that day, so there is no such time. Please choose an earlier or a later one.",
            )
            .into(),
        Refusal::NotOpen { open, reason } => not_open(lang, open, reason.as_ref()),
        Refusal::TooShort { minutes } => {
            let length = words::length(lang, *minutes);
            match lang {
                Lang::Zh => format!("这间一次最少约{length}。"),
                Lang::En => format!("This room is booked for at least {length}."),
            }
        }
        Refusal::TooLong { minutes } => {
            let length = words::length(lang, *minutes);
            match lang {
                Lang::Zh => format!("这间一次最多约{length}。可以分成两次。"),
                Lang::En => format!("This room is booked for at most {length} at a time."),
            }
        }
        Refusal::OffGrain { minutes } => match lang {
            Lang::Zh => format!("开始和结束请选{minutes}分钟的整数倍，例如9:00或9:30。"),
            Lang::En => {
                format!("Please start and end on a multiple of {minutes} minutes, such as 9:00 or 9:30.")
            }
        },
        Refusal::TooManyPeople { capacity } => match lang {
            Lang::Zh => format!("这间最多坐{capacity}人。请换大一点的，或减少人数。"),
            Lang::En => format!("This room takes {capacity} people at most. Please choose a bigger one."),
        },
    }
}

fn not_open(lang: Lang, open: &[DaySpan], reason: Option<&(String, String)>) -> String {
    let reason = reason.map(|(zh, en)| if lang == Lang::En && !en.is_empty() { en } else { zh });
    let because = match (reason.filter(|reason| !reason.is_empty()), lang) {
        (Some(reason), Lang::Zh) => format!("（{reason}）"),
        (Some(reason), Lang::En) => format!(" ({reason})"),
        (None, _) => String::new(),
    };
    let times: Vec<String> = open.iter().map(|span| dates::times(lang, span.from(), span.to())).collect();
    match (times.is_empty(), lang) {
        (true, Lang::Zh) => format!("这天不开放{because}。请换一天。"),
        (true, Lang::En) => format!("It is closed that day{because}. Please choose another day."),
        (false, Lang::Zh) => {
            format!(
                "这个时间不全在开放时间里{because}。这天开放：{}。一次预约要在同一段里。",
                times.join("、")
            )
        }
        (false, Lang::En) => format!(
            "That is not within the opening hours{because}. Open that day: {}. A booking lies within one of them.",
            times.join(", ")
        ),
    }
}

/// What the agreement does not cover, with what it does.
pub fn gap(lang: Lang, gap: Gap, agreement: Option<&Agreement>, day: NaiveDate) -> String {
    let allowance = agreement.map(|agreement| agreement.allowance).unwrap_or_default();
    let hours = |minutes: Option<i32>| words::hours(lang, minutes.unwrap_or(0));
    match gap {
        Gap::NoAgreement => lang.pick("那天没有有效的协议", "there is no agreement for that day").into(),
        Gap::OtherRoom => lang.pick("协议里没有这间", "the agreement does not name this room").into(),
        Gap::OutsideWindow => {
            let windows: Vec<String> = agreement
                .map(|agreement| agreement.windows_on(day))
                .unwrap_or_default()
                .iter()
                .map(|window| dates::times(lang, window.from(), window.to()))
                .collect();
            let weekday = dates::weekday(lang, chrono::Datelike::weekday(&day));
            match (windows.is_empty(), lang) {
                (true, Lang::Zh) => format!("协议里没有{weekday}"),
                (true, Lang::En) => format!("the agreement has no {weekday}"),
                (false, Lang::Zh) => format!("协议里{weekday}只有{}", windows.join("、")),
                (false, Lang::En) => format!("the agreement’s {weekday} is {}", windows.join(", ")),
            }
        }
        Gap::TooLong => {
            let length = words::length(lang, allowance.longest_minutes.unwrap_or(0));
            match lang {
                Lang::Zh => format!("协议里一次最长{length}"),
                Lang::En => format!("the agreement allows {length} at a time"),
            }
        }
        Gap::WeekHours => match lang {
            Lang::Zh => format!("超过协议每周{}", hours(allowance.week_minutes)),
            Lang::En => format!("more than the agreement’s {} a week", hours(allowance.week_minutes)),
        },
        Gap::WeekBookings => match lang {
            Lang::Zh => format!("超过协议每周{}次", allowance.week_bookings.unwrap_or(0)),
            Lang::En => {
                format!("more than the agreement’s {} bookings a week", allowance.week_bookings.unwrap_or(0))
            }
        },
        Gap::MonthHours => match lang {
            Lang::Zh => format!("超过协议每月{}", hours(allowance.month_minutes)),
            Lang::En => format!("more than the agreement’s {} a month", hours(allowance.month_minutes)),
        },
    }
}

/// Who has the slot: 上午9:00–11:00 已占用, or the name where it may be told.
pub fn clash(lang: Lang, clash: &Clash) -> String {
    let times = times(lang, clash.starts_at, clash.ends_at);
    let who = match (&clash.name, lang) {
        (Some((zh, _)), Lang::Zh) => zh,
        (Some((zh, en)), Lang::En) => {
            if en.is_empty() {
                zh
            } else {
                en
            }
        }
        (None, _) => lang.pick("已占用", "taken"),
    };
    if clash.ready_at == clash.ends_at {
        return format!("{times} {who}");
    }
    let ready = dates::time(lang, clash.ready_at.minute());
    match lang {
        Lang::Zh => format!("{times} {who}，之后整理到{ready}"),
        Lang::En => format!("{times} {who}, then being put in order until {ready}"),
    }
}

/// Why what does not overlap a wish is in its way: the time that the room takes to be put in order after it.
pub fn turnaround(lang: Lang, span: Span, turnaround_minutes: i32, clashes: &[Clash]) -> Option<String> {
    let overlaps = |clash: &Clash| clash.starts_at < span.end() && span.start() < clash.ends_at;
    let after_it = clashes.iter().any(|clash| clash.starts_at >= span.end());
    if turnaround_minutes == 0 || !after_it || clashes.iter().any(overlaps) {
        return None;
    }
    Some(match lang {
        Lang::Zh => format!("这间房每次用完要留{turnaround_minutes}分钟整理。"),
        Lang::En => {
            format!("After each use this room takes {turnaround_minutes} minutes to be put in order.")
        }
    })
}

fn times(lang: Lang, from: Wall, to: Wall) -> String {
    let end = if to.date() > from.date() { Minute::DAY_END } else { to.minute() };
    dates::times(lang, from.minute(), end)
}

/// Why an approval has to be given once more.
pub fn more_would_lose(lang: Lang) -> &'static str {
    lang.pick(
        "您看过以后，又有人申请了这个时间，批准会让那份申请转为候补。请再看一遍下面的名单，再决定。",
        "Somebody else asked for this time after you looked; approving would make that request wait. Look at the list below once more, then decide.",
    )
}

/// Why what waited in line cannot be offered any more.
pub fn too_late_to_offer(lang: Lang) -> &'static str {
    lang.pick(
        "离开始不到2小时，来不及再请队伍确认。请打电话问队伍，要用就替它另约一次。",
        "It starts within 2 hours: too late to ask the troupe to confirm. Call them, and book anew for them if they want it.",
    )
}

/// 另有2个申请也想要这一时段。
pub fn rivals(lang: Lang, many: usize) -> String {
    let waiting = i64::try_from(many).unwrap_or(i64::MAX);
    let waiting = words::count(waiting, "other request is waiting", "other requests are waiting");
    lang.pick(format!("另有{many}个申请也想要这一时段。"), format!("{waiting} for this slot."))
}

/// Why waiting is no use any more.
pub fn too_late_to_wait(lang: Lang) -> &'static str {
    lang.pick(
        "离开始不到2小时，空出来也来不及通知了，候补没有用。请打电话问，或另找时间。",
        "It starts within 2 hours: too late to be told if it becomes free. Please call, or find another time.",
    )
}

/// Why a use was not recorded; empty where it was.
pub fn not_recorded(lang: Lang, refused: &Recorded) -> String {
    match refused {
        Recorded::Taken(clashes) => {
            let there: Vec<String> = clashes.iter().map(|one| clash(lang, one)).collect();
            there.join(lang.pick("", " "))
        }
        Recorded::NotOver => {
            lang.pick("还没有结束，请照常预约。", "It is not over: book it as usual.").to_owned()
        }
        Recorded::TooLongAgo => lang.pick(
            format!("{REACH_DAYS}天以前的不能再补录。"),
            format!("What is more than {REACH_DAYS} days ago is not recorded any more."),
        ),
        Recorded::Done(_) | Recorded::Repeated(_) => String::new(),
    }
}

/// The number that an act on attendance is recorded with, where others have a reason.
pub fn count<'a>(act: &str, reason: Option<&'a str>) -> Option<&'a str> {
    reason.filter(|_| matches!(act, "attendance" | "attendance_chosen"))
}

/// What happened, for a booking's history.
pub fn act(lang: Lang, act: &str) -> &'static str {
    match act {
        "asked" => lang.pick("提出申请", "asked"),
        "recorded" => lang.pick("补录", "recorded afterwards"),
        "approved" => lang.pick("批准", "approved"),
        "refused" => lang.pick("没有批准", "refused"),
        "cancelled" => lang.pick("取消", "cancelled"),
        "outrun" => lang.pick("时段批给了别的队，转为候补", "the slot went to another troupe; waiting"),
        "freed" => lang.pick("时段空出来了，交工作人员审核", "the slot is free again; put before staff"),
        "offered" => {
            lang.pick("时段空出来了，请队伍确认", "the slot is free again; the troupe is asked to confirm")
        }
        "agreed" => lang.pick("同意，请队伍确认", "agreed; the troupe is asked to confirm"),
        "accepted" => lang.pick("确认要这个时间", "confirmed"),
        "declined" => lang.pick("谢绝，让给下一队", "declined; the next in line has it"),
        "offer_ended" => {
            lang.pick("到时候没有确认，让给下一队", "not confirmed in time; the next in line has it")
        }
        "hold_ended" => lang.pick(
            "两个工作日没有决定，不再保留时段",
            "not decided in two working days; the slot is no longer kept",
        ),
        "change_asked" => lang.pick("申请更改", "asked for a change"),
        "changed" => lang.pick("更改", "changed"),
        "change_refused" => lang.pick("没有同意更改", "did not agree to the change"),
        "change_withdrawn" => lang.pick("撤回更改申请", "took the change back"),
        "change_lapsed" => lang.pick("更改申请到时间没有决定", "the change was not decided in time"),
        "ended_early" => lang.pick("提早结束，原定到", "ended early; it was to last until"),
        "waited" => lang.pick("排队候补", "joined the line"),
        "answered" => lang.pick("换成了备选方案", "took an alternative"),
        "displaced" => lang.pick("把这个时间收回给中心用", "took the time back for the centre"),
        "cut" => lang.pick("让它提前结束", "ended it early for the centre"),
        "exchanged" => lang.pick("换成了中心留的时间", "took what the centre kept"),
        "offer_gone" => lang.pick("把替它留的时间也收回了", "took back what was kept for it, too"),
        "unanswered" => lang.pick(
            "到时候没有回答，中心留的时间已放开",
            "no answer in time; what the centre kept is free for others",
        ),
        "needs_none" => lang.pick("说中心留的时间都不需要", "said that none of what was kept is needed"),
        "attendance" => lang.pick("上报到场人次", "reported how many came"),
        "attendance_chosen" => lang.pick("选定到场人次", "chose how many came"),
        "attendance_withdrawn" => lang.pick("收回到场人次，回到未上报", "took back how many came"),
        "attendance_asked" => lang.pick("请队长上报来了几位", "asked the leaders how many came"),
        "attendance_missing" => lang.pick("没有人上报来了几位", "nobody said how many came"),
        "no_show" => lang.pick("记为约了没来", "noted that nobody came"),
        "no_show_withdrawn" => lang.pick("撤回“约了没来”", "took “nobody came” back"),
        "lapsed" => lang.pick("到开始时间仍未决定，已过期", "not decided before its start"),
        _ => lang.pick("有变动", "changed"),
    }
}
