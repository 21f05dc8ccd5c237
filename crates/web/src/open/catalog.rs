//! `/open/catalog.jsonld` and `.ttl`: what open data there is, in DCAT 3 (W3C
//! Recommendation of 22 August 2024).

use youwei_base::Bilingual;

use super::graph::{self, Node};
use super::site::{Changed, Site};
use super::table::Table;
use super::{JSON_LD, TURTLE, projects, tables};
use crate::ask::{Answer, Ask};
use crate::fault::Fault;
use crate::kept::{Kept, answer};

/// Data that changes all the time (EU Publications Office, authority table “frequency”).
const CONTINUOUS: &str = "http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT";
const CHINESE: &str = "http://publications.europa.eu/resource/authority/language/ZHO";
const ENGLISH: &str = "http://publications.europa.eu/resource/authority/language/ENG";
const MEDIA: &str = "https://www.iana.org/assignments/media-types";
const CSVW: &str = "http://www.w3.org/ns/csvw#";

/// `GET /open/catalog.jsonld`.
pub(super) fn json_ld(ask: &Ask) -> Answer {
    let json = graph::json_ld(&nodes(ask)?);
    let mut bytes = serde_json::to_vec_pretty(&json).unwrap_or_default();
    bytes.push(b'\n');
    Ok(answer(&ask.headers, JSON_LD, Kept::Seconds, bytes))
}

/// `GET /open/catalog.ttl`.
pub(super) fn turtle(ask: &Ask) -> Answer {
    let text = graph::turtle(&nodes(ask)?);
    Ok(answer(&ask.headers, TURTLE, Kept::Seconds, text))
}

fn nodes(ask: &Ask) -> Result<Vec<Node>, Fault> {
    let site = Site::of(ask);
    let publisher = site.page("/open#publisher");
    let size = ask.state().head.size;
    let whole = Changed::whole(ask, size)?;
    let mut catalog = Node::new(site.page("/open/catalog"), "dcat:Catalog")
        .both(
            "dct:title",
            &Bilingual::new(
                format!("{}承诺与事实开放数据", site.city.zh),
                format!("{}: promises and facts, open data", site.city.en),
            ),
        )
        .both(
            "dct:description",
            &Bilingual::new(
                "政府工作报告里的承诺、由事实算出的灯和数，以及背后每个业务系统的公开台账。每一行都能追到可核对的账本条目。",
                "The commitments of the work report, the lights and figures that facts give them, and the public records behind. Every line leads to entries of a log that anyone can check.",
            ),
        )
        .of("dct:publisher", &publisher)
        .maybe_of("dct:license", site.licence())
        .of("dct:language", CHINESE)
        .of("dct:language", ENGLISH)
        .of("foaf:homepage", site.page("/open"))
        .time("dct:modified", whole.time);
    let mut rest = vec![Node::new(&publisher, "foaf:Organization").both("foaf:name", &site.city)];
    for table in tables(&ask.app) {
        let changed = Changed::of(ask, &table)?;
        let id = dataset(&site, &table.id);
        catalog = catalog.of("dcat:dataset", &id);
        rest.extend(of_table(&site, &table, &changed, &id, &publisher));
    }
    for system in projects::systems(ask) {
        let id = dataset(&site, &format!("{}.oc4ids", system.id));
        catalog = catalog.of("dcat:dataset", &id);
        let name = Bilingual::new(
            format!("{}（OC4IDS）", system.name.zh),
            format!("{} (OC4IDS)", system.name.en),
        );
        let one = One {
            id: id.clone(),
            name,
            about: system.about.clone(),
            changed: None,
        };
        let address = site.list(&format!("{}.oc4ids", system.id), "json");
        let distribution =
            Node::new(&address, "dcat:Distribution").of("dct:conformsTo", projects::STANDARD);
        rest.extend(of_one(
            &site,
            one,
            &publisher,
            vec![with_media(
                distribution,
                &address,
                "application/json",
                &site,
            )],
        ));
    }
    let id = dataset(&site, "lights-feed");
    catalog = catalog.of("dcat:dataset", &id);
    let one = One {
        id,
        name: Bilingual::new("变化的灯（Atom）", "Changed lights (Atom)"),
        about: Bilingual::new(
            "灯变了就有一条；各单位另有自己的。",
            "An entry for every light that changed; each unit has a feed of its own.",
        ),
        changed: whole.time,
    };
    let address = site.page("/lights.atom");
    let distribution = Node::new(&address, "dcat:Distribution")
        .of("dct:conformsTo", "https://www.rfc-editor.org/rfc/rfc4287");
    rest.extend(of_one(
        &site,
        one,
        &publisher,
        vec![with_media(
            distribution,
            &address,
            "application/atom+xml",
            &site,
        )],
    ));
    let service = site.page("/api");
    catalog = catalog.of("dcat:service", &service);
    rest.push(
        Node::new(&service, "dcat:DataService")
            .both("dct:title", &Bilingual::new("接口", "API"))
            .of("dcat:endpointURL", &service)
            .of("dcat:endpointDescription", site.page("/api/openapi.json"))
            .of("dct:publisher", &publisher)
            .maybe_of("dct:license", site.licence()),
    );
    let mut all = vec![catalog];
    all.extend(rest);
    Ok(all)
}

