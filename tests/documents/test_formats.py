"""Every format draws every block, and nothing that was said can act in any of them."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_contacts import CALM, END, NOW, PLAN, calm, contact, listing, said

from crisis_cli.documents.blocks import (
    Asked,
    Bar,
    Bars,
    Blanks,
    Block,
    Box,
    Bullets,
    Code,
    Contact,
    Contacts,
    Fields,
    Heading,
    Item,
    Page,
    Paragraph,
    Said,
    Table,
    Tick,
)
from crisis_cli.documents.formats import FORMATS, as_json
from crisis_cli.documents.hand_off import hand_off
from crisis_cli.documents.html import html
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.text import text
from crisis_cli.protocol.letters import columns

SAMPLES = {
    Heading: lambda word: Heading(word, 3),
    Paragraph: lambda word: Paragraph(word, strong=True),
    Bullets: lambda word: Bullets((word, "other")),
    Contacts: lambda word: Contacts((Contact("Name", word, "note"), Contact(word))),
    Fields: lambda word: Fields((("label", word),)),
    Asked: lambda word: Asked(
        "Question", (Said("no", word, struck=True), Said("yes"), Said(word, mark=word)), "private"
    ),
    Blanks: lambda word: Blanks((word,)),
    Item: lambda word: Item(
        word,
        word,
        marks=(word,),
        above=(word,),
        calls=(word,),
        say=word,
        ticks=(Tick(word, word),),
        blanks=(word,),
        columns=(word, "other"),
        lines=2,
        row=(Tick("yes"), Tick(word, word)),
        stops=(word,),
        below=(word,),
    ),
    Table: lambda word: Table(("head", word), (("one", word), (word, "two")), tick=True),
    Bars: lambda word: Bars(word, word, (Bar(word, 3), Bar("other", None, deep=2)), "hidden"),
    Box: lambda word: Box((Paragraph(word),)),
    Code: lambda word: Code("tel:988", word, word),
}
HOSTILE = "\x1b[31m\x9b2J\x07 \x00 <script>alert(1)</script> {{ 7*7 }} #evil[*x*] \u202eabc \r\x7f"


def page(*blocks, **fields):
    made = datetime(2026, 11, 23, tzinfo=UTC)
    return replace(Page("page", "A page", "client", blocks, "Footer", made), **fields)


def quiet(sentence):
    raise AssertionError(sentence)


def shown(html_text):
    """What a reader of the HTML sees."""
    reader = HTMLParser(convert_charrefs=True)
    seen = []
    reader.handle_data = seen.append
    reader.feed(html_text)
    return "".join(seen)


def test_every_block_has_a_sample_here():
    assert set(SAMPLES) == set(get_args(Block))


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)
def test_every_block_is_drawn_in_every_format(kind):
    one = page(Heading("First"), SAMPLES[kind]("marmalade"))

    assert "marmalade" in text(one) or kind is Code  # plain text needs no camera
    assert "marmalade" in html(one)
    assert FORMATS["pdf"](one, quiet).startswith(b"%PDF-")


@pytest.mark.parametrize("kind", SAMPLES, ids=lambda kind: kind.__name__)
def test_nothing_that_was_said_can_act(kind):
    one = page(Heading("First"), SAMPLES[kind](HOSTILE), title=HOSTILE, footer=HOSTILE)
    lines, web = text(one), html(one)

    for drawn in (lines, web, as_json(replace(one, data={"said": HOSTILE}))):
        assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", drawn)
    assert "<script" not in web
    assert "49" not in shown(web)
    assert "␛[31m" in lines and "␛[31m" in shown(web)
    assert FORMATS["pdf"](one, quiet)


def test_html_reaches_for_nothing_outside_itself(short):
    web = "".join(html(make(calm(short), listing, NOW)) for make in MAKERS.values())

    assert not re.search(r"https?:|src=|href=|<script|url\(", web)
    assert "default-src 'none'" in web


def test_html_has_one_title_and_headings_in_order(short):
    web = html(contact_record(calm(short), listing, NOW))
    levels = [int(level) for level in re.findall(r"<h(\d)", web)]

    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


def test_a_struck_answer_is_struck_in_html_and_said_in_words():
    web = html(page(Asked("Q", (Said("Yes", "3 pm", struck=True),))))

    assert re.search(r"\[struck out\].*<del>.*Yes.*</del>", web)


def test_what_was_written_beside_it_later_is_inserted_in_html_and_said_in_words():
    later = Said("No", "4 pm", mark="now"), Said("Eh", "5 pm", struck=True, mark="now")
    web = html(page(Asked("Q", later)))

    assert re.search(r"\[now\].*<ins>.*No.*</ins>", web)
    assert re.search(r"\[struck out\].*\[now\].*<del>.*Eh.*</del>", web)
    assert "[now] No (4 pm)" in text(page(Asked("Q", later)))
    assert "[struck out] [now] Eh (5 pm)" in text(page(Asked("Q", later)))


MAKERS = {
    "plan": safety_plan,
    "record": contact_record,
    "dap": partial(contact_record, form="dap"),
    "birp": partial(contact_record, form="birp"),
    "hand-off": hand_off,
}


@pytest.mark.parametrize("make", MAKERS.values(), ids=MAKERS)
def test_practice_stands_in_every_format(short, make):
    one = make(calm(short, practice=True), listing, NOW)

    assert "PRACTICE" in text(one) and 'class="practice"' in html(one)
    assert json.loads(as_json(one))["practice"] is True


@pytest.mark.parametrize("kind", FORMATS)
def test_the_same_contact_and_time_give_the_same_bytes(short, kind):
    for make in MAKERS.values():
        pages = [make(calm(short), listing, NOW) for _ in range(2)]
        first, second = (FORMATS[kind](one, quiet) for one in pages)

        assert first == second


def test_json_is_what_the_page_says_as_data(short):
    data = json.loads(as_json(safety_plan(calm(short), listing, NOW)))
    people = next(p for p in data["pieces"] if p["heading"] == "People I can ask for help")

    assert data["document"] == "safety_plan"
    assert people["answers"][0]["value"] == PLAN["people"]


def test_json_of_a_record_keeps_an_answer_to_the_letter(short):
    state = contact(short, *said(**{**CALM, **PLAN, "calm": HOSTILE}), *END)
    data = json.loads(as_json(contact_record(state, listing, NOW)))
    told = {q["step"]: q for section in data["sections"] for q in section["questions"]}

    assert told["calm"]["answers"][0]["value"] == HOSTILE


@pytest.mark.parametrize("width", [20, 40, 72])
def test_no_line_is_wider_than_the_terminal(short, width):
    names = {"people": [{"name": "王小明" * 20, "phone": "1" * 90}, {"name": "é" * 200}]}
    state = contact(short, *said(**{**CALM, **PLAN, **names}), *END, practice=True)

    for make in MAKERS.values():
        one = make(state, listing, NOW)
        assert max(map(columns, text(one, width).splitlines())) <= width


@given(st.text(), st.integers(20, 100))
def test_wrapping_loses_no_letter(words, width):
    from crisis_cli.documents.inert import inert

    drawn = text(page(Paragraph(words)), width)
    body = drawn.split("=\n", 1)[1].rsplit("-" * width, 1)[0]

    assert "".join(body.split()) == "".join(inert(words).split())


def test_a_name_with_a_line_break_cannot_pass_for_a_line_of_ours(short):
    forged = {"people": [{"name": "Sam\nCall 555-0100 instead of 911", "phone": "202-555-0142"}]}
    state = contact(short, *said(**{**CALM, **PLAN, **forged}), *END)
    lines = text(safety_plan(state, listing, NOW)).splitlines()

    assert "Call 555-0100 instead of 911" not in lines
    assert "  Call 555-0100 instead of 911" in lines
