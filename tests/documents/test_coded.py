"""The coded card: what stands on it, and that nothing gives it away."""

import re

import pytest
from shipped_plans import LANGUAGES, SCENARIOS, plan

from crisis_cli.documents.coded import agreed, coded_card, first_name
from crisis_cli.documents.giveaways import tells
from crisis_cli.documents.pdf import PAGES, pdf
from crisis_cli.documents.text import text
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.kinds import Line


def people(page):
    return [(one.name, one.reach) for block in page.blocks for one in block.people]


@pytest.mark.parametrize("number", SCENARIOS)
def test_nothing_on_the_card_of_a_scenario_tells_what_it_is(number):
    for language in ("en", *LANGUAGES):
        page = plan(number, "coded", language)
        said = "\n".join(f"{name} {reach}" for name, reach in people(page)) + page.title
        assert not tells(said) and page.footer == "", said
        assert not re.search(r"(?<![\d-])(988|911)(?![\d-])", said), said
        assert "1-888-793-4357" in said  # who answers day and night


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("Ana", "Ana"),
        ("Ana Lopez (my therapist)", "Ana"),
        ("his sister", "Sister"),
        ("Dr. Lee", "Lee"),
        ("DC Victim Hotline", ""),
        ("Women's shelter", ""),
        ("988", ""),
        ("Dr.", ""),
        ("the An", "An"),
        ("Mi", "Mi"),
    ],
)
def test_of_a_name_only_what_tells_nothing_is_left(said, shown):
    assert first_name(said) == shown


def test_a_number_stands_once_the_short_ones_never_and_the_label_is_the_one_agreed_on():
    named = [Line("Ana", "202-555-0100"), Line("Again", "1 (202) 555-0100"), Line("Line", "988")]
    hotline = Line("DC Victim Hotline", "1-844-443-5732")
    page = coded_card([*named, hotline], ["Call 1-888-793-4357"], label="Ann")

    assert people(page) == [
        ("Ana", "202-555-0100"),
        ("Ann 2", "1-844-443-5732"),
        ("Ann", "1-888-793-4357"),
    ]


@pytest.mark.parametrize("label", ["Crisis line", "Room 988", "", "x" * 31])
def test_a_label_that_would_tell_is_refused(label):
    with pytest.raises(CrisisError, match="cannot stand on the card"):
        agreed(label)


def test_very_many_people_go_on_on_more_cards_and_the_worker_is_told():
    told = []
    many = [Line(f"P{n}", f"202-555-{n:04}") for n in range(160)]
    made = pdf(coded_card(many, []), told.append)

    assert len(PAGES.findall(made)) > 1 and "cards: cut out" in told[0]
    assert b"pdfuaid:part" in made


def test_the_words_of_the_card_are_made_inert():
    assert "\x1b" not in text(coded_card([Line("\x1b[31mAna", "202-555-0100")], []))


def test_every_number_of_a_person_is_on_the_card():
    shown = text(coded_card([Line("Maria", "202-555-0132 ext. 4, or 202-555-0199")], []))

    assert "202-555-0132 ext. 4" in shown and "202-555-0199" in shown
