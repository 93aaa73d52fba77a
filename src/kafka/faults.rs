//! librdkafka's errors → what the stage does about them, and what it tells people.

use rdkafka::error::{KafkaError, RDKafkaErrorCode as Code};

use super::bounded::Unanswered;
use super::outgoing::Why;
use super::sink::Failure;
use super::txn::Class;
use crate::telemetry::Condition;

/// An error's code, what it breaks, and how it is to be taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kind {
    /// A code of [`crate::fault::CODES`].
    pub code: &'static str,
    pub condition: Option<Condition>,
    /// The cluster says no: waiting does not help.
    pub denied: bool,
}

const fn kind(code: &'static str, condition: Condition, denied: bool) -> Kind {
    Kind { code, condition: Some(condition), denied }
}

/// The errors that say of themselves what is wrong; any other belongs to the call that it came from.
pub fn kind_of(code: Code) -> Option<Kind> {
    Some(match code {
        Code::AllBrokersDown => kind("kafka.brokers_down", Condition::Brokers, false),
        Code::Authentication
        | Code::SaslAuthenticationFailed
        | Code::SSL
        | Code::UnsupportedSASLMechanism
        | Code::IllegalSASLState => kind("kafka.authentication", Condition::Brokers, true),
        Code::TopicAuthorizationFailed => kind("kafka.authorization", Condition::Topics, true),
        Code::GroupAuthorizationFailed => kind("kafka.authorization", Condition::Group, true),
        Code::ClusterAuthorizationFailed | Code::TransactionalIdAuthorizationFailed => {
            kind("kafka.authorization", Condition::Producer, true)
        }
        Code::UnknownTopic | Code::UnknownTopicOrPartition | Code::UnknownPartition => {
            kind("kafka.unknown_topic", Condition::Topics, false)
        }
        _ => return None,
    })
}

/// Whether another producer has the transactional id, or the broker took it back.
fn is_fenced(code: Code) -> bool {
    matches!(code, Code::Fenced | Code::ProducerFenced | Code::InvalidProducerEpoch)
}

/// Whether a topic refuses the message itself, and why: no retry helps.
pub fn refusal(code: Code) -> Option<Why> {
    match code {
        Code::MessageSizeTooLarge | Code::MessageBatchTooLarge | Code::InvalidMessageSize => Some(Why::Size),
        Code::InvalidTimestamp | Code::InvalidRecord => Some(Why::Content),
        _ => None,
    }
}

/// What failed, as a [`Failure`] of the call that is called `doing`; `fatal` is the producer's own fatal
/// error, if it has one.
pub fn failure(doing: &str, error: &KafkaError, fatal: Option<Code>, fallback: &'static str) -> Failure {
    let code = error.rdkafka_error_code();
    let kind = code.and_then(kind_of);
    let denied = kind.is_some_and(|kind| kind.denied);
    let class = match (error, fatal) {
        _ if denied => Class::Denied,
        (_, Some(fatal)) if is_fenced(fatal) => Class::Fenced,
        _ if code.is_some_and(is_fenced) => Class::Fenced,
        (_, Some(_)) => Class::Fatal,
        (KafkaError::Transaction(error), _) if error.is_fatal() => Class::Fatal,
        (KafkaError::Transaction(error), _) if error.txn_requires_abort() => Class::Abortable,
        (KafkaError::Transaction(error), _) if error.is_retriable() => Class::Retriable,
        (KafkaError::Flush(_), _) => Class::Retriable,
        (KafkaError::MessageProduction(_), _) => Class::Abortable,
        (KafkaError::ConsumerCommit(Code::OperationTimedOut | Code::WaitingForCoordinator), _) => {
            Class::Retriable
        }
        (KafkaError::ConsumerCommit(_), _) => Class::Abortable,
        // KIP-98 leaves no fourth way: what is neither retriable nor abortable is fatal (librdkafka #3221).
        _ => Class::Fatal,
    };
    let code = kind.map_or(fallback, |kind| kind.code);
    Failure { class, code, message: sentence(doing, &reason(error), code) }
}

/// A call has no answer. One that hangs costs its producer; one that was not made can be made again.
pub fn unanswered(doing: &str, why: &Unanswered) -> Failure {
    let class = match why {
        Unanswered::Hangs => Class::Fatal,
        Unanswered::NoThread(_) => Class::Retriable,
    };
    let message = sentence(doing, &why.to_string(), "kafka.transaction");
    Failure { class, code: "kafka.transaction", message }
}

/// One sentence: what failed, why, and the mend of the code.
pub fn sentence(doing: &str, why: &str, code: &str) -> String {
    let mend = crate::fault::find(code).map_or("", |row| row.mend);
    let separator = if mend.is_empty() { "" } else { "; " };
    format!("{doing}: {why}{separator}{mend}")
}

/// librdkafka's own words, without the wrapping.
pub fn reason(error: &KafkaError) -> String {
    match error {
        KafkaError::Transaction(error) => error.string(),
        other => other.rdkafka_error_code().map_or_else(|| other.to_string(), |code| code.to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_taken_as_what_they_are() {
        let produced = |code| KafkaError::MessageProduction(code);
        let table = [
            (produced(Code::MessageTimedOut), None, Class::Abortable, "kafka.produce"),
            (
                produced(Code::MessageTimedOut),
                Some(Code::OutOfOrderSequenceNumber),
                Class::Fatal,
                "kafka.produce",
            ),
            (produced(Code::PurgeQueue), Some(Code::Fenced), Class::Fenced, "kafka.produce"),
            (produced(Code::InvalidProducerEpoch), None, Class::Fenced, "kafka.produce"),
            (produced(Code::TopicAuthorizationFailed), None, Class::Denied, "kafka.authorization"),
            (produced(Code::UnknownTopic), None, Class::Abortable, "kafka.unknown_topic"),
            (KafkaError::ConsumerCommit(Code::IllegalGeneration), None, Class::Abortable, "kafka.produce"),
            (KafkaError::ConsumerCommit(Code::OperationTimedOut), None, Class::Retriable, "kafka.produce"),
            (KafkaError::Flush(Code::OperationTimedOut), None, Class::Retriable, "kafka.produce"),
            (KafkaError::Canceled, None, Class::Fatal, "kafka.produce"),
        ];
        for (error, fatal, class, code) in table {
            let failure = failure("publishing to wire.enriched", &error, fatal, "kafka.produce");
            assert_eq!((failure.class, failure.code), (class, code), "{error}");
            assert!(failure.message.starts_with("publishing to wire.enriched: "), "{}", failure.message);
        }
    }

    #[test]
    fn every_kind_has_a_row_in_the_table_of_codes() {
        for code in [Code::AllBrokersDown, Code::SSL, Code::GroupAuthorizationFailed, Code::UnknownTopic] {
            let kind = kind_of(code).expect("known");
            assert!(crate::fault::find(kind.code).is_some(), "{}", kind.code);
        }
        assert_eq!(kind_of(Code::RequestTimedOut), None);
    }
}
