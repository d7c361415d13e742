//! Holds answers to the OpenAPI document: as much of JSON Schema as the document uses.

use std::sync::OnceLock;

use serde_json::Value;

use crate::calling::Answer;

pub fn document() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| serde_json::from_str(linli::pages::api::openapi().unwrap()).unwrap())
}

/// The answer has a documented status, media type and shape. 404 and 405 of no documented route are free.
#[track_caller]
pub fn holds(method: &str, path: &str, answer: &Answer) {
    let Some(operation) = operation(method, path) else { return };
    let response = &operation["responses"][answer.status.as_str()];
    assert!(!response.is_null(), "{method} {path} answers {} undocumented: {}", answer.status, answer.body);
    let kind = answer.header("content-type");
    if kind.is_empty() && response["content"].is_null() {
        return;
    }
    let schema = &response["content"][kind]["schema"];
    assert!(!schema.is_null(), "{method} {path} answers {} as {kind}", answer.status);
    fits(schema, &answer.body, path);
}

fn operation(method: &str, path: &str) -> Option<&'static Value> {
    let path = path.strip_prefix("/api/v1")?.split('?').next()?;
    let paths = document()["paths"].as_object().unwrap();
    let matches = |pattern: &str| {
        let (wanted, given): (Vec<_>, Vec<_>) = (pattern.split('/').collect(), path.split('/').collect());
        wanted.len() == given.len()
            && wanted.iter().zip(&given).all(|(want, given)| want.starts_with('{') || want == given)
    };
    let (_, item) = paths.iter().find(|(pattern, _)| matches(pattern))?;
    item.get(method.to_ascii_lowercase())
}

fn has_required(schema: &Value, value: &Value) -> bool {
    let named = schema["$ref"].as_str().and_then(|name| document().pointer(name.strip_prefix('#')?));
    let mut required = named.unwrap_or(schema)["required"].as_array().into_iter().flatten();
    required.all(|name| name.as_str().is_some_and(|name| value.get(name).is_some()))
}

#[track_caller]
fn fits(schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let target = document().pointer(name.strip_prefix('#').unwrap()).unwrap();
        return fits(target, value, at);
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema[choice].as_array() {
            assert!(
                choices.iter().any(|one| one["type"] != "null" && !value.is_null() || one["type"] == "null"),
                "{at}: {value}"
            );
            if !value.is_null() {
                let real = || choices.iter().filter(|one| one["type"] != "null");
                // Of several shapes the one that has all it must have.
                let meant = real().find(|one| has_required(one, value)).or(real().next());
                fits(meant.unwrap(), value, at);
            }
            return;
        }
    }
    let types: Vec<&str> = match &schema["type"] {
        Value::String(one) => vec![one],
        Value::Array(several) => several.iter().map(|one| one.as_str().unwrap()).collect(),
        other => panic!("{at}: a schema without a type: {other} in {schema}"),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_i64() => "integer",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    };
    assert!(types.contains(&kind), "{at}: {value} is {kind}, not {types:?}");
    if let (Some(words), false) = (schema["enum"].as_array(), value.is_null()) {
        assert!(words.contains(value), "{at}: {value} is none of {words:?}");
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| fits(&schema["items"], item, at)),
        Value::Object(members) => {
            for name in schema["required"].as_array().into_iter().flatten() {
                assert!(members.contains_key(name.as_str().unwrap()), "{at}: {name} is missing in {value}");
            }
            for (name, member) in members {
                let property = &schema["properties"][name];
                assert!(!property.is_null(), "{at}: {name} is undocumented");
                fits(property, member, &format!("{at}/{name}"));
            }
        }
        _ => {}
    }
}
