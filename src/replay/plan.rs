//! The plan of a replay: a file that says all that is needed to read a stretch again, and nothing that a second
//! run could take differently.

use std::io::Write;
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::range::Range;
use super::sample::Sample;
use crate::desk::{Choice, Desk};
use crate::record::Version;

/// Version of the file's format.
const VERSION: u32 = 1;

/// A plan. Its id is a hash of all the rest, so a plan that was changed by hand is not taken for the one whose
/// progress the cluster holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    pub version: u32,
    pub id: String,
    /// Consumer group that holds the progress.
    pub group_id: String,
    pub created: Timestamp,
    /// Id of the cluster that was asked.
    pub cluster: Option<String>,
    /// Where dispatches are read.
    pub topic: String,
    /// By partition, in order.
    pub ranges: Vec<Range>,
    /// What of them is published.
    pub choice: Choice,
    /// Where records go.
    pub into: Target,
    pub dead_letters: Target,
    /// `into` may be the topic that the live stage publishes to.
    pub in_place: bool,
    /// The rules that the plan was made with: those of all of its records.
    pub rules: Rules,
    /// What the sampled messages were.
    pub sample: Sample,
}

/// What decides the content of records, as `copydesk.version` says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    pub copydesk: String,
    pub authority: String,
    pub config: String,
}

impl Rules {
    pub fn of(desk: &Desk) -> Rules {
        let Version { copydesk, authority, config } = desk.version();
        Rules { copydesk: copydesk.to_owned(), authority, config }
    }
}

impl std::fmt::Display for Rules {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "copydesk {}, authority {}, configuration {}", self.copydesk, self.authority, self.config)
    }
}

/// A topic that is written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Target {
    pub topic: String,
    /// End of each partition when the plan was made: behind it this plan's own records may lie.
    pub ends: Vec<i64>,
}

/// Why a plan's file is of no use, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    #[error("the plan {path} cannot be read: {error}; name the file that `copydesk replay plan` wrote")]
    Unreadable { path: String, error: std::io::Error },
    #[error("{path} is no plan that this version reads: {error}; make it again with `copydesk replay plan`")]
    Format { path: String, error: serde_json::Error },
    #[error(
        "{path} has version {version}, this program reads version {VERSION}; make it again with `copydesk replay plan`"
    )]
    Version { path: String, version: u32 },
    #[error(
        "{path} was changed after it was written: its id does not fit; make a new plan with `copydesk replay plan`"
    )]
    Changed { path: String },
    #[error("the plan {path} cannot be written: {error}; name another file with --out")]
    Unwritable { path: String, error: std::io::Error },
}

impl FileError {
    /// Whether the environment is at fault, and not what the file says.
    pub fn is_environment(&self) -> bool {
        matches!(self, FileError::Unreadable { .. } | FileError::Unwritable { .. })
    }
}

impl Plan {
    /// Gives the plan its version, id and group.
    pub fn sealed(mut self) -> Plan {
        self.version = VERSION;
        self.id = self.hash();
        self.group_id = group_id(&self.id);
        self
    }

    fn hash(&self) -> String {
        let bare = Plan { id: String::new(), group_id: String::new(), ..self.clone() };
        let digest = Sha256::digest(serde_json::to_vec(&bare).unwrap_or_default());
        digest[..6].iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Reads a plan.
    pub fn load(path: &Path) -> Result<Plan, FileError> {
        let name = path.display().to_string();
        let text =
            std::fs::read(path).map_err(|error| FileError::Unreadable { path: name.clone(), error })?;
        Plan::parse(&text, name)
    }

    fn parse(text: &[u8], path: String) -> Result<Plan, FileError> {
        let plan: Plan = match serde_json::from_slice(text) {
            Ok(plan) => plan,
            Err(error) => {
                // A later version may well have other fields.
                let version = serde_json::from_slice::<serde_json::Value>(text).ok();
                return Err(match version.and_then(|value| value["version"].as_u64()) {
                    Some(version) if version != u64::from(VERSION) => {
                        FileError::Version { path, version: version as u32 }
                    }
                    _ => FileError::Format { path, error },
                });
            }
        };
        if plan.version != VERSION {
            return Err(FileError::Version { path, version: plan.version });
        }
        if plan.id != plan.hash() || plan.group_id != group_id(&plan.id) {
            return Err(FileError::Changed { path });
        }
        Ok(plan)
    }

    /// Writes the plan to a file that is not there yet.
    pub fn save(&self, path: &Path) -> Result<(), FileError> {
        let write = || {
            let mut file = std::fs::File::create_new(path)?;
            file.write_all(self.text().as_bytes())?;
            file.sync_all()
        };
        write().map_err(|error| FileError::Unwritable { path: path.display().to_string(), error })
    }

    /// The file's text.
    pub fn text(&self) -> String {
        // A plan is strings and numbers: it always serializes.
        serde_json::to_string_pretty(self).unwrap_or_default() + "\n"
    }

    /// Upper bound of the messages: offsets also count transaction markers and compacted gaps.
    pub fn offsets(&self) -> i64 {
        self.ranges.iter().map(Range::offsets).sum()
    }

    /// Bytes to be read, as far as the sample tells.
    pub fn bytes(&self) -> u64 {
        self.sample.mean_bytes() * self.offsets().unsigned_abs()
    }

    /// The transactional id of an instance.
    pub fn transactional_id(&self, instance: &str) -> String {
        format!("{}-{instance}", self.group_id)
    }
}

fn group_id(id: &str) -> String {
    format!("copydesk-replay-{id}")
}

#[cfg(test)]
pub mod tests {
    use super::*;

    pub fn plan() -> Plan {
        let target = |topic: &str| Target { topic: topic.into(), ends: vec![0, 7] };
        Plan {
            version: 0,
            id: String::new(),
            group_id: String::new(),
            created: Timestamp::UNIX_EPOCH,
            cluster: Some("c".into()),
            topic: "wire.raw".into(),
            ranges: vec![Range { partition: 0, from: 3, to: 9, gone: 0 }],
            choice: Choice::default(),
            into: target("wire.again"),
            dead_letters: target("wire.again.dlq"),
            in_place: false,
            rules: Rules { copydesk: "1".into(), authority: "2".into(), config: "3".into() },
            sample: Sample::default(),
        }
        .sealed()
    }

    #[test]
    fn a_file_gives_the_same_plan_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("plan.json");
        plan().save(&path).expect("written");
        assert_eq!(Plan::load(&path).expect("read"), plan());
        assert!(matches!(plan().save(&path), Err(FileError::Unwritable { .. })), "never overwritten");
        assert!(plan().group_id.starts_with("copydesk-replay-"));
    }

    #[test]
    fn a_file_that_was_changed_is_refused() {
        let text = plan().text();
        for (from, to, want) in [
            ("\"to\": 9", "\"to\": 8", "changed"),
            ("wire.again", "wire.enriched", "changed"),
            (&plan().group_id, "copydesk", "changed"),
            ("\"version\": 1", "\"version\": 2, \"new\": 1", "version 2"),
            ("\"in_place\"", "\"in_plaice\"", "no plan"),
            ("}", "", "no plan"),
        ] {
            let changed = text.replace(from, to);
            assert_ne!(changed, text, "{from}");
            let error = Plan::parse(changed.as_bytes(), "p.json".into()).expect_err(from);
            assert!(error.to_string().contains(want), "{from}: {error}");
        }
    }

    #[test]
    fn two_plans_never_have_one_id() {
        let later = Plan { created: "2024-03-01T00:00:00Z".parse().expect("a time"), ..plan() };
        assert_ne!(later.sealed().id, plan().id);
    }
}
