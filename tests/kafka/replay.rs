//! Replays on a real broker: where a stretch ends, what a kill leaves, what is refused.

use std::time::Duration;

use rdkafka::message::{Header, OwnedHeaders};
use rdkafka::producer::{BaseProducer, BaseRecord, Producer};

use crate::support::audit::{Audit, Copies, Counts};
use crate::support::copy::{Raw, story};
use crate::support::kafka::{self, unique};
use crate::support::replay::Replay;
use crate::support::stage::{Line, Setup};

/// Writes to one partition; in a transaction when it has an id.
struct Pen {
    producer: BaseProducer,
    topic: String,
}

const PATIENCE: Duration = Duration::from_secs(60);

impl Pen {
    fn plain(line: &Line) -> Pen {
        Pen { producer: line.client().create().expect("a producer"), topic: line.raw.clone() }
    }

    fn transaction(line: &Line) -> Pen {
        let mut config = line.client();
        config.set("transactional.id", unique("pen"));
        let producer: BaseProducer = config.create().expect("a producer");
        producer.init_transactions(PATIENCE).expect("initialised");
        producer.begin_transaction().expect("begun");
        Pen { producer, topic: line.raw.clone() }
    }

    fn write(&self, partition: i32, copy: impl IntoIterator<Item = Raw>) -> &Pen {
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

    fn commit(self) {
        self.producer.commit_transaction(PATIENCE).expect("committed");
    }

    fn abort(self) {
        self.producer.abort_transaction(PATIENCE).expect("aborted");
    }
}

/// All of the stretch came out once, marked, as the desk makes it, and nothing else did.
fn audit(replay: &Replay, setup: &Setup) -> Counts {
    let mut audit = Audit::new(&replay.line, setup, Copies::One);
    audit.replay = Some(replay);
    audit.pass()
}

/// Offsets that are no messages lie at the end of each partition, and a bound in the future.
#[test]
fn a_stretch_ends_wherever_it_ends() {
    let Some(cluster) = kafka::cluster() else { return };
    let line = Line::open(cluster);
    let pen = Pen::plain(&line);
    // 0 ends in a transaction's marker, 1 in a transaction that was aborted, 2 in one that is open, 3 is empty.
    pen.write(0, (0..20).map(story)).write(1, (20..40).map(story)).write(2, (40..60).map(story));
    let committed = Pen::transaction(&line);
    committed.write(0, (60..80).map(story));
    committed.commit();
    let aborted = Pen::transaction(&line);
    aborted.write(1, (80..100).map(story));
    aborted.abort();
    let open = Pen::transaction(&line);
    open.write(2, (100..120).map(story));

    let setup = Setup::DEFAULT;
    let replay = Replay::plan(&line, &setup, &["--to", "2099-01-01T00:00:00Z"]);
    let ranges: Vec<_> = replay.ranges.iter().map(|(number, (from, to))| (*number, *from, *to)).collect();
    assert_eq!(ranges, [(0, 0, 41), (1, 0, 41), (2, 0, 20), (3, 0, 0)]);
    replay.run(&[]);
    let counts = audit(&replay, &setup);
    assert_eq!(counts, Counts { inputs: 80, records: 80, ..Counts::default() });
    // It is done, and does nothing when it is run again; neither does what came later.
    open.commit();
    pen.write(3, (120..130).map(story));
    replay.run(&[]);
    assert_eq!(audit(&replay, &setup), counts);
}
