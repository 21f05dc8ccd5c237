//! A city's server in process, with a fixed clock and a browser that is signed in.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, HOST, LOCATION, ORIGIN};
use axum::http::{HeaderMap, Request, StatusCode};
use jiff::Timestamp;
use scraper::{Html, Selector};
use tempfile::TempDir;
use tower::ServiceExt;
use uuid::Uuid;
use youwei_account::{
    Account, Accounts, Command, Context, File, FileFacts, Measures, Recorded, Source, decide,
    report_id,
};
use youwei_base::{Bilingual, Reach, Role, RoleClass, Unit};
use youwei_ledger::{Expected, Keys, Ledger, NewEvent, Place};
use youwei_people::{Cost, Newcomer, Offices, Post};
use youwei_report::Reading;
use youwei_tlog::SignerKey;
use youwei_web::{App, People, Settings, Systems, router};

/// Noon of 30 June 2026 in Beijing, the last day of the bridge.
pub fn noon() -> Timestamp {
    "2026-06-30T12:00:00+08:00".parse().unwrap()
}

/// The town's ledger; its key is always the same.
pub fn ledger(folder: &Path) -> Ledger {
    let signer = SignerKey::from_seed("youwei:test", &[7; 32]).unwrap();
    let place = Place::File(folder.join("log.sqlite3"));
    let master = "8f3c0a5d9e7b1264c8f0a1b2d3e4f5061728394a5b6c7d8e9fa0b1c2d3e4f507";
    let master = Some(master.parse().unwrap());
    Ledger::open(&place, Keys { signer, master }).unwrap()
}

pub struct Town {
    pub folder: TempDir,
    pub site: Router,
    /// The cookie of 王芳, who is a supervisor and signed in; empty in a town of nobody.
    pub cookie: String,
}

/// What came back.
pub struct Page {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub bytes: Vec<u8>,
}

impl Town {
    /// A server without a report.
    pub fn empty() -> Town {
        let folder = tempfile::tempdir().unwrap();
        Town::on(folder, app)
    }

    /// A server without a report and without a user.
    pub fn bare() -> Town {
        let folder = tempfile::tempdir().unwrap();
        let site = open(folder.path(), noon);
        let cookie = String::new();
        Town {
            folder,
            site,
            cookie,
        }
    }

    /// Opens a server over a folder, with its users.
    fn on(folder: TempDir, app: fn(&Path, fn() -> Timestamp) -> App) -> Town {
        let app = peopled(app(folder.path(), noon));
        let cookie = app.cookie_for("wang-fang").unwrap();
        let site = router(Arc::new(app));
        Town {
            folder,
            site,
            cookie,
        }
    }

    /// The same town, used by somebody else.
    pub fn used_by(&self, user: &str) -> Town {
        let app = app(self.folder.path(), noon);
        let cookie = app.cookie_for(user).unwrap();
        Town {
            folder: tempfile::tempdir().unwrap(),
            site: self.site.clone(),
            cookie,
        }
    }

    /// A server that has taken the small report in.
    pub fn new() -> Town {
        Town::with(crate::reading::reading())
    }

    pub fn with(reading: Reading) -> Town {
        let folder = tempfile::tempdir().unwrap();
        take_in(folder.path(), reading, "a.txt");
        Town::on(folder, app)
    }

    /// A server without a report, with decision models of its own.
    pub fn with_systems(systems: Systems) -> Town {
        let folder = tempfile::tempdir().unwrap();
        let app = peopled(app(folder.path(), noon).with_systems(systems));
        let cookie = app.cookie_for("wang-fang").unwrap();
        let site = router(Arc::new(app));
        Town {
            folder,
            site,
            cookie,
        }
    }

