//! Reading and writing JSON through the browser's own parser, which costs the download nothing.

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// A parsed value. What is missing or of another kind reads as nothing.
#[derive(Clone, Debug)]
pub struct Json(pub JsValue);

impl Json {
    /// A member of an object.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Json {
        Json(Reflect::get(&self.0, &name.into()).unwrap_or(JsValue::NULL))
    }

    /// The member's text.
    #[inline(never)]
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).0.as_string()
    }

    /// The member's text, or an empty one.
    #[inline(never)]
    pub fn words(&self, name: &str) -> String {
        self.text(name).unwrap_or_default()
    }

    /// The member's number, when it is a natural one.
    #[inline(never)]
    pub fn number(&self, name: &str) -> Option<u32> {
        self.get(name).natural()
    }

    /// This value as a natural number.
    pub fn natural(&self) -> Option<u32> {
        let number = self.0.as_f64()?;
        // The cast saturates, and the comparison refuses what it changed.
        let natural = number as u32;
        (f64::from(natural) == number).then_some(natural)
    }

    /// The member's items.
    #[inline(never)]
    pub fn list(&self, name: &str) -> Vec<Json> {
        match self.get(name).0.dyn_ref::<Array>() {
            Some(array) => array.iter().map(Json).collect(),
            None => Vec::new(),
        }
    }

    /// The texts among the member's items.
    #[inline(never)]
    pub fn texts(&self, name: &str) -> Vec<String> {
        self.list(name)
            .iter()
            .filter_map(|item| item.0.as_string())
            .collect()
    }
}

/// An object of these members.
pub fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// An array of these items.
pub fn array(items: Vec<JsValue>) -> JsValue {
    items.into_iter().collect::<Array>().into()
}

/// The value as text.
pub fn write(value: &JsValue) -> String {
    js_sys::JSON::stringify(value)
        .map(String::from)
        .unwrap_or_default()
}
