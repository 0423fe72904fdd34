"""The resources in other languages: what pages print of them, drafts, and what changed since."""

from datetime import date
from pathlib import Path

import pytest

from crisis_cli.directory.languages import (
    drafts,
    lacking,
    places,
    spoken,
    translated,
    wordings,
)
from crisis_cli.directory.lines import helping, lines
from crisis_cli.directory.resources import known, known_in, load, shipped_file, standing
from crisis_cli.protocol.catalogue import catalogue
from crisis_cli.protocol.catalogue import places as folders
from crisis_cli.protocol.translation import KEPT
from crisis_cli.workshop.translations.write import begun

LANGUAGES = ("am", "es", "fr", "ko", "vi", "zh")
TODAY = date(2026, 11, 28)
FILE = """
resources:
  - id: center
    name: The center
    for: A bad night
    numbers:
      - {call: 202-555-0100, note: ask for the desk}
      - {text: 55555, note: the word HELP, status: unverified}
    hours: Some hours only
    who: Adults
    languages: Over 200, with interpreters
    source: S
    verified_on: 2026-11-01
    status: confirmed
  - {id: unknown, name: U, for: Not known, numbers: [{call: 202-555-0101}], hours: always,
     source: S, verified_on: 2026-11-01, status: unverified}
  - {id: reports, name: R, for: Reports, numbers: [{call: 202-555-0102}], hours: always,
     source: S, verified_on: 2026-11-01, status: confirmed, worker_only: yes}
"""
SAID = {
    "center.for": "Una mala noche",
    "center.hours": "Solo a ciertas horas",
    "center.who": "Adultos",
    "center.languages": "Más de 200, con intérpretes",
    "center.numbers.1.note": "pregunte en la recepción",
}


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "here.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def written(file, by="", on="", said=SAID, where=None):
    """Write the Spanish of a resource file; where: another folder than beside it."""
    known = wordings(load(file))
    text = f"translates: resources\nlanguage: es\nreviewed_by: {by}\nreviewed_on: {on}\ntexts:\n"
    for place, one in said.items():
        text += f"  {place}:\n    text: {one}\n    of: {known[place].mark}\n"
    path = places(file, "es", where)[0]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def told(file, own=None):
    return translated(places(file, "es", own), "es", load(file))


def test_what_pages_print_is_to_be_translated_and_nothing_else(file):
    assert set(wordings(load(file))) == set(SAID)


def test_a_page_says_a_resource_in_its_language_with_name_and_number_as_they_are(file):
    written(file, "A reader", "2026-11-20")
    spanish = catalogue("es", folders()).words
    ((name, _, reach, note),) = helping(spoken(load(file), told(file)), ["center"], TODAY, spanish)

    assert (name, reach) == ("The center", "Llame al 202-555-0100 (pregunte en la recepción)")
    assert note.split("\n")[:2] == ["Una mala noche", "Solo a ciertas horas"]
    assert "Adultos" in note and "Más de 200" in note
    ((_, _, short),) = lines(spoken(load(file), told(file)), ["center"], True, TODAY, words=spanish)
    assert short.startswith("Solo a ciertas horas")


def test_a_draft_is_one_until_somebody_is_named(file):
    written(file)
    assert drafts(load(file), ["center"], told(file)) and not lacking(
        load(file), ["center"], told(file)
    )

    written(file, "A reader", "2026-11-20")
    assert not drafts(load(file), ["center"], told(file))


def test_what_was_changed_in_english_since_is_lacking_and_said_as_it_stands(file):
    written(file, "A reader", "2026-11-20")
    file.write_text(FILE.replace("A bad night", "A bad day"), encoding="utf-8")

    assert lacking(load(file), ["center"], told(file))
    assert spoken(load(file), told(file))["center"].purpose == "A bad day"


def test_what_no_page_prints_is_not_missed(file):
    written(file, said={})

    assert not lacking(load(file), ["unknown", "reports", "not_there"], told(file))
    assert lacking(load(file), ["center"], told(file))


def test_a_translation_with_errors_is_none_and_a_lost_number_is_one(file):
    written(file, said=SAID | {"center.languages": "Muchos"})
    assert told(file) is None

    places(file, "es")[0].write_text("translates: [", encoding="utf-8")
    assert told(file) is None


def test_one_of_ones_own_that_was_reviewed_goes_before_the_draft_that_came_along(file, tmp_path):
    written(file)
    own = {**SAID, "center.for": "Noches malas"}
    written(file, "A reader", "2026-11-20", own, tmp_path / "own")

    assert told(file, tmp_path / "own").texts["center.for"] == "Noches malas"
    assert told(file).texts["center.for"] == "Una mala noche"

    written(file, "A reader", "2026-11-20")
    written(file, said=own, where=tmp_path / "own")
    assert told(file, tmp_path / "own").texts["center.for"] == "Una mala noche"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_shipped_translation_is_whole_and_loses_no_number_or_word_to_text(language):
    there = known()
    texts = translated(places(shipped_file(), language), language, there).texts

    assert standing(tuple(there), language) in ("draft", "reviewed")
    for place, one in wordings(there).items():
        kept = [*KEPT.findall(one.text), *_typed(one.text)]
        assert [part for part in kept if part not in texts[place]] == [], place


def _typed(text):
    """What is to be typed as it stands: the word HOME."""
    return [word for word in text.split() if (word.isupper() and len(word) > 3) or "LongDC" in word]


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_numbers_and_addresses_are_the_same_in_every_language(language):
    for name, one in known_in(language).items():
        english = known()[name]
        assert (one.name, one.address) == (english.name, english.address)
        assert [n.value for n in one.numbers] == [n.value for n in english.numbers]
        assert one.always == english.always


def test_english_needs_no_file():
    assert standing(tuple(known()), "en") == "reviewed"
    assert known_in("en") == known()


def test_a_language_that_nobody_wrote_is_missing():
    assert standing(["lifeline"], "so") == "missing"
    assert standing([], "so") == "reviewed"


def test_a_shipped_file_is_written_as_translate_begins_one():
    there = wordings(known())
    for language in LANGUAGES:
        text = Path(places(shipped_file(), language)[0]).read_text("utf-8")
        begun_places = [
            line for line in begun("resources", language, there).splitlines() if "for:" in line
        ]
        assert [line for line in begun_places if line not in text] == []
