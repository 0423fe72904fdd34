"""What another answer would have changed: two contacts that were played, told apart in words."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from crisis_cli.engine.follow_up import first_contact
from crisis_cli.engine.state import State
from crisis_cli.protocol.spans import span
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.scenarios.play import Played

MOST = 6  # questions that are named
NOTHING = "Alone, it changes nothing of the level, the help that comes up, or what is asked."


def effect(was: Played, now: Played) -> list[str]:
    """What is different in the second contact, in sentences; one of them where nothing is."""
    told = [*_level(was.state, now.state), *_urgent(was.state, now.state), *_asked(was, now)]
    return [*told, *_due(was.state, now.state)] or [NOTHING]


def _level(was: State, now: State) -> Iterator[str]:
    before, after = was.level(), now.level()
    if before.highest == after.highest:
        return
    why = "; ".join(reason.text for reason in after.because)
    yield f"The level of concern is {after.highest}, not {before.highest}{': ' * bool(why)}{why}."


def _urgent(was: State, now: State) -> Iterator[str]:
    before, after = ({one.rule: one.means for one in state.alerts()} for state in (was, now))
    for rule in (one for one in after if one not in before):
        yield f"This comes up at once, with what to do: {after[rule]}."
    for rule in (one for one in before if one not in after):
        yield f"This does not come up: {before[rule]}."


def _asked(was: Played, now: Played) -> Iterator[str]:
    for head, one, other in (("Also asked", now, was), ("No longer asked", was, now)):
        more = [step for step in dict.fromkeys(one.asked) if step not in other.asked]
        names = [one.state.step(step).name.rstrip(".?:") for step in more]
        if len(names) > MOST:
            names = [*names[: MOST - 1], f"{len(names) - MOST + 1} more"]
        if names:
            yield f"{head}: {listed(names, 'and')}."


def _due(was: State, now: State) -> Iterator[str]:
    before, after = _within(was), _within(now)
    if before != after and before and after:
        yield f"The next contact is due within {_span(after)}, not {_span(before)}."


def _within(state: State) -> timedelta | None:
    ended = state.ending_at
    return first_contact(state.every_task(ended)) - ended if ended else None


def _span(time: timedelta) -> str:
    return span(int(time.total_seconds()))
