"""What is still wanted of a follow-up, and when somebody is told that nobody was reached."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from led import the_policy

from crisis_cli.protocol.compiled import LEVELS
from crisis_cli.team.follow_up import Try, daytime, in_vain, stand
from crisis_cli.team.policies import known
from crisis_cli.team.policy import FALLBACK
from crisis_cli.team.reading import look_over

DC = ZoneInfo("America/New_York")
DUE = datetime(2026, 11, 24, 15, 0, tzinfo=UTC)  # a Tuesday, 10 am in the District
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WAYS = ("in_person", "phone", "text", "letter", "someone")


def tried(*hours, way="phone", reached=False):
    """Tries so many hours before it is due."""
    return [Try(DUE - HOUR * n, way, reached) for n in hours]


def at(now, tries=(), level="high", policy=None, caring=False, opens=None):
    return stand(policy or the_policy(), level, DUE, opens, tries, now, DC, caring)


def test_it_says_how_many_tries_are_left_and_what_has_to_be_different():
    found = at(DUE - HOUR, tried(3, 2), "moderate")

    assert found.wanted == (
        "2 of 3 tries",
        "try another time of day: so far all were in the morning",
        "try another way: so far all were by phone",
        "try over 48 hours at least",
    )
    assert found.count == 2 and found.tell


def test_before_any_try_nothing_has_to_be_different():
    assert at(DUE - HOUR, level="moderate").wanted == ("0 of 3 tries",)


def test_nothing_is_wanted_once_the_tries_are_many_and_different_enough():
    tries = [*tried(60, 50, way="phone"), *tried(5, way="in_person")]

    assert at(DUE, tries, "moderate").wanted == ()


def test_a_person_in_high_danger_who_is_not_reached_once_is_told_of_at_once():
    assert not at(DUE - DAY).tell
    assert at(DUE - DAY, tried(24)).tell
    assert not at(DUE - DAY, tried(24), "low").tell
    assert at(DUE - DAY, tried(24, 20), "low").tell


def test_who_is_overdue_is_told_of_though_nobody_tried():
    found = at(DUE + HOUR, level="none")

    assert found.overdue and found.tell
    assert not at(DUE, level="none").overdue


def test_a_try_that_is_said_to_the_minute_stands_beside_those_that_were_kept_to_the_second():
    half_past = timedelta(seconds=30)
    vain, reached = Try(DUE - DAY + half_past, "phone"), Try(DUE - DAY, "in_person", reached=True)

    assert in_vain([vain, reached]) == []  # of one minute: as they were written
    assert in_vain([reached, vain]) == [vain]
    tries = [Try(DUE - DAY + half_past, "phone"), Try(DUE, "phone"), Try(DUE - HOUR * 5, "phone")]
    assert at(DUE, tries, "low").wanted == ()  # 24 hours are enough


def test_who_was_reached_is_not_told_of_and_tries_count_from_then_on():
    tries = [*tried(30, 29), *tried(28, reached=True)]

    assert not at(DUE - HOUR, tries).tell
    assert at(DUE - HOUR, [*tries, *tried(2)]).count == 1


def test_a_caring_contact_is_sent_so_nobody_is_not_reached():
    found = at(DUE + DAY, caring=True)

    assert found.overdue and not found.tell and found.wanted == ()


def test_it_makes_sense_from_when_the_protocol_says():
    assert at(DUE - DAY).opened
    assert not at(DUE - DAY, opens=DUE - HOUR).opened
    assert at(DUE - HOUR, opens=DUE - HOUR).opened


def test_the_hour_that_comes_twice_is_two_moments_and_one_time_of_the_day():
    first = datetime(2026, 11, 1, 1, 30, tzinfo=DC)  # daylight time
    again = first.replace(fold=1)  # an hour later, on the same clock
    due = first.replace(fold=1)

    assert daytime(first, DC) == daytime(again, DC) == "night"
    policy = the_policy()
    before = stand(policy, "low", due, None, [], first.astimezone(UTC), DC)
    after = stand(policy, "low", due, None, [], again.astimezone(UTC) + HOUR / 60, DC)
    assert not before.overdue and after.overdue
    vain = in_vain([Try(again, "text"), Try(first, "phone")])
    assert [one.way for one in vain] == ["phone", "text"]


def test_times_of_the_day_are_those_of_the_contact_and_not_of_the_machine():
    noon = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)

    assert daytime(noon, DC) == "afternoon"
    assert daytime(noon, ZoneInfo("America/Los_Angeles")) == "morning"


def test_a_policy_that_is_silent_or_broken_wants_no_less_than_the_shipped_one(tmp_path):
    (tmp_path / "policy.yaml").write_text("policy: [", encoding="utf-8")
    broken, said = known([tmp_path])

    assert said and broken == FALLBACK
    for level in LEVELS:
        shipped, built_in = the_policy().effort(level), broken.effort(level)
        for name in ("tries", "over", "times", "ways"):
            assert getattr(built_in, name) >= getattr(shipped, name)
        assert built_in.tell_after <= shipped.tell_after


TRIES = st.lists(
    st.builds(
        Try,
        st.integers(-200, 200).map(lambda n: DUE + n * HOUR),
        st.sampled_from(WAYS),
        st.booleans(),
    ),
    max_size=6,
)
MOMENTS = st.integers(-300, 300).map(lambda n: DUE + n * HOUR)


@given(TRIES, MOMENTS)
def test_a_higher_level_is_never_asked_less_and_never_told_of_later(tries, now):
    stands = [at(now, tries, level) for level in LEVELS]

    for lower, higher in pairwise(stands):
        assert higher.tell or not lower.tell
        assert higher.wanted or not lower.wanted


@given(TRIES, MOMENTS, st.sampled_from(LEVELS))
def test_one_more_try_in_vain_never_takes_back_that_somebody_is_told(tries, now, level):
    vain = [Try(one.at, one.way) for one in tries]

    for count in range(len(vain)):
        fewer, more = (at(now, vain[:n], level) for n in (count, count + 1))
        assert more.tell or not fewer.tell
        assert more.count == fewer.count + 1


# What asks for too much, and what cannot be read, is told once.
TOO_MUCH = [
    ("over: 3 days", "over: 3 days, times: 5", "'times' cannot be '5'"),
    ("over: 3 days", "over: 3 days, ways: 6", "'ways' cannot be '6'"),
    ("over: 3 days", "over: 3", "'3' is not a time span"),
]
LINES = """
  - {from: none, tries: 2, over: 1 day, tell_after: 2, then: Tell them}
  - {from: high, tries: 4, over: 3 days, tell_after: 1, then: Look}