    /// A server that has taken the small report in, runs measures and knows facts.
    pub fn measured(measures: &str, facts: &[Fact<'_>]) -> Town {
        Town::lived(measures, &[], facts)
    }

    /// The same with facts that were stated before the report came in, each at its moment.
    pub fn lived(measures: &str, before: &[(&str, Fact<'_>)], facts: &[Fact<'_>]) -> Town {
        let folder = tempfile::tempdir().unwrap();
        for (time, fact) in before {
            state_at(folder.path(), time.parse().unwrap(), &[*fact]);
        }
        take_in(folder.path(), crate::reading::reading(), "a.txt");
        state(folder.path(), facts);
        let file = "measures.toml";
        let source = Source {
            text: measures,
            file,
        };
        let measures = Measures::read(&[source], None).unwrap();
        let app = peopled(app(folder.path(), noon).with_measures(measures));
        let cookie = app.cookie_for("wang-fang").unwrap();
        let site = router(Arc::new(app));
        Town {
            folder,
            site,
            cookie,
        }
    }

    /// The same ledger, opened by a new process.
    pub fn reopened(self) -> Town {
        let Town { folder, site, .. } = self;
        drop(site);
        Town::on(folder, app)
    }

    /// The same ledger on a later day, opened by a new process.
    pub fn later(self, clock: fn() -> Timestamp) -> Town {
        let Town { folder, site, .. } = self;
        drop(site);
        let app = peopled(app(folder.path(), clock));
        let cookie = app.cookie_for("wang-fang").unwrap();
        let site = router(Arc::new(app));
        Town {
            folder,
            site,
            cookie,
        }
    }

    pub async fn ask(&self, request: Request<Body>) -> Page {
        let response = self.site.clone().oneshot(request).await.unwrap();
        let (head, body) = response.into_parts();
        Page {
            status: head.status,
            headers: head.headers,
            bytes: to_bytes(body, usize::MAX).await.unwrap().to_vec(),
        }
    }

    pub async fn get(&self, address: &str) -> Page {
        let request = Request::get(encoded(address))
            .header(HOST, "127.0.0.1:8026")
            .header(COOKIE, &self.cookie)
            .header("accept", "text/html");
        self.ask(request.body(Body::empty()).unwrap()).await
    }

    /// A page that must be there.
    pub async fn page(&self, address: &str) -> Page {
        let page = self.get(address).await;
        assert_eq!(page.status, StatusCode::OK, "{address}: {}", page.text());
        page
    }

    /// A form sent from one of our pages by someone who is signed in.
    pub async fn post(&self, address: &str, fields: &[(&str, &str)]) -> Page {
        self.ask(form(address, fields, Some(&self.cookie))).await
    }

    /// A change that must succeed; answers where it led.
    pub async fn change(&self, address: &str, fields: &[(&str, &str)]) -> String {
        let page = self.post(address, fields).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.words());
        page.header(LOCATION.as_str())
    }

    /// A file sent from one of our pages.
    pub async fn upload(&self, address: &str, name: &str, bytes: &[u8]) -> Page {
        let mut body = format!(
            "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        )
        .into_bytes();
        body.extend_from_slice(bytes);
        body.extend_from_slice(b"\r\n--b--\r\n");
        let request = Request::post(encoded(address))
            .header(HOST, "127.0.0.1:8026")
            .header(ORIGIN, "http://127.0.0.1:8026")
            .header(COOKIE, &self.cookie)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// A form in parts, with the boundary `b`.
    pub async fn send_parts(&self, address: &str, body: String) -> Page {
        let request = Request::post(encoded(address))
            .header(HOST, "127.0.0.1:8026")
            .header(ORIGIN, "http://127.0.0.1:8026")
            .header(COOKIE, &self.cookie)
            .header(CONTENT_TYPE, "multipart/form-data; boundary=b");
        self.ask(request.body(Body::from(body)).unwrap()).await
    }

    /// How many entries the ledger has.
    pub async fn size(&self) -> u64 {
        self.get("/healthz").await.json()["entries"]
            .as_u64()
            .unwrap()
    }
}

pub fn form(address: &str, fields: &[(&str, &str)], cookie: Option<&str>) -> Request<Body> {
    let mut request = Request::post(encoded(address))
        .header(HOST, "127.0.0.1:8026")
        .header(ORIGIN, "http://127.0.0.1:8026")
        .header(CONTENT_TYPE, "application/x-www-form-urlencoded");
    if let Some(cookie) = cookie {
        request = request.header(COOKIE, cookie);
    }
    let body = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(fields)
        .finish();
    request.body(Body::from(body)).unwrap()
}

/// An address as a browser sends it: what is not ASCII is percent-encoded.
fn encoded(address: &str) -> String {
    address
        .bytes()
        .map(|byte| match byte.is_ascii() {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect()
}

/// A server over a folder, under these measures, on another day.
pub fn measured_on(folder: &Path, measures: &str, clock: fn() -> Timestamp) -> Router {
    let source = Source {
        text: measures,
        file: "measures.toml",
    };
    let measures = Measures::read(&[source], None).unwrap();
    router(Arc::new(app(folder, clock).with_measures(measures)))
}

pub fn open(folder: &Path, clock: fn() -> Timestamp) -> Router {
    router(Arc::new(app(folder, clock)))
}

fn app(folder: &Path, clock: fn() -> Timestamp) -> App {
    let ledger = ledger(folder);
    let settings = Settings {
        files: folder.join("files"),
        clock: Arc::new(clock),
        hosts: Vec::new(),
    };
    let people = People::of(offices()).costing(Cost::LEAST);
    App::open(ledger, settings).unwrap().with_people(people)
}

/// Three units and every class of role.
pub fn offices() -> Offices {
    let of = |unit: &str, name: &str, roles: &[&str]| Unit {
        id: unit.into(),
        name: Bilingual::new(name, unit),
        also: Vec::new(),
        above: None,
        area: serde_json::from_str("990100").unwrap(),
        duties: Vec::new(),
        source: "虚构".into(),
        vertical: false,
        roles: roles.iter().map(|role| (*role).into()).collect(),
    };
    let role = |id: &str, name: &str, class| Role {
        id: id.into(),
        name: Bilingual::new(name, id.replace('-', " ")),
        class,
        reach: Reach::All,
    };
    Offices::new(
        [
            of("supervision-office", "督查室", &["supervisor"]),
            of("water", "市水利局", &["project-clerk", "list-clerk"]),
            of("government", "市政府", &["leader", "deputy"]),
            of(
                "centre",
                "信息中心",
                &["system-administrator", "security-administrator", "auditor"],
            ),
        ],
        [
            role("supervisor", "督查员", RoleClass::Business),
            role("project-clerk", "项目经办人", RoleClass::Business),
            role("list-clerk", "台账经办人", RoleClass::Business),
            role("leader", "市领导", RoleClass::Business),
            role("deputy", "人大代表", RoleClass::Business),
            role(
                "system-administrator",
                "系统管理员",
                RoleClass::SystemAdministrator,
            ),
            role(
                "security-administrator",
                "安全管理员",
                RoleClass::SecurityAdministrator,
            ),
            role("auditor", "审计员", RoleClass::Auditor),
        ],
    )
}

/// The users of the town and their posts; each has the password [`password`].
pub const USERS: [(&str, &str, &str, &str); 8] = [
    ("wang-fang", "王芳", "supervision-office", "supervisor"),
    ("li-jing", "李静", "water", "project-clerk"),
    ("chen-xia", "陈霞", "water", "list-clerk"),
    ("lin-yue", "林岳", "government", "leader"),
    ("gao-ming", "高明", "government", "deputy"),
    ("he-yu", "何宇", "centre", "system-administrator"),
    ("xu-an", "许安", "centre", "security-administrator"),
    ("song-ping", "宋平", "centre", "auditor"),
];

/// The password of a user of the town.
pub fn password(user: &str) -> String {
    format!("{}-Tide7Lamp", user.chars().rev().collect::<String>())
}

/// Makes the town's users, if there are none yet.
fn peopled(app: App) -> App {
    let newcomer = |(id, name, unit, role): &(&str, &str, &str, &str)| Newcomer {
        id: (*id).into(),
        name: (*name).into(),
        posts: vec![Post {
            unit: (*unit).into(),
            role: (*role).into(),
        }],
        verifier: app.verifier(&password(id)).unwrap(),
        temporary: false,
    };
    if app.users().is_empty() {
        let newcomers: Vec<Newcomer> = USERS.iter().map(newcomer).collect();
        app.found(&newcomers).unwrap();
    }
    app
}

/// A fact as an action of a system states it: record, metric, key, value (none takes it
/// back), day.
pub type Fact<'a> = (&'a str, &'a str, &'a str, Option<&'a str>, &'a str);

/// States facts, as a system in another process would; each is an entry of its own.
pub fn state(folder: &Path, facts: &[Fact<'_>]) {
    state_at(folder, noon(), facts);
}

/// The same at some moment.
pub fn state_at(folder: &Path, time: Timestamp, facts: &[Fact<'_>]) {
    let event = |(record, metric, key, value, on): &Fact<'_>| NewEvent {
        id: Uuid::now_v7(),
        kind: "key-projects.report-month".into(),
        subject: (*record).into(),
        time,
        actor: "李静（市水利局）".into(),
        data: serde_json::json!({ "facts": [
            { "metric": metric, "key": key, "value": value, "on": on, "labels": { "level": "city" } },
        ] }),
    };
    let events = facts.iter().map(event).collect();
    ledger(folder).append(events, &[]).unwrap();
}

/// Takes a reading in, as another process would.
pub fn take_in(folder: &Path, reading: Reading, name: &str) {
    take_in_at(folder, reading, name, noon());
}

/// The same at some moment.
pub fn take_in_at(folder: &Path, reading: Reading, name: &str, now: Timestamp) {
    let file = FileFacts {
        report: report_id(&reading, name),
        file: File {
            name: name.into(),
            sha256: format!("hash of {name}"),
            ..File::default()
        },
    };
    let command = Command::TakeIn {
        file,
        reading: Box::new(reading),
    };
    append_at(folder, &command, now);
}

/// Decides and appends beside the server, as another process would.
pub fn append(folder: &Path, command: &Command) {
    append_at(folder, command, noon());
}

fn append_at(folder: &Path, command: &Command, now: Timestamp) {
    let ledger = ledger(folder);
    let entries = ledger.entries(0, usize::MAX).unwrap();
    let recorded = entries.into_iter().map(|entry| Recorded {
        index: entry.index,
        time: entry.event.time,
        actor: entry.event.actor,
        kind: entry.event.kind,
        subject: entry.event.subject,
        data: entry.event.data,
    });
    let accounts = Accounts::fold(recorded);
    let none = Account::default();
    let account = match command {
        Command::TakeIn { file, .. } => accounts.get(&file.report),
        _ => accounts.iter().next().map(|(_, account)| account),
    };
    let account = account.unwrap_or(&none);
    let context = Context {
        now,
        actor: "李雷（办公室）".into(),
    };
    let decision = decide(account, command.clone(), &context).unwrap();
    let events = decision.events.into_iter().map(|event| NewEvent {
        id: Uuid::now_v7(),
        kind: event.kind,
        subject: event.subject,
        time: context.now,
        actor: context.actor.clone(),
        data: event.data,
    });
    let expected: Vec<Expected> = decision
        .expected
        .into_iter()
        .map(|(subject, version)| Expected { subject, version })
        .collect();
    ledger.append(events.collect(), &expected).unwrap();
}

impl Page {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.bytes).into_owned()
    }

    pub fn header(&self, name: &str) -> String {
        let value = self.headers.get(name);
        value.map_or_else(String::new, |v| v.to_str().unwrap().to_owned())
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.bytes).unwrap()
    }

    /// The words of the whole page.
    pub fn words(&self) -> String {
        compact(Html::parse_document(&self.text()).root_element().text())
    }

    /// The words of each element that a selector finds, on a line of its own.
    pub fn part(&self, selector: &str) -> String {
        let html = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).unwrap();
        let lines: Vec<String> = html
            .select(&selector)
            .map(|element| compact(element.text()))
            .collect();
        lines.join("\n")
    }

    /// The values of an attribute, of each element that a selector finds.
    pub fn values(&self, selector: &str, attribute: &str) -> Vec<String> {
        let html = Html::parse_document(&self.text());
        let selector = Selector::parse(selector).unwrap();
        html.select(&selector)
            .filter_map(|element| element.attr(attribute).map(str::to_owned))
            .collect()
    }
}

/// Words with single spaces, those of neighbouring elements parted.
fn compact<'a>(pieces: impl Iterator<Item = &'a str>) -> String {
    let joined = pieces.collect::<Vec<_>>().join(" ").replace('\u{2060}', "");
    joined.split_whitespace().collect::<Vec<_>>().join(" ")
}
