//! What comes after the first step, in a file of its own: fetched while the first step is read, so that this is there sooner.
//!
//! Whatever is reached only through [`Later`] is cut out of the first file by `bundle.mjs`.

use std::pin::Pin;

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::app::{App, errand};
use crate::journey::{Command, Event, Journey};
use crate::view::{self, Parts};

/// A command that is being carried out.
type Errand = Pin<Box<dyn Future<Output = ()>>>;

/// The functions of the second file.
pub struct Later {
    /// [`Journey::apply`].
    pub apply: fn(&mut Journey, Event) -> Vec<Command>,
    /// Carries a command out that needs the edge.
    pub run: fn(App, Command) -> Errand,
    /// [`view::parts`].
    pub parts: fn(&App, &Journey) -> Parts,
}

static LATER: Later = Later {
    apply: Journey::apply,
    run: |app, command| Box::pin(errand::run(app, command)),
    parts: view::parts,
};

/// Loads the second file.
///
/// # Errors
/// When it does not come; asked again, it is tried again.
#[wasm_split(later, fallible)]
pub fn load() -> Result<&'static Later, SplitLoaderError> {
    Ok(&LATER)
}
