"""The forms of a plan: what each says, how it looks, and that nothing is cut off in any of them."""

import re
import subprocess
from dataclasses import replace

import pytest
from made_cards import AGAIN
from made_cards import made as card_of
from made_contacts import CALM, END, NOW, PLAN, calm, contact, listing, said
from pictures import can_draw
from shipped_plans import FULL, LANGUAGES, SCENARIOS, card, help_sheet, plan

from crisis_cli.documents.blocks import Box, Heading
from crisis_cli.documents.fonts import lacking
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import FORMS, USUAL
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.resource_sheet import resource_sheet
from crisis_cli.protocol.catalogue import catalogue, places

poppler = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdftoppm and pdftotext")
PICTURED = ("01", "03", "10", "35")
WITH_PDF = [name for name, form in FORMS.items() if "pdf" in form.formats and name in USUAL]
CARD = (0.875 * 72, 1.1 * 72, 7.625 * 72, (1.1 + 2.125) * 72)  # its edges on the sheet, in points
LINES = [f"Line number {n} of what helps me" for n in range(1, 41)]


def quiet(sentence):
    raise AssertionError(sentence)


def run(*command):
    done = subprocess.run(command, capture_output=True, check=True)
    return done.stdout.decode().replace("\u200b", "")


def made(page, kind="pdf", told=None):
    return FORMATS[kind](page, told.append if told is not None else quiet)


def read(pdf, tmp_path, *options):
    (tmp_path / "page.pdf").write_bytes(pdf)
    return run("pdftotext", *options, tmp_path / "page.pdf", "-")


def sheets(pdf, tmp_path):
    return read(pdf, tmp_path).count("\f")


def boxes(pdf, tmp_path):
    """Each word of a PDF with its edges: left, top, right, bottom; a list for each sheet."""
    whole = read(pdf, tmp_path, "-bbox")
    word = re.compile(r'<word xMin="(.*?)" yMin="(.*?)" xMax="(.*?)" yMax="(.*?)">(.*?)</word>')
    return [
        [(found[5], *(float(found[n]) for n in range(1, 5))) for found in word.finditer(sheet)]
        for sheet in whole.split("<page ")[1:]
    ]


def of(short, form, **answers):
    state = contact(short, *said(**{**CALM, **PLAN, **answers}), *END)
    return safety_plan(state, listing, NOW, form)


def needs_fonts(language):
    found = catalogue(language, places())
    if lacking("".join(found.said.texts.values())):
        pytest.skip(f"no font for {language} here")


# -- as they read and look


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_plan_reads_like_this_in_every_language(language, golden):
    pages = [plan(FULL, form, language) for form in ("page", "phone", "short")]

    golden(f"plans/{FULL}.{language}.txt", "\n".join(made(one, "txt").decode() for one in pages))


# -- one page, one card


@poppler
@pytest.mark.parametrize("number", SCENARIOS)
def test_the_plan_of_a_scenario_fits_on_one_page_and_on_one_card(number, tmp_path):
    for language in ("en", *LANGUAGES) if number in PICTURED else ("en", "am"):
        for form in ("page", "card", "short"):
            if page := plan(number, form, language):
                assert sheets(made(page), tmp_path) == 1, (form, language)


@poppler
def test_more_than_fits_goes_on_on_a_second_page(short, tmp_path):
    people = [{"name": f"Person {n}", "phone": f"202-555-{n:04}"} for n in range(60)]
    pdf = made(of(short, "page", people=people))

    assert sheets(pdf, tmp_path) > 1
    whole = read(pdf, tmp_path)
    assert all(one["name"] in whole and one["phone"] in whole for one in people)


@poppler
@pytest.mark.parametrize("what", ["forty lines", "sixty people", "a name of 500 letters"])
def test_nothing_is_cut_off_on_a_card_whatever_is_on_it(short, what, tmp_path):
    people = [{"name": f"Person {n}", "phone": f"202-555-{n:04}"} for n in range(60)]
    long = "Wilhelmina" * 50
    answers = {
        "forty lines": {"calm": "\n".join(LINES)},
        "sixty people": {"people": people},
        "a name of 500 letters": {"people": [{"name": long, "phone": "202-555-0199"}]},
    }[what]
    told = []
    pdf = made(of(short, "card", **answers), told=told)
    left, top, right, bottom = CARD
    inside = [
        [one for one in side if one[2] < bottom + 1 and one[2] > top]
        for side in boxes(pdf, tmp_path)
    ]

    for word, x0, y0, x1, y1 in (one for side in inside for one in side):
        assert left < x0 and x1 < right and top < y0 and y1 < bottom, word
        assert not x0 < (left + right) / 2 < x1, f"{word} lies over the fold"
    said_there = "".join(re.sub(r"\s", "", one[0]) for side in inside for one in side)
    wanted = {"forty lines": LINES, "sixty people": [p["phone"] for p in people]}.get(what, [long])
    assert [one for one in wanted if one.replace(" ", "") not in said_there] == []
    cards = len(inside)
    assert (cards > 1) == (what != "a name of 500 letters")
    assert told == (
        [f"This needs {cards} cards: cut out and fold each, and keep them together."] * (cards > 1)
    )


