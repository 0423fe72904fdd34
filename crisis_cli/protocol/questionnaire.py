"""The form that a protocol was imported from: from its keys to the compiled form."""

from __future__ import annotations

from crisis_cli.protocol.compiled import Item, ItemAnswer, Questionnaire
from crisis_cli.protocol.surface.file import ItemAnswerKeys, ItemKeys, QuestionnaireKeys


def questionnaire(keys: QuestionnaireKeys | None) -> Questionnaire | None:
    """The form, compiled; None where there is none. What stands there may name steps and answers
    that are gone since: then it says nothing."""
    if keys is None:
        return None
    return Questionnaire(keys.url, keys.version, tuple(map(_item, keys.items)))


def _item(keys: ItemKeys) -> Item:
    answers = tuple(map(_answer, keys.answers))
    return Item(keys.link_id, keys.type, keys.under, keys.words, keys.unit, answers)


def _answer(keys: ItemAnswerKeys) -> ItemAnswer:
    kind = keys.type or "Coding"
    return ItemAnswer(keys.id, kind, keys.system, keys.code, keys.display, keys.value)
