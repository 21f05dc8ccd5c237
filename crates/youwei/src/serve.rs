//! `youwei serve`: opens or makes the account in a folder, takes a report in, and
//! serves the pages.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;
use std::sync::Arc;

use jiff::Timestamp;
use youwei_base::Bilingual;
use youwei_ledger::{Keys, Ledger, Place};
use youwei_web::{App, Settings, TakenIn, router};

use crate::failure::Failure;
use crate::keyfile;
use crate::read::bytes_of;

/// Who takes in a report that was named on the command line.
const ACTOR: &str = "youwei serve";
/// The origin of a log made without one; a city sets its own with --origin.
const ORIGIN: &str = "youwei:local";

/// The arguments of `youwei serve`.
#[derive(clap::Args)]
pub struct Arguments {
    /// A report to take in first; taking the same one in twice changes nothing.
    report: Option<PathBuf>,
    /// The folder that keeps the log and the files; made if it is not there.
    #[arg(long, default_value = "youwei-data")]
    data: PathBuf,
    /// The port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on. There is no signing in yet, so anyone who reaches
    /// the port can write: keep it on this machine unless something guards it.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Another host name the pages are asked for by, such as plan.example.gov.cn.
    #[arg(long = "host")]
    hosts: Vec<String>,
    /// The name of the log's origin; used when the log is made, kept ever after.
    #[arg(long, default_value = ORIGIN)]
    origin: String,
}

/// Opens the account, takes the report in, and serves until stopped.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let report = match &arguments.report {
        Some(path) => Some((path, bytes_of(path)?)),
        None => None,
    };
    std::fs::create_dir_all(&arguments.data)
        .map_err(|error| Failure::unreadable_file(&arguments.data, &error))?;
    let signer = keyfile::read_or_make(&arguments.data.join("log.key"), &arguments.origin)?;
    let place = Place::File(arguments.data.join("ledger.sqlite3"));
    let ledger =
        Ledger::open(&place, Keys::new(signer)).map_err(|error| Failure::broken(error.sentence()))?;
    let runtime = tokio::runtime::Runtime::new().map_err(cannot_start)?;
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind((
            arguments.address,
            arguments.port,
        )))
        .map_err(|error| cannot_listen(arguments, &error))?;
    let address = listener.local_addr().map_err(cannot_start)?;
    let settings = Settings {
        files: arguments.data.join("files"),
        clock: Timestamp::now,
        hosts: hosts(arguments, address),
    };
    let app = App::open(ledger, settings).map_err(|error| Failure::broken(error.sentence()))?;
    if let Some((path, bytes)) = report {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let taken = app
            .take_in(&name, &bytes, ACTOR)
            .map_err(Failure::bad_input)?;
        say(&told(&name, &taken));
    }
    say(&Bilingual::new(
        format!(
            "请打开 http://{address}/ 。按 Ctrl-C 停止；数据在 {}。",
            arguments.data.display()
        ),
        format!(
            "Open http://{address}/ . Ctrl-C stops; the data is in {}.",
            arguments.data.display()
        ),
    ));
    runtime
        .block_on(async {
            axum::serve(listener, router(Arc::new(app)))
                .with_graceful_shutdown(stopped())
                .await
        })
        .map_err(cannot_start)
}

fn told(name: &str, taken: &TakenIn) -> Bilingual {
    let TakenIn {
        title,
        commitments,
        events,
        ..
    } = taken;
    if *events == 0 {
        return Bilingual::new(
            format!("{name} 已在账上，没有变化：{title}，{commitments} 项承诺。"),
            format!(
                "{name} is in the account already, nothing changed: {title}, {commitments} commitments."
            ),
        );
    }
    Bilingual::new(
        format!("读入 {name}：{title}，{commitments} 项承诺，记下 {events} 个事件。"),
        format!("Took in {name}: {title}, {commitments} commitments, {events} events recorded."),
    )
}

/// The names under which a browser may ask for the pages, so that a page of another
/// site cannot reach them by a name of its own. Listening on every address, only the
/// names given with --host are known, and none given means any.
fn hosts(arguments: &Arguments, address: SocketAddr) -> Vec<String> {
    let mut names = arguments.hosts.clone();
    if address.ip().is_unspecified() {
        return names;
    }
    names.push(address.to_string());
    if address.ip().is_loopback() {
        names.push(format!("localhost:{}", address.port()));
    }
    names
}

/// Says something to whoever started the server; a closed terminal is no error.
fn say(sentence: &Bilingual) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{}\n{}", sentence.zh, sentence.en);
    let _ = out.flush();
}

fn cannot_start(error: std::io::Error) -> Failure {
    Failure::broken(Bilingual::new(
        format!("服务没能启动（{error}）；请稍后重试。"),
        format!("The server could not start ({error}); try again."),
    ))
}

fn cannot_listen(arguments: &Arguments, error: &std::io::Error) -> Failure {
    let (address, port) = (arguments.address, arguments.port);
    Failure::broken(Bilingual::new(
        format!(
            "端口 {address}:{port} 不能使用（{error}）；请关掉占用它的程序，或用 --port 换一个端口。"
        ),
        format!(
            "Cannot listen on {address}:{port} ({error}); stop what uses it, or choose another with --port."
        ),
    ))
}

/// Ends when the terminal or the system asks the server to stop.
async fn stopped() {
    let asked = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut terminated) = signal(SignalKind::terminate()) {
            tokio::select! {
                _ = asked => {}
                _ = terminated.recv() => {}
            }
            return;
        }
    }
    let _ = asked.await;
}
