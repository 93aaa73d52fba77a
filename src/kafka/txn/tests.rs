use super::*;

fn txn(delivery: Delivery) -> Txn {
    Txn::new(Policy { delivery, interval: 100, max_messages: 3, max_bytes: 1_000, deadline: 5_000 })
}

const SENT: Event = Event::Sent { owed: 1, bytes: 10 };

/// A machine with one message on its way, opened at 0.
fn open(delivery: Delivery) -> Txn {
    let mut txn = txn(delivery);
    if delivery == Delivery::ExactlyOnce {
        assert_eq!(txn.next(0, true), Action::Call(Step::Init));
        txn.on(Event::Done(Step::Init), 0);
        assert_eq!(txn.next(0, false), Action::Wait, "nothing is begun for nothing");
        assert_eq!(txn.next(0, true), Action::Call(Step::Begin));
        txn.on(Event::Done(Step::Begin), 0);
    }
    assert_eq!(txn.next(0, true), Action::Send);
    txn.on(SENT, 0);
    txn
}

/// As [`open`], brought to where `step` is called next.
fn at(step: Step) -> Txn {
    let mut txn = open(Delivery::ExactlyOnce);
    match step {
        Step::Deliver => {}
        Step::Abort => txn.on(Event::Failed(Step::Deliver, Class::Abortable), 0),
        _ => {
            txn.on(Event::Delivered, 50);
            assert_eq!(txn.next(100, true), Action::Call(Step::Offsets));
            if step == Step::Commit {
                txn.on(Event::Done(Step::Offsets), 100);
                assert_eq!(txn.next(100, true), Action::Call(Step::Commit));
            }
        }
    }
    txn
}

#[test]
fn a_transaction_is_cut_and_waits_for_its_deliveries() {
    let mut txn = open(Delivery::ExactlyOnce);
    assert_eq!(txn.next(99, true), Action::Send);
    assert_eq!(txn.next(100, true), Action::Wait, "cut, and a report is owed");
    txn.on(Event::Delivered, 110);
    for step in [Step::Offsets, Step::Commit] {
        assert_eq!(txn.next(110, true), Action::Call(step));
        txn.on(Event::Done(step), 110);
    }
    assert!(txn.is_at_rest());
    assert_eq!(txn.next(110, true), Action::Call(Step::Begin));
}

/// Else a loop that turns more slowly than the interval would begin and commit nothing for ever.
#[test]
fn an_empty_transaction_is_not_cut() {
    let mut txn = txn(Delivery::ExactlyOnce);
    txn.on(Event::Done(Step::Init), 0);
    assert_eq!(txn.next(0, true), Action::Call(Step::Begin));
    txn.on(Event::Done(Step::Begin), 0);
    assert_eq!(txn.next(10_000, false), Action::Wait);
    assert_eq!(txn.next(10_000, true), Action::Send);
    txn.on(SENT, 10_000);
    assert_eq!(txn.next(10_099, true), Action::Send, "the interval begins with the first outcome");
    assert_eq!(txn.next(10_100, true), Action::Wait, "cut, and a report is owed");
}

#[test]
fn a_full_transaction_is_cut_before_its_time() {
    for (messages, bytes, full) in [(2, 10, false), (3, 10, true), (1, 1_000, true)] {
        let mut txn = at(Step::Offsets);
        txn.on(Event::Done(Step::Offsets), 100);
        txn.on(Event::Done(Step::Commit), 100);
        txn.next(100, true);
        txn.on(Event::Done(Step::Begin), 100);
        (0..messages).for_each(|_| txn.on(Event::Sent { owed: 1, bytes }, 100));
        let want = if full { Action::Wait } else { Action::Send };
        assert_eq!(txn.next(101, true), want, "{messages} of {bytes}");
    }
}

