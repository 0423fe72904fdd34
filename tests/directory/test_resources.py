"""Who can help: nothing unverified reaches a client's page, and 911 and 988 are always there."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.directory.entry import FALLBACK
from crisis_cli.directory.lines import lines
from crisis_cli.directory.reading import look_over, read_resources
from crisis_cli.directory.resources import load, numbers, printed, shipped_file
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import cache, source
from crisis_cli.protocol.problems import Broken

TODAY = date(2026, 11, 23)
FILE = """\
resources:
  - id: helpline
    name: Helpline
    for: Any crisis
    numbers:
      - {call: 988}
      - {text: 988}
      - {call: 988, note: then 2 for Spanish}
      - {chat: example.org, status: unverified}
    hours: always
    languages: [en, es]
    source: A source
    verified_on: 2026-11-01
    verified_by: Read, not phoned
    status: confirmed
  - id: team
    name: Team
    for: A visit
    numbers: [{call: 202-555-0101, status: unverified}, {call: 202-555-0102, note: at night}]
    hours: Monday to Friday, 9 am to 5 pm
    source: A source
    verified_on: 2024-05-01
    status: partly
    expires_after_days: 30
  - {id: desk, name: Desk, for: Food, address: 1 Main Street, hours: Mornings, source: S,
     verified_on: 2026-11-01, status: confirmed, who: Anyone, note: For workers}
  - {id: rumour, name: Rumour, for: X, numbers: [{call: 202-555-0199}], hours: always, source: S,
     verified_on: 2026-11-01, status: unverified}
  - {id: texts, name: Texts, for: X, numbers: [{text: 741741, note: the word HOME}],
     hours: always, languages: "Over 200, by interpreter", source: S,
     verified_on: 2026-11-01, status: confirmed}
  - {id: guess, name: Guess, for: X, numbers: [{call: 202-555-0188, status: unverified}],
     address: 2 Main Street, hours: always, source: S, verified_on: 2026-11-01, status: partly}
  - {id: moved, name: Moved, for: X, address: 3 Main Street, hours: always, source: S,
     verified_on: 2026-11-01, status: unverified}
