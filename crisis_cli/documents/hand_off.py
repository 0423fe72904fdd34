"""The hand-off sheet: one page for whoever takes over, with what is needed first.

It has what the next helper needs and no more: no history, no level as a finding, no debrief.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from crisis_cli.documents.blocks import (
    Asked,
    Blanks,
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
from crisis_cli.documents.record.data import Answer, Question, Record
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.record.filing_page import notice
from crisis_cli.documents.record.reading import UNFILED, read
from crisis_cli.documents.record.words import ENDED, LEVEL, Words, asking, done, unanswered
from crisis_cli.engine.additions import CORRECTION, WAYS
from crisis_cli.engine.answers import IN_FORCE, KEPT_TOO, WITHDRAWN
from crisis_cli.engine.state import State
from crisis_cli.engine.times import zone

NAME, TITLE = "hand-off", "Hand-off sheet"
OVER = "This sheet goes on on another page: keep the pages together, and hand over all of them."
FOOTER = "For whoever takes over; not for the client to carry. Levels are routing rules, not a"
FOOTER += " clinical finding."
SOON = timedelta(days=7)  # what is due later is for the team that stays
NOT_WRITTEN = "Not written down: ask"
CALLED = "Name used"  # as the guides call the question for it, whose answer stands here instead
FILED = "Name in our files"
BY_HAND = ("Our number, for questions", "Given to (name, agency, number), and when")
NOTHING = ("declined", "could_not_assess", "not_asked")  # answers after which nothing is known
PRIVATE = "private: not in front of others"


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing that was said or done: what it was about, its words, and when; at is aware."""

    about: str
    words: str
    at: datetime | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Due:
    """Something that has to be done. at_once: nobody has said yet what came of it."""

    what: str
    by: datetime
    at_once: bool


@dataclass(frozen=True, slots=True)
class HandOff:
    """What the sheet says. level: how the level is told; left: whether danger questions went
    unanswered. told: whose words these are. danger: what met no plain no.

    unknown: the danger questions without an answer, by what stands for them.
    """

    contact: str
    client: str
    worker: str
    zone: str
    began: datetime
    ended: datetime | None
    how: str
    level: str
    left: bool
    because: tuple[str, ...]
    alerts: tuple[str, ...]
    due: tuple[Due, ...]
    needs: tuple[Fact, ...]
    who: tuple[Fact, ...]
    place: tuple[Fact, ...]
    reach: tuple[Fact, ...]
    told: tuple[Fact, ...]
    danger: tuple[Fact, ...]
    words: tuple[Fact, ...]
    done: tuple[Fact, ...]
    agreed: tuple[Fact, ...]
    unknown: dict[str, tuple[str, ...]]


def hand_off(
    state: State, listing: Listing, now: datetime, contact: str = "", filing: Filing = UNFILED
) -> Page:
    """The sheet of a contact, seen at `now` (aware); contact is its id. filing: for the agency's
    statement, which goes with what is given away."""
    record = read(state, listing, now, contact, None, filing)
    words = Words(record.began, zone(record.zone), record.worker, record.happened is not None)
    sheet = gathered(record)
    footer = f"{' '.join(f'{TITLE} {contact}'.split())}. {FOOTER}"
    data = {"document": "hand_off", **asdict(sheet)}
    blocks = (*_blocks(sheet, words), *notice(filing))
    return Page(NAME, TITLE, "worker", blocks, footer, now, record.practice, data=data, over=OVER)


def gathered(record: Record) -> HandOff:
    """What of a record the next helper needs."""
    every = _Answers(record)
    ended = record.ending
    return HandOff(
        contact=record.contact,
        client=record.client,
        worker=record.worker,
        zone=record.zone,
        began=record.happened or record.began,
        ended=ended.at if ended and not record.happened else None,
        how=ENDED[ended.how] if ended else "",
        level=_level(record),
        left=record.level.undetermined,
        because=tuple(reason.text for reason in record.level.reasons),
        alerts=tuple(one.means for one in record.alerts if one.status == "open"),
        due=tuple(_due(record)),
        needs=every.called("goal"),
        who=every.called("who"),
        place=every.called("place"),
        reach=every.called("reach"),
        told=tuple(Fact(one.question, one.words) for one in record.deciding),
        danger=tuple(every.dangers()),
        words=(*every.called("seen", unknown=False), *every.called("purpose", unknown=False)),
        done=tuple(sorted(every.done(), key=lambda fact: fact.at or record.began)),
        agreed=every.called("agreed"),
        unknown=every.unknown(),
    )


