"""What is asked of somebody who phones numbers through; each answer is on the disk at once."""

from __future__ import annotations

from datetime import date

from crisis_cli.boundary import tell
from crisis_cli.commands.asked import choose, words
from crisis_cli.commands.options import say
from crisis_cli.commands.resources.opened import now
from crisis_cli.directory import heard_file
from crisis_cli.directory.entry import Resource
from crisis_cli.directory.heard import FOUND, Heard
from crisis_cli.directory.resources import shipped_file
from crisis_cli.directory.sheet import SAY, questions, reach
from crisis_cli.directory.telling import freshness
from crisis_cli.engine.times import home_day

LEAVE = {"leave": "Leave this one out", "stop": "Stop here"}
ASKED = {
    "number": "The number now",
    "hours": "The hours now",
    "languages": "The languages now",
    "who": "Whom they help now",
}


def call_through(chosen: list[Resource], day: date, by: str) -> None:
    """One after the other; each is on the disk before the next is shown."""
    file, written = heard_file.place(shipped_file().parent), 0
    for place, one in enumerate(chosen, 1):
        _page(one, f"{place} of {len(chosen)}: ")
        call = _heard(one, day, by)
        if call == "stop":
            break
        if not isinstance(call, str):
            heard_file.add(file, call)
            written += 1
            if call.found in ("different", "gone"):
                tell(f"Tell your supervisor: {_where(one)}")
    say(f"Written down: {written}, in {file}" if written else "Nothing was written down.")


def _page(one: Resource, before: str) -> None:
    tell(f"\n{before}{one.name} ({one.id})")
    for line in [freshness(one, home_day(now())), *([one.heard] if one.heard else [])]:
        tell(f"  {line}")
    for line in reach(one):
        tell(f"  {line}")
    tell(f"Say: {SAY}")
    for line in questions(one):
        tell(f"  - {line}")


def _heard(one: Resource, day: date, by: str) -> Heard | str:
    """What was heard; leave, or stop."""
    found = choose("What did you hear?", {**FOUND, **LEAVE})
    if found in LEAVE:
        return found
    called = _called(one)
    facts: dict[str, str] = {}
    while found == "different" and not facts:
        tell("What is different? Enter where it is as it stands here.")
        facts = {fact: typed for fact, asks in ASKED.items() if (typed := words(asks))}
        if not facts and (note := words("Nothing? Then say in words what is different")):
            return Heard(one.id, day, by, found, called, note=note)
    return Heard(one.id, day, by, found, called, note=words("Anything else to know"), **facts)


def _called(one: Resource) -> str:
    values = list(dict.fromkeys(number.value for number in one.numbers))
    if len(values) == 1:
        return values[0]
    picked = choose("Which number was it?", {str(n): v for n, v in enumerate(values, 1)})
    return values[int(picked) - 1]


def _where(one: Resource) -> str:
    return f"crisis protocol check shows the line to change for '{one.id}'."
