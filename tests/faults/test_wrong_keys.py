"""Wrong passphrases and recovery keys, damaged slots: told in words, and nothing is touched."""

import sqlite3
import string

import pytest
from interview import NOW, PASSPHRASE, begun, lead, unlocked
from killed import chance

from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import WrongKey, set_up, slots, unlock
from crisis_cli.records.recovery import new_recovery
from crisis_cli.records.slots import PASSPHRASE as BY_PASSPHRASE
from crisis_cli.records.slots import RECOVERY
from crisis_cli.records.verify import verify

WRONG = {
    "empty": "",
    "a blank": " ",
    "blanks around": f" {PASSPHRASE} ",
    "other case": PASSPHRASE.upper(),
    "a letter less": PASSPHRASE[:-1],
    "a letter more": PASSPHRASE + "x",
    "NUL": "\0",
    "a NUL after it": PASSPHRASE + "\0",
    "a NUL within": PASSPHRASE.replace(" ", "\0", 1),
    "a line end after it": PASSPHRASE + "\n",
    "look-alikes": PASSPHRASE.replace("o", "о"),
    "zero-width": PASSPHRASE.replace(" ", "\u200b "),
    "right to left": "\u202e" + PASSPHRASE,
    "combining": PASSPHRASE + "\u0301",
    "emoji": "😀" * 50,
    "half a letter": "\ud83d",
    "bytes of no encoding": b"\xff\xfe\x80".decode("utf-8", "surrogateescape"),
    "very long": PASSPHRASE * 50_000,
    "escape": "\x1b[2J" + PASSPHRASE,
    "SQL": "' OR 1=1 --",
}


@pytest.fixture
def path(fresh, tmp_path, every_kind):
    """A store with a contact, closed."""
    path = fresh(tmp_path / "locked")
    with unlocked(path) as store:
        lead(begun(store, every_kind))
    return path


def files_of(path):
    return {file.name: file.read_bytes() for file in path.parent.iterdir()}


def refused(path, key, kind=BY_PASSPHRASE):
    """What is said to this key; the files stay as they are, and the right one still opens."""
    before = files_of(path)
    with open_store(path) as store:
        with pytest.raises(CrisisError) as why:
            unlock(store, key, kind)
        assert store.locked
        with pytest.raises(CrisisError, match="locked"):
            store.read(store.contacts()[0])
    assert files_of(path) == before
    assert why.value.hint
    return why.value


@pytest.mark.parametrize("passphrase", WRONG.values(), ids=WRONG)
def test_a_wrong_passphrase_is_told_and_touches_nothing(path, passphrase):
    said = refused(path, passphrase)

    assert isinstance(said, WrongKey)
    assert "crisis keys recover" in said.hint
    with unlocked(path) as store:
        assert verify(store).findings == []


@pytest.mark.parametrize("typed", ["ﬁnd mé tonight", "find me\u0301 tonight"])
def test_the_same_letters_typed_on_another_keyboard_open(tmp_path, typed):
    path = tmp_path / "accents" / "records.db"
    with open_store(path) as store:
        set_up(store, "Ana", "worker", "find mé tonight", "", NOW)

    with open_store(path) as store:
        unlock(store, typed)
        assert not store.locked


def test_a_recovery_key_with_any_one_letter_wrong_is_told_and_opens_nothing(path, recovery):
    """Every place of the paper, and in each a letter by chance."""
    random, letters = chance(9), string.ascii_lowercase + string.digits
    before, tried = files_of(path), 0
    with open_store(path) as store:
        for place, letter in enumerate(recovery):
            if letter.isalnum():
                other = random.choice([one for one in letters if one != letter.lower()])
                slip = recovery[:place] + other + recovery[place + 1 :]
                with pytest.raises(CrisisError) as why:
                    unlock(store, slip, RECOVERY)
                assert why.value.hint
                tried += 1
        unlock(store, recovery, RECOVERY)
        assert not store.locked
    assert files_of(path) == before
    print(tried, "slips")


@pytest.mark.parametrize("key", ["", "\0", "x", "😀" * 30, "a" * 100_000, PASSPHRASE])
def test_what_is_no_recovery_key_is_told(path, key):
    refused(path, key, RECOVERY)


def test_the_recovery_key_of_another_store_is_told(path):
    assert "not the recovery key of this store" in refused(path, new_recovery(), RECOVERY).message


DAMAGE = {
    "sealed bytes": "UPDATE slots SET sealed = zeroblob(60) WHERE kind = 'passphrase'",
    "too short": "UPDATE slots SET sealed = x'00' WHERE kind = 'passphrase'",
    "settings are no JSON": "UPDATE slots SET settings = '{' WHERE kind = 'passphrase'",
    "settings are empty": "UPDATE slots SET settings = '{}' WHERE kind = 'passphrase'",
    "settings are a list": "UPDATE slots SET settings = '[]' WHERE kind = 'passphrase'",
    "an hour of work": "UPDATE slots SET settings = replace(settings, '\"rounds\": 1',"
    " '\"rounds\": 999999') WHERE kind = 'passphrase'",
    "all memory": "UPDATE slots SET settings = replace(settings, '\"memory\": 64',"
    " '\"memory\": 99999999999') WHERE kind = 'passphrase'",
    "a text for a number": "UPDATE slots SET settings = replace(settings, '64', '\"64\"')"
    " WHERE kind = 'passphrase'",
    "salt is no hex": 'UPDATE slots SET settings = replace(settings, \'"salt": "\','
    " '\"salt\": \"zz') WHERE kind = 'passphrase'",
    "another kind": "UPDATE slots SET kind = 'telepathy' WHERE kind = 'passphrase'",
    "gone": "DELETE FROM slots WHERE kind = 'passphrase'",
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_a_damaged_way_in_is_told_and_the_other_way_still_opens(path, recovery, damage):
    with sqlite3.connect(path) as db:
        for trigger in ("slots_update", "slots_delete"):
            db.execute(f"DROP TRIGGER {trigger}")
        assert db.execute(damage).rowcount == 1
    db.close()

    refused(path, PASSPHRASE)

    with open_store(path) as store:
        unlock(store, recovery, RECOVERY)
        assert len(store.read(store.contacts()[0])) > 10
        assert verify(store).findings  # that somebody changed it is found as well
        assert slots(store, RECOVERY)


def test_the_commands_tell_a_wrong_passphrase_and_end_with_1(crisis, path, tmp_path, monkeypatch):
    monkeypatch.setenv("CRISIS_HOME", str(path.parent))
    file = tmp_path / "key"
    file.write_bytes(b"not \x00 this \xff one\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    with open_store(path) as store:
        (contact,) = store.contacts()
    before = files_of(path)

    for words in (["show", contact], ["cases"], [], ["store", "verify"], ["keys", "change"]):
        done = crisis(*words)
        assert done.returncode == Exit.TOLD, words
        assert "That is not the passphrase." in done.stderr
        assert "Room 4" not in done.stdout
    assert crisis("now").returncode == Exit.DONE
    assert files_of(path) == before
