"""What supervisors may write: the keys of a protocol file, and what each one means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
)

# In the schema for editors this stands where a condition does; `schema.py` puts the real one there.
CONDITION = {"format": "condition"}
ALWAYS = ()  # a `when` that is not there; an empty one is None, and an error

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]+$", max_length=60)]
ProtocolId = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
AMOUNT = r"^-?(0|[1-9][0-9]{0,11})(\.[0-9]{1,6})?$"
Amount = Annotated[
    str,
    StringConstraints(pattern=AMOUNT),
    WithJsonSchema({"type": "number"}),
]
YesNo = Literal["yes", "no"]
When = Annotated[Any, WithJsonSchema(CONDITION)]
Answers = dict[Id, Text]


def _listed(raw: Any) -> Any:
    return [raw] if isinstance(raw, str) else raw


def _steps(raw: Any) -> Any:
    return {"steps": raw} if isinstance(raw, list) else raw


def _parts(raw: Any) -> Any:
    return {"parts": raw} if isinstance(raw, list) else raw


_ids = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Ids = Annotated[list[Id], BeforeValidator(_listed), WithJsonSchema(_ids)]
AnswersOrSet = Annotated[
    Annotated[Id, Tag("<name>")] | Annotated[Answers, Tag("<answers>")],
    Discriminator(lambda raw: "<name>" if isinstance(raw, str) else "<answers>"),
]


class Strict(BaseModel):
    """No key that is not known, and no value that is not text, a list or keys."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Asked(Strict):
    """What every question has, on the path or in a list."""

    id: Id
    """A short name: a-z, 0-9, _."""
    text: Text = Field(alias="ask")
    """The question, as it is asked."""
    label: Text = ""
    """A few words for documents; the question itself where it is missing."""
    say: Text = ""
    """How to say it, for the worker."""
    help: Text = ""
    """Why we ask, for the worker; shown on the help key."""


class ChoiceField(Asked):
    """A question with answers to choose from."""

    kind: Literal["yes_no", "choose_one", "choose_many"] | None = None
    """Without it: yes_no if the answers are just yes and no, otherwise choose_one."""
    answers: AnswersOrSet | None = None
    """The name of an answer set, or the answers: `{yes: "Yes", no: "No"}`."""


class ScaleField(Asked):
    """A whole number on a scale."""

    kind: Literal["scale"]
    """A whole number between two limits."""
    at_least: Amount = "0"
    """The lowest number; 0 where it is missing."""
    at_most: Amount = "10"
    """The highest number; 10 where it is missing."""
    at_least_means: Text = ""
    """What the lowest number means, in a few words."""
    at_most_means: Text = ""
    """What the highest number means, in a few words."""


class NumberField(Asked):
    """A number."""

    kind: Literal["number"]
    """A number."""
    at_least: Amount | None = None
    """The lowest number that fits."""
    at_most: Amount | None = None
    """The highest number that fits."""
    unit: Text = ""
    """What is counted: years, tablets."""


class OpenField(Asked):
    """A question that is answered in the person's own words, with a date, a number or a name."""

    kind: Literal["text", "long_text", "date_time", "phone", "person"]
    """text: one line. long_text: more. date_time, phone, person: as they say."""


class OnPath(Strict):
    """What every step has besides its words."""

    when: When = ALWAYS
    """The step is on the path only while this condition holds."""
    private: YesNo = "no"
    """Hidden on review, on going back, on resuming, and on client pages."""
    call: Ids = []
    """Ids of resources whose numbers are shown with the step."""


class Telling(OnPath):
    """What every step has that is answered."""

    danger: YesNo = "no"
    """Worded so that yes means danger: always in the record; only a plain no reassures."""
    otherwise: Literal["could_not_assess", "not_needed"] | None = None
    """What a danger step counts as when its condition fails for another reason than a plain no."""
    start_from: Literal["last_plan"] | None = None
    """Begins with what the last plan says."""


class ChoiceStep(ChoiceField, Telling):
    """A question with answers to choose from."""


class ScaleStep(ScaleField, Telling):
    """A question that is answered with a whole number on a scale."""


class NumberStep(NumberField, Telling):
    """A question that is answered with a number."""


class OpenStep(OpenField, Telling):
    """A question that is answered in words, with a date, a telephone number or a person."""


