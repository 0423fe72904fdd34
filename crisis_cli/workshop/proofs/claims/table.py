"""Everything that a property may claim, one line for each kind."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.workshop.proofs.claims.asked import Asked
from crisis_cli.workshop.proofs.claims.blocks import NeverBlock, NextBlock, Shown
from crisis_cli.workshop.proofs.claims.claim import Claim
from crisis_cli.workshop.proofs.claims.levels import (
    Because,
    FollowUpWithin,
    LevelAtLeast,
    LevelAtMost,
)
from crisis_cli.workshop.proofs.properties import Property


def claims(one: Property, protocol: Protocol) -> list[Claim]:
    """Everything that a property claims."""
    return [claim for make in TABLE for claim in make(one, protocol)]


def _shown(one: Property, protocol: Protocol) -> list[Claim]:
    home = {step.id: name for name, block in protocol.blocks.items() for step in block.steps}
    both_ = [(one.shown, False), (one.never_shown, True)]
    return [
        Shown(one.when, steps, tuple(home[step] for step in steps), never)
        for steps, never in both_
        if steps
    ]


def _if(given: Any, make: Callable[..., Claim], one: Property, *more: Any) -> list[Claim]:
    return [make(one.when, given, *more)] if given else []


# One line for each thing that a property may claim.
TABLE: tuple[Callable[[Property, Protocol], list[Claim]], ...] = (
    lambda one, _: _if(one.next_block, NextBlock, one),
    lambda one, _: _if(one.never_block, NeverBlock, one),
    lambda one, _: _if(one.level_at_least, LevelAtLeast, one),
    lambda one, _: _if(one.level_at_most, LevelAtMost, one),
    lambda one, _: _if(one.because, Because, one),
    lambda one, _: _if(one.asked, Asked, one),
    lambda one, _: _if(one.never_asked, Asked, one, True),
    _shown,
    lambda one, _: _if(one.follow_up_within, FollowUpWithin, one),
)
