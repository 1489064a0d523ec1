//! Requests to the edge.

use std::cell::Cell;

use js_sys::{Promise, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestCache, RequestInit, Response, Window};

use crate::journey::Refusal;
use crate::json::{Json, write};
use crate::reply;

/// No answer after this long counts as none at all.
const TIMEOUT_MS: u32 = 20_000;

/// The status of an answer without a body.
const NO_CONTENT: u16 = 204;

/// From this status on the server failed, and may have failed after doing what was asked.
const SERVER_FAILED: u16 = 500;

/// A request.
#[derive(Default)]
pub struct Ask<'a> {
    /// `GET` when empty.
    pub method: &'a str,
    /// From `/api/v1` on.
    pub path: &'a str,
    /// The secret of an appointment.
    pub secret: Option<&'a str>,
    /// The key that makes a repetition harmless.
    pub key: Option<&'a str>,
    /// The body, sent as JSON.
    pub body: Option<JsValue>,
    /// The request itself, where it has left already.
    pub under_way: Option<Promise>,
}

/// Where the edge is and in which language it shall answer.
#[derive(Debug)]
pub struct Api {
    /// Without a slash at the end.
    pub edge: String,
    /// Its tag.
    pub language: Cell<&'static str>,
}

impl Api {
    /// Sends a request; a refusal is the API's problem document, or `network` where there was no answer.
    pub async fn ask(&self, ask: Ask<'_>) -> Result<Json, Refusal> {
        let changes = !matches!(ask.method, "" | "GET");
        let silent = || Refusal {
            name: "network".into(),
            uncertain: changes,
            ..Refusal::default()
        };
        let response = self.send(&ask).await.map_err(|_| silent())?;
        let body = match response.json() {
            Ok(promise) => JsFuture::from(promise).await.ok(),
            Err(_) => None,
        };
        match body {
            Some(body) if response.ok() => Ok(Json(body)),
            None if response.status() == NO_CONTENT => Ok(Json(JsValue::NULL)),
            // The connection broke in the middle of the answer.
            None if response.ok() => Err(silent()),
            body => Err(Refusal {
                uncertain: changes && response.status() >= SERVER_FAILED,
                ..reply::refusal(&Json(body.unwrap_or(JsValue::NULL)))
            }),
        }
    }

    /// The lines of a file beside the widget: the words of a language, or `postcodes`.
    pub async fn lines(&self, file: &str) -> Result<String, JsValue> {
        let window = window().ok_or(JsValue::NULL)?;
        let url = [&self.edge, "/v1/", file, ".txt"].concat();
        let init = RequestInit::new();
        init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
        let response = JsFuture::from(window.fetch_with_str_and_init(&url, &init)).await?;
        let response: Response = response.unchecked_into();
        if !response.ok() {
            return Err(JsValue::NULL);
        }
        JsFuture::from(response.text()?)
            .await?
            .as_string()
            .ok_or(JsValue::NULL)
    }

    async fn send(&self, ask: &Ask<'_>) -> Result<Response, JsValue> {
        if let Some(request) = &ask.under_way {
            return JsFuture::from(request.clone()).await?.dyn_into();
        }
        let headers = Headers::new()?;
        headers.set("Accept-Language", self.language.get())?;
        let init = RequestInit::new();
        // Never from a cache: the answer tells the time.
        if ask.secret.is_some() || ask.path.starts_with("/availability") {
            init.set_cache(RequestCache::NoStore);
        }
        if let Some(secret) = ask.secret {
            headers.set("Authorization", &["Bearer ", secret].concat())?;
        }
        if let Some(key) = ask.key {
            headers.set("Idempotency-Key", key)?;
        }
        if !ask.method.is_empty() {
            init.set_method(ask.method);
        }
        if let Some(body) = &ask.body {
            headers.set("Content-Type", "application/json")?;
            init.set_body(&write(body).into());
        }
        init.set_headers(&headers);
        init.set_signal(Some(&AbortSignal::timeout_with_u32(TIMEOUT_MS)));
        let url = [&self.edge, "/api/v1", ask.path].concat();
        let window = window().ok_or(JsValue::NULL)?;
        JsFuture::from(window.fetch_with_str_and_init(&url, &init))
            .await?
            .dyn_into()
    }
}

/// The browser's window.
pub fn window() -> Option<Window> {
    web_sys::window()
}

/// 128 random bits in hexadecimal, for an idempotency key.
pub fn random_key() -> String {
    let bytes = Uint8Array::new_with_length(16);
    if let Some(crypto) = window().and_then(|window| window.crypto().ok()) {
        let _ = crypto.get_random_values_with_array_buffer_view(&bytes);
    }
    let mut key = String::new();
    for byte in bytes.to_vec() {
        for nibble in [byte >> 4, byte & 15] {
            key.push(char::from_digit(u32::from(nibble), 16).unwrap_or('0'));
        }
    }
    key
}
