//! Serves a report file from a new ledger in a folder of its own, for looking at the
//! pages: `cargo run -p youwei-web --example demo -- REPORT [PORT] [FOLDER]`.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use youwei_account::{Command, Context, FileFacts, decide};
use youwei_ledger::{Expected, Ledger, NewEvent};
use youwei_web::{App, Settings, router};

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let report = arguments.next().ok_or("name a report file")?;
    let port: u16 = arguments.next().map_or(Ok(8026), |port| port.parse())?;
    let folder = arguments
        .next()
        .map_or_else(std::env::temp_dir, PathBuf::from);
    std::fs::create_dir_all(&folder)?;
    let ledger = Ledger::open(&folder.join("demo.sqlite3"), "youwei:demo")?;
    if ledger.size()? == 0 {
        take_in(&ledger, &report)?;
    }
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let settings = Settings {
        files: folder.join("files"),
        clock: Timestamp::now,
        hosts: vec![address.to_string(), format!("localhost:{port}")],
    };
    let app = Arc::new(App::open(ledger, settings)?);
    let listener = tokio::net::TcpListener::bind(address).await?;
    Ok(axum::serve(listener, router(app)).await?)
}

fn take_in(ledger: &Ledger, report: &str) -> Result<(), Box<dyn std::error::Error>> {
    let bytes = std::fs::read(report)?;
    let reading = youwei_report::read(&bytes)?;
    let mut file = FileFacts {
        report: youwei_account::report_id(&reading, "demo"),
        ..FileFacts::default()
    };
    file.file.name = report.to_owned();
    let command = Command::TakeIn {
        file,
        reading: Box::new(reading),
    };
    let context = Context {
        now: Timestamp::now(),
        actor: "demo".to_owned(),
    };
    let decision = decide(&youwei_account::Account::default(), command, &context)?;
    let events = decision.events.into_iter().map(|event| NewEvent {
        id: uuid::Uuid::now_v7(),
        kind: event.kind,
        subject: event.subject,
        time: context.now,
        actor: context.actor.clone(),
        data: event.data,
    });
    let expected = decision
        .expected
        .into_iter()
        .map(|(subject, version)| Expected { subject, version });
    ledger.append(events.collect(), &expected.collect::<Vec<_>>())?;
    Ok(())
}
