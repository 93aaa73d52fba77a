//! `cargo xtask authority` builds `data/places.bin`. See docs/authority.md.

mod authority;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let verb = std::env::args().nth(1);
    match verb.as_deref() {
        Some("authority") => authority::build(),
        Some(other) => bail!("there is no verb `{other}`: use `cargo xtask authority`"),
        None => bail!("name a verb: `cargo xtask authority` builds the gazetteer"),
    }
}
