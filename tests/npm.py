"""What tests run in node: pinned beside them, and installed once into the cache of the tests."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

PINS = ("package.json", "package-lock.json")
QUIET = ("--ignore-scripts", "--no-audit", "--no-fund")


def installed(config: pytest.Config, pinned: Path) -> Path:
    """The folder that has the packages pinned in another one; skips where they cannot be had."""
    for need in ("node", "npm"):
        if shutil.which(need) is None:
            pytest.skip(f"{need} is not here")
    assert config.cache
    there = [pinned / name for name in PINS if (pinned / name).exists()]
    pins = hashlib.sha256(b"".join(path.read_bytes() for path in there)).hexdigest()[:12]
    place = Path(config.cache.mkdir(f"npm-{pinned.name}")) / pins
    if not place.exists():
        _install(place, there)
    return place


def _install(place: Path, pins: list[Path]) -> None:
    """Beside it, then there at once: others who test may install the same at this moment."""
    with TemporaryDirectory(dir=place.parent, ignore_cleanup_errors=True) as name:
        half = Path(name) / "half"
        half.mkdir()
        for path in pins:
            shutil.copy(path, half / path.name)
        how = ["ci"] if len(pins) > 1 else ["install", "--no-package-lock"]
        made = subprocess.run(["npm", *how, *QUIET], cwd=half, capture_output=True, text=True)
        if made.returncode:
            pytest.skip(f"npm could not install {place.parent.name}: {made.stderr[-300:]}")
        try:
            half.rename(place)
        except OSError:
            if not place.exists():  # nobody was faster
                raise
