"""Bytes of a small store are changed in turn: each time it is noticed, or it changes nothing."""

import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from datetime import UTC, datetime

import pytest

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.heads import sign_logs
from crisis_cli.records.listing import listed
from crisis_cli.records.owning import people, set_up, unlock
from crisis_cli.records.settings import put, settings
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.store import open_store
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
WORKERS = 2
SOME = 12  # all of them, which takes three minutes: CRISIS_EVERY_BYTE=1

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]


@pytest.fixture
def small(path, passphrase, recovery, supervisor):
    """A store as small as one can be that has everything in it, as bytes."""
    path.parent.mkdir()
    db = sqlite3.connect(path)
    db.executescript("PRAGMA page_size = 512; CREATE TABLE t (x); DROP TABLE t; VACUUM")
    db.close()
    with open_store(path) as store:
        set_up(store, "Ana", "worker", passphrase, recovery, NOW)
        bring_in(store, supervisor.person, NOW)
        contact = store.begin(Opened("short", "1", "abc", client="Jo"), "{}", NOW, "Ana")
        store.append(contact, Answered("thoughts", "yes"), NOW, "Ana")
        store.append(contact, Ended(), NOW, "Ana")
        put(store, "site", "K Street", NOW)
        sign_logs(store, NOW)
        store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def seen(path, passphrase):
    """Everything that a person can see of a store, and whether something was noticed."""
    try:
        with open_store(path) as store:
            unlock(store, passphrase)
            if verify(store).findings:
                return "noticed"
            contacts = store.contacts()
            return [
                list(listed(store)),
                people(store),
                settings(store),
                [store.read(one) for one in contacts],
                [store.protocol(one) for one in contacts],
                [store.unreadable(one) for one in contacts],
            ]
    except CrisisError:
        return "noticed"


def flip(folder, content, passphrase, places, told):
    """What becomes of each byte: counted, and those that are believed by their place."""
    folder.mkdir()
    path = folder / "records.db"
    path.write_bytes(content)
    whole = seen(path, passphrase)
    assert whole != "noticed"
    counts = Counter()
    for place, mask in places:
        for left in folder.iterdir():
            left.unlink()
        changed = bytearray(content)
        changed[place] ^= mask
        path.write_bytes(changed)
        try:
            after = seen(path, passphrase)
        except Exception as error:
            after = f"{type(error).__name__}: {error}"
        if after == "noticed":
            counts["noticed"] += 1
        elif after == whole:
            counts["harmless"] += 1
        else:
            counts[f"byte {place} ^ {mask}: {after}"[:300]] += 1
    told.send(counts)


def test_no_changed_byte_is_silently_believed(small, tmp_path, passphrase):
    chance = random.Random(4)
    every = range(0, len(small), 1 if os.environ.get("CRISIS_EVERY_BYTE") else SOME)
    places = [(place, chance.randrange(1, 256)) for place in every]
    fork = multiprocessing.get_context("fork")
    children = []
    for worker in range(WORKERS):
        mine, theirs = fork.Pipe()
        folder, some = tmp_path / f"flip-{worker}", places[worker::WORKERS]
        child = fork.Process(target=flip, args=(folder, small, passphrase, some, theirs))
        child.start()
        children.append(mine)
    counts = sum((one.recv() for one in children), Counter())

    believed = sorted(set(counts) - {"noticed", "harmless"})
    print(len(places), "of", len(small), "bytes:", believed or dict(counts))
    assert not believed
    assert counts["noticed"] > len(places) / 4
    shutil.rmtree(tmp_path / "flip-0")