@poppler
@pytest.mark.parametrize("what", ["little", "a place of 500 letters", "forty lines"])
def test_nothing_is_cut_off_on_a_follow_up_card(protocol, what, tmp_path):
    where = {"little": "Desk", "forty lines": "\n".join(LINES)}.get(what, "Wilhelmina" * 50)
    told = []
    pdf = made(card_of(protocol(AGAIN), reach_where=where, whom="Kim"), told=told)
    left, top, right, bottom = CARD
    every = (one for side in boxes(pdf, tmp_path) for one in side)
    inside = [one for one in every if top < one[2] < bottom + 1]

    for word, x0, y0, x1, y1 in inside:
        assert left < x0 and x1 < right and top < y0 and y1 < bottom, word
    said_there = "".join(re.sub(r"\s", "", one[0]) for one in inside)
    assert re.sub(r"\s", "", where) in said_there
    assert "Callortext988" in said_there
    assert all("needs" in one for one in told)


@poppler
def test_a_card_with_little_on_it_is_in_letters_of_twelve_points(protocol, tmp_path):
    (tmp_path / "one.pdf").write_bytes(made(card_of(protocol(AGAIN))))
    xml = run("pdftohtml", "-xml", "-zoom", "1", "-stdout", tmp_path / "one.pdf")
    font = re.search(r'font="(\d+)">[^\n]*November 27', xml)[1]

    assert int(re.search(rf'id="{font}" size="(\d+)"', xml)[1]) >= 11


@poppler
@pytest.mark.parametrize("number", ["01", "04", "16"])
@pytest.mark.parametrize("language", ["en", *LANGUAGES])
def test_the_sheet_of_a_scenario_fits_on_one_page_and_the_card_on_one_card(
    number, language, tmp_path
):
    needs_fonts(language if language != "en" else "es")
    for page in (help_sheet(number, "page", language), card(number, "card", language)):
        assert sheets(made(page), tmp_path) == 1, page.name


@poppler
def test_sixty_places_go_on_on_further_pages_with_every_number(short, tmp_path):
    found = [(f"Place {n}", n % 2 == 0, f"Call 202-555-{n:04}", "For\nAlways") for n in range(60)]
    found.append(("Wilhelmina" * 50, True, "Call 202-555-0199", "x" * 500))
    for form in ("page", "large"):
        page = resource_sheet(calm(short), lambda ids: found, NOW, form)
        whole = re.sub(r"\s", "", read(made(page), tmp_path, "-raw"))
        assert [one for one in found if re.sub(r"\s", "", one[2]) not in whole] == []
        assert whole.count("Wilhelmina") == 50 and whole.count("x") >= 500


def test_a_sheet_and_a_card_are_tagged_for_screen_readers_and_always_the_same_bytes():
    for page in (lambda: help_sheet("16"), lambda: help_sheet("16", "large"), lambda: card("16")):
        one, two = made(page()), made(page())
        assert one == two and b"pdfuaid:part" in one and b"/MarkInfo" in one


@poppler
@pytest.mark.parametrize("page", ["plan", "sheet"])
def test_large_print_has_no_small_letters(page, tmp_path):
    large = {"plan": plan(FULL, "large"), "sheet": help_sheet("16", "large")}[page]
    (tmp_path / "large.pdf").write_bytes(made(large))
    xml = run("pdftohtml", "-xml", "-zoom", "1", "-stdout", tmp_path / "large.pdf")
    sizes = {found[1]: int(found[2]) for found in re.finditer(r'id="(\d+)" size="(\d+)"', xml)}
    said = re.findall(r'<text top="(\d+)".*? font="(\d+)">(.*?)</text>', xml)
    body = [(sizes[font], words) for top, font, words in said if 50 < int(top) < 712]

    assert min(body)[0] >= 17, min(body)
    assert max(body)[0] >= 28
    assert min(sizes.values()) >= 10  # what stands at the edges, for the worker


