"""The table that the bench writes, for the peers in Python."""

import csv
import json
import re
from collections import Counter

RANGE = re.compile(r"([\[(])(\d+)\.\.(\d+)([\])])")


def read(path):
    """The names of the columns, and the rules as Python's tests about `?` with answers."""
    with open(path, encoding="utf-8") as file:
        content = json.load(file)["nodes"][1]["content"]
    inputs = [(it["id"], it["name"]) for it in content["inputs"]]
    outputs = [(it["id"], it["name"]) for it in content["outputs"]]
    rules = [
        ([test(rule[key]) for key, _ in inputs], [rule[key] for key, _ in outputs])
        for rule in content["rules"]
    ]
    return [name for _, name in inputs], [name for _, name in outputs], rules


def test(cell):
    """A cell as a test about `?`; None if anything passes."""
    if not cell:
        return None
    if found := RANGE.fullmatch(cell):
        opens, low, high, closes = found.groups()
        return f"({low} <{'=' if opens == '[' else ''} ?) & (? <{'=' if closes == ']' else ''} {high})"
    if cell[0] in "<>":
        return f"? {cell}"
    values = cell.split(", ")
    return " | ".join(f"(? == {value})" for value in values)


def rows(path):
    """The rows as dictionaries; what is a number is one."""
    with open(path, encoding="utf-8", newline="") as file:
        return [
            {name: int(cell) if cell.isdigit() else cell for name, cell in row.items()}
            for row in csv.DictReader(file)
        ]


def report(engine, nanos, tiers):
    """Prints what the bench reads."""
    counts = Counter(tier or "none" for tier in tiers)
    print(json.dumps({"engine": engine, "ns": nanos, "counts": counts}))
