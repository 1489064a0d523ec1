//! A field: label, hint, fault and input, tied together for those who do not see them.

use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::HtmlInputElement;

use crate::app::App;
use crate::element::{El, el};
use crate::journey::{Event, Field, Journey};

/// An input, and what is said about it.
pub(super) struct Input {
    pub(super) field: Field,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
    /// As in the `type` attribute.
    pub(super) kind: &'static str,
    pub(super) autocomplete: &'static str,
    /// What is wrong, and what to do.
    pub(super) fault: Option<String>,
}

/// The search among the services.
pub(super) fn search(app: &App, journey: &Journey) -> El {
    let text = &app.opening().first;
    let input = Input {
        field: Field::Search,
        label: text.service_search,
        hint: text.service_search_hint,
        kind: "search",
        autocomplete: "off",
        fault: None,
    };
    input.shown(app, journey)
}

impl Input {
    pub(super) fn shown(self, app: &App, journey: &Journey) -> El {
        let Self {
            field,
            hint,
            ref fault,
            ..
        } = self;
        let id = field.name();
        let (hint_id, fault_id) = ([id, "-hint"].concat(), [id, "-fault"].concat());
        let mut described = Vec::new();
        if !hint.is_empty() {
            described.push(hint_id.as_str());
        }
        if fault.is_some() {
            described.push(fault_id.as_str());
        }
        let typing = app.clone();
        let mut input = el("INPUT")
            .attr("id", id)
            .attr("name", id)
            .attr("type", self.kind)
            .attr("autocomplete", self.autocomplete)
            .value(journey.form.get(field))
            .on(
                "input",
                Rc::new(move |event| {
                    if let Some(input) = event.target() {
                        typing.send(Event::Typed(
                            field,
                            input.unchecked_into::<HtmlInputElement>().value(),
                        ));
                    }
                }),
            );
        if !described.is_empty() {
            input = input.attr("aria-describedby", &described.join(" "));
        }
        if fault.is_some() {
            input = input.attr("aria-invalid", "true");
        }
        input = match field {
            Field::Code => input.attr("inputmode", "numeric").attr("maxlength", "9"),
            Field::Phone | Field::Search | Field::Near => input,
            Field::Invitation => input.attr("spellcheck", "false").attr("aria-required", "true"),
            Field::Name | Field::Email => input.attr("aria-required", "true"),
        };
        let mut parts = vec![el("LABEL").attr("for", id).text(self.label)];
        if !hint.is_empty() {
            parts.push(el("P").class("hint").attr("id", &hint_id).text(hint));
        }
        if let Some(fault) = fault {
            parts.push(el("P").class("fault").attr("id", &fault_id).text(fault));
        }
        parts.push(input);
        el("DIV").class("field").children(parts)
    }
}
