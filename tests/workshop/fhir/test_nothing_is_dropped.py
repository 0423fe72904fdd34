"""Every part of every item is in the draft or in the report: take one away, and either changes."""

import copy
import json

import pytest
from forms import choices, form, group, item, when

from crisis_cli.workshop.fhir.importing import imported

HL7 = "http://hl7.org/fhir/StructureDefinition/"


def extension(name, **value):
    return {"url": f"{HL7}{name}"} | value


def control(code):
    concept = {"coding": [{"code": code}]}
    return extension("questionnaire-itemControl", valueCodeableConcept=concept)


EXPRESSION = {"name": "n", "expression": "1 + 1"}
ITEMS = [
    item("b", prefix="1.", required=True, readOnly=True, definition="http://d", id="x"),
    item("c", "open-choice", repeats=True, answerOption=[
        option | {"initialSelected": True, "extension": [extension("ordinalValue", valueDecimal=n)]}
        for n, option in enumerate(choices("a", "z"), 1)
    ]),
    item("s", "string", maxLength=30, initial=[{"valueString": "x"}],
         _text={"extension": [extension("translation", valueString="y")], "id": "7"},
         enableWhen=[when("b", "!=", answerBoolean=True), when("c", "exists", answerBoolean=False)],
         enableBehavior="any", disabledDisplay="protected"),
    item("n", "quantity", code=[{"system": "http://s", "code": "k", "display": "K"}], extension=[
        extension("minValue", valueDecimal=1), extension("maxValue", valueDecimal=9),
        extension("questionnaire-unit", valueCoding={"display": "mg"}),
        extension("questionnaire-signatureRequired", valueCodeableConcept={"text": "all"}),
    ]),
    item("v", "choice", answerValueSet="#v", modifierExtension=[extension("m", valueCode="q")]),
    item("w", "choice", answerValueSet="http://elsewhere", answerConstraint="optionsOrType"),
    group("g", item("u", "text", repeats=True), item("d", "display", extension=[control("help")]),
          item("h", "date", item=[item("e", "display", extension=[control("flyover")])]),
          enableWhen=[when("c", answerCoding={"system": "http://s", "code": "z"})],
          extension=[extension("questionnaire-hidden", valueBoolean=True)], repeats=True,
          enableWhenExpression=EXPRESSION, colour="red"),
    item("x", "string", extension=[
        extension("variable", valueExpression=EXPRESSION),
        extension("questionnaire-constraint", extension=[{"url": "human", "valueString": "No."}]),
        {"url": "https://example.org/own", "valueString": "theirs"},
    ]),
]  # fmt: skip
VALUES = {
    "resourceType": "ValueSet",
    "id": "v",
    "compose": {"include": [{"system": "s", "concept": [{"code": "a", "designation": []}]}]},
}
BODY = json.loads(form(*ITEMS, contained=[VALUES], useContext=[], derivedFrom=["http://x"]))


def places(value, path=()):
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield (*path, key)
        yield from places(value[key], (*path, key))


def outcome(body):
    made = imported(json.dumps(body).encode(), "form.json")
    return made.text, json.dumps(made.report.data())


@pytest.mark.parametrize(
    "path", [p for p in places(BODY["item"]) if isinstance(p[-1], str)], ids=str
)
def test_no_part_of_an_item_is_dropped_silently(path):
    body = copy.deepcopy(BODY)
    holder = body["item"]
    for key in path[:-1]:
        holder = holder[key]
    del holder[path[-1]]

    assert outcome(body) != outcome(BODY)


@pytest.mark.parametrize("key", sorted(set(BODY) - {"resourceType"}))
def test_no_part_of_the_form_is_dropped_silently(key):
    body = {name: value for name, value in BODY.items() if name != key}
    body |= {"item": [item("only")]} if key == "item" else {}

    assert outcome(body) != outcome(BODY)
