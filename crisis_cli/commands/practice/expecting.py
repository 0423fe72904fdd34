"""Which scenarios the agency expects to be practised before live use: a notice, never a refusal.

A contact that begins waits for no more than a look at the bytes of the policy, where that names
none.
"""

from __future__ import annotations

from crisis_cli.commands.consulting import own_tier, policy
from crisis_cli.errors import CrisisError
from crisis_cli.records.folder import home
from crisis_cli.records.store import Store
from crisis_cli.team.policies import names_practice

FIRST = "Your agency expects you to practise first: {names}. Try: crisis practice {first}"
NAMED = 3  # scenarios that are named on the first page of a contact


def expected(store: Store | None) -> tuple[str, ...]:
    """The scenarios that the policy expects of whoever's records these are."""
    try:
        if not names_practice([home()]):
            return ()
    except CrisisError:  # no folder at all: there is no policy of the agency's
        return ()
    held, _ = policy()
    return held.tier(own_tier(store) if store else "").practice


def notice(store: Store) -> str:
    """What the first page of a live contact says of practice that is still expected, or "".

    Whatever is in the way of knowing, the contact begins.
    """
    try:
        left = _left(store, expected(store))
    except CrisisError:
        return ""
    if not left:
        return ""
    more = f" and {len(left) - NAMED} more" if len(left) > NAMED else ""
    return FIRST.format(names=", ".join(left[:NAMED]) + more, first=left[0])


def _left(store: Store, names: tuple[str, ...]) -> list[str]:
    """Those that were not passed: by what is on record, or else by what was done in practice."""
    if not names:
        return []
    from crisis_cli.commands.practice.passes import on_record, practised

    done = {one.scenario for one in on_record(store)}
    if set(names) - done:
        done |= {one.scenario for one in practised()}
    return [name for name in names if name not in done]
