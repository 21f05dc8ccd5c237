//! A PostgreSQL server of our own, for the length of one test process.
//!
//! It runs as an unprivileged user in a temporary directory and listens only on a Unix
//! socket there. A supervising shell waits on a pipe that only the test process holds
//! open: however that process ends, SIGKILL included, the shell stops the server and
//! removes the directory.
//!
//! This file needs nothing but the standard library and the `postgres` crate, so that
//! other test programs can take it in by its path.

#![allow(
    clippy::unwrap_used,
    dead_code,
    reason = "shared by test programs, each of which uses a part of it"
)]

use std::io::{BufRead, BufReader, Read};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};

use postgres::{Client, NoTls};

/// The user who owns the server's databases; it has no password.
const USER: &str = "youwei";

/// Where the Debian packages lie, one folder a version.
const DEBIAN: &str = "/usr/lib/postgresql";

/// What the shell does, with the folder of the programs as `$1` and settings as `$2`.
const SUPERVISE: &str = r#"
umask 077
# A path that is short enough for a Unix socket.
home=$(mktemp -d /tmp/ywpg.XXXXXX) || exit 1
finish() {
    "$1/pg_ctl" -D "$home/data" -m immediate -w stop >/dev/null 2>&1
    rm -rf "$home"
}
if "$1/initdb" -D "$home/data" -U youwei -A trust -E UTF8 --locale=C --data-checksums \
        --no-sync >"$home/initdb.log" 2>&1 &&
    printf '%s\n' "unix_socket_directories = '$home'" "$2" >>"$home/data/postgresql.conf" &&
    "$1/pg_ctl" -D "$home/data" -l "$home/log" -w start >/dev/null 2>&1 </dev/null
then
    echo "$home"
    read -r _
else
    cat "$home/initdb.log" "$home/log" >&2
fi
finish "$1"
"#;

/// Small, and as durable as in earnest.
const SETTINGS: &str = "\
listen_addresses = ''
fsync = on
synchronous_commit = on
full_page_writes = on
shared_buffers = 32MB
max_connections = 200
log_min_messages = warning";

/// How a server is stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stop {
    /// It ends its connections, writes everything and leaves.
    Fast,
    /// As a power cut: it recovers from its write-ahead log at the next start.
    Immediate,
}

/// A running server. It goes away with this value.
pub struct Server {
    programs: PathBuf,
    home: PathBuf,
    databases: AtomicU32,
    /// Open for as long as the server is wanted; the shell reads its end.
    wanted: Option<ChildStdin>,
    supervisor: Child,
}

/// The server that the tests of this process share, or nothing where PostgreSQL is not
/// installed, which is said once, and is a failure with `REQUIRE_POSTGRES=1`.
pub fn shared() -> Option<&'static Server> {
    static SHARED: OnceLock<Option<Server>> = OnceLock::new();
    SHARED.get_or_init(start).as_ref()
}

/// A server for one test that stops it or cuts its connections; nothing as for
/// [`shared`].
pub fn start() -> Option<Server> {
    match programs() {
        Some(programs) => Some(Server::start(programs)),
        None => {
            let missing = "PostgreSQL is not installed, so its tests did not run; \
                           install it with: apt-get install postgresql";
            let required = std::env::var("REQUIRE_POSTGRES").is_ok_and(|value| value == "1");
            assert!(!required, "{missing}");
            static SAID: OnceLock<()> = OnceLock::new();
            SAID.get_or_init(|| {
                // Past libtest, which keeps what a passing test prints to itself.
                use std::io::Write;
                let _ = writeln!(std::io::stderr(), "\n{missing}");
            });
            None
        }
    }
}

