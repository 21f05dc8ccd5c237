//! `youwei serve`: opens or makes the account, takes a report in, and serves the pages.

use std::io::Write;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::tz::{Offset, TimeZone};
use jiff::{SignedDuration, Timestamp};
use youwei_base::{Bilingual, Day};
use youwei_ledger::{Ledger, LedgerError};
use youwei_web::{App, Clock, Settings, TakenIn, behind, router};

use crate::failure::Failure;
use crate::opening::{self, Opened};
use crate::read::bytes_of;
use crate::{founding, house, place};

/// Who takes in a report that was named on the command line.
const ACTOR: &str = "youwei serve";

/// How often the server looks whether a new day has come.
const SWEEP_EVERY: Duration = Duration::from_secs(60);

/// How long a thread that made pages waits for the next one. Memory of its own, which it
/// would have to touch anew, costs more than a thread that sleeps.
const THREADS_KEPT: Duration = Duration::from_secs(3_600);

/// The arguments of `youwei serve`.
#[derive(clap::Args)]
pub struct Arguments {
    /// A report to take in first; taking the same one in twice changes nothing.
    report: Option<PathBuf>,
    /// The year that the report is of, where its text does not say it.
    #[arg(long, requires = "report", value_parser = clap::value_parser!(i16).range(1950..=2099))]
    year: Option<i16>,
    #[command(flatten)]
    log: opening::Arguments,
    /// The port to listen on; 0 takes any free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// The address to listen on. Anywhere else than on this machine, put a proxy that
    /// speaks HTTPS before it: browsers then send the session over HTTPS alone.
    #[arg(long, default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    address: IpAddr,
    /// Another host name the pages are asked for by, such as plan.example.gov.cn.
    #[arg(long = "host")]
    hosts: Vec<String>,
    /// Listens on another address over plain HTTP, where passwords and sessions can be
    /// read on the way: for a closed network only.
    #[arg(long)]
    plain_http: bool,
    /// Shows a rehearsal as if it were this day; any other log is refused.
    #[arg(long, value_name = "DAY")]
    today: Option<Day>,
    #[command(flatten)]
    house: house::Arguments,
}

/// Opens the account, takes the report in, and serves until stopped.
pub fn run(arguments: &Arguments) -> Result<(), Failure> {
    let report = match &arguments.report {
        Some(path) => Some((path, bytes_of(path)?)),
        None => None,
    };
    let house = arguments.house.open()?;
    let data = &arguments.log.place.data;
    std::fs::create_dir_all(data).map_err(|error| Failure::unreadable_file(data, &error))?;
    let Opened {
        ledger,
        key,
        new,
        master,
    } = opening::open(&arguments.log)?;
    if new {
        say(&made(&ledger.key().to_string(), &key));
    }
    if let Some(master) = master {
        say(&made_master(&master));
    }
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_keep_alive(THREADS_KEPT)
        .build()
        .map_err(cannot_start)?;
    let listener = runtime
        .block_on(tokio::net::TcpListener::bind((
            arguments.address,
            arguments.port,
        )))
        .map_err(|error| cannot_listen(arguments, &error))?;
    let address = listener.local_addr().map_err(cannot_start)?;
    let settings = Settings {
        files: data.join("files"),
        clock: clock(arguments.today, &ledger)?,
        hosts: hosts(arguments, address),
    };
    let house = Arc::new(house);
    let app = App::open_in(ledger, settings, Arc::clone(&house))
        .map_err(|error| place::refused(&error))?;
    // Over plain HTTP a cookie is only safe where nobody listens.
    let secure = !address.ip().is_loopback() && !arguments.plain_http;
    let app = app.with_people(house.people().over_https(secure));
    founding::begin(&app, &house.city, data)?;
    if let Some((path, bytes)) = report {
        let name = path
            .file_name()
            .map(|name| name.to_string_lossy().into_owned())
            .unwrap_or_default();
        let taken = app
            .take_in(&name, &bytes, arguments.year, ACTOR)
            .map_err(Failure::bad_input)?;
        say(&told(&name, &taken));
    }
    say(&Bilingual::new(
        format!(
            "请打开 http://{address}/ 。按 Ctrl-C 停止；数据在 {}。",
            data.display()
        ),
        format!(
            "Open http://{address}/ . Ctrl-C stops; the data is in {}.",
            data.display()
        ),
    ));
    let app = Arc::new(app);
    let keeper = Arc::clone(&app);
    let rememberer = Arc::downgrade(&app);
    // Not one of the runtime's threads, for whose work the end of the program waits.
    behind(move || {
        while let Some(app) = rememberer.upgrade() {
            // What cannot be folded now is folded when somebody asks for it.
            let _ = app.remember();
            drop(app);
            std::thread::sleep(SWEEP_EVERY);
        }
    });
    runtime
        .block_on(async {
            // Clocks run out at midnight, whether or not anybody looks.
            tokio::spawn(async move {
                loop {
                    let app = Arc::clone(&keeper);
                    // What cannot be done now is tried again, and a page says why.
                    let _ = tokio::task::spawn_blocking(move || app.ready()).await;
                    tokio::time::sleep(SWEEP_EVERY).await;
                }
            });
            axum::serve(listener, router(app))
                .with_graceful_shutdown(stopped())
                .await
        })
        .map_err(cannot_start)
}

/// The clock of the server: the machine's, or for a rehearsal one that says another day.
///
/// # Errors
/// Another day was asked for, and the log is no rehearsal.
fn clock(today: Option<Day>, ledger: &Ledger) -> Result<Clock, Failure> {
    let Some(today) = today else {
        return Ok(Arc::new(Timestamp::now));
    };
    if !ledger.is_rehearsal() {
        let origin = ledger.origin().to_owned();
        return Err(place::refused(&LedgerError::NoRehearsal { origin }));
    }
    let china = TimeZone::fixed(Offset::constant(8));
    let actual = Timestamp::now().to_zoned(china).date();
    let days = actual.until(today).map_or(0, |it| it.get_days());
    let ahead = SignedDuration::from_hours(i64::from(days) * 24);
    Ok(Arc::new(move || {
        let now = Timestamp::now();
        now.checked_add(ahead).unwrap_or(now)
    }))
}

/// What must be known by whoever has a log that is signed from now on.
fn made(public: &str, key: &Path) -> Bilingual {
    let key = key.display();
    Bilingual::new(
        format!(
            "生成了账本的签名密钥。公钥是 {public} ，请公布并另处抄存。密钥本身在 {key} ：请另存一份，与账本分开，不给别人；丢了它账本不能再续写，落到别人手里就能冒签。"
        ),
        format!(
            "Made the ledger's key. The public one is {public} ; publish it and note it down elsewhere. The one that signs is in {key} ; keep a copy safe, apart from the ledger and to yourself: without it the ledger cannot go on, and whoever has it can sign in its name."
        ),
    )
}

/// What must be known by whoever has a master key from now on.
fn made_master(master: &Path) -> Bilingual {
    let master = master.display();
    Bilingual::new(
        format!(
            "生成了主密钥 {master} ：它封存口令和个人信息，也签发登录。请另存一份，与账本分开；丢了它谁也不能登录，个人信息也打不开。几台服务器用同一把。"
        ),
        format!(
            "Made the master key {master} : it seals passwords and what is personal, and signs sessions. Keep a copy safe, apart from the ledger: without it nobody can sign in and nothing personal can be opened. Several servers use the same."
        ),
    )
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
