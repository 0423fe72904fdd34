"""What was written after the end. It adds to a record, and takes nothing back.

An amendment never lowers a level. What it says of danger is judged as if it had been said in the
contact, beside all that was: by the same rules, and by no order in which two authors wrote.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from crisis_cli.engine.additions import (
    ADDENDUM,
    CLIENT_REQUEST,
    CORRECTION,
    UNREACHED,
    Amended,
    Assigned,
    Countersigned,
    Settled,
    Tried,
)
from crisis_cli.engine.alerts import Alerts
from crisis_cli.engine.answers import Given
from crisis_cli.engine.concern import UNDETERMINED_LEVEL, Level, Reason, at_an_ending
from crisis_cli.engine.entries import Entry, Event, Outcome
from crisis_cli.engine.path import Path
from crisis_cli.engine.tries import Tries
from crisis_cli.engine.view import View
from crisis_cli.protocol.compiled import Condition, Protocol
from crisis_cli.protocol.kinds import say
from crisis_cli.protocol.truth import Said, said

LATER = "Noted after the end"
NOTED = "Danger was noted after the end"
# How a present level of none is told then: these answers alone would reassure.
NOT_THEN = "No danger was reported then; it was noted after the end"


def to_be_read(event: Event) -> bool:
    """Whether a supervisor has to read it too. Tries to reach somebody are not: they are looked at
    where nobody is reached. What ends them without that is."""
    match event:
        case Countersigned() | Tried() | Assigned():
            return False
        case Settled(_, how):
            return how in UNREACHED
    return True


class After:
    """The entries of one contact after its end.

    reasons: for a level of concern; they count beside those of the contact. alerts: of the
    contact; danger that becomes known is one more of them. tries: about follow-ups. told_of: of
    what somebody said since what came of it.
    """

    def __init__(self, protocol: Protocol, path: Path, alerts: Alerts) -> None:
        self.entries: list[Entry] = []
        self.amendments: list[tuple[Entry, Amended]] = []
        self.countersigns: list[tuple[Entry, Countersigned]] = []
        self.reasons: list[Reason] = []
        self.tries = Tries()
        self.told_of: set[str] = set()
        self._protocol, self._path, self._alerts = protocol, path, alerts
        self._steps = {step.id: step for step in protocol.all_steps}

    def add(self, entry: Entry) -> None:
        """One more entry."""
        self.entries.append(entry)
        self.tries.add(entry)
        match entry.event:
            case Amended() as amended:
                self.amendments.append((entry, amended))
                self.reasons = self._judged()
                if self.danger(amended):
                    about = self.means(amended), amended.step, self.fired(amended)
                    self._alerts.noted(*about, entry)
            case Outcome(alert):
                self.told_of.add(alert)
            case Countersigned() as countersigned:
                self.countersigns.append((entry, countersigned))
                self.reasons = self._judged()

    def danger(self, event: Amended) -> bool:
        """Whether an amendment makes danger known: any answer to a danger question but a plain no
        does, and so do words, unless they only add to it or are what the client asks for."""
        step = self._steps.get(event.step)
        if step is None or not step.danger:
            return event.danger
        if event.answers:
            return event.danger or (event.unknown or event.value) != "no"
        return event.danger or event.kind not in (ADDENDUM, CLIENT_REQUEST)

    def pressing(self, event: Amended) -> bool:
        """Whether the supervisor has to hear of an amendment at once: it makes danger known, or
        is about what was answered to a danger question."""
        step = self._steps.get(event.step)
        return self.danger(event) or (step is not None and step.danger)

    def told(self, level: Level) -> Level:
        """The level as it is told: answers that say no danger reassure nobody who knows better."""
        known = any(self.danger(event) for _, event in self.amendments)
        return replace(level, none_now=NOT_THEN) if known else level

    def means(self, event: Amended) -> str:
        """An amendment in few words, for an alert."""
        step = self._steps.get(event.step)
        if step is None:
            return f"{LATER}: {event.text}"
        words = say(step, event.value, event.unknown) if event.answers else event.text
        colon = "" if step.name.endswith("?") else ":"
        return f"{LATER}: {step.name}" + ("" if step.private else f"{colon} {words}")

    def fired(self, event: Amended) -> dict[str, Any]:
        """The answer that an amendment gives, as a reason cites it."""
        return {event.step: event.unknown or event.value} if event.answers else {}

    def right(self, given: Given) -> Given:
        """An answer as a correction puts it right since; itself where none does."""
        for _, event in reversed(self.amendments):
            if event.kind == CORRECTION and event.step == given.step and event.answers:
                return replace(given, value=event.value, unknown=event.unknown)
        return given

    def holds(self, condition: Condition | None, level: str) -> bool:
        """Whether a condition holds, at this level, with the answers as corrections put them right
        since."""
        counts = self._path.at_an_ending()
        fixed = (e for _, e in self.amendments if e.kind == CORRECTION and e.answers)
        right = {event.step: self._said(event) for event in fixed if event.step in counts}
        return View(self._protocol, (counts | right).get, self._path.has, level).holds(condition)

    def unread(self) -> list[Entry]:
        """What no supervisor has read: entries after the end that no countersign names."""
        read = {name for _, event in self.countersigns for name in event.read}
        return [one for one in self.entries if to_be_read(one.event) and one.name not in read]

    def crossed(self) -> list[tuple[Entry, Entry]]:
        """Countersigns of two people that were written at once: neither had the other's before
        them, and nobody has read both since. Both stay."""
        signed = self.countersigns
        pairs = ((one, other) for n, one in enumerate(signed) for other in signed[n + 1 :])
        return [(a, b) for (a, first), (b, last) in pairs if self._unseen(a, first, b, last)]

    def _unseen(self, a: Entry, first: Countersigned, b: Entry, last: Countersigned) -> bool:
        """Whether two countersigns do not know of each other, and no third one knows of both."""
        if a.by == b.by:
            return False
        both = {a.name, b.name}
        settled = any(both <= set(event.read) for _, event in self.countersigns)
        return not (a.name in last.read or b.name in first.read or settled)

    def undecided(self) -> list[str]:
        """The names of the client's requests on which nobody has decided."""
        decided = {event.request for _, event in self.amendments}
        asked = (entry.name for entry, event in self.amendments if event.kind == CLIENT_REQUEST)
        return [name for name in asked if name not in decided]

    def standing(self) -> list[tuple[Entry, Countersigned]]:
        """The countersigns that no later one takes the place of: one of somebody who had read
        them, or of the same person. Of two that were written at once both stand."""
        signed = self.countersigns
        return [
            (entry, event)
            for n, (entry, event) in enumerate(signed, 1)
            if not any(entry.name in one.read for _, one in signed)
            and not any(later.by == entry.by for later, _ in signed[n:])
        ]

    def waits(self) -> list[tuple[Entry, Countersigned]]:
        """The countersigns that stand and want something of the worker, where nobody who had them
        before them has added anything. What somebody wrote meanwhile on another computer does not
        count: they never saw it."""
        met = {name for _, one in self.amendments for name in one.seen}
        wants = ((e, one) for e, one in self.standing() if one.instruction or not one.agree)
        return [(entry, event) for entry, event in wants if entry.name not in met]

    @property
    def recorded(self) -> tuple[Entry, Countersigned] | None:
        """The last countersign that recorded another level."""
        found = (one for one in reversed(self.countersigns) if one[1].level)
        return next(found, None)

    def urgent(self) -> list[str]:
        """The urgent rules that hold with every answer that was given after the end, the first
        one first. What was not asked brings up none."""
        given = {e.step: self._said(e) for _, e in self._ordered() if e.answers}
        answers, path = self._counted(given)
        asked = {q: one for q, one in answers.items() if one.word != "not_asked"}
        view, rules = View(self._protocol, asked.get, path.has), self._protocol.rules
        return [one.rule for one in self._protocol.urgent if view.holds(rules[one.rule].when)]

    def _ordered(self) -> list[tuple[Entry, Amended]]:
        """By number, then by name: in whichever order they came from two machines."""
        return sorted(self.amendments, key=lambda one: (one[0].seq, one[0].name))

    def _judged(self) -> list[Reason]:
        """Every reason that holds after any of the amendments, in an order of their own."""
        given: dict[str, Said] = {}
        found: dict[tuple[str, str], Reason] = {}
        for entry, event in self._ordered():
            for one in self._reasons(entry, event, given):
                found.setdefault(one.key, one)
        for entry, reading in self.countersigns:
            if reading.level:
                text = f"Recorded by a supervisor: {reading.reason}"
                raised = Reason(f"countersign {entry.name}", reading.level, text, {}, entry.at)
                found[raised.key] = raised
        return list(found.values())

    def _reasons(self, entry: Entry, event: Amended, given: dict[str, Said]) -> Iterator[Reason]:
        """What one amendment adds to what was told and given by those before it."""
        if event.answers:
            given[event.step] = self._said(event)
            answers, path = self._counted(given)
            yield from at_an_ending(View(self._protocol, answers.get, path.has), entry.at)
        if self.danger(event):
            name = f"amendment {entry.name}"
            yield Reason(name, UNDETERMINED_LEVEL, NOTED, self.fired(event), entry.at)

    def _said(self, event: Amended) -> Said:
        return said(self._steps[event.step], event.value, event.unknown)

    def _counted(self, given: dict[str, Said]) -> tuple[dict[str, Said], Path]:
        """What counts, and the path, as if these answers had been given in the contact too. An
        answer about danger counts though nothing would have asked for it."""
        path = Path(self._protocol)
        path.again = self._path.again
        for step in self._protocol.steps:
            answer = given.get(step.id, self._path.said.get(step.id))
            if answer and path.has(step.id):
                path.put(step.id, answer)
        danger = {q: answer for q, answer in given.items() if self._steps[q].danger}
        return path.at_an_ending() | danger, path