/// Step, class, time of the failure, what is done next (once its pause is over).
#[test]
fn failures_of_a_transaction_are_taken_as_they_are() {
    use Action::{Call, End, Replace};
    let undo = Replace { rewind: true };
    let late = 6_000;
    for (step, class, time, want) in [
        (Step::Deliver, Class::Abortable, 10, Call(Step::Abort)),
        (Step::Deliver, Class::Retriable, 10, Call(Step::Abort)),
        (Step::Deliver, Class::Denied, 10, Call(Step::Abort)),
        (Step::Deliver, Class::Fatal, 10, undo),
        (Step::Deliver, Class::Refused, 10, undo),
        (Step::Deliver, Class::Fenced, 10, End(Ending::Fenced)),
        // The broker itself fences a transaction that took longer than its timeout.
        (Step::Deliver, Class::Fenced, late, undo),
        (Step::Offsets, Class::Retriable, 110, Call(Step::Offsets)),
        (Step::Offsets, Class::Retriable, late, undo),
        (Step::Offsets, Class::Abortable, 110, Call(Step::Abort)),
        (Step::Commit, Class::Retriable, 110, Call(Step::Commit)),
        (Step::Commit, Class::Retriable, late, undo),
        (Step::Commit, Class::Abortable, 110, Call(Step::Abort)),
        (Step::Commit, Class::Fatal, 110, undo),
        (Step::Commit, Class::Fenced, 110, End(Ending::Fenced)),
        (Step::Commit, Class::Denied, 110, End(Ending::Denied)),
        (Step::Abort, Class::Retriable, 110, Call(Step::Abort)),
        (Step::Abort, Class::Retriable, late, undo),
        (Step::Abort, Class::Abortable, 110, undo),
        (Step::Abort, Class::Fatal, 110, undo),
    ] {
        let mut txn = at(step);
        txn.on(Event::Failed(step, class), time);
        assert_eq!(txn.next(time + SLOWEST, true), want, "{step:?} {class:?} at {time}");
    }
}

#[test]
fn an_aborted_transaction_is_made_again_from_the_committed_offsets_after_a_pause() {
    let mut txn = at(Step::Abort);
    txn.on(Event::Done(Step::Abort), 10);
    assert_eq!(txn.next(10, true), Action::Rewind { ask: false });
    txn.on(Event::Rewound, 10);
    assert_eq!(txn.next(11, true), Action::Wait, "no storm");
    assert_eq!(txn.next(10 + 2 * PAUSE, true), Action::Call(Step::Begin));
}

/// The broker says yes to an abort that comes behind its own, and has fenced the epoch all the same.
#[test]
fn a_producer_whose_transaction_ran_out_of_time_is_replaced() {
    let mut txn = open(Delivery::ExactlyOnce);
    assert_eq!(txn.next(100, true), Action::Wait, "cut, and a report is owed");
    assert_eq!(txn.next(5_001, true), Action::Call(Step::Abort));
    txn.on(Event::Done(Step::Abort), 5_010);
    assert_eq!(txn.next(5_010, true), Action::Replace { rewind: true });
}

/// The broker gives up on a transaction while a delivery waits in vain: the abort that follows is what hears of it.
#[test]
fn an_abort_fenced_behind_the_deadline_is_no_twin() {
    for (time, want) in [(6_000, Action::Replace { rewind: true }), (1_000, Action::End(Ending::Fenced))] {
        let mut txn = open(Delivery::ExactlyOnce);
        txn.on(Event::Failed(Step::Deliver, Class::Abortable), time);
        assert_eq!(txn.next(time, true), Action::Call(Step::Abort));
        txn.on(Event::Failed(Step::Abort, Class::Fenced), time + 1);
        assert_eq!(txn.next(time + SLOWEST, true), want, "at {time}");
    }
}

#[test]
fn a_denied_delivery_is_undone_before_the_end() {
    let mut txn = open(Delivery::ExactlyOnce);
    txn.on(Event::Failed(Step::Deliver, Class::Denied), 10);
    assert_eq!(txn.next(10, true), Action::Call(Step::Abort));
    txn.on(Event::Done(Step::Abort), 10);
    assert_eq!(txn.next(10, true), Action::End(Ending::Denied));
}

