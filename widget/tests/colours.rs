//! Every colour pair of the widget's style sheet, in every theme: text at 7:1, edges and signs at 3:1.

use std::collections::BTreeMap;

const CSS: &str = include_str!("../widget.css");

/// Colours of text; each may stand on each surface.
const TEXTS: [&str; 6] = ["text", "muted", "action", "link", "fault", "good"];
const SURFACES: [&str; 4] = ["background", "soft", "fault-soft", "warn-soft"];
/// Surfaces that carry one colour of text alone.
const BUTTONS: [&str; 2] = ["action", "action-hover"];
/// Edges of what is pressed or read, and signs.
const EDGES: [&str; 5] = ["action", "edge", "fault", "warn-edge", "good"];
/// The blocks that name colours.
const THEMES: [&str; 3] = [":host", ":host([theme=\"hamburg\"])", ":host([theme=\"dark\"])"];
/// Where the browser's own colours hold, or black on white.
const ELSEWHERE: [&str; 2] = ["@media (forced-colors: active)", "@media print"];

#[test]
fn every_text_has_seven_to_one_on_every_surface() {
    for theme in THEMES {
        let colours = colours(theme);
        for text in TEXTS {
            for surface in SURFACES {
                holds(theme, &colours, text, surface, 7.0);
            }
        }
        for surface in BUTTONS {
            holds(theme, &colours, "on-action", surface, 7.0);
        }
    }
}

#[test]
fn every_edge_and_sign_has_three_to_one_on_every_surface() {
    for theme in THEMES {
        let colours = colours(theme);
        for edge in EDGES {
            for surface in SURFACES {
                holds(theme, &colours, edge, surface, 3.0);
            }
        }
    }
}

#[test]
fn no_rule_has_a_colour_beside_these() {
    let mut rest = without_comments(CSS);
    for block in THEMES.iter().chain(&ELSEWHERE) {
        let at = rest
            .find(&format!("{block} {{"))
            .unwrap_or_else(|| panic!("{block} is gone"));
        let length = block_length(&rest[at..]);
        rest.replace_range(at..at + length, "");
    }
    assert!(!rest.contains('#'), "a literal colour outside of the themes");
    for declaration in rest.split(['{', '}', ';']).map(str::trim) {
        let Some((property, value)) = declaration.split_once(": ") else {
            continue;
        };
        let known: &[&str] = match property {
            "color" => &["inherit", "on-action"],
            "background" | "background-color" => &["none", "line"],
            _ => continue,
        };
        let name = value.trim_start_matches("var(--").trim_end_matches(')');
        let named = match property {
            "color" => TEXTS.contains(&name),
            _ => SURFACES.contains(&name) || BUTTONS.contains(&name),
        };
        assert!(named || known.contains(&name), "`{declaration}` is in no pair");
    }
}

fn holds(theme: &str, colours: &BTreeMap<String, [f64; 3]>, one: &str, other: &str, least: f64) {
    let ratio = contrast(colours[one], colours[other]);
    assert!(ratio >= least, "{theme}: {one} on {other} has {ratio:.2}:1");
}

/// The colours of a theme: what `:host` says, and what the theme says instead.
fn colours(theme: &str) -> BTreeMap<String, [f64; 3]> {
    let css = without_comments(CSS);
    let mut colours = BTreeMap::new();
    for block in [THEMES[0], theme] {
        let at = css
            .find(&format!("{block} {{"))
            .unwrap_or_else(|| panic!("{block} is gone"));
        let body = &css[at..at + block_length(&css[at..])];
        for declaration in body.split([';', '{']) {
            let Some((name, value)) = declaration
                .trim()
                .strip_prefix("--")
                .and_then(|rest| rest.split_once(": "))
            else {
                continue;
            };
            if let Some((_, hex)) = value.split_once('#') {
                let part = |at: usize| f64::from(u8::from_str_radix(&hex[at..at + 2], 16).unwrap()) / 255.0;
                colours.insert(name.to_owned(), [part(0), part(2), part(4)]);
            }
        }
    }
    colours
}

/// From its selector to the brace that ends it.
fn block_length(css: &str) -> usize {
    let mut depth = 0;
    for (at, character) in css.char_indices() {
        match character {
            '{' => depth += 1,
            '}' if depth == 1 => return at + 1,
            '}' => depth -= 1,
            _ => {}
        }
    }
    panic!("a block does not end");
}

fn without_comments(css: &str) -> String {
    let parts = css.split("/*").enumerate();
    parts
        .map(|(at, part)| {
            if at == 0 {
                part
            } else {
                part.split_once("*/").unwrap().1
            }
        })
        .collect()
}

/// WCAG 2.2, "contrast ratio".
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let light = |colour: [f64; 3]| {
        let linear = colour.map(|part| {
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    };
    let (one, other) = (light(one), light(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}
