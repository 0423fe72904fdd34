"""What tests run in node: pinned beside them, and installed once into the cache of the tests."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

PINS = ("package.json", "package-lock.json")
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund")


def installed(config: pytest.Config, pinned: Path) -> Path:
    """The folder that has the packages pinned in another one; skips where they cannot be had."""
    for need in ("node", "npm"):
        if shutil.which(need) is None:
            pytest.skip(f"{need} is not here")
    assert config.cache
    place = Path(config.cache.mkdir(f"npm-{pinned.name}"))
    there = [pinned / name for name in PINS if (pinned / name).exists()]
    pins = "".join(path.read_text(encoding="utf-8") for path in there)
    done = place / "installed"
    if not done.exists() or done.read_text(encoding="utf-8") != pins:
        _install(place, there)
        done.write_text(pins, encoding="utf-8")
    return place


def _install(place: Path, pins: list[Path]) -> None:
    for path in pins:
        shutil.copy(path, place / path.name)
    how = ["ci"] if len(pins) > 1 else ["install", "--no-package-lock"]
    made = subprocess.run(["npm", *how, *QUIET], cwd=place, capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"npm could not install {place.name}: {made.stderr[-300:]}")
