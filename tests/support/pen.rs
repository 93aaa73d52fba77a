//! A producer that writes where it is told, in a transaction or not: for what a feed leaves in a topic beside messages.

use std::time::Duration;

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use super::copy::Raw;
use super::kafka::unique;
use super::stage::Line;

/// Writes to the source topic of a line.
pub struct Pen {
    producer: BaseProducer,
    topic: String,
}

const PATIENCE: Duration = Duration::from_secs(60);

impl Pen {
    pub fn plain(line: &Line) -> Pen {
        Pen { producer: line.client().create().expect("a producer"), topic: line.raw.clone() }
    }

    /// All that it writes is one transaction.
    pub fn transaction(line: &Line) -> Pen {
        let mut config = line.client();
        config.set("transactional.id", unique("pen"));
        let producer: BaseProducer = config.create().expect("a producer");
        producer.init_transactions(PATIENCE).expect("initialised");
        producer.begin_transaction().expect("begun");
        Pen { producer, topic: line.raw.clone() }
    }

    /// Writes to a partition and waits until it is delivered.
    pub fn write(&self, partition: i32, copy: impl IntoIterator<Item = Raw>) -> &Pen {
        for raw in copy {
            let mut headers = OwnedHeaders::new();
            for (key, value) in &raw.headers {
                headers = headers.insert(Header { key, value: value.as_ref() });
            }
            let mut record: BaseRecord<'_, [u8], [u8]> = BaseRecord::to(&self.topic);
            record = record.partition(partition).timestamp(raw.timestamp_ms).headers(headers);
            record.key = raw.key.as_deref();
            record.payload = raw.payload.as_deref();
            self.producer.send(record).map_err(|(error, _)| error).expect("sent");
        }
        self.producer.flush(PATIENCE).expect("delivered");
        self
    }

    pub fn commit(self) {
        self.producer.commit_transaction(PATIENCE).expect("committed");
    }

    pub fn abort(self) {
        self.producer.abort_transaction(PATIENCE).expect("aborted");
    }
}
