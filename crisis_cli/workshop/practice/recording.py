"""What was just done in practice, as a scenario file that somebody can go on writing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from crisis_cli.engine.entries import Consulted
from crisis_cli.engine.follow_up import first_contact
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.spans import span
from crisis_cli.protocol.surface.scenario import ChangeKeys, ExpectKeys
from crisis_cli.workshop.practice.own import PASSED_BY, Own, own_of
from crisis_cli.workshop.scenarios.play import Played, play
from crisis_cli.workshop.scenarios.reading import Scenario
from crisis_cli.workshop.scenarios.verdict import Printed

ESCAPED = {'"': '\\"', "\\": "\\\\", "\n": "\\n"}
PLAIN = re.compile(r"[a-z][a-z0-9_]*")
HEAD = """\
# yaml-language-server: $schema=../schema/scenario.json
# Written down from what was done in practice. Take the names and whatever tells of a real person
# out of it; then fill in who they are and what they say, and take away each # before it.
protocol: {protocol}
title: {title}
# story: What happens, for the reader. Told at the end of a role-play.
# meet: Who is in front of the worker, told at its beginning. It gives no answer away.
at: {at}
"""
LINES = """\

# What they say where it is asked, from which the worker has to find the answer; (in brackets) what
# there is to see. Without a line a worker is told that the story says nothing of it.
# lines:
"""


def recorded(state: State, title: str, printed: Printed) -> str:
    """A scenario file from a contact that ended: its answers, and what came of them.

    title: of the scenario, in a few words. printed: gives the plan as it would be printed.
    """
    own = _used(state, own_of(state))
    played = play(state.protocol, _scenario(state, own))
    began = state.entries[0].at.astimezone(zone(state.opened.zone)).isoformat(timespec="seconds")
    head = HEAD.format(protocol=state.protocol.id, title=_written(title), at=began)
    parts = [head, *_answers(own), *_later(own), *_calls(state), *_expect(played, printed)]
    return "".join(parts) + LINES + "".join(_no_lines(played))


def _scenario(state: State, own: Own) -> Scenario:
    """What the file will say. Whatever is asked and stands in it nowhere was passed by, or ended
    it."""
    at, end = state.entries[0].at, "end" if own.early else PASSED_BY
    return Scenario(Path(), "", "", at, own.answers, (), end, own.later, ExpectKeys(), {})


def _used(state: State, own: Own) -> Own:
    """Without the answers that nothing asks for when it is played, each of which must be used."""
    played = play(state.protocol, _scenario(state, own))
    answers = {step: said for step, said in own.answers.items() if step in played.used}
    done = len(own.later) - len(played.later) - (played.stuck is not None)
    return Own(answers, own.later[: max(done, 0)], own.early)


def _answers(own: Own) -> Iterator[str]:
    yield f"unanswered: {'end' if own.early else PASSED_BY}\n\nanswers:"
    yield "".join(f"\n  {step}: {_written(said)}" for step, said in own.answers.items()) or " {}"
    yield "\n"


def _later(own: Own) -> Iterator[str]:
    if own.later:
        yield "\nlater:\n" + "".join(f"  - {_written(_change(one))}\n" for one in own.later)


def _change(one: ChangeKeys) -> dict[str, Any]:
    return {"step": one.step, "answer": one.answer, "how": one.how, "reason": one.reason}


def _calls(state: State) -> Iterator[str]:
    calls = [one.event for one in state.consult.calls if isinstance(one.event, Consulted)]
    if calls:
        yield "\nconsult:\n" + "".join(f"  - {_written(_call(one))}\n" for one in calls)


def _call(one: Consulted) -> dict[str, Any]:
    said = {"whom": one.link or one.whom, "answered": "yes" if one.answered else "no"}
    more = {"advice": one.advice, "followed": one.followed or "yes" * bool(one.advice)}
    return {**said, **{k: v for k, v in {**more, "reason": one.reason}.items() if v}}


def _expect(played: Played, printed: Printed) -> Iterator[str]:
    """What came of it when the answers of the file are played."""
    state, level = played.state, played.state.level()
    urgent = [{"rule": one.rule, "after": one.after} for one in state.alerts()]
    told: dict[str, Any] = {
        "level": level.highest,
        "present": level.present,
        "undetermined": "yes" if level.undetermined else "no",
        "because": [reason.id for reason in level.because],
        "urgent": [one if one["after"] else {"rule": one["rule"]} for one in urgent],
    }
    plan, ended = printed(state), state.ending_at
    told["plan"] = list(plan.headings) if plan else ["none"]
    if ended:
        told["due"] = span(int((first_contact(state.every_task(ended)) - ended).total_seconds()))
    yield "\nexpect:\n" + "".join(f"  {key}: {_written(one)}\n" for key, one in told.items())


def _no_lines(played: Played) -> Iterator[str]:
    for step in dict.fromkeys(played.asked):
        yield f"#   {step}:  # {' '.join(played.state.step(step).text.split())}\n"


def _written(value: Any) -> str:
    """A value as YAML, on one line: what is not a plain word stands in quotes."""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{_written(k)}: {_written(v)}' for k, v in value.items())}}}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, float | int):
        return f"{value:.15g}"
    text = "" if value is None else str(value)
    return text if PLAIN.fullmatch(text) else f'"{"".join(map(_letter, text))}"'


def _letter(char: str) -> str:
    """A character within double quotes; one that nobody would see is written by its number."""
    if char in ESCAPED or char.isprintable():
        return ESCAPED.get(char, char)
    return f"\\U{ord(char):08x}"
