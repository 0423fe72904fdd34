"""Protocol files torn at random, as many as wanted: none may end in anything but a report.

Run apart from the tests: python tests/fuzz/protocols.py COUNT [SEED]; README.md says what was found
so far. What breaks something is written to the folder `torn` beside this file; made small, it
belongs into tests/protocol/seeds, which every run of the tests replays.
"""

from __future__ import annotations

import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from crisis_cli.protocol.source import shipped
from crisis_cli.workshop.catalogue.table import ENTRIES
from crisis_cli.workshop.check.report import examined

TORN = Path(__file__).parent / "torn"
SLOW = 5.0  # seconds
SIGNS = [*"{}[]:,-#'\"|>&*!%@`?\\ \n\t", "- ", ": ", "\n  ", "---", "...", "<<: ", "\u00a0"]
ODD = ["", "''", "{}", "[]", "[[]]", "{a: b}", "~", "null", "yes", "no", "-1", "1e9", "é", "\u200b"]
WORD = re.compile(r"[\w-]+")

Tear = Callable[[str, random.Random], str]


def lines_moved(text: str, draw: random.Random) -> str:
    """Some lines deleted, doubled, swapped or indented."""
    lines = text.split("\n")
    for _ in range(draw.randrange(1, 4)):
        at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        change = draw.randrange(5)
        if change == 0:
            lines[at] = ""
        elif change == 1:
            lines.insert(at, lines[other])
        elif change == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif change == 3:
            lines[at] = " " * draw.randrange(9) + lines[at].lstrip()
        else:
            lines[at] = lines[at].replace("- ", "", 1)
    return "\n".join(lines)


def words_changed(text: str, draw: random.Random) -> str:
    """Some words put in the place of others."""
    words = list(WORD.finditer(text)) or list(re.finditer("", text))
    for _ in range(draw.randrange(1, 4)):
        one, other = draw.choice(words), draw.choice(words)
        new = draw.choice([other[0], one[0][1:], one[0] + "x", draw.choice(ODD)])
        text = text[: one.start()] + new + text[one.end() :]
        words = list(WORD.finditer(text)) or words
    return text


def signs_added(text: str, draw: random.Random) -> str:
    """Signs put in and letters taken out anywhere."""
    for _ in range(draw.randrange(1, 5)):
        at = draw.randrange(len(text) + 1)
        cut = draw.randrange(3)
        text = text[:at] + draw.choice([*SIGNS, ""]) + text[at + cut :]
    return text


def values_changed(text: str, draw: random.Random) -> str:
    """What stands behind some keys replaced by something odd."""
    places = list(re.finditer(r": .*", text)) or [re.match("", text)]
    place = draw.choice(places)
    return text[: place.start()] + ": " + draw.choice(ODD) + text[place.end() :]


def spliced(text: str, draw: random.Random) -> str:
    """The beginning of one file and the end of another."""
    other = draw.choice(SEEDS)
    return text[: draw.randrange(len(text) + 1)] + other[draw.randrange(len(other) + 1) :]


TEARS: list[Tear] = [lines_moved, words_changed, signs_added, values_changed, spliced]
SEEDS = [
    *(text for one in ENTRIES.values() for text in (one.wrong, one.right) if len(text) < 20_000),
    *[(shipped() / "crisis-intervention.yaml").read_text(encoding="utf-8")] * 3,
]


def torn(draw: random.Random) -> bytes:
    """One torn file."""
    text = draw.choice(SEEDS)
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        text = draw.choice(TEARS)(text, draw) if text else draw.choice(SEEDS)
    data = text.encode("utf-8", "surrogateescape")
    if draw.randrange(20) == 0 and data:
        at = draw.randrange(len(data))
        data = data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
    return data


def trouble(data: bytes) -> str:
    """What went wrong with one file; "" if nothing did."""
    began = time.perf_counter()
    try:
        report = examined("torn.yaml", data, {})
        for one in report.problems:
            assert one.line >= 1 and one.column >= 1 and one.message and one.hint, one
            assert one.show("torn.yaml")
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        return broke_at(error)
    spent = time.perf_counter() - began
    return f"slow: {spent:.0f} s" if spent > SLOW else ""


def broke_at(error: BaseException) -> str:
    """Where something broke, in one line."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} at {Path(frame.filename).name}:{frame.lineno}"


def main(count: int, seed: int) -> None:
    draw = random.Random(seed)
    found: Counter[str] = Counter()
    for number in range(1, count + 1):
        data = torn(draw)
        if what := trouble(data):
            found[what] += 1
            if found[what] <= 3:
                TORN.mkdir(exist_ok=True)
                name = re.sub(r"\W+", "-", what)
                (TORN / f"{name}-{seed}-{number}.yaml").write_bytes(data)
        if number % 5_000 == 0:
            print(f"{number:,} of {count:,}: {dict(found)}", flush=True)
    print(f"{count:,} files, seed {seed}: {dict(found) or 'nothing'}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