/// The folder with the server's programs: as `POSTGRES_BIN` says, or in the path, or the
/// newest one that Debian installed.
fn programs() -> Option<PathBuf> {
    let complete = |folder: &PathBuf| {
        let programs = ["initdb", "pg_ctl", "pg_checksums"];
        programs.iter().all(|name| folder.join(name).is_file())
    };
    if let Some(folder) = std::env::var_os("POSTGRES_BIN") {
        let folder = PathBuf::from(folder);
        assert!(complete(&folder), "POSTGRES_BIN has no initdb and pg_ctl");
        return Some(folder);
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    if let Some(folder) = std::env::split_paths(&path).find(complete) {
        return Some(folder);
    }
    let mut versions: Vec<(u32, PathBuf)> = std::fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| complete(folder))
        .collect();
    versions.sort();
    versions.pop().map(|(_, folder)| folder)
}

/// A command as a user who may run a server: this one, unless it is root.
fn unprivileged(program: &Path) -> Command {
    let id = |arguments: &[&str]| {
        let output = Command::new("id").args(arguments).output().unwrap();
        let number = String::from_utf8(output.stdout).unwrap();
        output
            .status
            .success()
            .then(|| number.trim_end().to_owned())
    };
    let mut command = if id(&["-u"]).as_deref() == Some("0") {
        let user = id(&["-u", "postgres"]).map_or("nobody", |_| "postgres");
        let (user, group) = (id(&["-u", user]).unwrap(), id(&["-g", user]).unwrap());
        let mut command = Command::new("setpriv");
        command
            .args(["--reuid", &user, "--regid", &group, "--clear-groups", "--"])
            .arg(program);
        command
    } else {
        Command::new(program)
    };
    // The working directory of a test may be closed to that user.
    command.current_dir("/").env_remove("TMPDIR");
    command
}

impl Server {
    fn start(programs: PathBuf) -> Server {
        let mut supervisor = unprivileged(Path::new("/bin/sh"))
            .args(["-c", SUPERVISE, "supervisor"])
            .arg(&programs)
            .arg(SETTINGS)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            // Away from the terminal's group, so that Ctrl-C ends the tests first.
            .process_group(0)
            .spawn()
            .unwrap();
        let mut home = String::new();
        let mut said = BufReader::new(supervisor.stdout.take().unwrap());
        said.read_line(&mut home).unwrap();
        if home.is_empty() {
            let mut why = String::new();
            let mut stderr = supervisor.stderr.take().unwrap();
            stderr.read_to_string(&mut why).unwrap();
            panic!("PostgreSQL in {} did not start: {why}", programs.display());
        }
        Server {
            programs,
            home: PathBuf::from(home.trim_end()),
            databases: AtomicU32::new(0),
            wanted: supervisor.stdin.take(),
            supervisor,
        }
    }

    /// The URL of a database on this server.
    pub fn url(&self, database: &str) -> String {
        let home = self.home.to_str().unwrap().replace('/', "%2F");
        format!("postgres://{USER}@{home}/{database}")
    }

    /// Makes a new, empty database and gives its URL.
    pub fn database(&self) -> String {
        let number = self.databases.fetch_add(1, Ordering::Relaxed);
        let name = format!("test_{number}");
        // One after the other: the server refuses two copies of a template at once.
        static ONE: Mutex<()> = Mutex::new(());
        let _one = ONE.lock().unwrap_or_else(PoisonError::into_inner);
        self.admin()
            .batch_execute(&format!("CREATE DATABASE {name} TEMPLATE template0"))
            .unwrap();
        self.url(&name)
    }

    /// A connection to the database that no test fills.
    pub fn admin(&self) -> Client {
        Client::connect(&self.url("postgres"), NoTls).unwrap()
    }

    /// Cuts all other connections, whatever they are doing; how many there were.
    pub fn cut_connections(&self) -> i64 {
        let cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity \
                   WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()";
        self.admin().query_one(cut, &[]).unwrap().get(0)
    }

    /// Stops the server and waits until it is gone.
    pub fn stop(&self, how: Stop) {
        let how = match how {
            Stop::Fast => "fast",
            Stop::Immediate => "immediate",
        };
        // A server that is just recovering from a crash, as a flipped bit can cause one,
        // may never act on it, or be gone before it does.
        if self.pg_ctl(&["-t", "10", "-m", how, "stop"]) {
            return;
        }
        if self.data().join("postmaster.pid").exists() {
            self.control(&["-m", "immediate", "stop"]);
        }
    }

