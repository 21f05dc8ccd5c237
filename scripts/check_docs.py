#!/usr/bin/env python3
"""Checks that the documents say what is there: links and file paths (a path may leave
out the folders before it), the Rust types of the glossary, the crates of the code map,
the commands of both READMEs; and that no text file names a path of one machine.
Prints file:line: what is wrong, and fails if anything is.
"""
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LINK = re.compile(r"\]\(([^)\s]+)[^)]*\)")
CODE = re.compile(r"`[^`]*`")
TICKED = re.compile(r"`([^`\n]+)`")
# A path has a slash inside or a known ending.
PATH = re.compile(r"\w[\w.*-]*(/[\w.*-]+)*/?|\.\.?(/[\w.*-]+)+/?")
ENDING = re.compile(r"\.(rs|md|toml|py|json|jsonl|sql|css|js|tsv|bin|txt|list|yml|lock|svg|png)$")
COMMAND = re.compile(r"(make|youwei|cargo|curl|sqlite3|git) \S")
# Pieced together, so that this file does not name them itself.
ELSEWHERE = re.compile(r"(?<![\w.])/" + r"work/|\.\./" + r"lab\b")
# Made by a run or a build, so no checkout has them.
MADE = "youwei-data", "target", "node_modules", ".venv", "ledger.sqlite3", "passwords.txt"


def project_files():
    """What git tracks or would add, as paths from the root."""
    command = ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return [name for name in sorted(set(listed.split("\0")) - {""}) if (ROOT / name).is_file()]


def lines(file):
    return enumerate((ROOT / file).read_text(encoding="utf-8", errors="replace").splitlines(), 1)


def there(name, document, files, ticked):
    """Whether a link leads somewhere, or a path in backticks exists or ends one that does."""
    beside = (ROOT / document).parent
    bases = (ROOT, beside) if ticked else (beside,)
    if name.split("/")[0] in MADE or not (bases[0] / name).resolve().is_relative_to(ROOT):
        return True  # Outside the repository nothing can be known.
    whole = "/" + name.rstrip("/")
    ends = ticked and any(("/" + file).endswith(whole) or whole + "/" in "/" + file for file in files)
    return ends or any(any(base.glob(name)) for base in bases)


def wrong_paths(document, files):
    fenced = False
    for number, line in lines(document):
        fenced ^= line.lstrip().startswith("```")
        if fenced:
            continue
        named = [(target.split("#")[0], False) for target in LINK.findall(CODE.sub("", line)) if ":" not in target]
        named += [(name, True) for name in TICKED.findall(line)
                  if PATH.fullmatch(name) and ("/" in name.strip("/") or ENDING.search(name))]
        for name, ticked in named:
            if name and not there(name, document, files, ticked):
                yield number, f"no such file: {name}"


def wrong_types(glossary):
    """The third column names `crate::Type` or `crate::Type::member`."""
    sources = {}
    for crate in (ROOT / "crates").iterdir():
        sources[crate.name] = "\n".join(rs.read_text(encoding="utf-8") for rs in crate.glob("src/**/*.rs"))
    for number, line in lines(glossary):
        cells = line.split("|")
        for name in TICKED.findall(cells[3]) if len(cells) > 4 else []:
            crate, *rest = name.split("::")
            kind, member = (rest + ["", ""])[:2]
            defined = rf"\b(struct|enum|trait|type|fn|const|static|mod) {kind}\b|pub use [^;]*\b{kind}\b"
            source = sources.get(crate, "")
            if not kind or not re.search(defined, source) or not re.search(rf"\b{member}\b|^$", source):
                yield number, f"not in the code: {name}"


def missing_crates(architecture):
    text = (ROOT / architecture).read_text(encoding="utf-8")
    start = text.find("\n## Code map") + 1
    for manifest in sorted(ROOT.glob("crates/*/Cargo.toml")):
        if f"`crates/{manifest.parent.name}`" not in text[start : text.find("\n## ", start)]:
            yield text[:start].count("\n") + 1, f"not in the code map: crates/{manifest.parent.name}"


def commands(readme):
    """Each command with its line, without what is said about it."""
    pieces = [(piece.strip().removeprefix("$ ").split(" #")[0].strip(), number)
              for number, line in lines(readme) for piece in [line, *TICKED.findall(line)]]
    return {piece: number for piece, number in reversed(pieces) if COMMAND.match(piece)}


def wrong_commands(readme, other):
    known, makefile = commands(other), (ROOT / "Makefile").read_text(encoding="utf-8")
    for command, number in commands(readme).items():
        if command not in known:
            yield number, f"{other} does not name: {command}"
        tool, goal = command.split()[:2]
        if tool == "make" and not re.search(rf"^{re.escape(goal)}:", makefile, re.M):
            yield number, f"the Makefile does not have: {goal}"


def main():
    files = project_files()
    found = [(file, *it) for file in files if file.endswith(".md") for it in wrong_paths(file, files)]
    for file in files:
        if b"\0" not in (ROOT / file).read_bytes():
            found += [(file, at, "names a path of one machine") for at, line in lines(file) if ELSEWHERE.search(line)]
    found += [("docs/glossary.md", *it) for it in wrong_types("docs/glossary.md")]
    found += [("ARCHITECTURE.md", *it) for it in missing_crates("ARCHITECTURE.md")]
    for readme, other in [("README.md", "README.zh-CN.md"), ("README.zh-CN.md", "README.md")]:
        found += [(readme, *it) for it in wrong_commands(readme, other)]
    for file, number, what in found:
        print(f"{file}:{number}: {what}")
    print(f"documents: {len(files)} files looked at, {len(found)} wrong")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
