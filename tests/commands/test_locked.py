"""Locked records: what begins without a passphrase, what asks for one, and what nobody can read."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.errors import Exit
from crisis_cli.records.folder import database
from crisis_cli.records.heads import heads
from crisis_cli.records.listing import listed
from crisis_cli.records.owning import unlock

PASSPHRASE = "four warm words here"
NAMES = ["Quillfeather", "Marrowby", "Łucja", "Thistlewood Lane 7", "202-555-0187", "Crumhorn"]


@pytest.fixture
def locked(crisis, tmp_path, monkeypatch):
    """Records that Dana has set up; the passphrase lies in this file, which nothing names yet."""
    file = tmp_path / "passphrase"
    file.write_text(PASSPHRASE + "\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    paper = tmp_path / "paper"
    done = crisis("setup", "--name", "Dana R.", "--role", "worker", "--recovery-file", paper)
    assert done.exit_code == 0, done.stderr
    monkeypatch.delenv("CRISIS_KEY_FILE")
    return file


@pytest.fixture
def opened(locked, monkeypatch):
    """From here on the passphrase is found."""
    return lambda: monkeypatch.setenv("CRISIS_KEY_FILE", str(locked))


@pytest.fixture
def told(calm):
    """Answers with unusual names."""
    return {
        "name": "Quillfeather",
        "thoughts": "yes",
        "called": {"outcome": "done", "note": "Łucja Crumhorn at Thistlewood Lane 7"},
        "friend": {"name": "Marrowby", "phone": "202-555-0187"},
    }


def test_nothing_of_a_client_stands_in_clear_in_any_file(
    crisis, started, told, opened, home, tmp_path
):
    contact = started(told, "--client", "Quillfeather", "--out", tmp_path / "out")["contact"]
    opened()
    done = crisis("amend", contact, "--kind", "addendum", "--text", "Marrowby called.")
    assert done.exit_code == 0, done.stderr
    with store_of() as held:  # the write-ahead log is there while somebody has it open
        assert len(held.contacts()) == 1
        files = [file for file in (home / "crisis").rglob("*") if file.is_file()]
        assert any(file.name.endswith("-wal") for file in files)
        content = b"".join(file.read_bytes() + str(file).encode() for file in files)

    for word in [*NAMES, "addendum"]:
        for coded in (word.encode(), word.encode("utf-16-le"), json.dumps(word)[1:-1].encode()):
            assert coded not in content, word
    assert contact.encode() in content  # so that the search above could have found something


def test_before_setup_nothing_of_a_client_stands_in_clear_either(started, told, home, tmp_path):
    started(told, "--client", "Quillfeather", "--out", tmp_path / "out")

    files = [file for file in (home / "crisis").rglob("*") if file.is_file()]
    content = b"".join(file.read_bytes() for file in files)
    assert not [word for word in NAMES if word.encode() in content]


def test_a_contact_begins_and_ends_without_the_passphrase(
    crisis, started, told, locked, opened, tmp_path
):
    contact = started(told, "--out", tmp_path / "out")

    assert contact["concern"]["level"] == "moderate"
    assert (tmp_path / "out" / "safety-plan.txt").exists()
    opened()
    assert "Marrowby" in crisis("show", contact["contact"], "--document", "safety-plan").stdout
    (row,) = json.loads(crisis("cases", "--json").stdout)
    assert (row["contact"], row["state"]) == (contact["contact"], "ended")


def test_who_writes_is_whose_records_these_are(crisis, started, calm, locked, opened):
    contact = started(calm)["contact"]
    opened()

    with store_of() as store:
        unlock(store, PASSPHRASE)
        first = store.read(contact)[0]
    assert (first.by, first.event.worker) == ("Dana R.", "Dana R.")


def test_a_name_that_cannot_be_looked_up_keeps_nobody_waiting(
    crisis, short, script, calm, locked, opened
):
    first = crisis("start", short, "--answers", script(calm), "--client", "J.", "--json")
    assert first.exit_code == 0
    assert "this contact is a case of its own for now" in first.stderr
    opened()
    again = crisis("start", short, "--answers", script(calm), "--client", "J.", "--json")
    assert "With the plan of contact" in again.stderr

    rows = json.loads(crisis("cases", "--json").stdout)
    assert [row["client"] for row in rows] == ["J.", "J."]
    with store_of() as store:
        assert len({one.case for one in listed(store)}) == 1  # the second was looked up


def test_a_wrong_passphrase_in_the_file_does_not_keep_a_contact_from_beginning(
    crisis, short, script, calm, locked, opened
):
    locked.write_text("not this one\n")
    opened()

    done = crisis("start", short, "--answers", script(calm), "--client", "J.")

    assert done.exit_code == 0
    assert "That is not the passphrase." in done.stderr


@pytest.mark.parametrize("words", [["show"], ["print"], ["amend", "--text", "x"], ["resume"]])
def test_what_reads_needs_the_passphrase_and_says_how_to_give_it(
    crisis, started, calm, locked, words
):
    contact = started(calm)["contact"]

    done = crisis(words[0], contact, *words[1:])

    assert done.exit_code == Exit.TOLD
    assert "The records are locked, and there is no terminal" in done.stderr
    assert "CRISIS_KEY_FILE" in done.stderr


def test_lists_without_the_passphrase_show_what_needs_no_key(crisis, short, script, locked, told):
    crisis("start", short, "--answers", script({"name": "Quillfeather", "thoughts": "yes"}))

    listed, overview = crisis("cases").stdout, crisis().stdout
    assert "open, begun" in listed and "open, begun" in overview
    assert "locked" in listed and "locked" in overview
    assert "Quillfeather" not in listed + overview and "moderate" not in listed + overview
    (row,) = json.loads(crisis("cases", "--json").stdout)
    assert set(row) == {"contact", "case", "state", "began", "locked"}
    assert json.loads(crisis("--json").stdout)["open"] == [row]


def test_an_open_contact_is_found_by_resume_before_anything_is_unlocked(
    crisis, short, script, locked
):
    crisis("start", short, "--answers", script({"name": "Quillfeather"}))

    assert "The records are locked" in crisis("resume").stderr
    crisis("start", short, "--answers", script({"name": "Quillfeather"}))
    several = crisis("resume")
    assert "More than one contact is open." in several.stderr
    assert several.stdout.count("open, begun") == 2


def test_a_contact_that_ends_with_the_keys_open_is_signed(started, calm):
    started(calm)

    with store_of() as store:
        (head,) = heads(store)
        assert head.place == store.db.execute("SELECT max(place) FROM entries").fetchone()[0]


def test_practice_asks_for_no_passphrase(crisis, started, calm, locked):
    contact = started(calm, "--practice")["contact"]

    assert contact in crisis("cases", "--practice").stdout
    assert crisis("show", contact).exit_code == 0


def test_a_file_that_others_can_read_is_not_used(crisis, started, calm, locked, opened):
    contact = started(calm)["contact"]
    locked.chmod(0o644)
    opened()

    done = crisis("show", contact)

    assert done.exit_code == Exit.TOLD
    assert "can be read by others" in done.stderr
    assert f"chmod 600 {locked}" in done.stderr


def test_a_file_that_is_not_there_is_told(crisis, started, calm, locked, monkeypatch):
    contact = started(calm)["contact"]
    monkeypatch.setenv("CRISIS_KEY_FILE", "/nowhere/at/all")

    assert "/nowhere/at/all, which CRISIS_KEY_FILE names" in crisis("show", contact).stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs file descriptors to inherit")
def test_the_passphrase_comes_from_a_file_descriptor(started, calm, locked):
    contact = started(calm)["contact"]

    def show(given):
        read, write = os.pipe()
        os.write(write, given)
        os.close(write)
        words = ["--passphrase-fd", str(read), "show", contact]
        command = [sys.executable, "-m", "crisis_cli", *words]
        done = subprocess.run(command, pass_fds=[read], capture_output=True, text=True)
        os.close(read)
        return done

    assert "Contact record" in show(PASSPHRASE.encode() + b"\n").stdout
    assert "not the passphrase" in show(b"guess").stderr


@pytest.mark.parametrize(("number", "said"), [("x", "not a file descriptor"), ("97", "be read")])
def test_a_descriptor_that_is_none_is_wrong_use(crisis, number, said):
    done = crisis("--passphrase-fd", number, "cases")

    assert done.exit_code == Exit.USAGE
    assert said in done.stderr


def test_a_crash_report_and_a_refused_answer_hold_nothing_that_was_typed(
    crisis, short, script, told, home, monkeypatch, tmp_path
):
    from crisis_cli.documents.formats import FORMATS

    def fail(page, warn):
        raise ValueError("Quillfeather of Thistlewood Lane 7")

    monkeypatch.setitem(FORMATS, "pdf", fail)
    done = crisis("start", short, "--answers", script(told), "--out", tmp_path / "out")

    reports = list((home / "crisis").glob("crash*"))
    assert reports and "crash" in done.stderr
    assert not [word for word in NAMES for one in reports if word in one.read_text()]


def test_the_program_leaves_no_temporary_files(started, told, locked, tmp_path, monkeypatch):
    aside = tmp_path / "temporary"
    aside.mkdir()
    monkeypatch.setenv("TMPDIR", str(aside))

    started(told, "--out", tmp_path / "out")

    assert list(aside.iterdir()) == []
    assert Path(database()).exists()


def test_the_questions_of_the_last_contact_are_asked_from_locked_records_too(
    crisis, started, calm, locked
):
    from crisis_cli.commands.contacts import compiled

    contact = started(calm)["contact"]
    with store_of() as store:
        assert store.locked
        assert compiled(store, contact).id == "short"
