"""crisis store and crisis keys erase at the command line: backups, restoring, holds, retention."""

import json
import re
from datetime import UTC, datetime

import pytest

from crisis_cli.commands.contacts import begin
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Answered, Ended, Opened
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import find, load
from crisis_cli.records.folder import database
from crisis_cli.records.owning import unlock
from crisis_cli.records.settings import put

PASSPHRASE = "four warm words here"


@pytest.fixture
def mine(crisis, tmp_path, monkeypatch):
    """Records that Dana has set up, and whose passphrase is found."""
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    done = crisis("setup", "--name", "Dana R.", "--role", "worker")
    assert done.exit_code == 0, done.stderr


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "copy.db"


def ids(crisis):
    return {row["contact"] for row in json.loads(crisis("cases", "--json").stdout)}


def test_a_backup_says_what_was_looked_at_and_is_listed(crisis, mine, started, calm, copy):
    started(calm)

    done = crisis("store", "backup", copy)

    assert done.exit_code == 0, done.stderr
    assert "has every entry" in done.stdout and "Every entry in it was opened" in done.stdout
    assert done.stderr == ""
    name = re.search(r"Its id is (\S+)\.", done.stdout)[1]
    listed = crisis("store", "backups").stdout
    assert name in listed and str(copy) in listed and "not there" not in listed
    copy.unlink()
    assert "not there any more" in crisis("store", "backups").stdout
    (row,) = json.loads(crisis("store", "backups", "--json").stdout)
    assert (row["backup"], row["file"], row["there"]) == (name, str(copy), False)


def test_locked_records_are_backed_up_all_the_same(
    crisis, mine, started, calm, copy, monkeypatch, tmp_path
):
    started(calm)
    monkeypatch.delenv("CRISIS_KEY_FILE")
    done = crisis("store", "backup", copy)
    assert done.exit_code == 0 and "so the entries themselves were not opened" in done.stdout

    wrong = tmp_path / "wrong"
    wrong.write_text("guess\n")
    wrong.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(wrong))
    done = crisis("store", "backup", tmp_path / "other.db")
    assert done.exit_code == 0
    assert "That is not the passphrase." in done.stderr


def test_records_that_nobody_set_up_say_who_reads_the_copy(crisis, started, calm, copy):
    started(calm)

    done = crisis("store", "backup", copy)

    assert "Whoever has both files reads everything" in done.stderr
    assert f"{copy}.key" in done.stderr


def test_there_must_be_records_to_back_up(crisis, copy, home):
    done = crisis("store", "backup", copy)

    assert done.exit_code == Exit.TOLD and "There are no records here yet." in done.stderr
    assert not copy.exists() and not (home / "crisis").exists()
    assert "No backup was made yet" in crisis("store", "backups").stdout


def test_practice_and_other_files_of_the_folder_are_never_copied(crisis, started, calm, copy):
    started(calm, "--practice")
    assert "There are no records here yet." in crisis("store", "backup", copy).stderr
    assert "holds practice records" in crisis(
        "store", "restore", database(practice=True)
    ).stderr  # fmt: skip


def test_a_backup_is_verified_at_any_time(crisis, mine, started, calm, copy, monkeypatch):
    started(calm)
    crisis("store", "backup", copy)

    done = crisis("store", "verify", "--backup", copy)
    assert done.exit_code == 0 and "All of it is as it was written" in done.stdout

    content = bytearray(copy.read_bytes())
    with store_of() as store:
        (sealed,) = store.db.execute("SELECT sealed FROM entries WHERE seq = 2").fetchone()
    place = bytes(content).index(sealed)
    content[place + 20] ^= 1
    copy.write_bytes(content)
    done = crisis("store", "verify", "--backup", copy)
    assert done.exit_code == Exit.FOUND and "entry 2" in done.stdout
    refused = crisis("store", "restore", copy, "--replace", "--yes")
    assert refused.exit_code == Exit.FOUND and "was not restored" in refused.stderr


