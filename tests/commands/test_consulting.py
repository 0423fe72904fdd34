"""Who decides, on the command line: the consult in a contact, tiers, and the queue by urgency."""

import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from console import Terminal

from crisis_cli.commands import consulting, overview
from crisis_cli.commands.contacts import found
from crisis_cli.commands.review import signing
from crisis_cli.commands.review.queue import Waiting
from crisis_cli.commands.summary import summary
from crisis_cli.engine.additions import Countersigned
from crisis_cli.engine.consult import DO, OPEN
from crisis_cli.engine.entries import Consulted, ConsultNeeded
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import shipped

SCENARIOS = shipped() / "scenarios"
NOBODY = SCENARIOS / "21-nobody-answers-at-eleven.yaml"
TOLD = [{"whom": "supervisor"}, {"whom": "access_helpline", "answered": "yes", "advice": "Stay."}]
AGREE = Countersigned(agree=True)
DISAGREE = Countersigned(agree=False, instruction="See them.")
LATER = datetime.now(UTC) + timedelta(days=10)


@pytest.fixture
def later(monkeypatch):
    """Ten days after."""
    monkeypatch.setattr(signing, "now", lambda: LATER)
    monkeypatch.setattr(overview, "now", lambda: LATER)


@pytest.fixture
def policy(home):
    """Write the agency's own policy: the shipped one with something changed."""

    def write(*changes):
        text = (shipped() / "policy.yaml").read_text(encoding="utf-8")
        for was, now in changes:
            assert was in text
            text = text.replace(was, now)
        (home / "crisis").mkdir(exist_ok=True)
        (home / "crisis" / "policy.yaml").write_text(text, encoding="utf-8")

    return write


def queue(crisis):
    return json.loads(crisis("review", "--json").stdout)


# -- in a contact


def test_nobody_answers_at_eleven_and_every_call_is_in_the_record(crisis, tmp_path):
    out = tmp_path / "out"
    done = crisis("start", "--practice", "--answers", NOBODY, "--out", out, "--json")

    told = json.loads(done.stdout)
    assert told["unused"] == []
    consult = told["consult"]
    assert (consult["needed"], consult["open"]) == (["The level of concern is high"], False)
    assert [(one["link"], one["answered"]) for one in consult["calls"]] == [
        ("supervisor", False), ("supervisor", False), ("next_supervisor", False),
        ("access_helpline", True),
    ]  # fmt: skip
    assert all(one["at"].startswith("2026-12-20T23:0") for one in consult["calls"])
    record = (out / "contact-record.txt").read_text(encoding="utf-8")
    assert "Who was asked to think along" in record
    assert "not recorded, so treated as entry" in record
    assert "Advice: Stay with him, a team comes to the lobby within the hour." in record


def test_a_consult_that_nobody_answered_is_due_at_once_and_on_every_list(crisis, started, danger):
    contact = started(danger)["contact"]

    assert OPEN in crisis().stdout and OPEN in crisis("cases").stdout
    shown = crisis("show", contact).stdout
    assert OPEN in shown and "It was needed: The level of concern is moderate." in shown
    assert DO in shown


def test_a_consult_is_made_good_after_the_end(crisis, started, danger):
    contact = started(danger)["contact"]

    nobody = crisis("amend", contact, "--kind", "consult", "--text", "Stay.")
    assert (nobody.exit_code, "Who was asked?" in nobody.stderr) == (Exit.USAGE, True)
    done = crisis("amend", contact, "--kind", "consult", "--to", "Kim S.", "--text", "Call her.")

    assert done.exit_code == 0, done.stderr
    assert OPEN not in crisis().stdout
    shown = crisis("show", contact).stdout
    assert DO not in shown and "Advice: Call her." in shown


def test_a_calm_contact_needs_nobody(crisis, started, calm):
    told = started(calm)

    assert "consult" not in told
    assert OPEN not in crisis().stdout


def test_a_client_who_leaves_leaves_a_consult_to_be_made(started, calm):
    told = started({"name": "Sam"}, unanswered="end")

    assert told["consult"]["open"]
    assert "Danger questions went unanswered" in told["consult"]["needed"]


