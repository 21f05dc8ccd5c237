"""The open data of a served sample, judged by programs that are not ours, and what is
falsified of it, refused by the same. Started by scripts/open-data-test."""
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

TESTS = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(TESTS / "verifiers"), str(TESTS / "api")]
import judges  # noqa: E402
from filled import Asker, fill  # noqa: E402
from server import SAMPLE, Server  # noqa: E402

# A project with everything that a declaration can say of one.
RICH = {
    "name": "泽北智造园，一期（“灯塔”工厂）", "code": "2601-990102-04-01-900001", "level": "city", "industry": "manufacturing",
    "unit": "housing-construction", "area": "990102", "site": {"lon": "114.48", "lat": "38.03"}, "builder": "911101085513850 82Q".replace(" ", ""),
    "contact": "钱先生 13800000000", "content": "厂房 12 栋\n配套道路", "promised": "6月底前开工", "total": "581800000.55", "land_mu": "128.5",
    "plan_start": "2026-02-01", "plan_finish": "2026-10-31",
}
LIFE = [
    ("zhao-qiang", "admit", {}),
    ("li-jing", "record-permit", {"kind": "approval", "number": "=1+1", "issued_on": "2026-01-15"}),
    ("li-jing", "record-permit", {"kind": "construction", "number": "建施〔2026〕9号", "issued_on": "2026-02-01"}),
    ("sun-wei", "plan-year", {"plan_year": "2026", "year_plan": "300000000"}),
    ("li-jing", "apply-start", {"started_on": "2026-02-10"}),
    ("zhao-qiang", "confirm-start", {"started_on": "2026-02-10", "permit": "建施〔2026〕9号", "payment": "凭证9号"}),
    ("li-jing", "report-month", {"month": "2026-02", "amount": "12000000.01", "progress_now": "5"}),
    ("li-jing", "report-month", {"month": "2026-03", "amount": "30000000", "progress_now": "12.5", "note": "主体施工"}),
    ("li-jing", "apply-finish", {"finished_on": "2026-10-20"}),
    ("zhao-qiang", "confirm-finish", {"finished_on": "2026-10-20", "acceptance": "验收1号", "settlement": "结算1号"}),
]


def live(server):
    """The life of the rich project."""
    people = {user: Asker(server, user) for user in ("li-jing", "zhao-qiang", "sun-wei")}
    record = people["li-jing"].act("key-projects/actions/propose", RICH)
    for user, action, given in LIFE:
        people[user].act(f"key-projects/records/{record}/actions/{action}", given)
    return record


class Said:
    """What was found, told at the end."""

    def __init__(self):
        self.faults, self.checks, self.refused = [], 0, 0

    def good(self, what, found):
        self.checks += 1
        self.faults += [f"{what}: {it}" for it in found]

    def must(self, what, holds):
        self.good(what, [] if holds else ["does not hold"])

    def bad(self, what, found):
        """What was falsified must be refused."""
        self.refused += 1
        if not found:
            self.faults.append(f"falsified, and taken: {what}")


def answer(server, path, headers=None):
    request = urllib.request.Request(server.address + path, headers=headers or {})
    try:
        return urllib.request.urlopen(request, timeout=60)
    except urllib.error.HTTPError as refused:
        return refused


