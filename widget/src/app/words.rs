//! The words of the widget: those of the first step, and all of them once the rest is here.

use std::cell::RefCell;

use texts::Opening;

use super::{App, storage};

/// Where a tab remembers the language that was chosen; `boot.mjs` reads it.
const LANGUAGE: &str = "hamburg-termin:language";

/// Everything that is said in one language.
#[derive(Clone, Copy)]
pub struct Words {
    /// As in the `lang` attribute.
    pub language: &'static str,
    /// As in the `dir` attribute.
    pub direction: &'static str,
    /// What the first step says.
    pub first: &'static texts::First,
    /// Everything else the widget says.
    pub widget: &'static texts::Widget,
    /// Days and months.
    pub date: &'static texts::Date,
}

impl Words {
    /// The form of a text that fits `n`.
    pub fn count(self, text: texts::Plural, n: u32) -> String {
        text.of(self.language, n)
    }
}

/// A language: its first words, and the lines in which the others are; none for German, which is in the wasm.
#[derive(Clone, Copy)]
pub(super) struct Spoken {
    pub(super) opening: &'static Opening,
    lines: &'static str,
}

impl Default for Spoken {
    fn default() -> Self {
        Self {
            opening: Opening::german(),
            lines: "",
        }
    }
}

thread_local! {
    /// What elements have loaded: kept for good, so that a language never takes more than its room once.
    static LOADED: RefCell<Vec<Spoken>> = const { RefCell::new(Vec::new()) };
    /// The same, read whole.
    static READ: RefCell<Vec<&'static texts::Words>> = const { RefCell::new(Vec::new()) };
}

impl Spoken {
    /// The words of a file of [`texts::Words`]; none if this build has others, or the file is no such file.
    pub(super) fn of(lines: &str) -> Option<Self> {
        let language = lines.lines().next()?;
        LOADED.with_borrow_mut(|loaded| {
            if let Some(spoken) = loaded.iter().find(|spoken| spoken.opening.language == language) {
                return Some(*spoken);
            }
            let lines: &'static str = String::leak(lines.to_owned());
            let spoken = Self {
                opening: Box::leak(Box::new(Opening::from_lines(lines)?)),
                lines,
            };
            loaded.push(spoken);
            Some(spoken)
        })
    }

    fn words(self) -> Words {
        let language = self.opening.language;
        let read = READ.with_borrow_mut(|read| {
            if let Some(words) = read.iter().find(|words| words.language == language) {
                return Some(*words);
            }
            let words: &'static texts::Words = Box::leak(Box::new(texts::Words::from_lines(self.lines)?));
            read.push(words);
            Some(words)
        });
        let (widget, date) = read.map_or((&texts::de::WIDGET, &texts::de::DATE), |words| {
            (&words.widget, &words.date)
        });
        Words {
            language,
            direction: self.opening.direction,
            first: &self.opening.first,
            widget,
            date,
        }
    }
}

impl App {
    /// The words of the first step.
    pub fn opening(&self) -> &'static Opening {
        self.0.spoken.get().opening
    }

    /// All words.
    pub fn words(&self) -> Words {
        self.0.spoken.get().words()
    }

    /// Goes on in these words, and does so again when this tab loads the page once more.
    pub(super) fn speak(&self, spoken: Spoken) {
        self.0.spoken.set(spoken);
        self.0.api.language.set(spoken.opening.language);
        if let Some(storage) = storage() {
            let _ = storage.set_item(LANGUAGE, spoken.opening.language);
        }
    }
}
