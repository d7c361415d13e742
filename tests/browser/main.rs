//! Journeys of residents, leaders and staff through the demo, in headless Chromium, at the size of a phone and of
//! a desk; every page they come to is looked at by axe.
//!
//! Needs `chromedriver` and `chromium` (or `LINLI_CHROMEDRIVER`, `LINLI_CHROMIUM`), and the path of
//! `axe.min.js` in `LINLI_AXE`; `.ci/run` sees to all of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod driver;
mod proxy;
mod visit;

use visit::{Visit, travel, travel_without_scripts};

/// The document, the style, the script and the icons.
const FIRST_REQUESTS: usize = 4;

fn a_resident_looks_around(visit: &mut Visit) {
    visit.goes_to("/");
    assert!(visit.requests.len() <= FIRST_REQUESTS, "{:#?}", visit.requests);
    visit.presses("main a[href='/c/donggang']");
    visit.reads("今天有3场活动");
    visit.reads("太极拳兴趣班");
    visit.presses("main a[href='/c/donggang/calendar']");
    visit.goes_to("/c/donggang/calendar?view=month");
    visit.presses("main a[href^='/c/donggang/activities/']");
    visit.reads("免费，不用报名");
    visit.browser.click("main a[href$='.ics']");
    let file = visit.browser.downloaded("ics");
    assert!(file.starts_with("BEGIN:VCALENDAR\r\n") && file.contains("BEGIN:VEVENT"), "{file}");
    for path in ["rooms", "rooms/1", "timetable", "timetable?date=2026-12-14", "nowhere"] {
        visit.goes_to(&format!("/c/donggang/{path}"));
    }
    visit.goes_to("/c/donggang");
    visit.presses("form[action='/look'] button[name=lang]");
    visit.presses("form[action='/look'] button[name=large]");
    visit.presses("form[action='/look'] button[value=dark]");
    for path in ["/c/donggang", "/c/donggang/calendar", "/c/donggang/rooms", "/sign-in", "/sign-in/code"] {
        visit.goes_to(path);
        assert_eq!(visit.attribute("html", "lang"), "en", "{path}");
        assert!(visit.attribute("html", "class").contains("large"), "{path}");
        let pressed = visit.attribute("form[action='/look'] button[value=dark]", "aria-pressed");
        assert_eq!(pressed, "true", "{path}");
    }
    visit.goes_to("/c/donggang");
    visit.reads("3 activities today");
}

/// Six dates, a long course and a title in two lines: each hangs on the wall as one sheet.
fn posters_are_one_sheet_each(visit: &mut Visit) {
    for activity in 1..=9 {
        let path = format!("/c/donggang/activities/{activity}/poster");
        visit.goes_to(&path);
        assert_eq!(visit.browser.sheets(), 1, "{path}");
    }
}

#[test]
#[ignore = "needs a browser"]
fn a_poster_is_one_sheet_of_paper() {
    travel("poster", posters_are_one_sheet_each);
}

#[test]
#[ignore = "needs a browser"]
fn a_resident_sees_what_is_on_takes_a_date_home_and_is_remembered_in_english_large_and_dark() {
    travel("resident", a_resident_looks_around);
}

#[test]
#[ignore = "needs a browser"]
fn a_resident_does_all_of_it_without_scripts() {
    travel_without_scripts("resident", a_resident_looks_around);
}

