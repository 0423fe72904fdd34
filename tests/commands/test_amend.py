"""crisis amend: what is added to an ended contact, from options and step by step at a terminal."""

import json
import sys

import pytest
from console import Terminal

from crisis_cli.commands.amend import acts
from crisis_cli.commands.amend.command import KINDS
from crisis_cli.commands.amend.draft import answer
from crisis_cli.commands.contacts import found
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.additions import AMENDMENTS, Amended
from crisis_cli.engine.entries import Outcome, to_json
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.compiled import Choice, Step
from crisis_cli.records.folder import home

LATE = ["--kind", "late_entry", "--happened", "11/20/2026 14:05", "--reason", "forgot"]


@pytest.fixture
def contact(started, calm):
    """The id of an ended contact without danger."""
    return started(calm)["contact"]


def last(contact):
    with found(contact) as one:
        return one.state.entries[-1]


def count(contact):
    with found(contact) as one:
        return len(one.state.entries)


def test_an_amendment_is_added_and_what_was_written_stays(crisis, contact):
    with found(contact) as one:
        before = one.state.entries

    done = crisis(
        "amend", contact, *LATE, "--text", "A knife was on the table.", "--worker", "Dana"
    )

    assert done.exit_code == 0, done.stderr
    with found(contact) as one:
        *rest, added = one.state.entries
    assert rest == before
    assert (added.by, added.event.kind) == ("Dana", "late_entry")
    assert added.event.happened == "2026-11-20T14:05-05:00"
    assert f"Added to {contact}: {added.name}." in done.stdout
    assert "A knife was on the table." in crisis("show", contact).stdout


def test_every_kind_of_amendment_can_be_given_by_options(crisis, contact):
    for kind in AMENDMENTS:
        done = crisis("amend", contact, *LATE, "--kind", kind, "--text", f"A {kind}.")
        assert done.exit_code == 0, done.stderr

    said = crisis("show", contact).stdout
    assert all(f"A {kind}." in said for kind in AMENDMENTS)
    assert set(KINDS) == {*AMENDMENTS, "outcome", "consult", *acts.KINDS}


def test_a_danger_noted_late_says_what_to_do_now_and_stands_on_the_list(crisis, contact):
    done = crisis("amend", contact, *LATE, "--step", "thoughts", "--value", "Yes")

    said = done.stdout
    assert said.startswith("This is about danger. Call your supervisor now")
    assert "Stay with them. Call 988 now." in said
    assert said.index("988") < said.index("Added to")
    (row,) = json.loads(crisis("cases", "--json").stdout)
    assert row["level"] == "moderate"
    assert row["alerts"] == [f"Noted after the end: {ASKED} Yes"]
    assert [one["contact"] for one in json.loads(crisis("--json").stdout)["due"]] == [contact]


ASKED = "Any thoughts of ending your life?"


def test_danger_noted_late_is_due_though_the_person_was_seen_again(crisis, started, calm):
    first = started(calm, "--client", "J.")["contact"]
    started(calm, "--client", "J.")
    assert json.loads(crisis("--json").stdout)["due"] == []

    crisis("amend", first, *LATE, "--step", "thoughts", "--value", "yes")

    assert [one["contact"] for one in json.loads(crisis("--json").stdout)["due"]] == [first]


def test_words_that_mean_danger_do_the_same(crisis, contact):
    done = crisis("amend", contact, *LATE, "--text", "A knife was there.", "--danger")

    assert "Call your supervisor now" in done.stdout
    assert "STILL OPEN: Noted after the end: A knife was there." in crisis().stdout


def test_a_danger_answer_that_becomes_a_no_is_told_to_the_supervisor(crisis, started, danger):
    contact = started(danger)["contact"]

    done = crisis(
        "amend", contact, "--kind", "correction", "--step", "thoughts", "--value", "no",
        "--reason", "wrong key",
    )  # fmt: skip

    assert "Tell your supervisor today." in done.stdout
    with found(contact) as one:
        assert one.state.level().highest == "moderate"


