"""What is done about follow-ups: tries, who sees to them, what settles them."""

from datetime import UTC, datetime, timedelta
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.engine.additions import (
    SETTLED,
    WAYS,
    Amended,
    Assigned,
    Countersigned,
    Settled,
    Tried,
)
from crisis_cli.engine.entries import Answered, Ended, Ending, Entry, Opened
from crisis_cli.engine.follow_up import first_contact, next_contact
from crisis_cli.engine.interview import refuse
from crisis_cli.engine.state import fold
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.compiled import Concern, FollowUp, Protocol, Step

DAY = 24 * 3600
HIGH = Concern("hurt", "high", ["is", "hurt", ["yes"]], "Hurt")
PROTOCOL = Protocol(
    "p", "P", "1", "0",
    steps=(Step("hurt", "yes_no", "Hurt?", danger=True),),
    concern=(HIGH,),
    follow_up=(
        FollowUp(["concern", ["high"]], DAY, "See them"),
        FollowUp(None, 7 * DAY, "Call", after=5 * DAY),
        FollowUp(None, 7 * DAY, "Warm words", after=5 * DAY, caring=True),
        FollowUp(None, 30 * DAY, "Warm words", after=28 * DAY, caring=True),
    ),
)  # fmt: skip
END = datetime(2026, 11, 23, 15, 0, tzinfo=UTC)
SEE, CALL, FIRST, LAST = (f"follow_up {n}" for n in range(1, 5))


def ended(*events, hurt="yes", protocol=PROTOCOL, zone="America/New_York"):
    """A contact that ended, with these entries after it, an hour apart."""
    every = [
        Opened("p", "1", "0", worker="Ana", zone=zone),
        Answered("hurt", hurt),
        Ending("finished"),
        Ended(),
    ]
    entries = [Entry(n, END, "Ana", event) for n, event in enumerate(every, 1)]
    late = [
        Entry(n + 4, END + timedelta(hours=n), "Ana", event) for n, event in enumerate(events, 1)
    ]
    return fold(protocol, entries + late)


def left(state):
    """The follow-ups that are left; what is open besides is named after its entry."""
    return [task.id for task in state.tasks(END) if task.kind == "follow_up"]


def test_a_task_opens_when_the_protocol_says_and_a_caring_one_is_no_next_contact():
    tasks = {task.id: task for task in ended().tasks(END)}

    assert list(tasks) == [SEE, CALL, FIRST, LAST]
    assert tasks[SEE].opens is None
    assert tasks[CALL].opens == END + timedelta(days=5)
    assert [task.caring for task in tasks.values()] == [False, False, True, True]
    assert next_contact(ended().tasks(END)) == END + timedelta(days=1)


def test_what_is_settled_is_left_out_and_a_caring_contact_counts_where_nothing_else_is_left():
    state = ended(Settled(SEE, "reached", "k7m4-2pqx"), Settled(CALL, "given_up", reason="Moved"))

    assert left(state) == [FIRST, LAST]
    assert next_contact(state.tasks(END)) == END + timedelta(days=7)
    assert first_contact(state.every_task(END)) == END + timedelta(days=1)
    assert next_contact([]) is None


def test_a_protocol_with_caring_contacts_alone_still_asks_for_more_within_a_day():
    caring = Protocol("p", "P", "1", "0", steps=PROTOCOL.steps, follow_up=PROTOCOL.follow_up[2:])
    tasks = ended(protocol=caring).tasks(END)

    assert [task.id for task in tasks] == ["follow_up", "follow_up 1", "follow_up 2"]
    assert first_contact(tasks) == END + timedelta(days=1)


def test_in_the_hour_that_comes_twice_the_sooner_moment_is_the_next_contact():
    """A quarter to two before the clocks go back is sooner than a quarter past one after it."""
    soon, later = FollowUp(None, 45 * 60, "Before"), FollowUp(None, 75 * 60, "After")
    protocol = Protocol("p", "P", "1", "0", steps=PROTOCOL.steps, follow_up=(later, soon))
    entries = [
        Entry(entry.seq, datetime(2026, 11, 1, 5, 0, tzinfo=UTC), "Ana", entry.event)
        for entry in ended().entries
    ]  # one in the night, daylight time
    tasks = fold(protocol, entries).tasks(END)

    assert [task.due.isoformat(timespec="minutes") for task in tasks] == [
        "2026-11-01T01:45-04:00",
        "2026-11-01T01:15-05:00",
    ]
    assert next_contact(tasks) == first_contact(tasks) == tasks[0].due


