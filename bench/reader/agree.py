"""How far the reader's numbers and the peer's are the same, so that like work is timed.

The reader publishes numbers of the forward part only (what is promised), and values
only of those that are targets; the peer takes every number of the text. So mentions
are counted within the forward part, and values are compared on the targets.
"""
import sys
from collections import Counter
from pathlib import Path


def text_of(path):
    """The text that both sides read: UTF-8, else the Chinese national encoding."""
    octets = Path(path).read_bytes()
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = octets.decode("gb18030")
    return text.replace("\r\n", "\n")


def same(one, other):
    """Two values, one of which may have gone through a double."""
    if one is None or other is None:
        return one is other
    one, other = float(one), float(other)
    return abs(one - other) <= 1e-9 * max(1.0, abs(one), abs(other))


def at(span, numbers):
    """The number that shares most characters with a span; none if it shares none."""
    shared = [(min(span["end"], it["end"]) - max(span["start"], it["start"]), it) for it in numbers]
    best = max(shared, key=lambda pair: pair[0], default=(0, None))
    return best[1] if best[0] > 0 else None


def count(text, ours, theirs, total):
    """Adds what one file shows to the totals."""
    forward = [(it["start"], it["end"]) for it in ours["sentences"] if it["part"] == "forward"]
    total["peer, whole text"] += len(theirs["numbers"])
    inside = [it for it in theirs["numbers"] if any(start < it["end"] and it["start"] < end for start, end in forward)]
    total["peer, forward part"] += len(inside)
    for number in ours["numbers"]:
        total["youwei, forward part"] += 1
        if text[number["start"] : number["end"]] != number["mention"]:
            total["misplaced"] += 1
            continue
        other = at(number, inside)
        total["same place"] += other is not None
        total["same words"] += other is not None and other["mention"] == number["mention"]
    for target in ours["targets"]:
        total["targets"] += 1
        other = at(target, inside)
        if other is None:
            continue
        total["targets seen"] += 1
        if same(target["value"], other["value"]) and same(target["value2"], other["value2"]) and target["unit"] == other["unit"]:
            total["value and unit"] += 1
            total["comparison too"] += target["op"] == other["op"]


def report(files, ours, theirs):
    """Prints the comparison over all files."""
    if not len(files) == len(ours) == len(theirs):
        sys.exit(f"{len(files)} files gave {len(ours)} readings and {len(theirs)} peer's lines; look for a refused file.")
    total = Counter()
    for file, our, their in zip(files, ours, theirs):
        count(text_of(file), our, their, total)

    def share(part, whole):
        return f"{total[part]:6,} of {total[whole]:,} ({100 * total[part] / (total[whole] or 1):.1f} %)"

    print("number mentions (youwei publishes those of the forward part, with values where they are targets)")
    print(f"  youwei, forward part      {total['youwei, forward part']:6,}")
    print(f"  peer, forward part        {total['peer, forward part']:6,}   (whole text: {total['peer, whole text']:,})")
    print(f"  at the same place         {share('same place', 'youwei, forward part')} of youwei's; with the same words {total['same words']:,}")
    print(f"youwei's targets that the peer saw        {share('targets seen', 'targets')}")
    print(f"  agreeing on value and unit              {share('value and unit', 'targets')}")
    print(f"  agreeing on the comparison (≥ ≤ ~) too  {share('comparison too', 'targets')}")
    if total["misplaced"]:
        print(f"  {total['misplaced']:,} of youwei's mentions do not stand where their place says, in the file as decoded; they count as not found")