def test_the_policy_of_the_agency_decides(started, danger, policy):
    policy(("  from: moderate\n", "  from: high\n"), ("also: [declined, cannot", "also: [cannot"))

    assert "consult" not in started(danger)


def test_a_broken_policy_is_told_in_one_line_before_anything_else(crisis, policy, become):
    policy(("from: moderate\n", "from: mdrt\n"))

    assert (
        "policy.yaml cannot be used, so everybody is asked as much as at entry" in crisis().stderr
    )
    become("Kim S.")
    assert "policy.yaml cannot be used" in crisis("review").stderr
    policy()
    assert "policy.yaml" not in crisis().stderr


def test_a_broken_policy_keeps_nobody_from_a_contact(started, danger, policy):
    policy(("from: moderate\n", "from: mdrt\n"))

    told = started(danger)
    assert told["consult"]["open"]
    with found(told["contact"]) as one:
        (needed,) = [e.event for e in one.state.entries if isinstance(e.event, ConsultNeeded)]
    assert needed.policy.startswith("built-in")


def test_calls_of_a_script_are_kept(started, danger):
    told = started(danger, consult=TOLD)

    with found(told["contact"]) as one:
        calls = [e.event for e in one.state.entries if isinstance(e.event, Consulted)]
    assert calls == [
        Consulted("Your supervisor", "supervisor"),
        Consulted("The Access HelpLine", "access_helpline", True, "Stay.", "yes"),
    ]
    assert not told["consult"]["open"]


@pytest.mark.tty
@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo-terminal")
def test_the_consult_at_a_real_terminal(short, tmp_path):
    one = Terminal(["-m", "crisis_cli", "start", "--plain", str(short)], 100, 60, {})
    for waits, types in [
        ("What may I call you", "Sam"), ("Any thoughts of ending", "1"),
        ("Do this before anything else", "1"), ("What came of it", "1"),
        ("Who answered?", "My supervisor"), ("Name", "Ana"), ("Who they are", "-"),
        ("Phone", "-"), ("Choose what to do", "1"),
    ]:  # fmt: skip
        one.wait(waits)
        one.press(f"{types}\n")
        one.settle(0.3)
    screen = one.wait("Somebody thinks along before this contact ends", "Whom did you call?")
    assert "The level of concern is moderate" in screen
    assert "1-888-793-4357" in screen and "Nobody has recorded your tier" in screen
    one.press("1\n")
    one.wait("did they answer?")
    one.press("2\n")
    one.asks("Your supervisor, no answer", ">")
    one.press("6\n")
    one.wait("Finish now?")
    one.press("1\n")
    one.wait("STILL OPEN: Nobody was reached")
    one.child.close(force=True)


# -- tiers


@pytest.fixture
def two(crisis, tmp_path, monkeypatch):
    """Kim, a supervisor, and Sam, a worker, on computers of their own; sit down at one of them."""

    def sit(name):
        monkeypatch.setenv("CRISIS_HOME", str(tmp_path / name))
        monkeypatch.setenv("CRISIS_KEY_FILE", str(tmp_path / f"{name}.passphrase"))

    for name, role in (("Kim", "supervisor"), ("Sam", "worker")):
        (tmp_path / f"{name}.passphrase").write_text("four warm words here\n")
        (tmp_path / f"{name}.passphrase").chmod(0o600)
        sit(name)
        paper = tmp_path / f"{name}.paper"
        assert not crisis(
            "setup", "--name", name, "--role", role, "--recovery-file", paper
        ).exit_code
        (tmp_path / f"{name}.key").write_text(crisis("keys", "public").stdout)
    for name, other in (("Kim", "Sam"), ("Sam", "Kim")):
        sit(name)
        assert crisis("keys", "add", tmp_path / f"{other}.key").exit_code == 0
    return sit


