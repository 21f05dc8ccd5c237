"""Programs that are not ours, each asked about one kind of open data. A judge takes what was
served and answers with what is wrong with it, a list of sentences; none if nothing is."""
import csv as plain_csv
import functools
import http.server
import io
import json
import re
import threading
import warnings
from pathlib import Path

import csvw
import feedparser
import icalendar
import pyshacl
import rdflib
import rdflib.compare
from libcoveoc4ids.api import oc4ids_json_output
from libcoveoc4ids.config import LibCoveOC4IDSConfig
from lxml import etree

HERE = Path(__file__).resolve().parent
ATOM = "{http://www.w3.org/2005/Atom}"
PUBLIC_SCHEMA = "https://standard.open-contracting.org/infrastructure/schema/0__9__5/"


class Folder:
    """Files at addresses of this machine, so that nothing is fetched from elsewhere."""

    def __init__(self, files):
        quiet = type("Quiet", (http.server.SimpleHTTPRequestHandler,), {"log_message": lambda *_: None})
        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(quiet, directory=files))
        self.address = f"http://127.0.0.1:{self.server.server_address[1]}/"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.server.shutdown()


class Oc4ids:
    """The standard's own validator, on a copy of the standard."""

    def __init__(self, standard, work):
        self.copy = work / "oc4ids"
        (self.copy / "codelists").mkdir(parents=True)
        for file in Path(standard, "codelists").iterdir():
            (self.copy / "codelists" / file.name).write_bytes(file.read_bytes())
        self.folder = Folder(self.copy)
        for name in ("project-schema.json", "project-package-schema.json"):
            text = Path(standard, name).read_text(encoding="utf-8")
            # The package's schema names the project's by its public address.
            text = text.replace(PUBLIC_SCHEMA, self.folder.address)
            (self.copy / name).write_text(text, encoding="utf-8")
        self.work = work

    def __call__(self, text):
        try:
            data = json.loads(text)
        except ValueError as error:
            return [f"no JSON: {error}"]
        address = self.folder.address
        config = LibCoveOC4IDSConfig({
            "schema_version_choices": {"0.9.5": ("0.9.5", address)},
            "schema_host": address,
            "schema_codelists": {"0.9": f"{address}codelists/"},
        })
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = oc4ids_json_output(str(self.work), json_data=data, lib_cove_oc4ids_config=config)
        said = [f"{error[0]} at {error[1][0].get('path')}" for error in found["validation_errors"]]
        said += [f"not in a closed list: {path}" for path in found["additional_closed_codelist_values"]]
        said += [it["message"] for it in found["conformance_checks"] + found["additional_checks"]]
        said += [f"not of the standard: {path}" for path in found.get("data_only", [])]
        return said


def dcat(kind):
    """rdflib reads it, pySHACL holds it against the shapes."""
    shapes = rdflib.Graph().parse(HERE / "dcat.ttl")

    def judge(text):
        try:
            data = rdflib.Graph().parse(data=text, format=kind)
        except Exception as error:  # whatever its parsers raise
            return [f"unreadable: {error}"]
        if (None, rdflib.RDF.type, rdflib.DCAT.Catalog) not in data:
            return ["it says of no catalogue what it is"]
        fits, _, said = pyshacl.validate(data, shacl_graph=shapes, advanced=False)
        return [] if fits else [said]

    return judge


def same_graph(one, other):
    """Whether JSON-LD and Turtle say the same."""
    graphs = [rdflib.Graph().parse(data=text, format=kind) for text, kind in ((one, "json-ld"), (other, "turtle"))]
    return rdflib.compare.isomorphic(*graphs)


