"""The steps of a protocol file: their keys, and what each one means."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from crisis_cli.protocol.surface.values import (
    ALWAYS,
    Amount,
    AnswersOrSet,
    Id,
    Ids,
    RecordWord,
    Strict,
    Text,
    When,
    YesNo,
)


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
    link_id: Text = ""
    """The linkId of the FHIR item that it was imported from."""


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
    record: RecordWord | None = None
    """What its answer is to the contact record; that of its section where it is missing."""


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
    link_id: Text = ""
    """The linkId of the FHIR item that it was imported from."""


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
    if "unit" in raw:
        return "<number>"
    return "<scale>" if any(str(key).startswith("at_") for key in raw) else "<open>"


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
