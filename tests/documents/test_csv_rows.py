"""Contacts as CSV: plain cells that no spreadsheet takes for a formula, and that come back."""

import csv
import io
import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_contacts import END, NOW, answer, calm, contact, listing, said
from shipped_plans import SCENARIOS, shipped, state

from crisis_cli.documents.csv_rows import (
    ANSWERS,
    BOM,
    COLUMNS,
    CORRECTED,
    PRIVATE,
    Filed,
    escaped,
    row,
    unescaped,
    written,
)
from crisis_cli.documents.inert import inert
from crisis_cli.engine.additions import Amended, Countersigned

DATA = os.environ.get("CRISIS_TEST_DATA", "")
FILED = Filed("k7m4-2pqx", "g7pp-4gk5")
BEGINNINGS = "=+-@\t'\uff1d\uff0b\uff0d\uff20\u2212"
OURS = """
    protocol: ours
    title: Ours
    version: 2
    languages: [en]
    answer_sets: {danger: {yes: "Yes", no: "No"}}
    sections:
      - id: first
        title: First
        steps:
          - {id: why_today, ask: What made it so hard?, kind: long_text}
          - {id: problem, ask: What should change first?, kind: text, private: yes}
          - {id: needs, ask: What tonight?, kind: choose_many, answers: {bed: A bed, food: Food}}
          - {id: barriers, ask: What is in the way?, kind: text}
          - id: actions
            list: What next?
            each: [{id: what, ask: What, kind: text}, {id: who, ask: Who, kind: text}]
          - {id: helped, do: Call the hotline together., label: Called the hotline, confirm: Who?}
          - {id: told, do: Tell the supervisor., confirm: Who?}
    documents:
      safety_plan:
        - {heading: Next, from: actions, resources: [helpline]}
"""


@pytest.fixture
def ours(protocol):
    return protocol(OURS)


def told(state, filed=FILED):
    return row(state, listing, NOW, filed)


def read(data):
    """The rows as another program reads them."""
    text = data.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_a_row_says_what_was_needed_done_and_agreed(ours):
    answers = {
        "why_today": "The letter.\nAgain.",
        "problem": "only between us",
        "needs": ["bed", "food"],
        "barriers": "declined",
        "actions": [{"what": "Legal aid", "who": "Me"}, {"what": "Call"}],
        "helped": {"outcome": "done", "note": "Ann answered"},
        "told": {"outcome": "not_yet"},
    }
    said_in = contact(ours, *said(**answers), *END, client="Maria Lopez")

    assert {name: text for name, text in told(said_in).items() if text} == {
        "contact": "k7m4-2pqx",
        "case": "g7pp-4gk5",
        "worker": "Worker One",
        "date": "2026-11-23",
        "start": "15:00",
        "end_date": "2026-11-23",
        "end": "15:08",
        "time_zone": "America/New_York",
        "purpose": "The letter.\nAgain.",
        "goal": PRIVATE,
        "needs": "A bed, Food",
        "barriers": "Would rather not say",
        "next_steps": "Legal aid, Me; Call",
        "services": "Called the hotline: Ann answered",
        "referrals": "DC Access HelpLine",
        "plan_made": "yes",
        "ending": "finished",
        "follow_up_due": "2026-11-24T15:08:00-05:00",
        "countersigned": "no",
        "amended": "no",
        "practice": "no",
        "protocol": "ours 2",
    }


def test_what_was_not_asked_is_said_and_what_was_never_to_be_asked_is_empty(ours, short):
    early = told(contact(ours, *said(why_today="x"), *END))

    assert early["needs"] == "Not asked"
    assert told(calm(short))["needs"] == ""  # these questions have none


def test_a_late_entry_gives_when_it_took_place_and_when_it_was_written(short):
    late = told(calm(short, happened="2026-11-20T23:30:00-05:00"))

    assert (late["date"], late["start"], late["end"]) == ("2026-11-20", "23:30", "")
    assert late["late_entry_written"] == "2026-11-23T15:00:00-05:00"


def test_amendments_and_countersigns_are_told_and_what_they_correct_is_right(ours):
    base = (*said(why_today="x", needs=["bed"]), *END)
    right = told(contact(ours, *base, Amended("correction", "", "Slip", "needs", value=["food"])))
    words = told(contact(ours, *base, Amended("correction", "No bed", "Slip", "needs")))

    assert (right["needs"], right["amended"], right["countersigned"]) == ("Food", "yes", "no")
    assert words["needs"] == CORRECTED
    assert told(contact(ours, *base, Countersigned(True)))["countersigned"] == "yes"


def test_a_row_has_no_level_and_a_name_only_if_it_is_given(short):
    danger = answer("thoughts", "yes", "changed"), answer("intent", "yes")
    whole = told(calm(short, *danger, client="Maria Lopez"))

    assert "level" not in whole and "Lopez" not in str(whole)
    assert not {"high", "moderate", "Some intention to act"} & set(whole.values())
    assert told(calm(short), Filed("k7m4-2pqx", client="Maria"))["client"] == "Maria"


def test_each_column_that_takes_an_answer_takes_one_of_the_shipped_protocol():
    steps = {step.id: step for step in shipped().steps}

    assert set(ANSWERS.values()) <= set(steps)
    assert not [one for one in ANSWERS.values() if steps[one].danger]


@pytest.mark.parametrize("number", SCENARIOS)
def test_every_scenario_is_one_row_that_comes_back(number):
    whole = told(state(number))
    [back] = read(written([whole]))

    assert list(back) == list(COLUMNS)
    assert {name: unescaped(cell) for name, cell in back.items()} == {
        name: inert(text) for name, text in whole.items()
    }


@given(st.text())
def test_no_cell_is_a_formula_and_every_cell_comes_back(text):
    cell = escaped(text)

    assert unescaped(cell) == inert(text)
    assert not cell.lstrip().startswith(tuple(BEGINNINGS.replace("'", "")))
    [back] = read(written([dict.fromkeys(COLUMNS, text)]))
    assert set(back.values()) == {cell}


@pytest.mark.parametrize("beginning", [*BEGINNINGS, " =", "\n+", "\u00a0@"])
def test_what_a_spreadsheet_takes_for_a_formula_begins_with_an_apostrophe(beginning):
    assert escaped(f"{beginning}1+1").startswith("'")


@pytest.mark.parametrize("beginning", ["\r=", "\x00=", "\ufeff=", "\x1b["])
def test_what_no_eye_sees_stands_before_no_formula_but_is_shown_as_its_picture_or_code(beginning):
    assert escaped(f"{beginning}1+1")[0] in "\u240d\u2400\u241b["


@pytest.mark.parametrize("plain", ["988", "a=b", "(202) 555-0100", "It's", "", "한국어", "5 - 6"])
def test_what_is_no_formula_is_left_as_it_is(plain):
    assert escaped(plain) == plain


def test_the_file_is_utf_8_with_its_mark_and_each_cell_is_in_quotes(short):
    data = written([told(calm(short)), told(calm(short))])
    lines = data.decode().split("\r\n")

    assert lines[0].startswith(f'{BOM}"contact","case"') and lines[-1] == ""
    assert all(one.count('","') == len(COLUMNS) - 1 for one in lines[:-1])
    assert len(read(data)) == 2


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
def test_a_naughty_string_comes_back_from_a_cell(ours):
    every = json.loads((Path(DATA) / "text" / "blns.json").read_text("utf-8"))
    for one in (one for one in every if one.strip()):
        whole = told(contact(ours, *said(why_today=one), *END))
        [back] = read(written([whole]))

        assert unescaped(back["purpose"]) == inert(one)
