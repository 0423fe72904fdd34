"""When the next contact is due: real hours after the end, on the clock of the place."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crisis_cli.engine.entries import Answered, Ended, Ending, Entry, Event, Opened
from crisis_cli.engine.state import State, fold
from crisis_cli.protocol.compiled import Concern, FollowUp, Protocol, Step

STEPS = (Step("hurt", "yes_no", "Hurt?", danger=True), Step("name", "text", "Name?"))
HIGH = Concern("hurt", "high", ["is", "hurt", ["yes"]], "Hurt")
SOON, LATER = FollowUp(["concern", ["high"]], 24 * 3600), FollowUp(None, 7 * 24 * 3600, "Call")
PROTOCOL = Protocol("p", "P", "1", "0", steps=STEPS, concern=(HIGH,), follow_up=(LATER, SOON))
END = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)
WASHINGTON = ZoneInfo("America/New_York")


def contact(
    *events: tuple[Event, datetime], protocol: Protocol = PROTOCOL, zone: str = ""
) -> State:
    """A contact with these entries at these times."""
    opened = Opened("p", "1", "0", zone=zone or "America/New_York")
    every = [(opened, events[0][1]), *events]
    return fold(protocol, [Entry(i, at, "w", event) for i, (event, at) in enumerate(every, 1)])


@pytest.mark.parametrize(
    ("end", "due"),
    [
        ("2026-10-31T20:00-04:00", "2026-11-01T19:00-05:00"),  # the clocks go back that night
        ("2026-11-01T01:30-04:00", "2026-11-02T00:30-05:00"),  # the hour that comes twice, first
        ("2026-11-01T01:30-05:00", "2026-11-02T01:30-05:00"),  # and then
        ("2027-03-13T20:00-05:00", "2027-03-14T21:00-04:00"),  # the clocks go forward that night
    ],
)
@pytest.mark.parametrize("clock", [UTC, WASHINGTON])
def test_a_follow_up_is_due_after_real_hours_whatever_the_clocks_do(end, due, clock):
    at = datetime.fromisoformat(end).astimezone(clock)
    tasks = contact((Answered("hurt", "yes"), at), (Ending("enough"), at)).tasks(at)

    assert [task.kind for task in tasks] == ["follow_up", "follow_up"]
    assert tasks[0].due.isoformat(timespec="minutes") == due
    assert tasks[0].due.astimezone(UTC) - at.astimezone(UTC) == timedelta(hours=24)


def test_follow_ups_come_soonest_first_and_count_from_the_end():
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    state = contact((Answered("hurt", "yes"), at), (Ending("enough"), at), (Ended(), at))
    tasks = state.tasks(at + timedelta(days=30))

    assert [task.due - at for task in tasks] == [timedelta(days=1), timedelta(days=7)]
    assert [(task.what, task.why) for task in tasks] == [
        ("Follow up", "level: high"),
        ("Call", "level: high"),
    ]


def test_a_protocol_that_names_no_follow_up_for_a_level_still_gets_one_within_a_day():
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    only_high = Protocol("p", "P", "1", "0", steps=STEPS, follow_up=(SOON,))
    (task,) = contact((Ending("client_left"), at), protocol=only_high).tasks(at)

    assert task.due - at == timedelta(hours=24)
    assert task.kind == "follow_up"


EARLY = """
    protocol: early
    title: Early
    version: 1
    languages: [en]
    sections:
      - id: s
        title: S
        steps:
          - {id: hurt, ask: Hurt?, kind: yes_no, danger: yes}
          - {id: ride, do: Find a ride., label: Ride}
          - {id: helps, ask: What helps?, kind: text}
    blocks:
      ended_early:
        - {id: told, do: Tell your supervisor., label: Supervisor told}
        - {id: sent, when: {hurt: yes}, do: Send the team., label: Team sent}
    """


def due_now(contact):
    """Why there are tasks that are due the moment the contact ended."""
    tasks = contact.state.tasks(contact.state.ending_at)
    return [task.why for task in tasks if task.due == contact.state.ending_at]


@pytest.mark.parametrize("said", ["unsure", "not_asked", {"outcome": "not_yet"}])
def test_an_action_of_the_path_that_is_not_confirmed_is_due_at_once(talk, said):
    contact = talk(EARLY).say("no", said, "tea").leave("finished")

    assert due_now(contact) == ["action: ride"]


@pytest.mark.parametrize(
    "said", ["unsure", "not_asked", {"outcome": "not_yet"}, {"outcome": "not_done"}]
)
def test_what_nobody_did_after_an_early_ending_is_due_at_once(talk, said):
    contact = talk(EARLY).say("no").leave().say(said)

    assert contact.shown == "closed"
    assert due_now(contact) == ["action: told"]
    assert due_now(contact.close()) == ["action: told"]
    assert due_now(talk(EARLY).say("no").leave().say({"outcome": "done"}).close()) == []


def test_what_an_early_ending_asks_for_is_due_also_where_nobody_came_to_say_it(talk):
    """The terminal was closed there, or the record ended without it; and only what was shown."""
    assert due_now(talk(EARLY).say("no").leave()) == ["action: told"]
    assert due_now(talk(EARLY).say("yes").leave()) == ["action: told", "action: sent"]
    assert due_now(talk(EARLY).say("yes").leave().close()) == ["action: told", "action: sent"]


def test_what_an_early_ending_asks_for_is_not_due_where_none_came(talk):
    contact = talk(EARLY).say("yes", {"outcome": "done"}, "tea")
    assert [task.kind for task in contact.state.tasks(END)] == ["follow_up"]

    assert due_now(contact.leave("finished")) == []


def test_a_zone_that_this_machine_does_not_know_is_read_as_that_of_the_district():
    at = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    (task, _) = contact((Answered("hurt", "yes"), at), zone="Nowhere/At_All").tasks(at)

    assert task.due.isoformat() == "2026-11-23T21:00:00-05:00"


def test_a_clock_that_jumps_back_changes_nothing_but_the_times():
    noon = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
    events = (Answered("hurt", "yes"), Answered("hurt", "no", how="changed"), Ending("enough"))
    forward = contact(*((event, noon + timedelta(hours=i)) for i, event in enumerate(events)))
    back = contact(*((event, noon - timedelta(hours=i)) for i, event in enumerate(events)))

    assert [given.value for given in back.given()] == ["yes", "no"]
    assert back.answer("hurt").value == "no"
    assert back.level().highest == forward.level().highest == "high"
    assert back.level().present == forward.level().present == "none"
    assert back.tasks(noon)[0].due == noon - timedelta(hours=2) + timedelta(days=1)


def test_a_machine_without_time_zones_of_its_own_has_ours():
    words = "from crisis_cli.engine.times import zone; print(zone('America/New_York'))"
    env = os.environ | {"PYTHONTZPATH": ""}
    done = subprocess.run([sys.executable, "-c", words], env=env, capture_output=True, text=True)

    assert done.stdout == "America/New_York\n", done.stderr
