"""Other words are suggested for what labels a person; no text is changed, and none is too odd."""

import json
import os
import string
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.errors import CrisisError
from crisis_cli.protocol.source import shipped
from crisis_cli.protocol.suggesting import look_over
from crisis_cli.protocol.suggestions import FILE, Suggestion, Suggestions, known, load, spelled

SHIPPED = (shipped() / FILE).read_text(encoding="utf-8")
DATA = os.environ.get("CRISIS_TEST_DATA", "")
OURS = load(shipped() / FILE)
WHOLE = """\
suggestions: ours
version: 1
words:
  - instead_of: [addict, addicts]
    but_not: addict support line
    write: Write what they use.
"""


def hits(text, held=OURS):
    return [one.words for one in held.of(text)]


def holding(*words):
    return Suggestions((Suggestion(words, "Other words."),))


@pytest.mark.parametrize(
    "label",
    [
        "non-compliant", "manipulative", "attention-seeking", "addict", "refused services",
        "frequent flyer", "the homeless", "committed suicide", "failed attempt", "drug-seeking",
        "difficult client", "got clean", "dirty urine", "crazy", "illegal alien", "suffers from",
    ],
)  # fmt: skip
def test_the_shipped_list_knows_the_words_that_records_are_full_of(label):
    assert hits(f"He is {label} today.") == [label]


@pytest.mark.parametrize(
    "text",
    ["NON-COMPLIANT", "Non compliant", "non\ncompliant", "non\u2010compliant", "non - compliant"],
)
def test_capitals_hyphens_and_line_breaks_make_no_difference(text):
    assert len(hits(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "addiction clinic",
        "He put on clean clothes.",
        "It was difficult to sleep.",
        "At the homeless shelter, first floor",
        "The Homeless Services Reform Act",
        "Wants to go to Alcoholics Anonymous at 7",
        "The room was clean and warm.",
        "A water-resistant coat and a psychosocial, or psycho-social, program",
        "Called the homeless hotline",
        "crazyhouse",
        "addict\u0301",
    ],
)
def test_a_word_inside_another_or_with_another_meaning_is_left_alone(text):
    assert hits(text) == []


@pytest.mark.parametrize(
    "said",
    ['"an addict"', "“an addict”", "„an addict“", "«an addict»", "'an addict'", "‘an addict’",
     "'I'm an addict'", "「addict」"],
)  # fmt: skip
def test_what_stands_in_quotes_was_said_by_somebody_and_is_left_alone(said):
    assert hits(f"She said {said} and left.") == []
    assert hits(f"She said {said}, and he is an addict.") == ["addict"]


def test_a_quote_that_is_not_closed_and_an_apostrophe_hide_nothing():
    assert hits('She said "he is an addict') == ["addict"]
    assert hits("The clients' crazy day") == ["crazy"]
    assert hits("the addict’s room") == ["addict"]


def test_each_is_told_once_in_the_order_of_the_text_with_what_to_write():
    first, second = OURS.of("Crazy. An addict, and addicts.")

    assert (first.words, second.words) == ("Crazy", "addict")
    assert str(first) == f'"Crazy": {first.suggestion.write}'
    assert second.suggestion.write in str(second)


@pytest.mark.parametrize(
    ("word", "text", "found"),
    [
        ("疯子", "他说他是疯子。", ["疯子"]),  # no spaces between words
        ("疯子", "他说“疯子”。", []),
        ("እብድ", "እሱ እብድ ነው", ["እብድ"]),
        ("loc\u00f3", "loco\u0301", ["loc\u00f3"]),  # one letter, written in two ways
        ("ĐIÊN", "bị điên rồi", ["điên"]),
    ],
)
def test_other_scripts_are_looked_through_too(word, text, found):
    assert hits(text, holding(word)) == found


@given(st.text())
def test_any_text_is_looked_through_and_only_its_own_words_are_told(text):
    before = str(text)
    found = OURS.of(text)

    assert text == before
    assert all(spelled(one.words) in {spelled(w) for s in OURS.all for w in s.instead_of}
               for one in found)  # fmt: skip


@given(st.lists(st.text(min_size=1).filter(spelled), min_size=1), st.text())
def test_any_word_of_an_agency_is_found_where_it_stands_alone(words, around):
    held = holding(*words)

    held.of(around)
    plain = [w for w in words if set(w) <= set(string.ascii_letters)]
    assert all(hits(f"- {word} -", held) for word in plain)


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
def test_naughty_strings_are_looked_through_alone_and_around_a_word():
    for text in json.loads((Path(DATA) / "text" / "blns.json").read_text("utf-8")):
        OURS.of(text)
        holding("addict").of(f"{text} addict {text}")


@pytest.mark.parametrize("part", ["'a ", "'", '"', "‘", "non- ", "the ", "x'x", "«", " "])
def test_a_long_text_of_one_part_is_looked_through_at_once(part):
    began = time.process_time()  # whatever else the computer is doing
    OURS.of(part * 20_000)

    assert time.process_time() - began < 5


# -- the file


def told(text):
    return [(one.code, one.line, one.hint) for one in look_over(text.encode())[1].problems]


def test_the_shipped_file_and_the_example_have_nothing_wrong():
    assert told(SHIPPED) == told(WHOLE) == []


@pytest.mark.parametrize(
    ("was", "now", "code", "hint"),
    [
        ("[addict, addicts]", "[addict, Addict]", "E028", "once"),
        ("[addict, addicts]", '["?!"]', "E029", "letters"),
        ("[addict, addicts]", "[]", "E029", ""),
        ("    write: Write what they use.\n", "", "E020", "write"),
        ("instead_of:", "insted_of:", "E021", "instead_of"),
        ("suggestions: ours", "suggestions: Ours!", "E024", ""),
    ],
)
def test_a_mistake_is_told_in_its_place(was, now, code, hint):
    assert was in WHOLE
    found = told(WHOLE.replace(was, now))

    assert found[0][0] == code
    assert hint in found[0][2]


def test_a_list_of_the_agency_takes_the_place_of_the_shipped_one(tmp_path):
    (tmp_path / FILE).write_text(WHOLE, encoding="utf-8")

    held = known([tmp_path])

    assert hits("An addict called the addict support line. Crazy.", held) == ["addict"]
    assert load(tmp_path / FILE) == held  # the second time from the cache


def test_a_list_that_cannot_be_used_suggests_nothing_and_stops_nobody(tmp_path):
    (tmp_path / FILE).write_text(WHOLE + "odd: yes\n", encoding="utf-8")

    assert known([tmp_path]) == Suggestions()
    with pytest.raises(CrisisError):
        load(tmp_path / FILE)
