"""What is added to a contact without being part of its interview: open or ended, it is the same."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass, replace

from crisis_cli.commands.access import keep
from crisis_cli.commands.contacts import Contact
from crisis_cli.commands.filing import notice
from crisis_cli.commands.listed import cases_of
from crisis_cli.commands.times import moment_of
from crisis_cli.commands.typed import agreed, ask
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.names import folded, names_of
from crisis_cli.records.refiling import NEW, merge, refile
from crisis_cli.records.sharing import NoCase, case_called
from crisis_cli.records.store import Store

SPARED = "It was an emergency, so no statement has to go with it."
GOES_ALONG = "This statement goes with it:\n"
WHOSE = "Whose is it? Their name, a contact of theirs, or new if they are not here"
MISNAMED = "The name that it was begun under stays with the old case."
UNKNOWN = "Nobody here is called {to}, and no contact or case has that id. For a new one: --to new"
NAMELESS = ' Say what this client is called: crisis amend {contact} --kind name --text "..."'


@dataclass(frozen=True, slots=True)
class Given:
    """What the options say; "" where they say nothing."""

    to: str = ""
    text: str = ""
    reason: str = ""
    happened: str = ""
    emergency: bool = False
    whole_case: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. write: keeps it, and returns what is said then."""

    means: str
    write: Callable[[Contact, Given], str]


def disclose(contact: Contact, given: Given) -> str:
    """Write into the disclosure log: when, to whom, what, why."""
    if not (given.to and given.text and given.reason) and sys.stdin.isatty():
        given = _asked_of_disclosure(given)
    place = contact.state.opened.zone
    statement = "" if given.emergency else notice(contact.store)
    act = {
        "act": "disclosed",
        "to": _needed(given.to, "Who was it given to?", "--to"),
        "what": _needed(given.text, "What was given?", "--text"),
        "reason": _needed(given.reason, "Why was it given?", "--reason"),
        "happened": moment_of(given.happened, contact.clock, place) if given.happened else "",
        "emergency": "yes" if given.emergency else "no",
        "notice": "yes" if statement else "no",
    }
    keep(contact, act)
    told = [f"Written into the disclosures of {contact.id}. Read them: crisis show {contact.id}"]
    if given.emergency:
        told.append(SPARED)
    elif statement:
        told.append(GOES_ALONG + visible(statement))
    return "\n".join(told)


def name(contact: Contact, given: Given) -> str:
    """Add a name to the client of the contact's case."""
    text = _needed(given.text or _asked("What else are they called"), "Which name?", "--text")
    if not folded(text):
        raise CrisisError(f"'{text}' has no letters to look for.", "Write it in letters.")
    if folded(text) in {folded(one) for one in names_of(contact.store, contact.id)}:
        raise CrisisError(f"They are known as {text} already.", "See them all: crisis cases")
    case = contact.store.case_of(contact.id)
    others = [one for one in cases_of(contact.store, text) if one.case != case]
    keep(contact, {"act": "named", "name": text})
    told = f"Added. Begin with any of the names: crisis start --client {visible(repr(text))}"
    if others:
        told += f"\nOthers are called that too: {len(others)}. At a terminal, start asks which one."
    return told


def move(contact: Contact, given: Given) -> str:
    """Put the contact, or its whole case, where it belongs."""
    store, at = contact.store, contact.clock()
    to = given.to or _asked(WHOSE)
    case = _case(store, _needed(to, "Where does it belong?", "--to").strip())
    reason = given.reason or _asked("Why")
    reason = _needed(reason, "Why is it refiled?", "--reason")
    if given.whole_case:
        if case == NEW:
            raise CrisisError("A whole case is refiled into another one.", "Say which.", Exit.USAGE)
        moved = merge(store, store.case_of(contact.id), case, at, contact.worker, reason)
        return f"Refiled to case {case}: {', '.join(moved)}. Their names come along."
    case = refile(store, contact.id, case, at, contact.worker, reason)
    told = f"{contact.id} is in case {case} now. Its record says so, and why."
    client = folded(contact.state.opened.client)
    names = {folded(one) for one in names_of(store, contact.id)}
    if client and client not in names:
        told += f"\n{MISNAMED}" + ("" if names else NAMELESS.format(contact=contact.id))
    return told


def _case(store: Store, to: str) -> str:
    """The case that is meant by its id, a contact of it or a name of its client; or NEW."""
    if to.lower() == NEW:
        return NEW
    called = cases_of(store, to)
    if len(called) > 1:
        told = ", ".join(one.contacts[0] for one in called)
        raise CrisisError(
            f"{len(called)} people here are called {visible(to)}.",
            f"Say a contact of the right one: {told}.",
        )
    if called:
        return called[0].case
    try:
        return case_called(store, to)
    except NoCase:
        raise CrisisError(UNKNOWN.format(to=visible(to)), "See them all: crisis cases") from None


KINDS = {
    "disclosure": Kind("something of it was given to somebody", disclose),
    "name": Kind("the client has another name too", name),
    "refile": Kind("it stands under the wrong client, or a client has two cases", move),
}


def _asked_of_disclosure(given: Given) -> Given:
    given = replace(
        given,
        to=given.to or _asked("Who was it given to"),
        text=given.text or _asked("What was given"),
        reason=given.reason or _asked("Why"),
        happened=given.happened or _asked("When (Enter alone: now)"),
    )
    if given.emergency:
        return given
    return replace(given, emergency=agreed("Was it an emergency?"))


def _asked(question: str) -> str:
    """What is typed at the terminal; "" where there is none, or nothing is typed."""
    if not sys.stdin.isatty():
        return ""
    return ask(question, default="").strip()


def _needed(text: str, question: str, option: str) -> str:
    if not text.strip():
        raise CrisisError(question, f'Say it with {option} "...".', Exit.USAGE)
    return text
