"""62 real Questionnaires: what is enabled and disabled agrees with an independent evaluator."""

import json
import os
from pathlib import Path

import pytest
from forms import Imported

DATA = os.environ.get("CRISIS_TEST_DATA", "")
ROOT = Path(DATA)
pytestmark = pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")


def listed(file, key):
    return json.loads((ROOT / "fhir" / file).read_text("utf-8"))[key] if DATA else {}


FORMS = sorted(listed("EXPECTED.json", "questionnaires"))
PAIRS = listed("EXPECTED.json", "pairs")
SCENARIOS = listed("SCENARIOS.json", "questionnaires")
# Conditions that are named and not imported: the item is asked always.
NAMED = {
    # free text is compared, and several parts do not say whether all or any must hold
    "fhir/questionnaires/lhc-formbuilder/disabled-display-sample.json": {"102", "103"},
    # enableWhenExpression: FHIRPath
    "fhir/questionnaires/android-fhir/questionnaire_with_enabled_display_items.json": {
        "1.1",
        "1.2",
    },
}


def read(path):
    return json.loads((ROOT / path).read_text("utf-8"))


def imported(path):
    return Imported((ROOT / path).read_bytes(), path)


def said(items, answers):
    """linkId -> the answers of a response, those under groups and under answers too."""
    for item in items:
        for answer in item.get("answer", []):
            inner = answer.get("item", [])
            value = {key: one for key, one in answer.items() if key.startswith("value")}
            answers.setdefault(item["linkId"], []).append(value)
            said(inner, answers)
        said(item.get("item", []), answers)
    return answers


def unconditional(form):
    return {
        note["link_id"]
        for note in form.data["not_imported"]
        if "enableWhen" in note["path"] or "enableWhenExpression" in note["what"]
    }


def disabled(form, answers):
    return {link_id for link_id, there in form.enabled(answers).items() if not there}


def test_there_are_62():
    assert len(FORMS) == 62


@pytest.mark.parametrize("path", FORMS)
def test_it_loads_without_an_error_and_nothing_is_dropped_silently(path):
    form = imported(path)
    known = {one.place.path for one in form.items}
    steps = {step.id: step for step in form.protocol.steps}
    fields = {f"{step.id}.{one.id}": one for step in steps.values() for one in step.each}

    assert len(form.items) == listed("EXPECTED.json", "questionnaires")[path]["items"]
    assert known == {one["path"] for one in form.data["items"]}
    for one in form.items:
        if one.became in ("question", "guidance", "list", "field"):
            assert (steps | fields)[one.where].link_id == one.link_id
        else:
            assert one.became in ("help", "section", "holds sections", "nothing of its own")


@pytest.mark.parametrize("path", FORMS)
def test_the_conditions_that_are_not_imported_are_these_and_no_others(path):
    assert unconditional(imported(path)) == NAMED.get(path, set())


@pytest.mark.parametrize("path", FORMS)
def test_without_conditions_everything_is_asked(path):
    if not listed("EXPECTED.json", "questionnaires")[path]["items_with_enableWhen"]:
        assert disabled(imported(path), {}) == set()


@pytest.mark.parametrize("path", sorted(SCENARIOS))
def test_what_is_disabled_agrees_in_every_scenario(path):
    form = imported(path)
    for scenario in SCENARIOS[path]["scenarios"]:
        expected = set(scenario["disabled"]) - NAMED.get(path, set())
        assert disabled(form, scenario["answers"]) == expected, scenario["answers"]


@pytest.mark.parametrize("path", sorted(PAIRS))
def test_what_is_disabled_agrees_in_every_pair(path):
    form = imported(str(Path(path).parent / "questionnaire.json"))
    answers = said(read(path)["item"], {})
    lists = {one.link_id for one in form.items if one.became in ("list", "field")}
    answers = {name: given for name, given in answers.items() if name not in lists}

    assert disabled(form, answers) == set(PAIRS[path]["disabled"])
