"""Each opening, print and export of a contact is written down, and can be read."""

import json
import sqlite3
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from crisis_cli.commands.contacts import read
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Answered
from crisis_cli.errors import Exit
from crisis_cli.records.folder import database
from crisis_cli.records.settings import put


def acts(contact):
    """What was written down about a contact, without its beginning and end."""
    with store_of() as store:
        said = [one.said for one in store.acts(contact)]
    return [one for one in said if one["what"] != "level and follow-up"]


@pytest.fixture
def ended(started, calm, tmp_path):
    """The id of a contact that has ended."""
    return started(calm, "--out", tmp_path / "papers")["contact"]


@pytest.fixture
def left_open(crisis, short, script):
    crisis("start", short, "--answers", script({"name": "Sam"}))
    with store_of() as store:
        return store.contacts()[0]


@pytest.fixture
def full_disk():
    """No file grows any more, while the store is open in another window."""
    resource = pytest.importorskip("resource")

    @contextmanager
    def full():
        soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
        with store_of() as store:
            store.contacts()
            resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
            try:
                yield
            finally:
                resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    return full


@pytest.mark.parametrize(
    ("words", "act", "what"),
    [
        (["show"], "opened", "contact-record"),
        (["show", "--document", "safety-plan"], "opened", "safety-plan"),
        (["show", "--access"], "opened", "access list"),
        (["show", "--json"], "exported", "contact-record"),
        (["show", "--access", "--json"], "exported", "access list"),
        (["amend", "--kind", "addendum", "--text", "x"], "opened", "to add to it"),
        (["amend", "--kind", "addendum"], "opened", "to add to it"),  # refused afterwards
    ],
)
def test_each_opening_is_an_entry(crisis, ended, words, act, what):
    before = acts(ended)

    crisis(words[0], ended, *words[1:])

    assert acts(ended) == [*before, {"act": act, "what": what}]
    assert crisis("store", "verify").exit_code == 0


def test_going_on_with_an_interview_is_an_opening(crisis, left_open):
    crisis("resume", left_open)

    assert acts(left_open) == [{"act": "opened", "what": "interview"}]


def test_papers_are_written_down_by_name_and_not_by_place(crisis, ended, tmp_path, home):
    names = "contact-record.txt, contact-record.html, contact-record.pdf, contact-record.json"
    crisis("print", ended, "--out", tmp_path / "Quillfeather")
    crisis("print", ended)

    at_the_end, opened, elsewhere, again, own = acts(ended)
    for one, folder in [
        (at_the_end, "another folder"),
        (elsewhere, "another folder"),
        (own, "the contact's own folder"),
    ]:
        assert (one["act"], one["folder"]) == ("printed", folder)
        assert names in one["what"] and "safety-plan.pdf" in one["what"]
    assert opened == again == {"act": "opened", "what": "papers"}
    assert "Quillfeather" not in str(acts(ended))


def test_the_plan_that_a_new_contact_takes_over_was_opened(started, calm, ended):
    first = started(calm, "--client", "J.")["contact"]

    started(calm, "--client", "J.")

    assert acts(first)[-1] == {"act": "opened", "what": "plan, for the next contact"}


@pytest.mark.parametrize("words", [[], ["--json"], ["cases"], ["cases", "--json"]])
def test_a_list_opens_nothing(crisis, ended, left_open, words):
    before = acts(ended), acts(left_open)

    assert crisis(*words).exit_code == 0

    assert (acts(ended), acts(left_open)) == before


def test_the_access_list_says_who_when_and_what(crisis, ended, calm, started):
    crisis("show", ended)
    crisis("amend", ended, "--kind", "addendum", "--text", "x", "--worker", "Dana\x1b[2J")

    said = crisis("show", ended, "--access").stdout
    told = json.loads(crisis("show", ended, "--access", "--json").stdout)

    assert "\x1b" not in said and "Dana" in said
    assert said.index("Written: ") < said.index("Opened: contact-record") < said.index("to add")
    assert "whoever uses this computer" in said
    assert "Opened: access list" in said  # this look too
    (one, *_, last) = [(act["by"], act["act"]) for act in told["acts"]]
    assert one == ("worker", "printed") and last == ("worker", "exported")
    assert told["contact"] == ended
    assert all(act["at"].endswith("-05:00") or act["at"].endswith("-04:00") for act in told["acts"])


def test_who_may_read_it_now_stands_above_the_list(crisis, started, calm, tmp_path, monkeypatch):
    file = tmp_path / "words"
    file.write_text("four warm words here\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    crisis("setup", "--name", "Dana R.", "--role", "worker", "--recovery-file", tmp_path / "paper")
    contact = started(calm)["contact"]

    assert "May read it now: Dana R. (worker)" in crisis("show", contact, "--access").stdout

    monkeypatch.delenv("CRISIS_KEY_FILE")
    assert crisis("show", contact).exit_code == Exit.TOLD  # locked: nothing was opened
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    told = json.loads(crisis("show", contact, "--access", "--json").stdout)
    assert [one["what"] for one in told["acts"]][-2:] == ["access list"] * 2


def test_a_look_in_a_second_window_never_refuses_the_next_answer(crisis, left_open):
    with store_of() as store:
        one = read(store, left_open, "worker")
        for words in (["show"], ["show", "--access"], ["print"], ["resume"]):
            crisis(words[0], left_open, *words[1:])

        one.keep(Answered("friend", unknown="declined"))

        assert store.read(left_open)[-1].event.step == "friend"


def test_who_looked_changes_nothing_that_the_record_says(crisis, ended):
    before = json.loads(crisis("show", ended, "--json").stdout)
    crisis("show", ended)
    after = json.loads(crisis("show", ended, "--json").stdout)

    assert before | {"printed": ""} == after | {"printed": ""}


@pytest.mark.parametrize("words", [["show"], ["show", "--json"], ["show", "--access"]])
def test_a_full_disk_keeps_nobody_from_reading_and_the_missing_trace_is_told(
    crisis, ended, full_disk, words
):
    before = acts(ended)
    with full_disk():
        done = crisis(words[0], ended, *words[1:])

    assert done.exit_code == 0
    assert ended in done.stdout
    assert "That you opened this could not be written down." in done.stderr
    assert "tell your supervisor" in done.stderr
    assert acts(ended) == before


def test_a_disclosure_that_cannot_be_written_down_is_not_said_to_be(crisis, ended, full_disk):
    with full_disk():
        done = crisis(
            *("amend", ended, "--kind", "disclosure"),
            *("--to", "Quill", "--text", "x", "--reason", "y"),
        )

    assert done.exit_code == Exit.TOLD
    assert "Written into" not in done.stdout
    assert "disclosed" not in [act["act"] for act in acts(ended)]


def test_a_notice_that_was_tampered_with_keeps_no_record_from_being_read(crisis, ended):
    with store_of() as store:
        put(store, "redisclosure_notice", "Not to be passed on.", datetime.now(UTC))
    db = sqlite3.connect(database())
    db.execute("DROP TRIGGER settings_update")
    db.execute("UPDATE settings SET value = 'Pass it on.'")
    db.commit()
    db.close()

    done = crisis("show", ended)

    assert done.exit_code == 0
    assert "Contact record" in done.stdout and "Pass it on" not in done.stdout
    assert "was changed from outside" in done.stderr
