"""Golden documents: of every scenario every document in every form, as text and as pictures.

They lie in tests/golden/scenarios, a text and a picture for each. After a change:
pytest tests/documents/test_golden_documents.py --update, then look at what differs.
"""

import re
import subprocess
from dataclasses import replace
from html import unescape
from pathlib import Path

import pytest
from contact_sheets import as_file, different, drawn, from_file, shown
from every_scenario import EVERY, ended, on_paper, papers, texts
from leftovers import empty, leftovers, rules_of
from pictures import DOTS, Picture, can_draw, png

from crisis_cli.documents import pdf as drawing
from crisis_cli.documents.blocks import Heading, Paragraph
from crisis_cli.documents.fonts import lacking
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import SMALL
from crisis_cli.documents.table import DOCUMENTS

FOLDER = Path(__file__).parents[1] / "golden" / "scenarios"
FULL = "03-thought-of-pills-long-ago-attempt"
poppler = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdftoppm and pdftotext")


def whole(scenario):
    """All texts of a scenario. One that says the same as one before it is named alone."""
    parts, before = [], {}
    for name, words in texts(scenario):
        same = before.setdefault(words, name)
        parts.append(f"##### {name}\n\n" + (words if same == name else f"The same as {same}.\n"))
    return "\n".join(parts) or "Nothing is printed.\n"


def sheets(scenario, folder):
    return drawn(((one.name, one.form, pdf) for one, pdf in on_paper(scenario)), folder)


def one_page(page, folder, form="page"):
    return drawn([("a page", form, FORMATS["pdf"](page, print))], folder)


@pytest.mark.parametrize("scenario", EVERY)
def test_every_document_of_a_scenario_reads_like_this(scenario, golden):
    golden(f"scenarios/{scenario}.txt", whole(scenario))


@poppler
@pytest.mark.parametrize("scenario", EVERY)
def test_every_document_of_a_scenario_looks_like_this(scenario, request, tmp_path):
    if lacking(whole(scenario)):
        pytest.skip("no font here for all that is said in it")
    now, path = sheets(scenario, tmp_path), FOLDER / f"{scenario}.png"
    if not now:
        assert not path.exists()
        return
    if request.config.getoption("--update") and not (path.exists() and same(path, now)):
        path.write_bytes(as_file(now))
    if not path.exists():
        pytest.fail(f"{path} is missing: run this test with --update, and look at it")

    if found := told(scenario, from_file(path.read_bytes()), now, tmp_path):
        pytest.fail(found)


def told(scenario, before, now, folder):
    """Which sheets look otherwise, and where the pictures of that are; "" for none."""
    names = different(before, now)
    if not names:
        return ""
    found = folder / f"{scenario}-differs.png"
    found.write_bytes(png(shown(names, before, now)))
    return (
        f"{scenario} looks otherwise at: {', '.join(names)}.\nBefore, now, and where they differ: "
        f"{found}\nWhere that is as it should be: run this test with --update."
    )


def same(path, now):
    """Whether the picture in a file need not be written again: nobody would see a difference."""
    before = from_file(path.read_bytes())
    return list(before) == list(now) and not different(before, now)


def test_no_golden_document_is_left_of_a_scenario_that_is_gone():
    assert {path.stem for path in FOLDER.iterdir()} == set(EVERY)
    assert {path.suffix for path in FOLDER.iterdir()} == {".txt", ".png"}


def test_every_document_and_form_of_the_table_is_in_some_scenario():
    here = {(one.document, one.form) for scenario in EVERY for one in papers(scenario)}

    assert here == {(name, form) for name, one in DOCUMENTS.items() for form in one.forms}


# -- nothing is printed that is not for people


@pytest.mark.parametrize("scenario", EVERY)
def test_no_placeholder_template_text_or_empty_heading_is_printed(scenario, tmp_path):
    for one in papers(scenario):
        assert not empty(one.page), one.name
    worker = rules_of(ended(scenario).protocol)
    for name, words in every_text(scenario, tmp_path):
        document = DOCUMENTS.get(name.split()[0])
        rules = worker if document and not document.client else ()
        assert not leftovers(words, rules), name


def every_text(scenario, folder):
    """All words of a scenario: of the texts, of the HTML, and what can be read from the PDFs."""
    yield from texts(scenario)
    for one in papers(scenario):
        if "html" in one.formats:
            body = FORMATS["html"](one.page, print).decode().split("</head>")[1]
            yield f"{one.name} html", unescape(re.sub(r"<[^>]*>", " ", body))
    for one, pdf in on_paper(scenario) if can_draw() else ():
        (folder / "page.pdf").write_bytes(pdf)
        run = ["pdftotext", "-raw", folder / "page.pdf", "-"]
        yield (
            f"{one.name} pdf",
            subprocess.run(run, capture_output=True, check=True).stdout.decode(),
        )


# -- what the pictures find


@pytest.fixture(scope="module")
def plan():
    return next(one.page for one in papers(FULL) if one.name == "safety-plan large")


@poppler
def test_a_heading_left_out_is_found_and_its_page_named(plan, tmp_path):
    before = one_page(plan, tmp_path)
    at = next(n for n, one in enumerate(plan.blocks) if isinstance(one, Heading))
    less = replace(plan, blocks=(*plan.blocks[:at], *plan.blocks[at + 1 :]))
    found = told(FULL, before, one_page(less, tmp_path), tmp_path)

    assert found.startswith(f"{FULL} looks otherwise at: a page 1") and "differs.png" in found
    assert (tmp_path / f"{FULL}-differs.png").read_bytes().startswith(b"\x89PNG")


@poppler
def test_a_last_line_left_out_is_found_on_its_page_alone(plan, tmp_path):
    before = one_page(plan, tmp_path)
    last = replace(plan.blocks[-1], rows=plan.blocks[-1].rows[:-1])

    less = one_page(replace(plan, blocks=(*plan.blocks[:-1], last)), tmp_path)
    assert different(before, less) == [f"a page {len(before)}"]


@poppler
@pytest.mark.parametrize("form", ["page", "card"])
def test_what_is_twelve_points_lower_is_found(form, tmp_path):
    one = next(one for one in papers(FULL) if one.name == f"safety-plan {form}")
    before = one_page(one.page, tmp_path, form)
    rows = round(12 / 72 * DOTS * (1 + (form in SMALL)))

    for name, sheet in before.items():
        lower = b"\xff" * sheet.wide * rows + sheet.dots[: -sheet.wide * rows]
        assert different(before, {name: Picture(sheet.wide, 1, lower)}) == [name]


@poppler
def test_letters_of_another_font_are_found(plan, tmp_path, monkeypatch):
    before = one_page(plan, tmp_path)
    monkeypatch.setattr(drawing.fonts, "EMBEDDED", drawing.fonts.EMBEDDED[1:])

    assert different(before, one_page(plan, tmp_path))


@poppler
def test_a_sheet_more_or_less_is_named(plan, tmp_path):
    before = one_page(plan, tmp_path)
    more = replace(plan, blocks=(*plan.blocks, *[Paragraph("And more.")] * 60))
    after = one_page(more, tmp_path)

    assert f"a page {len(after)}" in different(before, after)
    assert f"a page {len(after)}" in different(after, before)


@poppler
def test_a_picture_of_all_sheets_is_cut_into_the_same_sheets(tmp_path):
    now = sheets("06-took-them-all-on-the-phone", tmp_path)

    assert from_file(as_file(now)) == now
