"""Files that are no form, or a broken one: a sentence with a place, or a draft and its notes."""

import json
import random
import time

import pytest
from forms import Imported, choices, form, group, item, when

from crisis_cli.errors import CrisisError
from crisis_cli.workshop.fhir.importing import imported


def told(data):
    with pytest.raises(CrisisError) as raised:
        imported(data, "form.json")
    assert raised.value.hint
    return raised.value.message


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "form.json is empty."),
        (b" \n\t", "form.json is empty."),
        (b"<Questionnaire/>", "form.json, line 1: this is XML, and only FHIR in JSON is read."),
        (b"\xef\xbb\xbf<?xml?>", "form.json, line 1: this is XML"),
        (
            b'{"a": 1,\n "b": }',
            "form.json, line 2, column 7: this is not JSON: a value is missing.",
        ),
        (b'{"a": "x\ny"}', "line 1, column 9: this is not JSON: a line break"),
        (b'{"a" 1}', "column 6: this is not JSON: a colon is missing."),
        (b'{"a": 1 "b": 2}', "column 9: this is not JSON: a comma or a closing bracket"),
        (b'{"a": 1', "this is not JSON: a comma or a closing bracket is missing."),
        (b'{"a": "x', "this is not JSON: this text has no closing quote."),
        (b'{"a": 1} {}', "this is not JSON: the file goes on after its end."),
        (b"{'a': 1}", "this is not JSON: a name in double quotes is needed."),
        (b"resourceType: Questionnaire", "line 1, column 1: this is not JSON"),
        (b'{"a": "\xff"}', "form.json, line 1: this is not UTF-8 text."),
        (b'{"a": 1, "a": 2}', "form.json, line 1: 'a' stands twice in one place."),
        (b"[]", "form.json is JSON, but not a FHIR resource."),
        (b"{}", "it has no 'resourceType'"),
        (b'{"resourceType": "Patient"}', "form.json is a Patient, not a Questionnaire."),
        (b'{"resourceType": "QuestionnaireResponse"}', "it holds answers, not the questions."),
        (b'{"resourceType": 3}', "it has no 'resourceType'"),
        (b'{"resourceType": "Questionnaire"}', "nothing in this Questionnaire can be asked"),
        (b'{"resourceType": "Questionnaire", "item": 3}', "nothing in this Questionnaire"),
        (b'{"resourceType": "Questionnaire", "item": [3]}', "nothing in this Questionnaire"),
        (b'{"resourceType": "Bundle"}', "is a Bundle, and no Questionnaire is in it."),
        (b'{"a": ' * 100_000, "form.json is nested too deep to be read."),
        (b" " * 10_000_001, "form.json is larger than 10 MB."),
    ],
)
def test_what_is_no_form_is_a_sentence_with_a_place(data, message):
    assert message in told(data)


def test_a_line_of_broken_json_is_shown_with_the_place_in_it():
    assert told(b'{\n  "a": 1\n  "b": 2\n}').endswith('    "b": 2\n      ^')


def test_a_bundle_gives_its_form_and_the_value_sets_beside_it():
    body = json.loads(form(item("q", "choice", answerValueSet="http://v")))
    include = [{"system": "s", "concept": [{"code": "a"}]}]
    values = {"resourceType": "ValueSet", "url": "http://v", "compose": {"include": include}}
    bundle = {"resourceType": "Bundle", "entry": [{"resource": values}, {"resource": body}]}
    made = Imported(json.dumps(bundle).encode())

    assert [choice.id for choice in made.steps["q"].choices] == ["a"]
    assert made.data["items"][0]["path"] == "entry[1].resource.item[0]"


def test_a_bundle_with_two_forms_does_not_say_which_is_meant():
    bodies = [json.loads(form(item("q"), title=title)) for title in ("One", "Two")]
    bundle = {"resourceType": "Bundle", "entry": [{"resource": body} for body in bodies]}

    assert told(json.dumps(bundle).encode()).endswith("a Bundle with 2 Questionnaires: One, Two.")


def test_a_mark_at_the_beginning_of_the_file_is_passed_over():
    assert Imported(b"\xef\xbb\xbf" + form(item("q"))).steps.keys() == {"q"}


def test_items_nested_too_deep_are_refused_with_their_place():
    deep = item("leaf")
    for level in range(60):
        deep = group(f"g{level}", deep)

    assert "In item[1], items are nested more than 60 levels deep." in told(form(item("q"), deep))


def test_values_nested_without_end_are_a_sentence_too():
    deep = b'{"expression": ' * 600 + b"{}" + b"}" * 600
    control = {"url": "http://x", "valueExpression": "HERE"}
    data = form(item("q", extension=[control])).replace(b'"HERE"', deep)
    with pytest.raises(CrisisError) as raised:
        Imported(data)

    assert raised.value.message == "form.json is nested too deep to be read."
    assert "a flatter one" in raised.value.hint  # it is JSON; what it says is nested too deep


def test_items_with_one_link_id_are_named_and_each_is_asked():
    made = Imported(form(item("q"), item("q", "string")))

    assert [(step.id, step.link_id) for step in made.protocol.steps] == [("q", "q"), ("q_2", "q")]
    assert [what for _, what in made.missing] == [
        "2 items have the linkId 'q': item[0], item[1]"
    ] * 2


