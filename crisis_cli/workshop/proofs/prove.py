"""Proving what must hold of a protocol, over every forward interview."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.model.logic import NoSolver, solver
from crisis_cli.workshop.model.replay import in_words
from crisis_cli.workshop.model.search import FOUND, NONE, NOT_PROVED, SECONDS, shortest
from crisis_cli.workshop.proofs.claims.claim import Claim
from crisis_cli.workshop.proofs.claims.table import claims
from crisis_cli.workshop.proofs.interviews import Interviews
from crisis_cli.workshop.proofs.properties import Property
from crisis_cli.workshop.proofs.standard import standard
from crisis_cli.workshop.proofs.verdict import NO_TIME, Verdict

NEVER = "These answers can never be given, so nothing is proved by them."


def prove(
    protocol: Protocol,
    properties: Iterable[Property] = (),
    always: Collection[str] | None = None,
    seconds: float = SECONDS,
) -> tuple[Verdict, ...]:
    """A verdict on each property of a protocol, and on each standard one.

    always: ids of the resources that answer day and night; None where they are not known.
    seconds: how long the solver may take for one of them. Without the solver, nothing is proved.
    """
    try:
        solver()
    except NoSolver as missing:
        why = f"{missing.message} {missing.hint}"
        return (Verdict("proofs", "Nothing was proved.", "").not_proved(why),)
    every = Interviews(protocol, seconds)
    own = (judged(one, claim, every) for one in properties for claim in claims(one, protocol))
    return (*own, *standard(every, always))


def judged(one: Property, claim: Claim, every: Interviews) -> Verdict:
    """The verdict on one thing that a property claims."""
    told = Verdict(one.id, one.means, claim.claim)
    found = every.search.check(claim.broken(every))
    if found == FOUND:
        return _broken(told, claim, every)
    if found == NONE:
        found = every.search.check(claim.given(every))
        if found == NONE:
            return told.never(NEVER)
    return told.not_proved(NO_TIME) if found == NOT_PROVED else told


def _broken(told: Verdict, claim: Claim, every: Interviews) -> Verdict:
    """With the simplest answers that break it, once the real engine has shown it."""
    found = shortest(claim.model(every), claim.broken(every), every.seconds)
    happens = claim.seen(every.protocol, found.answers)
    said = in_words(every.protocol, found.answers)
    return told.broken_by(found.answers, said, happens, found.simplest)
