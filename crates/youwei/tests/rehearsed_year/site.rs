//! A rehearsed log, served and asked.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};

use super::common::program;

/// A server of a log, ended with the test.
pub struct Server {
    child: Child,
    pub address: String,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    /// Of a rehearsed log, on this day.
    pub fn of(data: &Path, today: &str) -> Server {
        let data = data.to_str().unwrap();
        let asked = ["serve", "--data", data, "--port", "0", "--today", today];
        let mut child = program(&asked).stdout(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let line = lines.find_map(|it| it.unwrap().split_once("http://").map(|it| it.1.to_owned()));
        let address = line.unwrap().split('/').next().unwrap().to_owned();
        Server { child, address }
    }

    /// The body of an answer, which must be a good one.
    pub fn get(&self, path: &str) -> String {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        let asked =
            format!("GET {path} HTTP/1.0\r\nHost: {host}\r\nCookie: youwei-lang=en\r\n\r\n");
        stream.write_all(asked.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        assert!(head.starts_with("HTTP/1.0 200"), "{path}: {head}");
        body.to_owned()
    }

    /// The lines of an open list, each as its values.
    pub fn list(&self, path: &str) -> Vec<Vec<String>> {
        let text = self.get(path);
        let mut lines = csv::Reader::from_reader(text.as_bytes());
        let lines = lines.records().map(|it| it.unwrap());
        lines
            .map(|it| it.iter().map(str::to_owned).collect())
            .collect()
    }
}