/// 77, on a phone with large type, no e-mail: finds Tuesday's taiji, joins it, and writes the number down.
fn an_old_resident_joins(visit: &mut Visit) {
    visit.goes_to("/c/donggang");
    visit.presses("form[action='/look'] button[name=large]");
    assert!(visit.attribute("html", "class").contains("large"));
    visit.presses("//main//a[contains(., '太极拳兴趣班')]");
    visit.reads("今天");
    visit.reads("上午9:00–10:30");
    visit.reads("东厅");
    visit.reads("个名额");
    // Title, day, times, place, for whom, places left, and the button; in large type and not.
    let all = ["main h1", "main .tile", "main .hero", "main .flow .state", "main .btn.main"];
    visit.sees_at_once(&all);
    visit.presses("form[action='/look'] button[name=large]");
    visit.sees_at_once(&all);
    visit.presses("form[action='/look'] button[name=large]");
    visit.presses_words("我要参加");
    // Nothing but a name: what is missing is said at its field, and the name stays.
    visit.browser.type_into("#name", "周玉珍");
    visit.presses("main form button.main");
    visit.reads("手机号");
    assert_eq!(visit.browser.property("#name", "value"), "周玉珍");
    visit.browser.type_into("#phone", "139 3100 0077");
    visit.presses("main form button.main");
    visit.reads("报上名了");
    visit.reads("请记下这个号码");
    let code = visit.browser.text_of("main p.code");
    let digits: String = code.chars().filter(char::is_ascii_digit).collect();
    assert_eq!(digits.len(), 6, "{code}");
    visit.presses_words("打印凭条");
    assert!(visit.browser.text().replace(['\u{a0}', ' '], "").contains(&digits), "{}", visit.browser.text());
    // She comes back with the number she wrote down.
    visit.goes_to("/c/donggang/registration");
    visit.browser.type_into("#contact", "13931000077");
    visit.browser.type_into("#code", &digits);
    visit.presses_words("查看我的报名");
    visit.reads("太极拳兴趣班");
    visit.reads("取消这次报名");
}

#[test]
#[ignore = "needs a browser"]
fn a_resident_of_77_finds_tuesdays_taiji_and_joins_it_with_name_and_telephone() {
    travel("taiji", an_old_resident_joins);
}

#[test]
#[ignore = "needs a browser"]
fn a_resident_of_77_joins_without_scripts() {
    travel_without_scripts("taiji", an_old_resident_joins);
}

/// Finds a room at once, is told of a clash, takes what is offered, and gives it up.
fn a_leader_books(visit: &mut Visit) {
    visit.signs_in("leader1@example.org");
    visit.reads("美丽组合艺术团");
    visit.presses("main a.main[href^='/my/find']");
    visit.goes_to("/my/find?day=2026-11-26&hours=2&size=24");
    visit.reads("订了就定");
    visit.presses_words("就要这个");
    visit.reads("订了就定");
    visit.browser.type_into("#purpose", "新年节目排练");
    visit.presses("main form[action='/my/bookings'] button.main");
    visit.reads("已批准");
    visit.reads("新年节目排练");

    // Somebody has it: the clash is named, what was typed is still there, and another is one press away.
    visit.goes_to("/my/bookings/new?room=4&start=2026-12-06T14:00&end=2026-12-06T16:00&size=23");
    visit.presses("main details summary");
    visit.browser.click("#date option[value='2026-12-02']");
    visit.browser.click("#from option[value='09:00']");
    visit.browser.click("#to option[value='11:00']");
    visit.browser.type_into("#purpose", "走台");
    visit.presses("main form[action='/my/bookings'] button.main");
    visit.reads("已占用");
    visit.reads("这些现在都空着");
    assert_eq!(visit.browser.property("#purpose", "value"), "走台");
    assert_eq!(visit.browser.property("#size", "value"), "23");
    visit.presses_words("就要这个");
    visit.reads("已批准");
    visit.reads("走台");
    visit.reads("23人");

    visit.browser.type_into("#reason", "那天凑不齐人");
    visit.presses("#cancel button");
    visit.reads("已取消");
    visit.reads("那天凑不齐人");
    for path in ["/my", "/my/bookings", "/my/find?date=w6", "/my/account"] {
        visit.goes_to(path);
    }
}

#[test]
#[ignore = "needs a browser"]
fn a_leader_takes_a_room_that_is_free_and_another_when_one_is_taken_and_gives_it_up() {
    travel("leader", a_leader_books);
}

