//! Journeys of residents, leaders and staff through the demo, in headless Chromium, at the size of a phone and of
//! a desk; every page they come to is looked at by axe.
//!
//! Needs `chromedriver` and `chromium` (or `LINLI_CHROMEDRIVER`, `LINLI_CHROMIUM`), and the path of
//! `axe.min.js` in `LINLI_AXE`; `.ci/run` sees to all of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "tests may")]

mod driver;

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{Command, Stdio};

use driver::{Driver, Process, await_port, free_port};
use serde_json::json;

const SIZES: [(u32, u32); 2] = [(360, 740), (1280, 900)];
const PASSWORD: &str = "linli-demo";
/// The document, the style, the script and the icons.
const FIRST_REQUESTS: usize = 4;

/// A demo of one's own on the Tuesday of the tour; gone when dropped.
struct Demo {
    base: String,
    _server: Process,
    _data: tempfile::TempDir,
}

impl Demo {
    fn start() -> Self {
        let data = tempfile::tempdir().unwrap();
        let port = free_port();
        let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
        command.env_clear().current_dir(data.path()).arg("demo").arg("--data").arg(data.path());
        command.args(["--today", "2026-11-24", "--listen", &format!("127.0.0.1:{port}")]);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let server = Process(command.spawn().unwrap());
        await_port(port);
        Self { base: format!("http://127.0.0.1:{port}"), _server: server, _data: data }
    }
}

/// Somebody at a browser.
struct Visit {
    browser: Driver,
    demo: Demo,
    width: u32,
    axe: String,
    /// What the last page fetched, itself included; what came from the cache is not.
    requests: Vec<String>,
    complaints: Vec<String>,
}

impl Visit {
    #[track_caller]
    fn goes_to(&mut self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.demo.base));
        self.looks();
    }

    #[track_caller]
    fn presses(&mut self, what: &str) {
        self.browser.click(what);
        self.looks();
    }

    /// A button or link in `main` by the words that can be seen on it.
    #[track_caller]
    fn presses_words(&mut self, words: &str) {
        self.presses(&format!(
            "//main//*[self::a or self::button or self::summary][starts-with(normalize-space(.), '{words}')]"
        ));
    }

    #[track_caller]
    fn signs_in(&mut self, login: &str) {
        self.goes_to("/sign-in");
        self.browser.type_into("#login", login);
        self.browser.type_into("#password", PASSWORD);
        self.presses("main form[action='/sign-in'] button");
        assert!(!self.browser.url().contains("/sign-in"), "{}", self.browser.text());
    }

    #[track_caller]
    fn reads(&self, words: &str) {
        let text = self.browser.text();
        assert!(text.contains(words), "{words} is not on {}:\n{text}", self.browser.url());
    }

    fn complains(&mut self, what: &str) {
        let page = self.browser.url().replacen(&self.demo.base, "", 1);
        let complaint = format!("{page} at {} px: {what}", self.width);
        if !self.complaints.contains(&complaint) {
            self.complaints.push(complaint);
        }
    }

    /// Nothing sticks out sideways, nothing came from elsewhere, the console is silent, and axe finds nothing.
    fn looks(&mut self) {
        for said in self.browser.console() {
            // The browser says so of a page that answers 404 or 409; here such pages are meant.
            let meant =
                !said.contains("/assets/") && said.contains("the server responded with a status of 4");
            if !meant {
                self.complains(&said);
            }
        }
        let seen = self.browser.script(
            "return {
                requests: ['document', ...performance.getEntriesByType('resource')
                    .filter(one => one.transferSize > 0).map(one => one.name)],
                wide: document.documentElement.scrollWidth - window.innerWidth,
                foreign: performance.getEntriesByType('resource').map(one => one.name)
                    .filter(name => !name.startsWith(location.origin + '/') && !name.startsWith('data:')),
            }",
            &[],
        );
        self.requests =
            seen["requests"].as_array().unwrap().iter().map(|one| one.as_str().unwrap().to_owned()).collect();
        if seen["wide"].as_i64().unwrap() > 0 {
            self.complains(&format!("sticks out by {} px", seen["wide"]));
        }
        for name in seen["foreign"].as_array().unwrap() {
            self.complains(&format!("came from elsewhere: {name}"));
        }
        self.checks();
    }

    fn checks(&mut self) {
        self.browser.script(&self.axe, &[]);
        let found = self.browser.script_async(
            "const done = arguments[arguments.length - 1];
            const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
            axe.run(document, { preload: false, runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).then(
                found => done(found.passes.length < 5 ? ['axe looked at nothing'] : found.violations.flatMap(rule => rule.nodes.map(node =>
                    `${rule.id}: ${rule.help}: ${node.target.join(' ')} ${node.html.slice(0, 200)}`
                    + ` (${node.failureSummary.replaceAll('\\n', ' ').slice(0, 300)})`))),
                error => done(['axe: ' + error]))",
            &[],
        );
        for one in found.as_array().unwrap() {
            self.complains(one.as_str().unwrap_or_default());
        }
    }

    #[track_caller]
    fn attribute(&self, of: &str, name: &str) -> String {
        let script = "return document.querySelector(arguments[0]).getAttribute(arguments[1]) || ''";
        self.browser.script(script, &[json!(of), json!(name)]).as_str().unwrap().to_owned()
    }
}

