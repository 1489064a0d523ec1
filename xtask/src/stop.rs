//! Ctrl-C and its relatives become a flag that every wait looks at; nothing is torn down in a signal handler.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};

use crate::failure::{Doing, Failure, Result};

static REQUESTED: OnceLock<Arc<AtomicBool>> = OnceLock::new();

/// From here on SIGINT, SIGTERM and SIGHUP ask us to stop.
pub fn listen() -> Result<()> {
    let requested = REQUESTED.get_or_init(Arc::default);
    for signal in [SIGINT, SIGTERM, SIGHUP] {
        signal_hook::flag::register(signal, Arc::clone(requested)).doing("listen for Ctrl-C")?;
    }
    Ok(())
}

/// Sleeps a moment, unless we are to stop.
pub fn pause(moment: Duration) -> Result<()> {
    check()?;
    std::thread::sleep(moment);
    check()
}

fn check() -> Result<()> {
    match REQUESTED.get() {
        Some(requested) if requested.load(Ordering::Relaxed) => Err(Failure::Stopped),
        _ => Ok(()),
    }
}
