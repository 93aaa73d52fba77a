//! A TCP proxy before one broker, which can do to the network what networks do.
//!
//! It knows one thing of Kafka: a request is four bytes of length, then two bytes that say which kind it is. So a
//! trap can be set on one kind of request, and a commit's answer lost just when a test wants it lost.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::kafka::free_port;

/// Kinds of requests, by their numbers in the protocol.
pub const PRODUCE: u16 = 0;
pub const OFFSET_FETCH: u16 = 9;
pub const END_TXN: u16 = 26;
pub const TXN_OFFSET_COMMIT: u16 = 28;

/// What happens to a connection when a request of a kind comes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trap {
    /// The request arrives, and nothing is ever heard on this connection again: half open.
    LoseAnswer,
    /// Neither it nor any later request arrives: half open the other way.
    LoseRequest,
    /// The request arrives, and the connection breaks before the answer.
    CutBehind,
    /// The connection breaks before the request arrives.
    CutBefore,
    /// Another broker, at this port, gets the request and answers it: as when the client's picture of the cluster is
    /// an old one.
    Astray(u16),
}

/// What the network is like.
#[derive(Default)]
struct Weather {
    /// New connections are closed, old ones are cut.
    down: bool,
    latency: Duration,
    /// Nothing from the broker arrives, though everything to it does.
    deaf: bool,
    /// The end of a connection is told so much later.
    slow_close: Duration,
    trap: Option<(u16, Trap)>,
    sprung: usize,
    open: HashMap<u64, [TcpStream; 2]>,
    connections: u64,
}

pub struct Proxy {
    port: u16,
    target: u16,
    weather: Arc<Mutex<Weather>>,
}

