//! `languages/*.toml`: the catalogue's texts and everyday words in languages that the other files do not speak.
//!
//! A text is found by its German words, wherever they stand: "Personalausweis oder Reisepass" is translated once. What a
//! language lacks is shown in German.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use booking::Catalogue;
use booking::catalogue::Wording;
use serde::Deserialize;
use toml::Spanned;

use crate::problem::Problem;
use crate::source::{self, Source};

/// One file, named by the language's tag.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Whether somebody who speaks it from childhood has read the file and found it right.
    #[serde(rename = "native_review")]
    _native_review: bool,
    /// Everyday words by the id of the service.
    #[serde(default)]
    search: BTreeMap<Spanned<String>, Vec<String>>,
    /// By the German text.
    phrases: BTreeMap<Spanned<String>, String>,
}

/// Puts what the files say beside the German texts.
pub fn translate(dir: &Path, catalogue: &mut Catalogue, problems: &mut Vec<Problem>) {
    for (source, file) in source::folder::<File>(dir, "languages", problems) {
        let tag = source.name().trim_start_matches("languages/");
        let tag = tag.trim_end_matches(".toml").to_owned();
        let mut used = BTreeSet::new();
        for wording in wordings(catalogue) {
            if let Some((german, text)) = file.phrases.get_key_value(wording.de.as_str()) {
                used.insert(german.get_ref().clone());
                wording.translations.insert(tag.clone(), text.clone());
            }
        }
        for german in file
            .phrases
            .keys()
            .filter(|german| !used.contains(german.get_ref()))
        {
            problems.push(leftover(&source, german, "no text of the catalogue reads"));
        }
        for (id, words) in &file.search {
            let service = catalogue.services.iter_mut();
            match service
                .into_iter()
                .find(|service| service.id.as_str() == id.get_ref())
            {
                Some(service) => {
                    service.translated_synonyms.insert(tag.clone(), words.clone());
                }
                None => problems.push(leftover(&source, id, "there is no service")),
            }
        }
    }
}

fn leftover(source: &Source, key: &Spanned<String>, what: &str) -> Problem {
    source.problem(
        key.span(),
        format!("{what} \"{}\"", key.get_ref()),
        "Write the key as it stands in the other files, or remove the line.",
    )
}

/// Every text that people read in more than one language.
fn wordings(catalogue: &mut Catalogue) -> impl Iterator<Item = &mut Wording> {
    let services = catalogue.services.iter_mut().flat_map(|service| {
        let fees = service.fees.iter_mut().map(|fee| &mut fee.label);
        std::iter::once(&mut service.name)
            .chain(&mut service.alternative)
            .chain(&mut service.documents)
            .chain(fees)
    });
    let centres = catalogue.centres.iter_mut().flat_map(|planned| {
        let centre = &mut planned.centre;
        std::iter::once(&mut centre.payment).chain(&mut centre.note)
    });
    services.chain(centres)
}
