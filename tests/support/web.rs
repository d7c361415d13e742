//! Visiting pages in-process, signed in or not.
#![allow(dead_code)]

use std::cell::RefCell;
use std::rc::Rc;

use actix_http::Request;
use actix_web::cookie::Cookie;
use actix_web::http::Method;
use actix_web::http::header;
use actix_web::rt::Runtime;
use actix_web::test::{TestRequest, call_service, init_service, read_body};
use actix_web::web::Data;
use futures_util::future::LocalBoxFuture;
use linli::base::lang::Lang;
use linli::base::web::{State, cookie};
use linli::domain::people::{api_token, sign_in};
use scraper::{ElementRef, Html, Node, Selector};

use crate::support::TestApp;
use crate::support::app::PUBLIC_URL;
use crate::support::people::Someone;

/// What a visit brought.
#[derive(Debug, Clone)]
pub struct Page {
    pub status: u16,
    /// Where it leads, if it leads elsewhere.
    pub location: Option<String>,
    pub kind: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
    /// The body as it came, where it is no text.
    pub bytes: Vec<u8>,
}

/// One request; nobody is signed in unless it says who.
#[derive(Clone)]
pub struct Visit<'a> {
    app: &'a TestApp,
    method: Method,
    path: String,
    form: String,
    upload: Option<Vec<u8>>,
    json: Option<String>,
    cookies: Vec<(String, String)>,
    bearer: Option<String>,
}

impl TestApp {
    pub fn get(&self, path: &str) -> Visit<'_> {
        self.visit("GET", path)
    }

    pub fn post(&self, path: &str, fields: &[(&str, &str)]) -> Visit<'_> {
        Visit { form: serde_html_form::to_string(fields).unwrap(), ..self.visit("POST", path) }
    }

    pub fn visit(&self, method: &str, path: &str) -> Visit<'_> {
        let method = Method::from_bytes(method.as_bytes()).unwrap();
        let path = path.strip_prefix(PUBLIC_URL).unwrap_or(path).to_owned();
        let (form, cookies) = (String::new(), Vec::new());
        Visit { app: self, method, path, form, json: None, upload: None, cookies, bearer: None }
    }

    /// What the server would hold.
    pub fn web_state(&self) -> Data<State> {
        Data::new(State::new(self.db.clone(), self.clock.clone(), self.tokens.clone(), PUBLIC_URL))
    }
}

impl<'a> Visit<'a> {
    /// Signed in by a cookie, as somebody who had typed the password.
    pub fn by(mut self, who: &Someone) -> Self {
        let (app, id) = (self.app, who.person.id);
        let secret = app.write(|conn| sign_in::open(conn, &app.tokens, id, app.now()));
        self.cookies.push((cookie::sign_in_name(true).to_owned(), secret));
        self
    }

    /// With a token, as a program.
    pub fn by_program_of(mut self, who: &Someone) -> Self {
        let (app, id) = (self.app, who.person.id);
        self.bearer = Some(app.write(|conn| api_token::create(conn, &app.tokens, id, "", app.now())));
        self
    }

    /// The language chosen on the page.
    pub fn lang(mut self, lang: Lang) -> Self {
        self.cookies.push((cookie::LOOK.to_owned(), lang.word().to_owned()));
        self
    }

    pub fn fields(mut self, fields: &[(&str, &str)]) -> Self {
        self.form = serde_html_form::to_string(fields).unwrap();
        self
    }

