"""crisis store hold: a case that must be kept."""

from __future__ import annotations

from crisis_cli.commands.contacts import name_of, now
from crisis_cli.commands.options import Case, Reason, say
from crisis_cli.commands.store.opened import real
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.records.holds import hold
from crisis_cli.records.sharing import case_called, contacts_of


def run(case: Case, reason: Reason = "") -> None:
    """Hold a case: nobody can erase it until it is released.

    For a court, say, or an inquiry. Who held it, when and why stands in its log.

    \b
    crisis store hold k7m4-2pqx --reason "letter of the court of 11/23/2026"
    crisis store hold k7m4-2pqx --reason "inquiry of the inspector"
    """
    if not reason.strip():
        raise CrisisError("Why is it held?", 'Say it: --reason "..."', Exit.USAGE)
    with real() as store:
        open_keys(store)
        chosen = case_called(store, case)
        hold(store, contacts_of(store, chosen), reason, now(), name_of("", store))
    say(f"Case {chosen} is held. It cannot be erased.")
    say(f"When that is over: crisis store release {chosen}")