#[test]
#[ignore = "needs a browser"]
fn a_leader_does_all_of_it_without_scripts() {
    travel_without_scripts("leader", |visit| {
        a_leader_books(visit);
        // The buttons beside a number are there only where a script would answer them.
        visit.goes_to("/my/find");
        assert_eq!(visit.browser.finds("[data-step='1']"), None);
    });
}

#[test]
#[ignore = "needs a browser"]
fn a_leader_who_has_only_a_telephone_signs_in_with_its_number() {
    travel("phone", |visit| {
        visit.signs_in("139 0000 0007");
        visit.reads("古文化舞蹈队");
        visit.reads("李素琴");
        visit.presses("main a[href^='/my/bookings/']");
        visit.goes_to("/my/account");
    });
}

/// Approves an exception that another request loses against, reads the letter which that causes, and makes the
/// call which it causes.
fn staff_decide(visit: &mut Visit) {
    const CARD: &str = "//main//article[.//h3[contains(., '古文化舞蹈队')]]";
    visit.signs_in("approver@example.org");
    visit.reads("5件待审核");
    visit.reads_in(CARD, "炫彩夕阳舞蹈团转为候补，会收到通知和备选方案");
    visit.reads_in(CARD, "超出协议");
    let loser = visit.browser.property("//main//h3/a[contains(., '炫彩夕阳舞蹈团')]", "href");
    visit.presses(&format!("{CARD}//h3/a"));
    visit.reads("批准以后，这些申请转为候补");

    // Decided in another tab meanwhile.
    let first = visit.browser.opens_tab();
    visit.goes_to("/staff/donggang");
    visit.browser.type_into(&format!("{CARD}//input[@name='reason']"), "演出在即，这次照顾");
    visit.presses(&format!("{CARD}//form[contains(@action, '/approval')]//button"));
    visit.reads("3件待审核");
    visit.browser.switches(&first);
    visit.browser.type_into("#reason", "再批一次");
    visit.presses("main form[action$='/approval'] button");
    visit.reads("已经有人处理过了");
    visit.reads("您刚才按的没有生效");
    visit.goes_to("/staff/donggang");
    visit.presses("main a[href='/staff/donggang/calls'], header a[href='/staff/donggang/calls'], nav a[href='/staff/donggang/calls']");

    // The call that this approval causes, beside one that was there before.
    const CALL: &str = "//main//article[contains(., '12月14日') and contains(., '已批准')]";
    const OTHER: &str = "//main//article[contains(., '12月12日')]";
    visit.reads("要打5个电话");
    visit.reads_in(CALL, "李素琴，您好");
    visit.reads_in(CALL, "演出在即，这次照顾");
    visit.presses(&format!("{CALL}//a[contains(@href, '/bookings/')]"));
    visit.reads("已批准");
    visit.reads("演出在即，这次照顾");
    visit.goes_to("/staff/donggang/calls");
    visit.presses(&format!("{CALL}//form[contains(@action, '/done')]//button"));
    visit.reads("要打4个电话");
    assert_eq!(visit.browser.finds(CALL), None, "{}", visit.browser.text());
    visit.reads_in(OTHER, "李素琴");
    visit.goes_to("/staff/donggang/letters?state=phoned");
    visit.presses("//main//tbody//a[contains(., '已批准') and contains(., '12月14日')]");
    visit.reads("李素琴");
    visit.reads("演出在即，这次照顾");

    // The letter to the one that lost, found on its request.
    visit.browser.goto(&loser);
    visit.looks();
    visit.reads("候补");
    visit.reads("给他们的备选方案");
    visit.presses("//main//a[contains(., '时间冲突') and contains(., '赵桂英')]");
    visit.reads("时间冲突：12月14日");
    visit.reads("这个时间批给了另一支队伍");
    visit.reads("下面这些时间现在能用");
    visit.goes_to("/staff/donggang/timetable?date=2026-12-14");
    visit.reads("古文化舞蹈队");
}

#[test]
#[ignore = "needs a browser"]
fn staff_approve_an_exception_see_who_loses_read_the_letter_and_make_the_call() {
    travel("staff", staff_decide);
}

