"""Answers go back to the form that the questions came from, as real responses have them."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest
from fhir_rules import broken
from forms import Imported, choices, form, group, interview, item, when

from crisis_cli.documents.fhir.response import questionnaire_response
from crisis_cli.engine.entries import Ended, Ending, Entry
from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.protocol.source import examine

URL = "http://example.org/Questionnaire/form"
ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"


def sent(made, warn=lambda told: None, **said):
    """What goes back of a whole interview; answers by the id of the step."""
    state = interview(made.protocol, said)
    for event in (Ending("finished"), Ended()):
        state.add(Entry(len(state.entries) + 1, datetime(2026, 1, 2, tzinfo=UTC), "", event))
    response = questionnaire_response(state, "k7m4-2pqx", warn)
    assert broken(response) == []
    return response


def bare(items):
    """Items without their words: linkId -> answers, or items, as they stand."""
    return [
        {key: bare(part) if key == "item" else part for key, part in one.items() if key != "text"}
        for one in items
    ]


def test_each_type_of_item_gets_a_value_of_its_type():
    types = {
        "flag": ("boolean", "yes", {"valueBoolean": True}),
        "count": ("integer", 3, {"valueInteger": 3}),
        "share": ("decimal", 0.5, {"valueDecimal": 0.5}),
        "born": ("date", "1990-05-17", {"valueDate": "1990-05-17"}),
        "met": ("dateTime", "2026-07-01T14:05", {"valueDateTime": "2026-07-01T14:05:00-04:00"}),
        "hour": ("time", "14:05", {"valueTime": "14:05:00"}),
        "name": ("string", "Ana", {"valueString": "Ana"}),
        "story": ("text", "a\nb", {"valueString": "a\nb"}),
        "site": ("url", "http://a.b", {"valueUri": "http://a.b"}),
        "file": ("attachment", "on her phone", {"valueAttachment": {"title": "on her phone"}}),
        "doctor": ("reference", "Dr. Lee", {"valueReference": {"display": "Dr. Lee"}}),
    }
    made = Imported(form(*(item(name, kind) for name, (kind, _, _) in types.items()), url=URL))
    told = []
    response = sent(made, told.append, **{name: raw for name, (_, raw, _) in types.items()})

    assert {one["linkId"]: one["answer"] for one in response["item"]} == {
        name: [value] for name, (_, _, value) in types.items()
    }
    assert (response["questionnaire"], told) == (URL, [])


def test_an_answer_that_is_not_of_the_type_is_given_as_it_was_said_and_told():
    made = Imported(form(item("count", "integer"), item("hour", "time"), item("born", "date")))
    told = []
    response = sent(made, told.append, count=1.5, hour="at noon", born="2026-01-02T03:04")

    assert [one["answer"] for one in response["item"]] == [
        [{"valueDecimal": 1.5}],
        [{"valueString": "at noon"}],
        [{"valueDateTime": "2026-01-02T03:04:00-05:00"}],
    ]
    assert len(told) == 1 and "count, hour, born" in told[0]


def test_codes_go_back_as_the_form_has_them_and_words_beside_them_as_words():
    made = Imported(
        form(
            item("one", "choice", answerOption=choices("a", "b")),
            item("many", "choice", answerOption=choices("c", "d"), repeats=True),
            item("open", "open-choice", answerOption=choices("e")),
            item("five", "integer", answerOption=[{"valueInteger": 5}, {"valueInteger": 6}]),
        )
    )
    response = sent(made, one="a", many=["c", "d"], open="other", open_other="a tent", five="5")

    a, c, d = (
        {"valueCoding": {"system": "http://s", "code": x, "display": x.upper()}} for x in "acd"
    )
    assert bare(response["item"]) == [
        {"linkId": "one", "answer": [a]},
        {"linkId": "many", "answer": [c, d]},
        {"linkId": "open", "answer": [{"valueString": "a tent"}]},
        {"linkId": "five", "answer": [{"valueInteger": 5}]},
    ]


def test_groups_nest_as_in_the_form_though_no_step_came_of_them():
    silent = group("silent", item("deep"), text="")
    made = Imported(form(group("top", item("first"), group("inner", silent, item("last")))))
    response = sent(made, first="yes", deep="no", last="yes")

    yes, no = [{"valueBoolean": True}], [{"valueBoolean": False}]
    inner = [
        {"linkId": "silent", "item": [{"linkId": "deep", "answer": no}]},
        {"linkId": "last", "answer": yes},
    ]
    assert bare(response["item"]) == [
        {
            "linkId": "top",
            "item": [{"linkId": "first", "answer": yes}, {"linkId": "inner", "item": inner}],
        }
    ]


def test_what_stands_under_a_question_goes_back_under_its_answer():
    made = Imported(form(item("hurt", item=[item("where", "string")])))
    below = [{"linkId": "where", "answer": [{"valueString": "knee"}]}]

    assert bare(sent(made, hurt="yes", where="knee")["item"][0]["answer"][0]["item"]) == below
    unsure = sent(made, hurt="declined", where="knee")["item"][0]["answer"]
    assert unsure[0]["_valueBoolean"]["extension"][0]["valueCode"] == "asked-declined"
    assert bare(unsure[0]["item"]) == below


def test_groups_and_questions_that_repeat_go_back_once_for_each():
    kids = group(
        "kids", item("name", "string"), group("more", item("age", "integer")), repeats=True
    )
    made = Imported(form(kids, item("phones", "string", repeats=True)))
    response = sent(
        made, kids=[{"name": "Ana", "age": 5}, {"name": "Ben"}], phones=["1", {"answer": "2"}]
    )

    name = [{"linkId": "name", "answer": [{"valueString": "Ana"}]}]
    age = [{"linkId": "age", "answer": [{"valueInteger": 5}]}]
    assert bare(response["item"]) == [
        {"linkId": "kids", "item": [*name, {"linkId": "more", "item": age}]},
        {"linkId": "kids", "item": [{"linkId": "name", "answer": [{"valueString": "Ben"}]}]},
        {"linkId": "phones", "answer": [{"valueString": "1"}, {"valueString": "2"}]},
    ]


def test_a_group_that_repeats_and_is_not_known_says_why_and_an_empty_one_that_it_was_asked():
    made = Imported(form(group("kids", item("name", "string"), repeats=True)))

    why = [{"url": ABSENT, "valueCode": "asked-declined"}]
    assert bare(sent(made, kids="declined")["item"]) == [{"linkId": "kids", "extension": why}]
    assert bare(sent(made, kids=[])["item"]) == [{"linkId": "kids"}]


def test_a_question_that_its_condition_left_out_does_not_go_back():
    made = Imported(form(item("a"), item("b", enableWhen=[when("a", answerBoolean=True)])))

    assert [one["linkId"] for one in sent(made, a="no")["item"]] == ["a"]
    assert [one["linkId"] for one in sent(made, a="unsure")["item"]] == ["a"]


def test_an_answer_to_a_question_that_the_form_does_not_have_is_kept_and_told():
    """Then it is no response to the form: whoever checks it against that would refuse it."""
    text = Imported(form(item("a"), url=URL)).text
    added = text.replace(
        "\nquestionnaire:",
        "\n      - {id: own, ask: Shelter tonight?, answers: {yes: Yes, no: No}}\n\nquestionnaire:",
    )
    protocol, _ = examine(added.encode())
    told = []
    response = sent(SimpleNamespace(protocol=protocol), told.append, a="yes", own="no")

    assert response["item"][0]["linkId"] == "a"
    assert bare(response["item"][1:]) == [
        {
            "linkId": "crisis.section.questions",
            "item": [{"linkId": "crisis.own", "answer": [{"valueBoolean": False}]}],
        }
    ]
    assert response["questionnaire"].startswith("urn:uuid:")
    assert len(told) == 1 and URL in told[0]


def test_the_way_back_survives_being_stored_with_the_contact():
    inner = item("one", "choice", answerOption=choices("a", "b"))
    made = Imported(form(group("g", inner), url=URL, version="3.0.0"))
    stored = from_json(json.loads(json.dumps(to_json(made.protocol))))

    assert stored == made.protocol
    assert stored.questionnaire.url == URL and stored.questionnaire.version == "3.0.0"
    assert sent(made, one="a")["questionnaire"] == f"{URL}|3.0.0"


# -- real questionnaires with real responses to them

DATA = os.environ.get("CRISIS_TEST_DATA", "")
PAIRS = Path(DATA) / "fhir" / "pairs"
UNIT = "the form names no unit, so none was asked"
# What of a real response we cannot carry, and why: place -> reason. Nothing else may differ.
DIFFERENCES = {
    "android-multi-subject/response-1.json": {
        **{f"{n}.answer.0.valueQuantity.{part}": UNIT for n in "34" for part in ("system", "code")},
        **{
            f"5#{at}.5.{n}.answer.0.valueQuantity.{part}": UNIT
            for at in (0, 1)
            for n in "45"
            for part in ("system", "code")
        },
        **{
            f"5#{at}.5.1.answer.0.valueReference.{part}": "a record is named in words"
            for at in (0, 1)
            for part in ("reference", "display")
        },
        "questionnaire": "the version stands in the form, and ours says it",
        **{f"{n}.code": "R4 has no such element" for n in "234"},
        **{f"5#{at}.5.1.extension": "what isSubject says is not imported" for at in (0, 1)},
    },
    "ftc-enablewhen-all/response-1.json": {},
    "ftc-enablewhen-basic/response-1.ok.json": {},
    "ftc-enablewhen-basic/response-2.fail.json": {
        "enable-when": "it answers a question that is not enabled; here nobody can",
    },
    "ftc-practice/response-1.json": {"questionnaire": "not as R4 has it"},
    "ftc-practice/response-2.missing-required.json": {
        "questionnaire": "not as R4 has it",
        "date.answer.0.item": "what was passed by is said to be not asked, and not left out",
    },
    "sdoh-hunger-vital-sign/response-1.json": {"questionnaire": "it names no questionnaire"},
}


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
@pytest.mark.parametrize("pair", DIFFERENCES)
def test_a_real_response_goes_in_and_comes_out_but_for_what_is_named(pair):
    folder, name = pair.split("/")
    made = Imported((PAIRS / folder / "questionnaire.json").read_bytes())
    real = json.loads((PAIRS / folder / name).read_text("utf-8"))
    ours = sent(made, **answers(made, real["item"]))

    assert set(differences(ours, real)) == set(DIFFERENCES[pair])


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
def test_every_real_response_is_among_those_that_are_compared():
    there = {f"{one.parent.name}/{one.name}" for one in PAIRS.glob("*/response-*.json")}

    assert there == set(DIFFERENCES)


def answers(made, items):
    """What a real response says, as the engine takes it: by the id of the step."""
    said = {}
    for step in made.protocol.steps:
        found = [one for one in every(items) if one["linkId"] == step.link_id]
        if step.kind == "list" and found:
            inside = [{one["linkId"]: one for one in every(each["item"])} for each in found]
            said[step.id] = [
                {f.id: raw(made, f, each[f.link_id]) for f in step.each if f.link_id in each}
                for each in inside
            ]
        elif found and step.kind != "guidance":
            said[step.id] = raw(made, step, found[0])
    return {name: value for name, value in said.items() if made.steps[name]}


def every(items):
    for one in items:
        yield one
        yield from every(one.get("item", ()))
        for answer in one.get("answer", ()):
            yield from every(answer.get("item", ()))


def raw(made, step, one):
    place = next(i for i in made.protocol.questionnaire.items if i.link_id == step.link_id)
    [(kind, value)] = [(k, v) for k, v in one["answer"][0].items() if k != "item"]
    if kind == "valueCoding":
        return next(a.id for a in place.answers if a.code == value["code"])
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value.get("value") or value["reference"] if isinstance(value, dict) else value


def differences(ours, real):
    """Where two responses differ: in what they answer to, how far they are, and each item."""
    for key in ("questionnaire", "status"):
        if ours.get(key) != real.get(key):
            yield key
    yield from in_items(ours["item"], real["item"], "")


def in_items(ours, real, place):
    mine, theirs = named(ours), named(real)
    for name in dict.fromkeys((*mine, *theirs)):
        if name in mine and name in theirs:
            yield from in_parts(mine[name], theirs[name], f"{place}{name}")
        else:
            yield f"{place}{name}"


def named(items):
    """Items by linkId, with a number where it stands there several times."""
    names = [one["linkId"] for one in items]
    several = {name for name in names if names.count(name) > 1}
    return {
        f"{n}#{names[:at].count(n)}" if n in several else n: items[at] for at, n in enumerate(names)
    }


def in_parts(mine, theirs, place):
    if isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        mine, theirs = ({str(at): one for at, one in enumerate(x)} for x in (mine, theirs))
    if not (isinstance(mine, dict) and isinstance(theirs, dict)):
        if mine != theirs:
            yield place
        return
    for key in dict.fromkeys((*mine, *theirs)):
        if key == "text" and key not in theirs:  # real responses leave the words out
            continue
        if key not in mine or key not in theirs:
            yield f"{place}.{key}"
        elif key == "item":
            yield from in_items(mine[key], theirs[key], f"{place}.")
        else:
            yield from in_parts(mine[key], theirs[key], f"{place}.{key}")


# -- every real questionnaire, all of it answered, and nothing of it known

FORMS = sorted(
    str(one.relative_to(DATA))
    for one in (Path(DATA).glob("fhir/**/*.json") if DATA else ())
    if '"resourceType": "Questionnaire"' in one.read_text("utf-8")
)
FIRST = {
    "yes_no": "yes",
    "scale": 1,
    "number": 1,
    "text": "some words",
    "long_text": "some\nwords",
    "date_time": "2026-11-27",
    "phone": "988",
}


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
@pytest.mark.parametrize("path", FORMS)
@pytest.mark.parametrize("how", ["answered", "declined"])
def test_every_real_form_gets_a_response_that_keeps_the_rules_and_its_nesting(path, how):
    made = Imported((Path(DATA) / path).read_bytes())
    said = {s.id: first(s) if how == "answered" else "declined" for s in made.protocol.steps}
    response = sent(made, **said)
    above = {one.link_id: one.under for one in made.protocol.questionnaire.items}

    assert places(response.get("item", []), "") <= set(above.items())
    if how == "declined":
        assert "valueBoolean" not in json.dumps(response).replace("_valueBoolean", "")


def first(step):
    """Any answer that fits."""
    if step.kind == "list":
        return [{field.id: first(field) for field in step.each}] * max(1, int(step.least or 1))
    if step.kind in ("choose_one", "yes_no") and step.options:
        return next(iter(step.options))
    if step.kind == "choose_many":
        return list(step.options)
    least = FIRST.get(step.kind, "")
    return step.least if step.least is not None and step.kind in ("scale", "number") else least


def places(items, under):
    """Each item with the one around it."""
    found = set()
    for one in items:
        found.add((one["linkId"], under))
        inner = one.get("item", [])
        for answer in one.get("answer", []):
            inner = [*inner, *answer.get("item", [])]
        found |= places(inner, one["linkId"])
    return found
