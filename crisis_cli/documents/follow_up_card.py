"""The follow-up card: when and how the two meet next, as small as a bank card.

It says what was settled, and nothing else: whoever finds it learns of an appointment. Where no
time was settled it says by when at the latest; where the person wants no contact there is none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from uuid import UUID

from crisis_cli.documents.blocks import Block, Fields, Page, Paragraph
from crisis_cli.documents.forms import CARD
from crisis_cli.documents.plan import holds_now, may_carry, right
from crisis_cli.documents.tongue import INTERPRETER, Tongue
from crisis_cli.engine.entries import Answered, Opened
from crisis_cli.engine.follow_up import first_contact
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone
from crisis_cli.protocol.compiled import MEET_WHEN, MEET_WHERE, SAFETY_PLAN
from crisis_cli.protocol.fixed import ENGLISH, Speech
from crisis_cli.protocol.kinds import KINDS

NAME = "follow-up-card"


@dataclass(frozen=True, slots=True)
class Meeting:
    """All that the card says, and the calendar file.

    starts: what was settled, a date or a UTC time, both ISO; "" where only a latest time is known.
    when: the same in words. whom: a first name. call_back: the agency's number. uid: of the entry
    in a calendar: it stays when the card is printed again. changed, edition: when what was settled
    was last changed, and how often.
    """

    when: str
    starts: str
    whom: str
    where: str
    call_back: str
    practice: bool
    uid: str
    changed: datetime
    edition: int


def follow_up_card(
    state: State,
    now: datetime,
    told: Tongue | None = None,
    whom: str = "",
    call_back: str = "",
) -> Page | None:
    """The card as a page; None where the person may carry no paper, or wants no contact.

    now: aware. told: how the page speaks; English if left out. whom: the first name of the worker,
    where it is known. call_back: a number of the agency, where there is one.
    """
    told = told or Tongue(ENGLISH, state.protocol)
    words = told.words
    if not (may_carry(state) and _wanted(state)):
        return None
    meeting = _meeting(state, now, words, whom, call_back)
    return Page(
        f"{NAME}{told.ending}",
        words("card_title"),
        "client",
        tuple(_blocks(meeting, told)),
        f"{words('made_on')}{words.colon}{words.day(now.astimezone(zone(state.opened.zone)))}",
        now,
        meeting.practice,
        words.language,
        {"document": "follow_up_card", "language": words.language, **asdict(meeting)},
        CARD,
        words=words,
    )


def _wanted(state: State) -> bool:
    """Whether there is a next time: the question for it was reached, or the protocol has none and
    the time that it sets stands."""
    asked = next((step for step in state.protocol.steps if step.id == MEET_WHEN), None)
    return asked is None or (state.on_path(MEET_WHEN) and holds_now(state, asked.when))


def _meeting(state: State, now: datetime, words: Speech, whom: str, call_back: str) -> Meeting:
    place, agreed = zone(state.opened.zone), _said(state, MEET_WHEN)
    latest = first_contact(state.every_task(now)).astimezone(place)
    step = state.step(MEET_WHEN) if agreed else None
    when = KINDS["date_time"].say(step, agreed, words) if step else _by(latest, words)
    if "T" in agreed:
        local = datetime.fromisoformat(agreed).replace(tzinfo=place)
        agreed = local.astimezone(UTC).isoformat()
    changes = [entry.at for entry, _ in state.after.amendments]
    return Meeting(
        when,
        agreed,
        whom,
        _place(state),
        call_back,
        state.opened.practice,
        _uid(state),
        max([state.ending_at or now, *changes]),
        len(changes),
    )


def _by(latest: datetime, words: Speech) -> str:
    return words("again_by", day=words.day(latest), time=words.clock(latest))


def _place(state: State) -> str:
    """Where or how they meet, unless the plan leaves that out for these answers: what to say to
    whoever picks up a telephone is for the worker."""
    parts = [one for one in state.protocol.documents[SAFETY_PLAN].parts if MEET_WHERE in one.steps]
    told = not parts or any(holds_now(state, one.when) for one in parts)
    return _said(state, MEET_WHERE) if told else ""


def _said(state: State, step: str) -> str:
    """What was answered to a step, put right where it was corrected; "" for nothing, or private."""
    known = next((one for one in state.path() if one.id == step), None)
    given = right(state, step) if known and not known.private else None
    return str(given.value) if given and not given.unknown else ""


def _uid(state: State) -> str:
    """One id for one contact that leads back to nobody: from the moments, to the microsecond, at
    which each of its answers was written, which nobody knows who does not have them all."""
    answered = (entry.at for entry in state.entries if isinstance(entry.event, Opened | Answered))
    moments = "\n".join(at.astimezone(UTC).isoformat() for at in answered)
    return str(UUID(bytes=hashlib.sha256(moments.encode()).digest()[:16], version=4))


def _blocks(meeting: Meeting, told: Tongue) -> Iterator[Block]:
    words = told.words
    if told.why:
        yield Paragraph(INTERPRETER)
    rows = (
        (words("when"), meeting.when),
        (words("with"), meeting.whom),
        (words("where"), meeting.where),
        (words("our_number"), meeting.call_back),
    )
    yield Fields(tuple((label, value) for label, value in rows if value))
    yield Paragraph(words("before_then"), strong=True)
