"""The recovery key on paper: a slip in typing is told, with its group."""

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import LETTERS
from crisis_cli.records.recovery import new_recovery, recovery_from


def test_a_key_is_eight_groups_of_four_letters():
    keys = {new_recovery() for _ in range(200)}

    assert len(keys) == 200
    for key in keys:
        groups = key.split()
        assert [len(group) for group in groups] == [4] * 8
        assert set("".join(groups)) <= set(LETTERS)


def test_it_may_be_typed_in_capitals_with_dashes_or_without_gaps():
    key = new_recovery()

    for typed in (key, key.upper(), key.replace(" ", ""), key.replace(" ", "-"), f" {key}\n"):
        assert recovery_from(typed) == key.replace(" ", "")


def test_any_one_wrong_letter_is_told_with_its_group():
    key = new_recovery().replace(" ", "")
    for place, letter in enumerate(key):
        for other in LETTERS.replace(letter, ""):
            with pytest.raises(CrisisError, match=f"slip in group {place // 4 + 1} "):
                recovery_from(key[:place] + other + key[place + 1 :])


def test_neighbours_or_groups_that_changed_places_are_told():
    key = new_recovery().replace(" ", "")
    for place in range(len(key) - 1):
        swapped = key[:place] + key[place + 1] + key[place] + key[place + 2 :]
        if swapped != key and place % 4 < 2:
            with pytest.raises(CrisisError, match="slip in group"):
                recovery_from(swapped)
    with pytest.raises(CrisisError, match="slip in group 1, 2"):
        recovery_from(key[4:8] + key[:4] + key[8:])


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "That is 0 letters, and a recovery key has 32"),
        ("bcdf", "That is 4 letters"),
        ("bcda", "has no 'a' in it"),
        ("bc0f", "has no '0' in it"),
    ],
)
def test_what_cannot_be_a_key_is_told(typed, said):
    with pytest.raises(CrisisError, match=said):
        recovery_from(typed)
