"""What is countersigned by when: by tier and level, and a share that nobody picks."""

from dataclasses import replace
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from led import the_policy

from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.team.countersign import countersign, sampled
from crisis_cli.team.policy import TIERS, Due, Sample, Tier, Within

ENDED = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)  # Monday evening in Washington
DAY = Within("seconds", 86400)


def due(policy, tier, level, contact="k7m4-2pqx"):
    found = countersign(policy, tier, level, contact, ENDED)
    return found.due.isoformat(timespec="minutes") if found else None


@pytest.mark.parametrize(
    ("tier", "least"),
    [("entry", "none"), ("", "none"), ("intermediate", "moderate"), ("supervisor", "high")],
)
def test_each_tier_is_signed_from_its_level_on_by_the_end_of_the_next_working_day(
    policy, tier, least
):
    for level in LEVELS:
        wants = LEVELS.index(level) >= LEVELS.index(least)
        assert due(policy, tier, level) == ("2026-11-24T17:00-05:00" if wants else None)


def test_of_several_lines_the_soonest_counts(policy):
    lines = (Due("none", Within("working_days", 5)), Due("high", Within("working_hours", 2)))
    policy = replace(policy, tiers={name: Tier("high", countersign=lines) for name in TIERS})

    assert due(policy, "entry", "high") == "2026-11-24T11:00-05:00"
    assert due(policy, "entry", "low") == "2026-11-30T17:00-05:00"


def test_a_share_of_the_contacts_of_advanced_workers_is_read_besides(policy):
    ids = [f"contact-{n}" for n in range(2000)]
    read = [one for one in ids if countersign(policy, "advanced", "low", one, ENDED)]

    assert 0.07 < len(read) / len(ids) < 0.13
    assert all(countersign(policy, "advanced", "low", one, ENDED).sampled for one in read)
    assert not countersign(policy, "advanced", "high", ids[0], ENDED).sampled
    assert read == [one for one in ids if sampled(one, Sample(10, DAY))]  # the same everywhere


def test_none_and_all_can_be_a_share():
    assert not any(sampled(str(n), Sample(0, DAY)) for n in range(300))
    assert all(sampled(str(n), Sample(100, DAY)) for n in range(300))


@given(st.text(), st.integers(0, 99))
def test_a_larger_share_has_all_of_a_smaller_one(contact, percent):
    assert sampled(contact, Sample(percent, DAY)) <= sampled(contact, Sample(percent + 1, DAY))


@given(st.sampled_from(["entry", "intermediate", "supervisor"]), st.text())
def test_a_higher_level_is_never_signed_later(tier, contact):
    for lower, upper in pairwise(LEVELS):
        before, after = (
            due(the_policy(), tier, lower, contact),
            due(the_policy(), tier, upper, contact),
        )
        assert before is None or (after is not None and after <= before)
