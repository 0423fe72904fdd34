"""Whatever was answered, nothing empty and nothing of a template, a program or a list of ids is
printed."""

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from every_page import numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from shipped_plans import LANGUAGES, SCENARIOS, page_of, plan, shipped, told

from crisis_cli.documents.blocks import Asked, Box, Fields, Heading, Paragraph
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import FORMS
from crisis_cli.documents.record.page import contact_record
from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.workshop.scenarios.play import play

LEFTOVER = re.compile(r"\{|\}|\[\]|\$\w|<\w+>|\bnull\b|TODO|Lorem|\?\?|\bundefined\b|\bnan\b")
RICH = ("03", "10", "11", "35")  # much was said in these
CHANGES = st.dictionaries(
    st.sampled_from(sorted({step for number in RICH for step in told(number).answers})),
    st.sampled_from(["as said", "passed by", *UNKNOWN]),
)


def empty(blocks, facts=False):
    """Headings with nothing under them, and blocks that say nothing. facts: they may stand alone
    under a heading, as in a record."""
    for one, after in pairwise([*blocks, None]):
        if isinstance(one, Heading):
            if after is None or (not facts and isinstance(after, Fields | Box)):
                yield one
            if isinstance(after, Heading) and after.level <= one.level:
                yield one
        if isinstance(one, Box):
            yield from empty(one.blocks, facts)
        says = ("text", "items", "people", "rows", "blocks", "question", "labels", "opens")
        if not any(getattr(one, name, "") for name in says):
            yield one
        if isinstance(one, Asked) and not all(said.text.strip() for said in one.said):
            yield one


def leftovers(page):
    """What stands in its text that is no word: pieces of templates and programs, ids of steps."""
    text = FORMATS["txt"](page, print).decode()
    if page.audience == "worker":  # a record names rules, and a list may be none
        return LEFTOVER.findall(text)
    ids = {step.id for step in shipped().all_steps if "_" in step.id}
    words = re.findall(r"\w+", text)
    return LEFTOVER.findall(text) + [one for one in words if one in ids or one == "None"]


def pages(state):
    """Every document of a contact, as it ended."""
    yield from (page for form in FORMS if (page := page_of(state, form)))
    yield contact_record(state, numbers, state.ending_at, "k7m4-2pqx")


@pytest.mark.parametrize("number", SCENARIOS)
def test_no_heading_stands_alone_and_nothing_of_a_template_is_printed(number):
    for language in ("en", *LANGUAGES):
        for form in FORMS:
            if page := plan(number, form, language):
                assert not list(empty(page.blocks)), (form, language)
                assert leftovers(page) == []


@given(st.sampled_from(RICH), CHANGES)
@settings(max_examples=30)
def test_whatever_is_left_out_or_unclear_leaves_nothing_empty(number, changes):
    first = told(number)
    answers = {
        step: value if (how := changes.get(step, "as said")) == "as said" else how
        for step, value in first.answers.items()
        if changes.get(step) != "passed by"
    }
    other = replace(first, answers=answers, unanswered="not_asked", later=())
    state = play(shipped(), other).state

    if state.ending_at:
        for page in pages(state):
            assert not list(empty(page.blocks, facts=page.audience == "worker")), page.name
            assert leftovers(page) == []


@pytest.mark.parametrize(
    "blocks",
    [
        (Heading("First"), Heading("Second"), Heading("Third", 3)),
        (Heading("Last"),),
        (Box((Heading("Inside"),)),),
        (Paragraph(""),),
    ],
    ids=["followed by another", "the last", "in a box", "no words"],
)
def test_what_is_empty_is_found(blocks):
    assert list(empty(blocks))


def test_what_is_left_of_a_template_is_found():
    page = plan("03")
    for text in ("{heading}", "None", "means_near", "[]"):
        assert leftovers(replace(page, blocks=(Paragraph(text),)))
