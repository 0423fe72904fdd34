"""The PDF as a reader, a printer and a screen reader meet it."""

import re
import shutil
import subprocess
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from made_contacts import CALM, END, NOW, PLAN, calm, contact, listing, said

from crisis_cli.documents.blocks import (
    Asked,
    Bullets,
    Contact,
    Contacts,
    Heading,
    Page,
    Paragraph,
    Said,
)
from crisis_cli.documents.fonts import SCRIPTS, folders, lacking, needed
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.page import contact_record

NOTO = Path("/usr/share/fonts/truetype/noto")
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
noto = pytest.mark.skipif(
    not (NOTO / "NotoSansEthiopic-Regular.ttf").exists(), reason="needs Debian's fonts-noto-core"
)


def drawn(page, tmp_path, warn=lambda sentence: None):
    path = tmp_path / "page.pdf"
    path.write_bytes(FORMATS["pdf"](page, warn))
    return path


def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def words(path):
    """The text of a PDF, without the invisible places where a long word may break."""
    return run("pdftotext", "-layout", path, "-").replace("\u200b", "")


def page(*blocks, **fields):
    made = datetime(2026, 11, 23, tzinfo=UTC)
    whole = Page("page", "A page", "client", (Heading("First"), *blocks), "Foot", made)
    return replace(whole, **fields)


def with_answers(short, **answers):
    return contact(short, *said(**{**CALM, **PLAN, **answers}), *END)


@poppler
@pytest.mark.parametrize("make", [safety_plan, contact_record], ids=["plan", "record"])
def test_a_pdf_is_tagged_letter_and_titled(short, tmp_path, make):
    about = run("pdfinfo", drawn(make(calm(short), listing, NOW), tmp_path))

    assert re.search(r"Tagged:\s+yes", about)
    assert re.search(r"Page size:\s+612 x 792 pts \(letter\)", about)
    assert re.search(r"Title:\s+(My safety plan|Contact record)", about)
    assert b"pdfuaid:part" in (tmp_path / "page.pdf").read_bytes()


@poppler
def test_a_plan_of_ordinary_length_fits_on_two_pages(short, tmp_path):
    about = run("pdfinfo", drawn(safety_plan(calm(short), listing, NOW), tmp_path))

    assert int(re.search(r"Pages:\s+(\d+)", about)[1]) <= 2


@poppler
def test_the_headings_are_tagged_as_headings(short, tmp_path):
    tags = run("pdfinfo", "-struct", drawn(safety_plan(calm(short), listing, NOW), tmp_path))

    assert "H1" in tags and "H2" in tags


@poppler
def test_practice_is_on_every_page(short, tmp_path):
    state = contact(short, *said(**CALM, **PLAN), *END, practice=True)
    path = drawn(contact_record(state, listing, NOW), tmp_path)
    pages = words(path).split("\f")[:-1]

    assert len(pages) > 1
    assert all("PRACTICE: made up, not about a real person" in one for one in pages)


@poppler
def test_every_page_says_what_the_page_is_not(short, tmp_path):
    long = with_answers(short, calm="Walk to the river. " * 400)
    pages = words(drawn(safety_plan(long, listing, NOW), tmp_path)).split("\f")[:-1]

    assert len(pages) > 2
    assert all("This is not the Stanley-Brown Safety Plan" in one for one in pages)


@poppler
def test_a_hundred_thousand_letters_are_all_printed_and_soon(short, tmp_path):
    began = time.process_time()  # whatever else the computer is doing
    state = with_answers(short, calm="abcdefghi " * 10_000)
    path = drawn(safety_plan(state, listing, NOW), tmp_path)

    assert time.process_time() - began < 10
    assert words(path).count("abcdefghi") == 10_000


@poppler
def test_a_word_without_end_is_broken_and_not_cut_off(tmp_path):
    path = drawn(
        page(Bullets(("Q" * 100_000,)), Contacts((Contact("W" * 500, "8" * 90),))), tmp_path
    )
    inside = run("pdftotext", "-bbox", path, "-")
    right = max(float(edge) for edge in re.findall(r'xMax="([\d.]+)"', inside))

    assert words(path).count("Q") == 100_000
    assert words(path).count("W") == 500
    assert right <= 612 - 72


@poppler
def test_sixty_people_with_names_of_five_hundred_letters_are_all_printed(short, tmp_path):
    people = [{"name": f"{i:02}" + "z" * 498, "phone": f"202-555-{i:04}"} for i in range(60)]
    shown = words(drawn(safety_plan(with_answers(short, people=people), listing, NOW), tmp_path))

    assert shown.count("z") >= 60 * 498
    assert all(one["phone"] in shown for one in people)


@poppler
def test_a_struck_answer_is_said_to_be_struck(tmp_path):
    path = drawn(page(Asked("Asked?", (Said("Yes", "3 pm", struck=True),))), tmp_path)

    assert "[struck out] Yes" in words(path)


