"""Items of every type, their words, their answers, groups, lists; and what of them is only told."""

import pytest
from forms import Imported, choices, form, group, item, when

from crisis_cli.workshop.fhir.outline import KINDS, PLAIN

HL7 = "http://hl7.org/fhir/StructureDefinition/"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def extension(name, **value):
    return {"url": name if "/" in name else f"{HL7}{name}"} | value


def control(code):
    concept = {"coding": [{"code": code}]}
    return extension("questionnaire-itemControl", valueCodeableConcept=concept)


def one(*args, **more):
    """The only step of a form with one item."""
    made = Imported(form(item("q", *args, **more)))
    return made, made.protocol.steps[0]


EACH_TYPE = [
    ("boolean", "yes_no"),
    ("integer", "number"),
    ("decimal", "number"),
    ("quantity", "number"),
    ("date", "date_time"),
    ("dateTime", "date_time"),
    ("time", "text"),
    ("string", "text"),
    ("text", "long_text"),
    ("url", "text"),
    ("attachment", "text"),
    ("reference", "text"),
    ("question", "text"),
    ("display", "guidance"),
    ("choice", "choose_one"),
    ("coding", "choose_one"),
    ("open-choice", "choose_one"),
]


def test_each_type_that_is_known_is_tried_below():
    assert {named for named, _ in EACH_TYPE} | {"group"} == {*PLAIN, *KINDS}


@pytest.mark.parametrize(("type", "kind"), EACH_TYPE)
def test_each_type_becomes_a_kind(type, kind):
    coded = type in ("choice", "coding", "open-choice")
    made, step = one(type, **({"answerOption": choices("a", "b")} if coded else {}))

    assert (step.kind, step.link_id, step.text) == (kind, "q", "What about q?")
    assert made.missing == []


@pytest.mark.parametrize(
    ("type", "word"),
    [
        ("time", "time of day"),
        ("attachment", "file"),
        ("reference", "record"),
        ("integer", "whole"),
        ("date", "no year or month alone"),
    ],
)
def test_an_answer_of_another_sort_is_told(type, word):
    made, _ = one(type)

    assert word in dict(made.changed)["q"]


def test_a_type_that_fhir_does_not_know_is_named_and_asked_as_text():
    made, step = one("zzz")

    assert (step.kind, made.missing) == (
        "text",
        [("q", "'zzz' is not a type of FHIR; it is taken as a string")],
    )


def test_a_choice_of_yes_and_no_is_a_yes_or_no_question():
    _, step = one("choice", answerOption=choices("no", "yes"))

    assert step.kind == "yes_no"


def test_prefix_and_short_text_are_part_of_the_words():
    short = extension(f"{SDC}shortText", valueString="Name")
    made, step = one("string", prefix="1a.", extension=[short])

    assert (step.text, step.label, made.missing) == ("1a. What about q?", "Name", [])


def test_an_open_choice_asks_for_the_other_words_when_other_is_chosen():
    label = extension(f"{SDC}openLabel", valueString="Something else")
    made, step = one("open-choice", answerOption=choices("a", "other"), extension=[label])
    ids = [choice.id for choice in step.choices]
    words = made.protocol.steps[1]

    assert ids == ["a", "other", "other_words"]
    assert (words.text, words.when) == (
        "Something else: What about q?",
        ["is", "q", ["other_words"]],
    )
    assert words.link_id == ""


@pytest.mark.parametrize("constraint", ["optionsOrType", "optionsOrString"])
def test_in_r5_a_constraint_says_that_the_choice_is_open(constraint):
    made, step = one("coding", answerOption=choices("a"), answerConstraint=constraint, repeats=True)

    assert [choice.id for choice in step.choices] == ["a", "other"]
    assert made.protocol.steps[1].when == ["includes", "q", "all", ["other"]]


def test_options_of_every_type_are_answers_with_ids_of_their_own():
    values = [
        {"valueString": "Two words"},
        {"valueInteger": -3},
        {"valueInteger": 3},
        {"valueDecimal": 2.50},
        {"valueDate": "2026-01-02"},
        {"valueTime": "10:30:00"},
        {"valueReference": {"reference": "Patient/1", "display": "Somebody"}},
        {"valueQuantity": {"value": 5, "unit": "mg"}},
        {"valueCoding": {"code": "x", "display": "ምንም"}},
        {"valueCoding": {"display": "ምንም አይደለም"}},
        {"valueCoding": {"code": "long", "display": "word " * 40}},
    ]
    made, step = one("choice", answerOption=values)
    ids = [choice.id for choice in step.choices]

    assert ids == ["two_words", "minus_3", "3", "2_5", "2026_01_02", "10_30_00", "somebody",
                   "5_mg", "x", "answer", "long"]  # fmt: skip
    assert made.missing == []