def changed(text, *pairs):
    """Text with words replaced; each must be there."""
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def projects(said, text, judge):
    said.good("OC4IDS", judge(text))
    package = json.loads(text)
    whole = next(it for it in package["projects"] if it["title"] == RICH["name"])
    wanted = ["id", "title", "description", "purpose", "status", "sector", "publicAuthority", "parties", "period", "locations", "budget",
              "completion", "metrics", "forecasts", "milestones", "documents", "identifiers", "updated"]
    said.must("a project has all that its record carries", all(whole.get(it) for it in wanted))
    said.must("amounts keep their fen", whole["budget"]["amount"]["amount"] == 581800000.55)
    said.must("nobody's telephone stands there", "13800000000" not in text)
    said.must("statuses", {it["status"] for it in package["projects"]} >= {"identification", "preparation", "implementation", "completion"})

    def falsified(change):
        copy = json.loads(text)
        change(copy["projects"][-1], copy)
        return judge(json.dumps(copy))

    said.bad("a status that is none", falsified(lambda it, _: it.update(status="building")))
    said.bad("a day without a time", falsified(lambda it, _: it["period"].update(startDate="2026-02-01")))
    said.bad("an amount as text", falsified(lambda it, _: it["budget"]["amount"].update(amount="581800000.55")))
    said.bad("an amount without a currency", falsified(lambda it, _: it["budget"]["amount"].pop("currency")))
    said.bad("a currency that is none", falsified(lambda it, _: it["budget"]["amount"].update(currency="RMB")))
    said.bad("a project without an id", falsified(lambda it, _: it.pop("id")))
    said.bad("an id without a prefix", falsified(lambda it, _: it.update(id="2026-00007")))
    said.bad("an authority that is no party", falsified(lambda it, _: it["publicAuthority"].update(id="nobody")))
    said.bad("a package without projects", falsified(lambda _, all_: all_.update(projects=[])))
    said.bad("a package without a publisher", falsified(lambda _, all_: all_.pop("publisher")))
    said.bad("a member of our own", falsified(lambda it, _: it.update(stage="building")))
    said.bad("the same project twice", falsified(lambda it, all_: all_["projects"].append(dict(it))))
    said.bad("half a file", judge(text[: len(text) // 2]))


def lists(said, server, work):
    """Every list of the catalogue against its dictionary; JSON against CSV; what changed."""
    catalogue = json.loads(server.get("/open/catalog.jsonld"))
    ids = sorted({match[1] for it in catalogue["@graph"] if (match := re.search(r"/open/([a-z0-9._-]+)\.csv$", it["@id"]))})
    said.must("the lists of two systems, the account and the words", {"key-projects", "key-projects.monthly", "dynamic-lists", "commitments",
              "targets", "measures", "forecasts", "forecast-scores", "lights", "units", "areas", "codes"} <= set(ids))
    for one in ids:
        text, metadata = server.get(f"/open/{one}.csv"), server.get(f"/open/{one}.csv-metadata.json").decode()
        said.good(f"{one}.csv", judges.table(text, metadata, work))
        whole = json.loads(server.get(f"/open/{one}.json"))
        lines = list(judges.plain_csv.DictReader(judges.io.StringIO(text.decode())))
        said.must(f"{one}: as many lines as rows", len(lines) == len(whole["rows"]))
        said.must(f"{one}: one dictionary for both", all(list(a) == list(b) for a, b in zip(lines, whole["rows"])))
        said.must(f"{one}: nothing personal", b"13800000000" not in text)
        described = json.loads(metadata)
        said.must(f"{one}: labels in both languages, a source, nothing personal", all(
            {label["@language"] for label in it["rdfs:label"]} == {"zh", "en"} and it["dc:source"]
            and it["https://w3id.org/dpv#hasData"]["@id"].endswith("NonPersonalData") for it in described["tableSchema"]["columns"]))
        for form in ("csv", "json"):
            first = answer(server, f"/open/{one}.{form}")
            tag, day = first.headers["etag"], first.headers["last-modified"]
            said.must(f"{one}.{form}: 304 by its tag", answer(server, f"/open/{one}.{form}", {"if-none-match": tag}).status == 304)
            if day:
                said.must(f"{one}.{form}: 304 by its day", answer(server, f"/open/{one}.{form}", {"if-modified-since": day}).status == 304)
            said.must(f"{one}.{form}: leads to its dictionary", "describedby" in (first.headers["link"] or ""))
    paged, next_ = [], "/open/key-projects.json?limit=2"
    while next_:
        page = json.loads(server.get(next_))
        paged += page["rows"]
        next_ = page["next"] and page["next"].removeprefix(server.address)
    said.must("pages together are the whole", paged == json.loads(server.get("/open/key-projects.json"))["rows"])
    text, metadata = server.get("/open/key-projects.csv").decode(), server.get("/open/key-projects.csv-metadata.json").decode()
    said.must("what a spreadsheet would compute is guarded", "'=1+1" in server.get("/open/key-projects.permits.csv").decode())

    def falsified(*pairs):
        return judges.table(changed(text, *pairs).encode(), metadata, work)

    said.bad("an amount in words", falsified((",581800000.55,", ",五亿八千万,")))
    said.bad("a level that is none", falsified((",city,", ",town,")))
    said.bad("a day that is none", falsified(("2026-02-10", "2026-02-30")))
    said.bad("another first line", falsified(("total,", "sum,")))
    said.bad("a record twice", judges.table((text + text.split("\r\n")[1] + "\r\n").encode(), metadata, work))
    said.bad("a column less", judges.table(text.replace(",name,", ",", 1).encode(), metadata, work))
    said.bad("a dictionary of another list", judges.table(text.encode(), server.get("/open/units.csv-metadata.json").decode(), work))


def catalogue(said, server):
    json_ld, turtle = server.get("/open/catalog.jsonld").decode(), server.get("/open/catalog.ttl").decode()
    of_json, of_turtle = judges.dcat("json-ld"), judges.dcat("turtle")
    said.good("DCAT as JSON-LD", of_json(json_ld))
    said.good("DCAT as Turtle", of_turtle(turtle))
    said.must("both say the same", judges.same_graph(json_ld, turtle))
    for link in sorted(set(re.findall(r"dcat:downloadURL <([^>]+)>", turtle))):
        found = answer(server, link.removeprefix(server.address))
        kind = re.search(rf"downloadURL <{re.escape(link)}> ;\s+dcat:mediaType <https://www.iana.org/assignments/media-types/([^>]+)>", turtle)
        said.must(f"{link} is there, of the kind that is said", found.status == 200 and kind and found.headers["content-type"].startswith(kind[1]))
    said.bad("a catalogue without a publisher", of_turtle(re.sub(r" ;\n  dct:publisher <[^>]+>", "", turtle, count=1)))
    said.bad("a dataset without a distribution", of_turtle(re.sub(r" ;\n  dcat:distribution <[^>]+>", "", turtle)))
    said.bad("a time that is none", of_turtle(re.sub(r'"\d{4}-[^"]+"\^\^xsd:dateTime', '"gestern"^^xsd:dateTime', turtle, count=1)))
    said.bad("a kind of our own", of_turtle(turtle.replace("media-types/text/csv", "media-types/table", 1)))
    said.bad("Turtle that is torn", of_turtle(turtle[:-40]))
    said.bad("JSON-LD without its context", of_json(json_ld.replace('"@context"', '"context"', 1)))


def feeds(said, server):
    unit = "/units/housing-construction"
    for path in ("/lights.atom", f"{unit}/lights.atom", "/lights.atom?lang=en"):
        said.good(path, judges.feed(server.get(path, "application/atom+xml; charset=utf-8")))
    atom = server.get("/lights.atom").decode()
    said.must("a feed bears the same id at the next look", re.findall("<id>.*?</id>", atom) == re.findall("<id>.*?</id>", server.get("/lights.atom").decode()))
    said.bad("a feed without an id", judges.feed(re.sub("<id>.*?</id>", "", atom, count=1).encode()))
    said.bad("a feed with a day for a time", judges.feed(re.sub("<updated>.*?</updated>", "<updated>2026-11-01</updated>", atom, count=1).encode()))
    said.bad("a feed without an author", judges.feed(re.sub("(?s)<author>.*?</author>", "", atom, count=1).encode()))
    said.bad("a feed that is torn", judges.feed(atom[:-10].encode()))
    said.bad("a page for a feed", judges.feed(server.get("/open")))
    calendar = server.get(f"{unit}/due.ics", "text/calendar; charset=utf-8")
    said.good("due.ics", judges.calendar(calendar))
    said.must("time limits stand in the calendar", judges.events(calendar) >= 3)
    said.must("a calendar is the same at the next look", calendar == server.get(f"{unit}/due.ics"))
    text = calendar.decode()
    said.bad("an event without an id", judges.calendar(re.sub("UID:.*?\r\n", "", text, count=1).encode()))
    said.bad("a day that is none", judges.calendar(re.sub(r"DTSTART;VALUE=DATE:\d+", "DTSTART;VALUE=DATE:20261345", text, count=1).encode()))
    said.bad("a long line", judges.calendar(text.replace("SUMMARY:", "SUMMARY:" + 26 * "长", 1).encode()))
    said.bad("half a calendar", judges.calendar(text[: len(text) // 2].encode()))
    for path in ("/units/no-such/due.ics", "/units/no-such/lights.atom", "/open/no-such.csv", "/open/no-such/dictionary"):
        said.must(f"{path} is not there", answer(server, path).status == 404)


def main():
    work = Path(os.environ["TMPDIR"])
    begun, said = time.monotonic(), Said()
    with Server(work / "data", "youwei:yunze", SAMPLE) as server:
        said.must("no package before the first project", answer(server, "/open/key-projects.oc4ids.json").status == 404)
        fill(server)
        live(server)
        if os.environ.get("OC4IDS"):
            projects(said, server.get("/open/key-projects.oc4ids.json").decode(), judges.Oc4ids(os.environ["OC4IDS"], work))
        elif os.environ.get("REQUIRE_OPEN_DATA") == "1":
            said.faults.append("OC4IDS was not validated: there is no copy of the standard")
        lists(said, server, work)
        catalogue(said, server)
        feeds(said, server)
    print(f"open data: {said.checks} checks, {said.refused} falsified, {time.monotonic() - begun:.0f} s", flush=True)
    if said.faults:
        raise SystemExit("\n".join(said.faults))


if __name__ == "__main__":
    main()
