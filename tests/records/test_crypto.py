"""Sealing, wrapping and signing open only with the right key, and only as they were."""

import pytest

from crisis_cli.records.crypto import (
    LETTERS,
    Unopened,
    about,
    derived,
    new_pairs,
    public_halves,
    random_id,
    random_key,
    seal,
    sign,
    signed,
    stretched,
    unseal,
    unwrap,
    wrap,
)


def test_sealed_bytes_open_with_their_key_and_what_they_are_bound_to():
    key = random_key()
    sealed = seal(key, b"said", b"here")

    assert unseal(key, sealed, b"here") == b"said"
    assert b"said" not in sealed
    assert seal(key, b"said", b"here") != sealed


@pytest.mark.parametrize("place", range(32))
def test_sealed_bytes_that_were_changed_do_not_open(place):
    key = random_key()
    sealed = bytearray(seal(key, b"said", b"here"))
    sealed[place] ^= 1

    with pytest.raises(Unopened):
        unseal(key, bytes(sealed), b"here")


@pytest.mark.parametrize("sealed", [b"", b"x" * 12, b"x" * 27, None, 7, 0.5, "x" * 40])
def test_what_is_too_short_or_no_bytes_at_all_does_not_open(sealed):
    """A changed byte of the file can make anything of a column."""
    with pytest.raises(Unopened):
        unseal(random_key(), sealed, b"")
    with pytest.raises(Unopened):
        unwrap(random_key(), sealed, b"")
    assert not signed(public_halves(*new_pairs())[1], sealed, b"said")


def test_another_key_or_another_place_opens_nothing():
    key = random_key()
    sealed = seal(key, b"said", b"here")

    for other, bound in [(random_key(), b"here"), (key, b"there")]:
        with pytest.raises(Unopened):
            unseal(other, sealed, bound)


def test_a_wrapped_key_is_for_one_person_alone():
    (mine, _), (other, _) = new_pairs(), new_pairs()
    box, _ = public_halves(mine, mine)
    wrapped = wrap(box, b"k" * 32, b"case")

    assert unwrap(mine, wrapped, b"case") == b"k" * 32
    for private, sealed, bound in [
        (other, wrapped, b"case"),
        (mine, wrapped, b"other case"),
        (mine, wrapped[:-1], b"case"),
        (mine, b"", b"case"),
    ]:
        with pytest.raises(Unopened):
            unwrap(private, sealed, bound)


def test_nothing_is_wrapped_to_a_key_that_is_none():
    with pytest.raises(Unopened):
        wrap(b"short", random_key(), b"")


def test_a_signature_is_of_one_person_and_one_text():
    (box, mine), (_, other) = new_pairs(), new_pairs()
    _, public = public_halves(box, mine)
    _, others = public_halves(box, other)
    signature = sign(mine, b"head")

    assert signed(public, signature, b"head")
    assert not signed(public, signature, b"tail")
    assert not signed(others, signature, b"head")
    assert not signed(b"short", b"short", b"head")


def test_what_something_is_about_cannot_be_shifted_from_one_part_to_the_next():
    assert about("a", "b") != about("ab")
    assert about("a", 1) != about("a", "1")
    assert about('a","b') != about("a", "b")


def test_keys_for_different_uses_are_different():
    key = random_key()

    assert len({derived(key, "chain"), derived(key, "acts"), key}) == 3


def test_a_passphrase_is_stretched_the_same_every_time():
    one = stretched("pass \ud800", b"s" * 16, 64, 1, 1)

    assert stretched("pass \ud800", b"s" * 16, 64, 1, 1) == one
    assert stretched("pass", b"s" * 16, 64, 1, 1) != one
    assert stretched("pass \ud800", b"t" * 16, 64, 1, 1) != one


def test_an_id_is_groups_of_letters_that_spell_nothing():
    assert all(set(random_id(3)) <= {*LETTERS, "-"} for _ in range(100))
    assert len(random_id(3)) == 14
