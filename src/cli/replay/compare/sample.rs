//! The file of `--sample`: a line of JSON for each place of the source whose records differ.

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use serde::Serialize;

use crate::cli::{Exit, Failure};
use crate::kafka::reader::Place;
use crate::replay::compare::difference::Difference;
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
        serde_json::to_writer(&mut self.out, &Line::of(found))
            .map_err(io::Error::from)
            .and_then(|()| self.out.write_all(b"\n"))
            .map_err(|error| unwritable(&self.path, &error))
    }

    pub fn finish(mut self) -> Result<(), Failure> {
        self.out.flush().map_err(|error| unwritable(&self.path, &error))
    }
}

/// One line, with its members in this order.
#[derive(Serialize)]
struct Line<'a> {
    source: String,
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<&'static str>,
    old: Option<At>,
    new: Option<At>,
    fields: &'a [Difference],
}

#[derive(Serialize)]
struct At {
    partition: i32,
    offset: i64,
}

impl<'a> Line<'a> {
    fn of(found: &'a Found) -> Line<'a> {
        let at = |place: Place| At { partition: place.partition, offset: place.offset };
        let (kind, why) = match found.kind {
            Kind::Different => ("different", None),
            Kind::OnlyOld(why) => ("only_old", why),
            Kind::OnlyNew => ("only_new", None),
        };
        let (old, new) = (found.old.map(at), found.new.map(at));
        Line { source: found.position.to_string(), kind, why, old, new, fields: &found.differences }
    }
}

/// A file that cannot be written.
pub fn unwritable(path: &Path, error: &io::Error) -> Failure {
    Failure::new(Exit::Environment, format!("{} cannot be written: {error}", path.display()))
}