def test_an_amendment_without_danger_says_nothing_of_it(crisis, contact):
    done = crisis("amend", contact, "--kind", "addendum", "--text", "The sister called.")

    assert "danger" not in done.stdout


def test_what_came_of_it_closes_the_alert(crisis, contact):
    crisis("amend", contact, *LATE, "--text", "A knife.", "--danger")

    done = crisis("amend", contact, "--kind", "outcome", "--text", "The knife is in the kitchen.")

    assert done.exit_code == 0, done.stderr
    assert isinstance(last(contact).event, Outcome)
    assert "STILL OPEN" not in crisis().stdout
    again = crisis("amend", contact, "--kind", "outcome", "--text", "x")
    assert f"{contact} has no open alert, and nothing that was put off." in again.stderr


def test_of_two_open_alerts_one_is_named(crisis, contact):
    for thing in ("A knife.", "A rope."):
        crisis("amend", contact, *LATE, "--text", thing, "--danger")
    with found(contact) as one:
        knife, rope = (alert.rule for alert in one.state.alerts())

    asked = crisis("amend", contact, "--kind", "outcome", "--text", "x")
    assert asked.exit_code == Exit.USAGE
    assert f"{knife}: Noted after the end: A knife." in asked.stderr

    done = crisis("amend", contact, "--kind", "outcome", "--alert", rope, "--text", "Cut up.")
    assert done.exit_code == 0, done.stderr
    assert json.loads(crisis("cases", "--json").stdout)[0]["alerts"] == [
        "Noted after the end: A knife."
    ]


def test_a_request_of_the_client_is_decided_on(crisis, contact):
    ask = ["--kind", "client_request", "--text", "Take my job out.", "--reason", "It is private."]
    crisis("amend", contact, *ask)
    request = last(contact).name

    done = crisis(
        "amend", contact, "--kind", "addendum", "--text", "It stays.", "--reason", "It says why.",
        "--request", request, "--decision", "refused",
    )  # fmt: skip

    assert done.exit_code == 0, done.stderr
    said = crisis("show", contact).stdout
    assert "In the client's words: Take my job out." in said
    assert "Decision: Refused" in said and request in said


def test_the_next_plan_has_the_number_that_was_put_right(crisis, contact):
    right = '{"name": "Ana", "phone": "202-555-0199"}'

    done = crisis(
        "amend", contact, "--kind", "correction", "--step", "friend", "--value", right,
        "--reason", "misread",
    )  # fmt: skip

    assert done.exit_code == 0, done.stderr
    plan = crisis("show", contact, "--document", "safety-plan").stdout
    assert "202-555-0199" in plan and "202-555-0100" not in plan
    record = crisis("show", contact).stdout
    assert "[struck out] Ana, 202-555-0100" in record and "[now] Ana, 202-555-0199" in record


def test_the_next_contact_begins_with_what_was_put_right(crisis, started, calm):
    contact = started(calm, "--client", "J.")["contact"]
    crisis(
        "amend", contact, "--kind", "correction", "--step", "friend", "--value", "Rosa",
        "--reason", "misheard",
    )  # fmt: skip

    second = started(calm, "--client", "J.")["contact"]

    with found(second) as one:
        assert one.state.opened.brought["values"]["friend"] == {"name": "Rosa"}


def test_amendments_of_one_number_from_two_machines_are_both_taken(crisis, contact):
    crisis("amend", contact, "--kind", "addendum", "--text", "From here.")
    number = last(contact).seq
    event = to_json(Amended("addendum", "From another machine."))
    with store_of() as store, store.writing():
        log, key = store.keys.log("Ana", "another-device"), store.keys.contact(contact)
        body = {"at": "2026-11-23T00:00:00+00:00", "event": event}
        store.write(log, key, body, contact, number)

    done = crisis("amend", contact, "--kind", "addendum", "--text", "After both.")

    assert done.exit_code == 0, done.stderr
    assert last(contact).seq == number + 1
    said = crisis("show", contact).stdout
    for words in ("From here.", "From another machine.", "After both."):
        assert words in said
    assert crisis("store", "verify").exit_code == 0


