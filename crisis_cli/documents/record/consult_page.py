"""Who was asked to think along, as a record prints it: why, by which policy, and every try."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.documents.blocks import Asked, Block, Box, Fields, Heading, Paragraph, Said
from crisis_cli.documents.record.consult import Consult
from crisis_cli.documents.record.data import Record
from crisis_cli.documents.record.words import Words
from crisis_cli.engine.consult import OPEN

TITLE = "Who was asked to think along"
FOLLOWED = {"yes": "Followed", "partly": "Followed in part", "no": "Not followed"}
NO_TIER = "not recorded, so treated as entry"


def still_open(found: Consult, words: Words) -> Iterator[Block]:
    """At the head of the record, while nobody was reached."""
    if found.open:
        why = Paragraph(f"It was needed: {'; '.join(found.why)}.")
        yield Box((Heading(OPEN), why, *_calls(found, words)))


def consult(record: Record, words: Words) -> Iterator[Block]:
    """Why it was needed, and every try with its time."""
    found = record.consult
    if found.why:
        yield Fields(
            (
                ("Needed, because", "; ".join(found.why)),
                ("By the policy", found.policy),
                ("Tier of the worker", found.tier.capitalize() or NO_TIER),
            )
        )
    yield from _calls(found, words)


def _calls(found: Consult, words: Words) -> Iterator[Block]:
    for one in found.calls:
        note = words.at(one.at) + words.by(one.by)
        said = [Said("Answered" if one.answered else "No answer", note)]
        said += [Said(f"Advice: {one.advice}")] if one.advice else []
        followed = FOLLOWED.get(one.followed, "")
        told = ": ".join(part for part in (followed, one.reason) if part)
        said += [Said(told)] if told else []
        yield Asked(one.whom, tuple(said))
