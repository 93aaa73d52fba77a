//! The beginning of a replay: its bounds become the committed offsets of its group, once.
//!
//! Every later start goes on from what is committed, and an offset that is missing can only have been removed: the
//! broker forgets a group that rests for `offsets.retention.minutes`, and operators delete groups. Such a plan
//! is refused; to begin it anew would publish all of it again.
//!
//! Several instances may start at the same time. The beginning is a transaction of a transactional id that all of
//! them share: whoever takes the id looks for offsets after that, and commits only while nobody else has taken it.
//! So of two that found nothing one is fenced, and looks again.

use std::collections::BTreeMap;
use std::time::Duration;

use rdkafka::consumer::{Consumer, ConsumerGroupMetadata};
use rdkafka::error::{KafkaError, KafkaResult};
use rdkafka::producer::{BaseProducer, Producer};
use rdkafka::{ClientConfig, Message, Offset};

use super::plan::{Plan, Target};
use crate::kafka::asker::{AskError, Asker, list};
use crate::kafka::client::Clients;
use crate::kafka::headers::{last, pairs};
use crate::kafka::oauth::Asking;
use crate::kafka::reader::{Place, ReadError, Reader};

/// Why a plan is not begun, in one sentence with the mend.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    #[error(transparent)]
    Ask(#[from] AskError),
    #[error(
        "the offsets of group {group} are gone from the cluster ({how}): where this replay stands is not known, and to begin it again would publish records twice; plan a new replay of what is missing in {into}"
    )]
    Expired { group: String, how: String, into: String },
    #[error(
        "the beginning of the replay cannot be committed in group {group}: {source}; see the ACLs of the group and of the transactional ids copydesk-replay-*"
    )]
    NotBegun { group: String, source: KafkaError },
    #[error("records of this replay cannot be searched for: {0}")]
    NotSearched(#[from] ReadError),
}

/// Longest that a call of the beginning's transaction may take.
const CALL: Duration = Duration::from_secs(30);
/// So many times another instance may come in between.
const TRIES: u32 = 20;

/// Begins the plan where it has not begun; gives what is committed for each partition.
pub fn open(plan: &Plan, clients: &Clients) -> Result<Vec<(i32, i64)>, OpenError> {
    let partitions = || plan.ranges.iter().map(|range| range.partition);
    // A transaction of an instance at work must not hold this up, so it does not count here.
    let mut hasty = clients.consumer.clone();
    hasty.set("isolation.level", "read_uncommitted");
    let committed = Asker::open(&hasty, &plan.group_id)?.committed(&plan.topic, partitions())?;
    if let Some(all) = complete(&committed) {
        return Ok(all);
    }
    let not_begun = |source| OpenError::NotBegun { group: plan.group_id.clone(), source };
    let mut settings = clients.producer.clone();
    settings.set("transactional.id", format!("{}.open", plan.group_id));
    let mut last = KafkaError::Canceled;
    for _ in 0..TRIES {
        match begin(plan, clients, &settings)? {
            Ok(all) => return Ok(all),
            Err(error) if is_fenced(&error) => last = error,
            Err(error) => return Err(not_begun(error)),
        }
    }
    Err(not_begun(last))
}

/// One try. The inner result is the transaction's.
fn begin(
    plan: &Plan,
    clients: &Clients,
    settings: &ClientConfig,
) -> Result<KafkaResult<Vec<(i32, i64)>>, OpenError> {
    let producer: BaseProducer<Opener> = match settings.create_with_context(Opener) {
        Ok(producer) => producer,
        Err(error) => return Ok(Err(error)),
    };
    // A login by token is served by a poll.
    producer.poll(Duration::ZERO);
    // From here on an earlier taker of the id commits nothing any more, and what it has committed is seen.
    if let Err(error) = producer.init_transactions(CALL) {
        return Ok(Err(error));
    }
    let asker = Asker::open(&clients.consumer, &plan.group_id)?;
    let committed = asker.committed(&plan.topic, plan.ranges.iter().map(|range| range.partition))?;
    if let Some(all) = complete(&committed) {
        return Ok(Ok(all));
    }
    refuse_expired(plan, clients, &committed)?;
    let Some(group) = asker.client().group_metadata() else {
        return Ok(Err(KafkaError::Canceled));
    };
    Ok(commit(plan, &producer, &group))
}

