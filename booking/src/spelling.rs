//! Words as people type them: letters without dots, strokes and case, so that what is meant is found however it is written.

/// The words of a text in small plain letters and digits: `Führerschein (EU)` is `fuhrerschein` and `eu`. Letters lose
/// their dots and strokes however they are written, for on many keyboards they have none.
#[must_use]
pub fn words(text: &str) -> Vec<Vec<u8>> {
    let mut words = vec![Vec::new()];
    for sign in text.chars() {
        let Some(word) = words.last_mut() else { break };
        match plain(sign) {
            'ß' => word.extend(b"ss"),
            'e' if word.ends_with(b"a") || word.ends_with(b"o") || word.ends_with(b"u") => {}
            // Above ASCII everything from Latin letters on, but not punctuation, is taken for a letter.
            sign if sign.is_ascii_alphanumeric() || (sign > '¿' && !is_punctuation(sign)) => {
                word.extend(sign.encode_utf8(&mut [0; 4]).bytes());
            }
            _ if is_mark(sign) || word.is_empty() => {}
            _ => words.push(Vec::new()),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

/// Pairs of a letter and the one it is written as, for the languages that the catalogue speaks: the tables of Unicode
/// would weigh more than the search.
const PLAIN: &str = "äaÄaöoÖoüuÜuẞßçcÇcğgĞgıiİişsŞsąaĄaćcĆcęeĘełlŁlńnŃnóoÓośsŚsźzŹzżzŻzёеЁеґгҐгєеЄеіиІиїиЇиأاإاآاةهىيیيکكؤوئي";

/// The plain small form of a letter.
fn plain(sign: char) -> char {
    if sign.is_ascii() {
        return sign.to_ascii_lowercase();
    }
    let mut pairs = PLAIN.chars();
    while let (Some(letter), Some(written)) = (pairs.next(), pairs.next()) {
        if letter == sign {
            return written;
        }
    }
    match sign {
        // Small Cyrillic letters stand 32 places behind the capitals.
        'А'..='Я' => char::from_u32(sign as u32 + 32).unwrap_or(sign),
        sign => sign,
    }
}

/// Dashes, quotation marks, ellipses and the punctuation of Arabic.
fn is_punctuation(sign: char) -> bool {
    is_mark(sign) || matches!(sign, '\u{2000}'..='\u{206F}' | '،' | '؛' | '؟' | '×')
}

/// What stands within a word and is often left out: apostrophes, the joiner of Farsi, vowel signs.
fn is_mark(sign: char) -> bool {
    matches!(
        sign,
        '\'' | '’' | '\u{200C}' | '\u{0640}' | '\u{064B}'..='\u{0652}'
    )
}
