"""How answers go back to the form: where each item stands in it, its type, and its codes."""

from __future__ import annotations

from typing import Any

from crisis_cli.workshop.fhir.element import Element
from crisis_cli.workshop.fhir.options import Option
from crisis_cli.workshop.fhir.outline import Item, Outline
from crisis_cli.workshop.fhir.words import one_line
from crisis_cli.workshop.fhir.writing import Keys

TYPES = {
    "integer": "Integer",
    "string": "String",
    "date": "Date",
    "time": "Time",
    "reference": "Reference",
}


def way_back(form: Element, outline: Outline) -> Keys:
    """The `questionnaire` of a protocol. Displays have no answer, and so no place in it."""
    read = {key: _word(form.body.get(key)) for key in ("url", "version")}
    keys = Keys({key: word for key, word in read.items() if word})
    keys["items"] = [_item(one) for one in outline.all if one.type != "display" and _name(one)]
    return keys


def _word(text: Any) -> str:
    """An address or a version, if it is one."""
    return one_line(text) if isinstance(text, str) and len(text.split()) == 1 else ""


def _name(item: Item) -> str:
    return one_line(item.link_id)


def _item(item: Item) -> dict[str, Any]:
    above = item.parent
    while above and (above.type == "display" or not _name(above)):
        above = above.parent
    keys: dict[str, Any] = {"link_id": _name(item), "type": item.type}
    keys |= {"under": _name(above)} if above else {}
    keys |= {"words": item.other} if item.other else {}
    keys |= {"unit": item.unit} if item.unit else {}
    answers = [_answer(one) for one in item.answers.options]
    return keys | ({"answers": answers} if answers else {})


def _answer(option: Option) -> dict[str, str]:
    if option.kind == "Coding":
        parts = {"system": option.system, "code": option.code, "display": option.display}
    else:
        kind = TYPES.get(option.kind.lower(), "String")
        parts = {"type": kind, "value": option.text, "display": option.display}
    return {"id": option.id} | {k: text for k, v in parts.items() if (text := one_line(v))}
