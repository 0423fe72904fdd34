"""What somebody has practised: their own word, signed by them, and taken over by a supervisor."""

import json
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.opening import open_store
from crisis_cli.records.owning import set_up
from crisis_cli.records.passed import NAME, Passed, as_file, bring, passes, record
from crisis_cli.records.settings import put
from crisis_cli.records.sharing import bring_in

AT = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
LATER = AT + timedelta(days=1)
GUN = Passed("11-a-gun", "ab12", "crisis-intervention", "1", "cd34", AT.isoformat())


@pytest.fixture
def stores(tmp_path):
    """The records of Kim, a supervisor, and of Sam, a worker, whom Kim knows."""
    made = []
    for name, role in (("Kim", "supervisor"), ("Sam", "worker")):
        (tmp_path / name).mkdir()
        store = open_store(tmp_path / name / "records.db", False)
        made += [store, set_up(store, name, role, "four warm words here", "", AT)]
    kims, _, sams, sam = made
    yield kims, sams, sam
    kims.close()
    sams.close()


def test_what_a_worker_signed_goes_to_the_supervisor_who_knows_them(stores):
    kims, sams, sam = stores
    bring_in(kims, sam, AT)
    made = record(sams, GUN, AT)

    assert passes(sams, sam.id) == [made]
    assert bring(kims, as_file([made]), LATER) == [made]
    assert passes(kims, sam.id) == [made]


def test_from_somebody_who_is_not_known_nothing_is_taken_over(stores):
    kims, sams, _ = stores

    with pytest.raises(CrisisError, match="Nobody whose key you know"):
        bring(kims, as_file([record(sams, GUN, AT)]), AT)


@pytest.mark.parametrize("field", ["scenario", "scenario_hash", "protocol", "version", "hash"])
def test_what_was_changed_on_its_way_counts_for_nothing(stores, field):
    kims, sams, sam = stores
    bring_in(kims, sam, AT)
    other = replace(record(sams, GUN, AT), **{field: "another"})

    with pytest.raises(CrisisError, match="signed this"):
        bring(kims, as_file([other]), AT)
    put(kims, f"{NAME}{sam.id} {other.scenario}", json.dumps(asdict(other)), AT)
    assert passes(kims, sam.id) == []


def test_of_one_scenario_the_latest_pass_stays(stores):
    kims, sams, sam = stores
    bring_in(kims, sam, AT)
    old, new = record(sams, GUN, AT), record(sams, replace(GUN, at=LATER.isoformat()), LATER)
    bring(kims, as_file([new]), LATER)
    bring(kims, as_file([old]), LATER)

    assert [one.at for one in passes(kims, sam.id)] == [LATER.isoformat()]


@pytest.mark.parametrize("text", ["", "{}", "[]", "null", '{"crisis_passed": 1, "passed": []}'])
def test_anything_else_is_told_as_no_such_list(stores, text):
    with pytest.raises(CrisisError, match="no list of what somebody"):
        bring(stores[0], text, AT)
