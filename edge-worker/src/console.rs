//! Logs as one JSON object a line on the Worker's console: level, message, fields.

use std::fmt::Debug;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Map, Value};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Level, Metadata, Subscriber};

/// Listens from now on.
pub fn listen() {
    // Set once an isolate; a second time only says that it is set.
    drop(tracing::subscriber::set_global_default(Console(AtomicU64::new(
        1,
    ))));
}

struct Console(AtomicU64);

#[derive(Default)]
struct Fields(Map<String, Value>);

impl Visit for Fields {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_u64(&mut self, field: &Field, value: u64) {
        self.0.insert(field.name().to_owned(), value.into());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0
            .insert(field.name().to_owned(), format!("{value:?}").into());
    }
}

impl Subscriber for Console {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        *metadata.level() <= Level::INFO
    }

    fn new_span(&self, _: &Attributes<'_>) -> Id {
        Id::from_u64(self.0.fetch_add(1, Ordering::Relaxed))
    }

    fn record(&self, _: &Id, _: &Record<'_>) {}

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut fields = Fields::default();
        fields
            .0
            .insert("level".to_owned(), event.metadata().level().as_str().into());
        event.record(&mut fields);
        let line = Value::Object(fields.0).to_string();
        match *event.metadata().level() {
            Level::ERROR => worker::console_error!("{}", line),
            Level::WARN => worker::console_warn!("{}", line),
            _ => worker::console_log!("{}", line),
        }
    }

    fn enter(&self, _: &Id) {}

    fn exit(&self, _: &Id) {}
}
