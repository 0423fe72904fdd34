"""The properties file: what must hold whatever is answered, for each protocol."""

from __future__ import annotations

from typing import Literal

from crisis_cli.protocol.surface.values import ALWAYS, Id, Ids, ProtocolId, Strict, Text, When

Level = Literal["none", "low", "moderate", "high", "emergency"]


class PropertyKeys(Strict):
    """A pair: when these answers are given, this must follow."""

    id: Id
    """A short name: a-z, 0-9, _."""
    means: Text
    """What it is for, in one sentence."""
    when: When = ALWAYS
    """The answers: a condition that names questions, never a rule of the protocol. Without it,
    whatever is answered."""
    next_block: Id | None = None
    """This urgent block comes up before anything else is asked."""
    never_block: Id | None = None
    """This urgent block does not come up."""
    level_at_least: Level | None = None
    """However the contact then ends, the level of concern is at least this."""
    level_at_most: Level | None = None
    """However the contact then ends, the level of concern is at most this."""
    because: Id | None = None
    """This line of concern is among the reasons, where the level is no higher than its own."""
    asked: Ids = []
    """These steps are on the path."""
    never_asked: Ids = []
    """None of these steps is on the path."""
    shown: Ids = []
    """Whenever the block of these steps comes up, they are shown in it."""
    never_shown: Ids = []
    """Whenever the block of these steps comes up, none of them is shown in it."""
    follow_up_within: Text | None = None
    """However the contact then ends, the next one is due within this time: 24 hours."""


class PropertiesFile(Strict):
    """What must hold for each protocol, apart from the protocols, so that one edit weakens one."""

    properties: dict[ProtocolId, list[PropertyKeys]]
    """By the id of the protocol, a list of pairs."""