def test_a_tier_goes_from_the_supervisor_to_the_worker_and_counts_there(
    crisis, two, tmp_path, started, danger
):
    two("Kim")
    done = crisis("keys", "tier", "sam", "intermediate")
    assert (done.exit_code, "Sam is intermediate from now on." in done.stderr) == (0, True)
    (tmp_path / "sam.tier").write_text(done.stdout)
    assert "tier intermediate" in crisis("keys").stdout

    two("Sam")
    assert "Nobody has recorded your tier" in crisis("keys").stdout
    assert started(danger)["consult"]["needed"] == ["The level of concern is moderate"]
    assert (
        crisis("keys", "tier", tmp_path / "sam.tier").stdout == "Sam is intermediate from now on.\n"
    )
    assert json.loads(crisis("keys", "--json").stdout)["owner"]["tier"] == "intermediate"
    assert "consult" not in started(danger)


@pytest.mark.parametrize(
    ("who", "arguments", "told", "code"),
    [
        ("Kim", ["sam", "expert"], "There is no tier 'expert'.", Exit.USAGE),
        ("Kim", ["nobody", "entry"], "Nobody here is called nobody.", Exit.TOLD),
        ("Kim", ["Kim", "advanced"], "Nobody records their own tier.", Exit.TOLD),
        ("Sam", ["Sam", "advanced"], "Only a supervisor records a tier.", Exit.TOLD),
        ("Sam", ["Sam"], "no tier was named", Exit.TOLD),
        ("Sam", ["Sam.key"], "no tier that a supervisor recorded", Exit.TOLD),
    ],
)
def test_what_is_wrong_with_a_tier_is_told(
    crisis, two, tmp_path, monkeypatch, who, arguments, told, code
):
    monkeypatch.chdir(tmp_path)
    two(who)
    done = crisis("keys", "tier", *arguments)

    assert (done.exit_code, told in done.stderr) == (code, True), done.stderr


def test_a_supervisor_on_no_list_is_told(crisis, started, calm, become):
    started(calm, "--worker", "Lee")
    become("Kim S.")

    assert "You are on no list" in crisis("review").stderr


# -- the queue


def test_when_a_countersign_is_due_is_told_with_its_zone(crisis, lees):
    row = queue(crisis)[0]

    due = datetime.fromisoformat(row["countersign_due"])
    assert due.tzinfo is not None and (due.hour, due.minute) == (17, 0) and due.weekday() < 5
    assert (row["overdue"], row["sampled"], row["tier"]) == (False, False, "")
    assert "to be countersigned by" in crisis("review").stdout
    assert "tier not recorded, so as entry" in " ".join(crisis("review").stdout.split())


def test_what_is_overdue_is_told_to_the_supervisor_and_comes_first(crisis, lees, later, policy):
    calm, danger = lees
    policy(("{from: none, within: 1 working day}", "{from: moderate, within: 20 days}"))
    assert [one["contact"] for one in queue(crisis)] == [danger, calm]
    assert json.loads(crisis("--json").stdout)["sign"] == []

    policy(("{from: none, within: 1 working day}", "{from: none, within: 1 hour}"))
    rows = queue(crisis)
    assert all(one["overdue"] for one in rows)
    assert "OVERDUE: to be countersigned by" in crisis("review").stdout
    shown = json.loads(crisis("--json").stdout)["sign"]
    assert {one["contact"] for one in shown} == {calm, danger}
    assert "OVERDUE: read and sign it with crisis review CONTACT" in crisis().stdout


def test_nobody_is_told_to_sign_what_they_led_themselves(
    crisis, lees, later, policy, started, calm
):
    policy(("{from: none, within: 1 working day}", "{from: none, within: 1 hour}"))
    own = started(calm)["contact"]

    shown = json.loads(crisis("--json").stdout)["sign"]

    assert {one["contact"] for one in shown} == set(lees)
    assert own not in crisis().stdout.partition("OVERDUE: read and sign")[2]


def test_an_overdue_calm_contact_comes_before_danger_that_is_not_due_yet(crisis, lees):
    calm, danger = lees
    with found(calm) as one, found(danger) as other:
        waiting = [
            _waits(one, "2026-11-20T10:00:00-05:00"),
            _waits(other, "2026-11-23T10:00:00-05:00"),
        ]
        first, second = sorted(waiting, key=lambda one: one.urgency)

        assert (first.contact.id, first.overdue, second.overdue) == (calm, True, False)


