//! JSON schemas of the wire types: requests as they are read, answers as they are written.

use schemars::generate::{SchemaGenerator, SchemaSettings};
use schemars::{JsonSchema, Schema};
use serde_json::{Map, Value, json};

use crate::openapi::problems;

/// How a type describes itself.
pub type Shape = fn(&mut SchemaGenerator) -> Schema;

/// The shape of `T`, by reference where it has a name.
pub fn of<T: JsonSchema>(generator: &mut SchemaGenerator) -> Schema {
    generator.subschema_for::<T>()
}

/// All schemas of one description.
pub struct Schemas {
    /// Of what is written.
    pub answers: SchemaGenerator,
    /// Of what is read.
    pub requests: SchemaGenerator,
}

impl Default for Schemas {
    fn default() -> Self {
        let settings = || {
            SchemaSettings::draft2020_12().with(|settings| {
                settings.definitions_path = "/components/schemas".into();
                settings.meta_schema = None;
            })
        };
        Self {
            answers: settings().for_serialize().into_generator(),
            requests: settings().for_deserialize().into_generator(),
        }
    }
}

impl Schemas {
    /// Every schema that has a name.
    pub fn components(mut self) -> Map<String, Value> {
        let problems = problems::components(&mut self.answers);
        let mut components = self.answers.take_definitions(true);
        components.extend(self.requests.take_definitions(true));
        components.extend(problems);
        components.values_mut().for_each(say_what_is_a_time);
        components.values_mut().for_each(enumerate);
        components.values_mut().for_each(unlink);
        components
    }
}

/// Times travel as text; their members' names say which they are.
fn say_what_is_a_time(schema: &mut Value) {
    let members = schema.get_mut("properties").and_then(Value::as_object_mut);
    for (name, member) in members.into_iter().flatten() {
        let time = ["now", "since"].contains(&name.as_str())
            || ["_at", "_by", "_until"].iter().any(|end| name.ends_with(end));
        if let (true, Some(member)) = (time, member.as_object_mut()) {
            member.insert("format".to_owned(), "date-time".into());
        }
    }
}

/// Names to choose from as one `enum`: a list of constants, each with its own description, is a riddle to
/// most makers of clients.
fn enumerate(schema: &mut Value) {
    let Some(choices) = schema["oneOf"].as_array() else {
        return;
    };
    let says = |choice: &Value| {
        let (name, meaning) = (choice["const"].as_str()?, choice["description"].as_str()?);
        Some(format!("- `{name}`: {meaning}"))
    };
    let names: Vec<Value> = choices.iter().map(|choice| choice["const"].clone()).collect();
    let meanings: Option<Vec<String>> = choices.iter().map(says).collect();
    if let Some(meanings) = meanings {
        let general = schema["description"].as_str().unwrap_or_default();
        *schema = json!({
            "type": "string",
            "enum": names,
            "description": format!("{general}\n\n{}", meanings.join("\n")),
        });
    }
}

/// Links between comments lead nowhere here.
fn unlink(value: &mut Value) {
    match value {
        Value::String(text) => *text = text.replace("[`", "`").replace("`]", "`"),
        Value::Array(list) => list.iter_mut().for_each(unlink),
        Value::Object(members) => members.values_mut().for_each(unlink),
        _ => {}
    }
}
