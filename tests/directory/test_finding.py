"""Finding who can help: any words, any order, and whom it is for; nothing stale is hidden."""

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.directory.finding import Asked, Directory, folded, text_of
from crisis_cli.directory.needs import NEEDS, need_of
from crisis_cli.directory.telling import whom
from crisis_cli.protocol import cache
from crisis_cli.protocol.tongues import IN_ENGLISH

NOW = datetime(2026, 11, 23, 20, 0, tzinfo=ZoneInfo("America/New_York"))
TODAY = NOW.date()


def entry(id_, **more):
    body = {"id": id_, "name": id_.title(), "for": "Help", "numbers": [{"call": "202-555-0100"}]}
    body |= {"hours": "always", "source": "S", "verified_on": "2026-11-01", "status": "confirmed"}
    return {**body, **{key.rstrip("_"): value for key, value in more.items()}}


OFFICE = [{"days": "weekdays", "from": "9:00", "to": "17:00"}]
EVERY = [
    entry("pantry", for_="Groceries in the Northeast", needs=["food"], hours=OFFICE),
    entry("beds", for_="A bed tonight", needs=["shelter"], ages="18 and over"),
    entry("family", name="Family Center", for_="Beds for families", needs=["shelter"],
          hours="Hours not confirmed", address="1 Main Street", status="partly"),
    entry("youth", for_="Someone to talk to", needs=["crisis"], ages="12 to 24",
          languages=["en", "am"], verified_on="2020-01-01"),
    entry("cafe", name="Café Ángel", for_="Warm meals", needs=["food"], address="2 Main Street",
          walk_in="yes", languages="Over 200, by interpreter"),
    entry("desk", for_="A place to sit", address="3 Main Street", walk_in="no",
          status="unverified"),
]  # fmt: skip


@pytest.fixture
def directory(tmp_path):
    (tmp_path / "dc.yaml").write_text(json.dumps({"resources": EVERY}), encoding="utf-8")
    return Directory(tmp_path)


@pytest.fixture
def find(directory):
    def ids(*words, **asked):
        return [one.id for one in directory.find(Asked(words, **asked), TODAY).found]

    return ids


@pytest.mark.parametrize(
    ("words", "found"),
    [(("bed", "tonight"), ["beds"]), (("tonight", "bed"), ["beds"]), (("TONIGHT bed",), ["beds"]),
     (("fam",), ["family"]), (("cafe", "angel"), ["cafe"]), (("CAFÉ",), ["cafe"]),
     (("hungry",), ["pantry", "cafe"]), (("homeless",), ["beds", "family"]), (("555-0100",), 6),
     (("2025550100",), 6), (("amharic",), ["youth"]), (("aghty",), []), (("bed", "cafe"), []),
     (("east",), []), ((), 6)],
)  # fmt: skip
def test_words_are_found_in_any_order_by_their_beginning_without_accents(find, words, found):
    assert (len(find(*words)) if isinstance(found, int) else find(*words)) == found


def test_the_name_counts_more_than_the_rest_and_what_is_not_verified_comes_last(find):
    assert find("family")[0] == "family"
    assert find("help", "main")[-1:] in ([], ["desk"])
    assert find("main", "street") == ["family", "cafe", "desk"]


def test_what_is_stale_or_not_verified_is_found_all_the_same(find):
    assert find("youth") == ["youth"]
    assert find("desk") == ["desk"]


def test_a_need_finds_what_has_it(find):
    assert find(need="shelter") == ["beds", "family"]
    assert find("families", need="shelter") == ["family"]


def test_open_now_counts_what_it_cannot_know(directory):
    answer = directory.find(Asked(open_at=NOW), TODAY)

    assert {one.id for one in answer.found} == {"beds", "youth", "cafe", "desk"}
    assert answer.hours_unknown == 1  # family; the pantry is closed
    noon = directory.find(Asked(open_at=NOW.replace(hour=12)), TODAY)
    assert "pantry" in {one.id for one in noon.found}


def test_a_language_is_spoken_or_interpreted_and_english_is_where_nothing_is_said(find):
    assert find(language="am") == ["youth", "cafe"]
    assert set(find(language="en")) == {one["id"] for one in EVERY}


def test_a_language_is_found_by_each_of_its_names_and_told_by_the_english_one(tmp_path):
    (tmp_path / "dc.yaml").write_text(json.dumps({"resources": [entry("x", languages=["es"])]}))
    here = Directory(tmp_path)

    for word in ("spanish", "español", "espanol"):
        assert [one.id for one in here.find(Asked((word,)), TODAY).found] == ["x"]
    assert whom(here.get("x")) == "Spanish"
    assert (IN_ENGLISH["zh"], IN_ENGLISH["ht"], IN_ENGLISH["fa"]) == ("chinese", "haitian", "farsi")