CORRECT = ["--kind", "correction", "--reason", "r"]


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--text", "x"], "is not a kind of amendment"),
        (["--kind", "note", "--text", "x"], "'note' is not a kind of amendment"),
        (["--kind", "addendum", "--text", " "], "without words"),
        (["--kind", "correction", "--text", "x"], "This needs a reason"),
        (["--kind", "late_entry", "--reason", "r", "--text", "x"], "When did it happen?"),
        (["--kind", "addendum", "--text", "x", "--step", "moon"], "have no step 'moon'"),
        (["--kind", "addendum", "--text", "x", "--happened", "soon"], "not a date with a time"),
        (["--kind", "addendum", "--text", "x", "--happened", "2026-11-01"], "time is missing"),
        (["--kind", "addendum", "--text", "x", "--happened", "2199-01-01 10:00"], "still to come"),
        ([*CORRECT, "--value", "no"], "An answer belongs to a step."),
        ([*CORRECT, "--step", "thoughts", "--value", "perhaps"], "'perhaps' does not fit"),
        ([*CORRECT, "--step", "friend", "--value", "{"], "begins like JSON"),
        (["--kind", "addendum", "--text", "x", "--alert", "soon"], "Add --kind outcome."),
        ([], "What is to be added?"),
    ],
)
def test_an_amendment_that_cannot_stand_is_told_and_not_written(crisis, contact, options, said):
    before = count(contact)

    done = crisis("amend", contact, *options)

    assert done.exit_code in (Exit.TOLD, Exit.USAGE)
    assert said in done.stderr
    assert count(contact) == before


def test_an_open_contact_is_gone_on_with_and_not_amended(crisis, short, script, started):
    crisis("start", short, "--answers", script({"name": "Sam"}))
    (row,) = json.loads(crisis("cases", "--json").stdout)

    done = crisis("amend", row["contact"], "--kind", "addendum", "--text", "x")

    assert done.exit_code == Exit.TOLD
    assert f"crisis resume {row['contact']}" in done.stderr


PAIN = Step("pain", "scale", "Pain?", least=0, most=10)
NEEDS = Step(
    "needs", "choose_many", "Needs?", choices=(Choice("food", "Food"), Choice("bed", "A bed"))
)


@pytest.mark.parametrize(
    ("step", "typed", "kept"),
    [
        (PAIN, "7", (7, "")),
        (PAIN, "declined", (None, "declined")),
        (NEEDS, "a bed, food", (["food", "bed"], "")),
        (NEEDS, '["bed"]', (["bed"], "")),
        (Step("when", "date_time", "When?"), "11/20/2026", ("2026-11-20", "")),
        (Step("who", "person", "Who?"), "Ana", ({"name": "Ana"}, "")),
        (Step("called", "action", "Call"), "done", ({"outcome": "done"}, "")),
    ],
)
def test_an_answer_is_typed_as_its_step_takes_it(step, typed, kept):
    assert answer(step, typed) == kept


def test_an_answer_that_does_not_fit_says_what_would():
    with pytest.raises(CrisisError, match="At most 10") as told:
        answer(PAIN, "12")

    assert "--text" in told.value.hint


# -- other words for what was written

OTHER = "Other words, if you like."


def test_other_words_are_suggested_and_what_was_typed_stands(crisis, contact):
    text = "She was non-compliant."
    done = crisis("amend", contact, "--kind", "addendum", "--text", text)

    assert done.exit_code == 0
    assert OTHER in done.stderr and '"non-compliant": Write what they did' in done.stderr
    assert last(contact).event.text == text