@poppler
@pytest.mark.parametrize("form", WITH_PDF)
@pytest.mark.parametrize("language", ["en", "am", "ko"])
def test_no_line_breaks_inside_a_number_a_time_or_a_korean_word(form, language, tmp_path):
    page = plan("10", form, language) or plan(FULL, form, language)
    needs = {"ko": ["988에", "전화하거나"], "en": [], "am": []}[language]
    whole = read(made(page), tmp_path, "-raw")
    text = made(page, "txt").decode()
    wanted = re.findall(r"\d{3}-\d{3}-\d{4}|\d+:\d\d [apAP][mM]", text)

    assert [one for one in [*wanted, *needs] if one not in whole] == []


# -- the same everywhere


@pytest.mark.parametrize("form", WITH_PDF)
def test_the_same_plan_gives_the_same_bytes_tagged_for_screen_readers(form):
    one, two = (made(plan(FULL, form)) for _ in range(2))

    assert one == two
    assert b"pdfuaid:part" in one and b"/MarkInfo" in one


@poppler
@pytest.mark.parametrize("form", WITH_PDF)
def test_a_screen_reader_meets_title_headings_and_the_code_in_words(form, tmp_path):
    (tmp_path / "page.pdf").write_bytes(made(plan("35", form)))
    tree = run("pdfinfo", "-struct-text", tmp_path / "page.pdf")

    assert tree.index("H1") < tree.index("H2")
    assert "H3" not in tree.split("H2")[0]
    if form != "card":
        assert "Figure" in tree


def test_the_code_for_cameras_is_the_number_of_the_lifeline():
    from segno import make_qr

    from crisis_cli.documents.squares import QUIET, squares

    size, path = squares("tel:988")
    dark = {
        (int(x) + i - QUIET, int(y) - QUIET)
        for x, y, wide in re.findall(r"M(\d+) (\d+)h(\d+)v1", path)
        for i in range(int(wide))
    }
    rows = make_qr("tel:988", error="q", boost_error=False).matrix

    assert size == len(rows) + 2 * QUIET
    assert dark == {(x, y) for y, row in enumerate(rows) for x, one in enumerate(row) if one}


# -- what each is for


def test_the_short_form_has_at_most_three_things_to_do_two_people_and_who_always_answers():
    page = plan(FULL, "short")
    whole = made(page, "txt").decode()

    assert page.title == "My plan for right now"
    assert [one.text for one in page.blocks if isinstance(one, Heading)] == [
        "First, on my own",
        "Then I tell someone",
        "If this is not enough, day or night",
    ]
    assert "988" in whole and "911" in whole and "202-555-0164" in whole
    assert "Legal aid" not in whole and "pills" not in whole


def test_there_is_no_short_form_where_the_protocol_names_none(short):
    assert safety_plan(calm(short), listing, NOW, "short") is None


def test_a_short_form_says_whom_to_call_though_its_parts_do_not(protocol):
    tiny = protocol(
        """
        protocol: tiny
        title: Tiny
        version: 1
        languages: [en]
        sections:
          - id: s
            title: S
            steps:
              - {id: a, list: What helps, each: [{id: what, ask: What, kind: text}]}
        documents:
          safety_plan:
            - {heading: Now, from: a, short: 2}
            - {heading: When it fails, text: Call 988 or 911.}
        """
    )
    items = [{"what": word} for word in ("Tea", "Walk", "Sleep")]
    page = safety_plan(contact(tiny, *said(a=items), *END), listing, NOW, "short")
    whole = made(page, "txt").decode()

    assert "Tea" in whole and "Walk" in whole and "Sleep" not in whole
    assert "If this plan does not help" in whole and "Call 911" in whole


def test_text_for_a_phone_breaks_no_line_and_draws_none():
    whole = made(plan(FULL, "phone"), "txt").decode()

    assert not re.search(r"-{3,}|={3,}| {2,}", whole)
    assert "- June: 202-555-0164\n" in whole
    assert "MY SAFETY PLAN" in whole
    long = "Call or text 988. In danger, call 911 or go to any hospital. No phone? Ask at a shop"
    assert long in whole


def test_every_form_begins_with_whom_to_call():
    for form in USUAL:
        first = plan(FULL, form).blocks[0]
        assert isinstance(first, Box) and "911" in first.blocks[0].text


def test_files_are_named_by_form_and_language():
    names = {plan(FULL, form, language).name for form in FORMS for language in ("en", "am")}

    assert {"safety-plan", "safety-plan-card", "safety-plan-card.am", "safety-plan.am"} <= names
    assert len(names) == 2 * len(FORMS)


def test_a_plan_for_a_real_person_has_no_word_of_practice():
    page = replace(plan(FULL), practice=False)

    assert "PRACTICE" not in made(page, "txt").decode() + made(page, "html").decode()
