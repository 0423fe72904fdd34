"""Answers, alerts and levels of a record, in the words that are printed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, tzinfo

from crisis_cli.documents import blocks
from crisis_cli.documents.record.data import Alert, Amendment, Answer, Fired, Question, Reason
from crisis_cli.engine import times
from crisis_cli.engine.additions import CORRECTION
from crisis_cli.engine.answers import CORRECTED, IN_FORCE, REPLACED, WITHDRAWN
from crisis_cli.protocol.kinds import SPECIAL

LEVEL = {
    "low": "Low",
    "moderate": "Moderate",
    "high": "High",
    "emergency": "Emergency",
}
UNCALLED = "Not asked: nothing called for it"
NO_LEVEL = "No level was set"  # of a contact of which no more is known
ENDED = {
    "finished": "Finished",
    "enough": "Enough for now",
    "client_left": "The client left",
    "handed_off": "Handed over to somebody else",
    "cut_off": "Cut off",
}
AMENDED = {
    "correction": "Correction",
    "addendum": "Addition",
    "late_entry": "Late entry",
    "client_request": "The client asks for a change",
}
# What stands before the words of an amendment, beside the answer that it is about.
MARKS = {"correction": "now", "addendum": "added", "late_entry": "late entry"}
ASKS = "the client asks"
HOW = {
    "changed": "in place of an earlier answer",
    "corrected": "puts right a slip of the key",
    "asked_again": "asked again",
}
STATUS = {
    "open": "OPEN: not done, or nobody has said yet what came of it",
    "resolved": "What came of it was recorded",
    "mistake": "Closed: the answer that brought it up was a slip of the key",
}


@dataclass(frozen=True, slots=True)
class Words:
    """How one record puts things: its times on its own clock, its worker left unnamed.

    late: it was written down later, so that what was read then is not known from its times.
    """

    began: datetime
    place: tzinfo
    worker: str
    late: bool = False

    def at(self, when: datetime) -> str:
        """A time; with its date where that is not the day of the contact."""
        return times.since(when, self.began, self.place)

    def moment(self, when: datetime) -> str:
        """A time with its date and zone."""
        return times.moment(when, self.place)

    def happened(self, when: str) -> str:
        """A time as it was typed, in words where it is one with a zone."""
        try:
            at = datetime.fromisoformat(when)
        except ValueError:
            return when
        return self.moment(at) if at.tzinfo else when

    def by(self, who: str) -> str:
        """Who wrote it, where that was not the worker of the contact."""
        return f", by {who}" if who and who != self.worker else ""

    def asked(self, question: Question) -> blocks.Asked:
        """A question with everything that was said to it; the danger ones never without words."""
        later = question.amendments
        right = next((one for one in reversed(later) if one.kind == CORRECTION), None)
        said = [self._said(answer, right) for answer in question.answers]
        if not any(answer.standing == IN_FORCE for answer in question.answers):
            said.append(blocks.Said(unanswered(question), struck=right is not None))
        said += [self._amended(one, right) for one in later]
        return blocks.Asked(question.text, tuple(said), "private" if question.private else "")

    def fired(self, answers: tuple[Fired, ...]) -> tuple[blocks.Said, ...]:
        """The answers that fired a rule."""
        return tuple(blocks.Said(f"{asking(one.question)} {one.words}") for one in answers)

    def reason(self, reason: Reason) -> blocks.Asked:
        """Why a level: its words, the answers that fired it, and its rule."""
        ours = reason.id.startswith(("amendment ", "countersign "))
        rule = f"{'' if ours else 'rule '}{reason.id}, " if reason.answers or ours else ""
        note = f"{reason.level}, {rule}{self.at(reason.at)}"
        return blocks.Asked(reason.text, self.fired(reason.answers), note)

    def alert(self, alert: Alert) -> Iterator[blocks.Block]:
        """What an alert means, its times, what fired it, and what came of it."""
        yield blocks.Heading(alert.means, level=3)
        yield blocks.Fields(tuple(self._times(alert)))
        if alert.answers:
            yield blocks.Asked("Because of these answers", self.fired(alert.answers))
        yield from (self.asked(question) for question in alert.done)
        outcomes = [blocks.Said(o.text, self.at(o.at) + self.by(o.by)) for o in alert.outcomes]
        if outcomes:
            yield blocks.Asked("What came of it", tuple(outcomes))

    def _times(self, alert: Alert) -> Iterator[tuple[str, str]]:
        yield "Now", STATUS[alert.status]
        yield "Began", self.at(alert.began) + (f", after: {alert.after}" if alert.after else "")
        if alert.block:
            seen = self.at(alert.acknowledged) if alert.acknowledged else "Not yet"
            read = "Typed in from paper" if self.late else "What to do was read"
            yield read, f"{seen} ({alert.block})"

    def _amended(self, one: Amendment, right: Amendment | None) -> blocks.Said:
        """What was written about a question after the end. right: its last correction, if any."""
        said = ": ".join(part for part in (one.words, one.text) if part)
        replaced = one.kind == CORRECTION and one is not right
        return blocks.Said(said, self.written(one), replaced, MARKS.get(one.kind, ASKS))

    def written(self, one: Amendment) -> str:
        """When an amendment was written and by whom, when it happened, and why it was written."""
        parts = [f"Written {self.moment(one.written)}, by {one.by or 'not named'}"]
        parts += [f"happened {self.happened(one.happened)}"] if one.happened else []
        parts += [f"because: {one.reason}"] if one.reason else []
        return "; ".join([*parts, f"amendment {one.name}"])

    def _said(self, answer: Answer, right: Amendment | None) -> blocks.Said:
        note = self.at(answer.at) + self.by(answer.by)
        if answer.how:
            note += f", {HOW[answer.how]}"
        if answer.reason:
            note += f": {answer.reason}"
        after, wrong = self._after(answer), right is not None and answer.standing == IN_FORCE
        if right and wrong:
            after = f"Struck out {self.moment(right.written)}: amendment {right.name}"
        note = f"{note}. {after}" if after else note
        return blocks.Said(answer.words, note, wrong or struck(answer))

    def _after(self, answer: Answer) -> str:
        """What became of an answer later."""
        when = f" at {self.at(answer.until)}" if answer.until else ""
        match answer.standing:
            case "kept_too":
                return "Asked again later: both answers stand"
            case "withdrawn" if done(answer):
                return f"After a change{when} this was no longer called for: {answer.because}"
            case "withdrawn":
                return f"Withdrawn{when}, when this answer changed: {answer.because}"
            case "corrected":
                return f"Struck out{when}: a slip of the key"
            case "replaced":
                return f"Replaced{when}"
        return ""


def asking(question: str) -> str:
    """A question, or the few words for it, before its answer."""
    return question if question.endswith(("?", ".", "!", ":")) else f"{question}:"


def unanswered(question: Question) -> str:
    """What stands for a question to which no answer is in force."""
    if question.standing_in == "could_not_assess":
        return f"{SPECIAL['could_not_assess']}: not asked, because of an earlier answer"
    if question.standing_in:
        return SPECIAL[question.standing_in]
    if question.on_path:
        return "Not asked yet"
    return UNCALLED if question.uncalled else "Not needed after the other answers"


def done(answer: Answer) -> bool:
    """Whether this says that something was done. What was done stays done, whatever changes."""
    return isinstance(answer.value, dict) and answer.value.get("outcome") == "done"


def struck(answer: Answer) -> bool:
    """Whether an answer counts no more. One that was asked again still does."""
    if answer.standing == WITHDRAWN and done(answer):
        return False
    return answer.standing in (REPLACED, CORRECTED, WITHDRAWN)