def test_the_same_code_in_two_systems_is_two_answers_and_the_same_twice_is_one():
    options = [*choices("a"), *choices("a", system="http://other"), *choices("a")]
    made, step = one("choice", answerOption=options)

    assert [(choice.id, choice.label) for choice in step.choices] == [("a", "A"), ("a_2", "A")]
    assert "twice" in dict(made.changed)["q"]


def test_answers_called_as_our_unknowns_stay_answers_and_this_is_told():
    made, step = one("choice", answerOption=choices("yes", "no", "unsure", "declined", "unknown"))
    ids = [choice.id for choice in step.choices]

    assert ids == ["yes", "no", "answer_unsure", "answer_declined", "answer_unknown"]
    assert [link for link, what in made.changed if "is an answer of the form" in what] == ["q"] * 2
    there = [when("q", "exists", answerBoolean=True)]
    hung = item("t", enableWhen=there)
    again = Imported(form(item("q", "choice", answerOption=choices("yes", "unsure")), hung))
    assert again.enabled({"q": {"valueCoding": {"system": "http://s", "code": "unsure"}}})["t"]


def test_codes_stand_beside_the_answers_and_above_the_question():
    code = [{"system": "http://loinc.org", "code": "1-8", "display": "A name"}]
    made, _ = one("choice", answerOption=choices("a"), code=code)

    assert "          a: A  # http://s a\n" in made.text
    assert "      # code: http://loinc.org 1-8 A name\n" in made.text
    assert "https://loinc.org/license" in made.text


def test_answers_that_several_questions_share_stand_there_once():
    shared = {"answerOption": choices("a", "b")}
    made = Imported(form(item("q", "choice", **shared), item("r", "choice", **shared), item("s")))

    assert made.text.count("http://s a") == 1
    assert [len(step.choices) for step in made.protocol.steps] == [2, 2, 2]


VALUES = {
    "resourceType": "ValueSet",
    "id": "v",
    "url": "http://v",
    "copyright": "Theirs.",
    "compose": {"include": [{"system": "http://s", "concept": [{"code": "a", "display": "A"}]}]},
}


@pytest.mark.parametrize("reference", ["#v", "http://v", "http://v|2"])
def test_a_value_set_in_the_file_gives_the_answers_and_its_owners_notice(reference):
    found = form(item("q", "choice", answerValueSet=reference), contained=[VALUES])
    made = Imported(found)

    assert [choice.id for choice in made.protocol.steps[0].choices] == ["a"]
    assert "# Copyright of answers: Theirs." in made.text
    assert made.data["items"][0]["value_set"] == reference
    assert made.data["value_sets"][reference][0]["code"] == "a"


def test_an_expansion_is_read_without_what_only_groups_or_is_no_longer_used():
    contains = [
        {"abstract": True, "code": "g", "contains": [{"code": "a", "display": "A"}]},
        {"code": "old", "inactive": True},
        {"code": "b", "display": "B"},
    ]
    found = {"resourceType": "ValueSet", "id": "v", "expansion": {"contains": contains}}
    made = Imported(form(item("q", "choice", answerValueSet="#v"), contained=[found]))

    assert [choice.id for choice in made.protocol.steps[0].choices] == ["a", "b"]


@pytest.mark.parametrize(
    "changed",
    [
        {"compose": {"include": [{"system": "http://s"}]}},
        {"compose": {"include": [{"system": "http://s", "filter": [{}]}]}},
        {"compose": {"include": [{"valueSet": ["http://w"]}]}},
        {"compose": VALUES["compose"] | {"exclude": [{"system": "http://s"}]}},
        {"expansion": {"total": 2, "contains": [{"code": "a"}]}},
        {"compose": {"include": [{"concept": [{"code": f"c{n}"} for n in range(5001)]}]}},
    ],
)
def test_a_value_set_that_does_not_list_all_its_answers_is_named(changed):
    found = form(item("q", "choice", answerValueSet="#v"), contained=[VALUES | changed])
    made = Imported(found)

    assert made.steps["q"].kind == "text"
    assert (
        "the value set #v is not whole in the file, or has more than 5,000 answers"
        in dict(made.missing)["q"]
    )


