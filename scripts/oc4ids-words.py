"""Writes what the program knows of OC4IDS 0.9.5, crates/web/data/oc4ids.tsv, from the
standard's own schema and code lists: python3 scripts/oc4ids-words.py ../shared/oc4ids

A line a property: the definition that has it, its name, what it holds, and what besides:
`required`, or the words of a closed code list. What it holds is text, uri, moment, number,
whole, yes-no, code, another definition, or a list of these (`[]`)."""
import csv
import json
import sys
from pathlib import Path

FOLDER = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/oc4ids")
OUT = Path(__file__).resolve().parents[1] / "crates/web/data/oc4ids.tsv"
schema = json.loads((FOLDER / "project-schema.json").read_text(encoding="utf-8"))
lines = []


def codes(name):
    with (FOLDER / "codelists" / name).open(encoding="utf-8", newline="") as file:
        return [row["Code"] for row in csv.DictReader(file)]


def types(it):
    of = it.get("type", [])
    return [of] if isinstance(of, str) else of


def held(it, place):
    """What a property holds, and the words that it may be."""
    if "$ref" in it:
        return it["$ref"].rsplit("/", 1)[1], ""
    of = types(it)
    if "array" in of:
        inner = it.get("items", {})
        what, words = held(inner, place)
        if it.get("codelist") and not it.get("openCodelist"):
            what, words = "code", " ".join(codes(it["codelist"]))
        return f"{what}[]", words
    if "object" in of or "properties" in it:
        define(place, it)
        return place, ""
    if it.get("codelist") and not it.get("openCodelist"):
        return "code", " ".join(codes(it["codelist"]))
    if it.get("format") == "date-time":
        return "moment", ""
    if it.get("format") == "uri":
        return "uri", ""
    if "integer" in of:
        return "whole", ""
    if "number" in of:
        return "number", ""
    if "boolean" in of:
        return "yes-no", ""
    return "text", ""


def define(name, it):
    required = it.get("required", [])
    for prop, of in it.get("properties", {}).items():
        what, words = held(of, f"{name}.{prop}")
        lines.append((name, prop, what, "required" if prop in required else "", words))


define("Project", schema)
for name, it in schema["definitions"].items():
    define(name, it)
# Positions may nest; ours are points.
lines = [(*it[:2], "number[]", *it[3:]) if it[1] == "coordinates" else it for it in lines]
lines.sort()
text = "# OC4IDS 0.9.5, by the Open Contracting Partnership and CoST (Apache-2.0): see scripts/oc4ids-words.py\n"
text += "".join("\t".join(line).rstrip("\t") + "\n" for line in lines)
OUT.write_text(text, encoding="utf-8")
print(f"{OUT}: {len(lines)} properties")
