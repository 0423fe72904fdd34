"""crisis review: what waits for a supervisor, who may sign, and what a paper is compared with."""

import json
import re
import sys

import pytest
from console import Terminal

from crisis_cli.commands.contacts import found
from crisis_cli.commands.stores import store_of
from crisis_cli.errors import Exit

LATE = ["--kind", "late_entry", "--happened", "11/20/2026 14:05", "--reason", "forgot"]
AGREE = ["--agree"]
DISAGREE = ["--disagree", "--instruction", "See them again today."]


def queue(crisis):
    return [one["contact"] for one in json.loads(crisis("review", "--json").stdout)]


def test_what_nobody_countersigned_is_listed_the_most_urgent_first(crisis, lees):
    calm, danger = lees

    assert queue(crisis) == [danger, calm]
    said = crisis("review").stdout
    assert said.index(danger) < said.index(calm)
    assert "not countersigned" in said and "crisis review CONTACT" in said


def test_of_one_level_the_oldest_comes_first(crisis, started, calm, become):
    first, second = started(calm)["contact"], started(calm)["contact"]
    become("Kim S.")

    assert queue(crisis) == [first, second]


def test_danger_that_was_noted_late_comes_before_all(crisis, lees):
    calm, danger = lees
    crisis("amend", calm, "--kind", "correction", "--reason", "r", "--step", "thoughts",
           "--value", "no", "--worker", "Lee")  # fmt: skip

    assert queue(crisis) == [calm, danger]


def test_an_open_contact_does_not_wait_to_be_read(crisis, short, script, become):
    crisis("start", short, "--answers", script({"name": "Sam"}))
    become("Kim S.")

    assert queue(crisis) == []
    assert crisis("review").stdout == "Nothing waits to be read.\n"


def test_nothing_waits_on_a_fresh_machine(crisis):
    assert crisis("review").stdout == "Nothing waits to be read.\n"


def test_the_record_is_shown_and_then_signed(crisis, lees):
    done = crisis("review", lees[1], *DISAGREE)

    assert done.exit_code == 0, done.stderr
    said = done.stdout
    assert said.index("Contact record") < said.index("You disagree.")
    assert lees[1] not in queue(crisis)
    with found(lees[1]) as one:
        ((entry, event),) = one.state.after.countersigns
    assert (entry.by, event.agree, event.instruction) == ("Kim S.", False, "See them again today.")


def test_the_record_is_as_wide_as_a_narrow_terminal(crisis, lees, monkeypatch):
    monkeypatch.setenv("COLUMNS", "50")

    record, *_ = crisis("review", lees[1], "--agree").stdout.partition("You agree")

    assert "Contact record" in record
    assert max(map(len, record.splitlines())) <= 50


def test_the_worker_sees_a_disagreement_until_something_is_added(crisis, lees):
    contact = lees[1]
    crisis("review", contact, *DISAGREE)

    told = json.loads(crisis("--json").stdout)["supervisor"]
    assert [one["contact"] for one in told] == [contact]
    assert told[0]["supervisor"] == [
        {"by": "Kim S.", "agree": False, "instruction": "See them again today."}
    ]
    assert f"{contact}  Kim S. DISAGREES: See them again today." in crisis().stdout
    shown = crisis("show", contact).stdout
    assert "Countersigned: Disagreed, by Kim S." in shown
    assert "Instruction: See them again today." in shown

    crisis("amend", contact, "--kind", "addendum", "--text", "Seen at noon.", "--worker", "Lee")
    assert json.loads(crisis("--json").stdout)["supervisor"] == []
    assert queue(crisis)[0] == contact  # and the supervisor sees that


def test_agreement_without_an_instruction_asks_nothing_of_the_worker(crisis, lees):
    crisis("review", lees[1], *AGREE)

    assert json.loads(crisis("--json").stdout)["supervisor"] == []
    assert "FROM A SUPERVISOR" not in crisis().stdout


def test_a_lower_level_is_told_beside_the_highest(crisis, lees):
    contact = lees[1]

    done = crisis("review", contact, *AGREE, "--level", "low", "--reason", "Asked again, sober")

    assert done.exit_code == 0, done.stderr
    row = next(one for one in json.loads(crisis("cases", "--json").stdout) if one["recorded"])
    assert (row["contact"], row["level"], row["recorded"]) == (contact, "moderate", "low")
    assert "level moderate (a supervisor recorded: low)" in crisis("cases").stdout
    record = crisis("show", contact).stdout
    assert "Level of concern: Moderate" in record
    assert "> Low: Asked again, sober" in record


