"""How a text is drawn where no font has all of its signs: whole, in order, and never cut off."""

import json
import os
import re
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pictures import can_draw

from crisis_cli.documents import fonts
from crisis_cli.documents.blocks import Bullets, Contact, Contacts, Heading, Page
from crisis_cli.documents.html import html
from crisis_cli.documents.inert import coded
from crisis_cli.documents.lettering import MAY_BREAK, lettering
from crisis_cli.documents.pdf import pdf
from crisis_cli.documents.phone import phone

CODE = re.compile(r"\[U(?:\+[0-9A-F]{4,6})+\]")
ISOLATES = re.compile("[\u2066\u2068\u2069]")
FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
poppler = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdftotext")
DATA = os.environ.get("CRISIS_TEST_DATA", "")


def drawn(text, missing=""):
    return "".join(lettering(set(missing))(text))


def pictures(text):
    """The signs beyond every letter: those that a machine without fonts lacks."""
    return {char for char in text if ord(char) > 0x2000 and not char.isalnum()}


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        (FAMILY, "[U+1F468+1F469+1F467]"),
        ("\U0001f44d\U0001f3fd", "[U+1F44D+1F3FD]"),
        ("\U0001f3c3\u200d\u2640\ufe0f", "[U+1F3C3+2640]"),
        ("\U0001f1fa\U0001f1f8", "[U+1F1FA+1F1F8]"),
        ("\u2764\ufe0f", "[U+2764]"),
        ("\U0001f3f4\U000e0067\U000e0062\U000e007f", "[U+1F3F4]"),
        ("\U0001f600\U0001f601", "[U+1F600][U+1F601]"),
        ("1\ufe0f\u20e3", "1[U+20E3]"),
    ],
    ids=["family", "tone", "runner", "flag of two", "heart", "flag of marks", "two", "key"],
)
def test_a_sign_that_no_font_has_is_one_code_of_what_can_be_seen_of_it(said, shown):
    missing = [char for char in said if not char.isascii()]
    assert drawn(said, missing).replace(MAY_BREAK, "") == shown
    assert drawn(f"a {said} b", missing).replace(MAY_BREAK, "") == f"a {shown} b"


def test_a_sign_that_a_font_has_stays_as_it_is():
    assert drawn(FAMILY) == FAMILY
    assert drawn(f"{FAMILY} \U0001f600", "\U0001f600") == f"{FAMILY} [U+1F600]"


def test_a_word_of_codes_breaks_between_them_and_nowhere_else():
    shown = drawn("so \U0001f600\U0001f601\U0001f602end\u202e", "\U0001f600\U0001f601\U0001f602")

    assert shown.split(MAY_BREAK) == ["so [U+1F600]", "[U+1F601]", "[U+1F602]", "end", "[U+202E]"]


def test_the_code_of_a_sign_of_very_many_parts_may_break_after_some():
    many = "\u200d".join("\U0001f468" * 8)
    pieces = drawn(many, many).split(MAY_BREAK)

    assert len(pieces) == 3 and max(map(len, pieces)) <= 22


def test_a_code_beside_letters_read_from_the_right_is_apart_from_them():
    assert drawn("\u05e9\u05dc \U0001f600", "\U0001f600").endswith(" \u2066[U+1F600]\u2069\u2069")
    assert drawn("\u0633\u0644 \u202e") == "\u2068\u0633\u0644 \u2066[U+202E]\u2069\u2069"
    assert not ISOLATES.search(drawn("hello \U0001f600", "\U0001f600"))
    assert "\u2066" not in drawn("\u05e9 \U0001f600", "\U0001f600\u2066")