def test_restoring_never_takes_a_place_unasked(crisis, mine, started, calm, copy):
    first = started(calm)["contact"]
    crisis("store", "backup", copy)
    second = started(calm)["contact"]

    refused = crisis("store", "restore", copy)
    assert refused.exit_code == Exit.TOLD and "There are records here already" in refused.stderr
    unasked = crisis("store", "restore", copy, "--replace")
    assert unasked.exit_code == Exit.USAGE and "Add --yes." in unasked.stderr
    assert re.search(r"lacks \d+ of the entries here, and 1 of the contacts", unasked.stderr)
    assert "entries by Dana R.:" in unasked.stderr
    assert ids(crisis) == {first, second}

    done = crisis("store", "restore", copy, "--replace", "--yes")

    assert done.exit_code == 0, done.stderr
    assert ids(crisis) == {first}
    kept = re.search(r"are kept: (\S+\.db)\.", done.stdout)[1]
    assert kept in crisis("store", "backups").stdout
    assert crisis("store", "verify").exit_code == 0
    back = crisis("store", "restore", kept, "--replace", "--yes")
    assert back.exit_code == 0, back.stderr
    assert ids(crisis) == {first, second}


def test_restoring_into_an_empty_place_needs_no_more_than_the_file(
    crisis, mine, started, calm, copy, monkeypatch, tmp_path
):
    contact = started(calm)["contact"]
    crisis("store", "backup", copy)
    monkeypatch.setenv("CRISIS_HOME", str(tmp_path / "new"))
    key = monkeypatch.delenv("CRISIS_KEY_FILE")

    done = crisis("store", "restore", copy)

    assert done.exit_code == 0, done.stderr
    assert "Its entries were not opened" in done.stderr
    monkeypatch.setenv("CRISIS_KEY_FILE", str(tmp_path / "passphrase"))
    assert ids(crisis) == {contact} and key is None


def test_a_store_that_cannot_be_read_is_said_so_and_kept(crisis, mine, started, calm, copy):
    contact = started(calm)["contact"]
    crisis("store", "backup", copy)
    database().write_bytes(b"nothing of ours" * 900)

    done = crisis("store", "restore", copy, "--replace", "--yes")

    assert done.exit_code == 0, done.stderr
    assert "nobody can tell what they have that the backup lacks" in " ".join(done.stderr.split())
    assert ids(crisis) == {contact}
    (kept,) = database().parent.glob("records-replaced-*.db")
    assert kept.read_bytes().startswith(b"nothing of ours")


def test_a_held_case_is_listed_apart_refused_and_released(crisis, mine, started, calm):
    contact = started(calm, "--client", "Quillfeather")["contact"]
    assert "Why is it held?" in crisis("store", "hold", contact).stderr

    held = crisis("store", "hold", contact, "--reason", "a court").stdout
    assert "It cannot be erased.\nWhen that is over: crisis store release" in held
    refused = crisis("keys", "erase", contact, "--reason", "x", "--yes")
    assert refused.exit_code == Exit.TOLD
    assert "Dana R. said so on" in refused.stderr and "(a court)" in refused.stderr
    said = crisis("store", "retention").stdout
    assert "HELD" in said and "Quillfeather" in said and "a court" in said

    assert "Why is it released?" in crisis("store", "release", contact).stderr
    done = crisis("store", "release", contact, "--reason", "over")
    assert "Released: a court (held by Dana R. on" in done.stdout
    assert crisis("keys", "erase", contact, "--reason", "x", "--yes").exit_code == 0


@pytest.fixture
def old():
    """Write a contact of the shipped protocol in some year; its id and its case."""
    protocol = load(find("crisis-intervention"))

    def write(year, client, age=""):
        with store_of() as store:
            if store.locked:
                unlock(store, PASSPHRASE)
            given = Opened(protocol.id, protocol.version, protocol.hash, client=client)
            one = begin(store, protocol, given, lambda: datetime(year, 3, 1, 12, 0, tzinfo=UTC))
            if age:
                one.keep(Answered("age", age))
                one.state.add(store.read(one.id)[-1])
            one.keep(Ended())
            return one.id, store.case_of(one.id)

    return write


