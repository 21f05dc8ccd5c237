#!/usr/bin/env python3
"""Labels of real reports, kept without the reports.

The reader's models are trained on real reports that were labelled by reading.
The reports themselves stay out of this repository, so a label here says only
where it stands: first and one past the last character of the report's text.

  labels.py pack REPORTS_DIR GOLD_DIR...     gold folders -> crates/report/labels/*.tsv
  labels.py unpack REPORTS_DIR OUT_DIR       *.tsv -> gold folders, for training and scoring

A gold folder holds outline.json, sentences.jsonl, numbers.jsonl, projects.jsonl.
A line of a .tsv is one of
  heading   level  part   start  end
  sentence  C|R    start  end
  target    start  end  op  value  value2  unit  measure  action  due  subject
  project   start  end  action
"""
import json
import sys
from pathlib import Path

LABELS = Path(__file__).resolve().parent.parent / "crates/report/labels"


def jsonl(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def text_of(reports, name):
    return (reports / f"{name}.txt").read_text(encoding="utf-8-sig")


def pack(reports, gold):
    text = text_of(reports, gold.name)
    lines = [f"# {len(text)} characters"]
    at = 0
    for heading in json.loads((gold / "outline.json").read_text(encoding="utf-8")):
        at = text.index(heading["title"], at)
        lines.append(f"heading\t{heading['level']}\t{heading['part']}\t{at}\t{at + len(heading['title'])}")
    places, at = {}, 0
    for row in jsonl(gold / "sentences.jsonl"):
        at = text.index(row["text"], at)
        places.setdefault(row["text"], []).append(at)
        lines.append(f"sentence\t{row['label']}\t{at}\t{at + len(row['text'])}")
        at += len(row["text"])
    seen = {}
    for row in jsonl(gold / "numbers.jsonl"):
        key = (row["sentence"], row["mention"])
        inner = row["sentence"].find(row["mention"], seen.get(key, 0))
        if inner < 0:
            inner = row["sentence"].index(row["mention"])
        seen[key] = inner + 1
        if row["label"] != "T":
            continue
        start = places[row["sentence"]][0] + inner
        value2 = "" if row["value2"] is None else row["value2"]
        fields = [row["op"], row["value"], value2, row["unit"], row["measure"], row["action"], row["due"], row["subject"]]
        lines.append("\t".join(["target", str(start), str(start + len(row["mention"]))] + [str(f).replace("\n", " ") for f in fields]))
    for row in jsonl(gold / "projects.jsonl"):
        start = places[row["sentence"]][0] + row["sentence"].index(row["name"])
        lines.append(f"project\t{start}\t{start + len(row['name'])}\t{row['action']}")
    (LABELS / f"{gold.name}.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def number(text):
    value = float(text)
    return int(value) if value == int(value) else value


def unpack(reports, tsv, out):
    text = text_of(reports, tsv.stem)
    outline, sentences, numbers, projects = [], [], [], []
    for line in tsv.read_text(encoding="utf-8").splitlines():
        kind, *rest = line.split("\t")
        if kind == "heading":
            level, part, start, end = rest
            outline.append({"level": int(level), "marker": "", "title": text[int(start):int(end)], "part": part})
        elif kind == "sentence":
            label, start, end = rest
            sentences.append((int(start), int(end), label))
        elif kind == "target":
            start, end, op, value, value2, unit, measure, action, due, subject = rest
            numbers.append((int(start), int(end), {"label": "T", "subject": subject, "op": op, "value": number(value),
                            "value2": number(value2) if value2 else None, "unit": unit, "measure": measure,
                            "action": action, "due": due}))
        elif kind == "project":
            start, end, action = rest
            projects.append((int(start), int(end), {"action": action}))

    def sentence_at(start):
        return next(text[a:b] for a, b, _ in sentences if a <= start < b)

    folder = out / tsv.stem
    folder.mkdir(parents=True, exist_ok=True)
    write = lambda name, rows: (folder / name).write_text("".join(json.dumps(r, ensure_ascii=False) + "\n" for r in rows), encoding="utf-8")
    (folder / "outline.json").write_text(json.dumps(outline, ensure_ascii=False), encoding="utf-8")
    write("sentences.jsonl", ({"text": text[a:b], "label": label} for a, b, label in sentences))
    write("numbers.jsonl", ({"sentence": sentence_at(a), "mention": text[a:b], **row} for a, b, row in numbers))
    write("projects.jsonl", ({"sentence": sentence_at(a), "name": text[a:b], **row} for a, b, row in projects))


def main():
    if len(sys.argv) < 4 or sys.argv[1] not in ("pack", "unpack"):
        sys.exit(__doc__)
    reports = Path(sys.argv[2])
    if sys.argv[1] == "pack":
        for gold in sys.argv[3:]:
            pack(reports, Path(gold))
    else:
        for tsv in sorted(LABELS.glob("*.tsv")):
            unpack(reports, tsv, Path(sys.argv[3]))


if __name__ == "__main__":
    main()
