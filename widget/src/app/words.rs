//! The words of the widget: those of the first step, and all of them once the rest is here.

use std::cell::{OnceCell, RefCell};

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

/// A language that was loaded; German is in the wasm.
pub(super) struct Loaded {
    opening: Opening,
    lines: &'static str,
    /// What the lines say, read when it is first wanted.
    whole: OnceCell<Option<texts::Words>>,
}

thread_local! {
    /// What elements have loaded: kept for good, so that a language never takes more than its room once.
    static LOADED: RefCell<Vec<&'static Loaded>> = const { RefCell::new(Vec::new()) };
}

/// The words of a file of [`texts::Words`]; none if this build has others, or the file is no such file.
pub(super) fn read(lines: &str) -> Option<&'static Loaded> {
    let language = lines.lines().next()?;
    LOADED.with_borrow_mut(|known| {
        if let Some(loaded) = known.iter().find(|loaded| loaded.opening.language == language) {
            return Some(*loaded);
        }
        let lines: &'static str = String::leak(lines.to_owned());
        let loaded: &'static Loaded = Box::leak(Box::new(Loaded {
            opening: Opening::from_lines(lines)?,
            lines,
            whole: OnceCell::new(),
        }));
        known.push(loaded);
        Some(loaded)
    })
}

/// The words of the first step in a language, German where none was loaded.
pub(super) fn opening(loaded: Option<&'static Loaded>) -> &'static Opening {
    loaded.map_or_else(Opening::german, |loaded| &loaded.opening)
}

impl App {
    /// The words of the first step.
    pub fn opening(&self) -> &'static Opening {
        opening(self.0.spoken.get())
    }

    /// All words.
    pub fn words(&self) -> Words {
        let loaded = self.0.spoken.get();
        let read = |loaded: &'static Loaded| {
            let whole = || texts::Words::from_lines(loaded.lines);
            loaded.whole.get_or_init(whole).as_ref()
        };
        let Opening {
            language,
            direction,
            first,
        } = opening(loaded);
        let (widget, date) = loaded
            .and_then(read)
            .map_or((&texts::de::WIDGET, &texts::de::DATE), |words| {
                (&words.widget, &words.date)
            });
        Words {
            language,
            direction,
            first,
            widget,
            date,
        }
    }

    /// Goes on in these words, and does so again when this tab loads the page once more.
    pub(super) fn speak(&self, loaded: Option<&'static Loaded>) {
        self.0.spoken.set(loaded);
        let language = self.opening().language;
        self.0.api.language.set(language);
        if let Some(storage) = storage() {
            let _ = storage.set_item(LANGUAGE, language);
        }
    }
}
