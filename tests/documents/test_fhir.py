"""A contact as a FHIR R4 response: nothing unknown looks like a no, and nothing is lost."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from fhir_rules import REASONS as PUBLISHED
from fhir_rules import broken
from made_contacts import CALM, END, PLAN, answer, calm, contact, said
from shipped_plans import SCENARIOS, state

from crisis_cli.documents.fhir.response import Names, fhir, questionnaire_response
from crisis_cli.documents.fhir.values import REASONS, clean
from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.engine.entries import Ending, Paused, Raised
from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.kinds import KINDS

ABSENT = "http://hl7.org/fhir/StructureDefinition/data-absent-reason"
DATA = os.environ.get("CRISIS_TEST_DATA", "")


def sent(state, *more, **named):
    """The response; it breaks no published rule."""
    response = questionnaire_response(state, "k7m4-2pqx", *more, **named)
    assert broken(response) == []
    return response


def every(items):
    """Every item, those inside of others too."""
    for one in items:
        yield one
        yield from every(one.get("item", ()))
        for given in one.get("answer", ()):
            yield from every(given.get("item", ()))


def answered(response, link_id):
    """The answers of one item; None where there is no such item."""
    return next((i["answer"] for i in every(response["item"]) if i["linkId"] == link_id), None)


def absent(unknown, name="_valueBoolean"):
    return {name: {"extension": [{"url": ABSENT, "valueCode": unknown}]}}


# -- answers


def test_each_kind_of_answer_is_given_by_its_type_under_its_section(short):
    response = sent(calm(short))
    danger, plan = response["item"]

    assert (danger["linkId"], danger["text"]) == ("section.danger", "Right now")
    assert [one["linkId"] for one in danger["item"]] == ["alone", "thoughts", "afraid"]
    assert plan["item"][0]["text"] == "How do you know that it is getting bad?"
    assert answered(response, "thoughts") == [{"valueBoolean": False}]
    assert answered(response, "signs") == [{"valueString": PLAN["signs"]}]
    assert answered(response, "keeper")[0]["valueString"] == PLAN["keeper"]["name"]
    assert answered(response, "keeper.phone") == [{"valueString": PLAN["keeper"]["phone"]}]
    assert answered(response, "hotline")[0]["valueCoding"] == {"code": "done", "display": "Done"}
    assert answered(response, "hotline.note") == [{"valueString": PLAN["hotline"]["note"]}]


def test_a_list_is_a_group_that_repeats(short):
    people = [i for i in every(sent(calm(short))["item"]) if i["linkId"] == "people"]

    assert len(people) == len(PLAN["people"])
    assert [[f["linkId"] for f in one["item"]] for one in people] == [
        [f"people.{name}" for name in entry] for entry in PLAN["people"]
    ]


def test_choices_scales_numbers_and_dates_have_types_of_their_own(protocol):
    kinds = protocol("""
        protocol: kinds
        title: Kinds
        version: 1
        languages: [en]
        sections:
          - id: first
            title: First
            steps:
              - {id: one, ask: Which?, kind: choose_one, answers: {a: Ay, b: Be}}
              - {id: many, ask: Which of them?, kind: choose_many, answers: {a: Ay, b: Be}}
              - {id: bad, ask: How bad?, kind: scale, at_least: 0, at_most: 10}
              - {id: nights, ask: How many?, kind: number}
              - {id: dose, ask: How much?, kind: number, unit: mg}
              - {id: day, ask: When?, kind: date_time}
              - {id: hour, ask: At what time?, kind: date_time}
        """)
    given = {
        "one": "a", "many": ["a", "b"], "bad": 7, "nights": 2, "dose": 2.5,
        "day": "2026-11-27", "hour": "2026-11-27T14:00",
    }  # fmt: skip
    ay, be = ({"valueCoding": {"code": x, "display": y}} for x, y in (("a", "Ay"), ("b", "Be")))
    response = sent(contact(kinds, *said(**given), *END))

    assert {name: answered(response, name) for name in given} == {
        "one": [ay],
        "many": [ay, be],
        "bad": [{"valueInteger": 7}],
        "nights": [{"valueDecimal": 2}],
        "dose": [{"valueQuantity": {"value": 2.5, "unit": "mg"}}],
        "day": [{"valueDateTime": "2026-11-27"}],
        "hour": [{"valueDateTime": "2026-11-27T14:00:00-05:00"}],
    }
    none = answered(sent(contact(kinds, *said(one="a", many=[]), *END)), "many")
    assert none == [{"valueCoding": {"code": "none_of_these", "display": "None of these"}}]


# -- what is not known


@pytest.mark.parametrize("unknown", UNKNOWN)
def test_an_unknown_is_an_answer_without_a_value_that_says_why_and_never_a_no(short, unknown):
    response = sent(contact(short, *said(alone="yes", thoughts=unknown), *END))

    assert answered(response, "thoughts") == [absent(REASONS[unknown])]


def test_each_unknown_has_a_published_reason_of_its_own():
    assert len(set(REASONS.values())) == len(REASONS) and set(REASONS.values()) <= PUBLISHED
    assert set(UNKNOWN) < set(REASONS)


def test_what_an_ending_left_unasked_is_there_as_not_asked(short):
    response = sent(contact(short, *said(alone="no", thoughts="yes"), Ending("client_left"), *END))

    assert answered(response, "intent") == [absent("not-asked")]
    assert answered(response, "signs") == [absent("not-asked", "_valueString")]
    people = next(one for one in every(response["item"]) if one["linkId"] == "people")
    assert people["extension"] == [{"url": ABSENT, "valueCode": "not-asked"}]


def test_a_danger_question_that_nobody_could_ask_is_there_and_one_a_plain_no_ruled_out_is_not(
    short,
):
    response = sent(contact(short, *said(alone="no", thoughts="no"), *END))

    assert answered(response, "afraid") == [absent("unknown")]
    assert answered(response, "intent") is None


def test_an_open_contact_leaves_out_what_still_waits(short):
    response = sent(contact(short, *said(alone="yes")))

    assert [one["linkId"] for one in every(response["item"])] == ["section.danger", "alone"]


def test_a_list_that_was_asked_and_is_empty_is_a_group_with_nothing_in_it(short):
    plan = PLAN | {"people": []}
    response = sent(contact(short, *said(**CALM, **plan), *END))

    people = [one for one in every(response["item"]) if one["linkId"] == "people"]
    assert people == [{"linkId": "people", "text": "Who could you call?"}]


# -- what stands


def test_a_replaced_and_a_withdrawn_answer_are_no_answers_any_more(short):
    changed = [
        answer("thoughts", "yes"),
        answer("method", "yes"),
        answer("thoughts", "no", "changed"),
    ]
    response = sent(contact(short, *said(alone="yes"), *changed, *END))

    assert answered(response, "thoughts") == [{"valueBoolean": False}]
    assert answered(response, "method") is None


def test_an_answer_that_was_asked_again_stands_beside_the_new_one(short):
    again = [answer("thoughts", "yes"), answer("thoughts", "no", "asked_again", "sober now")]
    response = sent(contact(short, *said(alone="yes"), *again, *END))

    assert answered(response, "thoughts") == [{"valueBoolean": True}, {"valueBoolean": False}]


def test_a_correction_gives_the_right_answer_and_the_old_one_is_gone(short):
    right = Amended("correction", "", "Misheard", "thoughts", value="yes")
    response = sent(calm(short, right))

    assert answered(response, "thoughts") == [{"valueBoolean": True}]
    assert response["status"] == "amended"


def test_a_correction_in_words_takes_the_no_away_and_says_that_words_have_it(short):
    response = sent(calm(short, Amended("correction", "She did say <yes>", "Misheard", "thoughts")))

    assert answered(response, "thoughts") == [absent("as-text")]
    assert response["text"]["status"] == "additional"
    assert "She did say &lt;yes&gt;. Misheard" in response["text"]["div"]


def test_danger_that_was_noted_late_stands_beside_the_no(short):
    late = Amended("late_entry", "", "Came to mind", "thoughts", value="yes")
    noted = Amended("addendum", "He had the pills", "", "thoughts", danger=True)

    assert answered(sent(calm(short, late)), "thoughts") == [
        {"valueBoolean": False},
        {"valueBoolean": True},
    ]
    assert answered(sent(calm(short, noted)), "thoughts") == [
        {"valueBoolean": False},
        absent("as-text"),
    ]


def test_what_is_only_added_in_words_changes_no_answer(short):
    response = sent(calm(short, Amended("addendum", "Her sister called", step="thoughts")))

    assert answered(response, "thoughts") == [{"valueBoolean": False}]
    assert "Her sister called" in response["text"]["div"]


# -- the head


def test_the_status_says_how_far_the_contact_is(short):
    added = Amended("addendum", "Her sister called")
    states = {
        "in-progress": [contact(short, *said(alone="yes")), contact(short, Paused())],
        "completed": [calm(short), calm(short, Countersigned(True))],
        "stopped": [contact(short, *said(alone="yes"), *END)],
        "amended": [calm(short, added), contact(short, *END, added)],
    }
    for status, some in states.items():
        assert {sent(one)["status"] for one in some} == {status}
    assert sent(contact(short, Ending("enough")))["status"] == "in-progress"  # still to be closed


def test_it_says_when_the_answers_were_last_changed_on_the_clock_of_the_place(short):
    whole = calm(short, Countersigned(True))
    minutes = len(CALM) + len(PLAN) + 2  # a minute for each; the countersign changes nothing

    assert sent(whole)["authored"] == f"2026-11-23T15:{minutes:02}:00-05:00"
    assert sent(calm(short, zone="America/Chicago"))["authored"].endswith("-06:00")


def test_it_names_the_very_questions_by_their_id_and_fingerprint(short, protocol):
    name, version = sent(calm(short))["questionnaire"].split("|")
    other = protocol("""
        protocol: short
        title: Another one
        version: 3
        languages: [en]
        sections: [{id: one, title: One, steps: [{id: a, ask: How?, kind: text}]}]
        """)

    assert name.startswith("urn:uuid:") and version == f"3+{short.hash[:12]}"
    elsewhere = sent(contact(other, *said(a="b"), *END))["questionnaire"]
    assert elsewhere.split("|")[0] == name and elsewhere.split("|")[1] != version


def test_nobody_is_named_unless_it_is_asked_for(short):
    whole = calm(short, client="Maria Lopez")
    text = json.dumps(sent(whole))

    assert "Lopez" not in text and "Worker One" not in text
    named = sent(whole, names=Names(worker="Worker One", client="Maria"))
    assert (named["author"], named["subject"]) == ({"display": "Worker One"}, {"display": "Maria"})


def test_no_level_and_no_rule_is_in_it(short):
    danger = [answer("thoughts", "yes"), answer("intent", "yes"), Raised("emergency", "I know her")]
    text = json.dumps(sent(contact(short, *said(alone="yes"), *danger, *END)))

    for word in ("emergency", "moderate", "concern", "I know her", "May act", "Some intention"):
        assert word not in text


def test_practice_is_marked_as_test_data(short):
    tag = sent(calm(short, practice=True))["meta"]["tag"][0]

    assert (tag["system"].rsplit("/", 1)[1], tag["code"]) == ("v3-ActReason", "HTEST")
    assert "meta" not in sent(calm(short))


def test_the_statement_of_the_agency_goes_with_it_where_people_must_see_it(short):
    response = sent(calm(short), notice="Federal rules <42 CFR 2> forbid handing this on.")

    assert "<p>Federal rules &lt;42 CFR 2&gt; forbid" in response["text"]["div"]
    assert "text" not in sent(calm(short))


# -- every scenario, and whatever people type


@pytest.mark.parametrize("number", SCENARIOS)
def test_every_scenario_follows_the_published_rules_and_loses_no_answer(number):
    from fhir.resources.R4B.questionnaireresponse import QuestionnaireResponse

    played = state(number)
    response = sent(played)
    there = {one["linkId"] for one in every(response["item"])}
    asked = {one.step for one in played.given() if one.standing in ("in_force", "kept_too")}
    counted = {s.id for s in played.protocol.steps if played.standing_in(s.id)}

    QuestionnaireResponse.model_validate(json.loads(json.dumps(response)))
    assert asked | counted <= there
    kinds = {step.id: step.kind for step in played.protocol.all_steps}
    assert all(KINDS[kinds[name]].asks for name in there if name in kinds)


@pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")
def test_a_naughty_string_comes_back_as_the_very_same_text(short):
    every_one = json.loads((Path(DATA) / "text" / "blns.json").read_text("utf-8"))
    naughty = [one for one in every_one if one.strip()]
    people = [{"name": one} for one in naughty]
    played = contact(short, *said(**CALM, **(PLAN | {"people": people})), *END)
    sent(played)
    body = fhir(played, "k7m4-2pqx")
    back = [
        one["answer"][0]["valueString"]
        for one in every(json.loads(body)["item"])
        if one["linkId"] == "people.name"
    ]

    assert back == [clean(one) for one in naughty]
    assert sum(clean(one) != one for one in naughty) <= 2  # those with control characters
    assert body.isascii()


def test_a_control_character_that_fhir_forbids_is_shown_as_its_picture():
    assert clean("a\x00b\x1b[31m\tc\r\nd\x7f\ud800") == "a\u2400b\u241b[31m\tc\r\nd\x7f[U+D800]"


def test_the_checker_of_these_tests_finds_what_breaks_the_rules(short):
    response = sent(calm(short))
    first = response["item"][0]["item"][0]
    for wrong in (
        {"status": "nope"},
        {"authored": "2026-11-23"},
        {"id": "not an id"},
        {"item": [first | {"item": [first]}]},
        {"item": [first, first]},
        {"item": [first | {"answer": []}]},
        {"item": [first | {"answer": [{"valueString": ""}]}]},
        {"item": [first | {"answer": [{"valueString": "a", "valueBoolean": True}]}]},
        {"item": [first | {"answer": [{"valueDateTime": "2026-11-27T14:00"}]}]},
        {"item": [first | {"answer": [{"valueString": "\x1b"}]}]},
        {"item": [first | {"answer": [absent("maybe")]}]},
        {"item": [first | {"linkId": "a "}]},
    ):
        assert broken(response | wrong), wrong


def test_no_two_protocols_share_a_number_and_one_keeps_its_own(short):
    from crisis_cli.documents.fhir.response import own

    assert own(short).split("|")[0] == "urn:uuid:9ac07731-1bbc-558e-a528-c468a38142f5"


def test_a_late_entry_says_when_it_was_written(short):
    late = calm(short, happened="2026-11-20T09:00:00-05:00")

    assert datetime.fromisoformat(sent(late)["authored"]) > datetime(2026, 11, 23, tzinfo=UTC)


def test_a_contact_without_an_answer_is_a_response_without_items(short):
    assert "item" not in sent(contact(short))