def test_whoever_was_named_last_sees_to_it_and_every_try_is_kept():
    state = ended(
        Tried(SEE, "phone", left="Nothing"),
        Assigned(SEE, "Ben", "Ana is away"),
        Tried(SEE, "in_person", reached=True),
    )
    tries = state.after.tries

    assert [tries.owner(task, "Ana") for task in (SEE, CALL)] == ["Ben", "Ana"]
    assert [event.way for _, event in tries.made(SEE)] == ["phone", "in_person"]
    assert tries.made(CALL) == []
    assert left(state) == [SEE, CALL, FIRST, LAST]  # reached in a try, and not settled by it


def test_danger_that_is_noted_after_it_was_settled_asks_for_another():
    calm = ended(Settled(CALL, "reached"), hurt="no")
    told = Amended("late_entry", step="hurt", value="yes", reason="r", happened=END.isoformat())

    assert SEE not in left(calm)
    assert SEE in left(ended(Settled(CALL, "reached"), told, hurt="no"))


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (Tried("follow_up 9", "phone"), "no follow-up 'follow_up 9'"),
        (Tried(SEE, "pigeon"), "not a way"),
        (Tried(SEE, "phone", happened="2026-11-01T01:30"), "no time zone"),
        (Assigned(SEE, " "), "Who sees to it"),
        (Settled(SEE, "sent"), "caring contact only"),
        (Settled(SEE, "done"), "settles nothing"),
        (Settled(SEE, "given_up"), "needs a reason"),
        (Settled("consult", "reached"), "no follow-up 'consult'"),
    ],
)
def test_what_cannot_be_is_refused_in_words(event, said):
    with pytest.raises(CrisisError, match=said):
        refuse(ended(), event)


def test_what_is_settled_takes_no_more_tries_and_an_open_contact_none_at_all():
    settled = ended(Settled(SEE, "reached"))
    still_open = fold(PROTOCOL, [Entry(1, END, "Ana", Opened("p", "1", "0"))])

    for event in (Tried(SEE, "phone"), Assigned(SEE, "Ben"), Settled(SEE, "reached")):
        with pytest.raises(CrisisError, match="settled already"):
            refuse(settled, event)
        with pytest.raises(CrisisError, match="Only a closed record"):
            refuse(still_open, event)
    refuse(settled, Settled(FIRST, "sent"))


def test_a_supervisor_reads_what_ended_it_without_the_person_and_not_every_try():
    signed = Countersigned(True)
    routine = ended(signed, Tried(SEE, "phone"), Assigned(SEE, "Ben"), Settled(SEE, "reached"))
    over = ended(signed, Settled(SEE, "given_up", reason="Moved"))

    assert routine.after.unread() == []
    assert [entry.event.how for entry in over.after.unread()] == ["given_up"]


def about(draw):
    task = draw(st.sampled_from([SEE, CALL, FIRST, LAST]))
    match draw(st.sampled_from(["try", "give", "settle", "amend"])):
        case "try":
            return Tried(task, draw(st.sampled_from(list(WAYS))), draw(st.booleans()))
        case "give":
            return Assigned(task, draw(st.sampled_from(["Ben", "Cy"])))
        case "settle":
            return Settled(task, draw(st.sampled_from(list(SETTLED))), reason="r")
    value = draw(st.sampled_from(["yes", "no"]))
    return Amended("late_entry", step="hurt", value=value, reason="r", happened=END.isoformat())


@st.composite
def events(draw):
    return [about(draw) for _ in range(draw(st.integers(0, 6)))]


@given(events(), st.sampled_from(["yes", "no", "unsure"]))
def test_tries_never_lower_a_level_and_never_settle_anything(written, hurt):
    tries = [one for one in written if isinstance(one, Tried | Assigned)]
    with_them = ended(*written, hurt=hurt)
    without = ended(*(one for one in written if one not in tries), hurt=hurt)

    assert with_them.level().highest == without.level().highest
    assert set(left(with_them)) == set(left(without))


@given(events())
def test_the_order_in_which_two_people_wrote_changes_nothing_that_is_left(written):
    written = written[:4]
    base = list(ended().entries)
    late = [
        Entry(5 + n // 2, END + timedelta(hours=n), f"w{n % 2}", event)
        for n, event in enumerate(written)
    ]
    told = set()
    for order in permutations(late):
        state = fold(PROTOCOL, [*base, *order])
        tries = state.after.tries
        owners = tuple(tries.owner(task, "Ana") for task in (SEE, CALL, FIRST, LAST))
        told.add((tuple(left(state)), owners, state.level().highest))

    assert len(told) == 1