    /// Starts the server after [`Server::stop`] and waits until it answers.
    pub fn start_again(&self) {
        let log = self.home.join("log");
        self.control(&["-l", log.to_str().unwrap(), "start"]);
    }

    /// Adds a line to the settings and has the server read them.
    pub fn set(&self, line: &str) {
        use std::io::Write;
        let path = self.data().join("postgresql.conf");
        let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
        writeln!(file, "{line}").unwrap();
        self.control(&["-m", "fast", "restart"]);
    }

    /// Has a stopped server check its pages no more by their checksums.
    pub fn forget_checksums(&self) {
        let done = unprivileged(&self.programs.join("pg_checksums"))
            .arg("--disable")
            .arg("--no-sync")
            .arg(self.data())
            .output()
            .unwrap();
        assert!(done.status.success(), "{done:?}");
    }

    /// The folder with its files.
    pub fn data(&self) -> PathBuf {
        self.home.join("data")
    }

    /// The process of the server itself.
    pub fn pid(&self) -> u32 {
        let text = std::fs::read_to_string(self.data().join("postmaster.pid")).unwrap();
        text.lines().next().unwrap().parse().unwrap()
    }

    fn control(&self, arguments: &[&str]) {
        let log = || std::fs::read_to_string(self.home.join("log")).unwrap_or_default();
        assert!(self.pg_ctl(arguments), "pg_ctl {arguments:?}: {}", log());
    }

    /// Whether it did what it was told.
    fn pg_ctl(&self, arguments: &[&str]) -> bool {
        let done = unprivileged(&self.programs.join("pg_ctl"))
            .arg("-D")
            .arg(self.data())
            .arg("-w")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .unwrap();
        done.success()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.wanted = None;
        // Its folder is gone when this returns.
        let _ = self.supervisor.wait();
    }
}

mod tests {
    use super::*;

    #[test]
    fn a_server_is_stopped_started_and_cut_and_leaves_nothing() {
        let Some(server) = start() else { return };
        let url = server.database();
        let mut client = Client::connect(&url, NoTls).unwrap();
        client
            .batch_execute("CREATE TABLE kept (n int); INSERT INTO kept VALUES (7)")
            .unwrap();
        assert!(server.cut_connections() >= 1);
        assert!(client.simple_query("SELECT 1").is_err());
        for how in [Stop::Fast, Stop::Immediate] {
            server.stop(how);
            assert!(Client::connect(&url, NoTls).is_err());
            server.start_again();
        }
        let mut client = Client::connect(&url, NoTls).unwrap();
        let kept: i32 = client.query_one("SELECT n FROM kept", &[]).unwrap().get(0);
        assert_eq!(kept, 7);
        let home = server.home.clone();
        drop(client);
        drop(server);
        assert!(!home.exists());
    }

    /// Starts a server, says where, and waits to be killed.
    #[test]
    #[ignore = "run as a child by the test below"]
    #[expect(clippy::print_stdout, reason = "its parent reads it")]
    fn child() {
        let Some(server) = start() else { return };
        println!("\nhome {}", server.home.display());
        std::thread::sleep(std::time::Duration::from_secs(600));
    }

    #[test]
    fn the_server_of_a_killed_process_goes_away() {
        if programs().is_none() {
            start();
            return;
        }
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args([
                "server::tests::child",
                "--exact",
                "--ignored",
                "--nocapture",
            ])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let home = lines
            .map(Result::unwrap)
            .find_map(|line| line.strip_prefix("home ").map(PathBuf::from))
            .unwrap();
        assert!(home.join("data/postmaster.pid").exists());
        child.kill().unwrap();
        child.wait().unwrap();
        let gone = (0..200).any(|_| {
            std::thread::sleep(std::time::Duration::from_millis(50));
            !home.exists()
        });
        assert!(gone, "{} is still there", home.display());
    }
}