/// Invariant 4: a late request of the old producer must not reach a transaction of its own.
#[test]
fn a_commit_that_timed_out_on_its_way_costs_the_producer() {
    let mut txn = at(Step::Commit);
    txn.on(Event::Failed(Step::Commit, Class::Retriable), 110);
    assert_eq!(txn.next(1_000, true), Action::Call(Step::Commit), "the same commit again");
    txn.on(Event::Done(Step::Commit), 1_000);
    assert_eq!(txn.next(1_000, true), Action::Replace { rewind: false }, "committed: nothing to undo");
    txn.on(Event::Replaced, 1_000);
    assert_eq!(txn.next(1_000, true), Action::Call(Step::Init));
    txn.on(Event::Done(Step::Init), 1_000);
    assert_eq!(txn.next(1_000, true), Action::Call(Step::Begin));
}

#[test]
fn after_an_unknown_end_the_broker_is_asked_and_only_when_the_new_producer_has_fenced_the_old_one() {
    let mut txn = at(Step::Commit);
    txn.on(Event::Failed(Step::Commit, Class::Fatal), 110);
    let steps = [
        (Action::Replace { rewind: true }, Event::Replaced),
        (Action::Call(Step::Init), Event::Done(Step::Init)),
        (Action::Rewind { ask: true }, Event::Rewound),
    ];
    for (action, event) in steps {
        assert_eq!(txn.next(20_000, true), action);
        txn.on(event, 20_000);
    }
}

#[test]
fn coming_to_rest_cuts_at_once_and_begins_nothing() {
    for delivery in [Delivery::ExactlyOnce, Delivery::AtLeastOnce] {
        let mut txn = open(delivery);
        txn.on(Event::Settle, 1);
        assert_eq!(txn.next(1, true), Action::Wait, "a report is owed");
        txn.on(Event::Delivered, 2);
        assert_eq!(txn.next(2, true), Action::Call(Step::Offsets));
        txn.on(Event::Done(Step::Offsets), 2);
        if delivery == Delivery::ExactlyOnce {
            assert!(!txn.is_at_rest());
            txn.on(Event::Done(Step::Commit), 2);
        }
        assert!(txn.is_at_rest());
        assert_eq!(txn.next(1_000, true), Action::Wait);
        txn.unsettle();
        assert_ne!(txn.next(1_000, true), Action::Wait);
    }
}

#[test]
fn what_cannot_come_to_rest_is_given_up() {
    let mut txn = open(Delivery::ExactlyOnce);
    txn.on(Event::Settle, 1);
    txn.on(Event::Abandon, 2);
    assert_eq!(txn.next(2, false), Action::Replace { rewind: true });
    txn.on(Event::Replaced, 2);
    assert!(txn.is_at_rest());
}

#[test]
fn lost_partitions_undo_the_transaction() {
    for step in [Step::Deliver, Step::Offsets] {
        let mut txn = at(step);
        txn.on(Event::Lost, 100);
        assert_eq!(txn.next(100, true), Action::Call(Step::Abort), "{step:?}");
    }
}

#[test]
fn at_least_once_commits_without_holding_up_the_output() {
    let mut txn = open(Delivery::AtLeastOnce);
    assert_eq!(txn.next(100, true), Action::Call(Step::Offsets), "though a report is owed");
    txn.on(Event::Done(Step::Offsets), 100);
    assert_eq!(txn.next(100, true), Action::Send);
    assert_eq!(txn.owed(), 1);
    txn.on(Event::Failed(Step::Deliver, Class::Abortable), 120);
    assert_eq!(txn.next(120, true), Action::Replace { rewind: true });
    txn.on(Event::Replaced, 120);
    assert_eq!(txn.next(120, true), Action::Rewind { ask: false });
}
