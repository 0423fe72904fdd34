"""A disk that turns read-only under a contact: told, nothing lost, and what was kept is read."""

import json
import os
import signal
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from interview import NOW, PASSPHRASE, SCRIPT, Enough, all_is_well, begun, lead, unlocked
from killed import fork
from mounts import fails, mend, on_disk, read_only

from crisis_cli.commands.contacts import read
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.listing import listed
from crisis_cli.records.opening import open_store
from crisis_cli.records.verify import verify

KINDS = ["tmpfs", pytest.param("ext4", marks=pytest.mark.slow)]


@pytest.fixture
def passphrase(tmp_path, monkeypatch):
    """The passphrase in a file that the program finds."""
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))


def first_entries(contact, count):
    """Lead a contact until so many entries are kept, and break off."""

    def told(word):
        if word == f"kept {count}":
            raise Enough

    with pytest.raises(Enough):
        lead(contact, told)


@pytest.mark.slow
@pytest.mark.parametrize("entries", [2, 7, 12, 19])
def test_a_disk_that_finds_an_error_within_a_contact_loses_nothing_and_says_so(
    fresh, tmp_path, every_kind, usual, entries
):
    """ext4 goes read-only by itself, with the store open, as it does on a dying disk."""

    def run(disk):
        path, kept = fresh(disk / "data"), []
        os.sync()  # the copy was not written by the store

        def told(word):
            kept.extend([word] if word.startswith("kept") else [])
            if word == f"kept {entries}":
                fails(disk)

        with open_store(path) as store:
            contact = begun(store, every_kind)
            with pytest.raises(CrisisError) as why:
                lead(contact, told)
            child = fork.Process(target=look, args=(path,))  # another process, meanwhile
            child.start()
            child.join()
            assert child.exitcode == 0
        mend(disk)
        with unlocked(path) as store:
            assert kept[-1] == f"kept {entries}"
            all_is_well(store, usual, entries)
        return f"{why.value.message} {why.value.hint}"

    def look(path):
        with unlocked(path) as store:
            (one,) = store.contacts()
            assert len(store.read(one)) == entries
            assert verify(store).findings == []

    said = on_disk(tmp_path / "disk", "4m", run, "ext4")
    assert "cannot be written" in said or "the disk reports an error" in said
    print(said)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("left", ["closed", "killed", "killed, and its small file is gone"])
def test_records_on_a_medium_that_cannot_be_written_are_read_whole_or_not_at_all(
    fresh, tmp_path, every_kind, usual, kind, left
):
    def write(path, told):
        with open_store(path) as store:
            contact = begun(store, every_kind)
            first_entries(contact, 9)
            told.set()
            if left != "closed":
                os.kill(os.getpid(), signal.SIGKILL)  # the last entries are in the log alone

    def run(disk):
        path, told = fresh(disk / "data"), fork.Event()
        child = fork.Process(target=write, args=(path, told))
        child.start()
        child.join()
        assert told.is_set()
        if left.endswith("gone"):
            path.with_name("records.db-shm").unlink()
        read_only(disk)
        if left.endswith("gone"):
            with pytest.raises(CrisisError, match="cannot be opened"):
                open_store(path)
        else:
            with unlocked(path) as store:
                (one,) = listed(store)
                assert len(store.read(one.contact)) == 9
                assert verify(store).findings == []
                contact = read(store, one.contact, "Ana", lambda: NOW)
                usual.holds(contact)
                with pytest.raises(CrisisError, match="cannot be written"):
                    lead(contact)
        read_only(disk, False)
        with unlocked(path) as store:
            all_is_well(store, usual, 9)

    on_disk(tmp_path / "disk", "4m", run, kind)


def test_on_a_read_only_disk_every_command_reads_and_a_contact_still_begins(
    crisis, fresh, approved, tmp_path, monkeypatch, passphrase
):
    answers = tmp_path / "answers.yaml"
    answers.write_text(json.dumps(SCRIPT))
    start = ["start", approved, "--answers", answers, "--json", "--out", tmp_path / "out"]

    def run(disk):
        monkeypatch.setenv("CRISIS_HOME", str(disk / "data"))
        fresh(disk / "data")
        first = json.loads(crisis(*start).stdout)["contact"]
        left = {file: file.read_bytes() for file in (disk / "data").iterdir()}
        read_only(disk)
        told = {
            "now": crisis("now"),
            "overview": crisis(),
            "cases": crisis("cases"),
            "show": crisis("show", first),
            "print": crisis("print", first, "--out", tmp_path / "again"),
            "keys": crisis("keys"),
            "verify": crisis("store", "verify"),
            "amend": crisis("amend", first, "--kind", "addendum", "--text", "x"),
            "start": crisis(*start),
        }
        told["cases with both"] = crisis("cases")
        assert {file: file.read_bytes() for file in left} == left
        read_only(disk, False)
        told["cases at last"] = crisis("cases")
        second = json.loads(told["start"].stdout)["contact"]
        return (
            first,
            second,
            {name: (done.returncode, done.stdout, done.stderr) for name, done in told.items()},
        )

    first, second, told = on_disk(tmp_path / "disk", "4m", run)
    refused = {name: said for name, (code, _, said) in told.items() if code != Exit.DONE}
    assert set(refused) == {"amend"}, refused
    assert "cannot be written" in refused["amend"]
    assert "EMERGENCY" in told["now"][1]
    assert first in told["cases"][1] and "Room 4" in told["show"][1]
    assert "All of it is as it was written" in told["verify"][1]
    assert "cannot be written" in told["start"][2] and "not locked" in told["start"][2]
    for name in ("cases with both", "cases at last"):
        assert first in told[name][1] and second in told[name][1], name


@pytest.mark.skipif(sys.platform == "win32", reason="needs users")
def test_records_of_somebody_else_are_read_while_they_have_them_open_and_left_alone(
    fresh, every_kind, as_nobody
):
    with TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        path = fresh(Path(name) / "theirs")

        def look():
            with unlocked(path) as store:
                (one,) = store.contacts()
                return store.read(one)[-1].event

        with open_store(path) as store:
            lead(begun(store, every_kind))
            for file in path.parent.iterdir():
                file.chmod(0o444)
            path.parent.chmod(0o555)
            assert as_nobody(look) == "Ended()"

        # SQLite can make no files of its own there: told, rather than read without its log
        assert as_nobody(look).startswith(f"CrisisError: {path} cannot be")
