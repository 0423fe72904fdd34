"""Files that stand beside a protocol, torn at random: properties, scenarios, translations,
resources. None may end in anything but a report.

Run apart from the tests: python tests/fuzz/beside.py COUNT [SEED]. What breaks something is written
to the folder `torn` beside this file.
"""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from datetime import date
from pathlib import Path

import protocols
from crisis_cli.directory import reading as resources
from crisis_cli.protocol.problems import Found
from crisis_cli.protocol.source import load, look_over, shipped
from crisis_cli.protocol.wordings import wordings
from crisis_cli.workshop.proofs.properties import read_bytes
from crisis_cli.workshop.scenarios.lines import looked_over as scenario_looked_over
from crisis_cli.workshop.translations.check import found_in
from crisis_cli.workshop.translations.write import begun
from protocols import TEARS, TORN, broke_at

FILE = shipped() / "crisis-intervention.yaml"
PROTOCOL, SOURCE = load(FILE), FILE.read_bytes()
LOOKED = look_over(SOURCE).made
assert LOOKED is not None
WRITTEN = LOOKED[0]
TODAY = date(2026, 1, 1)

# What such a file is called -> who looks it over.
LOOKS: dict[str, Callable[[bytes], Found]] = {
    "properties": lambda data: read_bytes(data, PROTOCOL)[1],
    "scenario": lambda data: scenario_looked_over(data, Path("torn.yaml"), PROTOCOL).found,
    "translation": lambda data: found_in(data, WRITTEN, str(FILE), "es"),
    "resources": lambda data: resources.look_over(data, TODAY)[1],
}
SEEDS = {
    "properties": [(shipped() / "properties.yaml").read_text(encoding="utf-8")],
    "scenario": [
        one.read_text(encoding="utf-8") for one in sorted((shipped() / "scenarios").glob("*.yaml"))
    ],
    "translation": [begun(WRITTEN.protocol, "es", wordings(WRITTEN))],
    "resources": [
        one.read_text(encoding="utf-8") for one in sorted((shipped() / "resources").glob("*.yaml"))
    ],
}


def torn(kind: str, draw: random.Random) -> bytes:
    """One torn file of a kind."""
    text = draw.choice(SEEDS[kind])
    for _ in range(draw.choice([1, 1, 1, 2, 3])):
        text = draw.choice(TEARS)(text, draw) if text else draw.choice(SEEDS[kind])
    return text.encode("utf-8", "surrogateescape")


def trouble(kind: str, data: bytes) -> str:
    """What went wrong with one file; "" if nothing did."""
    try:
        for one in LOOKS[kind](data).problems:
            assert one.line >= 1 and one.column >= 1 and one.message and one.hint, one
            assert one.show("torn.yaml")
    except Exception as error:
        return broke_at(error)
    return ""


def main(count: int, seed: int) -> None:
    draw = random.Random(seed)
    found: Counter[str] = Counter()
    protocols.SEEDS = [text for texts in SEEDS.values() for text in texts]  # to splice with
    for number in range(1, count + 1):
        kind = draw.choice(list(LOOKS))
        data = torn(kind, draw)
        if what := trouble(kind, data):
            found[what] += 1
            if found[what] <= 3:
                TORN.mkdir(exist_ok=True)
                name = re.sub(r"\W+", "-", f"{kind}-{what}")
                (TORN / f"{name}-{seed}-{number}.yaml").write_bytes(data)
        if number % 5_000 == 0:
            print(f"{number:,} of {count:,}: {dict(found)}", flush=True)
    print(f"{count:,} files, seed {seed}: {dict(found) or 'nothing'}")


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1)
