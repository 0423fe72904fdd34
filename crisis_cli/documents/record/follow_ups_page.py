"""What was done about follow-ups, as a record prints it."""

from __future__ import annotations

from collections.abc import Iterator

from crisis_cli.documents.blocks import Asked, Block, Said
from crisis_cli.documents.record.data import Record
from crisis_cli.documents.record.follow_ups import FollowUp, Given, Settlement, Try
from crisis_cli.documents.record.words import Words
from crisis_cli.engine.additions import SETTLED, WAYS


def done_about(record: Record, words: Words) -> Iterator[Block]:
    """Each follow-up about which something was written: who sees to it, every try with when it
    happened and when it was written, and what settled it."""
    for one in record.follow_ups:
        if one.given or one.tries or one.settled:
            yield Asked(f"{one.what}, due {words.moment(one.due)}", tuple(_said(one, words)))


def _said(one: FollowUp, words: Words) -> Iterator[Said]:
    written: list[Given | Try | Settlement] = [*one.given, *one.tries, *one.settled]
    for entry in sorted(written, key=lambda entry: entry.at):
        yield Said(_told(entry, words), words.moment(entry.at) + words.by(entry.by))
    if one.given:
        yield Said(f"{one.owner} sees to it" if not one.settled else f"{one.owner} saw to it last")


def _told(entry: Given | Try | Settlement, words: Words) -> str:
    match entry:
        case Given():
            return _parts(f"Given to {entry.owner}", entry.reason)
        case Settlement():
            became = [f"Contact {entry.contact}"] if entry.contact else []
            wanted = "; ".join(entry.wanted)
            more = [f"The policy still wanted: {wanted}"] if wanted else []
            return _parts(SETTLED[entry.how], *became, entry.reason, *more)
        case Try():
            return tried(entry, words)


def tried(entry: Try, words: Words) -> str:
    """One try in words, with when it happened where it was written down later."""
    reached = "reached" if entry.reached else "not reached"
    happened = f"That was {words.happened(entry.happened)}" if entry.happened else ""
    left = f"Left for them: {entry.left}" if entry.left else ""
    return _parts(f"Tried {WAYS[entry.way]}, {reached}", happened, left, entry.words)


def _parts(*parts: str) -> str:
    return ". ".join(part.rstrip(".") for part in parts if part)
