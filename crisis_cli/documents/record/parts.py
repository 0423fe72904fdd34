"""The parts of a contact record, as blocks without a heading above them: arrangements set them."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.documents.blocks import (
    Asked,
    Block,
    Box,
    Bullets,
    Fields,
    Heading,
    Paragraph,
    Said,
)
from crisis_cli.documents.record import after
from crisis_cli.documents.record.data import Level, Record, Task
from crisis_cli.documents.record.follow_ups_page import done_about
from crisis_cli.documents.record.words import ENDED, LEVEL, Words, unanswered
from crisis_cli.engine.answers import IN_FORCE, KEPT_TOO


def level(record: Record, words: Words) -> Iterator[Block]:
    """The level, and the rules and answers that made it so."""
    found = record.level
    yield from _level(found)
    yield from after.recorded(record, words)
    yield from (words.reason(one) for one in found.reasons)
    if found.reasons_now:
        yield Paragraph("What the answers now say is because of this:")
        yield from (words.reason(one) for one in found.reasons_now)
    told = {reason.id for reason in found.reasons}
    for raised in (one for one in found.raised if one.id not in told):
        said = f"To {raised.level}" + (f": {raised.reason}" if raised.reason else "")
        note = words.at(raised.at) + words.by(raised.by)
        yield Asked("The worker raised the level of concern", (Said(said, note),))


def _level(level: Level) -> Iterator[Block]:
    if not level.known:
        yield Paragraph(_unknown(level), strong=True)
    elif level.highest == "none":
        more = ". Some went unanswered, so danger could not be ruled out" * level.undetermined
        yield Paragraph(f"{level.none}{more}.", strong=True)
    else:
        yield Fields(tuple(_rows(level)))


def _unknown(level: Level) -> str:
    first = "No level yet: danger questions are still to be asked."
    if level.if_ended == "none":
        return first
    return f"{first} If the contact ended now, it would be: {LEVEL[level.if_ended].lower()}."


def _rows(level: Level) -> Iterator[tuple[str, str]]:
    yield "Level of concern", f"{LEVEL[level.highest]} (the highest in this contact)"
    yield "The answers now say", LEVEL.get(level.present, level.none_now)
    if level.undetermined:
        yield "Undetermined", "Yes: danger questions went unanswered"


def danger(record: Record, words: Words) -> Iterator[Block]:
    """The danger questions: those that got an answer, in their order; then the others, by what
    they count as."""
    if record.danger and record.deciding:
        yield Asked(
            "These answers say who told, and what could be asked", words.fired(record.deciding)
        )
    others: dict[str, list[Said]] = {}
    for question in record.danger:
        if question.answers or question.amendments:
            yield words.asked(question)
        else:
            private = " (private)" if question.private else ""
            others.setdefault(unanswered(question), []).append(Said(question.text + private))
    yield from (Asked(why, tuple(questions)) for why, questions in others.items())


def opened(record: Record, words: Words) -> Iterator[Block]:
    """The open alerts, framed, where there are any."""
    found = [alert for alert in record.alerts if alert.status == "open"]
    if found:
        inner = [block for alert in found for block in words.alert(alert)]
        yield Box((Heading("Open alerts"), *inner))


def closed(record: Record, words: Words) -> Iterator[Block]:
    """The other alerts, each under its own heading."""
    for alert in record.alerts:
        if alert.status != "open":
            yield from words.alert(alert)


def aside(record: Record, words: Words) -> Iterator[Block]:
    """What was urgent and belongs to no alert: blocks that were read, and the emergency key."""
    yield from (words.asked(question) for question in record.elsewhere)
    uses = tuple(
        Said(
            ("Help was being called" if use.calling else "The panel was opened")
            + (f", at: {use.question}" if use.question else ""),
            words.at(use.at) + words.by(use.by),
        )
        for use in record.emergencies
    )
    loose = tuple(Said(one.text, words.at(one.at) + words.by(one.by)) for one in record.loose)
    yield from [Asked("The emergency key", uses)] if uses else []
    yield from [Asked("What came of it", loose)] if loose else []


def ending(record: Record, words: Words) -> Iterator[Block]:
    """How the contact ended, and what an early ending asked."""
    found = record.ending
    if found is None:
        yield Paragraph("Still open.")
        return
    early = ", before the last step" if found.early else ""
    reason = f": {found.reason}" if found.reason else ""
    yield Paragraph(f"{ENDED[found.how]}{early}, {words.at(found.at)}{reason}")
    yield from (words.asked(question) for question in found.steps)


def follow_up(record: Record, words: Words) -> Iterator[Block]:
    """What the safety plan has, and what is due."""
    plan = record.plan
    if plan.made:
        yield Fields(
            (
                ("Safety plan", "; ".join(plan.headings) or "Numbers to call only"),
                ("Numbers given", "; ".join(plan.contacts)),
            )
        )
    else:
        yield Fields((("Safety plan", "None"),))
    if record.tasks:
        yield Bullets(tuple(_task(task, words) for task in record.tasks))
    else:
        yield Paragraph("Nothing is left to do.")
    if record.worker and record.tasks:
        yield Fields((("Who sees to it", f"{record.worker}, unless it is handed over"),))
    yield from done_about(record, words)


def _task(task: Task, words: Words) -> str:
    when = "at once, since" if task.kind == "outcome" else "by"
    opens = f", not before {words.moment(task.opens)}" if task.opens else ""
    return f"{task.what}: {when} {words.moment(task.due)}{opens} ({task.why})"


def by_section(record: Record, words: Words) -> Iterator[Block]:
    """What was said, under the titles of the sections that asked it."""
    for section in record.sections:
        yield Heading(section.title, level=3)
        yield from (words.asked(question) for question in section.questions)


def accounts(record: Record, words: Words) -> Iterator[Block]:
    """Questions to which more than one answer stands, each with whose it is and when."""
    every = [*record.danger, *(one for section in record.sections for one in section.questions)]
    for question in every:
        standing = [one for one in question.answers if one.standing in (IN_FORCE, KEPT_TOO)]
        if len({one.words for one in standing}) > 1:
            told = "; ".join(f"{one.words} at {words.at(one.at)}" for one in standing)
            yield Bullets((f"{question.text} {told}.",))