#[test]
#[ignore = "needs a browser"]
fn staff_decide_without_scripts() {
    travel_without_scripts("staff", staff_decide);
}

#[test]
#[ignore = "needs a browser"]
fn a_manager_opens_every_page_of_the_office() {
    travel("manager", |visit| {
        visit.signs_in("manager@example.org");
        for path in [
            "",
            "/timetable",
            "/calls",
            "/letters",
            "/bookings/new",
            "/activities",
            "/activities/new",
            "/activities/new?copy=5",
            "/activities/many",
            "/tags",
            "/activities/1",
            "/rooms",
            "/rooms/1",
            "/rooms/new",
            "/spaces",
            "/hours",
            "/agreements",
            "/agreements/1",
            "/agreements/new",
            "/troupes",
            "/troupes/1",
            "/troupes/new",
            "/people",
            "/people/new",
            "/settings",
            "/activities/3/sessions/9",
            "/agreements/1/edit",
            "/people/3",
        ] {
            visit.goes_to(&format!("/staff/donggang{path}"));
            let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
            assert_eq!(visit.browser.script(status, &[]), 200, "{path}: {}", visit.browser.text());
        }
        for (list, of) in [("", "main a[href*='/bookings/']"), ("/letters", "main a[href*='/letters/']")] {
            visit.goes_to(&format!("/staff/donggang{list}"));
            visit.presses(of);
        }
    });
}

/// Reads the year, looks at one troupe, takes a table home, and has it all on paper.
fn a_manager_reports(visit: &mut Visit) {
    visit.signs_in("manager@example.org");
    visit.goes_to("/staff/donggang/reports");
    visit.reads("2026年，到今天");
    visit.reads("辖区有7支文艺队伍签订场地免费使用协议，累计开展活动140余次，共有300余人参加。");
    visit.reads("什么时候最挤");
    visit.presses("//main//a[.='本月']");
    visit.reads("2026年11月，到今天");
    visit.browser.click("//main//summary[contains(., '只看一部分')]");
    visit.browser.click("#troupe option[value='7']");
    visit.browser.click("#period option[value='year']");
    visit.presses_words("看统计");
    visit.reads("只看：古文化舞蹈队");
    visit.goes_to("/staff/donggang/reports");
    visit.browser.click("//main//summary[contains(., 'CSV')]");
    visit.browser.click("main a[href$='table=troupe']");
    let table = visit.browser.downloaded("csv");
    assert!(table.starts_with('\u{feff}') && table.contains("古文化舞蹈队"), "{table}");
    visit.presses("main a[href$='/reports/print']");
    visit.reads("累计开展活动140余次");
    visit.reads("怎么算的");
}

#[test]
#[ignore = "needs a browser"]
fn a_manager_prints_the_year() {
    travel("year", a_manager_reports);
}

#[test]
#[ignore = "needs a browser"]
fn a_manager_prints_the_year_without_scripts() {
    travel_without_scripts("year", a_manager_reports);
}

/// Forty numbers would go the same way: a number, Enter, the next; then one press.
#[test]
#[ignore = "needs a browser"]
fn a_clerk_enters_yesterdays_numbers_by_keyboard() {
    travel("clerk", |visit| {
        visit.signs_in("desk@example.org");
        visit.goes_to("/staff/donggang/attendance?date=2026-11-23");
        visit.reads("没报不等于没人来");
        let rows =
            visit.browser.script("return document.querySelectorAll('main form input.short').length", &[]);
        assert!(rows.as_u64().unwrap() >= 2, "{rows}: {}", visit.browser.text());
        visit.browser.type_into("//main//tbody/tr[1]//input[@type='text']", "126\u{e007}");
        let stands =
            "return document.activeElement === document.querySelectorAll('main form input.short')[1]";
        assert_eq!(visit.browser.script(stands, &[]), true, "Enter leads to the next row");
        visit.browser.type_into("//main//tbody/tr[2]//input[@type='text']", "二十");
        visit.presses("main form[data-rows] button.main");
        visit.reads("还没保存");
        assert_eq!(visit.browser.property("//main//tbody/tr[1]//input[@type='text']", "value"), "126");
        visit.browser.type_into("//main//tbody/tr[2]//input[@type='text']", "0");
        visit.presses("main form[data-rows] button.main");
        visit.reads("存好了2行");
        visit.reads("126人次");
        visit.reads("无人到场");
        visit.presses("//main//tbody/tr[1]/th/a");
        visit.reads("谁报过什么");
        visit.goes_to("/staff/donggang/attendance/hours?date=2026-11-23");
        visit.reads("图书阅览室");
    });
}

