"""What a plan says otherwise than the one that it started from."""

import pytest

from crisis_cli.engine.entries import Answered, Entry, Opened
from crisis_cli.engine.revision import changes, started_from
from crisis_cli.engine.state import fold
from crisis_cli.terminal.revised import revised

PLAN = """
    protocol: plan
    title: Plan
    version: 1
    languages: [en]
    sections:
      - id: s
        title: S
        steps:
          - id: calm
            list: What helps?
            label: What helps
            each: [{id: what, ask: What?, kind: text}]
            start_from: last_plan
          - {id: friend, ask: Who?, label: Whom I call, kind: person, start_from: last_plan}
          - {id: secret, ask: Anything private?, kind: text, private: yes, start_from: last_plan}
          - {id: mood, ask: How are you?, kind: text}
"""
MADE = "2026-11-02T15:00:00+00:00"
BEFORE = {
    "calm": [{"what": "Tea"}, {"what": "Walk"}],
    "friend": {"name": "Ana", "phone": "202-555-0100"},
    "secret": "under the bridge",
    "gone": "an older protocol had this",
}


@pytest.fixture
def after(protocol, at):
    compiled = protocol(PLAN)

    def state(brought, **answers):
        events = [Opened("plan", "1", compiled.hash, brought=brought)]
        events += [Answered(step, value) for step, value in answers.items()]
        return fold(compiled, [Entry(n, at, "w", e) for n, e in enumerate(events, 1)])

    return state


@pytest.fixture
def at():
    from datetime import UTC, datetime

    return datetime(2026, 11, 23, 20, 0, tzinfo=UTC)


def told(state):
    return [text.text for text in revised(state) if text.text]


def test_what_is_the_same_is_no_change(after):
    state = after({"values": BEFORE, "made": MADE}, calm=BEFORE["calm"], friend=BEFORE["friend"])

    assert changes(state) == []
    assert told(state) == [
        "Changed since the plan of Monday, November 2, 2026",
        "The plan says what it said before.",
    ]


def test_what_came_what_went_and_what_was_left_out_are_told(after):
    state = after({"values": BEFORE, "made": MADE}, calm=[{"what": "Tea"}, {"what": "Sing"}])

    assert [(one.name, one.was, one.now) for one in changes(state)] == [
        ("What helps", ("Tea", "Walk"), ("Tea", "Sing")),
        ("Whom I call", ("Ana, 202-555-0100",), ()),
    ]
    assert told(state)[1:] == [
        "What helps: no longer Walk; now Sing",
        "Whom I call: not in this plan",
    ]


def test_another_order_is_told_as_such(after):
    state = after(
        {"values": BEFORE, "made": MADE}, calm=BEFORE["calm"][::-1], friend=BEFORE["friend"]
    )

    assert told(state)[1:] == ["What helps: in another order"]


def test_what_is_private_is_never_told(after):
    state = after({"values": BEFORE, "made": MADE}, secret="somewhere else")

    assert "bridge" not in str(changes(state)) and "somewhere" not in str(changes(state))


@pytest.mark.parametrize("brought", [{}, {"values": BEFORE}, {"values": {}, "made": MADE}])
def test_nothing_is_told_where_the_plan_started_from_none(after, brought):
    state = after(brought, calm=BEFORE["calm"])

    assert started_from(state) is None
    assert told(state) == []


def test_a_value_that_an_older_protocol_kept_in_another_shape_is_shown_as_it_is(after):
    state = after({"values": {"friend": "Ana"}, "made": MADE}, friend=BEFORE["friend"])

    assert [one.was for one in changes(state)] == [("Ana",)]
