"""crisis amend: add to a contact. What was written stays as it was."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from crisis_cli.commands.amend import acts
from crisis_cli.commands.amend.draft import Draft, event_of, guidance
from crisis_cli.commands.contacts import Contact, found
from crisis_cli.commands.options import ContactId, Worker, say
from crisis_cli.commands.suggesting import suggest_for
from crisis_cli.engine.additions import AMENDMENTS, CLIENT_REQUEST, DECISIONS
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible

KINDS = (*AMENDMENTS, "outcome", "consult", *acts.KINDS)

Kind = Annotated[str, typer.Option(metavar="KIND", help=f"One of: {', '.join(KINDS)}.")]
Words = Annotated[str, typer.Option(metavar="WORDS", help="What is added, or what is right.")]
Reason = Annotated[str, typer.Option(metavar="WORDS", help="Why it is written now.")]
StepId = Annotated[str, typer.Option(metavar="STEP", help="The step that it is about, if any.")]
Value = Annotated[
    str, typer.Option(metavar="ANSWER", help="The right answer to that step: no, 42, declined.")
]
Happened = Annotated[str, typer.Option(metavar="WHEN", help="When it happened: 2026-11-23T14:05.")]
Danger = Annotated[bool, typer.Option("--danger", help="It says that somebody may be in danger.")]
Request = Annotated[
    str, typer.Option(metavar="AMENDMENT", help="The client's request that this decides on.")
]
Decision = Annotated[str, typer.Option(metavar="DECISION", help=f"One of: {', '.join(DECISIONS)}.")]
AlertOf = Annotated[
    str,
    typer.Option(
        metavar="RULE", help="With --kind outcome: of which open alert, or action put off."
    ),
]
To = Annotated[
    str,
    typer.Option(
        metavar="WHOM",
        help="Who was given something, or was asked to think along; or the case (or a contact of"
        " it) to refile to.",
    ),
]
InEmergency = Annotated[bool, typer.Option("--emergency", help="It was disclosed in an emergency.")]
WholeCase = Annotated[
    bool, typer.Option("--whole-case", help="Refile all contacts of a client with two cases.")
]


def run(
    contact: ContactId,
    kind: Kind = "",
    text: Words = "",
    reason: Reason = "",
    step: StepId = "",
    value: Value = "",
    happened: Happened = "",
    danger: Danger = False,
    request: Request = "",
    decision: Decision = "",
    alert: AlertOf = "",
    to: To = "",
    emergency: InEmergency = False,
    whole_case: WholeCase = False,
    worker: Worker = "",
) -> None:
    """Add to an ended contact: a correction, an addition, a late entry, what the client asks for.

    Or, to any contact: a disclosure, another name of the client; or refile it to where it belongs.
    Nothing that was written is changed; both stand in the record, with their times. Asks step by
    step where neither --text nor --value is given. With --kind outcome: what came of an alert, or
    of something that was put off. With
    --kind consult: who thought along after the end, and what they said.

    \b
    crisis amend k7m4-2pqx
    crisis amend k7m4-2pqx --kind correction --step gun --value yes --reason slip
    crisis amend k7m4-2pqx --kind addendum --text "The sister has the pills now."
    crisis amend k7m4-2pqx --kind disclosure --to ER --text plan --reason "asked"
    crisis amend k7m4-2pqx --kind name --text "Jimmy"
    crisis amend k7m4-2pqx --kind refile --to wq7d-3nfk --reason "another J."
    """
    if kind and kind not in KINDS:
        raise CrisisError(f"'{kind}' is not a kind of amendment.", f"One of: {', '.join(KINDS)}.")
    with found(contact, worker, "to add to it") as one:
        kind = kind or ("" if text or value else _chosen(one))
        if kind in acts.KINDS:
            given = acts.Given(to, text, reason, happened, emergency, whole_case)
            say(acts.KINDS[kind].write(one, given))
            return
        draft = Draft(
            kind, text, reason, step, value, happened, danger, request, decision, alert, to
        )
        _amend(one, draft)


def _amend(contact: Contact, draft: Draft) -> None:
    """Add an amendment, or what came of an alert, to an ended contact."""
    if not contact.state.ended:
        raise CrisisError(
            f"{contact.id} is still open.", f"Go on with it: crisis resume {contact.id}"
        )
    asked = not (draft.text or draft.value)
    draft = _asked(contact, draft) if asked else draft
    contact.write(event_of(contact, draft))
    added = contact.state.entries[-1]
    if told := guidance(contact, added):
        say("\n".join(visible(line) for line in told))
    elif not asked and draft.kind != CLIENT_REQUEST:  # who was asked was told before
        suggest_for(draft.text, draft.reason)
    say(f"Added to {contact.id}: {added.name}. What was written before stays.")
    say(f"Read it: crisis show {contact.id}")


def _chosen(contact: Contact) -> str:
    """Which kind it is, asked on the terminal."""
    _need_terminal()
    from crisis_cli.commands.amend.asking import kinds
    from crisis_cli.commands.asked import choose

    every = {name: one.means.capitalize() for name, one in acts.KINDS.items()}
    ended = kinds(contact) if contact.state.ended else {}
    return choose("What do you want to write?", ended | every)


def _asked(contact: Contact, draft: Draft) -> Draft:
    """What the options left out, asked on the terminal."""
    _need_terminal()
    from crisis_cli.commands.amend.asking import ask

    return ask(contact, draft)


def _need_terminal() -> None:
    if not sys.stdin.isatty():
        raise CrisisError("What is to be added?", 'Say it with --text "...".', Exit.USAGE)