fn commit(
    plan: &Plan,
    producer: &BaseProducer<Opener>,
    group: &ConsumerGroupMetadata,
) -> KafkaResult<Vec<(i32, i64)>> {
    let places = plan.ranges.iter().map(|range| (range.partition, Offset::Offset(range.from)));
    let offsets = list(&plan.topic, places)?;
    producer.begin_transaction()?;
    producer.send_offsets_to_transaction(&offsets, group, CALL)?;
    producer.commit_transaction(CALL)?;
    Ok(plan.ranges.iter().map(|range| (range.partition, range.from)).collect())
}

/// All of them, when none is missing.
fn complete(committed: &BTreeMap<i32, Option<i64>>) -> Option<Vec<(i32, i64)>> {
    committed.iter().map(|(number, offset)| Some((*number, (*offset)?))).collect()
}

/// The beginning is one transaction: offsets for some partitions only were never left by it. And where nothing is
/// committed at all, records that the plan has published say that it had begun.
fn refuse_expired(
    plan: &Plan,
    clients: &Clients,
    committed: &BTreeMap<i32, Option<i64>>,
) -> Result<(), OpenError> {
    let expired =
        |how: String| OpenError::Expired { group: plan.group_id.clone(), how, into: plan.into.topic.clone() };
    let missing: Vec<String> = committed
        .iter()
        .filter(|(_, offset)| offset.is_none())
        .map(|(number, _)| number.to_string())
        .collect();
    if missing.len() < committed.len() {
        return Err(expired(format!("partitions {} have none, others have", missing.join(", "))));
    }
    for target in [&plan.into, &plan.dead_letters] {
        if let Some(Place { partition, offset }) = find_own(clients, target, &plan.id)? {
            let place = format!("{}/{partition}/{offset}", target.topic);
            return Err(expired(format!("none is left, and {place} was published by this replay")));
        }
    }
    Ok(())
}

/// A message that the plan has published, if there is one: at or behind the ends that the plan saw. What retention
/// has removed since is not needed.
fn find_own(clients: &Clients, target: &Target, id: &str) -> Result<Option<Place>, OpenError> {
    let mut reader = Reader::open(&clients.consumer, "copydesk-replay-open", &target.topic)?;
    reader.narrow(|partition| target.ends.get(partition as usize).copied().unwrap_or(0)..i64::MAX);
    let mut found = None;
    reader.read(&mut |message| {
        if last(&pairs(message.headers()), "copydesk-replay") == Some(id.as_bytes()) {
            found = Some(Place { partition: message.partition(), offset: message.offset() });
        }
        found.is_none()
    })?;
    Ok(found)
}

fn is_fenced(error: &KafkaError) -> bool {
    use rdkafka::types::RDKafkaErrorCode as Code;
    matches!(
        error.rdkafka_error_code(),
        Some(Code::Fenced | Code::ProducerFenced | Code::InvalidProducerEpoch | Code::ConcurrentTransactions)
    )
}

/// The beginning's producer sends no messages.
struct Opener;

impl rdkafka::ClientContext for Opener {
    const ENABLE_REFRESH_OAUTH_TOKEN: bool = true;

    fn generate_oauth_token(
        &self,
        config: Option<&str>,
    ) -> Result<rdkafka::client::OAuthToken, Box<dyn std::error::Error>> {
        rdkafka::ClientContext::generate_oauth_token(&Asking, config)
    }

    fn stats(&self, _: rdkafka::Statistics) {}
}

impl rdkafka::producer::ProducerContext for Opener {
    type DeliveryOpaque = ();

    fn delivery(&self, _: &rdkafka::message::DeliveryResult<'_>, (): ()) {}
}
