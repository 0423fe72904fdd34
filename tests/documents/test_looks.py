"""Every document as a picture: as a golden one shows it, and as a phone's camera reads it."""

import re
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
import zxingcpp
from every_page import PAGES, made, quiet, record, with_format
from pictures import DOTS, Picture, alike, can_draw, half, pgm, picture, png, read_png
from shipped_plans import FULL, LANGUAGES, card, help_sheet, plan

from crisis_cli.documents.blocks import Box, Code, Paragraph
from crisis_cli.documents.fonts import lacking
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import CARD
from crisis_cli.protocol.catalogue import catalogue, places

pytestmark = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdftoppm")
GOLDEN = Path(__file__).parents[1] / "golden" / "pictures"
SPOKEN = {
    f"{FULL}-{form}.{language}": partial(plan, FULL, form, language)
    for form in ("page", "card")
    for language in LANGUAGES
}
GIVEN = {
    f"16-{name}.{language}": partial(make, "16", language=language)
    for name, make in (("sheet", help_sheet), ("meeting", card))
    for language in LANGUAGES
}
# The pictures in English are in test_golden_documents: its fonts come with typst, and look the
# same everywhere. Of other letters, the system's are used.
LOOKS = SPOKEN | GIVEN
CLOSE = 80  # dots to the inch of a card, whose letters are small
CAMERA = 150  # dots to the inch of a cheap printer, black or white


def pdf(page):
    return FORMATS["pdf"](page, quiet)


def named(name):
    """A plan by its scenario and form, or a record by its scenario."""
    first, second = name.split("-")
    return record(second) if first == "record" else plan(first, second)


def shown(page, folder):
    return picture(pdf(page), folder, CLOSE if page.form == CARD else DOTS)


@pytest.mark.parametrize("name", LOOKS)
def test_a_sheet_looks_like_this(name, request, tmp_path):
    language = name.partition(".")[2]
    if language and lacking("".join(catalogue(language, places()).said.texts.values())):
        pytest.skip(f"no font for {language} here")
    drawn, path = shown(LOOKS[name](), tmp_path), GOLDEN / f"{name}.png"
    if request.config.getoption("--update"):
        path.write_bytes(png(drawn))
    if not path.exists():
        pytest.fail(f"{path} is missing: run this test with --update, and look at it")

    assert alike(drawn, read_png(path.read_bytes())), "look at it, and at it with --update"


def test_no_golden_picture_is_left_that_nothing_is_compared_with():
    assert {path.stem for path in GOLDEN.iterdir()} == set(LOOKS)


@pytest.mark.parametrize("name", ["35-page", "35-card", "35-large", f"record-{FULL}"])
def test_a_picture_that_lacks_a_part_or_has_one_lower_is_not_alike(name, tmp_path):
    page = named(name)
    one = shown(page, tmp_path)
    box, *rest = page.blocks
    less = replace(page, blocks=(box, *rest[2:]))
    more = replace(page, blocks=(box, Paragraph("One line more than there was"), *rest))
    lower = Picture(one.wide, one.sheets, b"\xff" * one.wide * 4 + one.dots[: -one.wide * 4])

    assert alike(one, one)
    for other in (shown(less, tmp_path), shown(more, tmp_path), lower):
        assert not alike(one, other)


def test_a_picture_without_its_code_is_not_alike(tmp_path):
    page = named("35-page")
    bare = replace(page, blocks=(Box(page.blocks[0].blocks[:1]), *page.blocks[1:]))

    assert not alike(shown(page, tmp_path), shown(bare, tmp_path))


@pytest.mark.parametrize("name", [f"{FULL}-page", f"{FULL}-card", f"record-{FULL}"])
def test_letters_that_are_smoothed_otherwise_are_alike(name, tmp_path):
    """As in another version of poppler: drawn twice as large, then made smaller."""
    page = named(name)
    dots = CLOSE if page.form == CARD else DOTS

    assert alike(shown(page, tmp_path), half(picture(pdf(page), tmp_path, dots * 2)))


def test_a_golden_picture_is_read_as_it_was_drawn():
    drawn = Picture(3, 1, bytes([0, 255, 128, 64, 32, 254]))

    assert png(read_png(png(drawn))) == png(drawn)
    assert alike(read_png(png(drawn)), drawn)


# -- the code for cameras


def codes(drawn, folder):
    """The addresses of the codes that a camera finds on the sheets of a PDF."""
    found = []
    for data in pgm(drawn, folder, "-gray", "-r", str(CAMERA)):
        head = re.match(rb"P5\s+(\d+)\s+(\d+)\s+255\s", data)
        dots = bytes(255 * (dot > 127) for dot in data[head.end() :])
        shown = memoryview(dots).cast("B", (int(head[2]), int(head[1])))
        found += [one.text for one in zxingcpp.read_barcodes(shown)]
    return found


def addresses(blocks):
    for one in blocks:
        if isinstance(one, Box):
            yield from addresses(one.blocks)
        if isinstance(one, Code):
            yield one.opens


@pytest.mark.parametrize("name", with_format("pdf"))
def test_a_camera_reads_each_code_from_the_printed_page(name, tmp_path):
    wanted = list(addresses(PAGES[name]().blocks))
    found = codes(made(name, "pdf"), tmp_path)

    # A full card gives its code up for the words.
    assert found == wanted or (found == [] and name.startswith("plan, card"))


def test_a_card_with_room_has_the_code_and_a_camera_reads_it(tmp_path):
    assert codes(pdf(plan("35", "card")), tmp_path) == ["tel:988"]


def test_a_code_with_another_number_is_read_as_that(tmp_path):
    wrong = Box((Code("tel:911", "Call", "A code"),))

    assert codes(pdf(replace(plan(FULL), blocks=(wrong,))), tmp_path) == ["tel:911"]
