//! One method of one path: what it takes, what it answers, why it may refuse.

use std::collections::BTreeMap;

use axum::http::StatusCode;
use serde_json::{Map, Value, json};

use crate::openapi::problems;
use crate::openapi::schemas::{Schemas, Shape};
use crate::problem::Kind;

/// The bearer of the browser that reserved.
pub const SECRET: &str = "secret";
/// The bearer of the confirmation mail.
pub const MANAGE: &str = "manage";
/// The bearer of whoever runs the product.
pub const OPERATOR: &str = "operator";

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// One method of one path.
pub struct Operation {
    /// `get`, `post`, …
    pub method: &'static str,
    /// Below [`crate::routes::api::PREFIX`].
    pub path: &'static str,
    id: &'static str,
    summary: &'static str,
    about: &'static str,
    tag: &'static str,
    bearers: &'static [&'static str],
    parameters: Vec<Value>,
    body: Option<Body>,
    answers: Vec<Answer>,
    tagged: bool,
    problems: Vec<Kind>,
}

struct Body {
    shape: Shape,
    required: bool,
}

struct Answer {
    status: u16,
    description: &'static str,
    shape: Option<Shape>,
}

impl Operation {
    /// A method of a path, its name in generated clients, and what it does in one line. Everything may fail;
    /// a path with a parameter may lead nowhere.
    pub fn new(method: &'static str, path: &'static str, id: &'static str, summary: &'static str) -> Self {
        let placeholders = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'));
        let parameters: Vec<Value> = placeholders.map(path_parameter).collect();
        let mut problems = vec![Kind::Busy, Kind::Internal];
        if !parameters.is_empty() {
            problems.push(Kind::NotFound);
        }
        Self {
            method,
            path,
            id,
            summary,
            about: "",
            tag: "",
            bearers: &[],
            parameters,
            body: None,
            answers: Vec::new(),
            tagged: false,
            problems,
        }
    }

    /// What one should know beside the summary.
    pub fn about(self, about: &'static str) -> Self {
        Self { about, ..self }
    }

    /// The group it is shown in.
    pub fn tag(self, tag: &'static str) -> Self {
        Self { tag, ..self }
    }

    /// The bearers of an appointment that it takes, one of them. Without one it refuses.
    pub fn bearer(self, bearers: &'static [&'static str]) -> Self {
        Self { bearers, ..self }.refuses(&[Kind::Unauthorised])
    }

    /// For the operator only.
    pub fn operators(self) -> Self {
        let bearers = &[OPERATOR];
        Self { bearers, ..self }.refuses(&[Kind::OperatorOnly])
    }

    /// A parameter of its query. A query that cannot be read is refused.
    pub fn query(mut self, name: &str, required: bool, description: &str, schema: Value) -> Self {
        self.parameters.push(json!({
            "name": name, "in": "query", "required": required, "description": description, "schema": schema,
        }));
        self.refuses(&[Kind::BadQuery])
    }

    /// It creates something: the same key gets the same answer.
    pub fn idempotent_by_key(mut self) -> Self {
        self.parameters.push(reference("parameters", "IdempotencyKey"));
        self.refuses(&[Kind::IdempotencyKeyMissing, Kind::IdempotencyKeyReused])
    }

    /// The body it reads.
    pub fn reads(self, shape: Shape) -> Self {
        self.reading(shape, true)
    }

    /// The body it reads, where there is one.
    pub fn may_read(self, shape: Shape) -> Self {
        self.reading(shape, false)
    }

    fn reading(self, shape: Shape, required: bool) -> Self {
        let body = Some(Body { shape, required });
        Self { body, ..self }.refuses(&[
            Kind::BadJson,
            Kind::Invalid,
            Kind::TooLarge,
            Kind::UnsupportedMediaType,
        ])
    }

    /// How it answers when all went well.
    pub fn answers(self, status: u16, description: &'static str, shape: Shape) -> Self {
        self.answered(status, description, Some(shape))
    }

    /// The same without a body.
    pub fn answers_nothing(self, status: u16, description: &'static str) -> Self {
        self.answered(status, description, None)
    }

    fn answered(mut self, status: u16, description: &'static str, shape: Option<Shape>) -> Self {
        self.answers.push(Answer {
            status,
            description,
            shape,
        });
        self
    }

    /// Its answer has an ETag; who has that already is told so.
    pub fn tagged(mut self) -> Self {
        self.parameters.push(reference("parameters", "IfNoneMatch"));
        self.tagged = true;
        self.answers_nothing(304, "Nothing has changed since.")
    }

    /// Why it may refuse, beside what everything does that takes a bearer, a query, a body.
    pub fn refuses(mut self, kinds: &[Kind]) -> Self {
        self.problems.extend(kinds);
        self
    }

    /// As OpenAPI writes it. `examples` has requests and answers by operation.
    pub fn document(&self, schemas: &mut Schemas, examples: &Value) -> Value {
        let example = &examples[self.id];
        let mut responses = self.refusals();
        for answer in &self.answers {
            let mut response = json!({ "description": answer.description });
            if let Some(shape) = answer.shape {
                let mut content = json!({ "schema": shape(&mut schemas.answers) });
                if let Some(example) = example.get("answer") {
                    content["example"] = example.clone();
                }
                response["content"][JSON] = content;
            }
            if self.tagged {
                response["headers"]["ETag"] = reference("headers", "ETag");
            }
            responses.insert(answer.status.to_string(), response);
        }
        let mut parameters = self.parameters.clone();
        parameters.push(reference("parameters", "AcceptLanguage"));
        let security: Vec<Value> = self.bearers.iter().map(|bearer| json!({ *bearer: [] })).collect();
        let mut document = json!({
            "operationId": self.id,
            "summary": self.summary,
            "tags": [self.tag],
            "security": security,
            "parameters": parameters,
            "responses": responses,
        });
        if !self.about.is_empty() {
            document["description"] = self.about.into();
        }
        if let Some(body) = &self.body {
            let mut content = json!({ "schema": (body.shape)(&mut schemas.requests) });
            if let Some(example) = example.get("request") {
                content["example"] = example.clone();
            }
            document["requestBody"] = json!({ "required": body.required, "content": { JSON: content } });
        }
        document
    }

    /// The refusals, kinds of the same status together.
    fn refusals(&self) -> Map<String, Value> {
        let mut by_status: BTreeMap<StatusCode, Vec<Kind>> = BTreeMap::new();
        for kind in Kind::ALL.iter().filter(|kind| self.problems.contains(kind)) {
            by_status.entry(kind.status()).or_default().push(*kind);
        }
        let response = |(status, kinds): (StatusCode, Vec<Kind>)| {
            let names: Vec<String> = kinds.iter().map(|kind| format!("`{}`", kind.name())).collect();
            let schemas = kinds
                .iter()
                .map(|kind| reference("schemas", &problems::component(*kind)));
            let mut response = json!({
                "description": names.join(", "),
                "content": { PROBLEM: { "schema": { "oneOf": schemas.collect::<Vec<_>>() } } },
            });
            if kinds.iter().any(|kind| problems::says_when(*kind)) {
                response["headers"]["Retry-After"] = reference("headers", "RetryAfter");
            }
            if status == StatusCode::UNAUTHORIZED {
                response["headers"]["WWW-Authenticate"] = reference("headers", "WwwAuthenticate");
            }
            (status.as_str().to_owned(), response)
        };
        by_status.into_iter().map(response).collect()
    }
}

