"""What was written after the end, as a record prints it: amendments, countersigns, signatures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from crisis_cli.documents.blocks import Asked, Blanks, Block, Fields, Heading, Paragraph, Said
from crisis_cli.documents.record.data import Amendment, Countersign, Record
from crisis_cli.documents.record.words import AMENDED, LEVEL, Words
from crisis_cli.engine.additions import CLIENT_REQUEST, CORRECTION

WORKER_SIGNS = ("Worker: name and role", "Signature, date and time")
SUPERVISOR_SIGNS = (
    "I agree / I disagree (circle one)",
    "Instruction",
    "Supervisor: name and role",
    "Signature, date and time",
)
ELSEWHERE = "An official form used elsewhere: name, by whom, when, result"
STAYS = "What they amend stays in this record as it was written."
COMPARE = (
    "A fingerprint is of everything in a log up to its place, and of the signature. To compare "
    'this paper with the store: crisis store verify --printed "FINGERPRINT"'
)
UNSIGNED = "No signature of this countersign is in the store that this was printed from"
CROSSED = "{} signed too; neither had seen what the other said. Both stand"
KNOWN = "It makes danger known. A supervisor has to see it"
ABOUT = "It is about a danger question. A supervisor has to see it"
RECORDED = LEVEL | {"none": "None"}
DECIDED = {"granted": "Granted", "refused": "Refused"}


def head(record: Record, words: Words) -> Iterator[tuple[str, str]]:
    """How often the record was amended, and who read it last; of two who signed at once, both."""
    new = f"; {len(record.unread)} not read by a supervisor yet" if record.unread else ""
    if record.amendments:
        yield "Amendments", f"{len(record.amendments)}, near the end of this record"
    for one in _read_last(record.countersigns):
        said = f"{_agreed(one)}, by {one.by}, {words.moment(one.at)}"
        yield "Countersigned", said + (new and f"{new}, written after the end")
        if one.instruction:
            yield "Instruction", one.instruction


def _read_last(signed: Sequence[Countersign]) -> list[Countersign]:
    """The last countersign, with those that were written at once with it."""
    if not signed:
        return []
    last = signed[-1]
    at_once = (one for one in signed[:-1] if one.by in last.crossed and last.by in one.crossed)
    return [*at_once, last]


def recorded(record: Record, words: Words) -> Iterator[Block]:
    """The level that a supervisor recorded last, where it is not the highest."""
    found = [one for one in record.countersigns if one.level not in ("", record.level.highest)]
    for one in found[-1:]:
        level = RECORDED[one.level]
        note = (
            f"by {one.by}, {words.moment(one.at)}. The highest level stays, and decides what is due"
        )
        yield Asked("A supervisor recorded another level", (Said(f"{level}: {one.reason}", note),))


def amendments(record: Record, words: Words) -> Iterator[Block]:
    """All of them, each whole, beside what it is about."""
    if record.amendments:
        yield Heading("Amendments")
        yield Paragraph(STAYS)
    for one in record.amendments:
        yield Heading(AMENDED.get(one.kind, one.kind), level=3)
        yield Fields(tuple(_amendment(record, one, words)))
        if one.was and one.kind == CORRECTION:
            was = tuple(Said(was, struck=True) for was in one.was)
            yield Asked("What it corrects", (*was, Said(one.words or one.text, mark="now")))


def _amendment(record: Record, one: Amendment, words: Words) -> Iterator[tuple[str, str]]:
    yield "Amendment", one.name
    yield "Written", words.moment(one.written)
    yield "By", one.by or "not named"
    if one.happened:
        yield "Happened", words.happened(one.happened)
    if one.request:
        yield "Decides on", f"The client's request, amendment {one.request}"
        yield "Decision", DECIDED.get(one.decision, one.decision)
    if one.question:
        yield "About", one.question
    if one.words:
        yield "Answer", one.words
    if one.text:
        yield "In the client's words" if one.kind == CLIENT_REQUEST else "Text", one.text
    if one.reason:
        yield "Reason", one.reason
    if one.pressing:
        yield "Danger", KNOWN if one.danger else ABOUT
    yield "Read by", _readers(record, one) or "No supervisor yet"


def _readers(record: Record, one: Amendment) -> str:
    by = (c.by for c in record.countersigns if c.name in one.read)
    return ", ".join(dict.fromkeys(by))


def countersigns(record: Record, words: Words) -> Iterator[Block]:
    """Every reading by a supervisor, with what was signed, and what it did not cover."""
    if record.countersigns:
        yield Heading("Countersigns")
    for one in record.countersigns:
        yield Heading(_agreed(one), level=3)
        yield Fields(tuple(_countersign(one, words)))
    if any(one.signed for one in record.countersigns):
        yield Paragraph(COMPARE)


def _countersign(one: Countersign, words: Words) -> Iterator[tuple[str, str]]:
    yield "By", one.by
    yield "When", words.moment(one.at)
    if one.instruction:
        yield "Instruction", one.instruction
    if one.level:
        yield "Level recorded", RECORDED[one.level]
        yield "Reason", one.reason
    if one.unread:
        yield "Not read then", f"Written since, or not there yet: {', '.join(one.unread)}"
    if one.crossed:
        yield "At the same time", CROSSED.format(", ".join(one.crossed))
    for signed in one.signed:
        said = f"{signed.fingerprint} (log {signed.log} up to place {signed.place})"
        yield f"Signed by {signed.by}", said
    if not one.signed:
        yield "Signed", UNSIGNED


def _agreed(one: Countersign) -> str:
    return "Agreed" if one.agree else "Disagreed"


def signatures(record: Record) -> Iterator[Block]:
    """Lines to sign by hand; for a supervisor only what was not countersigned already."""
    yield Heading("Signatures")
    yield Blanks(WORKER_SIGNS)
    if record.unread or not record.countersigns:
        yield Heading("The supervisor's reading", level=3)
        yield Blanks(SUPERVISOR_SIGNS)
    yield Blanks((ELSEWHERE,))
