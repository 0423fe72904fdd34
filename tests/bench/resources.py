"""Finding among 10,000 resources: in this process, and as a whole command.

The floor of a search is looking for the same words in the same texts and nothing else; the floor of
a load is `json.loads` of what is kept; that of the command is `crisis resources find` among the
shipped ones.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from rounds import as_installed

from crisis_cli.directory.entry import Resource
from crisis_cli.directory.finding import Asked, Directory
from crisis_cli.directory.hsds.importing import written
from crisis_cli.directory.needs import NEEDS

MANY, ROUNDS = 10_000, 15
STREETS = ("Main", "Oak", "Georgia", "Kennedy", "Minnesota", "Good Hope", "Alabama", "Park")
SEARCHES = ("shel", "food pantry", "georgia clin", "nothing here", "center 4711")


def body(number: int) -> dict[str, object]:
    need = list(NEEDS)[number % len(NEEDS)]
    street = STREETS[number % len(STREETS)]
    return {
        "id": f"place_{number}",
        "name": f"{street} {need.replace('_', ' ')} center {number}",
        "for": f"{need.replace('_', ' ')} for people near {street} Street, by appointment or not",
        "numbers": [{"call": f"202-555-{number % 10_000:04}", "note": "front desk"}],
        "hours": [{"days": "Monday to Friday", "from": "9 am", "to": f"{3 + number % 6} pm"}],
        "needs": [need],
        "languages": ["en", "es"] if number % 3 else ["en", "am"],
        "address": f"{number} {street} Street NW, Washington, DC",
        "who": "Anyone in DC, adults and families, free of charge",
        "source": "Made up for this measurement",
        "verified_on": "2026-11-01",
        "status": "confirmed",
        "note": "Ask for the desk on the left. " * 3,
    }


def middle(seconds: list[float]) -> float:
    return statistics.median(seconds) * 1000


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "_protocols" / "resources"
        folder.mkdir(parents=True)
        file = folder / "dc.yaml"
        file.write_text(written([body(number) for number in range(MANY)]), encoding="utf-8")
        os.environ["XDG_CACHE_HOME"] = name
        as_installed()
        print(f"{MANY:,} resources, {file.stat().st_size / 1e6:.1f} MB")
        print(f"first reading          {timed(lambda: Directory(folder)) * 1000:8.0f} ms")
        loading(folder, name)
        searching(Directory(folder))
        commands(Path(name))


def loading(folder: Path, name: str) -> None:
    kept = [one.read_bytes().partition(b"\n")[2] for one in Path(name).rglob("*.json")]
    ours, floor = [], []
    for _ in range(ROUNDS):
        ours.append(timed(lambda: Directory(folder)))
        floor.append(timed(lambda: [json.loads(one) for one in kept]))
    print(f"loaded from the cache  {middle(ours):8.1f} ms   json.loads alone {middle(floor):.1f} ms"
          f"   {middle(ours) / middle(floor):.1f}x")  # fmt: skip


def searching(directory: Directory) -> None:
    for search in SEARCHES:
        runs = [(timed(partial(found, directory, search)), timed(partial(scan, directory, search)))
                for _ in range(ROUNDS)]  # fmt: skip
        ours, floor = (middle([run[place] for run in runs]) for place in (0, 1))
        count = len(found(directory, search))
        print(f"find {search:<16} {ours:10.1f} ms   scan {floor:6.1f} ms   {ours / floor:5.1f}x"
              f"   {count:,} found")  # fmt: skip


def found(directory: Directory, search: str) -> tuple[Resource, ...]:
    directory._made.clear()
    return directory.find(Asked((search,)), date(2026, 11, 28)).found


def scan(directory: Directory, search: str) -> list[str]:
    words = search.split()
    return [t for t in directory._texts.values() if all(f" {w}" in t for w in words)]


def commands(folder: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from crisis_cli.protocol import source;"
        "source.PACKAGE = Path(sys.argv.pop(1)) if sys.argv[1] != '-' else sys.argv.pop(1) and"
        " source.PACKAGE;"
        "from crisis_cli.cli import app; app()"
    )
    many, few = [], []
    for _ in range(7):
        for place, into in ((str(folder), many), ("-", few)):
            line = [sys.executable, "-c", code, place, "resources", "find", "shel"]
            into.append(timed(partial(subprocess.run, line, capture_output=True, check=True)))
    print(f"whole command          {middle(many):8.0f} ms   among the shipped {middle(few):.0f} ms"
          f"   {middle(many) / middle(few):.1f}x")  # fmt: skip


if __name__ == "__main__":
    main()