def _waits(contact, ended):
    """A contact that ended then, as it stands on Monday, November 23, 2026, at 6 in the evening."""
    said = replace(summary(contact, "case", []), unsigned_since=ended)
    now = datetime(2026, 11, 23, 23, 0, tzinfo=UTC)
    return Waiting(contact, said, consulting.policy()[0], False, now)


def test_what_was_signed_is_overdue_no_more(crisis, lees, later):
    for contact in lees:
        crisis("review", contact, "--agree")

    waiting = queue(crisis)  # for their follow-ups, which are overdue by now
    assert [one["overdue"] or one["unread"] or not one["not_reached"] for one in waiting] == [
        False
    ] * 2
    assert json.loads(crisis("--json").stdout)["sign"] == []


def test_a_worker_is_not_told_what_is_to_be_signed(crisis, started, calm, become, later):
    started(calm)
    become("Lee", "worker")

    assert json.loads(crisis("--json").stdout)["sign"] == []


def test_what_the_policy_wants_nobody_to_sign_comes_last_and_says_so(crisis, lees, policy):
    policy(("{from: none, within", "{from: high, within"), ("{from: moderate, w", "{from: high, w"))

    assert {one["countersign_due"] for one in queue(crisis)} == {None}
    assert "the policy asks for no countersign; it may be read" in crisis("review").stdout


# -- two at once


def sign(contact, by, event):
    """A countersign by somebody else, from their own computer."""
    with found(contact) as one:
        one.store.append(contact, event, datetime.now(UTC), by, after=one.state.entries[-1].seq)


def test_two_who_sign_at_once_are_both_kept_and_told(crisis, lees):
    contact = lees[1]
    crisis("review", contact, "--agree")
    sign(contact, "Lou T.", DISAGREE)

    (row,) = [one for one in queue(crisis) if one["contact"] == contact]
    assert (row["crossed"], row["unread"]) == (True, [])
    said = " ".join(crisis("review").stdout.split())
    assert "two supervisors signed, and neither had seen what the other said" in said
    record = " ".join(crisis("show", contact).stdout.split())
    assert "Kim S. signed too; neither had seen what the other said. Both stand" in record
    head, _, _ = record.partition("What I understood")
    assert "Disagreed, by Lou T." in head and "Agreed, by Kim S." in head

    crisis("review", contact, "--agree")  # whoever reads both settles it
    assert contact not in [one["contact"] for one in queue(crisis)]


def test_what_one_of_them_asks_of_the_worker_is_not_hidden_by_the_other(crisis, lees):
    contact = lees[1]
    sign(contact, "Lou T.", DISAGREE)
    sign(contact, "Ana B.", AGREE)  # later, and without having seen it

    assert "DISAGREES: See them." in crisis().stdout
    head, _, _ = " ".join(crisis("show", contact).stdout.split()).partition("What I understood")
    assert "Disagreed, by Lou T." in head and "Instruction: See them." in head

    crisis("review", contact, "--agree")  # whoever reads both settles it
    assert "FROM A SUPERVISOR" not in crisis().stdout


def test_what_was_signed_while_the_record_was_read_is_told_and_both_stay(crisis, lees, monkeypatch):
    from crisis_cli.commands.review import command

    contact = lees[1]
    before = command.meanwhile

    def slow(one):
        sign(contact, "Lou T.", DISAGREE)
        return before(one)

    monkeypatch.setattr(command, "meanwhile", slow)
    done = crisis("review", contact, "--agree")

    assert done.exit_code == 0, done.stderr
    assert "Meanwhile Lou T." in done.stderr
    assert "signed too, and disagrees: See them.\nBoth stay." in done.stderr
    with found(contact) as one:
        assert [(e.by, c.agree) for e, c in one.state.after.countersigns] == [
            ("Lou T. (with the key of Kim S.)", False), ("Kim S.", True),
        ]  # fmt: skip
        assert one.state.after.crossed()
