//! The file of `--sample`: a line of JSON for each place of the source whose records differ.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::cli::{Exit, Failure};
use crate::kafka::reader::Place;
use crate::replay::compare::{Found, Kind};

pub struct Sample {
    path: PathBuf,
    out: BufWriter<File>,
}

impl Sample {
    pub fn create(path: &Path) -> Result<Self, Failure> {
        let file = File::create(path).map_err(|error| unwritable(path, &error))?;
        Ok(Sample { path: path.to_owned(), out: BufWriter::new(file) })
    }

    pub fn write(&mut self, found: &Found) -> Result<(), Failure> {
        writeln!(self.out, "{}", line(found)).map_err(|error| unwritable(&self.path, &error))
    }

    pub fn finish(mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|error| unwritable(&self.path, &error))
    }
}

fn line(found: &Found) -> Value {
    let place = |place: Place| json!({ "partition": place.partition, "offset": place.offset });
    let (kind, why) = match found.kind {
        Kind::Different => ("different", None),
        Kind::OnlyOld(why) => ("only_old", why),
        Kind::OnlyNew => ("only_new", None),
    };
    let mut line = json!({
        "source": found.position.to_string(),
        "kind": kind,
        "old": found.old.map(place),
        "new": found.new.map(place),
        "fields": found.differences,
    });
    if let Some(why) = why {
        line["why"] = json!(why);
    }
    line
}

/// A file that cannot be written.
pub fn unwritable(path: &Path, error: &std::io::Error) -> Failure {
    Failure::new(Exit::Environment, format!("{} cannot be written: {error}", path.display()))
}
