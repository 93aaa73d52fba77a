use super::*;

const P: Partition = Partition { topic: 0, number: 3 };
const Q: Partition = Partition { topic: 1, number: 0 };

type TestLedger = Ledger<&'static str, i64>;

fn ledger() -> TestLedger {
    let mut ledger = TestLedger::default();
    ledger.assign(P);
    ledger.assign(Q);
    ledger
}

fn take(ledger: &mut TestLedger, offsets: &[i64]) -> Vec<Ticket> {
    offsets.iter().map(|offset| ledger.admit(P, *offset, 10, None).expect("new")).collect()
}

fn edit(ledger: &mut TestLedger, ticket: Ticket) {
    assert!(ledger.finish(ticket, "edited", ticket.offset, 5));
}

fn send_all(ledger: &mut TestLedger, owed: u32) -> Vec<i64> {
    let mut sent = vec![];
    while let Some((ticket, _)) = ledger.next_ready() {
        ledger.sent(ticket, owed, &mut Vec::new());
        sent.push(ticket.offset);
    }
    sent
}

#[test]
fn outcomes_leave_in_source_order_however_the_workers_finish() {
    let mut ledger = ledger();
    let tickets = take(&mut ledger, &[4, 7, 8]);
    edit(&mut ledger, tickets[2]);
    edit(&mut ledger, tickets[1]);
    assert!(!ledger.has_ready(), "the first is still in work");
    edit(&mut ledger, tickets[0]);
    assert_eq!(send_all(&mut ledger, 1), [4, 7, 8]);
}

#[test]
fn the_mark_never_passes_an_outcome_that_is_still_owed() {
    let mut ledger = ledger();
    let tickets = take(&mut ledger, &[4, 7, 8]);
    tickets.iter().for_each(|ticket| edit(&mut ledger, *ticket));
    send_all(&mut ledger, 1);
    let mut receipts = vec![];
    assert!(ledger.delivered(tickets[1], &mut receipts));
    assert_eq!(ledger.marks(), [], "offset 4 is not delivered");
    assert!(ledger.delivered(tickets[0], &mut receipts));
    assert_eq!(ledger.marks(), [(P, 8)], "behind 7, over the gap");
    assert_eq!(receipts, [4, 7]);
    assert!(!ledger.delivered(tickets[0], &mut receipts), "a second report counts for nothing");
    ledger.committed(&[(P, 8)]);
    assert_eq!(ledger.marks(), []);
    assert_eq!((ledger.in_work(), ledger.bytes()), (1, 15));
}

#[test]
fn a_message_owes_a_report_for_each_of_its_outcomes_and_may_owe_none() {
    let mut ledger = ledger();
    let tickets = take(&mut ledger, &[1, 2]);
    tickets.iter().for_each(|ticket| edit(&mut ledger, *ticket));
    let mut receipts = vec![];
    let (several, _) = ledger.next_ready().expect("ready");
    ledger.sent(several, 2, &mut receipts);
    let (spiked, _) = ledger.next_ready().expect("ready");
    ledger.sent(spiked, 0, &mut receipts);
    ledger.delivered(several, &mut receipts);
    assert_eq!(receipts, [0i64; 0]);
    ledger.delivered(several, &mut receipts);
    assert_eq!((receipts, ledger.marks()), (vec![1, 2], vec![(P, 3)]));
    assert_eq!(ledger.bytes(), 0);
}

#[test]
fn what_was_seen_before_or_is_not_assigned_is_not_taken() {
    let mut ledger = ledger();
    take(&mut ledger, &[4, 7]);
    for offset in [3, 4, 7] {
        assert_eq!(ledger.admit(P, offset, 1, None), None, "{offset}");
    }
    assert!(ledger.admit(P, 8, 1, None).is_some());
    assert_eq!(ledger.admit(Partition { topic: 9, number: 0 }, 1, 1, None), None);
}