def test_a_code_system_that_came_along_completes_a_value_set():
    system = {"resourceType": "CodeSystem", "url": "http://s", "content": "complete"}
    system["concept"] = [{"code": "a", "concept": [{"code": "b"}]}]
    whole = VALUES | {"compose": {"include": [{"system": "http://s"}]}}
    found = form(item("q", "choice", answerValueSet="#v"), contained=[whole, system])

    assert [choice.id for choice in Imported(found).protocol.steps[0].choices] == ["a", "b"]


def test_a_value_set_elsewhere_is_named_and_no_answer_is_guessed():
    made, step = one("choice", answerValueSet="http://hl7.org/fhir/ValueSet/administrative-gender")

    assert (step.kind, step.choices) == ("text", ())
    assert "is not in the file; words can be typed instead" in dict(made.missing)["q"]


def test_options_as_stu3_writes_them_are_read():
    made = Imported(
        form(
            item("q", "choice", option=[{"valueCoding": {"code": "a"}}], initialBoolean=True),
            item("r", "choice", options={"reference": "#v"}),
            contained=[VALUES],
        )
    )

    assert [len(step.choices) for step in made.protocol.steps] == [1, 1]
    assert made.missing == []


def test_limits_and_units_of_numbers_are_imported():
    limits = [
        extension("minValue", valueDecimal=-1.50),
        extension("maxValue", valueInteger=120),
        extension("questionnaire-unit", valueCoding={"code": "a", "display": "years"}),
    ]
    made, step = one("decimal", extension=limits)

    assert (step.least, step.most, step.unit, made.missing) == (-1.5, 120, "years", [])


def test_limits_that_leave_nothing_or_are_dates_are_named():
    swapped = [extension("minValue", valueInteger=9), extension("maxValue", valueInteger=2)]
    made, step = one("integer", extension=swapped)
    late, _ = one("date", extension=[extension("minValue", valueDate="2026-01-01")])

    assert (step.least, step.most) == (None, None)
    assert "at least 9 and at most 2" in dict(made.missing)["q"]
    assert "the least value that fits" in dict(late.missing)["q"]


def test_a_slider_with_limits_is_a_scale():
    limits = [extension("minValue", valueInteger=0), extension("maxValue", valueInteger=10)]
    _, step = one("integer", extension=[control("slider"), *limits])

    assert (step.kind, step.least, step.most) == ("scale", 0, 10)


def test_of_several_units_one_is_asked_for():
    units = [
        extension("questionnaire-unitOption", valueCoding={"code": code}) for code in ("kg", "lb")
    ]
    made, _ = one("quantity", extension=units)
    unit = made.steps["q_unit"]

    assert [choice.label for choice in unit.choices] == ["kg", "lb"]
    assert made.missing == []


def test_a_quantity_whose_unit_the_form_does_not_say_is_named():
    kg = extension("questionnaire-unit", valueCoding={"code": "kg"})
    open_unit = extension("questionnaire-unitOpen", valueCode="optionsOrString")
    bare, known, elsewhere, plain = (
        one("quantity")[0],
        one("quantity", extension=[kg])[0],
        one("quantity", extension=[open_unit])[0],
        one("decimal")[0],
    )

    assert "no unit" in dict(bare.changed)["q"]
    assert "a unit that may be typed" in dict(elsewhere.missing)["q"]
    assert known.changed == elsewhere.changed == plain.changed == []


def test_a_question_that_repeats_is_a_list_and_a_choice_that_repeats_is_choose_many():
    occurs = [extension("questionnaire-maxOccurs", valueInteger=3)]
    made, step = one("string", repeats=True, required=True, extension=occurs)
    _, many = one("choice", repeats=True, answerOption=choices("a", "b"))

    assert (step.kind, step.least, step.most, made.missing) == ("list", 1, 3, [])
    assert [(field.id, field.kind) for field in step.each] == [("answer", "text")]
    assert many.kind == "choose_many"


def test_a_plain_group_that_repeats_is_a_list_of_its_questions():
    inner = [item("name", "string"), item("born", "date"), item("note", "display"),
             group("sub", item("sex", "choice", answerOption=choices("f", "m")))]  # fmt: skip
    made = Imported(form(group("kids", *inner, repeats=True, text="Children")))
    step = made.steps["kids"]

    assert (step.kind, step.text, step.link_id) == ("list", "Children", "kids")
    assert [(field.id, field.link_id, field.kind) for field in step.each] == [
        ("name", "name", "text"),
        ("born", "born", "date_time"),
        ("sex", "sex", "choose_one"),
    ]
    assert step.say == "What about note?\nWhat about sub?"
    assert made.missing == []


