//! Every route that the source registers, read from it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// The routes as they stand in the source, and the JSON interface's own list.
pub fn routes() -> BTreeSet<String> {
    let mut routes: BTreeSet<String> = BTreeSet::new();
    for (method, path) in linli::pages::api::ROUTES {
        routes.insert(format!("{} /api/v1{path}", method.to_uppercase()));
    }
    routes.insert("GET /api/v1/openapi.json".into());
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") && !path.ends_with("tests.rs") {
                let text = fs::read_to_string(&path).unwrap();
                let code = text.split("#[cfg(test)]").next().unwrap();
                read_routes(code, &path, &mut routes);
            }
        }
    }
    routes
}

/// Reads `.route(PATH, web::METHOD()…` and `web::resource(PATH).METHOD(…).METHOD(…)`.
fn read_routes(code: &str, file: &Path, routes: &mut BTreeSet<String>) {
    if file.to_string_lossy().contains("/pages/api/") {
        return;
    }
    for (at, _) in code.match_indices(".route(") {
        let (path, rest) = argument(&code[at + ".route(".len()..]);
        let handler = rest.trim_start_matches([',', ' ', '\n']).trim_start_matches("web::");
        let method = match handler.split_once("().to(") {
            Some((method, _)) => method,
            // Within a resource: read with it.
            None if path.trim_start_matches("web::").contains("().to(") => continue,
            None => panic!("{}: {path} has no method", file.display()),
        };
        routes.insert(format!("{} {}", method.to_uppercase(), path_of(path, code, file)));
    }
    for (at, _) in code.match_indices("web::resource(") {
        let (path, rest) = argument(&code[at + "web::resource(".len()..]);
        let path = path_of(path, code, file);
        let mut rest = rest.strip_prefix(')').unwrap().trim_start();
        let mut methods = 0;
        while let Some((method, after)) = rest.strip_prefix('.').and_then(|rest| rest.split_once('(')) {
            let (handler, after) = argument(after);
            let method = match method {
                "route" => handler.strip_prefix("web::").and_then(|rest| rest.split('(').next()).unwrap(),
                "get" | "post" | "head" | "put" | "delete" | "patch" => method,
                other => panic!("{}: {path} has .{other}, which this test cannot read", file.display()),
            };
            routes.insert(format!("{} {path}", method.to_uppercase()));
            methods += 1;
            rest = after.strip_prefix(')').unwrap().trim_start();
        }
        assert!(methods > 0, "{}: {path} has no method", file.display());
    }
}

/// The first argument of a call and what comes after it, from the comma or the closing bracket on.
fn argument(text: &str) -> (&str, &str) {
    let mut depth = 0;
    for (at, c) in text.char_indices() {
        match c {
            ',' if depth == 0 => return (text[..at].trim(), &text[at..]),
            '(' => depth += 1,
            ')' if depth == 0 => return (text[..at].trim(), &text[at..]),
            ')' => depth -= 1,
            _ => {}
        }
    }
    panic!("a call that does not end: {text:.60}");
}

/// A text, a constant of the file, or `at("…")` below the staff's address; patterns such as `{id:\d+}` are
/// left to the server.
fn path_of(expression: &str, code: &str, file: &Path) -> String {
    let inner = expression.strip_prefix("at(").and_then(|rest| rest.strip_suffix(')'));
    let text = inner.unwrap_or(expression).trim_start_matches('r');
    let path = match text.strip_prefix('"') {
        Some(text) => text.trim_end_matches('"'),
        None => {
            let (_, value) = code.split_once(&format!("const {text}: &str = \"")).unwrap_or_else(|| {
                panic!("{}: the path {expression} cannot be read; write it out", file.display())
            });
            value.split('"').next().unwrap()
        }
    };
    let path = path.replace(":\\d+}", "}");
    if inner.is_some() { format!("/staff/{{centre}}{path}") } else { path }
}
