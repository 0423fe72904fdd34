"""A store that Ana has set up, as files to copy, and the interview that is led into it."""

import shutil
import subprocess
import sys
from datetime import date

import pytest
from interview import NOW, PASSPHRASE, course, protocol_in

from crisis_cli.protocol.approval import FOLDER
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up
from crisis_cli.records.recovery import new_recovery
from crisis_cli.workshop.approving import approval_of, approved_files, write_down


@pytest.fixture
def recovery():
    return new_recovery()


@pytest.fixture
def fresh(tmp_path, recovery):
    """Copy a store that was set up, and in which nothing else was written, to a new folder."""
    model = tmp_path / "model"
    with open_store(model / "records.db") as store:
        set_up(store, "Ana", "worker", PASSPHRASE, recovery, NOW)

    def copy(folder):
        return shutil.copytree(model, folder) / "records.db"

    return copy


@pytest.fixture
def every_kind(tmp_path):
    return protocol_in(tmp_path)


@pytest.fixture
def usual(tmp_path, every_kind):
    """The course of the interview when nothing is in its way."""
    return course(tmp_path / "usual" / "records.db", every_kind)


@pytest.fixture
def crisis():
    """Run the program in a process of its own; its result has returncode, stdout and stderr.

    Not in this one: a page is set by threads, and a fork of a process that has some never ends.
    """

    def run(*args):
        words = [sys.executable, "-m", "crisis_cli", *map(str, args)]
        return subprocess.run(
            words, capture_output=True, text=True, stdin=subprocess.DEVNULL, timeout=300
        )

    return run


@pytest.fixture
def approved(tmp_path, every_kind):
    """The path of the protocol, which a supervisor has approved."""
    path = tmp_path / "every-kind.yaml"
    files = approved_files(path, every_kind)
    approval = approval_of(path, every_kind, files, "A supervisor", NOW, date(2999, 12, 31))
    write_down(approval, files, path.parent / FOLDER)
    return path
