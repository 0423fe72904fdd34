"""The tier of a worker: signed by a supervisor, and by nobody for themselves."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up
from crisis_cli.records.settings import put
from crisis_cli.records.sharing import bring_in
from crisis_cli.records.tiers import NAME, Recorded, bring, record, tier_of

AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
TIERS = ("entry", "intermediate", "advanced", "supervisor")


@pytest.fixture
def stores(tmp_path):
    """The records of Kim, a supervisor, and of Sam, a worker, who know each other."""
    made = {}
    for name, role in (("Kim", "supervisor"), ("Sam", "worker")):
        (tmp_path / name).mkdir()
        store = open_store(tmp_path / name / "records.db", False)
        made[name] = store, set_up(store, name, role, "four warm words here", "", AT)
    (kims, kim), (sams, sam) = made.values()
    bring_in(kims, sam, AT)
    yield kims, kim, sams, sam
    kims.close()
    sams.close()


def test_a_tier_is_recorded_by_a_supervisor_and_taken_to_the_worker(stores):
    kims, kim, sams, sam = stores
    bring_in(sams, kim, AT)
    assert tier_of(kims, sam.id) == tier_of(sams, sam.id) == ""

    given = record(kims, sam, "intermediate", AT)
    assert tier_of(kims, sam.id) == "intermediate"
    assert bring(sams, given.text(), TIERS, LATER).tier == "intermediate"
    assert tier_of(sams, sam.id) == "intermediate"


def test_the_latest_counts_and_an_older_one_is_not_put_back(stores):
    kims, kim, sams, sam = stores
    bring_in(sams, kim, AT)
    old, new = record(kims, sam, "advanced", AT), record(kims, sam, "entry", LATER)
    bring(sams, new.text(), TIERS, LATER)

    assert tier_of(kims, sam.id) == "entry"
    with pytest.raises(CrisisError, match="later tier"):
        bring(sams, old.text(), TIERS, LATER)
    assert tier_of(sams, sam.id) == "entry"


def test_a_worker_records_no_tier(stores):
    *_, sams, sam = stores

    with pytest.raises(CrisisError, match="Only a supervisor"):
        record(sams, sam, "advanced", AT)


def test_nobody_records_their_own_tier(stores):
    kims, kim, *_ = stores

    with pytest.raises(CrisisError, match="their own tier"):
        record(kims, kim, "supervisor", AT)


def test_a_supervisor_who_was_not_compared_signs_nothing(stores):
    kims, _, sams, sam = stores

    with pytest.raises(CrisisError, match="Nobody whom you trust"):
        bring(sams, record(kims, sam, "advanced", AT).text(), TIERS, AT)


@pytest.mark.parametrize(
    "change",
    [{"tier": "supervisor"}, {"at": LATER.isoformat()}, {"signature": "00" * 64}],
)
def test_a_tier_that_was_changed_on_its_way_does_not_count(stores, change):
    kims, kim, sams, sam = stores
    bring_in(sams, kim, AT)
    text = json.dumps(json.loads(record(kims, sam, "entry", AT).text()) | change)

    with pytest.raises(CrisisError, match="trust"):
        bring(sams, text, TIERS, AT)
    put(sams, NAME + sam.id, text, AT)  # written past all this, with the worker's own key
    assert tier_of(sams, sam.id) == ""


@pytest.mark.parametrize(
    "text", ["", "entry", "[]", "{}", '{"crisis_tier": 1}', '{"crisis_tier": 1, "person": 1}']
)
def test_anything_else_is_no_tier(stores, text):
    *_, sams, sam = stores

    with pytest.raises(CrisisError, match="no tier"):
        bring(sams, text, TIERS, AT)
    put(sams, NAME + sam.id, text, AT)
    assert tier_of(sams, sam.id) == ""


def test_a_tier_that_nobody_knows_is_refused(stores):
    kims, kim, sams, sam = stores
    bring_in(sams, kim, AT)

    with pytest.raises(CrisisError, match="no tier"):
        bring(sams, record(kims, sam, "grand_master", AT).text(), TIERS, AT)


def test_a_supervisor_who_signs_for_themselves_past_all_this_has_no_tier(stores):
    kims, kim, *_ = stores
    own = Recorded(kim.id, "advanced", AT.isoformat(), kim.id, "")
    signed = replace(own, signature=kims.keys.holder().sign(own.said()).hex())
    put(kims, NAME + kim.id, signed.text(), AT)

    assert tier_of(kims, kim.id) == ""
