//! A caller that keeps its connection, and callers that ask at given moments.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::header::{CONTENT_TYPE, COOKIE, HOST, SET_COOKIE};
use hyper::{HeaderMap, Method, Request, StatusCode};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// A kept connection.
pub struct Caller {
    connection: SendRequest<Full<Bytes>>,
    host: String,
}

/// What was answered.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    /// The body as JSON, if it is what was hoped for.
    pub fn json(&self) -> Value {
        assert!(self.status.is_success(), "{} {}", self.status, self.text());
        serde_json::from_slice(&self.body).expect("JSON")
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The cookie that was set.
    pub fn cookie(&self) -> Option<String> {
        let set = self.headers.get(SET_COOKIE)?.to_str().ok()?;
        set.split(';').next().map(str::to_owned)
    }
}

impl Caller {
    /// Connects to `127.0.0.1:8080` and the like.
    pub async fn new(address: &str) -> Caller {
        let stream = TcpStream::connect(address)
            .await
            .expect("the server listens");
        stream.set_nodelay(true).expect("a socket");
        let (connection, driver) = handshake(TokioIo::new(stream)).await.expect("a connection");
        tokio::spawn(driver);
        Caller {
            connection,
            host: address.to_owned(),
        }
    }

    /// Asks and reads the whole answer.
    pub async fn ask(
        &mut self,
        method: Method,
        path: &str,
        cookie: &str,
        body: Option<(&str, Bytes)>,
    ) -> Answer {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header(HOST, &self.host);
        if !cookie.is_empty() {
            request = request.header(COOKIE, cookie);
        }
        let mut bytes = Bytes::new();
        if let Some((kind, body)) = body {
            request = request.header(CONTENT_TYPE, kind);
            bytes = body;
        }
        let request = request.body(Full::new(bytes)).expect("a request");
        self.connection.ready().await.expect("the connection lives");
        let response = self
            .connection
            .send_request(request)
            .await
            .expect("an answer");
        let (head, body) = response.into_parts();
        Answer {
            status: head.status,
            headers: head.headers,
            body: body.collect().await.expect("the whole answer").to_bytes(),
        }
    }

    pub async fn get(&mut self, path: &str, cookie: &str) -> Answer {
        self.ask(Method::GET, path, cookie, None).await
    }

    pub async fn post_json(&mut self, path: &str, cookie: &str, body: &Value) -> Answer {
        let body = Some(("application/json", body.to_string().into()));
        self.ask(Method::POST, path, cookie, body).await
    }

    pub async fn post_form(&mut self, path: &str, cookie: &str, fields: &[(&str, &str)]) -> Answer {
        let body: Vec<String> = fields
            .iter()
            .map(|(name, value)| format!("{name}={}", escaped(value)))
            .collect();
        let body = Some(("application/x-www-form-urlencoded", body.join("&").into()));
        self.ask(Method::POST, path, cookie, body).await
    }
}

/// A text as a form or an address writes it.
pub fn escaped(text: &str) -> String {
    let one = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' | b'.' => {
            char::from(byte).to_string()
        }
        byte => format!("%{byte:02X}"),
    };
    text.bytes().map(one).collect()
}

/// Asks for these addresses, one after the other and again from the first, so many a
/// second whether or not the server keeps up: how long each answer took, in milliseconds
/// from the moment at which it was to be asked for. By address, in their order.
pub async fn paced(
    address: &str,
    paths: &[(String, String)],
    a_second: usize,
    time: Duration,
) -> Vec<Vec<f64>> {
    const CALLERS: usize = 64;
    let asks = a_second * time.as_millis() as usize / 1000;
    let pause = Duration::from_secs(1) / a_second as u32;
    let (next, paths) = (Arc::new(AtomicUsize::new(0)), Arc::new(paths.to_vec()));
    let mut callers = Vec::new();
    for _ in 0..CALLERS {
        callers.push(Caller::new(address).await);
    }
    let begin = Instant::now() + Duration::from_millis(50);
    let tasks: Vec<_> = callers
        .into_iter()
        .map(|mut caller| {
            let (next, paths) = (Arc::clone(&next), Arc::clone(&paths));
            tokio::spawn(async move {
                let mut took = Vec::new();
                loop {
                    let turn = next.fetch_add(1, Ordering::Relaxed);
                    if turn >= asks {
                        return took;
                    }
                    let due = begin + pause * turn as u32;
                    tokio::time::sleep_until(due.into()).await;
                    let at = turn % paths.len();
                    let (path, cookie) = &paths[at];
                    // The timer of the runtime wakes up to a millisecond late; only a
                    // caller that was still waiting for an answer is late by more.
                    let late = due.elapsed();
                    let due = if late < Duration::from_millis(2) {
                        Instant::now()
                    } else {
                        due
                    };
                    let answer = caller.get(path, cookie).await;
                    assert!(answer.status.is_success(), "{path}: {}", answer.status);
                    took.push((at, due.elapsed().as_secs_f64() * 1000.0));
                }
            })
        })
        .collect();
    let mut by_path = vec![Vec::new(); paths.len()];
    for task in tasks {
        for (at, millis) in task.await.expect("no panic") {
            by_path[at].push(millis);
        }
    }
    by_path
}

/// The value below which this part of some values lies.
pub fn quantile(values: &[f64], part: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let at = (sorted.len() as f64 * part).ceil() as usize;
    sorted[at.clamp(1, sorted.len()) - 1]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quantile_is_a_value_that_was_measured() {
        let values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        for (part, expected) in [
            (0.0, 1.0),
            (0.5, 50.0),
            (0.99, 99.0),
            (0.995, 100.0),
            (1.0, 100.0),
        ] {
            assert_eq!(quantile(&values, part), expected, "{part}");
        }
        assert_eq!(quantile(&[7.0], 0.99), 7.0);
    }

    #[test]
    fn a_form_escapes_what_is_not_plain() {
        assert_eq!(escaped("a b&市"), "a%20b%26%E5%B8%82");
    }
}