impl Proxy {
    /// A proxy before the loopback port `target`.
    pub fn before(target: u16) -> Proxy {
        let port = free_port();
        let listener = TcpListener::bind(("127.0.0.1", port)).expect("a loopback port");
        let weather: Arc<Mutex<Weather>> = Arc::default();
        let shared = weather.clone();
        // Lives as long as the test binary.
        std::thread::spawn(move || {
            for client in listener.incoming().flatten() {
                // A broker that is away refuses; so does its proxy, by closing.
                let Ok(broker) = TcpStream::connect(("127.0.0.1", target)) else { continue };
                if !lock(&shared).down {
                    connect(&shared, client, broker);
                }
            }
        });
        Proxy { port, target, weather }
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    /// The broker's own.
    pub fn target(&self) -> u16 {
        self.target
    }

    /// Ends every connection; new ones may be made.
    pub fn cut(&self) {
        for stream in std::mem::take(&mut lock(&self.weather).open).into_values().flatten() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }

    /// As [`Proxy::cut`], and no new one until [`Proxy::mend`].
    pub fn down(&self) {
        lock(&self.weather).down = true;
        self.cut();
    }

    /// Everything arrives so much later, in both directions.
    pub fn latency(&self, latency: Duration) {
        lock(&self.weather).latency = latency;
    }

    /// Swallows what the broker says, on old connections and new ones.
    pub fn deafen(&self) {
        lock(&self.weather).deaf = true;
    }

    pub fn slow_close(&self, by: Duration) {
        lock(&self.weather).slow_close = by;
    }

    /// Sets a trap for the next request of a kind. It springs once.
    pub fn set(&self, kind: u16, trap: Trap) {
        lock(&self.weather).trap = Some((kind, trap));
    }

    /// How many traps have sprung.
    pub fn sprung(&self) -> usize {
        lock(&self.weather).sprung
    }

    /// Fair weather; what was swallowed stays swallowed, so what is half open is ended.
    pub fn mend(&self) {
        let mut weather = lock(&self.weather);
        let was_deaf = weather.deaf;
        weather.down = false;
        weather.deaf = false;
        weather.trap = None;
        weather.latency = Duration::ZERO;
        weather.slow_close = Duration::ZERO;
        drop(weather);
        if was_deaf {
            self.cut();
        }
    }
}

fn lock(weather: &Mutex<Weather>) -> MutexGuard<'_, Weather> {
    weather.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What was read, and when it may arrive.
type Late = (Instant, Vec<u8>);

/// Starts the four threads of a connection: each direction has one that reads and one that writes, since what is
/// late must not hold up what comes behind it.
fn connect(weather: &Arc<Mutex<Weather>>, client: TcpStream, broker: TcpStream) {
    let _ = client.set_nodelay(true);
    let _ = broker.set_nodelay(true);
    let ends = [client.try_clone(), broker.try_clone(), client.try_clone(), broker.try_clone()];
    let [Ok(client_in), Ok(broker_in), Ok(client_out), Ok(broker_out)] = ends else { return };
    let mut shared = lock(weather);
    shared.connections += 1;
    let number = shared.connections;
    shared.open.insert(number, [client, broker]);
    drop(shared);
    // Once a trap has sprung on this connection.
    let half_open: Arc<Mutex<Option<Trap>>> = Arc::default();
    let (requests, outbound) = channel();
    let (answers, inbound) = channel();
    let (all, trapped, other) = (weather.clone(), half_open.clone(), answers.clone());
    std::thread::spawn(move || read_requests(&all, &trapped, client_in, &requests, &other));
    let all = weather.clone();
    std::thread::spawn(move || read_answers(&all, &half_open, broker_in, &answers));
    let all = weather.clone();
    std::thread::spawn(move || write(&all, broker_out, &outbound));
    let all = weather.clone();
    std::thread::spawn(move || {
        write(&all, client_out, &inbound);
        lock(&all).open.remove(&number);
    });
}

fn read_requests(
    weather: &Mutex<Weather>,
    half_open: &Mutex<Option<Trap>>,
    mut from: TcpStream,
    to: &Sender<Late>,
    back: &Sender<Late>,
) {
    let mut frame = Vec::new();
    while read_frame(&mut from, &mut frame).is_ok() {
        let kind = frame.get(4..6).map_or(u16::MAX, |bytes| u16::from_be_bytes([bytes[0], bytes[1]]));
        let mut shared = lock(weather);
        let due = Instant::now() + shared.latency;
        let sprung = shared.trap.take_if(|(wanted, _)| *wanted == kind).map(|(_, trap)| trap);
        shared.sprung += usize::from(sprung.is_some());
        drop(shared);
        if let Some(Trap::Astray(port)) = sprung {
            let told = ask(port, &frame).is_ok_and(|answer| back.send((due, answer)).is_ok());
            if told {
                continue;
            }
            break;
        }
        if let Some(trap) = sprung {
            *half_open.lock().unwrap_or_else(PoisonError::into_inner) = Some(trap);
            if trap == Trap::CutBefore {
                break;
            }
        }
        let lost = *half_open.lock().unwrap_or_else(PoisonError::into_inner) == Some(Trap::LoseRequest);
        if !lost && to.send((due, std::mem::take(&mut frame))).is_err() {
            break;
        }
        if sprung == Some(Trap::CutBehind) {
            // It must have left before the connection goes.
            std::thread::sleep(Duration::from_millis(50));
            break;
        }
    }
    let _ = from.shutdown(Shutdown::Both);
}

/// The answer of the broker at `port`.
fn ask(port: u16, request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut broker = TcpStream::connect(("127.0.0.1", port))?;
    broker.write_all(request)?;
    let mut answer = Vec::new();
    read_frame(&mut broker, &mut answer)?;
    Ok(answer)
}

/// One request or answer, with its length before it.
fn read_frame(from: &mut TcpStream, frame: &mut Vec<u8>) -> std::io::Result<()> {
    let mut length = [0; 4];
    from.read_exact(&mut length)?;
    frame.clear();
    frame.extend(length);
    let length = u64::from(u32::from_be_bytes(length));
    let read = from.take(length).read_to_end(frame)?;
    if read as u64 == length { Ok(()) } else { Err(std::io::ErrorKind::UnexpectedEof.into()) }
}

fn read_answers(
    weather: &Mutex<Weather>,
    half_open: &Mutex<Option<Trap>>,
    mut from: TcpStream,
    to: &Sender<Late>,
) {
    let mut buffer = vec![0; 64 << 10];
    while let Ok(read @ 1..) = from.read(&mut buffer) {
        let shared = lock(weather);
        let (due, deaf) = (Instant::now() + shared.latency, shared.deaf);
        drop(shared);
        let lost = half_open.lock().unwrap_or_else(PoisonError::into_inner).is_some();
        if !deaf && !lost && to.send((due, buffer[..read].to_vec())).is_err() {
            break;
        }
    }
}

fn write(weather: &Mutex<Weather>, mut to: TcpStream, from: &Receiver<Late>) {
    for (due, bytes) in from {
        std::thread::sleep(due.saturating_duration_since(Instant::now()));
        if to.write_all(&bytes).is_err() {
            break;
        }
    }
    let slow = lock(weather).slow_close;
    std::thread::sleep(slow);
    let _ = to.shutdown(Shutdown::Both);
}
