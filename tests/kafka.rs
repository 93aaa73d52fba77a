//! The stage on real Apache Kafka: what DESIGN promises of delivery, seen from outside.
//!
//! Where Java 17 and Maven are present these tests fetch Kafka and start it; `COPYDESK_TEST_BOOTSTRAP`
//! names a cluster instead. Without either they say that they were skipped, or fail where
//! `COPYDESK_REQUIRE_KAFKA=1`.

mod support;

#[path = "kafka/breaker.rs"]
mod breaker;
#[path = "kafka/compare.rs"]
mod compare;
#[path = "kafka/crashes.rs"]
mod crashes;
#[path = "kafka/delivery.rs"]
mod delivery;
#[path = "kafka/forbidden.rs"]
mod forbidden;
#[path = "kafka/group.rs"]
mod group;
#[path = "kafka/letters.rs"]
mod letters;
#[path = "kafka/limits.rs"]
mod limits;
#[path = "kafka/login.rs"]
mod login;
#[path = "kafka/oracle.rs"]
mod oracle;
#[path = "kafka/million.rs"]
mod million;
#[path = "kafka/outages.rs"]
mod outages;
#[path = "kafka/replay.rs"]
mod replay;
#[path = "kafka/resume.rs"]
mod resume;
#[path = "kafka/soak.rs"]
mod soak;
