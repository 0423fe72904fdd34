"""What crisis says on stderr, and the real YAML language server in a folder that is kept."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from language_server import LanguageServer
from typer.testing import CliRunner

from crisis_cli.cli import app

HERE = Path(__file__).parent
PINS = ("package.json", "package-lock.json")
TOP = HERE.parents[1]


@pytest.fixture
def crisis_says() -> Callable[..., str]:
    return lambda *words: CliRunner().invoke(app, list(map(str, words))).stderr


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Path:
    """The server as it is pinned, installed once into the cache of the tests."""
    for need in ("node", "npm"):
        if shutil.which(need) is None:
            pytest.skip(f"{need} is not here, so no editor can be asked")
    config = request.config
    assert config.cache
    place = Path(config.cache.mkdir("yaml-language-server"))
    pins = "".join((HERE / name).read_text(encoding="utf-8") for name in PINS)
    done = place / "installed"
    if not done.exists() or done.read_text(encoding="utf-8") != pins:
        for name in PINS:
            shutil.copy(HERE / name, place / name)
        install = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        made = subprocess.run(install, cwd=place, capture_output=True, text=True, env=os.environ)
        if made.returncode:
            pytest.skip(f"npm could not install the language server: {made.stderr[-300:]}")
        done.write_text(pins, encoding="utf-8")
    return place / "node_modules" / "yaml-language-server" / "bin" / "yaml-language-server"


@pytest.fixture(scope="module")
def editor(program: Path) -> Iterator[LanguageServer]:
    """The server, as an editor would start it in this folder."""
    with LanguageServer(program, TOP) as server:
        yield server
