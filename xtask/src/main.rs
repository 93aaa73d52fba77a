//! `cargo xtask authority` builds `data/places.bin`, see docs/authority.md; `cargo xtask chaos` runs the fault suite at
//! length, see docs/delivery.md.

mod authority;
mod chaos;

use anyhow::{Result, bail};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    match arguments.next().as_deref() {
        Some("authority") => authority::build(),
        Some("chaos") => chaos::run(arguments),
        Some(other) => {
            bail!("there is no verb `{other}`: use `cargo xtask authority` or `cargo xtask chaos`")
        }
        None => bail!(
            "name a verb: `cargo xtask authority` builds the gazetteer, `cargo xtask chaos` runs the fault suite"
        ),
    }
}
