//! The host page on an origin of its own, as strict as a city portal's: serves dist/ without the Worker's files.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::failure::Result;
use crate::{network, project};

/// What index.html calls the Worker; replaced by where it really is.
const EDGE_IN_SOURCE: &str = "http://localhost:8787";

/// Serves the page from a thread until the program ends, and returns its port.
pub fn serve(port: u16, edge: &str) -> Result<u16> {
    let listener = network::listen(port, "--host-port")?;
    let port = listener.local_addr().map_or(port, |address| address.port());
    let edge: Arc<str> = edge.into();
    std::thread::spawn(move || accept(&listener, &edge));
    Ok(port)
}

fn accept(listener: &TcpListener, edge: &Arc<str>) {
    for stream in listener.incoming().flatten() {
        let edge = Arc::clone(edge);
        // A browser that goes away in the middle of an answer is its own affair.
        std::thread::spawn(move || answer(stream, &edge));
    }
}

fn answer(mut stream: TcpStream, edge: &str) -> std::io::Result<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10)))?;
    let mut head = BufReader::new(stream.try_clone()?).lines();
    let request = head.next().transpose()?.unwrap_or_default();
    for line in head {
        if line?.is_empty() {
            break;
        }
    }
    let mut words = request.split(' ');
    let (status, kind, body) = match (words.next(), words.next().and_then(file)) {
        (Some("GET" | "HEAD"), Some(path)) => match fs::read(&path) {
            Ok(body) => ("200 OK", content_type(&path), at_edge(&path, body, edge)),
            Err(_) => not_found(),
        },
        (Some("GET" | "HEAD"), None) => not_found(),
        _ => (
            "405 Method Not Allowed",
            "text/plain; charset=utf-8",
            b"Only GET and HEAD.".to_vec(),
        ),
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {}\r\nCache-Control: no-store\r\n\
         Content-Security-Policy: {}\r\nX-Content-Type-Options: nosniff\r\nConnection: close\r\n\r\n",
        body.len(),
        policy(edge),
    )?;
    if !request.starts_with("HEAD") {
        stream.write_all(&body)?;
    }
    stream.flush()
}

fn not_found() -> (&'static str, &'static str, Vec<u8>) {
    (
        "404 Not Found",
        "text/plain; charset=utf-8",
        b"Not found.".to_vec(),
    )
}

/// The strictest policy under which the widget must work, and the page's own style and pictures.
fn policy(edge: &str) -> String {
    format!(
        "default-src 'none'; script-src {edge} 'wasm-unsafe-eval'; connect-src {edge}; style-src 'self'; img-src 'self' data:; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    )
}

/// The file below dist/ that a target names, if it may be seen here: dist/edge is the Worker's.
fn file(target: &str) -> Option<PathBuf> {
    let path = target.split(['?', '#']).next()?.trim_start_matches('/');
    let path = Path::new(if path.is_empty() { "index.html" } else { path });
    let inside = path.components().all(|part| matches!(part, Component::Normal(_)));
    (inside && !path.starts_with("edge")).then(|| project::path("dist").join(path))
}

fn at_edge(path: &Path, body: Vec<u8>, edge: &str) -> Vec<u8> {
    match String::from_utf8(body) {
        Ok(text) if path.extension().is_some_and(|kind| kind == "html") => {
            text.replace(EDGE_IN_SOURCE, edge).into_bytes()
        }
        Ok(text) => text.into_bytes(),
        Err(bytes) => bytes.into_bytes(),
    }
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|kind| kind.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("js" | "mjs") => "text/javascript; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("jpg" | "jpeg") => "image/jpeg",
        Some("woff2") => "font/woff2",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::file;

    #[test]
    fn only_the_page_s_own_files_are_served() {
        for (target, served) in [
            ("/", Some("dist/index.html")),
            ("/index.html?lang=en", Some("dist/index.html")),
            ("/page.css", Some("dist/page.css")),
            ("/edge/v1/termin.js", None),
            ("/../Cargo.toml", None),
            ("//etc/passwd", Some("dist/etc/passwd")),
        ] {
            assert_eq!(file(target), served.map(crate::project::path), "{target}");
        }
    }
}
