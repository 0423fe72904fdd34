"""crisis follow-up: who is to be followed up by when, tries to reach them, and what settled it."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from crisis_cli.boundary import tell
from crisis_cli.commands.asked import words
from crisis_cli.commands.cases import LOCKED, opened
from crisis_cli.commands.chosen import FOLLOW_UP
from crisis_cli.commands.consulting import policy
from crisis_cli.commands.contacts import Contact, admit, found, now
from crisis_cli.commands.follow_up.as_contact import begun, in_brief
from crisis_cli.commands.follow_up.draft import (
    About,
    Draft,
    after,
    as_json,
    follow_ups_of,
    keep,
    meant,
    told,
)
from crisis_cli.commands.follow_up.open import OpenFollowUp, open_follow_ups
from crisis_cli.commands.leading import lead
from crisis_cli.commands.listed import Lists
from crisis_cli.commands.options import Answers, Json, Out, Plain, Practised, Worker, say, say_json
from crisis_cli.commands.script import read_script
from crisis_cli.commands.stores import existing
from crisis_cli.commands.unlocking import how_locked
from crisis_cli.engine.additions import SETTLED, WAYS
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.listing import anything
from crisis_cli.terminal.front import Front
from crisis_cli.terminal.interactive import interactive
from crisis_cli.terminal.scripted import Scripted

NOTHING = "Nobody is to be followed up."
LATER = "{count} more make sense later; the next one from {opens} on."
READ = "See to one: crisis follow-up CONTACT"
SCRIPTED = ", or give scripted answers with --answers FILE"
WHAT = "What came of it?"

ContactId = Annotated[
    str, typer.Argument(metavar="CONTACT", help="The id of a contact; without it, the list.")
]
Task = Annotated[str, typer.Option(metavar="TASK", help="Which one; the soonest if left out.")]
Tried = Annotated[
    str, typer.Option(metavar="WAY", help=f"You tried to reach them: {', '.join(WAYS)}.")
]
Reached = Annotated[bool, typer.Option("--reached", help="With --tried: and you did.")]
LeftWords = Annotated[
    str, typer.Option("--left", metavar="WORDS", help="With --tried: what was left for them.")
]
Words = Annotated[str, typer.Option(metavar="WORDS", help="Anything else that is to be known.")]
Happened = Annotated[str, typer.Option(metavar="WHEN", help="When, if not now: 2026-11-23T14:05.")]
Settle = Annotated[str, typer.Option(metavar="HOW", help=f"It is done with: {', '.join(SETTLED)}.")]
Became = Annotated[
    str, typer.Option(metavar="CONTACT", help="With --settle reached: the contact it became.")
]
Why = Annotated[
    str, typer.Option(metavar="WORDS", help="Why it is done with, or given to somebody else.")
]
HandTo = Annotated[str, typer.Option(metavar="NAME", help="Somebody else sees to it from now on.")]
Begin = Annotated[bool, typer.Option("--begin", help="They are here: lead the follow-up now.")]
Questions = Annotated[
    str, typer.Option(metavar="PROTOCOL", help="With --begin: other questions than ours.")
]


@dataclass(frozen=True, slots=True)
class Options:
    """How a follow-up is led and told. begin: whether it begins now. protocol: a name or a path."""

    begin: bool
    protocol: str
    answers: Path | None
    out: Path | None
    practice: bool
    plain: bool
    json: bool


def run(
    contact: ContactId = "",
    task: Task = "",
    tried: Tried = "",
    reached: Reached = False,
    left: LeftWords = "",
    text: Words = "",
    happened: Happened = "",
    settle: Settle = "",
    became: Became = "",
    reason: Why = "",
    hand_to: HandTo = "",
    begin: Begin = False,
    protocol: Questions = FOLLOW_UP,
    answers: Answers = None,
    out: Out = None,
    practice: Practised = False,
    worker: Worker = "",
    plain: Plain = False,
    json: Json = False,
) -> None:
    """Who is to be followed up, the soonest first; or one of them: try, and say what came of it.

    At a terminal it shows how they want to be reached and their last plan, and asks. Where they are
    reached it leads a contact that starts from that plan; when that ends, the follow-up is settled.
    A try that reached nobody is kept, with what the agency's policy wants next, and whom to tell.

    \b
    crisis follow-up
    crisis follow-up k7m4-2pqx
    crisis follow-up k7m4-2pqx --tried phone --left "Nothing, as they asked"
    crisis follow-up k7m4-2pqx --settle declined --reason "Said: do not call"
    """
    draft = Draft(task, tried, reached, left, text, happened, settle, became, reason, hand_to)
    how = Options(begin, protocol, answers, out, practice, plain, json)
    if contact:
        _see_to(contact, worker, draft, how)
        return
    if draft != Draft() or begin:
        raise CrisisError("Whose follow-up is it?", "Name the contact.", Exit.USAGE)
    if picked := _listed(practice, json):
        _see_to(picked.said.contact, worker, Draft(picked.task["id"]), how)


def _see_to(contact: str, worker: str, draft: Draft, how: Options) -> None:
    """One of them: what was said of it is kept, or asked for, and the follow-up led."""
    if how.answers and not how.begin:
        raise CrisisError("Answers are for a follow-up that begins.", "Add --begin.", Exit.USAGE)
    with found(contact, worker, "follow-up") as one:
        practice = one.store.practice
        if how.practice and not practice:
            raise CrisisError(f"{one.id} is no practice: it is a record.", "Leave out --practice.")
        script, one.clock = read_script(how.answers, practice) if how.answers else (None, now)
        follow_up, begin = meant(follow_ups_of(one), draft), how.begin
        if not (draft.says or begin):
            begin, draft = _asked(one, follow_up, draft)
        # Before anything is kept: is there anybody to answer?
        front: Front | None = script
        if begin and not script:
            front = interactive(how.plain, elsewhere=SCRIPTED, practice=practice)
        if draft.says:
            event = keep(one, follow_up, draft)
            if not begin:
                _tell(one, follow_up, event, how.json)
        if begin and front:
            _begin(one, follow_up, front, how)


def _listed(practice: bool, json: bool) -> OpenFollowUp | None:
    """Tell what is left; the one that is picked from it at a terminal."""
    held, said = policy()
    with existing(practice) as known:
        if not all(opened(store) for store in known):
            raise CrisisError(LOCKED)
        lists = [Lists(store) for store in known if anything(store)]
        every = [one for each in lists for one in open_follow_ups(each.waiting(), held, now())]
        every.sort(key=lambda one: one.first.timestamp())
        if json:
            say_json([one.row() for one in every])
        else:
            _say(every)
            if said:
                tell(said)
        admit(sum(each.lost for each in lists))
    there = [one for one in every if one.stand.opened]
    if json or not there or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return None
    return _picked(there)


def _say(every: list[OpenFollowUp]) -> None:
    there = [one for one in every if one.stand.opened]
    later = [one for one in every if not one.stand.opened]
    for number, one in enumerate(there, 1):
        inside = [*one.lines(), *one.ways()]
        say("\n".join([f"{number:>3}  {one.head()}", *(f"           {line}" for line in inside)]))
    if not there:
        say(NOTHING)
    if later:
        first = min(later, key=lambda one: datetime.fromisoformat(one.task["opens"]))
        opens = first.opens_in_words()
        say("\n" + LATER.format(count=len(later), opens=opens))
    if there:
        say(f"\n{READ}")


def _picked(there: list[OpenFollowUp]) -> OpenFollowUp | None:
    while typed := words("Number of one to see to (Enter: none)"):
        if typed.isdecimal() and 1 <= int(typed) <= len(there):
            return there[int(typed) - 1]
        tell(f"Type a number from 1 to {len(there)}.")
    return None


def _asked(contact: Contact, follow_up: OpenFollowUp, draft: Draft) -> tuple[bool, Draft]:
    """What the options left out, asked on the terminal: whether it begins now, and what is kept."""
    _show(contact, follow_up)
    if not sys.stdin.isatty():
        raise CrisisError(WHAT, "Say it with --tried, --settle, --hand-to or --begin.", Exit.USAGE)
    from crisis_cli.commands.follow_up.asking import ask

    return ask(contact, follow_up, draft)


def _show(contact: Contact, follow_up: OpenFollowUp) -> None:
    """The follow-up, how they want to be reached, and the last plan in brief."""
    said = [follow_up.head(), *follow_up.lines(), "", "HOW TO REACH THEM", *follow_up.ways()]
    if plan := in_brief(contact):
        said += ["", "THE LAST PLAN", *map(visible, plan)]
    say("\n".join([*said, "", "Emergency, at once: crisis now", ""]))


def _tell(contact: Contact, follow_up: OpenFollowUp, event: About, json: bool) -> None:
    """What was kept, and what is wanted next."""
    stands = after(contact, follow_up)
    if json:
        say_json(as_json(contact, event, follow_up, stands))
    else:
        say(
            "\n".join(
                visible(line) for line in told(contact, event, follow_up.task["what"], stands)
            )
        )


def _begin(contact: Contact, follow_up: OpenFollowUp, front: Front, how: Options) -> None:
    """Lead the follow-up as a contact of its own, of the same case."""
    made, said = begun(contact, follow_up.task["id"], how.protocol, contact.clock)
    if isinstance(front, Scripted) and said:  # an interview says it on its first page
        tell(said)
    lead(made, front, how.out, how.json, how_locked(made.store))
