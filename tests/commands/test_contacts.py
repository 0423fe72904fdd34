"""Contacts as the commands see them: lists, the record, amendments, papers, and going on."""

import json
import re
from datetime import UTC, datetime

import pytest

from crisis_cli.commands.contacts import found, read
from crisis_cli.commands.stores import store_of
from crisis_cli.documents.formats import FORMATS
from crisis_cli.engine.entries import Answered, Opened, Paused
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.folder import database


@pytest.fixture
def left_open(crisis, short, script):
    """The id of a contact that broke off after thoughts of suicide were told."""
    crisis("start", short, "--answers", script({"name": "Sam", "thoughts": "yes"}))
    with store_of() as store:
        return store.contacts()[0]


def add_unknown(contact):
    """An entry of a kind that only a later program knows."""
    with store_of() as store, store.writing():
        log, key = store.keys.log("worker", store.device), store.keys.contact(contact)
        last = len(store.read(contact))
        body = {"at": "2026-11-23T00:00:00+00:00", "event": {}}
        store.write(log, key, body, contact, last + 1)


def test_on_a_fresh_machine_nothing_is_open_and_nothing_is_made(crisis, home):
    done = crisis()

    assert "Nothing is open, and nothing is due." in done.stdout
    assert "crisis now" in done.stdout
    assert crisis("cases").stdout == "No contacts yet.\n"
    assert json.loads(crisis("cases", "--json").stdout) == []
    assert not (home / "crisis").exists()


def test_an_open_contact_is_listed_with_the_level_it_would_have_if_it_ended_now(crisis, left_open):
    (row,) = json.loads(crisis("cases", "--json").stdout)

    assert row["contact"] == left_open
    assert row["state"] == "open"
    assert row["level"] == "moderate"
    assert row["alerts"] == ["Could act soon"]
    due = datetime.fromisoformat(row["due"]) - datetime.fromisoformat(row["last"])
    assert due.total_seconds() == pytest.approx(24 * 3600, abs=1)


def test_the_level_of_an_open_contact_counts_what_was_not_asked(crisis, short, script):
    crisis("start", short, "--answers", script({"name": "Sam"}))

    (row,) = json.loads(crisis("cases", "--json").stdout)

    assert (row["level"], row["undetermined"]) == ("moderate", True)


def test_what_is_open_comes_first_with_its_alert_and_how_to_go_on(crisis, left_open):
    said = crisis().stdout

    assert said.startswith("OPEN: go on with crisis resume CONTACT\n" + left_open)
    assert "level moderate" in said
    assert "STILL OPEN: Could act soon" in said
    told = json.loads(crisis("--json").stdout)
    assert [one["contact"] for one in told["open"]] == [left_open]
    assert told["due"] == []


def test_what_is_due_within_a_day_is_listed_until_the_next_contact_of_the_case(
    crisis, started, danger, calm
):
    first = started(danger, "--client", "J.")
    started(calm, "--client", "K.")

    due = json.loads(crisis("--json").stdout)["due"]
    assert [one["contact"] for one in due] == [first["contact"]]
    assert "DUE" in crisis().stdout

    started(calm, "--client", "j.")
    assert json.loads(crisis("--json").stdout)["due"] == []


def test_cases_lists_every_contact_the_latest_first(crisis, started, calm, danger):
    first, second = started(calm), started(danger, "--client", "J.\x1b[2J")

    rows = json.loads(crisis("cases", "--json").stdout)
    said = crisis("cases").stdout

    assert [row["contact"] for row in rows] == [second["contact"], first["contact"]]
    assert [row["level"] for row in rows] == ["moderate", "none"]
    assert said.index(second["contact"]) < said.index(first["contact"])
    assert "\x1b" not in said


def test_practice_is_listed_apart(crisis, started, calm):
    told = started(calm, "--practice")

    assert crisis("cases").stdout == "No contacts yet.\n"
    assert told["contact"] in crisis("cases", "--practice").stdout


def test_a_contact_that_cannot_be_read_hides_no_other(crisis, started, calm):
    broken, whole = started(calm)["contact"], started(calm)["contact"]
    add_unknown(broken)

    done = crisis("cases")

    assert whole in done.stdout
    assert f"of contact {broken} cannot be read" in done.stderr
    assert done.exit_code == Exit.TOLD


@pytest.mark.parametrize("words", [[], ["cases"], ["cases", "--json"], ["--json"]])
def test_a_contact_that_cannot_be_read_is_never_nothing(crisis, started, calm, words):
    broken = started(calm)["contact"]
    add_unknown(broken)

    done = crisis(*words)

    assert "No contacts" not in done.stdout and "Nothing is" not in done.stdout
    assert "1 of the contacts could not be read" in done.stderr
    assert done.exit_code == Exit.TOLD


def test_the_record_and_the_plan_are_shown(crisis, started, danger):
    contact = started(danger)["contact"]

    record = crisis("show", contact).stdout
    plan = crisis("show", contact, "--document", "safety-plan").stdout

    assert "Contact record" in record
    assert "Thoughts of suicide" in record
    assert "202-555-0100" in plan
    assert "moderate" not in plan.lower()


def test_a_record_is_shown_as_json(crisis, started, calm):
    body = json.loads(crisis("show", started(calm)["contact"], "--json").stdout)

    assert body["document"] == "contact_record"


def test_documents_are_written_again(crisis, started, calm, tmp_path):
    contact = started(calm)["contact"]

    done = crisis("print", contact, "--out", tmp_path / "again")

    assert done.exit_code == 0
    written = {line.removeprefix("Written: ") for line in done.stdout.splitlines()}
    assert written == {str(path) for path in (tmp_path / "again").iterdir()}
    assert (tmp_path / "again" / "safety-plan.pdf").read_bytes().startswith(b"%PDF")