@poppler
def test_what_was_written_beside_it_later_is_said_to_be_so(tmp_path):
    path = drawn(page(Asked("Asked?", (Said("No", "4 pm", mark="now"),))), tmp_path)

    assert "[now] No" in words(path)


@poppler
def test_a_letter_that_no_font_has_is_printed_as_its_code_with_a_warning(tmp_path):
    told = []
    path = drawn(
        page(Bullets(("look \U0001f9ff and \U000e0030\ufffe\ud83d",))), tmp_path, told.append
    )

    assert "[U+1F9FF]" in words(path) and "[U+FFFE][U+D83D]" in words(path)
    assert len(told) == 1 and "[U+1F9FF]" in told[0]


@poppler
def test_many_letters_that_no_font_has_are_all_printed_as_codes(tmp_path):
    rare = [chr(0x13000 + i) for i in range(60)]  # hieroglyphs
    told = []
    shown = words(drawn(page(Bullets(tuple(rare))), tmp_path, told.append))

    assert all(f"[U+{ord(char):X}]" in shown for char in rare)
    assert len(told) == 1 and "and 55 more" in told[0]


def test_a_pdf_carries_the_time_that_its_page_was_made(short, tmp_path):
    assert (
        b"D:20261123220000" in drawn(safety_plan(calm(short), listing, NOW), tmp_path).read_bytes()
    )


@poppler
def test_control_characters_are_printed_as_codes_without_a_warning(tmp_path):
    told = []
    path = drawn(page(Bullets(("a\x1b[31mb\x9bc\u202ed",))), tmp_path, told.append)

    assert "a[U+001B][31mb[U+009B]c[U+202E]d" in words(path)
    assert told == []


@poppler
@noto
def test_an_amharic_name_is_printed_as_it_was_said(short, tmp_path):
    people = [{"name": "አበበ በቀለ", "phone": "202-555-0142"}]
    quiet = []
    path = drawn(
        safety_plan(with_answers(short, people=people), listing, NOW), tmp_path, quiet.append
    )

    assert "አበበ በቀለ" in words(path)
    assert quiet == []


@poppler
@pytest.mark.parametrize(
    "name", ["Nguyễn Thị Lan", "María José Muñoz", "Œuvrard", "Дарья", "Σοφία"]
)
def test_latin_vietnamese_cyrillic_and_greek_need_no_font_of_the_system(name, tmp_path):
    path = drawn(page(Bullets((name,))), tmp_path)

    assert needed(name) == ([], [])
    assert name in words(path)


@poppler
@pytest.mark.parametrize("form", ["page", "large", "card"])
def test_a_time_or_a_number_in_front_of_a_korean_ending_is_not_torn_apart(form, tmp_path):
    lines = tuple(f"{'. ' * n}오후 6:30까지, 엄마 202-555-0199에게" for n in range(60))
    if lacking(lines[0]):
        pytest.skip("no font for Korean here")
    path = drawn(page(Bullets(lines), language="ko", form=form), tmp_path)
    whole = run("pdftotext", "-raw", path, "-").replace("\u200b", "")

    assert whole.count("6:30까지") == whole.count("202-555-0199에게") == 60


def test_a_script_takes_the_first_family_that_is_there(tmp_path):
    for name in ("ebrima.ttf", "ebrimabd.ttf"):
        (tmp_path / name).touch()

    assert needed("ሰላም", [tmp_path]) == (
        ["Ebrima"],
        [tmp_path / "ebrima.ttf", tmp_path / "ebrimabd.ttf"],
    )


def test_a_script_without_a_font_here_is_left_to_its_codes(tmp_path):
    assert needed("王", [tmp_path]) == ([], [])
    assert all(script.families for script in SCRIPTS)
    assert all(folder.is_absolute() for folder in folders())


@poppler
def test_a_name_cannot_read_a_file_or_become_markup(tmp_path):
    name = '#read("/etc/hostname") *bold* $x$ \\ <label> @ref #set page(fill: black)'

    assert name in " ".join(words(drawn(page(Bullets((name,))), tmp_path)).split())


@poppler
def test_the_numbers_stand_on_the_page_of_their_heading(tmp_path):
    """However much stands above them."""
    people = Contacts((Contact("Line A", "202-555-0101"), Contact("Line B", "202-555-0102")))
    what = Heading("If this is not enough"), Paragraph("Call or text. " * 15), people
    for above in range(20, 34):
        filler = Bullets(tuple(f"Line {n}" for n in range(above)))
        pages = words(drawn(page(filler, *what), tmp_path)).split("\f")

        headed = [one for one in pages if "If this is not enough" in one]
        assert all(n in headed[0] for n in ("202-555-0101", "202-555-0102")), above
