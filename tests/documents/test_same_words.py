"""What the golden texts say, the HTML and the JSON of every scenario say too: they need no golden
files of their own."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from every_scenario import EVERY, ended, papers

from crisis_cli.documents.blocks import Bullets, Contacts
from crisis_cli.documents.formats import FORMATS, as_text
from crisis_cli.documents.table import RECORD

WORD = re.compile(r"[^\W_]+")
BESIDE = r"<(style|title|desc)>.*?</\1>|<p class=\"code\">.*?</p>"  # what no text can have


def words(text, page):
    """The words of a text in their order, without the marks of practice: a text has more."""
    mark = rf"\[{page.words('practice_word')}\]"
    told = " ".join(WORD.findall(re.sub(mark, "", text)))
    for one in page.marks:
        told = told.replace(" ".join(WORD.findall(one)), "")
    return told.split()


def of_html(page):
    web = FORMATS["html"](page, print).decode()
    return words(unescape(re.sub(r"<[^>]*>", " ", re.sub(BESIDE, "", web, flags=re.DOTALL))), page)


def with_format(scenario, kind):
    return [one for one in papers(scenario) if kind in one.formats]


@pytest.mark.parametrize("scenario", EVERY)
def test_the_html_of_every_document_says_the_same_as_its_golden_text(scenario):
    for one in with_format(scenario, "html"):
        assert of_html(one.page) == words(as_text(one.page, print), one.page), one.name


@pytest.mark.parametrize("scenario", EVERY)
def test_the_json_of_every_document_has_whom_to_call_and_all_that_was_said(scenario):
    for one in with_format(scenario, "json"):
        there = set(leaves(json.loads(FORMATS["json"](one.page, print))))
        told = answers(scenario) if one.document == RECORD else printed(one.page.blocks)
        if one.document == RECORD or one.page.audience == "client":
            assert left_out(told, there) == [], one.name


def left_out(told, there):
    """What is not there; of two answers under one heading each has a few words before it."""
    return [one for one in told if not {one, one.partition(": ")[2]} & there]


def leaves(value):
    """All that stands in plain data, as text."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from leaves(one)
    else:
        yield str(value)


def answers(scenario):
    state = ended(scenario)
    given = (state.answer(step.id) for step in state.path())
    return {one for known in given if known and not known.unknown for one in leaves(known.value)}


def printed(blocks):
    """Whom to call, where to go, and what somebody said, as a page of the client has it."""
    for_people = [one for one in blocks if isinstance(one, Contacts)]
    told = {part for one in for_people for who in one.people for part in (who.name, who.reach)}
    return told | {item for one in blocks if isinstance(one, Bullets) for item in one.items}


@pytest.fixture(scope="module")
def plan():
    full = papers("03-thought-of-pills-long-ago-attempt")
    return next(one.page for one in full if one.name == "safety-plan page")


def test_a_word_that_is_left_out_or_moved_is_found(plan):
    first, *rest = plan.blocks
    for other in ((first, *rest[1:]), (first, *reversed(rest))):
        assert of_html(replace(plan, blocks=other)) != words(as_text(plan, print), plan)


def test_a_number_that_is_left_out_is_found(plan):
    less = {name: one for name, one in plan.data.items() if name != "pieces"}
    body = FORMATS["json"](replace(plan, data=less), print)

    assert "202-555-0164" in left_out(printed(plan.blocks), set(leaves(json.loads(body))))