class Worded(Strict):
    """What a step has that is not a question."""

    id: Id
    """A short name: a-z, 0-9, _."""
    label: Text = ""
    """A few words for documents; the text itself where it is missing."""
    say: Text = ""
    """How to say it, for the worker."""
    help: Text = ""
    """Why, for the worker; shown on the help key."""


# A field takes the kinds that a question takes. The tags in angles are no keys of a file.
KIND_TAGS = {
    "yes_no": "<choice>",
    "choose_one": "<choice>",
    "choose_many": "<choice>",
    "scale": "<scale>",
    "number": "<number>",
    "text": "<open>",
    "long_text": "<open>",
    "date_time": "<open>",
    "phone": "<open>",
    "person": "<open>",
}
STEP_KEYS = ("ask", "list", "do", "guidance")


def _field_tag(raw: Any) -> str | None:
    if not isinstance(raw, dict):
        return None
    if "kind" not in raw:
        return "<choice>" if "answers" in raw else None
    return KIND_TAGS.get(str(raw["kind"])) or _likely(raw)


def _likely(raw: dict[str, Any]) -> str:
    """Where the kind is misspelt: what the other keys fit, so that these are not told too."""
    if "answers" in raw:
        return "<choice>"
    return "<scale>" if "at_least" in raw or "at_most" in raw else "<open>"


def _step_tag(raw: Any) -> str | None:
    kept = [key for key in STEP_KEYS if isinstance(raw, dict) and key in raw]
    if not kept:
        return None
    return _field_tag(raw) if kept[0] == "ask" else f"<{kept[0]}>"


EachField = Annotated[
    Annotated[ChoiceField, Tag("<choice>")]
    | Annotated[ScaleField, Tag("<scale>")]
    | Annotated[NumberField, Tag("<number>")]
    | Annotated[OpenField, Tag("<open>")],
    Discriminator(_field_tag),
]


class ListStep(Worded, Telling):
    """Things collected one by one."""

    text: Text = Field(alias="list")
    """What is collected, as it is asked."""
    each: list[EachField] = Field(min_length=1)
    """The fields of one item: each an id, a question and a kind."""
    at_least: Amount | None = None
    """How many there must be."""
    at_most: Amount | None = None
    """How many there may be."""


class ActionStep(Worded, Telling):
    """Something to do; afterwards the worker says what came of it."""

    text: Text = Field(alias="do")
    """What to do."""
    confirm: Text = ""
    """What is asked when it is done."""


class GuidanceStep(Worded, OnPath):
    """Words for the worker; nothing is asked."""

    text: Text = Field(alias="guidance")
    """What the worker reads with the next question."""


AnyStep = Annotated[
    Annotated[ChoiceStep, Tag("<choice>")]
    | Annotated[ScaleStep, Tag("<scale>")]
    | Annotated[NumberStep, Tag("<number>")]
    | Annotated[OpenStep, Tag("<open>")]
    | Annotated[ListStep, Tag("<list>")]
    | Annotated[ActionStep, Tag("<do>")]
    | Annotated[GuidanceStep, Tag("<guidance>")],
    Discriminator(_step_tag),
]
TAGS = {*KIND_TAGS.values(), *(f"<{key}>" for key in STEP_KEYS), "<name>", "<answers>"}


class SectionKeys(Strict):
    """A titled part of the protocol."""

    id: Id
    """A short name: a-z, 0-9, _."""
    title: Text
    """What the worker reads above its questions."""
    aim: Text = ""
    """What it is for, in one sentence."""
    when: When = ALWAYS
    """All its steps are on the path only while this condition holds."""
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
    what: Text = ""
    """What is to be done then."""


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


class DocumentKeys(Strict):
    """A client page."""

    when: When = ALWAYS
    """The document is made only while this condition holds."""
    parts: list[PartKeys]
    """Its headings, in order."""


Block = Annotated[BlockKeys, BeforeValidator(_steps)]
Document = Annotated[DocumentKeys, BeforeValidator(_parts)]


class File(Strict):
    """A whole protocol file."""

    protocol: ProtocolId
    """The id of the protocol: a-z, 0-9, -."""
    title: Text
    """Its name."""
    version: Annotated[Text, WithJsonSchema({"type": ["string", "number"]})]
    """Its version; give each change that is used a new one."""
    languages: Annotated[list[ProtocolId], BeforeValidator(_listed)] = ["en"]
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
