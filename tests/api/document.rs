//! The description is of what is there, all of it and nothing else.

use std::collections::BTreeSet;

use linli::pages::api::ROUTES;

use crate::calling::get;
use crate::schema::document;
use crate::support::TestApp;

stories![anybody_may_read_the_document];

fn anybody_may_read_the_document(app: &TestApp) {
    let answer = get(app, "/openapi.json").answer();
    assert_eq!(answer.header("content-type"), "application/json");
    let document = answer.is(200);
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(document["components"]["securitySchemes"]["bearer"]["scheme"], "bearer");
}

#[test]
fn every_route_is_in_the_document_and_the_document_has_no_other() {
    let documented: BTreeSet<(String, String)> = document()["paths"]
        .as_object()
        .unwrap()
        .iter()
        .flat_map(|(path, item)| {
            item.as_object().unwrap().keys().map(|method| (method.clone(), path.clone()))
        })
        .collect();
    let served: BTreeSet<(String, String)> =
        ROUTES.iter().map(|(method, path)| ((*method).to_owned(), (*path).to_owned())).collect();
    assert_eq!(documented, served);
}

#[test]
fn every_operation_says_who_may_and_what_else_may_come() {
    let mut ids = BTreeSet::new();
    for (path, item) in document()["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let here = format!("{method} {path}");
            assert!(ids.insert(operation["operationId"].as_str().unwrap()), "{here}: id twice");
            let responses = operation["responses"].as_object().unwrap();
            let schemes = operation["security"].as_array().expect(&here);
            let public = schemes.iter().any(|scheme| scheme.as_object().unwrap().is_empty());
            assert!(public || responses.contains_key("401"), "{here}: no 401");
            if path.contains("{id}") {
                assert!(responses.contains_key("404"), "{here}: no 404");
            }
            if operation.get("requestBody").is_some() {
                for status in ["400", "415", "422"] {
                    assert!(responses.contains_key(status), "{here}: no {status}");
                }
            }
        }
    }
}

#[test]
fn every_reference_leads_somewhere() {
    fn walk(value: &serde_json::Value) {
        match value {
            serde_json::Value::Object(members) => {
                if let Some(target) = members.get("$ref").and_then(|target| target.as_str()) {
                    assert!(document().pointer(target.strip_prefix('#').unwrap()).is_some(), "{target}");
                }
                members.values().for_each(walk);
            }
            serde_json::Value::Array(items) => items.iter().for_each(walk),
            _ => {}
        }
    }
    walk(document());
}

/// Writes the document where a validator can read it.
#[test]
#[ignore = "a tool, not a test"]
fn print() {
    println!("{}", linli::pages::api::openapi().unwrap());
}