/// The journey at both sizes, each in a demo of its own.
#[track_caller]
fn travel(name: &str, journey: impl Fn(&mut Visit)) {
    let axe = std::env::var("LINLI_AXE").expect("LINLI_AXE is the path of axe.min.js; .ci/run fetches it");
    let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{axe}: {error}"));
    for (width, height) in SIZES {
        let (demo, browser) = (Demo::start(), Driver::start(width, height));
        let mut visit =
            Visit { browser, demo, width, axe: axe.clone(), requests: Vec::new(), complaints: Vec::new() };
        let travelled = catch_unwind(AssertUnwindSafe(|| journey(&mut visit)));
        if travelled.is_err() || !visit.complaints.is_empty() {
            visit.browser.screenshot(&format!("{name}-{width}"));
        }
        if let Err(panic) = travelled {
            eprintln!("{}", visit.complaints.join("\n"));
            resume_unwind(panic);
        }
        assert!(visit.complaints.is_empty(), "\n{}\n", visit.complaints.join("\n"));
    }
}

#[test]
#[ignore = "needs a browser"]
fn a_resident_sees_what_is_on_takes_a_date_home_and_is_remembered_in_english_large_and_dark() {
    travel("resident", |visit| {
        visit.goes_to("/");
        assert!(visit.requests.len() <= FIRST_REQUESTS, "{:#?}", visit.requests);
        visit.presses("main a[href='/c/donggang']");
        visit.reads("今天有2场活动");
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
        for path in ["/c/donggang", "/c/donggang/calendar", "/c/donggang/rooms", "/sign-in", "/sign-in/code"]
        {
            visit.goes_to(path);
            assert_eq!(visit.attribute("html", "lang"), "en", "{path}");
            assert!(visit.attribute("html", "class").contains("large"), "{path}");
            let pressed = visit.attribute("form[action='/look'] button[value=dark]", "aria-pressed");
            assert_eq!(pressed, "true", "{path}");
        }
        visit.goes_to("/c/donggang");
        visit.reads("2 activities today");
    });
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
    visit.goes_to("/my/bookings/new?room=4&start=2026-12-05T14:00&end=2026-12-05T16:00&size=23");
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
    for path in ["/my", "/my/bookings/282", "/my/find?date=w6", "/my/account"] {
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
fn a_leader_who_has_only_a_telephone_signs_in_with_its_number() {
    travel("phone", |visit| {
        visit.signs_in("139 0000 0007");
        visit.reads("古文化舞蹈队");
        visit.reads("李素琴");
        visit.presses("main a[href^='/my/bookings/']");
        visit.goes_to("/my/account");
    });
}

#[test]
#[ignore = "needs a browser"]
fn staff_approve_an_exception_see_who_loses_and_make_the_call() {
    travel("staff", |visit| {
        visit.signs_in("approver@example.org");
        visit.reads("5件待审核");
        visit.reads("炫彩夕阳舞蹈团转为候补，会收到通知和备选方案");
        visit.presses("main a[href='/staff/donggang/bookings/286']");
        visit.reads("批准以后，这些申请转为候补");

        // Decided in another tab meanwhile.
        let first = visit.browser.opens_tab();
        visit.goes_to("/staff/donggang");
        visit.browser.type_into("#reason-286", "演出在即，这次照顾");
        visit.presses("form[action='/staff/donggang/bookings/286/approval'] button");
        visit.reads("3件待审核");
        visit.browser.switches(&first);
        visit.browser.type_into("#reason", "再批一次");
        visit.presses("form[action='/staff/donggang/bookings/286/approval'] button");
        visit.reads("已经有人处理过了");
        visit.reads("您刚才按的没有生效");

        visit.goes_to("/staff/donggang/bookings/286");
        visit.reads("已批准");
        visit.reads("演出在即，这次照顾");
        visit.goes_to("/staff/donggang/bookings/285");
        visit.reads("候补");
        visit.reads("给他们的备选方案");

        visit.goes_to("/staff/donggang/calls");
        visit.reads("要打2个电话");
        visit.reads("12月14日");
        visit.presses("main form[action$='/done'] button");
        visit.reads("要打1个电话");

        visit.goes_to("/staff/donggang/timetable?date=2026-12-14");
        visit.reads("古文化舞蹈队");
        visit.goes_to("/staff/donggang/letters?state=phoned");
        visit.reads("李素琴");
        visit.goes_to("/staff/donggang/letters?state=waiting");
        visit.reads("赵桂英");
        visit.presses("main tbody a");
    });
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
            "/activities/1/sessions/9",
            "/agreements/1/edit",
            "/people/3",
            "/bookings/288",
            "/letters/429",
            "/letters/429/slip",
        ] {
            visit.goes_to(&format!("/staff/donggang{path}"));
            let status = "return performance.getEntriesByType('navigation')[0].responseStatus";
            assert_eq!(visit.browser.script(status, &[]), 200, "{path}: {}", visit.browser.text());
        }
    });
}
