//! Opens the desk that a configuration describes: reads `authority.dir`, loads the authority.

use std::path::Path;
use std::sync::Arc;

use super::{Exit, Failure};
use crate::authority::{AgencyStyle, Authority, AuthorityError, DisputePolicy, OverrideFile};
use crate::config::{Config, DatelineStyle, Disputed};
use crate::desk::dateline::LocatedStyle;
use crate::desk::{Desk, Filters, Settings};
use crate::record::{EntityKind, label};
use crate::wire::Limits;

/// Why the desk cannot be opened, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error("authority.dir {dir} cannot be read: {error}; name a readable folder or leave the key out")]
    Dir { dir: String, error: std::io::Error },
    #[error(transparent)]
    Authority(#[from] AuthorityError),
}

impl From<OpenError> for Failure {
    fn from(error: OpenError) -> Self {
        let exit = match &error {
            OpenError::Dir { .. } => Exit::Environment,
            OpenError::Authority(_) => Exit::Usage,
        };
        Failure::new(exit, error.to_string())
    }
}

/// The desk with the data built in and the user's own over it.
pub fn open(config: &Config) -> Result<Arc<Desk>, OpenError> {
    let overrides = match &config.authority.dir {
        Some(dir) => {
            let mut files = Vec::new();
            collect(Path::new(dir), "", &mut files)
                .map_err(|error| OpenError::Dir { dir: dir.clone(), error })?;
            let files = files.into_iter().map(|(path, bytes)| text(path, bytes));
            let mut files = files.collect::<Result<Vec<_>, _>>()?;
            files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
            files
        }
        None => Vec::new(),
    };
    let settings = settings(config);
    let authority = Authority::load(&overrides)?.under(settings.disputed);
    Ok(Arc::new(Desk::new(Arc::new(authority), settings)))
}

/// Whether `--agency` names an agency: a filter that nothing passes is a slip of the pen.
pub fn known_agency(desk: &Desk, code: &str) -> Result<(), Failure> {
    match desk.authority().agencies.by_code(code) {
        Some(_) => Ok(()),
        None => {
            let message = format!("--agency {code} is no agency; see `copydesk list agencies`");
            Err(Failure::new(Exit::Usage, message))
        }
    }
}

/// Reads the name of a wire format.
///
/// # Errors
/// A sentence for the person who typed it.
pub fn format_name(name: &str) -> Result<String, String> {
    match crate::wire::FORMATS.iter().any(|format| format.name == name) {
        true => Ok(name.to_owned()),
        false => Err("it is no wire format; see `copydesk list formats`".into()),
    }
}

/// What of the configuration decides the content of records.
fn settings(config: &Config) -> Settings {
    let desk = &config.desk;
    Settings {
        strict_ninjs: desk.strict_ninjs,
        keep_private: desk.keep_private,
        located: match desk.dateline_style {
            DatelineStyle::House => LocatedStyle::House,
            DatelineStyle::Ap => LocatedStyle::Agency(AgencyStyle::Ap),
            DatelineStyle::Reuters => LocatedStyle::Agency(AgencyStyle::Reuters),
            DatelineStyle::Afp => LocatedStyle::Agency(AgencyStyle::Afp),
        },
        disputed: match desk.disputed {
            Disputed::Iso => DisputePolicy::Iso,
            Disputed::DeFacto => DisputePolicy::DeFacto,
            Disputed::Claimant => DisputePolicy::Claimant,
        },
        dateline_styles: desk.dateline_styles.iter().filter_map(|name| AgencyStyle::named(name)).collect(),
        entities_off: EntityKind::ALL
            .into_iter()
            .filter(|kind| !desk.entities.contains(&label(kind)))
            .collect(),
        formats: desk.formats.clone(),
        format: desk.format.clone(),
        filters: Filters {
            agencies: desk.filters.agencies.clone(),
            languages: desk.filters.languages.clone(),
        },
        limits: Limits {
            max_dispatch_bytes: config.limits.max_dispatch_bytes,
            max_mentions: config.limits.max_mentions,
            max_items: config.limits.max_items,
            max_depth: config.limits.max_depth,
            max_attributes: config.limits.max_attributes,
            max_unmapped_bytes: config.limits.max_unmapped_bytes,
        },
    }
}

/// All files below `dir` that are not hidden, with their paths relative to it.
fn collect(dir: &Path, prefix: &str, files: &mut Vec<(String, Vec<u8>)>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(dir)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let path = format!("{prefix}{name}");
        // Follows links: a Kubernetes ConfigMap mounts its files as links.
        if std::fs::metadata(entry.path())?.is_dir() {
            collect(&entry.path(), &format!("{path}/"), files)?;
        } else {
            files.push((path, std::fs::read(entry.path())?));
        }
    }
    Ok(())
}

fn text(path: String, bytes: Vec<u8>) -> Result<OverrideFile, AuthorityError> {
    match String::from_utf8(bytes) {
        Ok(text) => Ok(OverrideFile { path, text }),
        Err(error) => {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = before.iter().filter(|byte| **byte == b'\n').count() + 1;
            let message = format!("line {line}: it is not UTF-8; save the file as UTF-8");
            Err(AuthorityError { file: path, message })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_not_utf8_is_named_with_its_line() {
        let fault = text("names.tsv".into(), b"name\ttype\nMalm\xf6\tplace\n".to_vec()).expect_err("a fault");
        assert_eq!(fault.to_string(), "names.tsv: line 2: it is not UTF-8; save the file as UTF-8");
        assert!(text("names.tsv".into(), "name\ttype\nMalmö\tplace\n".into()).is_ok());
    }
}
