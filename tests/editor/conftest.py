"""What crisis says on stderr, and the real YAML language server in a folder that is kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from language_server import LanguageServer
from npm import installed
from typer.testing import CliRunner

from crisis_cli.cli import app

HERE = Path(__file__).parent
TOP = HERE.parents[1]


@pytest.fixture
def crisis_says() -> Callable[..., str]:
    return lambda *words: CliRunner().invoke(app, list(map(str, words))).stderr


@pytest.fixture(scope="session")
def program(request: pytest.FixtureRequest) -> Path:
    """The server as it is pinned, installed once into the cache of the tests."""
    server = installed(request.config, HERE) / "node_modules" / "yaml-language-server"
    return server / "bin" / "yaml-language-server"


@pytest.fixture(scope="module")
def editor(program: Path) -> Iterator[LanguageServer]:
    """The server, as an editor would start it in this folder."""
    with LanguageServer(program, TOP) as server:
        yield server
