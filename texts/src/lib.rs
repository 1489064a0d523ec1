//! Every word the product says: one file a language (`de.toml`, `ar.toml`), named by its tag and checked against the German
//! one when this crate is built. A key that is missing or left over, a placeholder that differs, or a plural form that the
//! language has and the file has not, does not compile.
//!
//! A section is a struct, a key is a field, and each section of each language is a constant of its own ([`de::WIDGET`]):
//! the widget links German and nothing else, and loads another language by [`Opening::from_lines`] and [`Words::from_lines`].

pub mod date;
mod fill;
pub mod plural;

pub use fill::fill;

include!(concat!(env!("OUT_DIR"), "/generated.rs"));

/// What a refusal says to the person it meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// What happened, in a few words.
    pub title: &'static str,
    /// What to do next.
    pub detail: &'static str,
}

/// A text about a number: the forms of [`plural::forms`], separated by tabs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plural(&'static str);

impl Plural {
    /// The form for `n` in `language`, with the number filled in; what else stands in braces stays.
    pub fn of(self, language: &str, n: u32) -> String {
        let form = self.0.split('\t').nth(plural::form(language, n));
        fill(form.unwrap_or_default(), &[("n", &n.to_string())])
    }
}

impl Texts {
    /// The form of a text that fits `n`.
    pub fn count(&self, text: Plural, n: u32) -> String {
        text.of(self.language, n)
    }

    /// Whether it is right to left.
    pub fn is_right_to_left(&self) -> bool {
        self.direction == "rtl"
    }

    /// What the widget says.
    pub fn words(&self) -> Words {
        Words {
            language: self.language,
            direction: self.direction,
            first: self.first,
            date: self.date,
            widget: self.widget,
        }
    }
}

/// What the first step says in one language, which is all that is needed at first.
#[derive(Debug, Clone, Copy)]
pub struct Opening {
    /// As in the `lang` attribute.
    pub language: &'static str,
    /// As in the `dir` attribute.
    pub direction: &'static str,
    /// `[first]`
    pub first: First,
}

/// What the widget says in one language.
#[derive(Debug, Clone, Copy)]
pub struct Words {
    /// As in the `lang` attribute.
    pub language: &'static str,
    /// As in the `dir` attribute.
    pub direction: &'static str,
    /// `[first]`
    pub first: First,
    /// `[date]`
    pub date: Date,
    /// `[widget]`
    pub widget: Widget,
}

/// Also what [`Opening::from_lines`] writes over: copied in one piece, where a constant would be written field by field.
static GERMAN_OPENING: &Opening = &Opening {
    language: "de",
    direction: "ltr",
    first: de::FIRST,
};

/// What [`Words::from_lines`] writes over.
static GERMAN: &Words = &Words {
    language: "de",
    direction: "ltr",
    first: de::FIRST,
    date: de::DATE,
    widget: de::WIDGET,
};

impl Opening {
    /// The German one.
    pub fn german() -> &'static Self {
        GERMAN_OPENING
    }

    /// Reads the first lines of what [`Words::to_lines`] wrote; `None` if the number of all lines is another.
    pub fn from_lines(lines: &'static str) -> Option<Self> {
        let mut opening = *GERMAN_OPENING;
        let (mut lines, mut rest) = (
            lines.lines(),
            lines
                .lines()
                .skip(First::FIELDS + Date::FIELDS + Widget::FIELDS + 1),
        );
        let whole = fill_in(&mut [&mut opening.language, &mut opening.direction], &mut lines)
            && fill_in(&mut opening.first.fields(), &mut lines)
            && rest.next().is_some()
            && rest.next().is_none();
        whole.then_some(opening)
    }
}

impl Words {
    /// The file by which the widget loads them: the values, one a line, in the order of the fields.
    pub fn to_lines(mut self) -> String {
        let head = [self.language, self.direction];
        let (first, dates, widget) = (self.first.fields(), self.date.fields(), self.widget.fields());
        let values = first.into_iter().chain(dates).chain(widget).map(|value| *value);
        head.into_iter().chain(values).collect::<Vec<_>>().join("\n")
    }

    /// Reads what [`Words::to_lines`] wrote; `None` if the number of lines is another.
    pub fn from_lines(lines: &'static str) -> Option<Self> {
        let mut words = *GERMAN;
        let mut lines = lines.lines();
        let whole = fill_in(&mut [&mut words.language, &mut words.direction], &mut lines)
            && fill_in(&mut words.first.fields(), &mut lines)
            && fill_in(&mut words.date.fields(), &mut lines)
            && fill_in(&mut words.widget.fields(), &mut lines)
            && lines.next().is_none();
        whole.then_some(words)
    }
}

/// Puts one line into each field; whether there were enough of them.
fn fill_in(fields: &mut [&mut &'static str], lines: &mut std::str::Lines<'static>) -> bool {
    for field in fields {
        let Some(line) = lines.next() else { return false };
        **field = line;
    }
    true
}

/// The texts for a language tag such as `en`, `en-GB` or `de-x-einfach`; `None` where there is no such language.
pub fn find(tag: &str) -> Option<&'static Texts> {
    let named = |tag: &str| {
        ALL.into_iter()
            .find(|texts| texts.language.eq_ignore_ascii_case(tag))
    };
    named(tag).or_else(|| named(tag.split('-').next()?))
}

/// The texts for a language tag; German where there is no such language.
pub fn of(tag: &str) -> &'static Texts {
    find(tag).unwrap_or(&DE)
}
