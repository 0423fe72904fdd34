"""What the lists say is left: what was put off, and when the two agreed to talk."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest

from crisis_cli.commands import overview
from crisis_cli.commands.contacts import begin, found, now
from crisis_cli.commands.follow_up import command
from crisis_cli.commands.follow_up.draft import follow_ups_of
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Answered, Consulted, ConsultNeeded, Ended, Ending, Opened
from crisis_cli.protocol.source import load
from crisis_cli.team.policy import FALLBACK, Link

STEPS = """\
      - {id: thoughts, ask: Any thoughts of ending your life?, answers: danger, danger: yes}
      - {id: ride, do: Call them a ride., label: A ride}
      - {id: told, do: Tell your supervisor., label: Supervisor told}
      - {id: next_when, ask: When shall we talk?, kind: date_time, label: Next talk}
"""
LATER = "  - {within: 30 days, what: Ask how they are}"
NOT_YET = {"outcome": "not_yet"}


@pytest.fixture
def protocol(draft, approve):
    """The short protocol, with two actions on its path and a time to talk again."""
    text = draft.read_text(encoding="utf-8")
    head, _, rest = text.partition("      - {id: thoughts,")
    _, _, rest = rest.partition("\n")
    text = f"{head}{STEPS}{rest}".replace("what: Meet them}", "what: Meet them}\n" + LATER)
    draft.write_text(text, encoding="utf-8")
    approve(draft)
    return load(draft)


@pytest.fixture
def had(protocol):
    """A calm contact that ended an hour ago, with these answers; its id."""

    def make(*more, **answers):
        with store_of() as store:
            opened = Opened(protocol.id, "1", protocol.hash, worker="Ana", client="Sam")
            one = begin(store, protocol, opened, lambda: now() - timedelta(hours=1))
            given = {"name": "Sam", "thoughts": "no", "ride": {"outcome": "done"}}
            given |= {"told": {"outcome": "done"}} | answers
            for event in (*(Answered(step, value) for step, value in given.items()), *more):
                one.write(event)
            for step in ("next_when", "friend"):
                if step not in answers:
                    one.write(Answered(step, unknown="declined"))
            one.write(Ending("finished"))
            one.write(Ended())
        return one.id

    return make


def day(ahead):
    """A day on the clock of the tests, as an answer."""
    return (now().astimezone() + timedelta(days=ahead)).strftime("%Y-%m-%d")


def test_an_action_that_was_put_off_is_told_and_gone_once_it_is_said_what_came_of_it(crisis, had):
    contact = had(ride=NOT_YET)
    for words in ((), ("cases",), ("follow-up",)):
        assert "STILL OPEN: A ride" in crisis(*words).stdout

    done = crisis("amend", contact, "--kind", "outcome", "--text", "A friend drove them.")

    assert done.exit_code == 0, done.stderr
    assert "STILL OPEN" not in crisis().stdout + crisis("cases").stdout
    assert "Nothing is open, and nothing is due." in crisis().stdout
    shown = " ".join(crisis("show", contact).stdout.split())
    assert "A ride: A friend drove them." in shown and "Find out what came of it" not in shown
    again = crisis("amend", contact, "--kind", "outcome", "--text", "Twice.")
    assert again.exit_code == 1 and "nothing that was put off" in again.stderr


def test_of_two_that_were_put_off_one_is_named(crisis, had):
    contact = had(ride=NOT_YET, told=NOT_YET)

    asked = crisis("amend", contact, "--kind", "outcome", "--text", "x")
    assert "action: ride: A ride" in asked.stderr

    done = crisis("amend", contact, "--kind", "outcome", "--alert", "action: told", "--text", "x")
    assert done.exit_code == 0, done.stderr
    assert json.loads(crisis("cases", "--json").stdout)[0]["put_off"] == ["A ride"]


def test_a_call_for_advice_that_was_put_off_is_done_once_somebody_thought_along(crisis, had):
    need = ConsultNeeded(["The level of concern is moderate"], "entry", "p", ["told"], "moderate")
    contact = had(need, Consulted("Kim", answered=False), told=NOT_YET)
    assert "STILL OPEN: Supervisor told" in crisis().stdout

    crisis("amend", contact, "--kind", "consult", "--to", "Kim", "--text", "Stay near.")
    assert "STILL OPEN" not in crisis().stdout


def test_for_when_they_agreed_to_talk_comes_up_in_time_though_it_is_due_later(
    crisis, had, monkeypatch
):
    soon, later = had(next_when=day(3)), had()
    rows = json.loads(crisis("follow-up", "--json").stdout)
    assert [row["contact"] for row in rows[:2]] == [soon, later]
    assert rows[0]["agreed_for"].startswith(day(3)) and rows[1]["agreed_for"] is None
    assert "agreed with them for" in crisis("follow-up").stdout
    assert "Nothing is open, and nothing is due." in crisis().stdout

    monkeypatch.setattr(overview, "now", lambda: now() + timedelta(days=2, hours=12))
    said = crisis().stdout
    assert soon in said and "agreed with them for" in said and later not in said


def test_what_was_agreed_is_as_a_correction_has_it(crisis, had):
    contact = had(next_when=day(3))
    crisis("amend", contact, "--kind", "correction", "--step", "next_when", "--value", day(4),
           "--reason", "A slip")  # fmt: skip

    assert json.loads(crisis("follow-up", "--json").stdout)[0]["agreed_for"].startswith(day(4))


def test_once_that_is_settled_no_later_follow_up_stands_for_it(crisis, had):
    contact = had(next_when=day(1))
    assert contact in crisis().stdout
    crisis("follow-up", contact, "--settle", "declined", "--reason", "They said so")

    assert "agreed with them" not in crisis().stdout + crisis("follow-up").stdout
    assert "Nothing is open, and nothing is due." in crisis().stdout


def test_whom_to_tell_has_a_number_also_where_the_policy_names_a_resource(crisis, had):
    contact = had()
    line = Link("line", "The Access HelpLine", resource="access_helpline")
    policy = replace(FALLBACK, chain=(line,))
    with found(contact) as one:
        (left, *_) = follow_ups_of(one)

    assert replace(left, policy=policy).whom == "The Access HelpLine (1-888-793-4357)"


def test_who_was_tried_for_one_follow_up_was_tried_for_each_that_is_overdue(
    crisis, had, monkeypatch
):
    contact = had()
    crisis("follow-up", contact, "--tried", "phone")
    monkeypatch.setattr(command, "now", lambda: now() + timedelta(days=40))

    first, second = json.loads(crisis("follow-up", "--json").stdout)
    assert first["overdue"] and second["overdue"]
    assert first["wanted"] == second["wanted"] != []
    said = crisis("follow-up").stdout
    assert said.count("NOT REACHED: 1 try") == 2 and "nobody has tried" not in said
    assert len(first["tries"]) == 1 and second["tries"] == []
