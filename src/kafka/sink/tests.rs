use super::*;
use crate::kafka::ledger::Partition;

/// A press on which everything goes well, and which remembers it.
#[derive(Default)]
struct Smooth {
    now: Millis,
    calls: Vec<(Step, Vec<Mark>)>,
}

impl Press<()> for Smooth {
    fn now(&self) -> Millis {
        self.now
    }

    fn call(&mut self, step: Step, marks: &[Mark]) -> Result<(), Failure> {
        let marks = if step == Step::Offsets { marks.to_vec() } else { vec![] };
        self.calls.push((step, marks));
        Ok(())
    }

    fn replace(&mut self) -> Result<(), Failure> {
        Ok(())
    }

    fn send(&mut self, _: Ticket, _: u64, (): ()) -> Result<(u32, usize), Failure> {
        Ok((0, 1))
    }

    fn report(&mut self) -> Option<Report> {
        None
    }
}

/// The steps of a sink that is turned for a while.
fn turned(sink: &mut Sink<(), ()>, press: &mut Smooth) -> Vec<(Step, Vec<Mark>)> {
    for _ in 0..200 {
        press.now += 10;
        sink.turn(press, press.now, true);
    }
    std::mem::take(&mut press.calls)
}

#[test]
fn the_end_of_a_partition_is_committed_though_nothing_is_sent() {
    let policy = Policy {
        delivery: Delivery::ExactlyOnce,
        interval: 100,
        max_messages: 10,
        max_bytes: 1_000,
        deadline: 10_000,
    };
    let mut sink: Sink<(), ()> = Sink::new(policy);
    let mut press = Smooth::default();
    let empty = Partition { topic: 0, number: 0 };
    sink.ledger.assign(empty);
    assert_eq!(turned(&mut sink, &mut press), [(Step::Init, vec![])], "nothing to commit");
    sink.ledger.close(empty, 7);
    let commits = [(Step::Begin, vec![]), (Step::Offsets, vec![(empty, 7)]), (Step::Commit, vec![])];
    assert_eq!(turned(&mut sink, &mut press), commits, "once");

    // An end behind a message goes along with it.
    let read = Partition { topic: 0, number: 1 };
    sink.ledger.assign(read);
    let ticket = sink.ledger.admit(read, 3, 1, None).expect("new");
    sink.ledger.finish(ticket, (), (), 0);
    sink.ledger.close(read, 9);
    let commits = [(Step::Begin, vec![]), (Step::Offsets, vec![(read, 9)]), (Step::Commit, vec![])];
    assert_eq!(turned(&mut sink, &mut press), commits);
}
