"""Whatever people type prints unharmed in every form, or as its code: a plan always prints."""

import json
import os
import re
import subprocess
import unicodedata
from html import unescape
from pathlib import Path

import pytest
from made_cards import AGAIN
from made_cards import made as card_of
from made_contacts import CALM, END, NOW, PLAN, contact, listing, said
from pictures import can_draw

from crisis_cli.documents.calendar_file import ics
from crisis_cli.documents.fonts import lacking
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import BIRP, DAP, LARGE, PAGE, SHORT, USUAL
from crisis_cli.documents.inert import inert
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.resource_sheet import resource_sheet

DATA = os.environ.get("CRISIS_TEST_DATA", "")
TEXTS = Path(DATA) / "text"
pytestmark = pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
poppler = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdftotext")
LANGUAGES = ("amh", "cmn_hans", "cmn_hant", "eng", "fra", "kor", "spa", "vie")
BATCH = 20
WRITTEN = [name for name in USUAL if name != SHORT]


def naughty():
    if not DATA:
        return []
    every = json.loads((TEXTS / "blns.json").read_text("utf-8"))
    return [one for one in every if one.strip()]


BATCHES = [naughty()[at : at + BATCH] for at in range(0, len(naughty()), BATCH)]


def close(text):
    """A text without what a line break may change."""
    return re.sub(r"[\s\u200b]", "", text)


def plans(short, **answers):
    state = contact(short, *said(**{**CALM, **PLAN, **answers}), *END)
    for form in WRITTEN:
        yield form, safety_plan(state, listing, NOW, form)
    for form in (PAGE, DAP, BIRP):
        yield f"record {form}", contact_record(state, listing, NOW, form=form)


def shown(page):
    """What a reader of the text and of the HTML sees, close together."""
    web = FORMATS["html"](page, print).decode()
    told = re.sub(r"<[^>]*>", "", web.split("</head>")[1])
    return close(FORMATS["txt"](page, print).decode()), close(unescape(told))


def read(page, tmp_path, warn=lambda told: None):
    """What stands on the sheets, close together, without what is at the foot of each."""
    pdf = FORMATS["pdf"](page, warn)
    (tmp_path / "page.pdf").write_bytes(pdf)
    done = subprocess.run(
        ["pdftotext", "-raw", tmp_path / "page.pdf", "-"], capture_output=True, check=True
    )
    fold = close(page.words("fold"))
    foot = rf"({fold})?(Card\d+of\d+)?{re.escape(close(page.footer))}(Page\d+of\d+)?\f?"
    return re.sub(foot, "", close(done.stdout.decode()))


@poppler
@pytest.mark.parametrize("batch", BATCHES, ids=range(len(BATCHES)))
def test_a_naughty_string_as_any_answer_prints_unharmed_or_as_its_code(short, batch, tmp_path):
    people = [{"name": one, "who": one} for one in batch]
    words = "\n".join(batch)
    for form, page in plans(
        short, signs=batch[0], calm=words, people=people, keeper={"name": batch[-1]}
    ):
        text, web = shown(page)
        for one in batch:
            assert close(inert(one)) in text, (form, one)
            assert close(inert(one)) in web, (form, one)
        drawn = read(page, tmp_path)
        for one in batch:
            if one.isascii() and one.isprintable():
                assert close(one) in drawn, (form, one)


@poppler
@pytest.mark.parametrize("batch", BATCHES[::4], ids=range(0, len(BATCHES), 4))
def test_a_naughty_string_on_a_card_and_a_sheet_prints_unharmed_or_as_its_code(
    short, protocol, batch, tmp_path
):
    where = "\n".join(batch)
    found = [(one, True, f"Call {one}", f"{one}\n{one}") for one in batch]
    pages = [
        card_of(protocol(AGAIN), reach_where=where, whom=batch[0], call_back=batch[-1]),
        *(resource_sheet(contact(short), lambda ids: found, NOW, form) for form in (PAGE, LARGE)),
    ]
    for page in pages:
        text, web = shown(page)
        drawn = read(page, tmp_path)
        for one in batch:
            assert close(inert(one)) in text and close(inert(one)) in web, (page.name, one)
            if one.isascii() and one.isprintable():
                assert close(one) in drawn, (page.name, one)


def test_whatever_is_said_of_a_place_a_calendar_file_has_the_same_lines(protocol):
    plain = ics(card_of(protocol(AGAIN)))

    for one in naughty():
        assert ics(card_of(protocol(AGAIN), reach_where=one, whom=one, call_back=one)) == plain


@poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_of_many_words_in_any_language_is_whole_on_its_cards(protocol, language, tmp_path):
    whole = unicodedata.normalize("NFC", (TEXTS / "udhr" / f"{language}.txt").read_text("utf-8"))
    if lacking(whole):
        pytest.skip(f"no font for {language} here")
    prose = whole[:1500]
    page = card_of(protocol(AGAIN), reach_where=prose)
    drawn = read(page, tmp_path)

    assert all(close(prose) in one for one in shown(page))
    lines = [close(line) for line in prose.split("\n") if line.strip()]
    assert [line for line in lines if line not in drawn] == []


@poppler
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_of_prose_in_any_language_of_the_district_is_whole_in_every_form(
    short, language, tmp_path
):
    prose = unicodedata.normalize("NFC", (TEXTS / "udhr" / f"{language}.txt").read_text("utf-8"))
    if lacking(prose):
        pytest.skip(f"no font for {language} here")
    told = []
    for form, page in plans(short, calm=prose):
        for whole in shown(page):
            assert close(prose) in whole, form
        drawn = read(page, tmp_path, told.append)
        lines = [close(line) for line in prose.split("\n") if line.strip()]
        assert [line for line in lines if line not in drawn] == [], form
    assert [one for one in told if "codes in brackets" in one] == []