def test_what_was_written_after_a_countersign_is_told_as_not_read(crisis, lees):
    contact = lees[0]
    crisis("review", contact, *AGREE)
    crisis("amend", contact, *LATE, "--text", "A bag was left.", "--worker", "Lee")
    with found(contact) as one:
        name = one.state.entries[-1].name

    record = " ".join(crisis("show", contact).stdout.split())
    assert f"Not read then: Written since, or not there yet: {name}" in record
    assert "1 not read by a supervisor yet" in record
    assert f"added to since: {name}" in crisis("review").stdout

    crisis("review", contact, *AGREE)
    assert contact not in queue(crisis)
    record = " ".join(crisis("show", contact).stdout.split())
    assert "not read by a supervisor" not in record
    assert "Read by: Kim S." in record


@pytest.mark.parametrize(
    ("options", "told"),
    [
        ([], "Do you agree?"),
        (["--agree", "--disagree"], "cannot agree and disagree"),
        (["--disagree"], "says what is to be done"),
        (["--agree", "--level", "low"], "needs a reason"),
        (["--agree", "--level", "grave", "--reason", "r"], "not a level"),
        (["--agree", "--level", "none", "--reason", "r"], "is none already"),
    ],
)
def test_a_countersign_that_cannot_stand_is_told_and_not_written(crisis, lees, options, told):
    done = crisis("review", lees[0], *options)

    assert done.exit_code in (Exit.TOLD, Exit.USAGE)
    assert told in done.stderr
    with found(lees[0]) as one:
        assert not one.state.after.countersigns


# -- who may


def test_nobody_countersigns_their_own_contact_by_key_or_by_name(crisis, started, calm, become):
    named = started(calm, "--worker", "kim  s.")["contact"]
    become("Kim S.")
    under_her_key = started(calm, "--worker", "Lee")["contact"]

    for contact in (named, under_her_key):
        done = crisis("review", contact, *AGREE)
        assert done.exit_code == Exit.TOLD
        assert "You led this contact yourself" in done.stderr
    assert [one["own"] for one in json.loads(crisis("review", "--json").stdout)] == [True, True]
    assert "yours: another supervisor signs" in crisis("review").stdout


def test_who_only_amended_a_contact_may_countersign_it(crisis, lees):
    crisis("amend", lees[0], "--kind", "addendum", "--text", "Lee called me at nine.")

    assert crisis("review", lees[0], *AGREE).exit_code == 0


@pytest.mark.parametrize("role", ["worker", ""])
@pytest.mark.parametrize("words", [[], ["CONTACT", "--agree"]])
def test_only_a_supervisor_may(crisis, started, calm, become, role, words):
    contact = started(calm, "--worker", "Lee")["contact"]
    if role:
        become("Dana", role)

    done = crisis("review", *[word.replace("CONTACT", contact) for word in words])

    assert done.exit_code == Exit.TOLD
    assert "Only a supervisor may countersign." in done.stderr
    assert ("Dana's, a worker" if role else "crisis setup") in done.stderr


def test_an_open_contact_is_not_countersigned(crisis, short, script, become):
    crisis("start", short, "--answers", script({"name": "Sam"}))
    with store_of() as store:
        contact = store.contacts()[0]
    become("Kim S.")

    assert f"{contact} is still open." in crisis("review", contact, *AGREE).stderr


def test_practice_is_not_countersigned(crisis, started, calm, become):
    contact = started(calm, "--practice", "--worker", "Lee")["contact"]
    become("Kim S.")

    done = crisis("review", contact, *AGREE)

    assert done.exit_code == Exit.TOLD
    assert "This is practice" in done.stderr


# -- the paper and the store


def prints(text):
    """The fingerprints in a record or on a screen."""
    return re.findall(r"\b(?:[0-9a-f]{4} ){3}[0-9a-f]{4}\b", " ".join(text.split()))


def test_a_printed_fingerprint_is_found_in_the_store(crisis, lees):
    said = crisis("review", lees[0], *AGREE).stdout
    record = crisis("show", lees[0]).stdout

    assert len(prints(record)) == 2  # Lee's log, and Kim's own
    assert set(prints(record)) <= set(prints(said))
    for fingerprint in prints(record):
        done = crisis("store", "verify", "--printed", fingerprint.upper().replace(" ", "-"))
        assert done.exit_code == 0, done.stderr
        assert "The paper is of this store. It was signed on " in done.stdout
        assert "+00:00" not in done.stdout


def test_a_fingerprint_that_nobody_signed_here_is_a_finding(crisis, lees):
    crisis("review", lees[0], *AGREE)

    done = crisis("store", "verify", "--printed", "0000 0000 0000 0000", "--json")

    assert done.exit_code == Exit.FOUND
    assert "No signature in this store" in json.loads(done.stdout)["findings"][0]["text"]


