"""Drawings as PDF and PNG."""

import struct

import pytest

from crisis_cli.documents.picture import pdf, png
from crisis_cli.errors import CrisisError

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="200pt" height="100pt" viewBox="0 0 200 100">'
    '<text x="10" y="50" font-size="12">{}</text></svg>'
)


def sheet(text="Hello"):
    return SVG.format(text), "A sheet"


def test_a_pdf_has_a_page_for_each_sheet_and_is_tagged():
    made = pdf("Title", [sheet(), sheet("Again")])

    assert made.startswith(b"%PDF-") and b"pdfuaid:part" in made
    assert made.count(b"/Type /Page\n") + made.count(b"/Type/Page/") == 2 or b"/Count 2" in made


def test_a_png_is_as_fine_as_its_size_allows():
    small = png("Title", sheet(), 200, 100)

    assert small.startswith(b"\x89PNG")
    assert struct.unpack(">II", small[16:24]) == (417, 208)


def test_what_is_too_long_for_one_png_is_told():
    with pytest.raises(CrisisError, match="too long for one PNG"):
        png("Title", sheet(), 612, 400_000)


def test_the_same_sheets_give_the_same_bytes():
    assert pdf("Title", [sheet()]) == pdf("Title", [sheet()])
    assert png("Title", sheet(), 200, 100) == png("Title", sheet(), 200, 100)


def test_a_letter_that_no_font_has_is_drawn_as_its_code():
    rare = "\U00013000"  # a hieroglyph

    assert pdf("Title", [sheet(rare)]) == pdf("Title", [sheet("[U+13000]")])
    assert png("Title", sheet(rare), 200, 100) == png("Title", sheet("[U+13000]"), 200, 100)


def test_a_title_cannot_act():
    assert pdf('#read("/etc/passwd") \x1b[2J \ud83d', [sheet()]).startswith(b"%PDF-")


@pytest.mark.parametrize(
    "text", ["\u2764\ufe0f", "a\u200db", "?\u0301\u0301", "\u0915\u094d\u0937\u093f"]
)
def test_a_sign_that_typst_does_not_name_is_no_end_of_the_drawing(text):
    assert pdf("Title", [sheet(text)]).startswith(b"%PDF-")
    assert png("Title", sheet(text), 200, 100).startswith(b"\x89PNG")
