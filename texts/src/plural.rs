//! Which form of a text fits a number: the plural rules of CLDR, for whole numbers.

#[path = "../build/plural.rs"]
mod forms;

pub use forms::{forms, is_for_one_number};

/// The place in [`forms`] of the one that fits `n`.
pub fn form(language: &str, n: u32) -> usize {
    let (ten, hundred) = (n % 10, n % 100);
    let few = (2..=4).contains(&ten) && !(12..=14).contains(&hundred);
    match language.get(..2) {
        Some("fa") => usize::from(n > 1),
        Some("pl") if n == 1 => 0,
        Some("ru" | "uk") if ten == 1 && hundred != 11 => 0,
        Some("pl" | "ru" | "uk") => 2 - usize::from(few),
        Some("ar") => match hundred {
            _ if n < 3 => n as usize,
            3..=10 => 3,
            11.. => 4,
            _ => 5,
        },
        _ => usize::from(n != 1),
    }
}
