"""The end of a file is torn off, zeroed or garbage: whole to an intact entry, or told."""

import shutil
import sqlite3
from collections import Counter

import pytest
from interview import NOW, begun, lead, unlocked
from killed import chance

from crisis_cli.commands.contacts import read
from crisis_cli.errors import CrisisError
from crisis_cli.records.heads import sign_logs
from crisis_cli.records.opening import open_store
from crisis_cli.records.verify import verify

pytestmark = pytest.mark.slow
FRAME = 4096 + 24  # bytes of a page in the log, with its head
HEAD = 32  # bytes of the log's own head
TRIED = 130  # places for each way and each file
PAGES = 3  # so far from the end places are tried


def cut(content, size, random):
    return content[:-size]


def zeroed(content, size, random):
    return content[:-size] + bytes(size)


def garbage(content, size, random):
    return content[:-size] + random.randbytes(size)


WAYS = [cut, zeroed, garbage]


@pytest.fixture
def led(fresh, tmp_path, every_kind):
    """Two ended contacts, all of it in the database; or the second one in the log alone."""

    def make(in_log):
        path = fresh(tmp_path / "led")
        with unlocked(path) as store:
            lead(begun(store, every_kind))
            sign_logs(store, NOW)
            store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            store.db.execute("PRAGMA wal_autocheckpoint = 0")
            last = begun(store, every_kind)
            lead(last)
            if not in_log:
                store.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            shutil.copytree(path.parent, tmp_path / "torn")
        return tmp_path / "torn" / "records.db", last.id

    return make


def looked_at(path, usual):
    """What is left of the contacts, after everything that there was to be said about it: their
    numbers of entries, or "told"."""
    try:
        with unlocked(path) as store:
            if verify(store).findings:
                return "told"
            left = {}
            for one in store.contacts():
                contact = read(store, one)
                usual.holds(contact)
                left[one] = len(contact.state.entries)
            return left
    except CrisisError as error:
        assert error.hint
        return "told"


def places(random, size):
    """So many bytes from the end: the first and last of each frame and page, and some by chance."""
    edges = {1, 2, *(n + more for n in (4096, FRAME) for more in (-1, 0, 1))}
    some = {random.randrange(1, min(size, PAGES * 4096)) for _ in range(TRIED)}
    return sorted(edges | some)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_database_whose_end_is_torn_is_told_or_whole(led, usual, way):
    path, _ = led(in_log=False)
    content, counts, random = path.read_bytes(), Counter(), chance(7)
    for folder_file in path.parent.glob("records.db-*"):
        folder_file.unlink()
    for size in places(random, len(content)):
        path.write_bytes(way(content, size, random))
        left = looked_at(path, usual)
        assert left == "told" or set(left.values()) == {len(usual.events)}, (size, left)
        counts["told" if left == "told" else "whole"] += 1
        for file in path.parent.glob("records.db-*"):
            file.unlink()
    print(way.__name__, "database:", dict(counts))
    assert counts["told"]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_a_log_whose_end_is_torn_holds_all_that_was_written_before_it(led, usual, way):
    path, last = led(in_log=True)
    log = path.with_name("records.db-wal")
    database, content = path.read_bytes(), log.read_bytes()
    random, counts = chance(8), Counter()
    for size in [*places(random, len(content)), *random.sample(range(len(content)), TRIED)]:
        if not size:
            continue
        path.write_bytes(database)
        log.write_bytes(way(content, size, random))
        path.with_name("records.db-shm").unlink(missing_ok=True)
        left = looked_at(path, usual)
        if left == "told":
            counts["told"] += 1
            continue
        # Nothing of the first contact, and of the second all up to where the log is intact.
        assert len(usual.events) in left.values()
        counts["entries gone from the end"] += len(usual.events) - left.get(last, 0)
        counts["whole as far as the log is"] += 1
    print(way.__name__, "log:", dict(counts))
    assert counts["whole as far as the log is"] > TRIED


def test_every_frame_that_is_cut_off_the_log_takes_whole_entries_only(led, usual):
    path, last = led(in_log=True)
    log = path.with_name("records.db-wal")
    database, content, seen = path.read_bytes(), log.read_bytes(), []
    for end in range(HEAD, len(content) + 1, FRAME):
        for more in (0, 1, FRAME // 2):
            path.write_bytes(database)
            log.write_bytes(content[: end + more])
            path.with_name("records.db-shm").unlink(missing_ok=True)
            seen.append(looked_at(path, usual).get(last, 0))
    print(len(seen), "cuts;", len(set(seen)), "different ends")
    assert seen == sorted(seen)
    assert set(seen) == {*range(len(usual.events) + 1)}


def test_a_cut_that_takes_signed_entries_is_named(led, usual):
    path, _ = led(in_log=True)
    log = path.with_name("records.db-wal")
    database, content = path.read_bytes(), log.read_bytes()
    with unlocked(path) as store:
        signed = sign_logs(store, NOW)
        assert signed
    path.write_bytes(database)
    log.write_bytes(content[: HEAD + FRAME * 30])
    path.with_name("records.db-shm").unlink(missing_ok=True)

    with unlocked(path) as store:
        found = [one.text for one in verify(store, signed).findings]
    assert any("The end of log" in text and "is gone" in text for text in found), found


def test_an_empty_database_beside_a_log_is_told_and_the_log_stays(led):
    path, _ = led(in_log=True)
    path.write_bytes(b"")
    log = path.with_name("records.db-wal")
    content = log.read_bytes()

    with pytest.raises(CrisisError, match="damaged"):
        open_store(path)

    assert log.read_bytes() == content
    with sqlite3.connect(path) as db:  # what would have become of it otherwise
        assert db.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)
    db.close()
    assert not log.exists()
