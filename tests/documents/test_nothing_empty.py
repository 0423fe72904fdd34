"""Whatever was answered, nothing empty and nothing of a template, a program or a list of ids is
printed."""

from dataclasses import replace

import pytest
from every_page import numbers
from hypothesis import given, settings
from hypothesis import strategies as st
from leftovers import empty, leftovers, rules_of
from shipped_plans import LANGUAGES, SCENARIOS, page_of, plan, sheet, shipped, told

from crisis_cli.documents.blocks import Box, Fields, Heading, Paragraph
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import FORMS
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.table import DOCUMENTS
from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.workshop.scenarios.play import play

RICH = ("03", "10", "11", "35")  # much was said in these
CHANGES = st.dictionaries(
    st.sampled_from(sorted({step for number in RICH for step in told(number).answers})),
    st.sampled_from(["as said", "passed by", *UNKNOWN]),
)


def pages(state):
    """Every document of a contact, as it ended."""
    yield from (page for form in FORMS if (page := page_of(state, form)))
    yield contact_record(state, numbers, state.ending_at, "k7m4-2pqx")


def left_over(page):
    """What is left in its text of a template, a program or an id."""
    worker = page.audience == "worker"
    text = FORMATS["txt"](page, lambda sentence: None).decode()
    return leftovers(text, rules_of(shipped()) if worker else ())


@pytest.mark.parametrize("number", SCENARIOS)
def test_no_heading_stands_alone_and_nothing_of_a_template_is_printed(number):
    for document, about in DOCUMENTS.items():
        for language in ("en", *LANGUAGES) if about.client else ("en",):
            for form in about.forms:
                if page := sheet(number, document, form, language):
                    assert empty(page) == left_over(page) == [], (document, form, language)
                    told = (one.rows for one in page.blocks if isinstance(one, Fields))
                    if about.client:
                        assert all(all(row) for rows in told for row in rows), (document, form)


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
            assert empty(page) == left_over(page) == [], page.name


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
    assert empty(replace(plan("03"), blocks=blocks))


@pytest.mark.parametrize(
    "words",
    ["{name}", "{{ name }}", "None", "TODO", "Lorem ipsum", "safe_to_carry", "[]", "Call: .", "()"],
)
def test_what_is_left_of_a_template_is_found(words):
    assert leftovers(f"Call {words} now")
    assert not leftovers("Call 988 now. Safety plan: None of these")
