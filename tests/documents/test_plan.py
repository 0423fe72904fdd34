"""The safety plan: the page that may leave with the client."""

import re
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_contacts import CALM, END, NOW, PLAN, answer, calm, contact, listing, said

from crisis_cli.documents.blocks import Bullets
from crisis_cli.documents.formats import FORMATS, as_json
from crisis_cli.documents.phone import phone
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.text import text
from crisis_cli.engine.entries import Emergency, Ending, Raised, Revisited
from crisis_cli.protocol.saved import from_json, to_json


def plan(state):
    page = safety_plan(state, listing, NOW)
    assert page
    return page


def words(state):
    return text(plan(state))


def headings(shown):
    """The lines with as many dashes under them."""
    lines = shown.splitlines()
    return [a for a, b in pairwise(lines) if b == "-" * len(a) and a.strip("-")]


def test_a_plan_reads_like_this(short, golden):
    golden("documents/plan.txt", words(calm(short, client="Alex Example")))


def test_a_plan_in_practice_says_so_at_every_heading(short, golden):
    shown = words(calm(short, practice=True))
    golden("documents/plan_practice.txt", shown)

    assert all(heading.endswith("[PRACTICE]") for heading in headings(shown))
    assert shown.startswith("PRACTICE") and shown.rstrip().endswith("about a real person")


def test_a_plan_without_answers_is_the_numbers_alone(short, golden):
    golden("documents/plan_bare.txt", words(contact(short, answer("alone", "no"))))


def test_there_is_no_plan_where_the_protocol_gives_none(protocol):
    tiny = protocol(
        """
        protocol: tiny
        title: Tiny
        version: 1
        languages: [en]
        sections:
          - id: s
            title: S
            steps:
              - {id: paper, ask: Is paper safe, answers: {yes: "Yes", no: "No"}}
        documents:
          safety_plan:
            when: {paper: yes}
            parts:
              - {heading: Numbers, resources: [helpline]}
        """
    )

    assert safety_plan(contact(tiny, *said(paper="no")), listing, NOW) is None
    assert safety_plan(contact(tiny, *said(paper="yes")), listing, NOW)


def test_a_private_answer_is_not_on_the_plan_even_where_a_part_names_it(short):
    assert "under the bridge" not in words(calm(short))


def test_a_withdrawn_answer_is_not_on_the_plan(short):
    state = calm(short, Revisited("pills"), answer("pills", "no", "changed"))

    assert "Rosa" not in words(state)
    assert "Pills are with somebody else: No" in words(state)


def test_a_replaced_answer_is_not_on_the_plan(short):
    state = calm(short, Revisited("signs"), answer("signs", "I cry", "changed"))

    assert "I cry" in words(state)
    assert "answering my phone" not in words(state)


@pytest.mark.parametrize("word", ["unsure", "declined", "could_not_assess", "not_asked"])
def test_an_answer_that_is_none_leaves_no_heading_behind(short, word):
    state = contact(short, *said(**CALM, **{**PLAN, "people": word}), *END)

    assert "People I can ask for help" not in headings(words(state))


def test_every_person_is_printed_with_their_number(short):
    people = [{"name": f"Person {i}", "phone": f"202-555-{i:04}"} for i in range(60)]
    shown = words(contact(short, *said(**{**CALM, **PLAN, "people": people}), *END))

    assert all(one["name"] in shown and one["phone"] in shown for one in people)


def test_a_plan_has_no_name_level_or_alert(short):
    danger = said(alone="yes", thoughts="yes", intent="yes")
    state = contact(short, *danger, Emergency("intent", True), Raised("emergency"), client="Alex")
    page = plan(state)

    for shown in (text(page), as_json(page)):
        assert not re.search("Alex|emergency(?! room)|high|concern|May act|rule|Worker One", shown)


def test_911_and_988_are_on_a_plan_whatever_the_protocol_forgets(short):
    shown = words(contact(short, *said(alone="yes")))

    assert "Call or text 988" in shown and "Call 911" in shown
    assert "If this plan does not help" in shown


