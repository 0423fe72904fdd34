"""From a contact's state to what its record says. Nothing that was given is left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from math import inf
from typing import Any

from crisis_cli.documents.plan import Listing, plan_of
from crisis_cli.documents.record.asked import Asked
from crisis_cli.documents.record.consult import consult
from crisis_cli.documents.record.data import (
    Alert,
    Brought,
    Countersign,
    Emergency,
    Ending,
    Level,
    Outcome,
    Plan,
    Question,
    Raised,
    Reason,
    Record,
    Section,
    Signed,
    Task,
)
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.follow_ups import follow_ups
from crisis_cli.engine import alerts as engine_alerts
from crisis_cli.engine import concern
from crisis_cli.engine import entries as events
from crisis_cli.engine.after import to_be_read
from crisis_cli.engine.follow_up import about
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import ENDED_EARLY, Step
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.truth import questions

UNFILED = Filing()
# The name of a countersign -> what was signed in the same act, as far as this store has it.
Seals = Mapping[str, tuple[Signed, ...]]


def read(
    state: State,
    listing: Listing,
    now: datetime,
    contact: str,
    seals: Seals | None = None,
    filing: Filing = UNFILED,
) -> Record:
    """Everything that the record says, seen at `now`."""
    opened, protocol = state.opened, state.protocol
    asked = Asked(state)
    return Record(
        contact=contact,
        client="".join(filing.names[:1]) if filing.misnamed else opened.client,
        worker=opened.worker,
        practice=opened.practice,
        zone=zone(opened.zone).key,
        protocol=opened.protocol,
        title=protocol.title,
        version=opened.version,
        hash=opened.hash,
        approved=opened.approved,
        happened=state.happened,
        paper_hash=opened.paper_hash,
        other_form=opened.other_form,
        began=state.entries[0].at if state.entries else now,
        printed=now,
        away=tuple(_away(asked)),
        level=_level(asked),
        alerts=tuple(_alert(asked, alert) for alert in state.alerts()),
        deciding=asked.fired(_deciding(state)),
        danger=tuple(asked.question(step) for step in protocol.steps if step.danger),
        sections=tuple(_sections(asked)),
        elsewhere=tuple(_elsewhere(asked)),
        loose=tuple(_loose(asked)),
        emergencies=tuple(_emergency(asked, entry) for entry in state.emergencies),
        ending=_ending(asked),
        tasks=tuple(
            Task(t.what, t.due, t.why, t.kind, t.opens, t.caring) for t in state.tasks(now)
        ),
        follow_ups=follow_ups(state, now),
        plan=_plan(asked, listing, now),
        amendments=asked.amendments(),
        countersigns=tuple(_countersigns(state, seals or {})),
        unread=tuple(entry.name for entry in state.after.unread()),
        brought=_brought(asked),
        filing=filing,
        consult=consult(state),
    )


def _deciding(state: State) -> dict[str, Any]:
    """The answers on which it hung whether danger questions were asked: who tells, who may hear."""
    dangers = [step for step in state.protocol.steps if step.danger]
    named = set().union(*(questions(step.when, state.protocol.rules) for step in dangers))
    others = [s.id for s in state.path() if s.id in named and not (s.danger or s.private)]
    given = ((one, state.answer(one)) for one in others)
    return {one: g.unknown or g.value for one, g in given if g}


def _level(asked: Asked) -> Level:
    """No level before the danger questions are done: a half-asked ladder reassures nobody."""
    level, known = asked.state.level(), asked.state.ending is not None or not _waiting(asked)
    return Level(
        known=known,
        highest=level.highest if known else "",
        present=level.present if known else "",
        undetermined=level.undetermined,
        none=level.none if known and level.highest == "none" else "",
        none_now=level.none_now if known and level.present == "none" else "",
        if_ended=asked.state.if_ended().highest,
        reasons=_reasons(asked, level.because),
        reasons_now=_reasons(asked, level.because_now),
        raised=tuple(_raised(asked)),
    )


def _reasons(asked: Asked, because: Iterable[concern.Reason]) -> tuple[Reason, ...]:
    said = ((one, asked.fired(one.answers)) for one in because)
    return tuple(Reason(one.id, one.level, one.text, one.at, fired) for one, fired in said)


def _waiting(asked: Asked) -> bool:
    """Whether a danger question on the path has no answer yet."""
    return any(
        s.danger and not asked.state.answer(s.id) and KINDS[s.kind].asks for s in asked.state.path()
    )


def _raised(asked: Asked) -> Iterator[Raised]:
    for entry in asked.state.entries:
        if isinstance(entry.event, events.Raised):
            reason = f"raised_{entry.seq}"
            yield Raised(reason, entry.event.level, entry.event.reason, entry.at, entry.by)


def _alert(asked: Asked, alert: engine_alerts.Alert) -> Alert:
    block = asked.state.protocol.blocks.get(alert.block)
    return Alert(
        rule=alert.rule,
        means=alert.means,
        block=(block.title or block.id) if block else "",
        status=alert.status,
        after=asked.name(alert.after),
        began=alert.began,
        acknowledged=alert.acknowledged,
        answers=asked.fired(alert.answers),
        done=tuple(_done(asked, alert, block.steps if block else ())),
        outcomes=tuple(_outcomes(asked, alert)),
    )


def _done(asked: Asked, alert: engine_alerts.Alert, steps: tuple[Step, ...]) -> Iterator[Question]:
    """What was answered in its block, until that came up again."""
    times = sorted({a.seq for a in asked.state.alerts() if a.block == alert.block})
    after = 0 if alert.seq == times[0] else alert.seq
    until = next((seq for seq in times if seq > alert.seq), inf)
    questions = (asked.question(step, after, until) for step in steps)
    return (question for question in questions if question.answers)


def _outcomes(asked: Asked, alert: engine_alerts.Alert) -> Iterator[Outcome]:
    """What was said to have come of it, until its rule began to hold again."""
    again = next((a.seq for a in asked.state.alerts() if _repeats(a, alert)), inf)
    for entry in asked.state.entries:
        if alert.seq < entry.seq < again:
            yield from _outcome(entry, alert.rule)


def _repeats(alert: engine_alerts.Alert, first: engine_alerts.Alert) -> bool:
    return alert.rule == first.rule and alert.seq > first.seq


def _outcome(entry: events.Entry, *rules: str) -> Iterator[Outcome]:
    if isinstance(entry.event, events.Outcome) and (not rules or entry.event.alert in rules):
        yield Outcome(entry.event.alert, entry.event.text, entry.at, entry.by)


def _loose(asked: Asked) -> Iterator[Outcome]:
    """What was said to have come of something for which there is no alert."""
    under = {(a.rule, o.at) for a in asked.state.alerts() for o in _outcomes(asked, a)}
    put_off = {about(step): step.name for step in asked.state.protocol.all_steps}
    for entry in asked.state.entries:
        for one in _outcome(entry):
            if (one.about, one.at) not in under:
                name = put_off.get(one.about)
                yield replace(one, text=f"{name}: {one.text}") if name else one


def _sections(asked: Asked) -> Iterator[Section]:
    """Each section's answered steps that are not danger questions: those stand on their own."""
    for section in asked.state.protocol.sections:
        steps = (s for s in asked.state.protocol.steps if s.section == section.id and not s.danger)
        questions = map(asked.question, steps)
        answered = tuple(one for one in questions if one.answers or one.amendments)
        if answered:
            yield Section(section.title, answered)


