"""A store of two contacts, and people to share it with."""

from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up
from crisis_cli.records.people import new_person
from crisis_cli.records.recovery import new_recovery

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
PASSPHRASE = "four warm words here"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "data" / "records.db"


@pytest.fixture
def written():
    """Write a contact with three answers; its id."""

    def write(store, client="Jo Quillfeather", case="", by="Ana"):
        opened = Opened("short", "1", "abc", worker=by, client=client)
        contact = store.begin(opened, '{"id": "short"}', NOW, by, case)
        for number in range(3):
            store.append(contact, Answered(f"q{number}", "yes"), NOW, by)
        store.append(contact, Ended(), NOW, by)
        return contact

    return write


@pytest.fixture
def passphrase():
    return PASSPHRASE


@pytest.fixture
def recovery():
    return new_recovery()


@pytest.fixture
def owned(path, recovery):
    """An unlocked store that Ana has set up."""
    with open_store(path) as store:
        set_up(store, "Ana", "worker", PASSPHRASE, recovery, NOW)
        yield store


@pytest.fixture
def supervisor():
    """A supervisor, with the private halves of their keys."""
    return new_person("Sam", "supervisor")
