"""What a record says of how its contact is filed, and of what was given to others."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.documents.blocks import Block, Box, Fields, Heading, Paragraph
from crisis_cli.documents.record.filing import Disclosure, Filing, Refiled
from crisis_cli.documents.record.words import Words

NOBODY_NAMED = "somebody not named"
WHY = {True: "one client had two cases", False: "it stood under the wrong client"}
GIVEN = "The agency's statement belongs with it"
SPARED = "In an emergency: no statement has to go with it"


def head(filing: Filing, client: str, words: Words) -> Iterator[tuple[str, str]]:
    """Rows for the top of the record, under the client's name."""
    others = [name for name in filing.names if name != client]
    if others:
        yield "Also called", "; ".join(others)
    if filing.misnamed:
        yield "Begun under", "The name of another client, which is not printed here"
    for one in filing.refiled:
        yield "Refiled", _refiled(one, words)
    if filing.disclosures:
        yield "Disclosures", f"{len(filing.disclosures)}, near the end of this record"


def notice(filing: Filing) -> Iterator[Block]:
    """The statement for whoever is given this record, where the agency has one."""
    if filing.notice:
        yield Box((Heading("For whoever receives this record"), Paragraph(filing.notice)))


def disclosures(filing: Filing, words: Words) -> Iterator[Block]:
    """What was given to others: when, to whom, what and why."""
    if filing.disclosures:
        yield Heading("Disclosures")
    for one in filing.disclosures:
        yield Heading(words.happened(one.happened) or words.moment(one.written), level=3)
        yield Fields(tuple(_disclosed(one, words)))


def _disclosed(one: Disclosure, words: Words) -> Iterator[tuple[str, str]]:
    yield "To", one.to
    yield "What", one.text
    yield "Why", one.reason
    if one.emergency:
        yield "Notice", SPARED
    elif one.notice:
        yield "Notice", GIVEN
    yield "Written", f"{words.moment(one.written)}, by {one.by or NOBODY_NAMED}"


def _refiled(one: Refiled, words: Words) -> str:
    where = f"from case {one.old} to case {one.new}"
    by = one.by or NOBODY_NAMED
    return f"{words.moment(one.at)}, by {by}, {where}, because {WHY[one.duplicate]}: {one.reason}"
