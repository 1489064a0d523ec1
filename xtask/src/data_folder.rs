//! The folder a city's state lives in.

use std::fs::{self, File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;

use crate::failure::{Doing, Failure, Result};
use crate::project;

/// One city, one process: a second one would take the database away under the first.
pub fn lock(data: &Path) -> Result<File> {
    fs::create_dir_all(data).doing(format_args!("create {}", data.display()))?;
    let path = data.join("lock");
    let file = File::create(&path).doing(format_args!("write {}", path.display()))?;
    file.try_lock().map_err(|_| {
        let data = project::shown(data);
        Failure::told(format!(
            "{data} is in use: stop the other command, or choose another folder with --data."
        ))
    })?;
    Ok(file)
}

/// The key of a development city: drawn once, kept beside its database, worth nothing anywhere else.
pub fn keys(data: &Path) -> Result<String> {
    drawn(data, "keys", "k1:")
}

/// The operator's key of a development city, kept like the other.
pub fn operator_key(data: &Path) -> Result<String> {
    drawn(data, "operator-key", "")
}

/// 64 random hex digits after a prefix, the same each time.
fn drawn(data: &Path, name: &str, prefix: &str) -> Result<String> {
    let path = data.join(name);
    if let Ok(drawn) = fs::read_to_string(&path) {
        return Ok(drawn.trim().to_owned());
    }
    let mut random = [0_u8; 32];
    File::open("/dev/urandom")
        .and_then(|mut source| source.read_exact(&mut random))
        .doing("draw a random key")?;
    let hex: String = random.iter().map(|byte| format!("{byte:02x}")).collect();
    let drawn = format!("{prefix}{hex}");
    OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&path)
        .and_then(|mut file| writeln!(file, "{drawn}"))
        .doing(format_args!("write {}", path.display()))?;
    Ok(drawn)
}
