//! What the API says of itself, held against what it answers: every answer that a test gets passes here.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use jsonschema::Validator;
use reqwest::header::HeaderMap;
use reqwest::{Method, StatusCode};
use serde_json::{Map, Value, json};

const PREFIX: &str = "/api/v1/";
const OPERATOR: &str = "/api/v1/operator/";

static DESCRIPTION: LazyLock<Description> = LazyLock::new(|| Description::new(edge::openapi::document()));

/// A request and its answer.
#[derive(Clone, Copy, Debug)]
pub struct Exchange<'a> {
    /// Of the request.
    pub method: &'a Method,
    /// With its query.
    pub path: &'a str,
    /// Body of the request.
    pub sent: Option<&'a [u8]>,
    /// Of the answer.
    pub status: StatusCode,
    /// Of the answer.
    pub headers: &'a HeaderMap,
    /// Body of the answer.
    pub received: &'a str,
}

impl Exchange<'_> {
    /// What the description says against it.
    pub fn complaint(&self) -> Option<String> {
        DESCRIPTION.complaint(self).err()
    }

    /// Panics where the description says otherwise.
    #[track_caller]
    pub fn is_as_described(&self) {
        if let Some(complaint) = self.complaint() {
            panic!(
                "{} {} answers {} {}\nbut the description in edge/src/openapi says otherwise: {complaint}",
                self.method, self.path, self.status, self.received
            );
        }
    }
}

/// The description, ready to judge.
struct Description {
    document: Value,
    validators: Mutex<HashMap<String, Arc<Validator>>>,
}

/// What is wrong, in words.
type Verdict = Result<(), String>;

impl Description {
    /// Members that the description lets answers grow by are unknown all the same today.
    fn new(mut document: Value) -> Self {
        let requests: Vec<String> = operations(&document)
            .filter_map(|operation| reference(&operation["requestBody"]["content"]["application/json"]))
            .collect();
        let schemas = document["components"]["schemas"].as_object_mut();
        for (name, schema) in schemas.into_iter().flatten() {
            if !requests.contains(name) {
                close(schema);
            }
        }
        Self {
            document,
            validators: Mutex::default(),
        }
    }

    fn complaint(&self, exchange: &Exchange) -> Verdict {
        let (path, query) = exchange.path.split_once('?').unwrap_or((exchange.path, ""));
        if !path.starts_with(PREFIX) || exchange.method == Method::OPTIONS {
            return Ok(());
        }
        let Some(described) = self.path(path) else {
            return self.general(exchange, "NotFoundProblem");
        };
        let head = exchange.method == Method::HEAD;
        let method = if head {
            "get"
        } else {
            &exchange.method.as_str().to_lowercase()
        };
        let Some(operation) = described.get(method) else {
            return self.general(exchange, "MethodNotAllowedProblem");
        };
        if exchange.status.is_success() {
            self.request(operation, query, exchange.sent)?;
        }
        let status = exchange.status.as_str();
        let response = operation["responses"].get(status).ok_or(format!(
            "{status} is none of its statuses; name the problem in `refuses` of the operation, or the answer in `answers`"
        ))?;
        self.response(response, exchange, head)
    }

    /// The description of a path; one without a parameter goes before.
    fn path(&self, path: &str) -> Option<&Map<String, Value>> {
        let paths = self.document["paths"].as_object()?;
        let fits = |template: &str| {
            let (asked, known) = (path.split('/'), template.split('/'));
            asked.clone().count() == known.clone().count()
                && asked
                    .zip(known)
                    .all(|(asked, known)| asked == known || (known.starts_with('{') && !asked.is_empty()))
        };
        let found = paths.get(path).or_else(|| {
            let mut templates = paths.iter().filter(|(template, _)| fits(template));
            templates.next().map(|(_, described)| described)
        });
        found?.as_object()
    }

    /// Refusals that need no operation.
    fn general(&self, exchange: &Exchange, problem: &str) -> Verdict {
        // Whoever has no key learns not even what there is.
        let locked = exchange.path.starts_with(OPERATOR) && exchange.status == StatusCode::UNAUTHORIZED;
        let problem = if locked { "OperatorOnlyProblem" } else { problem };
        let component = &self.document["components"]["schemas"][problem];
        let status = &component["properties"]["status"]["const"];
        if *status != exchange.status.as_u16() {
            return Err(format!("no such route, so the status should be {status}"));
        }
        match exchange.received {
            // HEAD
            "" => Ok(()),
            body => self.body(&format!("#/components/schemas/{problem}"), body),
        }
    }