/// The name of a dataset: where people read of it, which no form of it is.
fn dataset(site: &Site, id: &str) -> String {
    site.page(&format!("/open/{id}"))
}

/// A dataset in general.
struct One {
    id: String,
    name: Bilingual,
    about: Bilingual,
    changed: Option<jiff::Timestamp>,
}

fn of_table(site: &Site, table: &Table, changed: &Changed, id: &str, publisher: &str) -> Vec<Node> {
    let one = One {
        id: id.to_owned(),
        name: table.name.clone(),
        about: table.about.clone(),
        changed: changed.time,
    };
    let dictionary = site.metadata(&table.id);
    let csv = site.list(&table.id, "csv");
    let json = site.list(&table.id, "json");
    let forms = vec![
        with_media(
            Node::new(&csv, "dcat:Distribution").of("dct:conformsTo", &dictionary),
            &csv,
            "text/csv",
            site,
        ),
        with_media(
            Node::new(&json, "dcat:Distribution"),
            &json,
            "application/json",
            site,
        ),
    ];
    let mut all = of_one(site, one, publisher, forms);
    if let Some(first) = all.first_mut() {
        let page = site.page(&format!("/open/{}/dictionary", table.id));
        *first = first
            .clone()
            .of("foaf:page", page)
            .text("dct:source", &table.source);
    }
    all.push(
        Node::new(&dictionary, "dct:Standard")
            .both(
                "dct:title",
                &Bilingual::new(
                    format!("{}：数据字典", table.name.zh),
                    format!("{}: data dictionary", table.name.en),
                ),
            )
            .of("dct:conformsTo", CSVW),
    );
    all
}

fn of_one(site: &Site, one: One, publisher: &str, forms: Vec<Node>) -> Vec<Node> {
    let mut node = Node::new(&one.id, "dcat:Dataset")
        .both("dct:title", &one.name)
        .both("dct:description", &one.about)
        .text("dct:identifier", &one.id)
        .of("dct:publisher", publisher)
        .of("dct:accrualPeriodicity", CONTINUOUS)
        .of("dcat:landingPage", site.page("/open"))
        .maybe_of("dct:license", site.licence())
        .time("dct:modified", one.changed);
    for form in &forms {
        node = node.of("dcat:distribution", &form.id);
    }
    let mut all = vec![node];
    all.extend(forms);
    all
}

fn with_media(node: Node, address: &str, media: &str, site: &Site) -> Node {
    node.of("dcat:accessURL", address)
        .of("dcat:downloadURL", address)
        .of("dcat:mediaType", format!("{MEDIA}/{media}"))
        .maybe_of("dct:license", site.licence())
}
