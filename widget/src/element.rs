//! One element type for all views.
//!
//! Every distinct view type costs download: Leptos builds, compares and removes each by its own code. So
//! all views here are the same type: a tag, attributes, children. A step is described anew after every
//! event, and Leptos' view layer changes only what differs: an input keeps its caret, a button its focus.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::tachys::html::attribute::{Attribute, NextAttribute};
use leptos::tachys::html::element::{ElementChild, custom};
use leptos::tachys::view::add_attr::AddAnyAttr;
use leptos::tachys::view::any_view::{AnyView, IntoAny};
use send_wrapper::SendWrapper;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, Event, HtmlInputElement};

/// What an element does when an event reaches it.
pub type Handler = Rc<dyn Fn(Event)>;

/// A description of one element: a pointer, so that passing it on while it is described costs no code.
pub struct El(Box<Description>);

struct Description {
    tag: &'static str,
    attributes: Attributes,
    children: Vec<AnyView>,
}

/// Starts an element. The tag is in capitals, as the DOM names it: Leptos compares it with the tag on the
/// page and keeps the element only when they are equal.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Description {
        tag,
        attributes: Attributes::default(),
        children: Vec::new(),
    }))
}

impl El {
    /// Adds an attribute.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.plain.push((name, value.to_owned()));
        self
    }

    /// Adds an attribute without a value, when `present`.
    #[inline(never)]
    pub fn flag(self, name: &'static str, present: bool) -> Self {
        if present { self.attr(name, "") } else { self }
    }

    /// Sets the classes.
    #[inline(never)]
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Sets what an input holds; the page is only touched when it differs.
    pub fn value(mut self, value: &str) -> Self {
        self.0.attributes.value = Some(value.to_owned());
        self
    }

    /// Sets whether a checkbox is ticked.
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.attributes.checked = Some(checked);
        self
    }

    /// Adds text.
    #[inline(never)]
    pub fn text(mut self, text: &str) -> Self {
        self.0.children.push(text.to_owned().into_any());
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub fn child(mut self, child: El) -> Self {
        self.0.children.push(child.view());
        self
    }

    /// Adds children.
    #[inline(never)]
    pub fn children(mut self, children: Vec<El>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }

    /// Calls `handler` on each event of this name.
    #[inline(never)]
    pub fn on(mut self, event: &'static str, handler: Handler) -> Self {
        self.0
            .attributes
            .handlers
            .push((event, SendWrapper::new(handler)));
        self
    }

    /// The Leptos view.
    #[inline(never)]
    pub fn view(self) -> AnyView {
        custom(self.0.tag)
            .add_any_attr(self.0.attributes)
            .child(self.0.children)
            .into_any()
    }
}

/// All attributes of an element as one Leptos attribute, compared by name.
#[derive(Clone, Default)]
struct Attributes {
    plain: Vec<(&'static str, String)>,
    value: Option<String>,
    checked: Option<bool>,
    handlers: Vec<(&'static str, SendWrapper<Handler>)>,
}

/// What [`Attributes`] has put on the page.
struct Attached {
    element: Element,
    plain: Vec<(&'static str, String)>,
    listeners: Vec<Listener>,
}

/// A listener on the page whose handler can be exchanged; it leaves the page when dropped.
struct Listener {
    element: Element,
    event: &'static str,
    handler: Rc<RefCell<Handler>>,
    closure: Closure<dyn Fn(Event)>,
}

impl Listener {
    fn attach(element: &Element, event: &'static str, handler: Handler) -> Self {
        let handler = Rc::new(RefCell::new(handler));
        let current = Rc::clone(&handler);
        let closure = Closure::<dyn Fn(Event)>::new(move |event| {
            // Out of the cell first: the handler may lead to a new description of this very element.
            let handler = Rc::clone(&current.borrow());
            handler(event);
        });
        let _ = element.add_event_listener_with_callback(event, closure.as_ref().unchecked_ref());
        Self {
            element: element.clone(),
            event,
            handler,
            closure,
        }
    }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let callback = self.closure.as_ref().unchecked_ref();
        let _ = self
            .element
            .remove_event_listener_with_callback(self.event, callback);
    }
}

impl Attributes {
    fn set_properties(&self, element: &Element) {
        let input: &HtmlInputElement = element.unchecked_ref();
        if let Some(value) = &self.value
            && input.value() != *value
        {
            input.set_value(value);
        }
        if let Some(checked) = self.checked
            && input.checked() != checked
        {
            input.set_checked(checked);
        }
    }
}

impl NextAttribute for Attributes {
    type Output<More: Attribute> = (Self, More);

    fn add_any_attr<More: Attribute>(self, more: More) -> Self::Output<More> {
        (self, more)
    }
}

impl Attribute for Attributes {
    const MIN_LENGTH: usize = 0;
    type State = Attached;
    type AsyncOutput = Self;
    type Cloneable = Self;
    type CloneableOwned = Self;

    fn build(self, element: &Element) -> Attached {
        for (name, value) in &self.plain {
            let _ = element.set_attribute(name, value);
        }
        self.set_properties(element);
        let listeners = self
            .handlers
            .into_iter()
            .map(|(event, handler)| Listener::attach(element, event, handler.take()))
            .collect();
        Attached {
            element: element.clone(),
            plain: self.plain,
            listeners,
        }
    }

    fn rebuild(self, attached: &mut Attached) {
        let element = attached.element.clone();
        for (name, _) in &attached.plain {
            if !self.plain.iter().any(|(new, _)| new == name) {
                let _ = element.remove_attribute(name);
            }
        }
        for entry in &self.plain {
            if !attached.plain.contains(entry) {
                let _ = element.set_attribute(entry.0, &entry.1);
            }
        }
        self.set_properties(&element);
        attached.plain = self.plain;
        attached
            .listeners
            .retain(|old| self.handlers.iter().any(|(event, _)| *event == old.event));
        for (event, handler) in self.handlers {
            match attached.listeners.iter().find(|old| old.event == event) {
                Some(old) => *old.handler.borrow_mut() = handler.take(),
                None => attached
                    .listeners
                    .push(Listener::attach(&element, event, handler.take())),
            }
        }
    }

    fn into_cloneable(self) -> Self {
        self
    }

    fn into_cloneable_owned(self) -> Self {
        self
    }

    async fn resolve(self) -> Self {
        self
    }

    fn dry_resolve(&mut self) {}

    // The widget is never rendered to HTML text.
    fn html_len(&self) -> usize {
        0
    }

    fn to_html(self, _: &mut String, _: &mut String, _: &mut String, _: &mut String) {}

    fn hydrate<const FROM_SERVER: bool>(self, element: &Element) -> Attached {
        self.build(element)
    }
}
