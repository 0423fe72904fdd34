"""The contact record: the page that a supervisor reads and signs, and that the client may read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime

from crisis_cli.documents.blocks import (
    Asked,
    Block,
    Bullets,
    Fields,
    Heading,
    Page,
    Paragraph,
    Said,
)
from crisis_cli.documents.forms import PAGE
from crisis_cli.documents.plan import Listing
from crisis_cli.documents.record import after, consult_page
from crisis_cli.documents.record.arrangements import ARRANGEMENTS, Arrangement, arranged
from crisis_cli.documents.record.data import Brought, Record
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.filing_page import disclosures, head, notice
from crisis_cli.documents.record.parts import opened
from crisis_cli.documents.record.reading import UNFILED, Seals, read
from crisis_cli.documents.record.words import LEVEL, NO_LEVEL, Words
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone

NAME, TITLE = "contact-record", "Contact record"
# Rows of the head that stand first, and last, where the record begins with what was done.
TIMES = (
    "Took place",
    "Written later",
    "Typing began",
    "Began",
    "Left open",
    "Typing ended",
    "Ended",
)
LAST = ("Printed", "Time zone", "Questions", "Their fingerprint", "Approved")
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
    form: str = PAGE,
) -> Page:
    """The record of a contact as a page, seen at `now` (aware); contact is its id.

    seals: what was signed at each countersign. filing: where it stands, and to whom it went.
    form: a name in ARRANGEMENTS.
    """
    arrangement = ARRANGEMENTS[form]
    record = read(state, listing, now, contact, seals, filing)
    words = Words(record.began, zone(record.zone), record.worker, record.happened is not None)
    title = f"{TITLE} ({arrangement.name})" if arrangement.name else TITLE
    footer = " ".join(f"{TITLE} {contact}".split())
    data = {"document": "contact_record", **asdict(record)}
    return Page(
        NAME if form == PAGE else f"{NAME}-{form}",
        title,
        "worker",
        tuple(_blocks(record, words, arrangement)),
        f"{footer}. Levels are routing rules, not a clinical finding.",
        now,
        record.practice,
        "en",
        data,
        form,
    )


def _blocks(record: Record, words: Words, arrangement: Arrangement) -> Iterator[Block]:
    head = list(_head(record, words))
    first = head
    if not arrangement.by_hand:
        first = [row for row in head if row[0] in TIMES]
        first += [row for row in head if row[0] not in TIMES + LAST]
    yield Fields(tuple(first))
    yield from opened(record, words)
    yield from consult_page.still_open(record.consult, words)
    yield from notice(record.filing)
    yield from arranged(record, words, arrangement)
    yield from after.amendments(record, words)
    yield from after.countersigns(record, words)
    yield from disclosures(record.filing, words)
    yield from _brought(record.brought)
    yield Heading("About this record")
    if last := tuple(row for row in head if row not in first):
        yield Fields(last)
    yield from (Paragraph(text) for text in ABOUT)
    if arrangement.by_hand:
        yield from after.signatures(record)


def _head(record: Record, words: Words) -> Iterator[tuple[str, str]]:
    if record.contact:
        yield "Contact", record.contact
    if record.client:
        yield "Client (name in our files)", record.client
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


def _brought(brought: Brought | None) -> Iterator[Block]:
    if brought is None:
        return
    yield Heading("Brought from the last contact")
    if brought.follows:
        yield Paragraph(f"This is the follow-up of contact {brought.follows}.")
    if brought.level:
        yield Fields((("Highest level then", LEVEL.get(brought.level, NO_LEVEL)),))
    for value in brought.values:
        yield Asked(value.question, (Said(value.words, "from the last plan"),))
    if brought.unclear:
        yield Paragraph("Danger questions that were left unclear then:")
        yield Bullets(brought.unclear)