"""


@pytest.fixture
def file(tmp_path):
    def write(text=FILE):
        path = tmp_path / "dc.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def client(file, *ids):
    return lines(load(file()), ids, client=True, today=TODAY)


def worker(file, *ids):
    return lines(load(file()), ids, client=False, today=TODAY)


def test_a_client_reads_how_and_when_with_a_number_for_several_ways_once(file):
    assert client(file, "helpline") == [
        (
            "Helpline",
            "Call or text 988. Call 988 (then 2 for Spanish)",
            "Day and night. English, Spanish",
        )
    ]


def test_a_stale_entry_is_marked_and_does_not_vanish(file):
    assert client(file, "team") == [
        (
            "Team",
            "Call 202-555-0102 (at night)",
            "Monday to Friday, 9 am to 5 pm. Last checked in May 2024",
        )
    ]
    assert "last checked in May 2024" in worker(file, "team")[0][2]


def test_nothing_that_was_not_verified_reaches_a_client_page(file):
    said = str(client(file, "helpline", "team", "rumour", "guess", "moved", "nowhere"))

    for hidden in ("example.org", "0101", "0199", "0188", "Rumour", "Guess", "Moved", "nowhere"):
        assert hidden not in said


def test_a_worker_sees_it_marked_after_what_is_verified(file):
    assert worker(file, "team", "rumour") == [
        (
            "Team",
            "202-555-0102",
            "at night; call 202-555-0101 (NOT VERIFIED); "
            "Monday to Friday, 9 am to 5 pm; last checked in May 2024",
        ),
        ("Rumour", "202-555-0199", "NOT VERIFIED; day and night"),
    ]


def test_a_worker_reads_the_number_alone_unless_it_is_not_for_calling(file):
    assert [line[1] for line in worker(file, "helpline", "texts", "desk")] == [
        "988",
        "text 741741",
        "1 Main Street",
    ]


def test_a_worker_is_told_of_an_id_that_is_not_there(file):
    ((name, reach, note),) = worker(file, "no_such_line")

    assert (name, reach) == ("no such line", "No number")
    assert "supervisor" in note


def test_a_place_without_a_number_is_printed_with_its_address(file):
    assert client(file, "desk") == [("Desk", "1 Main Street", "Mornings")]


def test_languages_may_be_a_sentence(file):
    assert client(file, "texts")[0][2] == "Day and night. Over 200, by interpreter"


def test_lines_stand_in_the_order_in_which_they_are_asked_for(file):
    assert [line[0] for line in client(file, "texts", "helpline")] == ["Texts", "Helpline"]


def test_the_day_after_its_time_an_entry_is_stale(file):
    team = load(file())["team"]

    assert not team.stale(date(2024, 5, 31))
    assert team.stale(date(2024, 6, 1))
    assert load(file())["desk"].expires_after == 90


def test_resources_are_taken_from_the_cache_and_never_from_a_damaged_one(file):
    first = load(file())
    (kept,) = cache.folder().glob("resources-*")
    assert load(file()) == first
    kept.write_bytes(kept.read_bytes()[:-9])

    assert load(file()) == first


@pytest.mark.parametrize("text", ["resources: [", "", "resources: [{id: x}]", "x: y", FILE])
def test_911_and_988_are_there_even_when_the_file_is_broken_or_gone(tmp_path, monkeypatch, text):
    folder = tmp_path / "_protocols" / "resources"
    folder.mkdir(parents=True)
    (folder / "dc.yaml").write_text(text)
    monkeypatch.setattr(source, "PACKAGE", tmp_path)
    both = ["nine_one_one", "lifeline"]

    assert printed(both) == [
        ("911", "Call 911", "Day and night"),
        ("988 Lifeline", "Call or text 988", "Day and night"),
    ]
    assert [line[1] for line in numbers(both)] == ["911", "988"]
    (folder / "dc.yaml").unlink()
    assert len(printed(both)) == 2


def test_the_shipped_file_loads_and_has_what_is_written_into_the_program():
    shipped = load(shipped_file())

    for name, written in FALLBACK.items():
        assert written.numbers[0].value in {number.value for number in shipped[name].numbers}
        assert shipped[name].hours == "always"


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("id: helpline", "id: Help Line", "E024", "Help"),
        ("id: team", "id: helpline", "E028", "helpline"),
        ("name: Helpline", "nmae: Helpline", "E021", "nmae"),
        ("    hours: always\n    languages", "    languages", "E020", "id:"),
        ("for: Any crisis", "for: {Any crisis}", "E009", "{Any"),
        ("for: Any crisis", "for:", "E029", ""),
        ("status: confirmed\n  - id: team", "status: sure\n  - id: team", "E023", "sure"),
        ("verified_on: 2024-05-01", "verified_on: May 2024", "E046", "May"),
        ("verified_on: 2024-05-01", "verified_on: 2024-02-30", "E046", "2024-02-30"),
        ("expires_after_days: 30", "expires_after_days: a month", "E025", "a month"),
        ("expires_after_days: 30", "expires_after_days: 0", "E025", "0"),
        ("- {text: 988}", "- {txt: 988}", "E021", "txt"),
        ("- {text: 988}", "- {text: 988, call: 988}", "E020", "{text"),
        ("- {text: 988}", "- 988", "E022", "988"),
        ("address: 1 Main Street, ", "", "E020", "{id: desk"),
        ("resources:", "resource:", "E020", "resource"),
    ],
)
def test_what_is_wrong_in_the_file_is_told_at_its_place(old, new, code, place):
    assert old in FILE
    with pytest.raises(Broken) as raised:
        read_resources(FILE.replace(old, new, 1).encode(), "dc.yaml")
    problem = next(one for one in raised.value.problems if one.code == code)

    assert problem.source[problem.column - 1 :].startswith(place)
    assert problem.hint


@pytest.mark.parametrize(
    "written",
    ["24/7", "Open 24/7", "24 x 7", "24 hours", "24 hours a day, 7 days a week", "Around the clock",
     "Day and night", "Always", "Always open.", "24/7, 365 days a year"],
)  # fmt: skip
def test_hours_that_mean_always_in_other_words_are_told_with_the_word(written):
    _, found = look_over(FILE.replace("hours: always", f"hours: {written}", 1).encode(), TODAY)
    (problem,) = (one for one in found.problems if one.code == "W111")

    assert problem.source[problem.column - 1 :] == written
    assert "hours: always" in problem.hint
    assert not found.broken


@pytest.mark.parametrize(
    "written",
    ["always", "Day and night from November 1 to March 31", "Always on weekdays", "24 hours notice",
     "Monday to Friday, 24 hours", "24/7 from May to June"],
)  # fmt: skip
def test_hours_with_a_limit_are_not_taken_for_always(written):
    _, found = look_over(FILE.replace("hours: always", f"hours: {written}", 1).encode(), TODAY)

    assert "W111" not in {one.code for one in found.problems}


def test_all_problems_of_the_file_are_told_at_once():
    text = FILE.replace("status: partly", "status: prtly").replace("988", "", 1)
    with pytest.raises(Broken) as raised:
        read_resources(text.replace("2024-05-01", "soon").encode(), "dc.yaml")

    assert [one.code for one in raised.value.problems] == ["E029", "E046", "E023", "E023"]


def test_a_missing_file_is_a_sentence(tmp_path):
    with pytest.raises(CrisisError):
        load(tmp_path / "no.yaml")


VALUES = st.recursive(
    st.sampled_from(["", "a", "988", "2026-01-01", "always"]),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["call", "text", "note", "status", "id"]), inner, max_size=3
        )
    ),
)
BODIES = st.dictionaries(
    st.sampled_from(["id", "name", "for", "numbers", "hours", "languages", "status", "note"]),
    VALUES,
    max_size=8,
)


@given(st.lists(BODIES | VALUES, max_size=3))
def test_any_file_gives_resources_or_problems(bodies):
    import json

    with pytest.raises(Broken):
        read_resources(json.dumps({"resources": [*bodies, {}]}).encode(), "f")


# -- in an emergency


def test_in_an_emergency_only_how_to_call_or_text_is_told():
    assert numbers(("lifeline",), brief=True) == [("988 Lifeline", "988", "call or text")]


def test_in_an_emergency_a_number_that_was_not_verified_or_has_hours_is_marked_all_the_same(file):
    known, ids = load(file()), ("guess", "texts")
    told = dict(zip(ids, lines(known, ids, client=False, brief=True), strict=True))

    assert told["guess"][1:] == ("202-555-0188", "NOT VERIFIED")
    assert told["texts"][1:2] == ("text 741741",)
    assert "the word HOME" in told["texts"][2]


def test_in_an_emergency_a_number_that_was_checked_too_long_ago_is_marked_all_the_same(file):
    ((_, _, note),) = lines(load(file()), ["team"], client=False, brief=True, today=TODAY)

    assert note.endswith("last checked 2024")


@pytest.mark.parametrize("name", ["nine_one_one", "lifeline", "access_helpline", "poison", "cfsa"])
def test_in_an_emergency_a_number_takes_at_most_two_short_lines(name):
    ((told, reach, note),) = numbers((name,), brief=True)

    assert len(f"{reach}   {told} ({note})") <= 70