    /// A form that sends these files: names and contents.
    pub fn files(mut self, files: &[(&str, &[u8])]) -> Self {
        let mut body = Vec::new();
        for (name, content) in files {
            let head = format!(
                "--edge\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\n\r\n"
            );
            body.extend_from_slice(head.as_bytes());
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        body.extend_from_slice(b"--edge--\r\n");
        self.upload = Some(body);
        self
    }

    /// A form with what was typed and one file, whose field is `picture`.
    pub fn form_and_file(mut self, fields: &[(&str, &str)], name: &str, content: &[u8]) -> Self {
        let mut body = Vec::new();
        for (field, value) in fields {
            let part =
                format!("--edge\r\nContent-Disposition: form-data; name=\"{field}\"\r\n\r\n{value}\r\n");
            body.extend_from_slice(part.as_bytes());
        }
        let head = format!(
            "--edge\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"{name}\"\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n--edge--\r\n");
        self.upload = Some(body);
        self
    }

    pub fn json(mut self, body: &serde_json::Value) -> Self {
        self.json = Some(body.to_string());
        self
    }

    pub fn go(self) -> Page {
        served(self.app, self.request())
    }

    fn request(self) -> Request {
        let mut request = TestRequest::default().method(self.method.clone()).uri(&self.path);
        request = request.insert_header((header::HOST, "linli.example.org"));
        for (name, value) in &self.cookies {
            request = request.cookie(Cookie::new(name, value));
        }
        if let Some(bearer) = &self.bearer {
            request = request.insert_header((header::AUTHORIZATION, format!("Bearer {bearer}")));
        } else if self.method == Method::POST {
            request = request.insert_header((header::ORIGIN, PUBLIC_URL));
        }
        if let Some(body) = self.upload {
            let kind = (header::CONTENT_TYPE, "multipart/form-data; boundary=edge");
            request = request.insert_header(kind).set_payload(body);
        } else if let Some(json) = self.json {
            request = request.insert_header((header::CONTENT_TYPE, "application/json")).set_payload(json);
        } else if self.method == Method::POST {
            let kind = (header::CONTENT_TYPE, "application/x-www-form-urlencoded");
            request = request.insert_header(kind).set_payload(self.form);
        }
        request.to_request()
    }
}

type Serve = Box<dyn Fn(Request) -> LocalBoxFuture<'static, Page>>;

/// The application of one test, on the test's thread.
struct Server {
    database: String,
    serve: Serve,
    runtime: Runtime,
}

impl Server {
    fn of(app: &TestApp) -> Self {
        let runtime = Runtime::new().unwrap();
        let service = Rc::new(runtime.block_on(init_service(linli::app::app(app.web_state()))));
        let serve: Serve = Box::new(move |request| {
            let service = Rc::clone(&service);
            Box::pin(async move {
                let response = call_service(&*service, request).await;
                let value = |name| Some(response.headers().get(name)?.to_str().ok()?.to_owned());
                let headers = response.headers().iter();
                let headers = headers
                    .filter_map(|(name, value)| Some((name.to_string(), value.to_str().ok()?.to_owned())));
                let headers = headers.collect();
                let (status, location) = (response.status().as_u16(), value(header::LOCATION));
                let kind = value(header::CONTENT_TYPE).unwrap_or_default();
                let bytes = read_body(response).await.to_vec();
                let body = String::from_utf8_lossy(&bytes).into_owned();
                Page { headers, status, location, kind, body, bytes }
            })
        });
        Self { database: app.database.url.clone(), serve, runtime }
    }
}

/// Answers by the server of this test; making one takes longer than most answers.
fn served(app: &TestApp, request: Request) -> Page {
    thread_local!(static SERVER: RefCell<Option<Server>> = const { RefCell::new(None) });
    SERVER.with_borrow_mut(|server| {
        let server = match server {
            Some(server) if server.database == app.database.url => server,
            other => other.insert(Server::of(app)),
        };
        server.runtime.block_on((server.serve)(request))
    })
}

impl Page {
    /// A header of the answer, by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(one, _)| one == name).map(|(_, value)| value.as_str())
    }

    /// What people see: one line for each block, links with where they lead, fields with their names and values.
    pub fn text(&self) -> String {
        let html = Html::parse_document(&self.body);
        let mut text = String::new();
        let title = Selector::parse("title").unwrap();
        if let Some(title) = html.select(&title).next() {
            text.push_str(&format!("# {}\n", title.text().collect::<String>().trim()));
        }
        let body = Selector::parse("body").unwrap();
        if let Some(body) = html.select(&body).next() {
            write(body, &mut text);
        }
        let lines = text.lines().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n") + "\n"
    }
}

const BLOCKS: &[&str] = &[
    "address", "article", "aside", "button", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "header", "label", "legend", "li", "main", "nav",
    "ol", "option", "p", "section", "select", "summary", "table", "tbody", "td", "th", "thead", "tr", "ul",
    "br", "hr", "input", "textarea",
];

fn write(node: ElementRef, text: &mut String) {
    for child in node.children() {
        match child.value() {
            Node::Text(words) => text.push_str(&words.replace('\n', " ")),
            Node::Element(element) => {
                let name = element.name();
                if matches!(name, "script" | "style" | "svg" | "template") {
                    continue;
                }
                let block = BLOCKS.contains(&name);
                if block {
                    text.push('\n');
                }
                match name {
                    "h1" | "h2" | "h3" | "h4" => {
                        text.push_str(&format!("{} ", "#".repeat(name.as_bytes()[1] as usize - 47)))
                    }
                    "li" => text.push_str("- "),
                    "button" => text.push_str("[button] "),
                    "form" => text.push_str(&format!(
                        "({} {})\n",
                        element.attr("method").unwrap_or("get"),
                        element.attr("action").unwrap_or("")
                    )),
                    "input" | "select" | "textarea" => {
                        let kind = element.attr("type").unwrap_or(name);
                        // A random key is different every time.
                        let value = element.attr("value").unwrap_or("");
                        let value = if value.len() == 43 { "…" } else { value };
                        let ticked = if element.attr("checked").is_some() { " x" } else { "" };
                        text.push_str(&format!(
                            "[{kind} {}={value}{ticked}] ",
                            element.attr("name").unwrap_or("")
                        ));
                    }
                    "option" if element.attr("selected").is_some() => text.push_str("(x) "),
                    "option" => text.push_str("( ) "),
                    _ => {}
                }
                if let Some(inner) = ElementRef::wrap(child) {
                    write(inner, text);
                }
                match (name, element.attr("href")) {
                    ("a", Some(href)) => text.push_str(&format!(" <{href}> ")),
                    ("td" | "th", _) => text.push_str(" | "),
                    _ => {}
                }
                if block {
                    text.push('\n');
                }
            }
            _ => {}
        }
    }
}
