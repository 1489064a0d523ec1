//! A browser without JavaScript: pages, their forms as they came, and presses on their buttons.

use reqwest::Method;

use crate::citizen::{Answer, Citizen};

/// A page with its forms.
pub struct Page<'a> {
    citizen: Citizen<'a>,
    /// The answer it came in.
    pub answer: Answer,
}

/// A press under way: the form of a button, with what is typed into it.
pub struct Press<'p, 'a> {
    page: &'p Page<'a>,
    method: String,
    action: String,
    fields: Vec<(String, String)>,
    button: Option<(String, String)>,
}

impl<'a> Citizen<'a> {
    /// Opens a page.
    pub async fn open(&self, path: &str) -> Page<'a> {
        Page {
            citizen: self.clone(),
            answer: self.get(path).await,
        }
    }
}

impl<'a> Page<'a> {
    /// Whether the page says this.
    pub fn says(&self, text: &str) -> bool {
        unescaped(&self.answer.text).contains(text)
    }

    /// The main heading.
    pub fn heading(&self) -> String {
        between(&self.answer.text, "<h1>", "</h1>").unwrap_or_default()
    }

    /// The words on all buttons.
    pub fn buttons(&self) -> Vec<String> {
        let parts = self.answer.text.split("<button").skip(1);
        parts.filter_map(|part| between(part, ">", "</button>")).collect()
    }

    /// The form of the first button whose words contain `words`.
    pub fn press(&self, words: &str) -> Press<'_, 'a> {
        let forms = self.answer.text.split("<form ").skip(1);
        let forms: Vec<&str> = forms.filter_map(|form| form.split("</form>").next()).collect();
        let inside = forms
            .iter()
            .flat_map(|form| form.split("<button").skip(1).map(|button| (*form, button)));
        // A button elsewhere names its form.
        let outside = self.answer.text.split("<button").skip(1).filter_map(|button| {
            let id = attribute(button, "form")?;
            let form = forms
                .iter()
                .find(|form| attribute(form, "id").as_ref() == Some(&id));
            Some((*form?, button))
        });
        for (form, button) in inside.chain(outside) {
            let (tag, rest) = button.split_once('>').expect("a tag ends");
            if !unescaped(rest.split("</button>").next().unwrap_or_default()).contains(words) {
                continue;
            }
            let head = form.split_once('>').map_or(form, |(head, _)| head);
            let named = attribute(tag, "name").zip(attribute(tag, "value"));
            return Press {
                page: self,
                method: attribute(&format!(" {head}"), "method").expect("a method"),
                action: attribute(&format!(" {head}"), "action").expect("an action"),
                fields: fields(form),
                button: named,
            };
        }
        panic!(
            "no button says {words}: {:?}\n{}",
            self.buttons(),
            self.answer.text
        );
    }

    /// Presses the first button whose words contain these.
    pub async fn then(&self, words: &str) -> Page<'a> {
        self.press(words).send().await
    }

    /// What a hidden or visible field holds, of the first form that has it.
    pub fn field(&self, name: &str) -> Option<String> {
        let forms = self.answer.text.split("<form ").skip(1);
        let all = forms.flat_map(|form| fields(form.split("</form>").next().unwrap_or_default()));
        all.into_iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }
}

impl<'a> Press<'_, 'a> {
    /// Types into a field or chooses of a list.
    pub fn with(mut self, name: &str, value: &str) -> Self {
        let field = self
            .fields
            .iter_mut()
            .find(|(known, held)| known == name && (name != "service" || held.is_empty()));
        field.unwrap_or_else(|| panic!("the form has no field {name}")).1 = value.to_owned();
        self
    }

    /// Ticks a box, or chooses one of several.
    pub fn ticked(mut self, name: &str, value: &str) -> Self {
        let box_ = format!("name=\"{name}\" value=\"{value}\"");
        assert!(
            self.page.answer.text.contains(&box_),
            "no box {box_}: {}",
            self.page.answer.text
        );
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same, whether or not the form has such a field.
    pub fn forged(mut self, name: &str, value: &str) -> Self {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The form without its button.
    pub fn without_button(mut self) -> Self {
        self.button = None;
        self
    }

    /// What would be sent.
    pub fn body(&self) -> String {
        let all = self.fields.iter().chain(&self.button);
        let pairs = all.map(|(name, value)| format!("{}={}", encoded(name), encoded(value)));
        pairs.collect::<Vec<_>>().join("&")
    }

    /// Where to.
    pub fn address(&self) -> String {
        match self.method.as_str() {
            "get" => format!("{}?{}", self.action, self.body()),
            _ => self.action.clone(),
        }
    }

    /// Sends it.
    pub async fn send(&self) -> Page<'a> {
        let citizen = self.page.citizen.clone();
        let german = ("accept-language", "de");
        let answer = match self.method.as_str() {
            "get" => citizen.send(Method::GET, &self.address(), &[german], None).await,
            _ => citizen.press(&self.action, &self.body()).await,
        };
        Page { citizen, answer }
    }
}

/// Inputs and lists of a form, with what they hold.
fn fields(form: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for part in form.split('<').skip(1) {
        if part.starts_with("input ") {
            let kind = attribute(part, "type").unwrap_or_default();
            if ["checkbox", "radio"].contains(&kind.as_str()) && !part.contains(" checked") {
                continue;
            }
            let name = attribute(part, "name").expect("a field has a name");
            found.push((name, attribute(part, "value").unwrap_or_default()));
        } else if part.starts_with("select ") {
            found.push((attribute(part, "name").expect("a list has a name"), String::new()));
        } else if part.starts_with("option ")
            && part.contains(" selected")
            && let Some(list) = found.last_mut()
        {
            list.1 = attribute(part, "value").unwrap_or_default();
        }
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let tag = tag.split('>').next()?;
    between(tag, &format!(" {name}=\""), "\"")
}

fn between(text: &str, from: &str, to: &str) -> Option<String> {
    let (_, rest) = text.split_once(from)?;
    Some(unescaped(rest.split_once(to)?.0))
}

fn unescaped(text: &str) -> String {
    [
        ("&#60;", "<"),
        ("&#62;", ">"),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&#38;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (escaped, plain)| {
        text.replace(escaped, plain)
    })
}

fn encoded(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    text.bytes()
        .map(|byte| {
            if plain(byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}