def _elsewhere(asked: Asked) -> Iterator[Question]:
    """What was answered in a block that no alert brought up, or in no section."""
    sections = {section.id for section in asked.state.protocol.sections}
    told = {ENDED_EARLY} | {alert.block for alert in asked.state.alerts()}
    for name in dict.fromkeys(given.step for given in asked.state.given()):
        step = asked.state.step(name)
        there = step.block in told if step.block else step.danger or step.section in sections
        if not there:
            yield asked.question(step)


def _away(asked: Asked) -> Iterator[tuple[datetime, datetime | None]]:
    """From when to when the interview was left open."""
    left = None
    for entry in asked.state.entries:
        if isinstance(entry.event, events.Paused):
            left = left or entry.at
        elif left and entry not in asked.state.after.entries:
            yield left, entry.at
            left = None
    if left:
        yield left, None


def _emergency(asked: Asked, entry: events.Entry) -> Emergency:
    event = entry.event
    assert isinstance(event, events.Emergency)
    question = asked.name(event.step)
    return Emergency(question, event.calling, entry.at, entry.by)


def _ending(asked: Asked) -> Ending | None:
    for entry in asked.state.entries:
        if isinstance(entry.event, events.Ending):
            early = asked.state.protocol.blocks.get(ENDED_EARLY)
            steps = [
                step for step in (early.steps if early else ()) if asked.state.history(step.id)
            ]
            return Ending(
                how=entry.event.how,
                reason=entry.event.reason,
                early=asked.state.early,
                at=entry.at,
                by=entry.by,
                steps=tuple(asked.question(step) for step in steps),
            )
    return None


def _plan(asked: Asked, listing: Listing, now: datetime) -> Plan:
    plan = plan_of(asked.state, listing, now, holds=State.holds)
    if plan is None:
        return Plan(False, (), ())
    names = [contact.name for piece in plan.pieces for contact in piece.contacts]
    names += [contact.name for contact in plan.always]
    return Plan(True, tuple(piece.heading for piece in plan.pieces), tuple(dict.fromkeys(names)))


def _countersigns(state: State, seals: Seals) -> Iterator[Countersign]:
    written = [entry for entry in state.after.entries if to_be_read(entry.event)]
    for entry, event in state.after.countersigns:
        yield Countersign(
            name=entry.name,
            agree=event.agree,
            instruction=event.instruction,
            level=event.level,
            reason=event.reason,
            at=entry.at,
            by=entry.by,
            unread=tuple(one.name for one in written if one.name not in event.read),
            crossed=tuple(_crossed(state, entry)),
            signed=seals.get(entry.name, ()),
        )


def _crossed(state: State, entry: events.Entry) -> Iterator[str]:
    for pair in state.after.crossed():
        if entry in pair:
            yield from (other.by for other in pair if other is not entry)


def _brought(asked: Asked) -> Brought | None:
    brought = asked.state.opened.brought
    if not brought:
        return None
    return Brought(
        values=asked.fired(brought.get("values", {})),
        unclear=tuple(asked.name(step) for step in brought.get("unclear", ())),
        level=brought.get("level", ""),
        follows=brought.get("follows", ""),
    )
