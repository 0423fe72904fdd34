"""What a screen reader finds in a PDF: language, title, tags, words for pictures, and the order.

No outside checker of PDF/UA runs here (veraPDF needs Java): typst refuses to draw what breaks the
standard, and these tests read the tree of tags as a reader with no eyes would.
"""

import re
import subprocess
from collections import Counter
from dataclasses import replace
from itertools import pairwise

import pypdf
import pytest
from every_page import PAGES, PLANS, made, with_format
from pictures import can_draw

from crisis_cli.documents.blocks import Box, Code
from crisis_cli.documents.formats import FORMATS

poppler = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdfinfo")
NAMES = with_format("pdf")
MAY_HOLD = {"/L": {"/LI"}, "/LI": {"/Lbl", "/LBody"}, "/Table": {"/THead", "/TBody", "/TR"},
            "/TR": {"/TH", "/TD"}}  # fmt: skip


PIECES = {"H1", "H2", "H3", "P", "LI", "Div"}


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """A PDF of the table with this name, drawn once."""
    folder, drawn = tmp_path_factory.mktemp("tags"), {}

    def path(name):
        if name not in drawn:
            drawn[name] = folder / f"{len(drawn)}.pdf"
            drawn[name].write_bytes(made(name, "pdf"))
        return drawn[name]

    return path


def elements(node):
    """The elements of the tree of tags, each before what is in it."""
    kids = node.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        one = kid.get_object()
        if isinstance(one, pypdf.generic.DictionaryObject) and "/S" in one:
            yield one
            yield from elements(one)


def tags(path):
    return list(elements(pypdf.PdfReader(path).trailer["/Root"]["/StructTreeRoot"]))


def leaves(path):
    """What a screen reader says, piece by piece: each heading, paragraph, item of a list and the
    like. What belongs to a code for cameras is left out."""
    told = subprocess.run(["pdfinfo", "-struct-text", path], capture_output=True, check=True)
    found, code, item = [[]], False, 0
    for line in told.stdout.decode(errors="replace").splitlines():
        tag = re.match(r"\s*(\w*)", line)[1]
        deep = len(line) - len(line.lstrip())
        if line.strip().startswith('"'):
            found[-1] += [] if code else [line.strip()[1:-1]]
        elif tag in PIECES and not (item and deep > item):  # what is in an item belongs to it
            found.append([])
            item = deep if tag == "LI" else 0
        code = tag == "Figure" or (code and tag not in ("H1", "H2", "P"))
    return [said for one in found if (said := " ".join(one))]


def letters(text):
    """The letters and digits of a text: what stands between them, a format may set otherwise."""
    return "".join(one for one in text if one.isalnum())


@pytest.mark.parametrize("name", NAMES)
def test_it_says_its_language_and_title_and_that_it_is_tagged(name, read):
    page = PAGES[name]()
    reader = pypdf.PdfReader(read(name))
    root = reader.trailer["/Root"]

    assert root["/Lang"] == page.language
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title == page.title
    assert all(sheet["/Tabs"] == "/S" for sheet in reader.pages)


@pytest.mark.parametrize("name", NAMES)
def test_headings_are_in_order_and_lists_and_tables_hold_what_they_may(name, read):
    tree = tags(read(name))
    levels = [int(one["/S"][2:]) for one in tree if re.fullmatch(r"/H\d", one["/S"])]

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    for one in tree:
        inside = {kid["/S"] for kid in elements(one) if kid["/P"].get_object() == one}
        assert inside <= MAY_HOLD.get(one["/S"], inside), one["/S"]


def codes(blocks):
    for one in blocks:
        if isinstance(one, Box):
            yield from codes(one.blocks)
        if isinstance(one, Code):
            yield one.means


@pytest.mark.parametrize("name", NAMES)
def test_every_picture_says_in_words_what_it_is(name, read):
    said = [one.get("/Alt") for one in tags(read(name)) if one["/S"] == "/Figure"]
    wanted = list(codes(PAGES[name]().blocks))

    assert said == wanted or (said == [] and name.startswith("plan, card"))


def rest_of(page, path):
    """What the plain text of a page still says when a screen reader has read its PDF in order, as
    letters; None where some piece is not what comes next. Inside a piece, a name and a number may
    change places."""
    text = FORMATS["txt"](page, print).decode().replace(f"[{page.words('practice_word')}]", "")
    whole = letters(text).removeprefix(letters("".join(page.marks)))
    for said in map(letters, leaves(path)):
        if said != letters(page.marks[0]):  # which stands above the title in plain text
            here, whole = whole[: len(said)], whole[len(said) :]
            if Counter(here) != Counter(said):
                return None
    return whole


@poppler
@pytest.mark.parametrize("name", [n for n in NAMES if n in PLANS and "card" not in n])
def test_the_tags_are_in_the_order_of_the_plan_in_plain_text(name, read):
    page = PAGES[name]()

    # What stands at the head or foot of every sheet is no part of the tree.
    assert rest_of(page, read(name)) == letters("".join((page.footer, *page.marks)))


@poppler
def test_two_parts_that_changed_places_are_found(read):
    page = PAGES["plan, page, es"]()
    first, one, under, two, below, *rest = page.blocks

    assert rest_of(replace(page, blocks=(first, two, below, one, under, *rest)),
                   read("plan, page, es")) is None  # fmt: skip
