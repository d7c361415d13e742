//! Somebody at a browser, before a demo of their own; every page they come to is looked at by axe.

use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::process::{Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::json;

use crate::driver::{Driver, Process, await_port, free_port};
use crate::proxy;

const PHONE: (u32, u32) = (360, 740);
const DESK: (u32, u32) = (1280, 900);
const PASSWORD: &str = "linli-demo";

/// A demo of one's own on the Tuesday of the tour; gone when dropped.
struct Demo {
    base: String,
    /// Whether the pages' script arrives.
    scripts: bool,
    port: u16,
    /// None while there is no network.
    server: Option<Process>,
    data: tempfile::TempDir,
}

impl Demo {
    fn start(scripts: bool) -> Self {
        let data = tempfile::tempdir().unwrap();
        let port = free_port();
        let server = Some(serve(&data, port));
        let door = if scripts { port } else { proxy::without_scripts(port) };
        Self { base: format!("http://127.0.0.1:{door}"), scripts, port, server, data }
    }
}

/// Serves the demo that is in this folder, or makes it.
fn serve(data: &tempfile::TempDir, port: u16) -> Process {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    command.env_clear().current_dir(data.path()).arg("demo").arg("--data").arg(data.path());
    command.args(["--today", "2026-11-24", "--listen", &format!("127.0.0.1:{port}")]);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let server = Process(command.spawn().unwrap());
    await_port(port);
    server
}

/// Somebody at a browser.
pub struct Visit {
    pub browser: Driver,
    demo: Demo,
    width: u32,
    axe: String,
    /// What the last page fetched, itself included; what came from the cache is not.
    pub requests: Vec<String>,
    complaints: Vec<String>,
}

impl Visit {
    #[track_caller]
    pub fn goes_to(&mut self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.demo.base));
        self.looks();
    }

    #[track_caller]
    pub fn presses(&mut self, what: &str) {
        self.browser.click(what);
        self.looks();
    }

    /// From now on nothing reaches the server, service workers' requests included.
    pub fn loses_the_network(&mut self) {
        self.demo.server = None;
    }

    /// It is back; what the console said meanwhile was meant.
    pub fn has_the_network_again(&mut self) {
        self.demo.server = Some(serve(&self.demo.data, self.demo.port));
        self.browser.console();
    }

    /// Opens a page without looking at it: there is no network, and the console says so.
    #[track_caller]
    pub fn opens(&mut self, path: &str) {
        self.browser.goto(&format!("{}{path}", self.demo.base));
    }

    /// Reads words that come in a while.
    #[track_caller]
    pub fn waits_for(&self, what: impl Fn(&Driver) -> bool, words: &str) {
        let begun = Instant::now();
        while !what(&self.browser) {
            assert!(begun.elapsed() < Duration::from_secs(30), "{words}:\n{}", self.browser.text());
            sleep(Duration::from_millis(100));
        }
    }

    /// A button or link in `main` by the words that can be seen on it.
    #[track_caller]
    pub fn presses_words(&mut self, words: &str) {
        self.presses(&format!(
            "//main//*[self::a or self::button or self::summary][starts-with(normalize-space(.), '{words}')]"
        ));
    }

    #[track_caller]
    pub fn signs_in(&mut self, login: &str) {
        self.goes_to("/sign-in");
        self.browser.type_into("#login", login);
        self.browser.type_into("#password", PASSWORD);
        self.presses("main form[action='/sign-in'] button");
        assert!(!self.browser.url().contains("/sign-in"), "{}", self.browser.text());
    }

    #[track_caller]
    pub fn reads(&self, words: &str) {
        let text = self.browser.text();
        assert!(text.contains(words), "{words} is not on {}:\n{text}", self.browser.url());
    }

    /// The same, in one part of the page.
    #[track_caller]
    pub fn reads_in(&self, part: &str, words: &str) {
        let text = self.browser.text_of(part);
        assert!(text.contains(words), "{words} is not in {part} on {}:\n{text}", self.browser.url());
    }

    /// All of it can be seen without scrolling, above the bar at the bottom of a phone.
    #[track_caller]
    pub fn sees_at_once(&self, parts: &[&str]) {
        let script = "
            scrollTo(0, 0);
            const bar = document.querySelector('.tabs').getBoundingClientRect();
            const end = bar.top > innerHeight / 2 ? bar.top : innerHeight;
            return arguments[0].filter(part => {
                const box = document.querySelector(part)?.getBoundingClientRect();
                return !box || box.top < 0 || box.bottom > end;
            })";
        let hidden = self.browser.script(script, &[json!(parts)]);
        assert_eq!(hidden, json!([]), "not on the first screen of {}", self.browser.url());
    }

    fn complains(&mut self, what: &str) {
        let page = self.browser.url().replacen(&self.demo.base, "", 1);
        let complaint = format!("{page} at {} px: {what}", self.width);
        if !self.complaints.contains(&complaint) {
            self.complaints.push(complaint);
        }
    }

    /// Nothing sticks out sideways, nothing came from elsewhere, the console is silent, and axe finds nothing.
    pub fn looks(&mut self) {
        for said in self.browser.console() {
            // The browser says so of a page that answers 404 or 409; here such pages are meant.
            let refused = said.contains("the server responded with a status of 4");
            let withheld = !self.demo.scripts && said.contains(".js");
            let meant = refused && (withheld || !said.contains("/assets/"));
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
    pub fn attribute(&self, of: &str, name: &str) -> String {
        let script = "return document.querySelector(arguments[0]).getAttribute(arguments[1]) || ''";
        self.browser.script(script, &[json!(of), json!(name)]).as_str().unwrap().to_owned()
    }
}

/// The journey at both sizes, each in a demo of its own.
#[track_caller]
pub fn travel(name: &str, journey: impl Fn(&mut Visit)) {
    for size in [PHONE, DESK] {
        travel_at(name, size, true, &journey);
    }
}

/// The journey on a phone that is given no script.
#[track_caller]
pub fn travel_without_scripts(name: &str, journey: impl Fn(&mut Visit)) {
    travel_at(&format!("{name}-without-scripts"), PHONE, false, &journey);
}

#[track_caller]
fn travel_at(name: &str, (width, height): (u32, u32), scripts: bool, journey: &impl Fn(&mut Visit)) {
    let axe = std::env::var("LINLI_AXE").expect("LINLI_AXE is the path of axe.min.js; .ci/run fetches it");
    let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{axe}: {error}"));
    let (demo, browser) = (Demo::start(scripts), Driver::start(width, height));
    let mut visit = Visit { browser, demo, width, axe, requests: Vec::new(), complaints: Vec::new() };
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
