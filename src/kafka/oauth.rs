//! OAUTHBEARER with a token that the platform keeps fresh in a file: a projected service-account token, a
//! sidecar of the identity provider. librdkafka asks again before the token ends, and the file is read anew.

use std::error::Error;

use base64::Engine;
use rdkafka::ClientContext;
use rdkafka::client::OAuthToken;
use rdkafka::consumer::ConsumerContext;

/// What `sasl.oauthbearer.config` has to say: `token_file=/var/run/secrets/kafka/token`.
const PREFIX: &str = "token_file=";

/// Reads the token that `sasl.oauthbearer.config` names. Errors never hold the token (invariant 10).
pub fn token(config: Option<&str>) -> Result<OAuthToken, Box<dyn Error>> {
    let path = config.and_then(|config| config.trim().strip_prefix(PREFIX)).ok_or_else(|| {
        format!(
            "sasl.oauthbearer.config names no token: write {PREFIX} and the path of a file that holds a JWT"
        )
    })?;
    let text = std::fs::read_to_string(path)
        .map_err(|error| format!("the token file {path} cannot be read: {error}"))?;
    parse(text.trim())
        .ok_or_else(|| format!("the token file {path} holds no JWT with the claims sub and exp").into())
}

/// A JWT (RFC 7519): its subject is the principal, its expiry the token's end. The broker checks the signature.
fn parse(token: &str) -> Option<OAuthToken> {
    let claims = token.split('.').nth(1)?;
    let claims = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(claims).ok()?;
    let claims: serde_json::Value = serde_json::from_slice(&claims).ok()?;
    Some(OAuthToken {
        token: token.to_owned(),
        principal_name: claims["sub"].as_str()?.to_owned(),
        lifetime_ms: claims["exp"].as_i64()?.checked_mul(1_000)?,
    })
}

/// Context of a client that only asks: it can log in, and keeps its statistics to itself.
pub struct Asking;

impl ClientContext for Asking {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(&self, config: Option<&str>) -> Result<OAuthToken, Box<dyn Error>> {
        token(config)
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl ConsumerContext for Asking {}

#[cfg(test)]
mod tests {
    use super::*;

    fn jwt(claims: &str) -> String {
        let part = |text: &str| base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(text);
        format!("{}.{}.c2ln", part(r#"{"alg":"RS256"}"#), part(claims))
    }

    #[test]
    fn a_token_file_gives_principal_and_end() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let text = jwt(r#"{"sub":"copydesk","exp":1900000000}"#);
        std::fs::write(file.path(), format!("{text}\n")).expect("written");
        let config = format!("token_file={}", file.path().display());
        let got = token(Some(&config)).expect("a token");
        assert_eq!(
            (got.token, got.principal_name, got.lifetime_ms),
            (text, "copydesk".into(), 1_900_000_000_000)
        );
    }

    #[test]
    fn what_is_no_token_is_said_without_showing_it() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let config = format!("token_file={}", file.path().display());
        for text in ["secret", &jwt(r#"{"sub":"secret"}"#), &jwt("[]"), "a.%%%.c"] {
            std::fs::write(file.path(), text).expect("written");
            let error = token(Some(&config)).err().expect("no token").to_string();
            assert!(error.ends_with("holds no JWT with the claims sub and exp"), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
        for config in [None, Some("scope=x"), Some("token_file=/no/such/file")] {
            assert!(token(config).is_err(), "{config:?}");
        }
    }
}