/// The network goes while people come in; the device goes on counting, is even opened anew, and delivers once.
#[test]
#[ignore = "needs a browser"]
fn an_organiser_counts_at_the_door_without_network_and_nothing_is_lost_or_counted_twice() {
    travel("door", |visit| {
        visit.signs_in("desk@example.org");
        visit.goes_to("/staff/donggang/attendance");
        visit.presses("//main//tr[.//a[contains(., '太极拳')]]//a[contains(., '门口计数')]");
        let page = visit.browser.url();
        let path = page.splitn(4, '/').nth(3).map(|path| format!("/{path}")).unwrap();
        let press = "main form[data-people='1'] button";
        for _ in 0..3 {
            visit.browser.click(press);
        }
        visit.waits_for(|browser| browser.text().contains("现在 3 位"), "three came in");
        visit.waits_for(|browser| browser.text().contains("都送到了"), "the centre knows");
        visit.waits_for(|browser| browser.finds("[data-ready='1']").is_some(), "the page is kept");
        visit.goes_to(&path);
        visit.waits_for(|browser| browser.finds("[data-ready='1']").is_some(), "the page is kept");
        visit.loses_the_network();
        for _ in 0..2 {
            visit.browser.click(press);
        }
        visit.waits_for(|browser| browser.text().contains("现在 5 位"), "counted without network");
        visit.waits_for(|browser| browser.text().contains("没有网"), "and says so");
        visit.browser.click("[data-closing] button");
        visit.waits_for(|browser| browser.text().contains("现在 5 位"), "not closed without what waits");
        visit.opens(&path);
        visit.waits_for(|browser| browser.text().contains("现在 5 位"), "opened anew without network");
        visit.browser.click(press);
        visit.browser.click("main form[data-people='-1'] button");
        visit.waits_for(|browser| browser.text().contains("没有网"), "still none");
        visit.has_the_network_again();
        visit.waits_for(|browser| browser.text().contains("都送到了"), "delivered");
        visit.loses_the_network();
        visit.opens(&path);
        visit.waits_for(|browser| browser.text().contains("现在 5 位"), "what was delivered is kept, too");
        visit.has_the_network_again();
        visit.goes_to(&path);
        visit.reads("现在 5 位");
        visit.reads("数完了，上报5人次");
    });
}

#[test]
#[ignore = "needs a browser"]
fn an_organiser_counts_at_the_door_without_scripts() {
    travel_without_scripts("door", |visit| {
        visit.signs_in("desk@example.org");
        visit.goes_to("/staff/donggang/attendance");
        visit.presses("//main//tr[.//a[contains(., '太极拳')]]//a[contains(., '门口计数')]");
        visit.presses("main form[data-people='1'] button");
        visit.presses("main form[data-people='1'] button");
        visit.reads("现在 2 位");
        visit.presses("main form[data-people='-1'] button");
        visit.reads("现在 1 位");
    });
}

/// Reports from the troupe's own page.
#[test]
#[ignore = "needs a browser"]
fn a_leader_says_how_many_came() {
    travel("attendance", |visit| {
        visit.signs_in("leader1@example.org");
        visit.goes_to("/my/attendance");
        visit.reads("到场人数");
        visit.goes_to("/my/members");
        visit.reads("队员名单");
    });
}
