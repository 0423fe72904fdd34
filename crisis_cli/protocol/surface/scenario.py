"""A scenario file: one situation, what is said in it, and what must come of it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, WithJsonSchema

from crisis_cli.protocol.script import How, Unanswered
from crisis_cli.protocol.surface.values import (
    AMOUNT,
    Id,
    Ids,
    ProtocolId,
    Strict,
    Text,
    YesNo,
    listed,
)

Level = Literal["none", "low", "moderate", "high", "emergency"]
Count = Annotated[str, StringConstraints(pattern=AMOUNT), WithJsonSchema({"type": "integer"})]
SAID = {
    "description": "By the id of each step, what is said to it. A list step takes a list.",
    "type": "object",
}
WORDS = {"type": ["string", "number"]}  # what an editor takes for a number is text to us
ONE_OR_MORE_WORDS = {"anyOf": [WORDS, {"type": "array", "items": WORDS}]}
Said = Annotated[dict[Id, Any], WithJsonSchema(SAID)]
Texts = Annotated[list[Text], BeforeValidator(listed), WithJsonSchema(ONE_OR_MORE_WORDS)]


def _alert(raw: Any) -> Any:
    return {"rule": raw} if isinstance(raw, str) else raw


class AlertKeys(Strict):
    """An urgent rule that began to hold."""

    rule: Id
    """The name of the rule."""
    after: Id | None = None
    """The step whose answer brought it up."""


# Its name alone, or with the step.
Alert = Annotated[AlertKeys, BeforeValidator(_alert, json_schema_input_type=str | AlertKeys)]


class ChangeKeys(Strict):
    """An answer that changes before the end."""

    step: Id
    """The id of the step."""
    answer: Any
    """What is said now."""
    how: How = "changed"
    """changed, corrected (a slip of the key), or asked_again (both answers stay)."""
    reason: Text = ""
    """Why; needed for corrected and asked_again."""
    line: Text = ""
    """What they say when it changes, as under `lines`."""


class CallKeys(Strict):
    """A call for advice, written down when the interview asks for it."""

    whom: Text
    """The id of somebody in the chain of the policy, or who it was in words."""
    answered: YesNo = "no"
    """Whether they answered."""
    advice: Text = ""
    """What they said."""
    followed: Literal["yes", "partly", "no"] | None = None
    """Whether it is followed."""
    reason: Text = ""
    """What is done instead, and why."""


class ExpectKeys(Strict):
    """What must come of it. What is not named here is not looked at."""

    level: Level | None = None
    """The highest level of concern that was reached."""
    present: Level | None = None
    """The level that the answers say at the end."""
    undetermined: YesNo | None = None
    """Whether danger questions went unanswered."""
    because: Ids | None = None
    """Ids of the concern lines that gave the highest level: these and no others."""
    urgent: list[Alert] | None = None
    """The urgent rules that began to hold, in order: these and no others; [] for none."""
    due: Text | None = None
    """How soon after the end the next contact is due: 24 hours, 7 days."""
    asked: Ids | None = None
    """Steps that were asked, or shown where nothing is asked."""
    never_asked: Ids | None = None
    """Steps that were neither asked nor shown."""
    not_asked: Ids | None = None
    """Steps that stand as not_asked at the end."""
    prompts: Count | None = None
    """At most so many questions and actions were asked, those of blocks counted."""
    plan: Texts | None = None
    """Headings that the safety plan has, among others; `none` where no plan is made."""
    contains: Texts | None = None
    """Words that stand on the safety plan."""


class WhatIfKeys(Strict):
    """The same situation with something different, and what must come of it then."""

    title: Text = ""
    """What is different, in a few words."""
    answers: Said = {}
    """The answers that are different, each of which must be used; the others stay."""
    unanswered: Unanswered | None = None
    """As above, where it is different."""
    later: list[ChangeKeys] | None = None
    """As above, where it is different."""
    expect: ExpectKeys
    """What must come of it; what is not named is expected as above."""


class ScenarioFile(Strict):
    """A situation that is played from a file."""

    protocol: ProtocolId | None = None
    """The id of the protocol that it is played with; that beside its folder where it is missing."""
    title: Text
    """What it is about, in a few words."""
    story: Text = ""
    """What happens, for the reader. In a role-play it is told at the end."""
    meet: Text = ""
    """Who is in front of the worker, told at the beginning of a role-play."""
    voice: Text = ""
    """Whose lines these are, where it is somebody else than the client: His sister."""
    lines: dict[Id, Text] = {}
    """What is said to the worker at a step, by its id; in (brackets) what is seen or happens."""
    at: Text | None = None
    """When it begins: 2026-11-25T13:00:00-05:00."""
    answers: Said = {}
    """What is said, by the id of the step. Each must be used."""
    if_asked: Said = {}
    """What is said where it is asked; these need not be used."""
    unanswered: Unanswered = "error"
    """For a step without an answer here: error, not_asked (passed by), end (the person leaves)."""
    later: list[ChangeKeys] = []
    """Answers that change before the end."""
    consult: list[CallKeys] = []
    """Calls for advice, in order; each must be used."""
    expect: ExpectKeys
    """What must come of it."""
    what_if: list[WhatIfKeys] = Field(default=[])
    """The same with something different, each played by itself."""