def test_what_was_kept_long_enough_is_listed_and_nothing_is_deleted(crisis, mine, old):
    adult, adult_case = old(2010, "Quillfeather", "adult")
    old(2010, "Marrowby", "under_18")
    old(2010, "Crumhorn")
    child, child_case = old(1990, "Thistlewood", "under_18")
    old(2025, "Lea", "adult")
    _, held = old(2009, "Held", "adult")
    crisis("store", "hold", held, "--reason", "a court")
    before = ids(crisis)

    done = crisis("store", "retention")
    told = json.loads(crisis("store", "retention", "--json").stdout)

    assert done.exit_code == 0, done.stderr
    assert "kept 10 years after the last contact, and 28 years" in done.stdout
    assert {one["case"] for one in told["due"]} == {adult_case, child_case}
    assert told["due"][0]["contacts"] == [child] and told["due"][1]["contacts"] == [adult]
    assert told["due"][1]["clients"] == ["Quillfeather"]
    assert told["due"][1]["kept_until"].startswith("2020-03-01")
    assert [one["case"] for one in told["held"]] == [held]
    for name in ("Marrowby", "Crumhorn", "Lea"):
        assert name not in done.stdout
    assert ids(crisis) == before


def test_the_years_are_those_of_the_settings(crisis, mine, old):
    _, case = old(2025, "Lea", "adult")
    with store_of() as store:
        unlock(store, PASSPHRASE)
        put(store, "retention_years", "1", datetime.now(UTC))

    assert case in crisis("store", "retention").stdout


def test_a_locked_list_has_ids_and_dates_and_counts_in_the_longest_time(
    crisis, mine, old, monkeypatch
):
    _, adult = old(2010, "Quillfeather", "adult")
    _, long_ago = old(1990, "Thistlewood", "under_18")
    monkeypatch.delenv("CRISIS_KEY_FILE")

    done = crisis("store", "retention")

    assert long_ago in done.stdout and adult not in done.stdout
    assert "1990" in done.stdout and "Thistlewood" not in done.stdout
    assert "nobody can tell what is held" in done.stderr


def test_no_records_have_nothing_to_list(crisis, home):
    assert "There are no records here yet." in crisis("store", "retention").stdout
    assert json.loads(crisis("store", "retention", "--json").stdout) == {"due": [], "held": []}
    assert not (home / "crisis").exists()


def test_erasing_names_the_backups_that_are_left_and_then_erases_in_them(
    crisis, mine, started, calm, tmp_path
):
    gone, stays = started(calm)["contact"], started(calm)["contact"]
    for name in ("one.db", "two.db", "lost.db"):
        assert crisis("store", "backup", tmp_path / name).exit_code == 0
    (tmp_path / "lost.db").unlink()

    done = crisis("keys", "erase", gone, "--reason", "asked for", "--yes",
                  "--in-backup", tmp_path / "one.db")  # fmt: skip

    assert done.exit_code == 0, done.stderr
    assert "one.db: the keys of the case were taken away; none of their bytes" in done.stdout
    left, lost = done.stdout.split("LEFT TO DO")[1:]
    assert "two.db" in left and "one.db" not in left
    assert "lost.db" in lost and "not where they were written" in lost

    again = crisis("keys", "erase", gone, "--reason", "asked for",
                   "--in-backup", tmp_path / "two.db")  # fmt: skip
    assert again.exit_code == 0, again.stderr
    assert "is erased here already" in again.stderr and "two.db: the keys" in again.stdout
    assert again.stdout.count("LEFT TO DO") == 1  # the one that nobody finds
    for name in ("one.db", "two.db"):
        done = crisis("store", "verify", "--backup", tmp_path / name)
        assert done.exit_code == 0 and "Erased on purpose" in done.stdout
    assert ids(crisis) == {stays}


def test_a_backup_that_cannot_be_is_told_before_anything_is_erased(
    crisis, mine, started, calm, tmp_path
):
    contact = started(calm)["contact"]

    done = crisis("keys", "erase", contact, "--reason", "x", "--yes", "--in-backup",
                  tmp_path / "none.db")  # fmt: skip

    assert done.exit_code == Exit.TOLD and "is not there" in done.stderr
    assert ids(crisis) == {contact}