@pytest.mark.parametrize(
    ("form_with_it", "lost"),
    [
        (group("kids", group("sub", item("name", "string")), repeats=True), ["sub"]),
        (group("g", group("sub", item("a"), text="")), ["sub"]),
        (group("outer", group("g", item("a")), text=""), ["outer"]),
        (group("g", group("sub", item("a"))), []),
    ],
)
def test_a_group_whose_link_id_stands_at_no_step_is_named_and_has_its_place_on_the_way_back(
    form_with_it, lost
):
    made = Imported(form(form_with_it))
    steps, way_back = made.text.split("\nquestionnaire:")

    assert [name for name, what in made.changed if "linkId" in what] == lost
    assert [name for name in lost if f"link_id: {name}" in steps] == []
    assert [name for name in lost if f"link_id: {name}" not in way_back] == []


@pytest.mark.parametrize(
    ("inner", "why"),
    [
        ([item("a"), item("b", enableWhen=[when("a", answerBoolean=True)])], "a condition in it"),
        ([item("a", "string", repeats=True)], "a question with several answers"),
        ([group("a", item("b"), repeats=True)], "another group that repeats"),
        ([item("a", item=[item("b")])], "something asked under"),
        ([item("a", "display")], "no question in it"),
    ],
)
def test_a_group_that_repeats_and_is_no_plain_list_is_asked_once_and_named(inner, why):
    made = Imported(form(group("g", *inner, repeats=True)))

    assert why in dict(made.missing)["g"]
    assert not any(step.link_id == "g" and step.kind == "list" for step in made.protocol.steps)


def test_a_group_inside_another_that_repeats_is_named_too():
    inner = group("h", item("a", "string", repeats=True), repeats=True)

    assert "a question with several answers" in dict(Imported(form(group("g", inner))).missing)["h"]


def test_groups_at_the_top_are_sections_and_those_below_are_headings():
    made = Imported(form(item("first"), group("g", group("h", item("q")), text="G"), item("last")))
    sections = [(one.id, one.title, one.link_id) for one in made.protocol.sections]

    assert sections == [("questions", "Form", ""), ("g", "G", "g"), ("more", "More", "")]
    assert [(s.id, s.kind) for s in made.protocol.steps if s.section == "g"] == [
        ("h", "guidance"),
        ("q", "yes_no"),
    ]


def test_a_group_without_words_that_holds_only_groups_is_no_section_of_its_own():
    made = Imported(form(group("all", group("g", item("q")), group("h", item("r")), text="")))

    assert [one.id for one in made.protocol.sections] == ["g", "h"]


def test_a_display_under_a_question_stands_before_it_and_help_belongs_to_it():
    notes = [item("note", "display"), item("why", "display", extension=[control("help")])]
    made = Imported(form(item("q", item=[*notes, item("then")])))

    assert [step.id for step in made.protocol.steps] == ["note", "q", "then"]
    assert made.steps["q"].help == "What about why?"
    assert "it is the help of the question 'q'" in dict(made.changed)["why"]


def test_a_question_without_words_takes_those_of_a_display_under_it():
    label = item("l", "display", text="Your name", extension=[control("flyover")])
    made = Imported(form(item("q", "string", text=None, item=[label])))

    assert made.steps["q"].text == "Your name"
    assert made.missing == []


def test_an_item_without_any_words_is_named_and_keeps_its_place():
    made = Imported(form(item("q", text=""), item("d", "display", text=None)))

    assert [step.text for step in made.protocol.steps] == ["q", "d"]
    assert [what for _, what in made.missing] == [
        "it has no words; 'q' stands there",
        "it has no words; 'd' stands there",
    ]


