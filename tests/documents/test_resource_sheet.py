"""The resource sheet: what fits the answers, how fresh it is, and what never stands on it."""

import re
from dataclasses import replace
from datetime import date

import pytest
from made_contacts import END, NOW, answer, contact, said
from shipped_plans import LANGUAGES, SCENARIOS, help_sheet, state

from crisis_cli.directory.entry import Number, Resource
from crisis_cli.directory.lines import helping
from crisis_cli.documents.blocks import Box, Contacts, Heading
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.resource_sheet import fitting, resource_sheet
from crisis_cli.documents.text import text
from crisis_cli.engine.entries import Ending, Revisited
from crisis_cli.workshop.check.grade import grade

FULL = "16"  # outside on a freezing night: a bed and food are needed

BRANCHING = """
protocol: branching
title: Branching
version: 1
languages: [en]
answer_sets:
  danger: {yes: "Yes", no: "No"}
rules:
  sick: {means: Sick from stopping, withdrawal: [yes, unsure]}
  hurt: {means: Hurt at home, afraid: [yes, unsure]}
urgent:
  - {when: sick, run: center}
  - {when: hurt, run: advocate}
sections:
  - id: s
    title: S
    steps:
      - {id: withdrawal, ask: Are you sick, answers: danger, danger: yes}
      - {id: afraid, ask: Are you afraid, answers: danger, danger: yes, private: yes}
      - id: needs
        ask: What do you need
        kind: choose_many
        answers: {bed: A bed, food: Food}
      - {id: bed, when: {needs: {includes: bed}}, do: Call about a bed, call: [shelter]}
      - {id: eat, when: {needs: {includes: food}}, guidance: Where food is, call: [food]}
      - {id: soft, when: {afraid: yes}, guidance: Where to hide, call: [hideout]}
      - {id: quiet, guidance: Only you know, private: yes, call: [secret]}
      - {id: paper, ask: Is paper safe, answers: {yes: "Yes", no: "No"}}
blocks:
  center:
    - {id: center_now, guidance: Call the center or 911, call: [center, nine_one_one]}
    - {id: center_room, when: {needs: {includes: food}}, guidance: And this, call: [late]}
  advocate:
    - {id: advocate_now, guidance: Call an advocate or 911, call: [advocate]}
documents:
  safety_plan:
    when: {paper: yes}
    parts:
      - {heading: Day and night, resources: [lifeline, helpline]}
      - {heading: In the calm, when: {withdrawal: no}, resources: [peers]}
"""
ANSWERS = {"withdrawal": "no", "afraid": "no", "needs": [], "paper": "yes"}
TODAY = date(2026, 11, 28)


@pytest.fixture
def branching(protocol):
    return protocol(BRANCHING)


def ids(protocol, *more, **answers):
    return fitting(contact(protocol, *said(**ANSWERS | answers), *more, *END))


def one(**keys):
    given = {
        "id": "center",
        "name": "The center",
        "purpose": "A bad night",
        "numbers": (Number("call", "202-555-0100"),),
        "hours": "always",
        "source": "S",
        "verified_on": date(2026, 11, 1),
        "status": "confirmed",
    }
    return Resource(**given | keys)


def told(**keys):
    """The line of one resource: how to reach it, and what else to know."""
    return helping({"center": one(**keys)}, ["center"], TODAY)


# -- which ones


def test_without_a_need_or_an_alert_they_are_those_of_the_plan(branching):
    assert ids(branching) == ("lifeline", "helpline", "peers")


def test_a_need_that_was_named_brings_its_number_and_no_other(branching):
    assert ids(branching, needs=["bed"])[3:] == ("shelter",)
    assert ids(branching, needs=["food"])[3:] == ("food",)


def test_what_was_urgent_brings_its_numbers_and_911_is_in_the_box(branching):
    found = ids(branching, withdrawal="yes")

    assert found == ("lifeline", "helpline", "center")
    assert ids(branching, withdrawal="yes", needs=["food"])[2:4] == ("center", "late")


def test_what_only_a_private_answer_brought_up_stands_on_no_sheet(branching):
    assert not {"advocate", "hideout"} & set(ids(branching, afraid="yes"))
    assert "secret" not in ids(branching)


def test_a_slip_of_the_key_brings_no_number(branching):
    slip = (Revisited("withdrawal"), answer("withdrawal", "no", "corrected", "wrong key"))

    assert "center" not in ids(branching, *slip, withdrawal="yes")


def test_the_lifeline_is_the_first_whatever_the_protocol_names(protocol):
    bare = protocol(BRANCHING.replace("[lifeline, helpline]", "[helpline]"))

    assert ids(bare)[0] == "lifeline"


@pytest.mark.parametrize("answers", [{"paper": "no"}, {"paper": "declined"}])
def test_there_is_no_sheet_where_paper_is_not_safe(branching, answers):
    state = contact(branching, *said(**ANSWERS | answers), *END)

    assert resource_sheet(state, lambda ids: [], NOW) is None


def test_there_is_no_sheet_before_anybody_asked_whether_paper_is_safe(branching):
    state = contact(branching, *said(withdrawal="yes"), Ending("left"))

    assert resource_sheet(state, lambda ids: [], NOW) is None


