"""Whether what came of a scenario is what it expects: each difference, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from crisis_cli.engine.follow_up import first_contact
from crisis_cli.engine.state import State
from crisis_cli.protocol.spans import seconds, span
from crisis_cli.protocol.surface.scenario import AlertKeys, ExpectKeys
from crisis_cli.workshop.english import listed
from crisis_cli.workshop.scenarios.play import Played
from crisis_cli.workshop.scenarios.reading import NO_PLAN, Scenario


class Plan(NamedTuple):
    """A safety plan as it would be printed: its headings in order, and a call for its words."""

    headings: tuple[str, ...]
    words: Callable[[], str]


Printed = Callable[[State], Plan | None]  # None where the protocol gives no plan


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that is not as it was expected.

    about: the key of `expect`, or `answers`, or `later`. line: where it stands in the file.
    """

    about: str
    expected: str
    seen: str
    line: int

    def __str__(self) -> str:
        if not self.expected:
            return self.seen
        return f"{self.about}: expected {self.expected}, but saw {self.seen}"


def differences(scenario: Scenario, played: Played, printed: Printed) -> Iterator[Difference]:
    """Everything that is not as the scenario expects, worst first."""
    if played.stuck:
        step = played.stuck.step
        yield Difference("answers", "", f"{played.stuck.about}.", scenario.line("answers", step))
        return
    expect = scenario.expect
    for key, look in LOOKS.items():
        if getattr(expect, key) is not None and (found := look(expect, played)):
            yield Difference(key, *found, scenario.line("expect", key))
    for key, found in _papers(expect, played, printed):
        yield Difference(key, *found, scenario.line("expect", key))
    yield from _unused(scenario, played)


def _unused(scenario: Scenario, played: Played) -> Iterator[Difference]:
    for step in scenario.answers:
        if step in scenario.own and step not in played.used:
            said = f"`{step}` was not asked, so its answer was not used."
            yield Difference("answers", "", said, scenario.line("answers", step))
    for change in played.later:
        said = f"`{change.step}` was not changed: it ended before."
        yield Difference("later", "", said, scenario.line("later"))


Found = tuple[str, str] | None  # expected and seen, in words; None where they are the same


def _same(expected: str, seen: str) -> Found:
    return None if expected == seen else (expected, seen)


def _level(expect: ExpectKeys, played: Played) -> Found:
    level = played.state.level()
    if expect.level == level.highest:
        return None
    why = listed([reason.id for reason in level.because], "and")
    return str(expect.level), f"{level.highest}{' through ' * bool(why)}{why}"


def _present(expect: ExpectKeys, played: Played) -> Found:
    return _same(str(expect.present), played.state.level().present)


def _undetermined(expect: ExpectKeys, played: Played) -> Found:
    return _same(str(expect.undetermined), "yes" if played.state.level().undetermined else "no")


def _because(expect: ExpectKeys, played: Played) -> Found:
    seen = [reason.id for reason in played.state.level().because]
    return _lists(sorted(expect.because or ()), sorted(seen))


def _urgent(expect: ExpectKeys, played: Played) -> Found:
    alerts, wanted = played.state.alerts(), expect.urgent or []
    after = [alert.after for alert in alerts]
    if len(wanted) == len(alerts):  # where the file names no step, any is right
        pairs = zip(wanted, after, strict=True)
        after = [there if one.after else "" for one, there in pairs]
    seen = [_alert(a.rule, step) for a, step in zip(alerts, after, strict=True)]
    return _lists([_said(one) for one in wanted], seen)


def _said(one: AlertKeys) -> str:
    return _alert(one.rule, one.after or "")


def _alert(rule: str, after: str) -> str:
    return f"{rule} after {after}" if after else rule


def _due(expect: ExpectKeys, played: Played) -> Found:
    state = played.state
    ended = state.ending_at
    if ended is None:
        return str(expect.due), "no end"
    due = first_contact(state.every_task(ended)) - ended
    wanted = timedelta(seconds=seconds(str(expect.due)) or 0)
    return None if due == wanted else (str(expect.due), span(int(due.total_seconds())))


def _asked(expect: ExpectKeys, played: Played) -> Found:
    there = {*played.asked, *played.shown}
    return _missing(expect.asked or (), [one for one in expect.asked or () if one in there])


def _never_asked(expect: ExpectKeys, played: Played) -> Found:
    there = [one for one in expect.never_asked or () if one in {*played.asked, *played.shown}]
    return (f"no {listed(there, 'and no')}", "it asked or shown") if there else None


def _not_asked(expect: ExpectKeys, played: Played) -> Found:
    stands = [one for one in expect.not_asked or () if _standing(one, played) == "not_asked"]
    return _missing(expect.not_asked or (), stands)


def _standing(step: str, played: Played) -> str:
    given = played.state.answer(step)
    return given.unknown if given else played.state.standing_in(step)


def _prompts(expect: ExpectKeys, played: Played) -> Found:
    seen = len(played.asked)
    at_most = int(str(expect.prompts))
    return None if seen <= at_most else (f"at most {at_most}", str(seen))


def _missing(expected: list[str] | tuple[str, ...], seen: list[str]) -> Found:
    missing = [one for one in expected if one not in seen]
    return (listed(missing, "and"), "nothing of it") if missing else None


def _lists(expected: list[str], seen: list[str]) -> Found:
    return _same(listed(expected, "and") or "none", listed(seen, "and") or "none")


LOOKS: dict[str, Callable[[ExpectKeys, Played], Found]] = {
    "level": _level,
    "present": _present,
    "undetermined": _undetermined,
    "because": _because,
    "urgent": _urgent,
    "due": _due,
    "asked": _asked,
    "never_asked": _never_asked,
    "not_asked": _not_asked,
    "prompts": _prompts,
}


def _papers(
    expect: ExpectKeys, played: Played, printed: Printed
) -> Iterator[tuple[str, tuple[str, str]]]:
    if expect.plan is None and not expect.contains:
        return
    plan = printed(played.state)
    if found := _plan(expect.plan, plan):
        yield "plan", found
    if found := _contains(expect.contains or [], plan):
        yield "contains", found


def _plan(wanted: list[str] | None, plan: Plan | None) -> Found:
    """The headings of the plan, or that there is none."""
    if wanted is None or wanted == NO_PLAN:
        return ("none", "a plan") if wanted and plan else None
    if plan is None:
        return "a plan", "none"
    absent = [one for one in wanted if one not in plan.headings]
    seen = listed(list(plan.headings), "and") or "nothing"
    return (listed(absent, "and"), seen) if absent else None


def _contains(wanted: list[str], plan: Plan | None) -> Found:
    """Words on the plan. On one that was not made there are none."""
    words = _spaced(plan.words()) if plan and wanted else ""
    unsaid = [one for one in wanted if _spaced(one) not in words]
    seen = "a plan without it" if plan else "that no plan was made"
    return (listed(unsaid, "and"), seen) if unsaid else None


def _spaced(text: str) -> str:
    """The text without line breaks: where a line of the plan ends says nothing."""
    return " ".join(text.split())


def passes(scenario: Scenario, played: Played, printed: Printed) -> bool:
    """Whether nothing is different."""
    return next(differences(scenario, played, printed), None) is None
