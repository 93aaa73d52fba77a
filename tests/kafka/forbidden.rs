//! What a cluster with ACLs forbids: said, and never passed over.

use std::io::{Read, Write};
use std::net::TcpStream;

use crate::support::broker::Broker;
use crate::support::copy::{Raw, publish, story};
use crate::support::kafka;
use crate::support::read::{Isolation, count};
use crate::support::stage::{Line, Setup};

/// What no ACL speaks of is allowed to all.
const AUTHORIZER: &str = "authorizer.class.name=org.apache.kafka.metadata.authorizer.StandardAuthorizer\n\
                          allow.everyone.if.no.acl.found=true\n";
/// Numbers of the protocol.
const CREATE_ACLS: i16 = 30;
const VERSION: i16 = 1;
const TOPIC: u8 = 2;
const LITERAL: u8 = 3;
const WRITE: u8 = 4;
const DENY: u8 = 2;

/// Forbids everybody to write to a topic. The client library knows no ACLs, so the request is written here.
fn forbid_writing(bootstrap: &str, topic: &str) {
    let text = |text: &str| [&(text.len() as i16).to_be_bytes()[..], text.as_bytes()].concat();
    let mut request = Vec::new();
    request.extend(CREATE_ACLS.to_be_bytes());
    request.extend(VERSION.to_be_bytes());
    request.extend(7i32.to_be_bytes());
    request.extend(text("copydesk-test"));
    request.extend(1i32.to_be_bytes());
    request.push(TOPIC);
    request.extend(text(topic));
    request.push(LITERAL);
    request.extend(text("User:ANONYMOUS"));
    request.extend(text("*"));
    request.extend([WRITE, DENY]);
    let mut stream = TcpStream::connect(bootstrap).expect("the broker listens");
    stream.write_all(&(request.len() as i32).to_be_bytes()).expect("sent");
    stream.write_all(&request).expect("sent");
    // Length, the request's number, throttle time, one result: its error.
    let mut answer = [0; 4 + 4 + 4 + 4 + 2];
    stream.read_exact(&mut answer).expect("an answer");
    assert_eq!(answer[4..8], 7i32.to_be_bytes());
    assert_eq!(answer[12..], [0, 0, 0, 1, 0, 0], "one result without an error");
}

/// A dead-letter topic that nobody may write to: the stage ends and commits nothing behind the letter.
#[test]
fn a_forbidden_dead_letter_topic_ends_the_stage() {
    let Some(mut broker) = kafka::or_skip(Broker::alone_with(None, AUTHORIZER)) else { return };
    broker.start();
    for delivery in ["exactly_once", "at_least_once"] {
        let line = Line::new(&broker.bootstrap());
        line.create_topics();
        let bad = Raw { payload: Some(b"\x01\x02\x03a".repeat(40)), ..story(5) };
        publish(&line.client(), &line.raw, (0..5).map(story).chain([bad]));
        forbid_writing(&line.bootstrap, &line.dead);
        let mut stage = Setup { delivery, ..Setup::DEFAULT }.start(&line);
        assert_eq!(stage.ended().code(), Some(3), "{delivery}: {}", stage.log());
        let log = stage.log();
        assert!(log.contains("grant the ACLs"), "{delivery}: {log}");
        assert_eq!(count(&line.client(), &line.dead, Isolation::Uncommitted), 0, "{delivery}");
        assert!(
            line.watch().progress(&line.raw).is_some_and(|done| done < 6),
            "{delivery}: it is not passed"
        );
    }
}