def test_an_age_leaves_out_only_those_who_say_that_they_do_not_serve_it(find):
    assert "beds" not in find(age=16)
    assert {"youth", "pantry"} <= set(find(age=16))
    assert "youth" not in find(age=25)
    assert "youth" in find(age=24)


def test_without_a_phone_only_a_place_where_one_can_go(find):
    assert set(find(no_phone=True)) == {"family", "cafe"}


def test_other_files_of_the_folder_count_and_the_first_of_an_id_does(tmp_path):
    more = [entry("beds", for_="Another"), entry("legal_aid", needs=["legal"])]
    (tmp_path / "dc.yaml").write_text(json.dumps({"resources": EVERY}))
    (tmp_path / "region.yaml").write_text(json.dumps({"resources": more}))
    (tmp_path / "dc.es.yaml").write_text("translates: dc")
    (tmp_path / "verified.yaml").write_text("verified: []")
    directory = Directory(tmp_path)

    assert len(directory) == 7
    assert directory.get("beds").purpose == "A bed tonight"
    assert directory.files["legal_aid"].name == "region.yaml"
    assert directory.broken == {}
    assert directory.hidden == {tmp_path / "region.yaml": ["beds"]}


def test_a_broken_file_takes_no_other_with_it_and_is_named(tmp_path):
    (tmp_path / "dc.yaml").write_text(json.dumps({"resources": EVERY}))
    (tmp_path / "region.yaml").write_text("resources: [")
    directory = Directory(tmp_path)

    assert len(directory) == 6
    assert [one.name for one in directory.broken] == ["region.yaml"]


def test_911_and_988_are_there_without_any_file(tmp_path):
    directory = Directory(tmp_path / "none")

    assert directory.get("lifeline").numbers[0].value == "988"
    assert directory.get("nine_one_one").numbers[0].value == "911"


def test_what_is_searched_is_kept_and_a_damaged_copy_is_made_anew(tmp_path, find):
    (kept,) = cache.folder().glob("search-*")
    kept.write_bytes(b"x" + kept.read_bytes())

    assert len(Directory(tmp_path)) == 6


@pytest.mark.parametrize(
    ("words", "found", "read", "without"),
    [
        (("families",), ["family"], {}, ()),
        (("northeast", "pantrys"), ["pantry"], {"pantrys": "pantry"}, ()),
        (("cafes",), ["cafe"], {"cafes": "cafe"}, ()),
        (("talked",), ["youth"], {"talked": "talk"}, ()),
        (("gorceries",), ["pantry", "cafe"], {"gorceries": "groceries"}, ()),
        (("tonigt", "bed"), ["beds"], {"tonigt": "tonight"}, ()),
        (("angle",), ["cafe"], {"angle": "angel"}, ()),
        (("a", "bed", "for", "tonight", "please"), ["beds"], {}, ("please",)),
        (("somewhere", "to", "sleep"), ["beds", "family"], {}, ()),
        (("zzzz",), [], {}, ("zzzz",)),
        (("es",), [], {}, ("es",)),
    ],
)
def test_where_nothing_has_all_words_what_comes_nearest_is_found_and_each_change_is_told(
    directory, words, found, read, without
):
    answer = directory.find(Asked(words, near=True), TODAY)

    assert [one.id for one in answer.found] == found
    if answer.meant:
        assert (dict(answer.meant.read), answer.meant.without) == (read, without)
    else:
        assert not read


def test_what_has_only_some_of_the_words_is_told_as_such(directory):
    answer = directory.find(Asked(("bed", "cafe"), near=True), TODAY)

    assert {one.id for one in answer.found} == {"beds", "family", "cafe"}
    assert answer.meant.some


def test_what_is_asked_besides_the_words_holds_for_what_comes_nearest_too(directory):
    assert directory.find(Asked(("cafes",), need="shelter", near=True), TODAY).found == ()
    assert directory.find(Asked(("beds", "tonigt"), age=16, near=True), TODAY).found == ()


def test_a_word_that_is_there_is_never_read_otherwise(directory):
    assert directory.find(Asked(("fam",), near=True), TODAY).meant is None


WORDS = st.lists(st.text("abé ñ'-ß İ", max_size=6), max_size=3)


@given(WORDS)
def test_a_word_is_found_when_some_word_of_the_text_begins_with_it(words):
    asked = [part for word in words for part in folded(word).split()]
    text = text_of({"id": "x", "name": "abba Año", "languages": [], "numbers": []})
    found = all(f" {one}" in text for one in asked)

    assert found == all(any(t.startswith(one) for t in text.split()) for one in asked)


def test_every_need_is_found_by_its_name_and_by_other_words():
    assert [need for need in NEEDS if need_of(need) != need] == []
    assert need_of("Housing") == "shelter"
    assert need_of("sexual violence") == "sexual_violence"
    assert need_of("gardening") == ""
