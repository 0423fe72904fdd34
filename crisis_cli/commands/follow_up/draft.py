"""From what somebody says about a follow-up to the entry that is kept, and what is told then."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from crisis_cli.commands.consulting import policy
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.follow_up.open import OpenFollowUp
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.summary import summary
from crisis_cli.commands.times import moment_of
from crisis_cli.engine.additions import SETTLED, WAYS, Assigned, Settled, Tried
from crisis_cli.errors import CrisisError, Exit

WRITE_DOWN = (
    'When somebody answered: crisis amend {} --kind consult --to "WHO" --text "WHAT THEY SAID"'
)
TOO_SOON = "The policy still wanted: {}. It stands so in the record, and a supervisor reads it."
GIVEN = "{owner} sees to it from now on. Tell them; whether they may read the record: crisis keys"
EARLY = "'{}' makes sense from {} on."
DONE_ALREADY = "{} has no follow-up that is left."


About = Tried | Assigned | Settled


@dataclass(frozen=True, slots=True)
class Draft:
    """What is said about a follow-up, as it was typed; "" for what was left out.

    task: its id. tried: the way. became: the id of the contact that a follow-up became. to: who
    sees to it from now on.
    """

    task: str = ""
    tried: str = ""
    reached: bool = False
    left: str = ""
    text: str = ""
    happened: str = ""
    settle: str = ""
    became: str = ""
    reason: str = ""
    to: str = ""

    @property
    def says(self) -> bool:
        """Whether it says anything that is kept."""
        return bool(self.tried or self.settle or self.to)


def follow_ups_of(contact: Contact) -> list[OpenFollowUp]:
    """The follow-ups that are left of a contact, the soonest first. CrisisError for none."""
    if not contact.state.ended:
        raise CrisisError(
            f"{contact.id} is still open.", f"Go on with it: crisis resume {contact.id}"
        )
    own = summary(contact, contact.store.case_of(contact.id), [contact.state.opened.client])
    said, (held, _) = Lists(contact.store).told(own), policy()
    found = [OpenFollowUp(said, task, held, contact.clock()) for task in said.tasks]
    if not found:
        raise CrisisError(DONE_ALREADY.format(contact.id), "What is left: crisis follow-up")
    return sorted(found, key=lambda one: one.due.timestamp())


def meant(found: list[OpenFollowUp], draft: Draft) -> OpenFollowUp:
    """The follow-up that is meant: as it is named; or the soonest, but for words that are sent the
    soonest caring contact. CrisisError where it is not there."""
    if draft.task:
        named = [one for one in found if one.task["id"] == draft.task]
        if not named:
            listed = ", ".join(f"'{one.task['id']}'" for one in found)
            message = f"There is no follow-up '{draft.task}' that is left."
            raise CrisisError(message, f"There are: {listed}.")
        return named[0]
    alike = [one for one in found if one.task["caring"] == (draft.settle == "sent")]
    return (alike or found)[0]


def event_of(contact: Contact, follow_up: OpenFollowUp, draft: Draft) -> About:
    """The entry that a draft makes. CrisisError, in words, for what cannot be read."""
    task = follow_up.task["id"]
    if sum(map(bool, (draft.tried, draft.settle, draft.to))) > 1:
        raise CrisisError(
            "A try, what settles it, and who sees to it are written one by one.",
            "Leave out all but one of --tried, --settle and --hand-to.",
            Exit.USAGE,
        )
    if draft.tried:
        _one_of(draft.tried, WAYS, "--tried")
        place = contact.state.opened.zone
        at = moment_of(draft.happened, contact.clock, place) if draft.happened else ""
        return Tried(task, draft.tried, draft.reached, draft.left, draft.text, at)
    if draft.to:
        return Assigned(task, draft.to.strip(), draft.reason)
    _one_of(draft.settle, SETTLED, "--settle")
    _in_time(follow_up, draft)
    reason = draft.reason or draft.text
    wanted = list(follow_up.stand.wanted) if draft.settle == "given_up" else []
    became = _contact(contact, draft.became)
    return Settled(task, draft.settle, became, reason, wanted)


def _in_time(follow_up: OpenFollowUp, draft: Draft) -> None:
    """CrisisError for words that make sense only later, and were not named: one that is said twice
    would take the next ones off the list."""
    if draft.settle == "sent" and not draft.task and not follow_up.stand.opened:
        message = EARLY.format(follow_up.task["what"], follow_up.opens_in_words())
        raise CrisisError(message, f"Sent all the same? Add --task '{follow_up.task['id']}'.")


def _one_of(word: str, known: Collection[str], option: str) -> None:
    if word not in known:
        hint = f"One of: {', '.join(known)}."
        raise CrisisError(f"'{word}' cannot stand with {option}.", hint, Exit.USAGE)


def _contact(contact: Contact, became: str) -> str:
    became = became.strip().lower()
    if became and became not in contact.store:
        raise CrisisError(f"There is no contact {became}.", "See them all: crisis cases")
    if became and contact.store.case_of(became) != contact.store.case_of(contact.id):
        raise CrisisError(
            f"{became} is of another client.", "Put it right first: crisis amend --kind refile"
        )
    return became


def keep(contact: Contact, follow_up: OpenFollowUp, draft: Draft) -> About:
    """Write it down, on disk when this returns."""
    event = event_of(contact, follow_up, draft)
    contact.write(event)
    return event


def after(contact: Contact, follow_up: OpenFollowUp) -> OpenFollowUp | None:
    """The follow-up as it stands now; None where it is settled."""
    task = follow_up.task["id"]
    try:
        return next((one for one in follow_ups_of(contact) if one.task["id"] == task), None)
    except CrisisError:
        return None


def told(contact: Contact, event: About, what: str, now: OpenFollowUp | None) -> list[str]:
    """What is said once it is kept: what is wanted still, and whom to tell. what: the follow-up
    that it is about; now: as it stands, None where it is settled."""
    lines = [f"Written into {contact.id}."]
    if isinstance(event, Settled):
        lines.append(f"Nobody has to see to this any more: {what}.")
    match event:
        case Assigned(_, owner):
            lines.append(GIVEN.format(owner=owner))
        case Settled(_, how) if how == "given_up" and event.wanted:
            lines.append(TOO_SOON.format("; ".join(event.wanted)))
        case Tried(_, _, True):
            lines.append(f"To lead the follow-up now: crisis follow-up {contact.id} --begin")
    if now and not isinstance(event, Assigned):
        lines += now.lines()
        lines += [WRITE_DOWN.format(contact.id)] if now.stand.tell else []
    return lines


def as_json(
    contact: Contact, event: About, follow_up: OpenFollowUp, now: OpenFollowUp | None
) -> dict[str, Any]:
    """The same as plain JSON: the entry, and the follow-up as it stands now, or null."""
    return {
        "contact": contact.id,
        "task": follow_up.task["id"],
        "entry": contact.state.entries[-1].name,
        "settled": isinstance(event, Settled),
        "left": now.row() if now else None,
    }