@pytest.mark.parametrize(
    ("kind", "text", "more"),
    [
        ("addendum", "She came on time.", []),
        ("addendum", 'He said "I am an addict".', []),
        ("client_request", "Take out that I am crazy.", ["--reason", "she asked"]),  # her words
        ("addendum", "The addict has a knife.", ["--danger"]),  # not now
    ],
)
def test_other_words_are_never_suggested_for_quotes_the_persons_words_or_in_danger(
    crisis, contact, kind, text, more
):
    done = crisis("amend", contact, "--kind", kind, "--text", text, *more)

    assert done.exit_code == 0, done.stderr
    assert OTHER not in done.stderr


def test_a_list_of_the_agency_is_the_one_that_is_used(crisis, contact):
    words = "words:\n  - {instead_of: [grumpy], write: Write what he said.}\n"
    (home() / "suggestions.yaml").write_text(f"suggestions: ours\nversion: 1\n{words}")
    done = crisis("amend", contact, "--kind", "addendum", "--text", "Grumpy and lazy.")

    assert '"Grumpy": Write what he said.' in done.stderr
    assert "lazy" not in done.stderr


# -- step by step, at a terminal


@pytest.fixture
def at_terminal(contact):
    """Run crisis amend on a contact at a terminal of its own."""
    opened = []

    def run():
        opened.append(Terminal(["-m", "crisis_cli", "amend", contact], 100, 45, {}))
        return opened[-1]

    yield run
    for one in opened:
        one.child.close(force=True)


needs_terminal = pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")


@pytest.mark.tty
@needs_terminal
def test_a_late_entry_is_asked_for_step_by_step(at_terminal, contact):
    console = at_terminal()
    steps = [
        ("Number:", "3"),
        ("Is it about one of the questions?", "ending your life"),
        ("Which question?", "1"),
        ("What is the answer?", "1"),
        ("In your own words", "At the door"),
        ("When did it happen", "tomorrow"),
        ("is not a date with a time", "11/20/2026 09:00"),
        ("Why was it not written then", "I forgot"),
        ("Add this?", "y"),
    ]
    for asked, typed in steps:
        console.wait(asked)
        console.press(typed + "\r")
    screen = console.wait("Added to")

    assert "It says: No" in screen
    assert "Call your supervisor now" in screen
    event = last(contact).event
    assert (event.kind, event.step, event.value) == ("late_entry", "thoughts", "yes")
    assert (event.text, event.reason) == ("At the door", "I forgot")


@pytest.mark.tty
@needs_terminal
def test_enter_alone_answers_nothing_and_no_adds_nothing(at_terminal, contact):
    before, console = count(contact), at_terminal()
    console.wait("Number:")
    console.press("\r")
    console.press("9\r")
    console.wait("Type a number from 1 to 7.")
    console.press("2\r")
    console.wait("Is it about one of the questions?")
    console.press("?\r")
    console.wait("None of these")
    console.press("4\r")
    console.wait("Is it about one of the questions?")
    console.press("\r")
    console.wait("What is to be added")
    console.press("The sister called.\r")
    console.wait("When did it happen")
    console.press("\r")
    console.wait("Why is it written now")
    console.press("\r")
    console.wait("somebody may be in danger?")
    console.press("\r")
    console.press("n\r")
    console.wait("Add this?")
    console.press("n\r")
    console.wait("Nothing was added.")

    assert count(contact) == before


@pytest.mark.tty
@needs_terminal
def test_other_words_are_suggested_before_anything_is_added(at_terminal, contact):
    console = at_terminal()
    steps = [
        ("Number:", "2"),
        ("Is it about one of the questions?", ""),
        ("What is to be added", "He was lazy."),
        ("When did it happen", ""),
        ("Why", ""),
        ("Does it mean that somebody may be in danger?", "n"),
        ("Other words, if you like.", "n"),
    ]
    for asked, typed in steps:
        console.wait(asked)
        console.press(typed + "\r")
    screen = console.wait("Nothing was added.")

    assert '"lazy": Write what they did or did not do' in screen
