"""Bytes of a small store are changed in turn: each time it is noticed, or it changes nothing."""

import multiprocessing
import os
import random
import shutil
import sqlite3
import sys
from collections import Counter
from contextlib import closing
from pathlib import Path

import pytest
from interview import NOW, PASSPHRASE

from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.device import place
from crisis_cli.records.heads import heads, sign_logs
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import people, set_up, unlock
from crisis_cli.records.people import new_person
from crisis_cli.records.settings import put, settings
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.verify import verify

WORKERS = 2
SOME = 12  # all of them, which takes minutes: CRISIS_EVERY_BYTE=1
STEP = 1 if os.environ.get("CRISIS_EVERY_BYTE") else SOME

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="needs fork"),
]


@pytest.fixture
def small(tmp_path, recovery):
    """Make a store as small as one can be that has everything in it: its files as bytes.

    in_log: the contact is in the write-ahead log alone.
    """

    def make(in_log=False):
        path = tmp_path / "small" / "records.db"
        path.parent.mkdir()
        with closing(sqlite3.connect(path)) as db:
            db.executescript("PRAGMA page_size = 512; CREATE TABLE t (x); DROP TABLE t; VACUUM")
        with open_store(path) as store:
            set_up(store, "Ana", "worker", PASSPHRASE, recovery, NOW)
            bring_in(store, new_person("Sam", "supervisor").person, NOW)
            put(store, "site", "K Street", NOW)
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            contact = store.begin(Opened("short", "1", "abc", client="Jo"), "{}", NOW, "Ana")
            store.append(contact, Answered("thoughts", "yes"), NOW, "Ana")
            store.append(contact, Ended(), NOW, "Ana")
            sign_logs(store, NOW)
            if not in_log:
                store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
            return files, heads(store)

    return make


def seen(path, signed):
    """What a person reads of each contact, what else they see, and whether anything is told.

    signed: heads that were kept elsewhere.
    """
    try:
        with open_store(path) as store:
            if store.locked:
                unlock(store, PASSPHRASE)
            contacts, told = {}, False
            for one in store.contacts():
                try:
                    contacts[one] = store.read(one), store.protocol(one)
                except CrisisError:
                    told = True
            told = told or bool(verify(store, signed).findings)
            whole = told or [listed(store), people(store), settings(store)]
            return contacts, whole, told
    except CrisisError:
        return {}, True, True


def judged(before, after):
    """What became of a change: noticed, harmless, or believed.

    Whatever can be read at all has to be what was written, also where nobody verifies: in its
    order, and with no hole in it. That an end is missing only verifying can tell.
    """
    contacts, _, told = after
    for one, (entries, protocol) in contacts.items():
        known, body = before[0].get(one, ([], ""))
        if entries != known[: len(entries)] or protocol != body:
            return f"believed: {entries}"
    if told:
        return "noticed"
    return "harmless" if after == before else f"believed: {after}"


def flip(folder, files, name, signed, places, told):
    """What becomes of each byte of one of the files: counted."""
    folder.mkdir()
    path = folder / "records.db"
    lay(folder, files)
    whole, counts = seen(path, signed), Counter()
    assert not whole[2]
    for where, mask in places:
        changed = bytearray(files[name])
        changed[where] ^= mask
        lay(folder, files | {name: bytes(changed)})
        try:
            became = judged(whole, seen(path, signed))
        except Exception as error:
            became = f"{type(error).__name__}: {error}"
        if became not in ("noticed", "harmless"):
            became = f"byte {where} ^ {mask}: {became}"[:300]
        counts[became] += 1
    told.send(counts)


def lay(folder, files):
    """Put these files into the folder, and nothing else."""
    for left in folder.iterdir():
        left.unlink()
    for name, content in files.items():
        (folder / name).write_bytes(content)


def flipped(tmp_path, files, name, signed, step):
    """Change every so many bytes of a file, in several processes; what became of them."""
    chance = random.Random(4)
    places = [(place, chance.randrange(1, 256)) for place in range(0, len(files[name]), step)]
    fork = multiprocessing.get_context("fork")
    children = []
    for worker in range(WORKERS):
        mine, theirs = fork.Pipe()
        folder, some = tmp_path / f"flip-{worker}", places[worker::WORKERS]
        child = fork.Process(target=flip, args=(folder, files, name, signed, some, theirs))
        child.start()
        theirs.close()
        children.append(mine)
    counts = sum((one.recv() for one in children), Counter())
    believed = sorted(set(counts) - {"noticed", "harmless"})
    print(len(places), "of", len(files[name]), f"bytes of {name}:", believed[:9] or dict(counts))
    assert not believed[:9]
    return counts


def test_no_changed_byte_is_silently_believed(small, tmp_path):
    files, _ = small()
    name = "records.db"

    counts = flipped(tmp_path, {name: files[name]}, name, [], STEP)

    assert counts["noticed"] > counts.total() / 4
    shutil.rmtree(tmp_path / "flip-0")


@pytest.mark.parametrize(("file", "step"), [("records.db-wal", STEP), ("records.db-shm", 64)])
def test_no_changed_byte_of_the_log_is_silently_believed(small, tmp_path, file, step):
    """SQLite reads its log up to the first frame that is not whole: as if the end were cut off,
    which heads that were kept elsewhere show."""
    files, signed = small(in_log=True)

    counts = flipped(tmp_path, files, file, signed, step)

    if file.endswith("-wal"):
        assert counts["noticed"] > counts.total() / 2


def test_no_changed_byte_of_the_machine_s_key_is_silently_believed(tmp_path):
    path = tmp_path / "unlocked" / "records.db"
    with open_store(path) as store:
        contact = store.begin(Opened("short", "1", "abc", client="Jo"), "{}", NOW, "Ana")
        store.append(contact, Answered("thoughts", "yes"), NOW, "Ana")
        key = place(Path(), store.device).name
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}

    counts = flipped(tmp_path, files, key, [], 1)

    assert counts["noticed"] > counts.total() / 2
