"""Each way in holds the same unlock key, and opens with its own key alone."""

import json

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import Unopened, random_key
from crisis_cli.records.recovery import new_recovery
from crisis_cli.records.slots import (
    SLOW,
    Slot,
    for_keyring,
    for_passphrase,
    for_recovery,
    opened,
)

UNLOCK = b"u" * 32


def slot_with(slot, **changed):
    fields = {name: getattr(slot, name) for name in Slot.__slots__}
    return Slot(**(fields | changed))


def test_every_way_in_leads_to_the_same_key():
    recovery, key = new_recovery(), random_key()

    assert opened(for_passphrase("ana", UNLOCK, "warm words"), "warm words") == UNLOCK
    assert opened(for_recovery("ana", UNLOCK, recovery), recovery.upper()) == UNLOCK
    assert opened(for_keyring("ana", UNLOCK, key), key) == UNLOCK


def test_another_key_opens_nothing():
    with pytest.raises(Unopened):
        opened(for_passphrase("ana", UNLOCK, "warm words"), "Warm words")
    with pytest.raises(Unopened):
        opened(for_recovery("ana", UNLOCK, new_recovery()), new_recovery())
    with pytest.raises(Unopened):
        opened(for_keyring("ana", UNLOCK, random_key()), b"short")


def test_a_passphrase_is_the_same_however_the_keyboard_writes_it():
    slot = for_passphrase("ana", UNLOCK, "cafe\u0301 au lait")

    assert opened(slot, "caf\u00e9 au lait") == UNLOCK


def test_how_slow_it_is_stands_with_the_slot_and_may_change_later(monkeypatch):
    slot = for_passphrase("ana", UNLOCK, "warm words")
    settings = json.loads(slot.settings)
    monkeypatch.setitem(SLOW, "rounds", 2)

    assert set(settings) == {"salt", "memory", "rounds", "lanes"}
    assert opened(slot, "warm words") == UNLOCK


@pytest.mark.parametrize(
    "settings",
    [
        {"memory": 1 << 40},
        {"rounds": 10**9},
        {"lanes": 0},
        {"memory": "much"},
        {"salt": "zz"},
        {"salt": None},
    ],
)
def test_settings_that_we_never_wrote_take_neither_memory_nor_time(settings):
    slot = for_passphrase("ana", UNLOCK, "warm words")
    text = json.dumps(json.loads(slot.settings) | settings)

    with pytest.raises(Unopened):
        opened(slot_with(slot, settings=text), "warm words")


@pytest.mark.parametrize("settings", ["", "{}", "[]", "null", "{"])
def test_settings_that_cannot_be_read_open_nothing(settings):
    slot = for_passphrase("ana", UNLOCK, "warm words")

    with pytest.raises(Unopened):
        opened(slot_with(slot, settings=settings), "warm words")


def test_who_is_in_can_tell_whether_a_slot_was_changed():
    slot = for_recovery("ana", UNLOCK, new_recovery())

    assert slot.whole(UNLOCK)
    for changed in ({"sealed": b"x"}, {"settings": "{} "}, {"person": "eve"}, {"kind": "keyring"}):
        assert not slot_with(slot, **changed).whole(UNLOCK)


def test_a_slip_in_a_recovery_key_is_told_as_one():
    with pytest.raises(CrisisError, match="That is 3 letters"):
        opened(for_recovery("ana", UNLOCK, new_recovery()), "bcd")
