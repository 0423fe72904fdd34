"""The measure of reading itself, before anything is measured with it."""

from __future__ import annotations

import pytest

from crisis_cli.workshop.check.grade import grade, syllables


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("help", 1),
        ("safe", 1),
        ("hurt", 1),
        ("asked", 1),
        ("needed", 2),
        ("table", 2),
        ("people", 2),
        ("places", 2),
        ("while", 1),
        ("suicide", 3),
        ("radio", 3),
        ("video", 3),
        ("social", 2),
        ("station", 2),
        ("afraid", 2),
        ("medicine", 3),
        ("emergency", 4),
        ("interpreter", 4),
        ("self-harm", 2),
        ("988", 1),
    ],
)
def test_syllables_are_counted_as_they_are_spoken(word, count):
    assert syllables(word) == count


def test_a_childs_sentence_is_easy_and_a_lawyers_is_not():
    assert grade("The cat sat on the mat.") < 1
    assert grade("Notwithstanding the aforementioned provisions, confidentiality is limited.") > 15


def test_a_longer_sentence_is_harder_than_the_same_words_in_two():
    assert grade("I ate and then I slept.") > grade("I ate. Then I slept.")
