"""A whole protocol file: its keys, and what each one means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from crisis_cli.protocol.surface.steps import AnyStep
from crisis_cli.protocol.surface.values import (
    ALWAYS,
    Answers,
    Id,
    Ids,
    ProtocolId,
    RecordWord,
    Strict,
    Text,
    When,
    YesNo,
    listed,
)

# Lines of the short form: three steps are much for somebody who cannot think.
Few = Annotated[
    Literal["1", "2", "3", "4", "5", "6", "7", "8", "9"],
    WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 9}),
]


def _steps(raw: Any) -> Any:
    return {"steps": raw} if isinstance(raw, list) else raw


def _parts(raw: Any) -> Any:
    return {"parts": raw} if isinstance(raw, list) else raw


class SectionKeys(Strict):
    """A titled part of the protocol."""

    id: Id
    """A short name: a-z, 0-9, _."""
    title: Text
    """What the worker reads above its questions."""
    aim: Text = ""
    """What it is for, in one sentence."""
    link_id: Text = ""
    """The linkId of the FHIR group that it was imported from."""
    when: When = ALWAYS
    """All its steps are on the path only while this condition holds."""
    record: RecordWord | None = None
    """What the answers of its steps are to the contact record, where a step says nothing else."""
    steps: list[AnyStep]
    """Questions, lists, actions and guidance, in order."""


class RuleKeys(BaseModel):
    """A named condition: `means`, and the condition itself beside it or under `when`."""

    model_config = ConfigDict(extra="allow", strict=True)

    means: Text
    """What it means when the rule holds, in words."""
    when: When = ALWAYS
    """The condition; it may also stand right beside `means`."""


class UrgentKeys(Strict):
    """A rule, and the block that it brings up at once."""

    when: Id
    """The name of a rule."""
    run: Id
    """The name of a block."""


class ConcernKeys(Strict):
    """A condition that sets the level of concern."""

    id: Id
    """A short name: a-z, 0-9, _."""
    level: Literal["none", "low", "moderate", "high", "emergency"]
    """The level of concern while the condition holds."""
    when: When
    """A condition, or the name of a rule."""
    because: Text
    """Why, in words, as it is printed."""


class BlockKeys(Strict):
    """Steps that interrupt the path."""

    title: Text = ""
    """What the worker reads above them."""
    when: When = ALWAYS
    """For blocks that are not urgent: the steps count only while this condition holds."""
    steps: list[AnyStep]
    """Actions, guidance and questions, in order."""


class FollowUpKeys(Strict):
    """When the next contact is due."""

    when: When = ALWAYS
    """A condition; `{concern: high}` is allowed here."""
    within: Text
    """24 hours, 30 minutes, 7 days."""
    after: Text | None = None
    """Not before: 5 days. Left out, it makes sense at once."""
    what: Text = ""
    """What is to be done then."""
    caring: YesNo = "no"
    """A caring contact: a few warm words that ask nothing. Sending them is enough."""


class PartKeys(Strict):
    """One heading of a document, and what stands under it."""

    heading: Text
    """The heading, as the client reads it."""
    when: When = ALWAYS
    """A condition; `{concern: high}` is allowed here."""
    from_: Ids = Field(default=[], alias="from")
    """Ids of the steps whose answers are printed."""
    text: Text = ""
    """Words that are printed as they are."""
    resources: Ids = []
    """Ids of the resources that are printed."""
    short: Few | None = None
    """How many of its lines stand on the short form, for somebody who cannot read much now."""


class DocumentKeys(Strict):
    """A client page."""

    title: Text = ""
    """What stands above it; left out, it is "My safety plan"."""
    when: When = ALWAYS
    """The document is made only while this condition holds."""
    parts: list[PartKeys]
    """Its headings, in order."""


class ItemAnswerKeys(Strict):
    """An answer of the form: a code with its system and words, or a value with its type."""

    id: Id
    """The answer here that it became."""
    system: Text = ""
    """Whose code it is."""
    code: Text = ""
    """The code."""
    display: Text = ""
    """How it reads in the form."""
    type: Literal["Integer", "String", "Date", "Time", "Reference"] | None = None
    """The type of its value, where it is no code."""
    value: Text = ""
    """Its value, where it is no code."""


class ItemKeys(Strict):
    """One item of the form."""

    link_id: Text
    """Its linkId, as it stands at the step that it became."""
    type: Text
    """Its type, as in FHIR."""
    under: Text = ""
    """The linkId of the item around it."""
    words: Id | Literal[""] = ""
    """The step that asks for an answer in other words."""
    unit: Id | Literal[""] = ""
    """The step that asks for the unit."""
    answers: list[ItemAnswerKeys] = []
    """The codes of its answers."""


class QuestionnaireKeys(Strict):
    """The FHIR form that this was imported from, so that answers can go back to it."""

    url: Text = ""
    """Its canonical address."""
    version: Annotated[Text, WithJsonSchema({"type": ["string", "number"]})] = ""
    """Its version."""
    items: list[ItemKeys] = []
    """Its items, in its order."""


Block = Annotated[BlockKeys, BeforeValidator(_steps)]
Parts = list[PartKeys] | DocumentKeys  # as it may be written
Document = Annotated[DocumentKeys, BeforeValidator(_parts, json_schema_input_type=Parts)]


class File(Strict):
    """A whole protocol file."""

    protocol: ProtocolId
    """The id of the protocol: a-z, 0-9, -."""
    title: Text
    """Its name."""
    version: Annotated[Text, WithJsonSchema({"type": ["string", "number"]})]
    """Its version; give each change that is used a new one."""
    languages: Annotated[list[ProtocolId], BeforeValidator(listed)] = ["en"]
    """The languages it is meant for; the first is the one it is written in."""
    about: Text = ""
    """One or two sentences, shown when it starts and printed in the record."""
    answer_sets: dict[Id, Answers] = {}
    """Named sets of answers: `danger: {yes: "Yes", no: "No"}`."""
    rules: dict[Id, RuleKeys] = {}
    """Named conditions, each with its meaning in words."""
    urgent: list[UrgentKeys] = []
    """Rules that bring up a block at once; the order is the priority."""
    concern: list[ConcernKeys] = []
    """Conditions that set the level of concern; the highest that holds counts."""
    sections: list[SectionKeys]
    """The titled parts, in order."""
    blocks: dict[Id, Block] = {}
    """Steps that interrupt the path; `ended_early` is the block of an early ending."""
    follow_up: list[FollowUpKeys] = []
    """When the next contact is due."""
    documents: dict[Id, Document] = {}
    """What is printed for the client: `safety_plan`."""
    words: dict[Text, Text] = {}
    """Words explained on the help key: `word: what it means`."""
    questionnaire: QuestionnaireKeys | None = None
    """Written by `crisis protocol import-fhir`: how answers go back to the form. Leave it so."""
