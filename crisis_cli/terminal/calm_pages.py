"""The calm pages: how to slow a hard moment down, as texts. Asks nothing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from crisis_cli.protocol.compiled import Protocol, Section, Step
from crisis_cli.terminal.front import GAP, Text
from crisis_cli.terminal.pages import Numbers, called

# Known by heart: what is shown where the file cannot be. A test holds the first ones equal to the
# first section of protocols/de-escalation.yaml.
BY_HEART = (
    "Breathe out slowly. Drop your shoulders. They will feel your pace.",
    "Low voice, slow, few words. Then wait. Silence is all right.",
    "Two arm's lengths apart, hands in view. A clear way out, for both.",
    'Name what you see: "This is a lot. I am here."',
    'Offer two things, both fine: "Sit here, or walk a bit?"',
    "Not safe? Go. Then call 911.",
)


@dataclass(frozen=True, slots=True)
class CalmPages:
    """The pages as they stand in a protocol, each section one page; the first one comes first.

    said: what the worker is told of them, or "".
    """

    protocol: Protocol
    said: str = ""

    def page(self, section: Section, numbers: Numbers) -> tuple[Text, ...]:
        """One page: whom to call first, then every step of the section, whatever its kind."""
        steps = [step for step in self.protocol.steps if step.section == section.id]
        ids = dict.fromkeys(one for step in steps for one in step.call)
        texts = [Text(section.title, "title"), *[Text(section.aim)] * bool(section.aim)]
        texts += called(numbers(tuple(ids), True)) if ids else []
        for step in steps:
            texts.append(Text(f"- {step.text}", hang=2))
            texts += [Text(f"How: {step.say}", indent=2, hang=5)] * bool(step.say)
        return (*texts, GAP)


Calm = Callable[[], CalmPages]  # read when they are wanted, and never fails


def by_heart(said: str = "") -> CalmPages:
    """What needs no file."""
    first = Section("calm", "First, in any heated moment")
    steps = (Step(f"by_heart_{n}", "guidance", one, "calm") for n, one in enumerate(BY_HEART))
    pages = Protocol("de-escalation", first.title, "", "", sections=(first,), steps=tuple(steps))
    return CalmPages(pages, said)
