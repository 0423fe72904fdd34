"""Whether a group that repeats can be a list of the language, which is plain fields and no more."""

from __future__ import annotations

from crisis_cli.workshop.fhir.outline import PLAIN, Item

CHOICES = ("answerOption", "answerValueSet", "option", "options")


def obstacle(item: Item) -> str | None:
    """What keeps a group that repeats from being a list; None where nothing does."""
    questions = 0
    for child in item.below():
        conditional = child.extensions.has("enableWhenExpression")
        if conditional or "enableWhen" in child.element.body:
            return f"a condition in it ('{child.title}')"
        if child.type == "group":
            if child.repeats:
                return f"another group that repeats in it ('{child.title}')"
            continue
        if any(inner.type != "display" for inner in child.items):
            return f"something asked under '{child.title}'"
        if child.type in PLAIN:
            continue
        questions += 1
        if child.repeats and not any(name in child.element.body for name in CHOICES):
            return f"a question with several answers in it ('{child.title}')"
    return None if questions else "no question in it"
