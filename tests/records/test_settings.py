"""Settings are only added to; the latest counts, and one that nobody signed is not believed."""

import sqlite3
from datetime import UTC, datetime

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.keyless import Locked
from crisis_cli.records.opening import open_store
from crisis_cli.records.settings import put, settings
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_the_latest_of_a_name_counts_and_the_earlier_stay(owned):
    put(owned, "zone", "America/New_York", NOW)
    put(owned, "site", "K Street", NOW)
    put(owned, "zone", "America/Chicago", NOW)

    assert settings(owned) == {"zone": "America/Chicago", "site": "K Street"}
    assert owned.db.execute("SELECT count(*) FROM settings").fetchone() == (3,)
    assert verify(owned).findings == []


def test_they_are_read_without_a_passphrase_and_written_with_one(owned, path):
    put(owned, "site", "K Street", NOW)

    with open_store(path) as store:
        assert settings(store) == {"site": "K Street"}
        with pytest.raises(Locked):
            put(store, "site", "L Street", NOW)


@pytest.mark.parametrize("column", ["name", "value", "at", "place", "person"])
def test_a_setting_that_was_changed_is_not_believed(owned, path, column):
    put(owned, "site", "K Street", NOW)
    db = sqlite3.connect(path)
    db.execute("DROP TRIGGER settings_update")
    db.execute(f"UPDATE settings SET {column} = '7'")
    db.commit()
    db.close()

    with pytest.raises(CrisisError, match="was changed from outside"):
        settings(owned)
    assert [one.text for one in verify(owned).findings if "setting" in one.text]