def test_what_a_form_begins_with_and_its_longest_answer_are_told_in_help_and_never_filled_in():
    made, step = one("string", initial=[{"valueString": "abc"}], maxLength=40)
    chosen = [option | {"initialSelected": True} for option in choices("a")]
    _, picked = one("choice", answerOption=chosen)

    assert step.help == "The form begins with: abc.\nThe form takes at most 40 letters."
    assert picked.help == "The form begins with: A."
    assert [what.split(":")[0] for _, what in made.changed] == ["initial", "maxLength"]
    assert made.enabled({})["q"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        (f"{SDC}enableWhenExpression", {"valueExpression": {"expression": "%age > 3"}}),
        (f"{SDC}calculatedExpression", {"valueExpression": {"expression": "1 + 1"}}),
        (f"{SDC}initialExpression", {"valueExpression": {"expression": "today()"}}),
        (f"{SDC}answerExpression", {"valueExpression": {"expression": "x"}}),
        ("questionnaire-hidden", {"valueBoolean": True}),
        ("questionnaire-constraint", {"extension": []}),
        ("regex", {"valueString": "^a$"}),
        ("minLength", {"valueInteger": 3}),
        ("ordinalValue", {"valueDecimal": 3}),
        ("https://example.org/of-their-own", {"valueString": "x"}),
        (f"{SDC}never-heard-of", {"valueString": "x"}),
    ],
)
def test_an_extension_that_matters_or_is_not_known_is_named(name, value):
    made, _ = one(extension=[extension(name, **value)])

    assert [link_id for link_id, _ in made.missing] == ["q"]
    assert "# NOT IMPORTED: " in made.text


def test_the_text_of_an_expression_is_kept_for_whoever_writes_it_by_hand():
    name = f"{SDC}enableWhenExpression"
    made, _ = one(extension=[extension(name, valueExpression={"expression": "%age > 3"})])

    assert made.data["not_imported"][0]["written"] == "%age > 3"
    assert "It says: %age > 3" in made.text
    assert "it says: %age > 3" in made.report.text()


def test_modifiers_read_only_and_names_of_no_meaning_are_named():
    made, _ = one(
        readOnly=True,
        modifierExtension=[extension("http://x/changes-everything")],
        colour="red",
        _text={"extension": [extension("translation")]},
    )
    told = " ".join(what for _, what in made.missing)

    assert len(made.missing) == 4
    for word in ("readOnly", "changes-everything", "'colour'", "translation"):
        assert word in told


def test_what_changes_nothing_is_listed_and_not_named_as_missing():
    made, _ = one(
        required=True,
        definition="http://x",
        maxLength=3,
        code=[{"code": "c"}],
        extension=[control("radio-button"), extension("questionnaire-hidden", valueBoolean=False)],
    )
    listed = [note["what"].split(":")[0] for note in made.data["set_aside"] if note["link_id"]]

    assert made.missing == []
    assert listed == [
        *("required", "itemControl", "hidden", "code", "definition"),
        "'maxLength' does nothing in a boolean",
    ]


def test_the_form_itself_gives_name_version_language_and_whose_it_is():
    made = Imported(
        form(
            item("q"),
            url="http://x/form",
            version="2.1",
            language="es-MX",
            publisher="An agency",
            copyright="© An agency. All rights kept.\nAsk first.",
            description="What it is for.",
            modifierExtension=[extension("http://x/m")],
            experimental=True,
        )
    )
    protocol = made.protocol

    assert (protocol.id, protocol.title, protocol.version) == ("form", "Form", "2.1")
    assert protocol.languages == ("es",)
    assert any("are English" in what for _, what in made.changed)
    assert "http://x/form" in protocol.about
    assert "© An agency. All rights kept. Ask first." in protocol.about
    assert "# Copyright: © An agency. All rights kept.\n# Ask first.\n" in made.text
    assert "# Description: What it is for." in made.text
    assert "a modifier" in dict(made.missing)[""]
    assert "# NOT IMPORTED: http://x/m: a modifier" in made.text


def test_no_question_is_marked_as_danger_and_the_report_says_so():
    made = Imported(form(item("q", text="Are you thinking of killing yourself?")))

    assert not made.steps["q"].danger
    assert "No question is marked as danger" in made.report.text()
    assert "No question is marked as danger" in made.text


def test_the_report_tells_what_each_item_became():
    made = Imported(form(group("g", item("q", "choice", answerOption=choices("a")))))

    assert made.data["items"] == [
        {"link_id": "g", "path": "item[0]", "type": "group", "became": "section", "id": "g"},
        {
            "link_id": "q",
            "path": "item[0].item[0]",
            "type": "choice",
            "became": "question",
            "id": "q",
            "answers": [{"id": "a", "system": "http://s", "code": "a", "display": "A"}],
        },
    ]
    assert made.report.text().startswith("Form: 2 items of the form became 1 step in 1 section.")
