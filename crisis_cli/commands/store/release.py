"""crisis store release: a case that was held need not be kept any more."""

from __future__ import annotations

from crisis_cli.commands.contacts import name_of, now
from crisis_cli.commands.options import Case, Reason, say
from crisis_cli.commands.store.opened import real
from crisis_cli.commands.unlocking import open_keys
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.letters import visible
from crisis_cli.records.holds import release
from crisis_cli.records.sharing import case_called, contacts_of


def run(case: Case, reason: Reason = "") -> None:
    """Release a case from every hold. That it was held, by whom and why stays in the log.

    \b
    crisis store release k7m4-2pqx --reason "the case is closed"
    crisis store release k7m4-2pqx --reason "letter of the court of 3/2/2027"
    """
    if not reason.strip():
        raise CrisisError("Why is it released?", 'Say it: --reason "..."', Exit.USAGE)
    with real() as store:
        open_keys(store)
        chosen = case_called(store, case)
        contacts = contacts_of(store, chosen)
        ended = release(store, contacts, reason, now(), name_of("", store))
    for one in ended:
        say(f"Released: {visible(one.reason)} (held by {visible(one.by)} on {one.day}).")
    say(f"Case {chosen} is not held any more.")
