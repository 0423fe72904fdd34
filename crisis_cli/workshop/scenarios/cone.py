"""What in a protocol decides about danger, and what does not."""

from __future__ import annotations

from crisis_cli.protocol.compiled import ENDED_EARLY, Condition, Protocol, Step
from crisis_cli.protocol.truth import questions, rules_named


class Cone:
    """The rules and questions behind what is asked about danger, which help comes up, and how
    high the level of concern is. blocks: those that come up by themselves."""

    def __init__(self, protocol: Protocol) -> None:
        self.protocol = protocol
        self.rules: set[str] = set()
        self.questions: set[str] = set()
        self.blocks = {one.block for one in protocol.urgent} | {ENDED_EARLY}
        for urgent in protocol.urgent:
            self._takes(["rule", urgent.rule])
        for one in protocol.concern:
            self._takes(one.when)
        for block in protocol.blocks.values():
            for step in block.steps if block.id in self.blocks else ():
                self._takes(step.when)
        for step in reversed(protocol.steps):  # a condition names earlier questions only
            if self.decides(step):
                self._takes(step.when)

    def decides(self, step: Step) -> bool:
        """Whether a step decides about danger."""
        return step.danger or step.id in self.questions

    def _takes(self, condition: Condition | None) -> None:
        self.rules |= set(rules_named(condition, self.protocol.rules))
        self.questions |= questions(condition, self.protocol.rules)