fn reference(kind: &str, name: &str) -> Value {
    json!({ "$ref": format!("#/components/{kind}/{name}") })
}

fn path_parameter(name: &str) -> Value {
    let description = match name {
        "id" => "An appointment, as its reservation named it.",
        "centre" => "A centre, as the catalogue names it.",
        _ => "",
    };
    json!({ "name": name, "in": "path", "required": true, "description": description, "schema": { "type": "string" } })
}

/// The bearers, for `components`.
pub fn bearers() -> Value {
    json!({
        SECRET: {
            "type": "http", "scheme": "bearer",
            "description": "`secret` of the reservation. It stays in the browser that reserved and opens the appointment until it is booked.",
        },
        MANAGE: {
            "type": "http", "scheme": "bearer",
            "description": "The manage token of the confirmation mail: the last part of its link. It opens the booked appointment.",
        },
        OPERATOR: {
            "type": "http", "scheme": "bearer",
            "description": "The key of whoever runs the product.",
        },
    })
}

/// Parameters that operations share, for `components`.
pub fn parameters() -> Value {
    let header = |name: &str, required: bool, description: &str, schema: Value| json!({ "name": name, "in": "header", "required": required, "description": description, "schema": schema });
    let key =
        "Names the request, so that it can be repeated: a new one, such as a UUID, for each reservation.";
    let language = "The languages of refusals, and of a reservation that names none, as browsers send them; German where we have none of them.";
    json!({
        "IdempotencyKey": header("Idempotency-Key", true, key, json!({ "type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[!-~]+$" })),
        "IfNoneMatch": header("If-None-Match", false, "The ETag of the answer one has.", json!({ "type": "string" })),
        "AcceptLanguage": header("Accept-Language", false, language, json!({ "type": "string", "examples": ["en"] })),
    })
}

/// Headers of answers, for `components`.
pub fn headers() -> Value {
    json!({
        "ETag": { "required": true, "description": "Names what the answer says, `now` aside.", "schema": { "type": "string" } },
        "RetryAfter": { "required": true, "description": "Seconds after which it is worth another try.", "schema": { "type": "integer", "minimum": 1 } },
        "WwwAuthenticate": { "required": true, "description": "`Bearer`.", "schema": { "type": "string" } },
    })
}