# -- what is said of each


def test_each_says_how_to_reach_it_what_it_is_for_when_and_how_fresh_that_is():
    ((name, always, reach, note),) = told(address="1 Main St", who="Anyone", languages=("en", "es"))

    assert (name, always) == ("The center", True)
    assert reach == "Call 202-555-0100\nPlace: 1 Main St"
    assert note.split("\n") == [
        "A bad night",
        "Day and night",
        "Who can use it: Anyone",
        "Languages: English, Spanish",
        "Last checked in November 2026",
    ]


def test_one_that_was_checked_long_ago_says_so_and_does_not_vanish():
    ((*_, note),) = told(verified_on=date(2024, 5, 1))

    assert note.endswith("Last checked in May 2024. It may have changed.")


def test_hours_are_printed_as_they_are_known():
    ((_, always, _, note),) = told(hours="Hours not confirmed")

    assert not always and "Hours not confirmed" in note


@pytest.mark.parametrize(
    "keys",
    [
        {"status": "unverified"},
        {"numbers": (Number("call", "202-555-0100", status="unverified"),)},
        {"worker_only": True},
    ],
)
def test_what_was_not_verified_or_is_for_reports_is_on_no_sheet(keys):
    assert told(**keys) == []


def test_a_number_that_was_not_verified_is_left_out_of_one_that_was():
    numbers = (Number("call", "202-555-0100"), Number("text", "55555", status="unverified"))
    ((_, _, reach, _),) = told(numbers=numbers)

    assert reach == "Call 202-555-0100"


# -- how it reads


@pytest.mark.parametrize("number", ["01", "04", FULL])
def test_the_sheet_of_a_scenario_reads_like_this_in_spanish(number, golden):
    page = help_sheet(number, "page", "es")

    golden(f"sheets/{number}.es.txt", FORMATS["txt"](page, print).decode())


def test_a_sheet_begins_with_911_and_988_and_has_no_word_of_why():
    for number in SCENARIOS:
        page = help_sheet(number)
        if page is None:
            continue
        assert isinstance(page.blocks[0], Box) and "911" in page.blocks[0].blocks[0].text
        assert page.blocks[2].people[0].name == "988 Lifeline"
        whole = text(replace(page, practice=False))
        assert not re.search(r"level|concern|alert|moderate|\bhigh\b|danger(?! right now)", whole)
        assert not re.search("suicide", page.title, re.I)


def test_no_scenario_prints_where_the_worker_reports():
    for number in SCENARIOS:
        if page := help_sheet(number):
            assert not re.search("202-671-7233|202-541-3950|CFSA|Protective", text(page)), number


def test_who_answers_at_any_hour_stands_before_the_others():
    page = help_sheet(FULL)
    headings = [block.text for block in page.blocks if isinstance(block, Heading)]
    people = [
        one.name for block in page.blocks if isinstance(block, Contacts) for one in block.people
    ]

    assert headings == ["They answer day and night", "Look at the hours first"]
    assert people == ["988 Lifeline", "DC Access HelpLine", "DC Shelter Hotline", "Hunger Lifeline"]


def test_our_own_words_are_read_at_grade_six():
    whole = text(replace(help_sheet(FULL), practice=False))
    own = re.sub(r"[-=]{3,}|\d[\d-]*|\S+\.org", " ", whole).replace("\n- ", ". ")

    assert grade(own) <= 6


def test_a_sheet_says_when_its_numbers_were_looked_up_and_a_plan_when_it_was_made(branching):
    state = contact(branching, *said(**ANSWERS), *END)
    later = NOW.replace(month=12)

    assert "Made on: Wednesday, December 23, 2026" in text(
        resource_sheet(state, lambda ids: [], later)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_number_is_there_and_no_english_of_ours_in_any_language(language):
    english, other = (text(help_sheet(FULL, "page", one)) for one in ("en", language))
    numbers = set(re.findall(r"\d{3}-\d{3}-\d{4}|\b988\b|\b911\b|\b311\b", english))
    ours = re.findall(r"^  (?!Call \d|Chat|Text \d)(.+)$", english, re.M)

    assert len(numbers) == 6 and len(ours) > 10
    assert [one for one in numbers if one not in other] == []
    assert [one for one in ours if one in other] == []


def test_names_of_the_person_and_the_worker_are_on_no_sheet(branching):
    state = contact(branching, *said(**ANSWERS), *END, client="Alex Example")
    page = resource_sheet(state, lambda ids: [], NOW)

    assert not re.search("Alex|Example|Worker", text(page) + str(page.data))
    assert state.opened.client == "Alex Example"


def test_the_scenarios_have_sheets_and_lack_them_where_paper_is_not_safe():
    made = {number for number in SCENARIOS if help_sheet(number)}

    assert {"01", "03", "10", "16"} <= made
    assert "18" not in made  # her partner answers for her
    assert made == {n for n in SCENARIOS if state(n).answer("paper") and _safe(n)}


def _safe(number):
    return state(number).answer("paper").value in ("yes", "small")