def test_one_format_that_fails_keeps_no_other_from_being_written_and_leaves_a_report(
    crisis, started, calm, home, tmp_path, monkeypatch
):
    contact = started(calm)["contact"]
    monkeypatch.setitem(FORMATS, "pdf", lambda page, warn: 1 / 0)

    done = crisis("print", contact, "--out", tmp_path / "out")

    assert done.exit_code == 0
    assert "safety-plan.pdf could not be made (ZeroDivisionError)." in done.stderr
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert {"safety-plan.txt", "contact-record.html"} <= names
    report, *_ = sorted((home / "crisis").glob("crash*"))  # one for each second
    assert str(report) in done.stderr
    assert "ZeroDivisionError" in report.read_text()


def test_where_nothing_can_be_written_is_told(crisis, started, calm, tmp_path):
    (tmp_path / "file").write_text("")

    done = crisis("print", started(calm)["contact"], "--out", tmp_path / "file" / "x")

    assert done.exit_code == Exit.TOLD
    assert "Could not write to" in done.stderr
    assert "Nothing was written." in done.stderr


@pytest.mark.parametrize(
    "named",
    [
        [],
        ["--form", "card"],
        ["--document", "safety-plan", "--form", "large", "--language", "en"],
        ["--document", "contact-record", "--format", "html"],
    ],
)
def test_how_to_try_again_names_what_was_wanted(crisis, started, calm, tmp_path, named):
    (tmp_path / "file").write_text("")
    contact = started(calm)["contact"]

    done = crisis("print", contact, *named, "--out", tmp_path / "file" / "x")
    (hint,) = [line for line in done.stderr.splitlines() if "Try again" in line]
    words = hint.partition("crisis ")[2].replace("DIR", str(tmp_path / "again")).split()

    assert words[:-2] == ["print", contact, *named]
    again = crisis(*words)
    assert again.exit_code == 0 and "Written:" in again.stdout


def test_an_id_may_be_typed_in_capitals(crisis, started, calm):
    ended = started(calm)["contact"]

    assert ended in crisis("show", ended.upper()).stdout


@pytest.mark.parametrize("command", ["show", "print", "amend", "resume"])
def test_an_unknown_contact_is_told(crisis, command):
    done = crisis(command, "none-such")

    assert done.exit_code == Exit.TOLD
    assert "There is no contact none-such." in done.stderr
    assert "crisis cases" in done.stderr


def test_an_unknown_document_is_wrong_use(crisis, started, calm):
    assert crisis("show", started(calm)["contact"], "--document", "x").exit_code == Exit.USAGE


def test_resume_says_what_there_is_to_go_on_with(crisis, started, calm, left_open, short, script):
    ended = started(calm)["contact"]

    assert f"{ended} has ended" in crisis("resume", ended).stderr
    said = crisis("resume").stderr  # the only open one; nobody to answer
    assert "no terminal" in said
    assert "--answers" not in said  # which resume does not have
    assert "No contact is open." in crisis("resume", "--practice").stderr

    crisis("start", short, "--answers", script({}))
    several = crisis("resume")
    assert "More than one contact is open." in several.stderr
    assert len(re.findall(r"level", several.stdout)) == 2


def test_a_contact_that_goes_on_in_two_windows_is_not_woven_together(left_open):
    with store_of() as one, store_of() as other:
        first, second = read(one, left_open, "ana"), read(other, left_open, "sam")
        first.write(Paused())

        with pytest.raises(CrisisError, match="gone on somewhere else"):
            second.keep(Answered("friend", unknown="declined"))

        assert len(one.read(left_open)) == len(first.state.entries)


def test_a_contact_keeps_its_protocol_when_the_file_changes(crisis, left_open, short):
    short.write_text(short.read_text().replace("Thoughts of suicide", "Something else"))

    with found(left_open) as one:
        assert one.state.if_ended().because[0].text == "Thoughts of suicide"


def test_a_protocol_that_cannot_be_read_any_more_is_told(crisis, started, calm):
    contact = started(calm)["contact"]
    with store_of() as store:
        old = store.begin(Opened("short", "1", "abc"), "{}", datetime.now(UTC), "ana")

    done = crisis("show", old)

    assert done.exit_code == Exit.TOLD
    assert "The protocol that is stored with this contact cannot be read." in done.stderr
    assert crisis("show", contact).exit_code == 0


def test_a_damaged_practice_store_does_not_hide_a_real_contact(crisis, started, calm):
    contact = started(calm)["contact"]
    database(practice=True).write_bytes(b"damaged " * 1000)

    assert crisis("show", contact).exit_code == 0


@pytest.mark.parametrize("words", [[], ["cases"], ["show", "k7m4-2pqx"], ["resume"]])
def test_a_data_folder_that_may_not_be_looked_into_is_told(
    crisis, monkeypatch, as_nobody, locked, words
):
    crisis(*words)  # what is imported only when needed, while it may be read
    monkeypatch.setenv("CRISIS_HOME", str(locked))

    said = as_nobody(lambda: crisis(*words).stderr)

    assert f"The folder {locked} cannot be used" in said
    assert "set CRISIS_HOME" in said


def test_a_damaged_store_stops_the_lists_with_a_sentence_and_stays(crisis):
    database().parent.mkdir(parents=True)
    database().write_bytes(b"damaged " * 1000)

    for command in (["cases"], []):
        done = crisis(*command)
        assert done.exit_code == Exit.TOLD
        assert "damaged" in done.stderr
        assert "crisis now" in done.stderr
    assert database().read_bytes() == b"damaged " * 1000