def test_an_item_without_a_link_id_is_named_and_asked():
    made = Imported(form({"type": "boolean", "text": "Well?"}))

    assert [(step.id, step.link_id) for step in made.protocol.steps] == [("item_1", "")]
    assert "it has no linkId" in made.missing[0][1]


def test_link_ids_that_no_id_can_be_made_of_or_that_mean_something_get_ids_all_the_same():
    link_ids = ["/12345-6/1", "12345-6-1", "all", "not", "unsure", "ምን", "Ärger", "a" * 90, "1.5"]
    made = Imported(form(*map(item, link_ids)))

    assert [step.link_id for step in made.protocol.steps] == link_ids
    assert list(made.steps) == [
        *("q12345_6_1", "q12345_6_1_2", "all_", "not_", "unsure_", "item_6", "arger"),
        *("a" * 60, "q1_5"),
    ]


def test_a_link_id_made_by_a_machine_gives_way_to_the_words():
    made = Imported(form(item("1acf93a7-0890-44cd-be48-542defb35248", text="Are you safe?")))

    assert list(made.steps) == ["are_you_safe"]
    assert made.steps["are_you_safe"].link_id == "1acf93a7-0890-44cd-be48-542defb35248"


def test_text_with_markup_marks_and_what_cannot_be_seen_is_kept_or_cleaned_and_cannot_act():
    texts = [
        "<b>bold</b>",
        "a: b # c",
        "\u202eback\u202c",
        "bell\x07",
        "lone \ud800",
        "two\r\nlines ",
    ]
    made = Imported(form(*(item(f"q{n}", text=text) for n, text in enumerate(texts))))

    assert [step.text for step in made.protocol.steps] == [
        *("<b>bold</b>", "a: b # c", "back", "bell", "lone \N{REPLACEMENT CHARACTER}"),
        "two\nlines",
    ]


def test_values_of_the_wrong_type_are_named_with_the_item():
    made = Imported(
        form(
            item("q", required="yes", prefix=["x"], answerOption={}, enableWhen="no", maxLength="3")
        )
    )

    assert {link_id for link_id, _ in made.missing} == {"q"}
    told_of = " ".join(what for _, what in made.missing)
    for word in ("'required' is not true or false", "'prefix' is not text", "'enableWhen'"):
        assert word in told_of


def test_numbers_without_end_do_no_harm():
    limit = {"url": "http://hl7.org/fhir/StructureDefinition/minValue", "valueDecimal": 0}
    data = form(item("q", "decimal", extension=[limit]))
    for number in (b"1e999999999", b"1" * 5000, b"0." + b"1" * 5000, b"NaN", b"1e-999999999"):
        made = Imported(data.replace(b'"valueDecimal": 0', b'"valueDecimal": ' + number))
        assert made.steps["q"].least is None
        assert [link_id for link_id, _ in made.missing] == ["q"]


def test_more_parts_than_anybody_looks_at_are_refused():
    many = b'{"resourceType": "Questionnaire", "item": [' + b"{}," * 600_000 + b"{}]}"

    assert "more than 500,000 parts" in told(many)
    assert "more than 20,000 items" in told(form(*({"linkId": "q"} for _ in range(20_001))))


def test_a_draft_larger_than_a_protocol_may_be_is_refused():
    assert "would become a protocol of more than 2 MB" in told(
        form(item("q", text="x" * 2_100_000))
    )


def test_ten_times_the_items_take_about_ten_times_the_time():
    def seconds(count):
        chain = [
            item(f"q{n}", "choice", answerOption=choices("a", "b"),
                 enableWhen=[when(f"q{n - 1}", "exists", answerBoolean=True)])
            for n in range(1, count)
        ]  # fmt: skip
        data = form(item("q0"), *chain)
        begun = time.process_time()  # whatever else the computer is doing
        imported(data, "form.json")
        return time.process_time() - begun

    seconds(100)
    few = min(seconds(600) for _ in range(3))
    assert seconds(6000) < 25 * few


JUNK = [None, True, 0, -1.5, "", "x", "a: b", "\u2028", "\ud800", [], {}, [1], {"code": "x"}, "all"]


@pytest.mark.parametrize("seed", range(150))
def test_any_part_of_a_form_may_be_anything(seed):
    chance = random.Random(seed)
    body = json.loads(
        form(
            item("a", "choice", answerOption=choices("x", "y"), prefix="1"),
            group("g", item("b", "integer", initial=[{"valueInteger": 3}], repeats=True),
                  item("c", "display"), repeats=True),
            item("d", "quantity", enableWhen=[when("a", answerCoding={"code": "x"})],
                 extension=[{"url": "http://x", "valueString": "y"}]),
            contained=[{"resourceType": "ValueSet", "id": "v", "compose": {"include": []}}],
        )
    )  # fmt: skip
    for _ in range(chance.randint(1, 6)):
        holder, key = chance.choice(list(_places(body)))
        holder[key] = json.loads(json.dumps(chance.choice(JUNK)))
    try:
        made = Imported(json.dumps(body).encode())
    except CrisisError as error:
        assert error.message
    else:
        assert all(one.became for one in made.items)
        assert made.report.text() and json.dumps(made.data)


def _places(value):
    keys = (
        value if isinstance(value, dict) else range(len(value)) if isinstance(value, list) else ()
    )
    for key in keys:
        yield value, key
        yield from _places(value[key])