@poppler
@pytest.mark.parametrize("form", ["page", "large", "card", "coded"])
@pytest.mark.parametrize("name", ["\u05d0\u05d1\u05d0", "\u0623\u062e\u064a"])
def test_the_parts_of_a_number_stay_in_order_beside_a_name_read_from_the_right(
    form, name, tmp_path
):
    numbers = ("202 555 0164", "+1 (203) 556-0199", "204 557 0177")
    people = Contacts((Contact(name, numbers[0]), Contact(name, numbers[1], name)))
    blocks = (Heading("Call"), people, Bullets((f"{name} {numbers[2]} {name}",)))
    page = Page("x", "Names", "client", blocks, "", None, form=form)
    (tmp_path / "page.pdf").write_bytes(pdf(page, print))
    run = ["pdftotext", "-bbox", tmp_path / "page.pdf", "-"]
    told = subprocess.run(run, capture_output=True, check=True).stdout.decode()
    left = [(word, float(at)) for at, word in re.findall(r'xMin="(.*?)".*>(.*)</word>', told)]

    for number in numbers:
        at = [next(x for word, x in left if part in word) for part in number.split()]
        assert at == sorted(at), number


def test_a_number_in_a_line_read_from_the_right_is_apart_for_phones_and_browsers_too():
    name = "\u05d0\u05d1\u05d0"
    people = (Contact(name, "202 555 0164"), Contact("June", "202-555-0100"))
    blocks = (Contacts(people), Bullets((f"{name} 911, 2 days, 202 555 0177",)))
    made = Page("x", "Names", "client", blocks, "Foot", None, form="phone")

    assert f"- {name}: \u2066202 555 0164\u2069\n- June: 202-555-0100\n" in phone(made)
    assert f"<bdi>{name} 911, 2 days, \u2066202 555 0177\u2069</bdi>" in html(made)


def naughty():
    path = Path(DATA) / "text" / "blns.json"
    every = json.loads(path.read_text("utf-8")) if DATA else []
    return [one for one in every if one.strip()]


@pytest.mark.parametrize("batch", [naughty()[at : at + 60] for at in range(0, len(naughty()), 60)])
def test_of_a_naughty_string_nothing_is_lost_and_no_code_is_broken(batch):
    for said in batch:
        hold_together(said, pictures(said))


@given(st.text(max_size=60), st.sets(st.characters(min_codepoint=0x2190, max_codepoint=0x1FAFF)))
def test_of_any_string_nothing_is_lost_and_no_code_is_broken(said, missing):
    hold_together(said, missing)


def hold_together(said, missing):
    """Every character is there, as itself or in a code; the codes are whole."""
    shown = ISOLATES.sub("", drawn(said, missing))
    whole = shown.replace(MAY_BREAK, "")
    assert plain(whole) == plain(coded(said).expandtabs(4).replace("\n", ""))
    for code in CODE.findall(whole):
        assert code in shown or code.count("+") > 3


def plain(text):
    """With every code as what it means, without what joins signs and without room for breaks."""
    read = CODE.sub(lambda found: "".join(map(chr, hexes(found[0]))), text)
    return re.sub("[\u200b\u200d\ufe00-\ufe0f\U000e0020-\U000e007f]", "", read)


def hexes(code):
    return (int(one, 16) for one in code[3:-1].split("+"))


@poppler
def test_without_fonts_every_naughty_string_is_printed_with_whole_codes(tmp_path, monkeypatch):
    """As on a machine that has none but those inside typst."""
    monkeypatch.setattr(fonts, "folders", tuple)
    said = [one for one in naughty() if not one.isascii()] or [FAMILY]
    told = []
    made = pdf(Page("x", "Signs", "client", (Bullets(tuple(said)),), "", None), told.append)
    (tmp_path / "page.pdf").write_bytes(made)
    run = ["pdftotext", "-raw", tmp_path / "page.pdf", "-"]
    shown = subprocess.run(run, capture_output=True, check=True).stdout.decode()

    assert "U+1F4" in shown and not re.search(r"\[U\+[0-9A-F+]*\n", shown)
    assert not re.search(r"U\+(200D|FE0F)", shown) and len(told) == 1
