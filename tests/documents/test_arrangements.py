"""One record in several arrangements: nothing is left out of any, and each has its own order."""

from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_contacts import (
    CALM,
    END,
    NOW,
    PLAN,
    answer,
    calm,
    contact,
    full,
    listing,
    said,
    sealed,
    signed_record,
)
from shipped_plans import SCENARIOS, sheet, state

from crisis_cli.documents.blocks import Asked, Box, Heading
from crisis_cli.documents.forms import BIRP, DAP, PAGE, RECORD_FORMS
from crisis_cli.documents.record.arrangements import ANSWERS, ARRANGEMENTS, PIECES
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.table import RECORD
from crisis_cli.documents.text import text
from crisis_cli.engine.entries import Acknowledged, Revisited
from crisis_cli.protocol import compiled
from crisis_cli.protocol.source import load
from crisis_cli.protocol.surface.values import RecordWord

UNDERSTOOD = "What I understood and why I acted"


def record(state, form, **more):
    return contact_record(state, listing, NOW, "k7m4-2pqx", form=form, **more)


def words(state, form, **more):
    return text(record(state, form, **more), 10_000)


def between(shown, heading, after):
    return shown.split(f"\n{heading}\n")[1].split(f"\n{after}\n")[0]


def answers(blocks):
    """Every answer that is printed as one: what fired a rule, or was passed by, has no time."""
    for block in blocks:
        if isinstance(block, Asked):
            yield from (one for one in block.said if one.note)
        if isinstance(block, Box):
            yield from answers(block.blocks)


# -- the table


@pytest.mark.parametrize("form", [form for form in RECORD_FORMS if form != PAGE])
def test_an_arrangement_has_a_place_for_everything_and_one_only(form):
    held = [name for part in ARRANGEMENTS[form].parts for name in part.holds]

    assert sorted(held) == sorted([*ANSWERS, *(PIECES.keys() - {"by section"})])


def test_the_words_of_record_are_those_of_the_language():
    assert tuple(ANSWERS) == compiled.RECORD == get_args(RecordWord)
    assert set(ARRANGEMENTS) == set(RECORD_FORMS)


# -- nothing is left out, and nothing is told twice

STEPS = ["alone", "thoughts", "intent", "method", "afraid", "pills"]
TEXTS = ["signs", "calm", "secret", "where", "called", "hotline"]


def _value(step, number):
    if step in ("called", "hotline"):
        return {"outcome": "done", "note": f"word{number}x"}
    return f"word{number}x"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(STEPS), st.sampled_from(["yes", "no", "unsure", "declined"]))
        | st.tuples(st.sampled_from(TEXTS), st.none())
    )
)
def test_each_answer_stands_once_in_every_arrangement(short, given_in_turn):
    """In whatever order things were asked, changed and withdrawn."""
    events = []
    for number, (step, value) in enumerate(given_in_turn):
        events.append(answer(step, value or _value(step, number)))
    state = contact(short, *events)

    for form in RECORD_FORMS:
        page = record(state, form)
        assert len(list(answers(page.blocks))) == len(given_in_turn)
        shown = text(page, 10_000)
        for number, (_, value) in enumerate(given_in_turn):
            assert value or shown.count(f"word{number}x") == 1


@pytest.mark.parametrize("number", SCENARIOS)
def test_each_answer_of_a_scenario_stands_once_in_every_arrangement(number):
    wanted = len(state(number).given())
    for form in RECORD_FORMS:
        page = sheet(number, RECORD, form)
        outcomes = sum(len(one["outcomes"]) for one in page.data["alerts"])
        reasons = sum(len(one.said) for one in uses(page.blocks))

        assert len(list(answers(page.blocks))) - outcomes - reasons == wanted, form


def uses(blocks):
    """What has a time and is no answer: the emergency key, and the level that somebody raised."""
    names = ("The emergency key", "What came of it", "The worker raised the level of concern")
    return [one for one in blocks if isinstance(one, Asked) and one.question in names]


# -- where things stand


def test_a_record_as_dap_reads_like_this(short, golden):
    golden("documents/record_full_dap.txt", text(record(full(short), DAP)))


def test_a_record_as_birp_reads_like_this(short, golden):
    golden("documents/record_full_birp.txt", text(record(full(short), BIRP)))


def headings(page):
    return [one.text for one in page.blocks if isinstance(one, Heading) and one.level == 2]


def test_dap_is_data_then_what_i_understood_then_the_plan(short):
    first = headings(record(calm(short), DAP))[:3]

    assert first == ["Data: what was said and seen", UNDERSTOOD, "Plan"]


def test_birp_is_behavior_intervention_response_plan(short):
    first = headings(record(calm(short), BIRP))[:4]

    assert [one.split(":")[0] for one in first] == ["Behavior", "Intervention", "Response", "Plan"]