#[test]
fn late_work_of_an_older_epoch_is_dropped() {
    for again in [false, true] {
        let mut ledger = ledger();
        let old = take(&mut ledger, &[4, 5]);
        edit(&mut ledger, old[0]);
        ledger.release(P);
        if again {
            ledger.assign(P);
            take(&mut ledger, &[4]);
        }
        assert!(!ledger.finish(old[1], "late", 5, 0));
        assert!(!ledger.delivered(old[0], &mut Vec::new()));
        assert_eq!((ledger.has_ready(), ledger.marks()), (false, vec![]));
        assert_eq!(ledger.bytes(), if again { 10 } else { 0 });
    }
}

/// Committed here, what the broker says, where to begin again.
#[test]
fn a_rewind_goes_back_to_what_is_committed_for_certain() {
    for (committed, broker, want) in
        [(None, None, 4), (None, Some(3), 4), (None, Some(7), 7), (Some(7), None, 7), (Some(7), Some(9), 9)]
    {
        let mut ledger = ledger();
        let tickets = take(&mut ledger, &[4, 6, 8]);
        tickets.iter().for_each(|ticket| edit(&mut ledger, *ticket));
        send_all(&mut ledger, 0);
        if let Some(mark) = committed {
            ledger.committed(&[(P, mark)]);
        }
        assert_eq!(ledger.rewind_target(P, broker, false), Some(want), "{committed:?} {broker:?}");
        ledger.rewind(P, want, false);
        assert_eq!((ledger.in_work(), ledger.bytes(), ledger.marks()), (0, 0, vec![]));
        assert_eq!(ledger.admit(P, want - 1, 1, None), None);
        assert!(ledger.admit(P, want, 1, None).is_some());
    }
}

#[test]
fn nothing_has_to_be_read_again_where_nothing_was_read() {
    assert_eq!(ledger().rewind_target(Q, Some(17), true), None);
}

#[test]
fn at_least_once_resumes_behind_what_is_settled() {
    let mut ledger = ledger();
    let tickets = take(&mut ledger, &[4, 6]);
    edit(&mut ledger, tickets[0]);
    send_all(&mut ledger, 0);
    assert_eq!(ledger.rewind_target(P, None, true), Some(5));
    ledger.rewind(P, 5, true);
    assert_eq!(ledger.marks(), [(P, 5)], "still to be committed");
    ledger.committed(&[(P, 5)]);
    ledger.doubt_commits();
    assert_eq!(ledger.marks(), [(P, 5)], "a commit that failed is made again");
}

#[test]
fn an_end_is_committed_behind_all_that_came_before_it() {
    let mut ledger = ledger();
    let tickets = take(&mut ledger, &[4, 6]);
    ledger.close(P, 20);
    assert!(!ledger.has_ends() && ledger.marks().is_empty(), "two messages are in work");
    tickets.iter().for_each(|ticket| edit(&mut ledger, *ticket));
    send_all(&mut ledger, 1);
    let mut receipts = vec![];
    ledger.delivered(tickets[0], &mut receipts);
    assert!(!ledger.has_ends() && ledger.marks() == [(P, 5)], "one is owed its report");
    ledger.delivered(tickets[1], &mut receipts);
    assert!(ledger.has_ends() && ledger.marks() == [(P, 20)]);
    ledger.committed(&[(P, 20)]);
    assert!(!ledger.has_ends() && ledger.marks().is_empty());

    // A partition without any message has an end too.
    ledger.close(Q, 7);
    assert!(ledger.has_ends() && ledger.marks() == [(Q, 7)]);
}

#[test]
fn a_rewind_takes_an_end_back() {
    let mut ledger = ledger();
    take(&mut ledger, &[4]);
    ledger.close(P, 20);
    ledger.rewind(P, 4, false);
    let again = take(&mut ledger, &[4]);
    edit(&mut ledger, again[0]);
    send_all(&mut ledger, 0);
    assert!(!ledger.has_ends());
    assert_eq!(ledger.marks(), [(P, 5)], "what lies behind has yet to be read again");
}
