"""Where a contact stands: what its entries add up to under its protocol. No clock, no files."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from crisis_cli.engine import entries as events
from crisis_cli.engine.after import After
from crisis_cli.engine.alerts import EMERGENCY_KEY, Alert, Alerts
from crisis_cli.engine.answers import CORRECTED, WITHDRAWN, Answers, Given
from crisis_cli.engine.concern import Level, Levels, Reason, at_an_ending
from crisis_cli.engine.consult import Consult
from crisis_cli.engine.entries import Entry
from crisis_cli.engine.follow_up import Task, about, not_confirmed, tasks
from crisis_cli.engine.path import Path
from crisis_cli.engine.times import zone
from crisis_cli.engine.view import View
from crisis_cli.protocol.compiled import ENDED_EARLY, Block, Condition, Protocol, Step
from crisis_cli.protocol.truth import Said, said


class State:
    """One contact. `add` takes it one entry further; the same entries give the same state.

    `fold` builds one. `mistakes` are the numbers of answers that are left out as never given:
    so a corrected slip of the key is judged.
    """

    def __init__(self, protocol: Protocol, mistakes: frozenset[int] = frozenset()) -> None:
        self.protocol = protocol
        self.opened = events.Opened(protocol.id, protocol.version, protocol.hash)
        self.entries: list[Entry] = []
        self.ending: events.Ending | None = None
        self.ending_at: datetime | None = None
        self.early = False  # the ending came before the last step
        self.ended = False
        self.paused = False
        self.revisiting = ""
        self.drafts: dict[str, Any] = {}  # of steps not answered yet
        self.emergencies: list[Entry] = []
        self.consult = Consult()
        self._mistakes = mistakes
        self._path = Path(protocol)
        self._answers = Answers()
        self._blocks = {
            step.id: block for block in protocol.blocks.values() for step in block.steps
        }
        self.now = View(protocol, self._said_now, self._path.has)  # as the answers stand now
        self._levels, self._alerts = Levels(self.now), Alerts(self.now)
        self.after = After(protocol, self._path, self._alerts)

    # -- one entry further

    def add(self, entry: Entry) -> None:
        """Take the contact one entry further."""
        self.entries.append(entry)
        if entry.seq not in self._mistakes:
            self._talk(entry)
            self._danger(entry)
            self._turn(entry)

    def _talk(self, entry: Entry) -> None:
        match entry.event:
            case events.Answered() as event:
                self._answer(entry, event)
            case events.Drafted(step, value):
                self.drafts[step] = value
            case events.Revisited(step):
                self.revisiting = step
            case events.Kept():
                self.revisiting = ""
            case events.ConsultNeeded() | events.Consulted():
                self.consult.add(entry)

    def _danger(self, entry: Entry) -> None:
        match entry.event:
            case events.Acknowledged(block):
                self._alerts.acknowledge(block, entry)
            case events.Outcome(alert, text):
                self._alerts.said(alert, text)
            case events.Emergency(step, calling):
                self.emergencies.append(entry)
                if calling:
                    means = self._alerts.raise_by_key(step, entry).means
                    self._levels.reach(Reason(EMERGENCY_KEY, "emergency", means, {}, entry.at))
            case events.Raised(level, reason):
                text = f"Raised by the worker: {reason}" if reason else "Raised by the worker"
                self._levels.reach(Reason(f"raised_{entry.seq}", level, text, {}, entry.at))

    def _turn(self, entry: Entry) -> None:
        match entry.event:
            case events.Opened() as opened:
                self.opened = opened
                self._path.again = frozenset(opened.brought.get("again", ()))
                self._levels.began(self._levels.watch.begin(), entry.at)
                self._alerts.began(self._alerts.watch.begin(), "", entry)
            case events.Ending() as ending:
                self._end(entry, ending)
            case events.Ended():
                self.ended = True
            case _ if self.ended and isinstance(entry.event, events.AFTER_THE_END):
                self.after.add(entry)
                return
        self.paused = isinstance(entry.event, events.Paused)

    def _end(self, entry: Entry, ending: events.Ending) -> None:
        self.early = self._path.next() is not None
        self.ending, self.ending_at = ending, entry.at
        self.revisiting = ""
        for reason in at_an_ending(self._at_an_ending(), entry.at):
            self._levels.reach(reason)

    def _answer(self, entry: Entry, event: events.Answered) -> None:
        self.drafts.pop(event.step, None)
        if block := self._blocks.get(event.step):
            self._answers.add(entry, event)
            given = self._answers.history(event.step)[-1]
            actions = [one.id for one in self.shown(block) if one.kind == "action"]
            self._alerts.answered(block.id, given, actions)
            return
        self.revisiting = ""
        if self.ending or not self._path.has(event.step):
            self._answers.too_late(entry, event)
            return
        before = self._answers.add(entry, event)
        self._settle(entry, event)
        if event.how == "corrected" and before and not self._mistakes:
            self._correct(before)

    def _settle(self, entry: Entry, event: events.Answered) -> None:
        step = self._path.steps[self._path.place[event.step]]
        answer = said(step, event.value, event.unknown)
        changed, lost = self._path.put(event.step, answer)
        for off in lost:
            self._answers.withdraw(off, event.step, entry)
        self._levels.began(self._levels.watch.reached(changed), entry.at)
        self._alerts.began(self._alerts.watch.reached(changed), event.step, entry)

    def _correct(self, slip: Given) -> None:
        """A slip of the key is judged as if it had never been given; what it brought up closes.

        What another danger answer said as well stays, though it left the path with the slip:
        that one was no slip.
        """
        slips = {g.seq for g in self._answers.all() if g.standing == CORRECTED}
        without, explained = State(self.protocol, frozenset(slips)), set[Alert]()
        for entry in self.entries:
            without.add(entry)
            explained.update(self._alerts.standing(without._alerts.watch.holding, entry.seq))
        reasons = self._levels.reasons
        said_too = {k: r for k, r in reasons.items() if self._others(r.answers)}
        self._levels.corrected(said_too | without._levels.reasons, self.entries[-1].at)
        first = min(given.seq for given in self.history(slip.step) if given.seq in slips)
        for alert in self._alerts.corrected(slip.step, first, explained):
            alert.mistake = not self._others(alert.answers)

    def _others(self, answers: dict[str, Any]) -> bool:
        """Whether one of these, to a danger question now off the path, was no slip and no "no"."""
        off = [q for q in answers if self.step(q).danger and not self._path.has(q)]
        given = [one for question in off for one in self.history(question)]
        return any(g.standing != CORRECTED and (g.unknown or g.value) != "no" for g in given)

    # -- what stands

    @property
    def happened(self) -> datetime | None:
        """When a contact took place that is written down later; aware."""
        return datetime.fromisoformat(self.opened.happened) if self.opened.happened else None

    @property
    def took_place(self) -> datetime:
        """When the contact took place, or began to be written; aware."""
        return self.happened or self.entries[0].at

    def answer(self, step: str) -> Given | None:
        """The answer in force: of a step on the path, or the latest of a step of a block."""
        return self._answers.in_force(step)

    def history(self, step: str) -> tuple[Given, ...]:
        """Every answer that was given to a step, oldest first."""
        return self._answers.history(step)

    def given(self) -> list[Given]:
        """Every answer of the contact, oldest first."""
        return self._answers.all()

    def standing_in(self, step: str, if_ended: bool = False) -> str:
        """What a step without an answer counts as: could_not_assess or not_asked for a danger
        step off the path, not_asked for one that an ending left unreached, otherwise "".
        if_ended: as if the contact ended now."""
        if self._answers.in_force(step):
            return ""
        found = (self._at_an_ending() if if_ended else self.counted()).get(step)
        return found.word if found else ""

    def offer(self, step: str) -> Any:
        """A value to start from: begun, withdrawn earlier, or brought from the last plan; or None.

        Never for a danger question: that is asked afresh.
        """
        known = self.step(step)
        if known.danger or self._answers.in_force(step):
            return None
        if step in self.drafts:
            return self.drafts[step]
        given = self._answers.history(step)
        if given and given[-1].standing == WITHDRAWN and not given[-1].unknown:
            return given[-1].value
        return self.opened.brought.get("values", {}).get(step) if known.start_from else None

    def step(self, name: str) -> Step:
        """A step of the path or of a block by its id. KeyError for none."""
        if name in self._path.place:
            return self._path.steps[self._path.place[name]]
        return next(step for step in self._blocks[name].steps if step.id == name)

    def block_of(self, step: str) -> Block | None:
        """The block that a step belongs to."""
        return self._blocks.get(step)

    def path(self) -> list[Step]:
        """The steps on the path, in protocol order."""
        return list(self._path)

    def on_path(self, step: str) -> bool:
        """Whether a step is on the path."""
        return self._path.has(step)

    def notes(self, before: Step | None) -> tuple[Step, ...]:
        """The guidance of the path right before a step of it, or at its end."""
        return self._path.notes(before)

    def next(self) -> Step | None:
        """The first step of the path that waits for an answer."""
        return None if self.ending else self._path.next()

    def most_left(self, section: str = "") -> int:
        """How many questions of the path, or of one section, may still come, at most."""
        return 0 if self.ending else self._path.left(section)

    def holds(self, condition: Condition | None) -> bool:
        """Whether a condition of a document holds, the level being the highest one at an ending."""
        return self._at_an_ending(self.if_ended().highest).holds(condition)

    def counted(self) -> View:
        """What was said and what was passed by; once an ending is written, what was not reached."""
        if self.ending:
            return self._at_an_ending()
        return View(self.protocol, self._path.said.get, self._path.has)

    def shown(self, block: Block) -> tuple[Step, ...]:
        """The steps of a block whose condition holds now."""
        view = self.counted()
        return tuple(step for step in block.steps if view.holds(step.when))

    def alerts(self) -> list[Alert]:
        """Every alert, oldest first."""
        return self._alerts.all

    def due(self) -> list[Alert]:
        """The alerts whose block must come next, the most pressing first."""
        return self._alerts.due()

    def level(self) -> Level:
        """The level of concern, so far or at the end."""
        return self.after.told(self._levels.level(self.counted(), self.given(), self.after.reasons))

    def if_ended(self) -> Level:
        """The level that the contact would have if it ended at its last entry."""
        if self.ending or not self.entries:
            return self.level()
        view = self._at_an_ending()
        return self._levels.level(view, self.given(), at_an_ending(view, self.entries[-1].at))

    def tasks(self, now: datetime) -> list[Task]:
        """What is left to do, without what is settled."""
        return [one for one in self.every_task(now) if not self.after.tries.settled(one.id)]

    def every_task(self, now: datetime) -> list[Task]:
        """What was due: follow-ups counted from the end, while open from `now`, for a late entry
        from when it took place; and at once what nobody has said or was reached for yet."""
        base, place = self.happened or self.ending_at or now, zone(self.opened.zone)
        level, alerts = self.if_ended(), self._alerts.open()
        told = self._at_an_ending(level.highest), level.none, alerts, self.put_off()
        due = tasks(*told, base, place)
        return [*self.consult.tasks(base, place), *due] if self.consult_open else due

    @property
    def consult_open(self) -> bool:
        """Whether somebody still has to think along: nobody was reached, no action that is such a
        call was done, and no supervisor has read the record."""
        settled = self.consult.settled(map(self.answer, self.consult.needed.met_by))
        return bool(self.consult.needed.why) and not (settled or self.after.countersigns)

    def put_off(self) -> list[Step]:
        """The actions that somebody still has to see to: nobody said what came of them since."""
        block = self.protocol.blocks.get(ENDED_EARLY) if self.early else None
        path, early = self._path, self.shown(block) if block else ()
        actions = ([one for one in steps if one.kind == "action"] for steps in (path, early))
        met = [] if self.consult_open else self.consult.met_by
        found = not_confirmed(self.answer, *actions)
        return [one for one in found if one.id not in met and about(one) not in self.after.told_of]

    def _said_now(self, step: str) -> Said | None:
        """What counts in the present level and for urgent rules: nothing that was passed by."""
        found = self._path.said.get(step)
        return None if found and found.word == "not_asked" else found

    def _at_an_ending(self, level: str = "none") -> View:
        return View(self.protocol, self._path.at_an_ending().get, self._path.has, level)


def fold(protocol: Protocol, entries: Iterable[Entry]) -> State:
    """The state that the entries of one contact add up to under its protocol."""
    state = State(protocol)
    for entry in entries:
        state.add(entry)
    return state
