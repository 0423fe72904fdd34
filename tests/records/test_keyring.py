"""The keyring of the computer opens the records, where there is one; else the passphrase does."""

import sys
from datetime import UTC, datetime

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.keyring import forget, open_by_keyring, remember
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import slots
from crisis_cli.records.slots import KEYRING

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


@pytest.fixture
def ring():
    """A keyring of this process's own."""
    keyring = pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
    from keyring.backend import KeyringBackend
    from keyring.errors import PasswordDeleteError

    class InMemory(KeyringBackend):
        priority = 1
        kept = {}

        def get_password(self, service, name):
            return self.kept.get((service, name))

        def set_password(self, service, name, password):
            self.kept[service, name] = password

        def delete_password(self, service, name):
            if self.kept.pop((service, name), None) is None:
                raise PasswordDeleteError

    before, made = keyring.get_keyring(), InMemory()
    keyring.set_keyring(made)
    yield made.kept
    keyring.set_keyring(before)


def test_a_remembered_store_opens_without_a_passphrase_until_it_is_forgotten(owned, path, ring):
    remember(owned, NOW)
    with open_store(path) as store:
        assert open_by_keyring(store)
        assert not store.locked

    forget(owned, NOW)
    assert ring == {}
    with open_store(path) as store:
        assert not open_by_keyring(store)
        assert store.locked


def test_remembering_twice_leaves_one_way_in(owned, path, ring):
    remember(owned, NOW)
    remember(owned, NOW)

    assert len(slots(owned, KEYRING)) == 1
    with open_store(path) as store:
        assert open_by_keyring(store)


@pytest.mark.parametrize("kept", [None, "zz", "00" * 32])
def test_a_keyring_that_lost_or_changed_its_key_is_passed_by(owned, path, ring, kept):
    remember(owned, NOW)
    (name,) = ring
    ring[name] = kept

    with open_store(path) as store:
        assert not open_by_keyring(store)


def test_a_computer_without_a_keyring_is_told_and_nothing_is_changed(owned):
    keyring = pytest.importorskip("keyring", reason="the extra `keyring` is not installed")
    from keyring.backends import fail

    before = keyring.get_keyring()
    keyring.set_keyring(fail.Keyring())
    try:
        with pytest.raises(CrisisError, match="no keyring that can be used"):
            remember(owned, NOW)
    finally:
        keyring.set_keyring(before)
    assert slots(owned, KEYRING) == []


def test_where_the_extra_is_not_installed_that_is_told(owned, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)

    with pytest.raises(CrisisError, match="not installed") as raised:
        remember(owned, NOW)

    assert ".[keyring]" in raised.value.hint


def test_a_store_that_remembers_nothing_does_not_ask_the_keyring(owned, path, monkeypatch):
    monkeypatch.setitem(sys.modules, "keyring", None)  # asking it would raise

    with open_store(path) as store:
        assert not open_by_keyring(store)
