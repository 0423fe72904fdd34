"""What stands on the form: everything that is needed to ask from it, and to type it in later."""

import re
import shutil
import subprocess

import pytest
from every_kind import EVERY_KIND
from paper_reader import asks

from crisis_cli.documents.blocks import Blanks, Box, Heading, Item, Page, Paragraph, Table
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.paper.form import PRINT, fingerprint, paper_form
from crisis_cli.documents.paper.writing import ROOM
from crisis_cli.documents.text import text
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.source import find, load

poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
NUMBERS = {
    "nine_one_one": ("911", "911", "day and night"),
    "lifeline": ("988 Lifeline", "988", "text 988"),
    "access_helpline": ("DC Access HelpLine", "1-888-793-4357", ""),
}


def numbers(ids):
    return [NUMBERS[one] for one in ids if one in NUMBERS]


@pytest.fixture
def form(protocol):
    return paper_form(protocol(EVERY_KIND), numbers)


@pytest.fixture(scope="module")
def shipped():
    return paper_form(load(find("crisis-intervention")), numbers)


def items(page):
    for block in page.blocks:
        yield from (block,) if isinstance(block, Item) else ()
        if isinstance(block, Box):
            yield from (one for one in block.blocks if isinstance(one, Item))


def item(page, number):
    return next(one for one in items(page) if one.number == number)


def labels(ticks):
    return [one.label for one in ticks]


def test_there_is_room_to_answer_every_kind():
    assert set(ROOM) == set(KINDS)


def test_the_form_of_every_kind_as_text(form, golden):
    golden("documents/paper.txt", text(form))


def test_the_emergency_numbers_stand_before_everything_else(form):
    first = form.blocks[0]

    assert isinstance(first, Box) and isinstance(first.blocks[0], Paragraph)
    assert "911" in first.blocks[0].text and "988" in first.blocks[0].text


def test_the_head_asks_for_the_person_the_worker_and_the_time(form):
    asked = " ".join(next(one for one in form.blocks if isinstance(one, Blanks)).labels)

    for word in ("Person", "Worker", "Date", "time it began"):
        assert word in asked


def test_urgent_blocks_are_boxes_with_what_they_mean_and_the_numbers_to_call(form):
    box = next(b for b in form.blocks if isinstance(b, Box) and isinstance(b.blocks[0], Heading))

    assert box.blocks[0].text == "A. Stay and call"
    assert box.blocks[1] == Paragraph("Could act soon")
    assert item(form, "A1").calls == ("911 (day and night)", "988 (988 Lifeline; text 988)")
    assert labels(item(form, "A3").ticks) == ["Done", "Not yet", "Not done"]
    assert item(form, "A3").blanks == ("Who answered, and when?",)


def test_every_question_has_its_options_and_the_unknowns(form):
    for one in items(form):
        if asks(one) and one.number != "A3":  # an action of a box is done, or not
            unknowns = ["Not sure", "Would rather not say", "Could not find out", "Passed by"]
            assert labels(one.row) == unknowns
    assert labels(item(form, "2").ticks) == ["Yes", "No"]
    assert labels(item(form, "4").ticks) == [
        "a  A bed",
        "b  Something to eat",
        "c  Warm clothes",
        "None of these",
    ]


def test_a_danger_answer_stops_for_its_box_and_a_no_goes_on(form):
    assert item(form, "2").marks == ("DANGER",)
    assert [one.then for one in item(form, "2").ticks] == ["", "go to 4"]
    assert item(form, "3").stops == ("If Yes or Not sure: do box A now.",)


def test_what_a_passed_by_danger_question_leaves_open_is_ticked_too(form):
    # plan is asked after yes, not sure and would rather not say; the others leave it open
    below = " ".join(item(form, "2").below)

    assert "If Could not find out or Passed by: tick Passed by at 3." in below


def test_a_private_question_is_marked(form):
    private = [one.number for one in items(form) if "PRIVATE" in one.marks]

    assert private == ["7"]
    assert any(
        "PRIVATE" in bullet for block in form.blocks for bullet in getattr(block, "items", ())
    )


