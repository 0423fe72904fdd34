"""Random forms: what the imported protocol asks is what the rules of FHIR enable."""

import json

import evaluator
from forms import Imported, choices, form, item
from hypothesis import event, given, settings
from hypothesis import strategies as st

CODES = ("a", "b", "unsure", "no")
ANSWERS = {
    "boolean": [{"valueBoolean": True}, {"valueBoolean": False}],
    "integer": [{"valueInteger": n} for n in (-1, 0, 3, 7)],
    "decimal": [{"valueDecimal": n} for n in (-1.5, 0.25, 3, 7.5)],
    "quantity": [{"valueQuantity": {"value": n}} for n in (1, 2.5)],
    "choice": [{"valueCoding": {"system": "http://s", "code": code}} for code in CODES],
    "string": [{"valueString": "some words"}],
    "date": [{"valueDate": "2026-01-02"}],
}
ORDER = ("<", ">", "<=", ">=")
OPERATORS = {
    "boolean": ("=", "!="),
    "integer": ("=", "!=", *ORDER),
    "decimal": ("=", "!=", *ORDER),
    "quantity": ("=", "!=", *ORDER),
    "choice": ("=", "!="),
}


@st.composite
def clauses(draw, questions):
    """A condition on a question that comes before."""
    question, kind = draw(st.sampled_from(questions))
    operator = draw(st.sampled_from(("exists", *OPERATORS.get(kind, ()))))
    if operator == "exists":
        return {"question": question, "operator": operator, "answerBoolean": draw(st.booleans())}
    [(key, value)] = draw(st.sampled_from(ANSWERS[kind])).items()
    return {"question": question, "operator": operator, key.replace("value", "answer"): value}


@st.composite
def items(draw, questions, names, depth=0):
    """Items at one level; questions are added to `questions` as they come up."""
    made = []
    for _ in range(draw(st.integers(1, 4 if depth < 2 else 2))):
        name = f"i.{len(names)}"
        names.append(name)
        kind = draw(st.sampled_from((*ANSWERS, "choice", "group", "group", "display")))
        one = {"linkId": name, "type": kind}
        if draw(st.booleans()) or kind == "display":
            one["text"] = f"What about {name}?"
        if questions and draw(st.booleans()):
            one["enableWhen"] = draw(st.lists(clauses(questions), min_size=1, max_size=3))
            one["enableBehavior"] = draw(st.sampled_from(("all", "any")))
        if kind == "choice":
            one["answerOption"] = choices(*CODES)
        if kind not in ("group", "display"):
            one["repeats"] = draw(st.booleans()) and kind in ("choice", "string", "boolean")
            questions.append((name, kind))
        if kind == "group":
            one["repeats"] = draw(st.integers(0, 3)) == 0
        if depth < 3 and (kind == "group" or (kind != "display" and draw(st.integers(0, 3)) == 0)):
            one["item"] = draw(items(questions, names, depth + 1))
        made.append(one)
    return made


@st.composite
def answered(draw):
    """Items, and answers to some of their questions."""
    questions = []
    made = draw(items(questions, []))
    several = st.sampled_from
    given = {
        name: [draw(several(ANSWERS[kind]))] for name, kind in questions if draw(st.booleans())
    }
    return made, given


@settings(max_examples=300)
@given(answered())
def test_what_is_asked_is_what_fhir_enables(case):
    made, given = case
    imported = Imported(form(*made, item("last", "string")))
    unconditional = {
        n["link_id"] for n in imported.data["not_imported"] if "enableWhen" in n["path"]
    }
    event(f"conditions that were not imported: {min(len(unconditional), 3)}")
    expected = evaluator.enabled(made, given, unconditional) | {"last": True}
    found = imported.enabled(given)

    without_steps = [one for one in imported.items if one.type == "group"]
    for one in without_steps:
        expected.pop(one.link_id)
        found.pop(one.link_id, None)
    assert found == expected, json.dumps(made)


def test_the_evaluator_knows_the_rules_that_are_easily_missed():
    when = {"question": "q", "operator": "!=", "answerBoolean": True}
    made = [
        {"linkId": "p", "type": "boolean"},
        {"linkId": "q", "type": "boolean",
         "enableWhen": [{"question": "p", "operator": "exists", "answerBoolean": True}]},
        {"linkId": "r", "type": "group", "enableWhen": [when],
         "item": [{"linkId": "s", "type": "boolean"}]},
    ]  # fmt: skip
    yes = [{"valueBoolean": True}]

    assert evaluator.enabled(made, {}) == {"p": True, "q": False, "r": True, "s": True}
    assert evaluator.enabled(made, {"q": yes})["s"]
    assert not evaluator.enabled(made, {"p": yes, "q": yes})["s"]
