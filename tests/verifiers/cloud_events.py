"""cloud_events.py FOLDER ORIGIN: the CloudEvents SDK from PyPI reads every entry of a
copied log, as whoever takes the entries in elsewhere would; says how many there were."""
import json
import sys
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from cloudevents.conversion import to_json
from cloudevents.exceptions import GenericException
from cloudevents.http import from_http, from_json

from server import unbundle

MEDIA_TYPE = "application/cloudevents+json; charset=utf-8"
REQUIRED = {"specversion", "id", "source", "type"}


def check(entry, origin):
    """What the SDK reads is what stands in the bytes; raises AssertionError otherwise."""
    plain = json.loads(entry)
    event = from_json(entry)
    assert from_http({"content-type": MEDIA_TYPE}, entry) == event
    attributes = event.get_attributes()
    assert set(attributes) == set(plain) - {"data"} and REQUIRED | {"subject", "time"} <= set(attributes), set(attributes)
    assert all(attributes[name] == plain[name] and attributes[name] != "" for name in attributes)
    # Beside the attributes of CloudEvents, names must be of lower-case letters and digits.
    assert all(name.isascii() and name.isalnum() and name == name.lower() for name in attributes)
    assert event["specversion"] == "1.0" and event["source"] == origin
    assert UUID(event["id"]).version == 7
    assert event["datacontenttype"] == "application/json"
    time = datetime.fromisoformat(event["time"].replace("Z", "+00:00"))
    assert time.utcoffset() == timedelta(0)
    assert event.data == plain["data"] and isinstance(event.data, dict)
    assert json.loads(to_json(event)) == plain
    return event["id"]


def refused(entry):
    try:
        from_json(entry)
    except GenericException:
        return True
    return False


def main(folder, origin):
    bundles = [path for path in Path(folder, "tile/entries").rglob("*") if path.is_file()]
    entries = [entry for path in bundles for entry in unbundle(path.read_bytes())]
    ids = {check(entry, origin) for entry in entries}
    assert entries and len(ids) == len(entries), "ids are given once"
    for name in REQUIRED:
        torn = json.loads(entries[0])
        del torn[name]
        assert refused(json.dumps(torn)), f"the SDK takes an entry without {name}: it would find nothing wrong"
    print(f"{len(entries)} entries")


if __name__ == "__main__":
    main(*sys.argv[1:])
