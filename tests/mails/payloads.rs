//! What somebody types who wants to write into our mails: each mark that ends or opens something, before each text that would then mean
//! something.

/// What ends a line, a value, a word or a direction in headers, HTML, iCalendar or a terminal.
const MARKS: [&str; 32] = [
    " ",
    "\r\n",
    "\n",
    "\r",
    "\0",
    "\t",
    "\u{b}",
    "\u{c}",
    "\u{1b}[2J",
    "\u{7f}",
    "\u{85}",
    "\u{ad}",
    "\u{200b}",
    "\u{200f}",
    "\u{2028}",
    "\u{2029}",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\"",
    "'",
    "`",
    "\\",
    "\\n",
    ";",
    ",",
    ":",
    "%0d%0a",
    "%00",
    "=0D=0A",
    "=?utf-8?q?=0D=0A?=",
    ">",
];

/// What would mean something once it stood by itself: mail, SMTP, HTML, iCalendar, templates, SQL, script.
const TEXTS: [&str; 17] = [
    "Bcc: eve@example.org",
    "Content-Type: text/html\r\n\r\n<h1>Eve</h1>",
    "Subject: Eve",
    ".\r\nMAIL FROM:<eve@example.org>",
    "<script>alert(1)</script>",
    "<img src=https://eve.example/x onerror=alert(1)>",
    "</td></tr></table><a href=https://eve.example>",
    "<!--",
    "&lt;b&gt;&#0;",
    "END:VEVENT\r\nBEGIN:VEVENT",
    "ATTENDEE:mailto:eve@example.org",
    "{{ 7 * 7 }}{% raw %}${7*7}<%= 7 %>{name}",
    "'; DROP TABLE outbox; --",
    "javascript:alert(1)//",
    "https://eve.example/token",
    "--boundary--",
    "a\u{301}\u{489}\u{338}\u{20dd}",
];

/// All of them, and some that are too long.
pub fn payloads() -> Vec<String> {
    let mut all: Vec<String> = MARKS
        .iter()
        .flat_map(|mark| TEXTS.iter().map(move |text| format!("Eve{mark}{text}")))
        .collect();
    all.extend([120, 121, 998, 50_000].map(|length| "E".repeat(length)));
    all.push("\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}E".repeat(20));
    all
}
