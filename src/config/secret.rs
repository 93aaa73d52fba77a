//! Values that must never be shown: they come from a file or the environment, not from the configuration.

/// Where a secret is read from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase", deny_unknown_fields)]
pub enum Secret {
    /// Path of a file; one trailing line break is cut.
    File(String),
    /// Name of an environment variable.
    Env(String),
}

impl Secret {
    /// Reads it. The error is one sentence with the mend, and never the value.
    pub fn value(&self) -> Result<String, String> {
        let value = match self {
            Secret::File(path) => {
                let mut text = std::fs::read_to_string(path).map_err(|error| {
                    format!("the file {path} cannot be read: {error}; mount it or correct the path")
                })?;
                if text.ends_with('\n') {
                    text.truncate(text.len() - if text.ends_with("\r\n") { 2 } else { 1 });
                }
                text
            }
            Secret::Env(name) => std::env::var(name).map_err(|error| match error {
                std::env::VarError::NotPresent => {
                    format!("the environment variable {name} is not set; set it or name another")
                }
                std::env::VarError::NotUnicode(_) => format!("the environment variable {name} is not UTF-8"),
            })?,
        };
        if value.is_empty() {
            return Err(format!("the {self} is empty; put the secret there"));
        }
        Ok(value)
    }
}

impl std::fmt::Display for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Secret::File(path) => write!(f, "file {path}"),
            Secret::Env(name) => write!(f, "environment variable {name}"),
        }
    }
}

/// The value of a librdkafka property: plain, or a [`Secret`].
#[derive(Clone, PartialEq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Property {
    Text(String),
    Number(i64),
    Flag(bool),
    Secret(Secret),
}

impl Property {
    /// The value as librdkafka takes it. Reads the file or the environment when it is a secret.
    pub fn value(&self) -> Result<String, String> {
        match self {
            Property::Text(text) => Ok(text.clone()),
            Property::Number(number) => Ok(number.to_string()),
            Property::Flag(flag) => Ok(flag.to_string()),
            Property::Secret(secret) => secret.value(),
        }
    }
}

/// A text may be a password that somebody wrote into the file, so it is never shown (invariant 10).
impl std::fmt::Debug for Property {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Property::Text(_) => f.write_str("\"***\""),
            Property::Number(number) => write!(f, "{number}"),
            Property::Flag(flag) => write!(f, "{flag}"),
            Property::Secret(secret) => write!(f, "{secret}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_file_loses_one_line_break_and_nothing_else() {
        let dir = tempfile::tempdir().unwrap();
        for (i, (content, want)) in [
            ("s3cret\n", Some("s3cret")),
            ("s3cret\r\n", Some("s3cret")),
            ("s3cret\n\n", Some("s3cret\n")),
            (" s3cret ", Some(" s3cret ")),
            ("\n", None),
        ]
        .into_iter()
        .enumerate()
        {
            let path = dir.path().join(i.to_string());
            std::fs::write(&path, content).unwrap();
            let got = Secret::File(path.display().to_string()).value();
            assert_eq!(got.ok().as_deref(), want, "{content:?}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        let missing = Secret::File("/nowhere/password".into()).value().unwrap_err();
        assert!(missing.contains("/nowhere/password"), "{missing}");
        let unset = Secret::Env("COPYDESK_TEST_UNSET".into()).value().unwrap_err();
        assert!(unset.contains("COPYDESK_TEST_UNSET is not set"), "{unset}");
    }

    #[test]
    fn debug_shows_no_plain_text() {
        assert!(!format!("{:?}", Property::Text("hunter2".into())).contains("hunter2"));
    }
}
