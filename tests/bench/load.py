"""A protocol loaded strictly, checked and compiled, and read again from the cache."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import yaml
from fixtures import protocol
from rounds import in_turns, seconds, tell

from crisis_cli.protocol.source import load


def measure(size: int, folder: Path) -> None:
    path = folder / f"made-{size}.yaml"
    path.write_text(protocol(size))
    text = path.read_text()
    plain = json.dumps(yaml.load(text, Loader=yaml.CSafeLoader))
    cold, warm = folder / "cold", folder / "warm"

    def from_source() -> float:
        os.environ["XDG_CACHE_HOME"] = str(cold / str(len(list(folder.glob("cold/*")))))
        Path(os.environ["XDG_CACHE_HOME"]).mkdir(parents=True)
        return seconds(lambda: load(path))

    def from_cache() -> float:
        os.environ["XDG_CACHE_HOME"] = str(warm)
        load(path)
        return seconds(lambda: load(path))

    runs: dict[str, Callable[[], float]] = {
        "json (floor)": lambda: seconds(lambda: json.loads(plain)),
        "PyYAML C loader": lambda: seconds(lambda: yaml.load(text, Loader=yaml.CSafeLoader)),
        "loaded, checked, compiled": from_source,
        "from the cache, hash verified": from_cache,
    }
    found = in_turns(runs, 5)
    tell(f"{size} questions, against the C loader", found, "PyYAML C loader")
    tell(f"{size} questions, against json", found, "json (floor)")


def main() -> None:
    with TemporaryDirectory() as folder:
        for size in (100, 1_000, 10_000):
            measure(size, Path(folder))


if __name__ == "__main__":
    main()