    /// What is answered well was asked well.
    fn request(&self, operation: &Value, query: &str, sent: Option<&[u8]>) -> Verdict {
        for (name, _) in form_urlencoded::parse(query.as_bytes()) {
            let parameters = operation["parameters"].as_array();
            let mut parameters = parameters.into_iter().flatten();
            if !parameters.any(|parameter| parameter["in"] == "query" && parameter["name"] == *name) {
                return Err(format!("the query parameter {name} is not described"));
            }
        }
        let content = &operation["requestBody"]["content"]["application/json"];
        match (reference(content), sent.unwrap_or_default()) {
            (_, []) | (None, _) => Ok(()),
            (Some(name), body) => {
                let body = String::from_utf8_lossy(body);
                self.body(&format!("#/components/schemas/{name}"), &body)
                    .map_err(|complaint| format!("of the request: {complaint}"))
            }
        }
    }

    fn response(&self, response: &Value, exchange: &Exchange, head: bool) -> Verdict {
        for name in response["headers"].as_object().into_iter().flat_map(Map::keys) {
            if !exchange.headers.contains_key(name) {
                return Err(format!("the header {name} is missing"));
            }
        }
        let Some(content) = response["content"].as_object() else {
            return match exchange.received {
                "" => Ok(()),
                _ => Err("there should be no body".to_owned()),
            };
        };
        let given = exchange.headers.get("content-type");
        let given = given.and_then(|value| value.to_str().ok()).unwrap_or_default();
        let media = given.split(';').next().unwrap_or_default();
        let described = content
            .get(media)
            .ok_or(format!("its content is not {media:?}"))?;
        if head {
            return Ok(());
        }
        match reference(described) {
            Some(name) => self.body(&format!("#/components/schemas/{name}"), exchange.received),
            None => self.refusal(&described["schema"]["oneOf"], exchange.received),
        }
    }

    /// One of the problems of this status.
    fn refusal(&self, kinds: &Value, body: &str) -> Verdict {
        let json: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
        let kinds = kinds.as_array().into_iter().flatten();
        let kinds: Vec<&str> = kinds.filter_map(|kind| kind["$ref"].as_str()).collect();
        let named = kinds.iter().find(|kind| {
            let schema = self.document.pointer(&kind[1..]).expect("a schema");
            let pattern = schema["properties"]["type"]["pattern"]
                .as_str()
                .unwrap_or_default();
            json["type"]
                .as_str()
                .unwrap_or_default()
                .ends_with(pattern.trim_end_matches('$'))
        });
        match named {
            Some(kind) => self.body(kind, body),
            // An answer of any shape, as that of the description itself.
            None if kinds.is_empty() => Ok(()),
            None => Err(format!(
                "its problem is none of {kinds:?}; name it in `refuses` of the operation"
            )),
        }
    }

    fn body(&self, pointer: &str, body: &str) -> Verdict {
        let json: Value = serde_json::from_str(body).map_err(|error| error.to_string())?;
        let validator = self.validator(pointer);
        let complaints = validator
            .iter_errors(&json)
            .map(|error| format!("{error} at `{}`", error.instance_path()));
        let complaints: Vec<String> = complaints.collect();
        if complaints.is_empty() {
            Ok(())
        } else {
            Err(format!("{pointer}: {}", complaints.join("; ")))
        }
    }

    fn validator(&self, pointer: &str) -> Arc<Validator> {
        let mut validators = self.validators.lock().unwrap_or_else(PoisonError::into_inner);
        let made = validators.entry(pointer.to_owned()).or_insert_with(|| {
            let schema = json!({ "$ref": pointer, "components": self.document["components"] });
            let options = jsonschema::draft202012::options().should_validate_formats(true);
            Arc::new(options.build(&schema).expect("a schema"))
        });
        made.clone()
    }
}

fn operations(document: &Value) -> impl Iterator<Item = &Value> {
    let paths = document["paths"].as_object().into_iter().flatten();
    paths.flat_map(|(_, path)| path.as_object().into_iter().flat_map(Map::values))
}

/// The name of the schema that a content refers to.
fn reference(content: &Value) -> Option<String> {
    let pointer = content["schema"]["$ref"].as_str()?;
    Some(pointer.strip_prefix("#/components/schemas/")?.to_owned())
}

/// Takes no members but those it names.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            if members.contains_key("properties") {
                members
                    .entry("additionalProperties")
                    .or_insert(Value::Bool(false));
            }
            members.values_mut().for_each(close);
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}
