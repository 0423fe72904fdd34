"""Contacts and policies for tests of who decides."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from crisis_cli.engine.entries import Acknowledged, Answered, Ending, Entry, Event, Opened
from crisis_cli.engine.interview import Ask, Show, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import LEVELS, Protocol
from crisis_cli.protocol.kinds import value_or_unknown
from crisis_cli.protocol.source import load, shipped
from crisis_cli.team.policies import load as load_policy
from crisis_cli.team.policy import BUILT_IN, TIERS, Policy, made

START = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)
SIGNS = [*BUILT_IN, "minor"]


@cache
def the_protocol() -> Protocol:
    return load(shipped() / "crisis-intervention.yaml")


@cache
def the_policy() -> Policy:
    return load_policy(Path(shipped() / "policy.yaml"))


class Led:
    """A contact that answers whatever is asked: from `said`, or with `otherwise`."""

    def __init__(self, protocol: Protocol, said: dict[str, Any], otherwise: Any = "no") -> None:
        self.said, self.otherwise = said, otherwise
        self.state = State(protocol)
        self.do(Opened(protocol.id, protocol.version, protocol.hash))

    def do(self, event: Event) -> Led:
        seq = len(self.state.entries) + 1
        self.state.add(Entry(seq, START + timedelta(minutes=seq), "worker", event))
        return self

    def until(self, step: str = "") -> Led:
        """Until a step is asked, or everything is."""
        while isinstance(now := wanted(self.state), Ask | Show):
            if isinstance(now, Show):
                self.do(Acknowledged(now.block.id))
            elif now.step.id == step:
                break
            else:
                self.do(self._answer(now))
        return self

    def _answer(self, now: Ask) -> Answered:
        raw = self.said.get(now.step.id, self.otherwise if now.step.danger else "could_not_assess")
        return Answered(now.step.id, *value_or_unknown(raw))

    def end(self, how: str = "finished") -> Led:
        return self.do(Ending(how))


@st.composite
def policies(draw: st.DrawFn) -> Policy:
    """Any policy that `check` takes: no tier is asked less than the one above it."""
    tiers, level, also = {}, draw(st.sampled_from(LEVELS)), set[str]()
    for name in reversed(TIERS):
        level = draw(st.sampled_from(LEVELS[: LEVELS.index(level) + 1]))
        also |= draw(st.sets(st.sampled_from(SIGNS)))
        tiers[name] = {"level": level, "also": sorted(also), "countersign": [], "sample": None}
    sign = {"means": "Under 18", "answers": {"age": ["under_18"]}}
    return made(
        {"id": "any", "version": "1", "zone": "America/New_York", "working": [], "chain": [],
         "met_by": [], "signs": {"minor": sign}, "tiers": tiers}
    )  # fmt: skip
