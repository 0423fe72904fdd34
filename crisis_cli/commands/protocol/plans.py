"""The safety plan of a contact that was played, as the scenarios look at it."""

from __future__ import annotations

from datetime import UTC, datetime

from crisis_cli.directory.resources import printed as listing
from crisis_cli.documents.plan import plan_of, safety_plan
from crisis_cli.documents.text import text
from crisis_cli.engine.state import State
from crisis_cli.workshop.scenarios.verdict import Plan


def printed(state: State) -> Plan | None:
    """The plan as it would be printed; None where the protocol gives none for these answers."""
    now = state.ending_at or datetime.now(UTC)
    plan = plan_of(state, listing, now)
    if plan is None:
        return None

    def words() -> str:
        page = safety_plan(state, listing, now)
        return text(page) if page else ""

    return Plan(tuple(piece.heading for piece in plan.pieces), words)