def table(text, metadata, work):
    """The `csvw` package reads the dictionary and holds every cell of the CSV against it."""
    (work / "table.csv").write_bytes(text)
    try:
        described = json.loads(metadata)
    except ValueError as error:
        return [f"no JSON: {error}"]
    described["url"] = "table.csv"
    (work / "table.csv-metadata.json").write_text(json.dumps(described), encoding="utf-8")
    said = []
    try:
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            whole = csvw.Table.from_file(work / "table.csv-metadata.json")
            log = Log(said)
            rows = list(whole.iterdicts(log=log, strict=True))
            if not whole.check_primary_key(log=log):
                said.append("the primary key is not one")
        said += [str(it.message) for it in seen if issubclass(it.category, UserWarning)]
    except Exception as error:  # whatever it raises
        return [f"{type(error).__name__}: {error}"]
    names = [column["name"] for column in described["tableSchema"]["columns"]]
    head = next(plain_csv.reader(io.StringIO(text.decode("utf-8"))), [])
    if head != names:
        said.append(f"the first line is {head}, not {names}")
    if rows and list(rows[0]) != names:
        said.append("columns that the dictionary does not know")
    return said


class Log:
    """What the package would only log."""

    def __init__(self, said):
        self.said = said

    def warning(self, text, *_, **__):
        self.said.append(str(text))

    warn = error = info = warning


def calendar(text):
    """`icalendar` reads it; lines, ids and stamps by RFC 5545."""
    said = []
    for line in text.split(b"\r\n"):
        if len(line) > 75:
            said.append(f"a line of {len(line)} bytes")
        if b"\n" in line:
            said.append("a line does not end with CR LF")
    try:
        whole = icalendar.Calendar.from_ical(text)
    except Exception as error:
        return [*said, f"unreadable: {error}"]
    if whole.get("version") != "2.0" or not whole.get("prodid"):
        said.append("no version or no PRODID")
    ids = []
    for event in whole.walk("VEVENT"):
        said += [f"{name}: {why}" for name, why in event.errors]
        for name in ("uid", "dtstamp", "dtstart", "summary"):
            if name not in event:
                said.append(f"an event without {name}")
        ids.append(str(event.get("uid")))
    if len(set(ids)) != len(ids):
        said.append("two events of one id")
    return said


def events(text):
    return len(icalendar.Calendar.from_ical(text).walk("VEVENT"))


def feed(text):
    """feedparser finds nothing bozo; RFC 4287, 4.1: what must be there once."""
    said = []
    read = feedparser.parse(text)
    if read.bozo:
        said.append(f"feedparser: {read.bozo_exception}")
    if read.version != "atom10":
        said.append(f"no Atom: {read.version!r}")
    try:
        root = etree.fromstring(text)
    except etree.XMLSyntaxError as error:
        return [*said, f"no XML: {error}"]
    if root.tag != f"{ATOM}feed":
        return [*said, f"its root is {root.tag}"]
    authored = root.find(f"{ATOM}author/{ATOM}name") is not None
    if not any(link.get("rel") == "self" for link in root.findall(f"{ATOM}link")):
        said.append("no link to itself")
    ids = []
    for it in [root, *root.findall(f"{ATOM}entry")]:
        for name in ("id", "title", "updated"):
            found = it.findall(f"{ATOM}{name}")
            if len(found) != 1 or not found[0].text:
                said.append(f"{it.tag}: {len(found)} of {name}")
        moment = it.findtext(f"{ATOM}updated") or ""
        if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", moment):
            said.append(f"no RFC 3339 time: {moment!r}")
        identity = it.findtext(f"{ATOM}id") or ""
        if not re.match(r"[a-z][a-z0-9+.-]*:", identity):
            said.append(f"no absolute address: {identity!r}")
        ids.append(identity)
        if not authored and it.find(f"{ATOM}author") is None:
            said.append("nobody is its author")
    for entry in root.findall(f"{ATOM}entry"):
        if entry.find(f"{ATOM}content") is None and not any(link.get("rel") == "alternate" for link in entry.findall(f"{ATOM}link")):
            said.append("an entry with neither content nor a link to it")
    if len(set(ids)) != len(ids):
        said.append("two entries of one id")
    return said
