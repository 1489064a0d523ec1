//! The binary Trunk builds; everything is in the library, which exports `mount` and `unmount`.

use widget as _;

fn main() {}