"""


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("from: none", "from: low", "E145"),
        ("from: high", "from: none", "E145"),
        ("tries: 4", "tries: 1", "E146"),
        ("over: 3 days", "over: 1 hour", "E146"),
        ("tell_after: 1", "tell_after: 3", "E146"),
        ("over: 3 days", "over: three days", "E045"),
        ("tries: 4", "tries: many", "E023"),
    ],
)
def test_lines_that_ask_less_of_more_danger_are_errors(was, now, code):
    from crisis_cli.workshop.catalogue.policy import WHOLE

    text = f"{WHOLE}follow_up:{LINES}"
    policy, fine = look_over(text.encode())
    _, found = look_over(text.replace(was, now).encode())

    assert not fine.broken and policy.effort("moderate").tries == 2
    assert code in [one.code for one in found.problems]


@pytest.mark.parametrize(("was", "now", "message"), TOO_MUCH)
def test_more_times_or_ways_than_there_are_is_told_and_nothing_twice(was, now, message):
    from crisis_cli.workshop.catalogue.policy import WHOLE

    _, found = look_over(f"{WHOLE}follow_up:{LINES}".replace(was, now).encode())

    assert [message in one.message for one in found.problems if one.code[0] == "E"] == [True]


def test_as_many_times_and_ways_as_there_are_can_be_asked_for():
    from crisis_cli.workshop.catalogue.policy import WHOLE

    text = f"{WHOLE}follow_up:{LINES}".replace("over: 3 days", "over: 3 days, times: 4, ways: 5")
    policy, found = look_over(text.encode())

    assert not found.broken and policy.effort("high").ways == len(WAYS)
