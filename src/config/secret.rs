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

/// The value of a librdkafka property: plain, or a [`Secret`].
#[derive(Debug, Clone, PartialEq, serde::Deserialize, serde::Serialize, schemars::JsonSchema)]
#[serde(untagged)]
pub enum Property {
    Text(String),
    Number(i64),
    Flag(bool),
    Secret(Secret),
}
