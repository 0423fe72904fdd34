"""What every test stands on: a home of its own, one clock and zone, and golden files."""

from __future__ import annotations

import multiprocessing
import os
import sys
import textwrap
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from postgres import Postgres

    from crisis_cli.protocol.compiled import Protocol

GOLDEN = Path(__file__).parent / "golden"

# The same examples in every run of the whole suite: a red run can be run again.
settings.register_profile("house", deadline=None, derandomize=True)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "house"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update", action="store_true", help="rewrite the golden files")


def pytest_configure(config: pytest.Config) -> None:
    """Files of tests lie in memory where it has room, so that no test waits for a disk: the
    program has every entry written through to it."""
    from postgres import memory

    chosen = config.option.basetemp or {"TMPDIR", "PYTEST_DEBUG_TEMPROOT"} & os.environ.keys()
    if not chosen and (place := memory()):
        os.environ["PYTEST_DEBUG_TEMPROOT"] = place


def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """None for the usual: a process for each core. 0 for this one alone: for a single file, which
    has run before others have started; to write golden files, of which some are written by several
    tests; and where what is printed is to be seen (`-s`)."""
    single = len(config.args) == 1 and Path(config.args[0].partition("::")[0]).is_file()
    return 0 if single or config.option.update or config.option.capture == "no" else None


@pytest.hookimpl(tryfirst=True)  # before `-m` chooses by the marks
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if {"postgres_server", "small_postgres"} & set(getattr(item, "fixturenames", ())):
            item.add_marker("postgres")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty home, no colours, and the time of Washington, for each test and what it starts."""
    folder = tmp_path / "home"
    folder.mkdir()
    for name in ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setenv("CRISIS_HOME", str(folder / "crisis"))
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TZ", "America/New_York")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.setenv("PYTHONUTF8", "1")
    monkeypatch.setenv("USER", "worker")
    for name in ("ACCESSIBLE", "FORCE_COLOR", "COLUMNS", "LINES", "PROMPT_TOOLKIT_NO_CPR"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """A passphrase that is stretched less: the tests open many stores."""
    from crisis_cli.records.slots import SLOW

    monkeypatch.setitem(SLOW, "memory", 64)
    monkeypatch.setitem(SLOW, "rounds", 1)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with tests/golden/<name>; `--update` writes it, and the diff is the review."""

    def compare(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update"):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="")
        if not path.exists():
            pytest.fail(f"tests/golden/{name} is missing: run this test with --update, and read it")

        assert text == path.read_text(encoding="utf-8")

    return compare


@pytest.fixture
def protocol(tmp_path: Path) -> Callable[[str], Protocol]:
    """A protocol from YAML that stands in the test."""

    def load(text: str) -> Protocol:
        from crisis_cli.protocol.source import load

        path = tmp_path / "inline.yaml"
        path.write_text(textwrap.dedent(text), encoding="utf-8")
        return load(path)

    return load


@pytest.fixture
def as_nobody() -> Callable[[Callable[[], object]], str]:
    """Run a call in a process that has no special rights; what it returned or raised, as text."""
    if sys.platform == "win32":
        pytest.skip("no such rights here")
    fork = multiprocessing.get_context("fork")

    def inside(call: Callable[[], object], told: Any) -> None:
        try:
            if os.geteuid() == 0:  # root may read and write anywhere
                os.setuid(65534)
            told.send(str(call()))
        except BaseException as error:
            told.send(f"{type(error).__name__}: {error}")

    def run(call: Callable[[], object]) -> str:
        mine, theirs = fork.Pipe()
        child = fork.Process(target=inside, args=(call, theirs))
        child.start()
        child.join(60)
        return str(mine.recv())

    return run


@pytest.fixture
def locked() -> Iterator[Path]:
    """A folder that nobody but root may look into."""
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        inner = Path(name) / "locked"
        inner.mkdir(mode=0o000)
        yield inner


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[Postgres]:
    """A real PostgreSQL of this run's own. Tests take it as `postgres`."""
    from postgres import MISSING, Postgres, programs

    if programs() is None:
        pytest.skip(MISSING)
    server = Postgres()
    yield server
    server.close()


@pytest.fixture
def postgres(postgres_server: Postgres) -> Iterator[Postgres]:
    """The same, running and empty at the end of each test, whatever the test did to it."""
    yield postgres_server
    postgres_server.tidy()


@pytest.fixture
def small_postgres() -> Iterator[Postgres]:
    """One on a disk of 64 megabytes, which a test may fill."""
    from postgres import MISSING, Postgres, may_mount, programs

    if programs() is None:
        pytest.skip(MISSING)
    if not may_mount():
        pytest.skip("a small disk can be made by root alone, on Linux")
    server = Postgres(disk=64)
    yield server
    server.close()