def _level(record: Record) -> str:
    level = record.level
    if not level.known:
        told = "Not known yet: danger questions are still to be asked"
        so_far = LEVEL.get(level.if_ended, "")
        return f"{told}. So far: {so_far.lower()}" if so_far else told
    return level.none or LEVEL[level.highest]


def _due(record: Record) -> Iterator[Due]:
    """What is open, then what is due soon; the first of all where nothing is."""
    last = max(record.printed, record.ending.at if record.ending else record.printed) + SOON
    tasks = [one for one in record.tasks if not one.caring]
    soon = [one for one in tasks if one.kind == "outcome" or one.due <= last]
    for task in soon or tasks[:1]:
        yield Due(task.what, task.due, task.kind == "outcome")


class _Answers:
    """The answers of a record that stand, wherever it has them."""

    def __init__(self, record: Record) -> None:
        self.record = record
        self.sections = [one for section in record.sections for one in section.questions]
        self.blocks = [one for alert in record.alerts for one in alert.done] + [*record.elsewhere]
        self.blocks += record.ending.steps if record.ending else ()

    def called(self, word: str, unknown: bool = True) -> tuple[Fact, ...]:
        """What answers of this word under `record:` say. unknown: those too that say nothing."""
        named = (one for one in (*self.sections, *self.blocks) if one.record == word)
        facts = (fact for one in named for fact in _with_values(one))
        return tuple(fact for fact, value in facts if unknown or value not in NOTHING)

    def dangers(self) -> Iterator[Fact]:
        """Danger questions that met no plain no and were answered, each with all that stands."""
        asked = [one for one in (*self.record.danger, *self.blocks) if one.danger]
        for question in asked:
            stands = list(_with_values(question))
            if any(value not in ("no", *NOTHING) for _, value in stands):
                yield from (fact for fact, _ in stands)

    def unknown(self) -> dict[str, tuple[str, ...]]:
        """The danger questions of which nothing is known: what stands for each -> which."""
        found: dict[str, tuple[str, ...]] = {}
        for question in self.record.danger:
            values = [value for _, value in _with_values(question)]
            told = _unknown(question) if not set(values) - set(NOTHING) else ""
            if told:
                found[told] = (*found.get(told, ()), question.name)
        return found

    def done(self) -> Iterator[Fact]:
        """What was done or tried, and what came of it."""
        for alert in self.record.alerts:
            yield from (Fact("What came of it", one.text, one.at) for one in alert.outcomes)
        yield from (Fact("What came of it", one.text, one.at) for one in self.record.loose)
        yield from self.called("done", unknown=False)
        for one in (each for follow_up in self.record.follow_ups for each in follow_up.tries):
            came = "reached" if one.reached else "not reached"
            left = f"; left for them: {one.left}" if one.left else ""
            at = datetime.fromisoformat(one.happened) if one.happened else one.at
            yield Fact("Tried to reach them", f"{WAYS[one.way]}, {came}{left}", at)
        for use in self.record.emergencies:
            if use.calling:
                yield Fact("The emergency key", "help was being called", use.at)


def _unknown(question: Question) -> str:
    standing = [one for one in question.answers if one.standing == IN_FORCE]
    if standing:
        return standing[-1].words
    return unanswered(question) if question.standing_in or question.on_path else ""


