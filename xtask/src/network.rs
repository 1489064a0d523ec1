//! Ports of this machine, and the smallest HTTP client that serves.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, TcpListener, TcpStream};
use std::time::Duration;

use crate::failure::{Doing, Failure, Result};
use crate::process::Process;
use crate::stop;

/// A port that is free: the wanted one, or any for 0.
///
/// # Errors
/// When somebody else listens there, in a sentence that names the flag to change.
pub fn free_port(wanted: u16, flag: &str) -> Result<u16> {
    listen(wanted, flag).and_then(|listener| Ok(listener.local_addr().doing("ask for a port")?.port()))
}

/// Listens on the loopback interface only.
///
/// # Errors
/// As [`free_port`].
pub fn listen(port: u16, flag: &str) -> Result<TcpListener> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| match error.kind() {
        ErrorKind::AddrInUse => Failure::told(format!(
            "Port {port} is in use: stop the program that listens there, or choose another port with {flag}."
        )),
        _ => Failure::told(format!(
            "Cannot listen on port {port}: {error}. Choose another port with {flag}."
        )),
    })
}

/// Waits until a child of ours listens on a port.
///
/// # Errors
/// When the child ends instead.
pub fn wait_for(port: u16, process: &mut Process, what: &str) -> Result<()> {
    while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
        if let Some(status) = process.ended()? {
            return Err(Failure::told(format!(
                "{what} did not start ({status}); what it said is above."
            )));
        }
        stop::pause(Duration::from_millis(50))?;
    }
    Ok(())
}

/// Posts JSON to a server on this machine and returns status and body.
pub fn post_json(port: u16, path: &str, body: &serde_json::Value) -> Result<(u16, String)> {
    exchange(port, path, &body.to_string()).doing(format_args!("reach http://localhost:{port}{path}"))
}

fn exchange(port: u16, path: &str, body: &str) -> std::io::Result<(u16, String)> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(Duration::from_secs(20)))?;
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nHost: localhost:{port}\r\nContent-Type: application/json\r\n\
         Content-Length: {}\r\nConnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let status = answer.split(' ').nth(1).and_then(|status| status.parse().ok());
    let body = answer.split_once("\r\n\r\n").map_or("", |(_, body)| body);
    Ok((status.ok_or(ErrorKind::InvalidData)?, body.to_owned()))
}
