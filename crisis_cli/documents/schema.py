"""The JSON Schema (2020-12) of what is given as JSON, made of the very types that it is made of."""

from __future__ import annotations

import types
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any, NotRequired, Union, get_args, get_origin, get_type_hints, is_typeddict

from crisis_cli.documents import plan as plans
from crisis_cli.documents.record import data as records
from crisis_cli.engine.additions import AMENDMENTS, DECISIONS, SETTLED, WAYS
from crisis_cli.engine.answers import CORRECTED, IN_FORCE, KEPT_TOO, REPLACED, WITHDRAWN
from crisis_cli.engine.entries import ENDINGS, HOW
from crisis_cli.engine.revision import Change
from crisis_cli.protocol.compiled import LEVELS, UNKNOWN

Json = dict[str, Any]

DRAFT = "https://json-schema.org/draft/2020-12/schema"
SIMPLE: dict[Any, Json] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
}
# The words that may stand in a text, by the class and its field; "" where there is none.
WORDS: dict[tuple[str, str], tuple[str, ...]] = {
    ("Answer", "unknown"): ("", *UNKNOWN),
    ("Answer", "standing"): (IN_FORCE, REPLACED, CORRECTED, WITHDRAWN, KEPT_TOO),
    ("Answer", "how"): HOW,
    ("Question", "standing_in"): ("", "could_not_assess", "not_asked"),
    ("Amendment", "kind"): AMENDMENTS,
    ("Amendment", "unknown"): ("", *UNKNOWN),
    ("Amendment", "decision"): ("", *DECISIONS),
    ("Level", "highest"): ("", *LEVELS),
    ("Level", "present"): ("", *LEVELS),
    ("Level", "if_ended"): LEVELS,
    ("Reason", "level"): LEVELS,
    ("Raised", "level"): LEVELS,
    ("Ending", "how"): ENDINGS,
    ("Task", "kind"): ("follow_up", "outcome"),
    ("Try", "way"): tuple(WAYS),
    ("Settlement", "how"): tuple(SETTLED),
    ("Countersign", "level"): ("", *LEVELS),
    ("Concern", "level"): LEVELS,
    ("Concern", "present"): LEVELS,
}


def contact_record() -> Json:
    """Of the contact record, as `show --json` and contact-record.json give it."""
    return schema(
        "Contact record", records.Record, "contact_record", {"plan_changes": list[Change]}
    )


def safety_plan() -> Json:
    """Of the safety plan, as `show --json` and safety-plan.json give it."""
    whole = schema("Safety plan", plans.Plan, "safety_plan")
    whole["properties"]["language"] = {"type": "string", "description": "Of the page: en, es."}
    whole["required"].append("language")
    return whole


def schema(title: str, kind: Any, document: str = "", maybe: dict[str, Any] | None = None) -> Json:
    """Of one type, a dataclass or a TypedDict. document: what its `document` says. maybe: more
    that may be there."""
    made = _Made()
    whole = made.of_class(kind)
    if document:
        whole["properties"] = {"document": {"const": document}} | whole["properties"]
        whole["required"].insert(0, "document")
    for name, extra in (maybe or {}).items():
        whole["properties"][name] = made.of(extra)
    return {"$schema": DRAFT, "title": title, **whole, "$defs": dict(sorted(made.defs.items()))}


class _Made:
    """Makes one schema. defs: of every class inside, by its name."""

    def __init__(self) -> None:
        self.defs: dict[str, Json] = {}
        self._kinds: dict[str, Any] = {}

    def of(self, kind: Any) -> Json:
        """The schema of one type."""
        if kind in SIMPLE:
            return dict(SIMPLE[kind])
        if is_dataclass(kind) or is_typeddict(kind):
            return self._named(kind)
        origin, inner = get_origin(kind), get_args(kind)
        if origin is NotRequired:
            return self.of(inner[0])
        if origin in (Union, types.UnionType):
            return {"anyOf": [self._or_null(one) for one in inner]}
        if origin is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        if origin is tuple and inner[-1] is not Ellipsis:
            parts = [self.of(one) for one in inner]
            return {"type": "array", "prefixItems": parts, "minItems": len(parts), "items": False}
        if origin in (tuple, list):
            return {"type": "array", "items": self.of(inner[0])}
        raise TypeError(f"{kind} has no schema yet")

    def _named(self, kind: Any) -> Json:
        name = kind.__name__
        if self._kinds.setdefault(name, kind) is not kind:
            raise TypeError(f"two classes are called {name}")
        if name not in self.defs:
            self.defs[name] = {}  # it may hold itself
            self.defs[name] = self.of_class(kind)
        return {"$ref": f"#/$defs/{name}"}

    def of_class(self, kind: Any) -> Json:
        """An object with these keys and no other, so that a forgotten one is found."""
        hints = get_type_hints(kind, include_extras=True)
        names = [one.name for one in fields(kind)] if is_dataclass(kind) else list(hints)
        needed = [name for name in names if get_origin(hints[name]) is not NotRequired]
        return {
            "description": " ".join((kind.__doc__ or "").split()),
            "type": "object",
            "properties": {name: self._property(kind, name, hints[name]) for name in names},
            "required": needed,
            "additionalProperties": False,
        }

    def _property(self, kind: Any, name: str, hint: Any) -> Json:
        words = WORDS.get((kind.__name__, name))
        return {"enum": list(words)} if words else self.of(hint)

    def _or_null(self, kind: Any) -> Json:
        return {"type": "null"} if kind is type(None) else self.of(kind)
