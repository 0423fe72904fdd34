"""crisis doctor: what works on this computer, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

import typer

from crisis_cli.commands.clocks import behind
from crisis_cli.commands.contacts import now
from crisis_cli.commands.options import Json, say, say_json
from crisis_cli.commands.stores import existing
from crisis_cli.engine.times import home_day
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.store import Store

if TYPE_CHECKING:
    from crisis_cli.protocol.catalogue import Catalogue

GOOD, MISSING = "good", "missing"
DRAFT = "Nobody has reviewed its words: for practice only"
LACKING = "{count} of its words are missing or outdated: pages are in English"
NUMBERS = "What pages say of numbers is missing or outdated: those pages are in English"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at. about: language, records, clock, copying, numbers or policy.
    state: good or missing. do: what to do about it, or ""."""

    about: str
    name: str
    state: str
    said: str
    do: str = ""


def run(json: Json = False) -> None:
    """Say what works on this computer, and what is missing.

    In which languages can pages for clients be printed, and what must be installed for the others?
    Are the records there, and locked? Are they copied? Is the clock behind? Are telephone numbers
    older than they should be? Can the policy be used? Ends with exit code 4 where something is
    missing. It changes nothing.

    \b
    crisis doctor
    crisis doctor --json | jq '.findings[] | select(.state == "missing")'
    """
    found = [*_languages(), *_records(), *_numbers(), *_policy()]
    if json:
        say_json({"findings": [asdict(one) for one in found]})
    else:
        say("\n".join(visible(line) for line in _lines(found)))
    if any(one.state == MISSING for one in found):
        raise typer.Exit(int(Exit.FOUND))


def _lines(found: list[Finding]) -> Iterator[str]:
    for one in found:
        mark = "ok     " if one.state == GOOD else "MISSING"
        yield f"{mark}  {one.name}: {one.said}"
        if one.do:
            yield f"           {one.do}"


def _languages() -> Iterator[Finding]:
    from crisis_cli.documents.printable import printable
    from crisis_cli.protocol.catalogue import catalogue, languages, places
    from crisis_cli.protocol.fixed import ENGLISH
    from crisis_cli.records.folder import home

    yield _language(ENGLISH.name_of("en"), printable(ENGLISH.texts.values()).install, "")
    folders = places(home())
    for code in languages(folders):
        if found := catalogue(code, folders):
            install = printable(found.said.texts.values()).install
            yield _language(ENGLISH.name_of(code), install, _worded(found))


def _worded(found: Catalogue) -> str:
    """What stands in the way of pages in a language, for clients; "" where nothing does."""
    from crisis_cli.directory.resources import known, standing
    from crisis_cli.records.folder import home

    if found.lacks:
        return LACKING.format(count=len(found.lacks))
    ours = standing(tuple(known()), found.language, home())
    if ours == "missing":
        return NUMBERS
    return DRAFT if ours == "draft" or not found.reviewed else ""


def _language(name: str, install: str, words: str) -> Finding:
    state = MISSING if install else GOOD
    said = "cannot be printed here" if install else "can be printed"
    return Finding("language", name, state, f"{said}. {words}".rstrip(". ") + ".", _do(install))


def _do(install: str) -> str:
    return f"Install: {install}" if install else ""


def _records() -> Iterator[Finding]:
    try:
        with existing() as known:
            for store in known:
                yield from _of_store(store)
            if not known:
                said = "there are none yet; the first contact makes them."
                yield Finding("records", "Records", GOOD, said)
    except CrisisError as error:
        yield Finding("records", "Records", MISSING, error.message, error.hint)


def _of_store(store: Store) -> Iterator[Finding]:
    from crisis_cli.records.owning import mine, slots
    from crisis_cli.records.shared.belonging import belongs
    from crisis_cli.records.shared.place import status
    from crisis_cli.records.slots import RECOVERY

    if mine(store) is None:
        said, do = "not locked: whoever has this computer can read them.", "Lock them: crisis setup"
        yield Finding("records", "Records", MISSING, said, do)
    elif not slots(store, RECOVERY):
        do = "Make one: crisis keys new-recovery"
        yield Finding("records", "Records", MISSING, "locked, and without a recovery key.", do)
    else:
        yield Finding("records", "Records", GOOD, "locked with a passphrase.")
    if late := behind(store, now()):
        yield Finding("clock", "Clock", MISSING, late, "Put the clock of this computer right.")
    if not belongs(store):
        yield Finding("copying", "Shared store", GOOD, "these records belong to none.")
    elif trouble := status(store).trouble:
        yield Finding("copying", "Shared store", MISSING, trouble, "Try: crisis store sync")
    else:
        yield Finding("copying", "Shared store", GOOD, "these records are copied to it.")


def _numbers() -> Iterator[Finding]:
    from crisis_cli.directory.resources import current, shipped_file

    name = "Telephone numbers"
    try:
        known = current(shipped_file())
    except CrisisError as error:
        do = f"Mend the file: crisis protocol check {shipped_file()}"
        yield Finding("numbers", name, MISSING, error.message.splitlines()[0], do)
        return
    today = home_day(now())
    if stale := [one.id for one in known.values() if one.stale(today)]:
        do = "Phone them: crisis resources verify"
        said = f"{len(stale)} were checked too long ago: {', '.join(stale)}."
        yield Finding("numbers", name, MISSING, said, do)
    else:
        yield Finding("numbers", name, GOOD, f"{len(known)}, all checked lately.")


def _policy() -> Iterator[Finding]:
    from crisis_cli.commands.consulting import folders, policy
    from crisis_cli.team.policies import file_in

    held, broken = policy()
    own = folders()
    file = file_in(own)
    if broken:
        do = f"Mend the file: crisis protocol check {file}"
        yield Finding("policy", "Policy", MISSING, broken, do)
        return
    whose = "the agency's own" if file.parent in own else "the one that came along, a proposal"
    yield Finding("policy", "Policy", GOOD, f"{whose}: {held.said}.")
