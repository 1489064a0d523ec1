//! One element type for all views.
//!
//! Every distinct view type costs download: Leptos builds, compares and removes each by its own code. So all views here are the
//! same type, which Leptos mounts and renders as one of its own (decision 0030): a tag, attributes, children. A step is described
//! anew after every event, and only what differs is changed on the page: an input keeps its caret, a button its focus.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::tachys::view::{Mountable, Render};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Document, Element, Event, HtmlInputElement, Node};

/// What an element does when an event reaches it.
pub type Handler = Rc<dyn Fn(Event)>;

/// A description of one element: a pointer, so that passing it on while it is described costs no code.
pub struct El(Box<Description>);

struct Description {
    tag: &'static str,
    attributes: Vec<(&'static str, String)>,
    value: Option<String>,
    checked: Option<bool>,
    handlers: Vec<(&'static str, Handler)>,
    children: Vec<Child>,
}

enum Child {
    Element(El),
    Text(String),
}

/// Starts an element.
#[inline(never)]
pub fn el(tag: &'static str) -> El {
    El(Box::new(Description {
        tag,
        attributes: Vec::new(),
        value: None,
        checked: None,
        handlers: Vec::new(),
        children: Vec::new(),
    }))
}

impl El {
    /// Adds an attribute.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push((name, value.to_owned()));
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
        self.0.value = Some(value.to_owned());
        self
    }

    /// Sets whether a checkbox is ticked.
    pub fn checked(mut self, checked: bool) -> Self {
        self.0.checked = Some(checked);
        self
    }

    /// Adds text.
    #[inline(never)]
    pub fn text(mut self, text: &str) -> Self {
        self.0.children.push(Child::Text(text.to_owned()));
        self
    }

    /// Adds a child.
    #[inline(never)]
    pub fn child(mut self, child: El) -> Self {
        self.0.children.push(Child::Element(child));
        self
    }

    /// Adds children.
    #[inline(never)]
    pub fn children(mut self, children: Vec<El>) -> Self {
        self.0.children.extend(children.into_iter().map(Child::Element));
        self
    }

    /// Calls `handler` on each event of this name.
    #[inline(never)]
    pub fn on(mut self, event: &'static str, handler: Handler) -> Self {
        self.0.handlers.push((event, handler));
        self
    }
}

/// An element on the page, and what it was described as.
pub struct Shown {
    tag: &'static str,
    element: Element,
    attributes: Vec<(&'static str, String)>,
    listeners: Vec<Listener>,
    children: Vec<ShownChild>,
}

enum ShownChild {
    Element(Shown),
    Text(Node, String),
}

impl ShownChild {
    fn of(child: Child) -> Self {
        match child {
            Child::Element(described) => Self::Element(described.build()),
            Child::Text(text) => Self::Text(document().create_text_node(&text).into(), text),
        }
    }

    fn node(&self) -> &Node {
        match self {
            Self::Element(shown) => &shown.element,
            Self::Text(node, _) => node,
        }
    }
}

impl Render for El {
    type State = Shown;

    #[inline(never)]
    fn build(self) -> Shown {
        let tag = self.0.tag;
        // A browser makes an element of every name; only one that is no name at all would fail.
        let element = document()
            .create_element(tag)
            .unwrap_or_else(JsCast::unchecked_into);
        let mut shown = Shown {
            tag,
            element,
            attributes: Vec::new(),
            listeners: Vec::new(),
            children: Vec::new(),
        };
        self.rebuild(&mut shown);
        shown
    }

    #[inline(never)]
    fn rebuild(self, shown: &mut Shown) {
        let described = *self.0;
        shown.set_attributes(described.attributes);
        shown.set_children(described.children);
        // A list has its value only once it has its options.
        shown.set_properties(described.value, described.checked);
        shown.listen(described.handlers);
    }
}

impl Shown {
    fn set_attributes(&mut self, attributes: Vec<(&'static str, String)>) {
        for (name, _) in &self.attributes {
            if !attributes.iter().any(|(new, _)| new == name) {
                let _ = self.element.remove_attribute(name);
            }
        }
        for entry in &attributes {
            if !self.attributes.contains(entry) {
                let _ = self.element.set_attribute(entry.0, &entry.1);
            }
        }
        self.attributes = attributes;
    }

    fn set_properties(&self, value: Option<String>, checked: Option<bool>) {
        let input: &HtmlInputElement = self.element.unchecked_ref();
        if let Some(value) = value
            && input.value() != value
        {
            input.set_value(&value);
        }
        if let Some(checked) = checked
            && input.checked() != checked
        {
            input.set_checked(checked);
        }
    }

    fn set_children(&mut self, children: Vec<Child>) {
        let count = children.len();
        for (at, child) in children.into_iter().enumerate() {
            match (self.children.get_mut(at), child) {
                (Some(ShownChild::Element(shown)), Child::Element(described))
                    if shown.tag == described.0.tag =>
                {
                    described.rebuild(shown);
                }
                (Some(ShownChild::Text(node, shown)), Child::Text(text)) => {
                    if *shown != text {
                        node.set_node_value(Some(&text));
                        *shown = text;
                    }
                }
                (Some(shown), child) => {
                    let fresh = ShownChild::of(child);
                    let _ = self.element.replace_child(fresh.node(), shown.node());
                    *shown = fresh;
                }
                (None, child) => {
                    let fresh = ShownChild::of(child);
                    let _ = self.element.append_child(fresh.node());
                    self.children.push(fresh);
                }
            }
        }
        for gone in self.children.drain(count..) {
            let _ = self.element.remove_child(gone.node());
        }
    }

    fn listen(&mut self, handlers: Vec<(&'static str, Handler)>) {
        self.listeners
            .retain(|old| handlers.iter().any(|(event, _)| *event == old.event));
        for (event, handler) in handlers {
            match self.listeners.iter().find(|old| old.event == event) {
                Some(old) => *old.handler.borrow_mut() = handler,
                None => self
                    .listeners
                    .push(Listener::attach(&self.element, event, handler)),
            }
        }
    }
}

impl Mountable for Shown {
    fn unmount(&mut self) {
        self.element.remove();
    }

    fn mount(&mut self, parent: &Element, before: Option<&Node>) {
        let _ = parent.insert_before(&self.element, before);
    }

    fn insert_before_this(&self, child: &mut dyn Mountable) -> bool {
        let parent = self.element.parent_element();
        if let Some(parent) = &parent {
            child.mount(parent, Some(&self.element));
        }
        parent.is_some()
    }

    fn elements(&self) -> Vec<Element> {
        vec![self.element.clone()]
    }
}

fn document() -> Document {
    leptos::tachys::dom::document()
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
