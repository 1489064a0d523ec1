//! The part of `wasm-streams` 0.5 that Leptos names, with nothing behind it.
//!
//! Leptos links its server functions into every build, and with them the exported JavaScript classes of
//! wasm-streams, which link-time optimisation may not drop: 6 kB of the widget's download. The widget has
//! no server functions, so none of this ever runs; a stream made here simply ends.

use std::pin::Pin;
use std::task::{Context, Poll};

use futures_core::Stream;
use wasm_bindgen::JsValue;

/// A wrapper of the browser's stream.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Wraps the browser's own stream.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// Would read from `stream`; gives an undefined handle.
    pub fn from_stream<S>(_stream: S) -> Self
    where
        S: Stream<Item = Result<JsValue, JsValue>> + 'static,
    {
        Self(JsValue::UNDEFINED.into())
    }

    /// Gives the browser's own stream back.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// A stream that has already ended.
    pub fn into_stream(self) -> Ended {
        Ended
    }
}

/// A stream without items.
pub struct Ended;

impl Stream for Ended {
    type Item = Result<JsValue, JsValue>;

    fn poll_next(self: Pin<&mut Self>, _context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}
