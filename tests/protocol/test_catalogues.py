"""Catalogues: every fixed text, read strictly, with no number lost and nothing outdated shown."""

import re
from datetime import date
from pathlib import Path

import pytest

from crisis_cli.protocol.catalogue import catalogue, languages, looked_over, places, wordings
from crisis_cli.protocol.fixed import FIXED, Speech
from crisis_cli.protocol.translation import KEPT
from crisis_cli.workshop.translations.check import is_translation, of_catalogue, of_translation
from crisis_cli.workshop.translations.review import reviewed, unfit
from crisis_cli.workshop.translations.write import begun

CODE = Path(__file__).parents[2] / "crisis_cli"
SHIPPED = ("am", "es", "fr", "ko", "vi", "zh")


def written(texts, by="", on="", language="es"):
    head = f"translates: client-pages\nlanguage: {language}\nreviewed_by: {by}\nreviewed_on: {on}\n"
    known = wordings()
    lines = [
        f"  {name}:\n    text: {said!r}\n    of: {known[name].mark}\n"
        for name, said in texts.items()
    ]
    return (head + "texts:\n" + "".join(lines)).encode()


def whole(**other):
    """Every text, said backwards but for what must stay."""
    return {name: " ".join(text.split()[::-1]) for name, text in FIXED.items()} | other


@pytest.fixture
def folder(tmp_path):
    def write(data, language="es"):
        (tmp_path / f"{language}.yaml").write_bytes(data)
        return [tmp_path]

    return write


def test_there_is_a_catalogue_for_each_language_of_the_district():
    assert languages(places()) == list(SHIPPED)


@pytest.mark.parametrize("language", SHIPPED)
def test_a_shipped_catalogue_has_every_text_and_is_a_draft_until_somebody_is_named(language):
    found = catalogue(language, places())
    report = of_translation(found.path)
    named = re.search(rb"^reviewed_by: *\S", found.path.read_bytes(), re.M) is not None

    assert found.lacks == () and found.reviewed == named
    assert report.problems == ()
    assert ("A draft: nobody has reviewed it" in report.text()) == (not named)


@pytest.mark.parametrize("language", SHIPPED)
def test_no_number_and_no_part_of_a_text_is_lost_in_a_shipped_catalogue(language):
    said = catalogue(language, places()).said.texts

    for name, text in FIXED.items():
        assert sorted(set(KEPT.findall(said[name]))) == sorted(set(KEPT.findall(text))), name


def rooms(name):
    return (CODE / name).rglob("*.py")


def test_every_fixed_text_is_used_somewhere_and_none_is_used_that_is_not_there():
    files = [*rooms("documents"), *rooms("directory"), CODE / "protocol" / "kinds.py"]
    code = "".join(path.read_text("utf-8") for path in files)
    used = set(re.findall(r"""words\(\s*"(\w+)""", code))
    by_name = {
        "call",
        "text",
        "chat",
        "tty",
        "call_or_text",
        "done",
        "not_yet",
        "not_done",
        "short_title",
        "title",
    }

    assert used <= set(FIXED)
    assert set(FIXED) - used - by_name == set()


def test_a_part_is_put_in_and_nothing_in_it_can_act():
    words = Speech(texts=FIXED | {"page_of": "{page} {0.__class__} {pages}"})

    assert words("page_of", page=1, pages="{page}") == "1 {0.__class__} {page}"


def test_a_reviewed_catalogue_is_reviewed_and_a_text_without_its_reviewer_is_not(folder):
    data = written(whole(), "A reader", "2026-11-20")
    assert catalogue("es", folder(data)).reviewed

    assert not catalogue("es", folder(written(whole(), "", ""))).reviewed
    own = data.replace(b"  title:\n", b"  title:\n    reviewed_by:\n    reviewed_on:\n")
    assert catalogue("es", folder(own)).said.drafts == ("title",)


def test_an_english_text_that_was_changed_is_outdated_in_every_catalogue(folder, monkeypatch):
    data = written(whole(), "A reader", "2026-11-20")
    monkeypatch.setitem(FIXED, "made_on", "Written on")
    found = catalogue("es", folder(data))

    assert found.lacks == ("made_on",) and not found.reviewed
    assert "W124" in [one.code for one in of_catalogue(data, "es").found.problems]


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"first": "Llame al 91. Llame al 988"}, "911 is not in the translation."),
        ({"first": "Llame"}, "911 is not in the translation."),
        ({"again_by": "antes de {dia}, {time}"}, "{day} is not in the translation."),
        ({"title": "Mi plan {name}"}, "{name} is not in the original."),
    ],
)
def test_a_number_or_a_part_that_is_lost_makes_the_catalogue_unusable(folder, changed, message):
    data = written(whole(**changed), "A reader", "2026-11-20")
    looked = of_catalogue(data, "es")

    assert [one.message for one in looked.found.problems if one.code == "E123"][:1] == [message]
    assert set(catalogue("es", folder(data)).lacks) == set(FIXED)


@pytest.mark.parametrize(
    "data", [b"", b"texts: [", b"\xff\xfe", b"translates: other\nlanguage: es\ntexts: {}\n"]
)
def test_a_broken_catalogue_shows_nothing_and_stops_nobody(folder, data):
    found = catalogue("es", folder(data))

    assert found.said.texts == {} and set(found.lacks) == set(FIXED)


def test_of_two_catalogues_the_reviewed_one_counts_and_else_the_first(tmp_path):
    mine, shipped = tmp_path / "mine", tmp_path / "shipped"
    for place, title in ((mine, "Mío"), (shipped, "Suyo")):
        place.mkdir()
        (place / "es.yaml").write_bytes(written(whole(title=title)))
    assert catalogue("es", [mine, shipped]).words("title") == "Mío"

    (shipped / "es.yaml").write_bytes(written(whole(title="Suyo"), "A reader", "2026-11-20"))
    assert catalogue("es", [mine, shipped]).words("title") == "Suyo"
    assert catalogue("so", [mine, shipped]) is None


def test_a_catalogue_that_is_begun_has_every_text_and_can_be_filled_in():
    text = begun("client-pages", "so", wordings())
    looked = looked_over(text.encode(), "so")

    assert not looked.found.broken
    assert len(unfit(looked)) == len(FIXED)
    assert "with a note to use an interpreter" in text


def test_a_review_fills_in_two_lines_and_changes_nothing_else():
    data = written(whole()).replace(
        b"  title:\n", b"  title:\n    reviewed_by:\n    reviewed_on:\n"
    )
    done = reviewed(data, 'A "quoted" reader', date(2026, 11, 20))
    looked = looked_over(done, "es")

    assert not looked.draft and not looked.of("draft")
    assert looked.file.reviewed_by == 'A "quoted" reader'
    before = [one for one in data.decode().splitlines() if "reviewed" not in one]
    assert [one for one in done.decode().splitlines() if "reviewed" not in one] == before
    assert reviewed(done, "Ana", date(2026, 11, 21)).count(b"reviewed_by") == 1


def test_a_catalogue_is_no_translation_of_a_protocol_beside_it(tmp_path):
    (tmp_path / "es.yaml").write_bytes(written(whole()))

    assert not is_translation(tmp_path / "es.yaml")