@pytest.mark.parametrize("form", [DAP, BIRP, "paste"])
def test_no_arrangement_writes_an_assessment_or_a_diagnosis(short, form):
    shown = words(full(short), form).lower()

    assert "assessment" not in shown and "diagnos" not in shown
    assert "not a clinical finding" in shown


def test_the_level_stands_with_the_rule_and_the_answers_that_fired_it(short):
    state = contact(short, *said(thoughts="yes", intent="unsure", method="no", afraid="no"), *END)
    shown = between(words(state, DAP), UNDERSTOOD, "Plan")

    assert "Some intention to act (high, rule some_intention, 3:02 pm)" in shown
    assert "Do you mean to act on them? Not sure" in shown


def test_danger_questions_stand_with_their_times_and_what_was_struck_out(short):
    data = between(words(full(short), DAP), "Data: what was said and seen", UNDERSTOOD)

    assert "[struck out] No (3:02 pm. Replaced at 3:04 pm)" in data
    assert "Struck out at" in data and "a slip of the key" in data


def test_both_accounts_stand_each_with_its_time_and_are_pointed_out(short):
    data = between(words(full(short), BIRP), "Behavior: what was said and seen", "Intervention")

    assert "Where there is more than one account, all of them stand" in data
    assert "- Do you mean to act on them? Not sure at 3:05 pm; No at " in data


def test_an_open_alert_stands_first_in_every_arrangement(short):
    state = contact(short, *said(thoughts="yes", intent="yes"), Acknowledged("stay"))
    for form in RECORD_FORMS:
        shown = words(state, form)
        assert shown.index("Open alerts") < shown.index(headings(record(state, form))[0])


def test_a_closed_alert_stands_with_what_i_did_and_its_times(short):
    done = answer("called", {"outcome": "done", "note": "a counselor"})
    state = contact(
        short, *said(thoughts="yes", intent="yes"), Acknowledged("stay"), done, *said(where="Here")
    )
    for form, heading, after in (
        (DAP, UNDERSTOOD, "Plan"),
        (BIRP, "Intervention: what I understood, and what I did", "Response: what came of it"),
    ):
        shown = between(words(state, form), heading, after)
        assert "Began: 3:02 pm, after: Do you mean to act on them?" in shown
        assert "What to do was read: 3:03 pm (Stay together)" in shown
        assert "Done: a counselor (3:04 pm)" in shown


def test_a_countersign_is_printed_with_its_fingerprint_or_with_lines_to_sign(short):
    state = signed_record(short)
    for form in (DAP, BIRP):
        assert "1537 6506 e293 dcac" in words(state, form, seals=sealed(state))
        assert "Instruction: See them today." in words(state, form)
        assert "I agree / I disagree (circle one)" in words(calm(short), form)


# -- the words in a protocol

SAYS = """
protocol: says
title: Says
version: 1
languages: [en]
sections:
  - id: all
    title: All
    record: plan
    steps:
      - {id: why_now, ask: Why today?, kind: text, record: purpose}
      - {id: next, ask: What next?, kind: text}
      - {id: bad, ask: Bad?, kind: yes_no, danger: yes}
      - {id: call, do: Call them., record: goal}
  - id: more
    title: More
    steps:
      - {id: other, ask: Anything else?, kind: text}
      - {id: ride, do: Find a ride.}
      - {id: friend, ask: Who?, kind: text}
documents:
  safety_plan:
    - {heading: People, from: friend}
"""


@pytest.fixture
def says(tmp_path):
    path = tmp_path / "says.yaml"
    path.write_text(SAYS, encoding="utf-8")
    return load(path)


@pytest.mark.parametrize(
    ("step", "word"),
    [
        ("why_now", "purpose"),  # its own word
        ("next", "plan"),  # that of its section
        ("call", "goal"),
        ("other", "said"),  # what is usual
        ("ride", "done"),
        ("friend", "plan"),  # the safety plan prints it
    ],
)
def test_an_answer_stands_where_its_step_or_its_section_says_or_where_such_answers_do(
    says, step, word
):
    value = {"outcome": "done", "note": "x"} if step in ("call", "ride") else "x"
    page = record(contact(says, answer(step, value)), DAP)
    told = {q["step"]: q["record"] for one in page.data["sections"] for q in one["questions"]}

    assert told == {step: word}


def test_a_danger_question_stands_with_the_danger_questions_whatever_its_section_says(says):
    page = record(contact(says, answer("bad", "no")), DAP)

    assert page.data["sections"] == () and page.data["danger"][0]["record"] == ""


def test_a_contact_that_began_before_there_were_such_words_has_a_whole_record(short):
    """Its protocol is kept with it, as it was compiled then."""
    from crisis_cli.protocol.saved import from_json, to_json

    body = to_json(short)
    body["steps"].pop("record", None)
    state = contact(from_json(body), *said(**CALM, **PLAN), Revisited("calm"), *END)

    assert len(list(answers(record(state, DAP).blocks))) == len(state.given())
