//! As much of the WebDriver protocol as the journeys need: `chromedriver` as a child, one session, a few commands.

use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use ureq::http::Method;

/// The name under which the protocol hides an element's id.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";
/// A page of the demo that takes longer does not come.
const PATIENCE: Duration = Duration::from_secs(20);

/// A child process that ends with its owner.
pub struct Process(pub Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// Waits until somebody listens there.
pub fn await_port(port: u16) {
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_err() {
        assert!(begun.elapsed() < PATIENCE * 3, "nobody listens on port {port}");
        sleep(Duration::from_millis(25));
    }
}

/// One browser with a profile of its own.
pub struct Driver {
    agent: ureq::Agent,
    session: String,
    profile: tempfile::TempDir,
    _chromedriver: Process,
}

impl Driver {
    /// `width` by `height`; a phone below 600.
    pub fn start(width: u32, height: u32) -> Self {
        let port = free_port();
        let binary = std::env::var("LINLI_CHROMEDRIVER").unwrap_or_else(|_| "chromedriver".into());
        let mut command = Command::new(binary);
        command
            .arg(format!("--port={port}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let chromedriver = Process(command.spawn().expect("chromedriver is installed"));
        await_port(port);
        let profile = tempfile::tempdir().unwrap();
        let mut options = json!({ "args": [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic",
            "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync",
            "--lang=zh-CN", format!("--window-size={width},{height}"),
            format!("--user-data-dir={}", profile.path().display()),
        ], "prefs": {
            "intl.accept_languages": "zh-CN,zh",
            "download.default_directory": profile.path().join("downloads"),
        } });
        if width < 600 {
            let metrics = json!({ "width": width, "height": height, "pixelRatio": 2.0, "touch": true });
            options["mobileEmulation"] = json!({ "deviceMetrics": metrics });
        }
        if let Some(binary) = chromium() {
            options["binary"] = json!(binary);
        }
        let capabilities = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": 60_000, "pageLoad": 60_000, "implicit": 0 },
        } } });
        let config = ureq::Agent::config_builder()
            .http_status_as_error(false)
            .timeout_global(Some(Duration::from_secs(120)))
            .build();
        let mut driver = Self {
            agent: config.into(),
            session: format!("http://127.0.0.1:{port}/session"),
            profile,
            _chromedriver: chromedriver,
        };
        let begun = driver.send(Method::POST, "", &capabilities).unwrap_or_else(|error| panic!("{error}"));
        let id = begun["sessionId"].as_str().unwrap();
        driver.session = format!("{}/{id}", driver.session);
        driver
    }

    /// The value of the answer, or the error in words.
    fn send(&self, method: Method, path: &str, body: &Value) -> Result<Value, String> {
        let url = format!("{}{path}", self.session);
        let answer = match method {
            Method::GET => self.agent.get(url).call(),
            Method::DELETE => self.agent.delete(url).call(),
            _ => self.agent.post(url).send_json(body),
        };
        let text = answer.and_then(|mut answer| answer.body_mut().read_to_string()).unwrap();
        let value = serde_json::from_str::<Value>(&text).unwrap_or_else(|_| panic!("{text}"))["value"].take();
        match value["error"].as_str() {
            Some(error) => Err(format!("{error}: {}", value["message"].as_str().unwrap_or_default())),
            None => Ok(value),
        }
    }

    #[track_caller]
    fn post(&self, path: &str, body: &Value) -> Value {
        self.send(Method::POST, path, body).unwrap_or_else(|error| panic!("{path} {body}: {error}"))
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        self.send(Method::GET, path, &Value::Null).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    #[track_caller]
    pub fn goto(&self, url: &str) {
        self.post("/url", &json!({ "url": url }));
    }

    #[track_caller]
    pub fn url(&self) -> String {
        self.get("/url").as_str().unwrap().to_owned()
    }

    fn ids(&self, using: &str, what: &str) -> Vec<String> {
        let found = self.post("/elements", &json!({ "using": using, "value": what }));
        let ids = found.as_array().unwrap().iter();
        ids.map(|one| one[ELEMENT].as_str().unwrap().to_owned()).collect()
    }

    fn is_displayed(&self, id: &str) -> bool {
        self.get(&format!("/element/{id}/displayed")) == true
    }

    /// The first that can be seen; `//…` is XPath, anything else CSS.
    pub fn finds(&self, what: &str) -> Option<String> {
        let using = if what.starts_with("//") { "xpath" } else { "css selector" };
        self.ids(using, what).into_iter().find(|id| self.is_displayed(id))
    }

    #[track_caller]
    pub fn find(&self, what: &str) -> String {
        self.finds(what).unwrap_or_else(|| panic!("no {what} on {}:\n{}", self.url(), self.text()))
    }

    /// Presses it. Where that leads to another page, returns when that page is there.
    #[track_caller]
    pub fn click(&self, what: &str) {
        let id = self.find(what);
        let element = json!({ ELEMENT: id });
        self.script("arguments[0].scrollIntoView({ block: 'center', behavior: 'instant' })", &[element]);
        self.post(&format!("/element/{id}/click"), &json!({}));
    }

    /// In place of what stands there.
    #[track_caller]
    pub fn type_into(&self, what: &str, text: &str) {
        let id = self.find(what);
        self.post(&format!("/element/{id}/clear"), &json!({}));
        self.post(&format!("/element/{id}/value"), &json!({ "text": text }));
    }

    #[track_caller]
    pub fn property(&self, what: &str, name: &str) -> String {
        let id = self.find(what);
        self.get(&format!("/element/{id}/property/{name}")).as_str().unwrap_or_default().to_owned()
    }

    /// What can be read in `main`.
    #[track_caller]
    pub fn text(&self) -> String {
        let Some(id) = self.ids("css selector", "main").into_iter().next() else { return String::new() };
        self.get(&format!("/element/{id}/text")).as_str().unwrap_or_default().to_owned()
    }

    /// What can be read in a part of the page.
    #[track_caller]
    pub fn text_of(&self, what: &str) -> String {
        let id = self.find(what);
        self.get(&format!("/element/{id}/text")).as_str().unwrap_or_default().to_owned()
    }

    #[track_caller]
    pub fn script(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("/execute/sync", &json!({ "script": script, "args": arguments }))
    }

    /// The script's last argument takes the answer.
    #[track_caller]
    pub fn script_async(&self, script: &str, arguments: &[Value]) -> Value {
        self.post("/execute/async", &json!({ "script": script, "args": arguments }))
    }

    /// Opens another tab and goes to it; the answer is the one left.
    pub fn opens_tab(&self) -> Value {
        let left = self.get("/window");
        let opened = self.post("/window/new", &json!({ "type": "tab" }));
        self.switches(&opened["handle"]);
        left
    }

    pub fn switches(&self, tab: &Value) {
        self.post("/window", &json!({ "handle": tab }));
    }

    /// What a press has loaded into the folder of downloads, once it is there whole.
    pub fn downloaded(&self, extension: &str) -> String {
        let begun = Instant::now();
        loop {
            let files =
                std::fs::read_dir(self.profile.path().join("downloads")).into_iter().flatten().flatten();
            let mut wanted = files
                .map(|file| file.path())
                .filter(|path| path.extension().is_some_and(|it| it == extension));
            if let Some(path) = wanted.next() {
                return std::fs::read_to_string(path).unwrap();
            }
            assert!(begun.elapsed() < PATIENCE, "no file came");
            sleep(Duration::from_millis(50));
        }
    }

    /// How many sheets the page prints on: those of a PDF, each of which is an object `/Type /Page`.
    pub fn sheets(&self) -> usize {
        use base64::Engine;
        let printed = self.post("/print", &json!({ "page": { "width": 21.0, "height": 29.7 }, "margin": { "top": 1.2, "bottom": 1.2, "left": 1.2, "right": 1.2 } }));
        let pdf = base64::engine::general_purpose::STANDARD.decode(printed.as_str().unwrap()).unwrap();
        let is_page = |at: usize| pdf.get(at).is_none_or(|next| *next != b's');
        let kind = b"/Type /Page";
        pdf.windows(kind.len()).enumerate().filter(|(at, it)| it == kind && is_page(at + kind.len())).count()
    }

    /// What the console has said since last asked.
    pub fn console(&self) -> Vec<String> {
        let said = self.post("/se/log", &json!({ "type": "browser" }));
        let severe = said.as_array().unwrap().iter().filter(|one| one["level"] == "SEVERE");
        severe.map(|one| one["message"].as_str().unwrap_or_default().to_owned()).collect()
    }

    /// `target/browser/{name}.png`
    pub fn screenshot(&self, name: &str) {
        use base64::Engine;
        let Ok(picture) = self.send(Method::GET, "/screenshot", &Value::Null) else { return };
        let picture = base64::engine::general_purpose::STANDARD.decode(picture.as_str().unwrap_or_default());
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/browser");
        if let (Ok(picture), Ok(())) = (picture, std::fs::create_dir_all(&folder)) {
            let _ = std::fs::write(folder.join(format!("{name}.png")), picture);
        }
    }
}

impl Drop for Driver {
    /// Ends the browser; the driver alone would leave it running.
    fn drop(&mut self) {
        let _ = self.agent.delete(&self.session).call();
    }
}

fn chromium() -> Option<String> {
    let set = std::env::var("LINLI_CHROMIUM").ok();
    let usual = ["/usr/bin/chromium", "/usr/bin/google-chrome"];
    set.or_else(|| usual.into_iter().find(|path| Path::new(path).exists()).map(str::to_owned))
}
