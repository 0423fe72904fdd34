"""The HTML pages in a real browser: structure, contrast, narrow windows, the network, and paper."""

import json
import re
import shutil
import subprocess
from datetime import UTC, datetime
from html import unescape
from pathlib import Path

import pytest
from every_page import PAGES, made, with_format
from npm import installed

from crisis_cli.documents.blocks import Asked, Heading, Page, Paragraph, Said
from crisis_cli.documents.html import html

WEB = Path(__file__).parent / "web"
NAMES = with_format("html")
LEFT, RIGHT = 72, 612 - 72  # the edges of what is printed, in points
poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
# What tests below must find, or they would find nothing: each breaks one thing.
BROKEN = {
    "pale": ("color: #000;", "color: #bbb;"),
    "no language": ('<html lang="en">', "<html>"),
    "a heading left out": ("<h2>", "<h4>"),
    "wide": ("<main>", '<main><div style="width: 700px">wide</div>'),
    "reaching out": ("<main>", '<main><img alt="x" src="file:///nowhere/x.png">'),
}
UNDER_HEADINGS = "under headings"


def under_headings():
    """Headings with more and more under each, so that some come to stand at every height."""
    blocks = []
    for count in range(1, 40):
        blocks += [Heading(f"Heading {count}"), Paragraph("Some words of a plan. " * count)]
        blocks.append(Asked(f"Question {count}", (Said("Yes"), Said("No, not at all " * 9))))
    return Page("all", "All", "worker", tuple(blocks), "Foot", datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture(scope="module")
def looked(request, tmp_path_factory):
    """What Chromium sees on every page: name -> its path and that. One start for all of them."""
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("chromium is not here, so no browser can be asked")
    node = installed(request.config, WEB)
    whole = {name: made(name, "html").decode() for name in NAMES}
    for name, (right, wrong) in BROKEN.items():
        assert right in whole["plan, page, en"]
        whole[name] = whole["plan, page, en"].replace(right, wrong)
    whole[UNDER_HEADINGS] = html(under_headings())
    folder = tmp_path_factory.mktemp("web")
    files = {name: folder / f"{number}.html" for number, name in enumerate(whole)}
    for name, path in files.items():
        path.write_text(whole[name], encoding="utf-8")
    command = ["node", WEB / "look.mjs", chromium, node, *files.values()]
    told = subprocess.run(command, capture_output=True, text=True, timeout=300)
    assert told.returncode == 0, told.stderr
    seen = json.loads(told.stdout)
    return {name: (path, seen[str(path)]) for name, path in files.items()}


def run(*command):
    return subprocess.run(command, capture_output=True, check=True).stdout.decode()


def close(text):
    """A text without what line breaks and the marks of lists change."""
    return re.sub(r"[\s\u200b\u2022]", "", text)


def seen(web):
    """What a reader of some HTML sees, close together; of a chart not the words in its place."""
    drawn = re.sub(r"<(title|desc)>.*?</\1>", "", web, flags=re.DOTALL)
    return close(unescape(re.sub(r"<[^>]*>", "", drawn)))


def printed(path):
    """The sheets that a browser prints, as text in the order in which it was drawn."""
    return run("pdftotext", "-raw", f"{path}.pdf", "-").split("\f")[:-1]


@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing_wrong_with_structure_names_or_contrast(looked, name):
    assert looked[name][1]["axe"] == []


@pytest.mark.parametrize("name", NAMES)
def test_nothing_sticks_out_of_a_narrow_window_or_of_one_at_200_percent(looked, name):
    assert looked[name][1]["narrow"] == {"320 dots": [], "200 %": []}


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing(looked, name):
    assert looked[name][1]["asked"] == []


def test_each_of_these_tests_can_fail(looked):
    seen = {name: looked[name][1] for name in BROKEN}

    assert any("color-contrast" in one for one in seen["pale"]["axe"])
    assert any("html-has-lang" in one for one in seen["no language"]["axe"])
    assert any("heading-order" in one for one in seen["a heading left out"]["axe"])
    assert all(seen["wide"]["narrow"].values())
    assert seen["reaching out"]["asked"]


@poppler
@pytest.mark.parametrize("name", NAMES)
def test_what_is_on_the_screen_comes_out_of_the_printer_in_order(looked, name):
    path, _ = looked[name]
    body = path.read_text(encoding="utf-8").split("</head>")[1]
    over = "".join(PAGES[name]().marks[-1:])
    heads = [seen(head) for head in re.findall(r"<thead>.*?</thead>", body, re.DOTALL)]
    whole = ""
    for sheet in printed(path):
        rest = close(sheet).removeprefix(close(over))
        again = [one for one in heads if rest.startswith(one) and one in whole]
        whole += rest.removeprefix("".join(again[:1]))  # a table goes on under its head

    assert whole == seen(body)


@poppler
@pytest.mark.parametrize("name", NAMES)
def test_it_prints_on_letter_paper_and_nothing_is_cut_off_at_an_edge(looked, name):
    path, _ = looked[name]
    words = re.findall(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">',
                       run("pdftotext", "-bbox", f"{path}.pdf", "-"))  # fmt: skip

    assert "612 x 792 pts (letter)" in run("pdfinfo", f"{path}.pdf")
    assert words
    for left, top, right, bottom in (map(float, one) for one in words):
        assert left > LEFT - 1 and right < RIGHT + 1
        assert top > 20 and bottom < 792 - 0.9 * 72 + 1


@poppler
@pytest.mark.parametrize("name", [*NAMES, UNDER_HEADINGS])
def test_no_heading_and_no_question_stands_alone_at_the_foot_of_a_sheet(looked, name):
    path, _ = looked[name]
    whole = path.read_text(encoding="utf-8")
    heads = re.findall(r'<h[123]>(.*?)</h[123]>|<p class="question">(.*?)</p>', whole, re.DOTALL)
    heads = [seen("".join(one)) for one in heads]
    feet = [close("".join(sheet.strip().splitlines()[-3:])) for sheet in printed(path)[:-1]]

    assert [foot for foot in feet if any(foot.endswith(one) for one in heads)] == []
