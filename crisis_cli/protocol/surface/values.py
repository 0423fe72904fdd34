"""The values of a protocol file: every scalar is text, until one of these says what fits."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
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


def listed(raw: Any) -> Any:
    """One text as a list of one; anything else as it is."""
    return [raw] if isinstance(raw, str) else raw


ONE_OR_MORE = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]}
Ids = Annotated[list[Id], BeforeValidator(listed), WithJsonSchema(ONE_OR_MORE)]
AnswersOrSet = Annotated[
    Annotated[Id, Tag("<name>")] | Annotated[Answers, Tag("<answers>")],
    Discriminator(lambda raw: "<name>" if isinstance(raw, str) else "<answers>"),
]


RecordWord = Literal[
    "purpose",
    "said",
    "seen",
    "place",
    "reach",
    "who",
    "why",
    "done",
    "agreed",
    "goal",
    "barrier",
    "plan",
]


class Strict(BaseModel):
    """No key that is not known, and no value that is not text, a list or keys."""

    model_config = ConfigDict(extra="forbid", strict=True)
