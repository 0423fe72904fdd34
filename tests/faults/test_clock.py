"""A clock that jumps: the order is by number, times stay as they were, what is due is sane."""

from datetime import UTC, datetime, timedelta
from itertools import chain, repeat
from zoneinfo import ZoneInfo

import pytest
from interview import SAID, answers, begun, lead, unlocked

from crisis_cli.commands.contacts import begin, read
from crisis_cli.engine.entries import Opened, Resumed
from crisis_cli.engine.follow_up import next_contact
from crisis_cli.records.opening import open_store
from crisis_cli.records.verify import verify

HERE = ZoneInfo("America/New_York")
BEGAN = datetime(2026, 11, 1, 5, 30, tzinfo=UTC)  # half past one: it comes twice that night
DAY, YEAR, HOUR = timedelta(days=1), timedelta(days=365), timedelta(hours=1)
JUMPS = {
    "back a day": [-DAY],
    "back a year, again and again": [-YEAR, -YEAR],
    "forward a year": [YEAR],
    "forward a year and back": [YEAR, -YEAR],
    "the hour that comes twice": [HOUR],
    "back to 1970": [datetime(1970, 1, 1, tzinfo=UTC) - BEGAN],
}


def clock(jumps):
    """Minute by minute, but for these jumps after every fourth entry."""
    ahead, steps = BEGAN, chain.from_iterable(zip(jumps, repeat(None)))
    reads = 0

    def now():
        nonlocal ahead, reads
        reads += 1
        ahead += timedelta(minutes=1)
        if reads % 4 == 0:
            ahead += next(steps, None) or timedelta()
        return ahead

    return now


@pytest.mark.parametrize("jumps", JUMPS.values(), ids=JUMPS)
def test_a_contact_in_which_the_clock_jumps_is_the_same_contact(
    fresh, tmp_path, every_kind, usual, jumps
):
    path, now, given = fresh(tmp_path / "jumping"), clock(jumps), []

    def watched():
        given.append(now())
        return given[-1]

    with unlocked(path) as store:
        opened = Opened(every_kind.id, every_kind.version, every_kind.hash, worker="Ana")
        contact = begin(store, every_kind, opened, watched)
        contact.clock = watched
        lead(contact)

        entries = store.read(contact.id)
        assert [entry.event for entry in entries][1:] == usual.events[1:]
        assert [entry.seq for entry in entries] == list(range(1, len(entries) + 1))
        assert {entry.at for entry in entries} <= set(given)
        assert answers(contact) == SAID
        assert verify(store).findings == []
        again = read(store, contact.id)
        assert again.state.if_ended().highest == "high"
        ending = again.state.ending_at
        due = next_contact(again.state.tasks(again.last))
        assert due - ending == DAY  # real hours from the ending, by the clock that said so


def test_a_contact_is_taken_up_at_the_same_question_with_a_clock_that_went_back(
    fresh, tmp_path, every_kind, usual
):
    path = fresh(tmp_path / "back")
    with open_store(path) as store:
        contact = begun(store, every_kind)
        first, second = usual.events[1:3]
        contact.write(first)
        contact.write(second)
    with unlocked(path) as store:
        later = read(store, contact.id, "Ana", lambda: BEGAN - DAY)
        usual.holds(later)
        lead(later)
        assert not any(isinstance(entry.event, Resumed) for entry in later.state.entries)
        assert later.state.ended


def test_the_latest_contact_stays_findable_when_the_clock_was_a_year_ahead_for_the_one_before(
    fresh, tmp_path, every_kind
):
    path = fresh(tmp_path / "ahead")
    with unlocked(path) as store:
        for at in (BEGAN + YEAR, BEGAN):
            opened = Opened(every_kind.id, every_kind.version, every_kind.hash, worker="Ana")
            contact = begin(store, every_kind, opened, lambda at=at: at)
            lead(contact)
        dues = [next_contact(read(store, one).state.tasks(BEGAN)) for one in store.contacts()]

        assert [due.astimezone(UTC) for due in dues] == [BEGAN + YEAR + DAY, BEGAN + DAY]


def test_a_day_with_25_hours_is_24_real_hours_to_the_follow_up(fresh, tmp_path, every_kind):
    path = fresh(tmp_path / "dst")
    with unlocked(path) as store:
        opened = Opened(every_kind.id, every_kind.version, every_kind.hash, worker="Ana")
        for at, due in [
            (BEGAN, "2026-11-02T00:30:00-05:00"),  # the first half past one, in summer time
            (BEGAN + HOUR, "2026-11-02T01:30:00-05:00"),  # the second
        ]:
            contact = begin(store, every_kind, opened, lambda at=at: at)
            lead(contact)
            told = next_contact(read(store, contact.id).state.tasks(at))
            assert told.astimezone(HERE).isoformat() == due
