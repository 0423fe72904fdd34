"""The contact record: the page that a supervisor reads and signs, and that the client may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from crisis_cli.documents.blocks import (
    Asked,
    Block,
    Box,
    Bullets,
    Fields,
    Heading,
    Page,
    Paragraph,
    Said,
)
from crisis_cli.documents.plan import Listing
from crisis_cli.documents.record import after, consult_page
from crisis_cli.documents.record.data import Brought, Ending, Level, Record
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.filing_page import disclosures, head, notice
from crisis_cli.documents.record.reading import UNFILED, Seals, read
from crisis_cli.documents.record.words import ENDED, LEVEL, NO_LEVEL, Words, unanswered
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone

TITLE = "Contact record"
ABOUT = (
    "Levels are routing rules that say who to bring in and how soon. They are not a clinical "
    "finding and not a prediction. The questions are this project's own plain words: they are not "
    "the C-SSRS, the ASQ, the PHQ-9, SAFE-T or the Stanley-Brown Safety Plan, they are not "
    "validated, and they are not to be charted under those names.",
    "This record holds what was asked and answered in this contact. A question that was not "
    "answered is written as such, and never means no. Answers that were changed stay readable, "
    "struck out, with their times. The client may read this record.",
)


def contact_record(
    state: State,
    listing: Listing,
    now: datetime,
    contact: str = "",
    seals: Seals | None = None,
    filing: Filing = UNFILED,
) -> Page:
    """The record of a contact as a page, seen at `now` (aware); contact is its id.

    seals: what was signed at each countersign. filing: where it stands, and to whom it went.
    """
    record = read(state, listing, now, contact, seals, filing)
    words = Words(record.began, zone(record.zone), record.worker, record.happened is not None)
    footer = " ".join(f"{TITLE} {contact}".split())
    data = {"document": "contact_record", **asdict(record)}
    return Page(
        "contact-record",
        TITLE,
        "worker",
        tuple(_blocks(record, words)),
        f"{footer}. Levels are routing rules, not a clinical finding.",
        now,
        record.practice,
        "en",
        data,
    )


def _blocks(record: Record, words: Words) -> Iterator[Block]:
    yield Fields(tuple(_head(record, words)))
    yield from _open(record, words)
    yield from consult_page.still_open(record.consult, words)
    yield from notice(record.filing)
    yield from _understood(record, words)
    yield from _danger(record, words)
    yield from _said(record, words)
    yield from _urgent(record, words)
    yield from consult_page.blocks(record.consult, words)
    yield from _ending(record.ending, words)
    yield from _follow_up(record, words)
    yield from after.amendments(record, words)
    yield from after.countersigns(record, words)
    yield from disclosures(record.filing, words)
    yield from _brought(record.brought)
    yield Heading("About this record")
    yield from (Paragraph(text) for text in ABOUT)
    yield from after.signatures(record)


def _head(record: Record, words: Words) -> Iterator[tuple[str, str]]:
    if record.contact:
        yield "Contact", record.contact
    if record.client:
        yield "Client (name used)", record.client
    yield from head(record.filing, record.client, words)
    if record.worker:
        yield "Worker", record.worker
    yield from _late(record, words)
    yield "Typing began" if record.happened else "Began", words.moment(record.began)
    for left, back in record.away:
        yield "Left open", f"{words.at(left)} to {words.at(back)}" if back else words.at(left)
    ended = "Typing ended" if record.happened else "Ended"
    yield ended, words.moment(record.ending.at) if record.ending else "Still open"
    yield "Printed", words.moment(record.printed)
    yield "Time zone", record.zone
    yield "Questions", f"{record.title} ({record.protocol}, version {record.version})"
    yield "Their fingerprint", record.hash
    if record.approved:
        yield "Approved", _approved(record.approved)
    yield from after.head(record, words)


def _late(record: Record, words: Words) -> Iterator[tuple[str, str]]:
    """Both times of a contact that was written down later."""
    if record.happened is None:
        return
    yield "Took place", words.moment(record.happened)
    late = "Late entry, typed in from a paper form. All times below are those of the typing."
    if record.other_form:
        late += f" The form was of other questions than these (fingerprint {record.paper_hash})."
    elif record.paper_hash:
        late += " Its fingerprint is that of these questions."
    yield "Written later", late


def _approved(approved: dict[str, str]) -> str:
    """Who approved the questions, when and until when, and what the worker was told of it."""
    by = "By nobody here yet"
    if approved.get("by"):
        on, until = approved.get("at", "")[:10], approved.get("until", "")
        by = f"By {approved['by']} on {on}, until {until}"
    return f"{by}. {approved.get('said', '')}".strip()


def _open(record: Record, words: Words) -> Iterator[Block]:
    found = [alert for alert in record.alerts if alert.status == "open"]
    if found:
        inner = [block for alert in found for block in words.alert(alert)]
        yield Box((Heading("Open alerts"), *inner))


def _understood(record: Record, words: Words) -> Iterator[Block]:
    level = record.level
    yield Heading("What I understood and why I acted")
    yield from _level(level)
    yield from after.recorded(record, words)
    yield from (words.reason(one) for one in level.reasons)
    if level.reasons_now:
        yield Paragraph("What the answers now say is because of this:")
        yield from (words.reason(one) for one in level.reasons_now)
    told = {reason.id for reason in level.reasons}
    for raised in (one for one in level.raised if one.id not in told):
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


def _danger(record: Record, words: Words) -> Iterator[Block]:
    """Those that got an answer, in their order; then the others, by what they count as."""
    if record.danger:
        yield Heading("Danger questions")
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


def _said(record: Record, words: Words) -> Iterator[Block]:
    if record.sections:
        yield Heading("What was said")
    for section in record.sections:
        yield Heading(section.title, level=3)
        yield from (words.asked(question) for question in section.questions)


def _urgent(record: Record, words: Words) -> Iterator[Block]:
    inner = [
        block for alert in record.alerts if alert.status != "open" for block in words.alert(alert)
    ]
    inner += [words.asked(question) for question in record.elsewhere]
    uses = tuple(
        Said(
            ("Help was being called" if use.calling else "The panel was opened")
            + (f", at: {use.question}" if use.question else ""),
            words.at(use.at) + words.by(use.by),
        )
        for use in record.emergencies
    )
    loose = tuple(Said(one.text, words.at(one.at) + words.by(one.by)) for one in record.loose)
    inner += [Asked("The emergency key", uses)] if uses else []
    inner += [Asked("What came of it", loose)] if loose else []
    if inner:
        yield Heading("Urgent: what came up, and what was done")
        yield from inner


def _ending(ending: Ending | None, words: Words) -> Iterator[Block]:
    yield Heading("How it ended")
    if ending is None:
        yield Paragraph("Still open.")
        return
    early = ", before the last step" if ending.early else ""
    reason = f": {ending.reason}" if ending.reason else ""
    yield Paragraph(f"{ENDED[ending.how]}{early}, {words.at(ending.at)}{reason}")
    yield from (words.asked(question) for question in ending.steps)


def _follow_up(record: Record, words: Words) -> Iterator[Block]:
    yield Heading("Safety plan and follow-up")
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
    yield Bullets(
        tuple(
            f"{task.what}: {'at once, since' if task.kind == 'outcome' else 'by'} "
            f"{words.moment(task.due)} ({task.why})"
            for task in record.tasks
        )
    )


def _brought(brought: Brought | None) -> Iterator[Block]:
    if brought is None:
        return
    yield Heading("Brought from the last contact")
    if brought.level:
        yield Fields((("Highest level then", LEVEL.get(brought.level, NO_LEVEL)),))
    for value in brought.values:
        yield Asked(value.question, (Said(value.words, "from the last plan"),))
    if brought.unclear:
        yield Paragraph("Danger questions that were left unclear then:")
        yield Bullets(brought.unclear)