def test_lists_have_rows_and_scales_their_ends(form):
    people = next(one for one in items(form) if one.columns)

    assert (people.columns, people.lines) == (("Name", "Phone"), 3)
    assert item(form, "5").blanks == ("A whole number from 0 (not there) to 10 (cannot be borne)",)
    assert item(form, "6").blanks == ("Years from 0 to 120",)


def test_the_levels_stand_from_the_highest_to_the_lowest_with_why(shipped):
    table = next(b for b in shipped.blocks if isinstance(b, Table) and b.head[0] == "Level")
    levels = [row[0] for row in table.rows]

    assert levels == sorted(levels, key=["emergency", "high", "moderate", "low"].index)
    assert table.tick and all(why for _, _, why in table.rows)
    assert any(
        "Would rather not say, Could not find out or Passed by" in row[1] for row in table.rows
    )


def test_follow_up_times_stand_on_the_form(form):
    table = next(b for b in form.blocks if isinstance(b, Table) and b.head[0] == "When")

    assert table.rows == (("Within 24 hours", "the level is high or emergency", "Meet again"),)


def test_the_form_says_how_it_is_typed_in_with_its_fingerprint(form, protocol):
    digest = protocol(EVERY_KIND).hash
    said = text(form, 200)

    assert f"crisis start every-kind --from-paper --paper-hash {digest[:PRINT]}" in said
    assert form.footer == f"every-kind, version 1, fingerprint {fingerprint(digest)}"
    assert fingerprint("0123456789abcdef") == "0123 4567 89ab"


def test_a_form_is_for_workers_and_the_same_whenever_it_is_made(form, protocol):
    again = paper_form(protocol(EVERY_KIND), numbers)

    assert (form.audience, form.by_hand, form.made) == ("worker", True, None)
    for kind, make in FORMATS.items():
        assert make(form, print) == make(again, print), kind


def test_the_data_of_a_form_has_every_item(form):
    assert [one["number"] for one in form.data["items"]] == [one.number for one in items(form)]


@poppler
def test_every_page_says_which_protocol_and_which_page_of_how_many(shipped, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(FORMATS["pdf"](shipped, pytest.fail))
    pages = _run("pdftotext", "-layout", path, "-").split("\f")[:-1]

    assert len(pages) > 5
    for number, page in enumerate(pages, 1):
        assert f"Page {number} of {len(pages)}" in page
        assert shipped.footer in " ".join(page.split())
        assert number == 1 or "Person and date" in page


@poppler
def test_the_form_is_a_tagged_letter_page_without_a_date(shipped, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(FORMATS["pdf"](shipped, pytest.fail))
    about = _run("pdfinfo", path)

    assert re.search(r"Tagged:\s+yes", about)
    assert "(letter)" in about and "CreationDate" not in about
    assert b"pdfuaid:part" in path.read_bytes()


@poppler
def test_no_box_of_the_shipped_form_is_torn_apart(shipped, tmp_path):
    path = tmp_path / "form.pdf"
    path.write_bytes(FORMATS["pdf"](shipped, pytest.fail))
    pages = _run("pdftotext", "-layout", path, "-").split("\f")

    for block in shipped.blocks:
        if isinstance(block, Box) and isinstance(block.blocks[0], Heading):
            names = [one.number for one in block.blocks if isinstance(one, Item)]
            on = [n for n, page in enumerate(pages) if re.search(rf"^\s*{names[0]}\s", page, re.M)]
            assert all(re.search(rf"^\s*{name}\s", pages[on[0]], re.M) for name in names), names


def test_a_box_longer_than_a_page_runs_on_and_loses_nothing(tmp_path):
    long = Box(tuple(Paragraph(f"line number {n}") for n in range(120)))
    page = Page("p", "P", "worker", (long,), "foot", None, by_hand=True)
    path = tmp_path / "p.pdf"
    path.write_bytes(FORMATS["pdf"](page, pytest.fail))
    if not shutil.which("pdftotext"):
        pytest.skip("needs poppler's pdftotext")

    assert _run("pdftotext", path, "-").count("line number") == 120


def _run(*command):
    """What a program says, without the invisible places where a long word may break."""
    said = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return said.replace("\u200b", "")