def _with_values(question: Question) -> Iterator[tuple[Fact, str]]:
    """What stands for a question, each with its value or unknown: a correction in the place of what
    it puts right, and what was added later beside it."""
    right = next((one for one in reversed(question.amendments) if one.kind == CORRECTION), None)
    for one in question.answers:
        counts = one.standing in (IN_FORCE, KEPT_TOO) or (one.standing == WITHDRAWN and done(one))
        if counts and not (right and one.standing == IN_FORCE):
            yield _fact(question, one), str(one.unknown or one.value)
    for later in question.amendments:
        if later.kind != CORRECTION or later is right:
            words = ": ".join(part for part in (later.words, later.text) if part)
            about = Fact(question.name, words, later.written, question.private)
            yield about, str(later.unknown or later.value or words)


def _fact(question: Question, answer: Answer) -> Fact:
    return Fact(question.name, answer.words, answer.at, question.private)


# -- as blocks


def _blocks(sheet: HandOff, words: Words) -> Iterator[Block]:
    yield Box(tuple(_needed(sheet, words)))
    yield Fields(tuple(_who(sheet, words)))
    yield Blanks(BY_HAND)
    if sheet.danger or sheet.words:
        yield Heading("Danger, as it was told")
    if sheet.danger:
        yield Bullets(tuple(_told(fact, words) for fact in (*sheet.told, *sheet.danger)))
    for fact in sheet.words:
        yield Asked(fact.about, (Said(fact.words, _note(fact, words)),))
    for heading, facts in (("What was done", sheet.done), ("What is agreed", sheet.agreed)):
        if facts:
            yield Heading(heading)
            yield Bullets(tuple(_told(fact, words) for fact in facts))
    if sheet.unknown:
        yield Heading("What is not known")
        if not sheet.danger and sheet.told:
            yield Bullets(tuple(_told(fact, words) for fact in sheet.told))
        yield Fields(tuple((why, "; ".join(names)) for why, names in sheet.unknown.items()))


def _needed(sheet: HandOff, words: Words) -> Iterator[Block]:
    yield Heading("What is needed now, and by when")
    rows = [_by(due, words) for due in sheet.due]
    rows += [f"OPEN: {one}" for one in sheet.alerts if not any(one in row for row in rows)]
    rows += [_told(fact, words) for fact in sheet.needs]
    yield Bullets(tuple(rows))
    because = f": {'; '.join(sheet.because)}" if sheet.because else ""
    left = " Danger questions went unanswered." * sheet.left
    yield Paragraph(f"Level of concern: {sheet.level}{because}.{left}", strong=True)


def _by(due: Due, words: Words) -> str:
    if due.at_once:
        return f"OPEN: {due.what}: at once, since {words.moment(due.by)}"
    return f"{due.what}: by {words.moment(due.by)}"


def _who(sheet: HandOff, words: Words) -> Iterator[tuple[str, str]]:
    said = any(fact.about == CALLED for fact in sheet.who)
    if sheet.client or not said:
        yield (FILED if said else CALLED), sheet.client or NOT_WRITTEN
    yield from ((fact.about, fact.words) for fact in sheet.who)
    yield from _rows(sheet.place, "Where they are", words)
    yield from _rows(sheet.reach, "How to reach them", words)
    ended = f", to {words.at(sheet.ended)}. {sheet.how}" if sheet.ended else ""
    yield "Talked with", f"{words.moment(sheet.began)}{ended}"
    yield "Handed over by", sheet.worker or NOT_WRITTEN


def _rows(facts: tuple[Fact, ...], name: str, words: Words) -> Iterator[tuple[str, str]]:
    """Each under its own name; under a name that says what is missing, where there is none."""
    yield from ((fact.about, f"{fact.words} ({_note(fact, words)})") for fact in facts)
    if not facts:
        yield name, NOT_WRITTEN


def _told(fact: Fact, words: Words) -> str:
    said, note = f"{asking(fact.about)} {fact.words}", _note(fact, words)
    return f"{said} ({note})" if note else said


def _note(fact: Fact, words: Words) -> str:
    at = [words.at(fact.at)] if fact.at else []
    return ", ".join([*at, *[PRIVATE] * fact.private])