def test_a_fingerprint_on_a_machine_without_records_is_a_finding(crisis):
    assert crisis("store", "verify", "--printed", "0000 0000 0000 0000").exit_code == Exit.FOUND


def test_half_a_fingerprint_is_wrong_use(crisis, lees):
    done = crisis("store", "verify", "--printed", "0000 0000")

    assert done.exit_code == Exit.USAGE
    assert "16 of the letters" in done.stderr


def test_a_countersign_is_printed_as_json_with_its_signed_heads(crisis, lees):
    body = json.loads(crisis("review", lees[0], *DISAGREE, "--json").stdout)

    assert (body["contact"], body["agree"]) == (lees[0], False)
    record = json.loads(crisis("show", lees[0], "--json").stdout)
    (countersign,) = record["countersigns"]
    assert countersign["name"] == body["countersign"]
    assert {one["fingerprint"] for one in countersign["signed"]} == {
        one["fingerprint"] for one in body["heads"]
    }
    assert all(one["by"] == "Kim S. (supervisor)" for one in countersign["signed"])


def test_the_store_is_compared_with_the_heads_that_were_printed_as_json(crisis, lees, tmp_path):
    kept = tmp_path / "countersign.json"
    kept.write_text(crisis("review", lees[0], *AGREE, "--json").stdout)

    assert crisis("store", "verify", "--against", kept).exit_code == 0


def test_two_contacts_of_one_log_signed_one_after_the_other_both_have_their_heads(crisis, lees):
    for contact in lees:
        crisis("review", contact, *AGREE)

    assert [len(prints(crisis("show", contact).stdout)) for contact in lees] == [2, 2]


def test_other_words_are_suggested_for_an_instruction_and_it_is_signed_as_it_is(crisis, lees):
    instruction = "She is manipulative: be firm."
    done = crisis("review", lees[1], "--disagree", "--instruction", instruction)

    assert done.exit_code == 0
    assert '"manipulative": Write what they asked for' in done.stderr
    with found(lees[1]) as one:
        ((_, event),) = one.state.after.countersigns
    assert event.instruction == instruction


# -- at a terminal


@pytest.mark.tty
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_a_supervisor_is_asked_after_the_record(crisis, lees):
    console = Terminal(["-m", "crisis_cli", "review", lees[1]], 100, 45, {})
    steps = [
        ("stands above. What do you say?", "2"),
        ("What is to be done", "See them again today."),
        ("The level of concern?", "3"),
        ("Why that level", "I know him"),
        ("Sign this with your key?", "y"),
    ]
    for asked, typed in steps:
        console.wait(asked)
        console.press(typed + "\r")
    console.wait("You disagree.")
    console.child.close(force=True)

    with found(lees[1]) as one:
        ((_, event),) = one.state.after.countersigns
    assert (event.agree, event.instruction) == (False, "See them again today.")
    assert (event.level, event.reason) == ("low", "I know him")


def test_who_is_not_reached_waits_for_a_supervisor_though_the_record_is_signed(crisis, lees):
    _, danger = lees
    crisis("review", danger, *AGREE)
    assert danger not in queue(crisis)
    for way in ("phone", "text"):
        crisis("follow-up", danger, "--tried", way, "--worker", "Lee")

    (waiting,) = (
        one for one in json.loads(crisis("review", "--json").stdout) if one["not_reached"]
    )
    assert waiting["contact"] == danger and waiting["unread"] == []  # tries are not read
    assert [len(one["tries"]) for one in waiting["not_reached"]] == [2]
    assert "NOT REACHED: 2 tries. Tell now:" in crisis("review").stdout
    told = json.loads(crisis("--json").stdout)
    assert [one["contact"] for one in told["not_reached"]] == [danger]
    assert "NOT REACHED: say who looks" in crisis().stdout

    crisis("follow-up", danger, "--tried", "in_person", "--reached", "--worker", "Lee")
    assert danger not in queue(crisis)


def test_what_is_given_up_waits_to_be_read(crisis, lees):
    _, danger = lees
    crisis("review", danger, *AGREE)
    crisis("follow-up", danger, "--settle", "given_up", "--reason", "Moved", "--worker", "Lee")

    assert danger in queue(crisis)
    assert "They were not reached, and it was given up. Moved" in crisis("show", danger).stdout


def test_a_worker_sees_no_list_of_who_was_not_reached(crisis, started, danger, become):
    contact = started(danger)["contact"]
    become("Ana", "worker")
    for way in ("phone", "text"):
        crisis("follow-up", contact, "--tried", way)

    assert json.loads(crisis("--json").stdout)["not_reached"] == []
    assert "NOT REACHED: 2 tries" in crisis().stdout  # beside what is due