def test_a_protocol_that_says_what_to_do_when_it_fails_is_not_told_twice(protocol):
    told = protocol(
        """
        protocol: told
        title: Told
        version: 1
        languages: [en]
        sections:
          - id: s
            title: S
            steps:
              - {id: a, ask: What helps, kind: text}
        documents:
          safety_plan:
            - heading: If this is not enough
              text: Call 988, or 911 in danger.
        """
    )

    assert headings(words(contact(told))) == ["If this is not enough"]


def test_a_plan_says_when_it_was_made_and_when_to_look_at_it_again(short):
    shown = words(contact(short, *said(alone="no", thoughts="yes", intent="yes"), Ending("enough")))

    assert "Made on: Monday, November 23, 2026" in shown
    assert "Look at it again: by Tuesday, November 24, 2026, 3:04 pm" in shown


def test_a_plan_printed_again_days_later_still_says_when_it_was_made(short):
    page = safety_plan(calm(short), listing, NOW + timedelta(days=3))

    assert page and "Made on: Monday, November 23, 2026" in text(page)


def test_nothing_on_a_plan_reads_as_a_promise_or_a_contract(short):
    assert not re.search(r"promise|agree|I will|sign(ed|ature)|contract", words(calm(short)), re.I)


def test_a_plan_says_that_it_is_no_official_form(short):
    assert "not the Stanley-Brown Safety Plan" in plan(calm(short)).footer
    assert "has not been tested" in plan(calm(short)).footer


def test_our_own_words_on_a_plan_are_read_at_grade_six(short):
    own = re.sub(
        r"\d[\d-]*|:", " ", words(contact(short, answer("alone", "no"))).split("Made on")[0]
    )
    sentences = [s for s in re.split(r"[.?!\n]+", own) if re.search("[a-z]", s)]
    spoken = re.findall(r"[A-Za-z']+", own)
    beats = sum(max(1, len(re.findall(r"[aeiouy]+", word.lower()))) for word in spoken)

    assert 0.39 * len(spoken) / len(sentences) + 11.8 * beats / len(spoken) - 15.59 <= 6


def test_only_one_label_stands_under_a_heading_that_already_says_it(short, protocol):
    twice = protocol(
        """
        protocol: twice
        title: Twice
        version: 1
        languages: [en]
        sections:
          - id: s
            title: S
            steps:
              - {id: a, ask: What helps, kind: text, label: On my own}
              - {id: b, ask: What else, kind: text, label: Outside}
        documents:
          safety_plan:
            - heading: First, on my own
              from: [a, b]
        """
    )

    assert "- Tea\n- Outside: Walk\n" in words(contact(twice, *said(a="Tea", b="Walk")))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(min_size=1).filter(str.strip))
def test_no_answer_takes_a_number_off_the_plan_or_stops_it(short, anything):
    page = plan(contact(short, *said(**{**CALM, **PLAN, "calm": anything}), *END))

    for kind in ("txt", "html", "json"):
        assert b"202-555-0142" in FORMATS[kind](page, print)


def test_a_page_has_the_title_that_the_protocol_gives_it(protocol):
    known = protocol(
        """
        protocol: tiny
        title: Tiny
        version: 1
        languages: [en]
        sections:
          - id: s
            title: S
            steps:
              - {id: goal, ask: What will you try, kind: text}
        documents:
          safety_plan:
            title: What I will try
            parts:
              - {heading: My goal, from: goal, short: 1}
        """
    )
    state = contact(known, *said(goal="The bus pass"))

    for form in ("page", "short"):
        assert safety_plan(state, listing, NOW, form).title == "What I will try"
    assert from_json(to_json(known)).documents["safety_plan"].title == "What I will try"


def test_on_a_phone_a_line_break_or_a_tab_in_an_answer_stays_within_its_item(short):
    page = safety_plan(calm(short), listing, NOW, "phone")
    odd = replace(page, blocks=(Bullets(("one\n\nthen\ttwo", "three")),))

    assert "- one\n  then two\n- three\n" in phone(odd)
