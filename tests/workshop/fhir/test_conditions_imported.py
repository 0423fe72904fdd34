"""enableWhen: every operator on every type of answer, and what cannot be said."""

import pytest
from forms import Imported, choices, form, group, item, when

CODING = {"system": "http://s", "code": "b", "display": "B"}
KG = {
    "url": "http://hl7.org/fhir/StructureDefinition/questionnaire-unit",
    "valueCoding": {"code": "kg", "display": "kilogram"},
}


def imported(source, *clauses, before=(), **more):
    """A form with a question, and an item that hangs on it."""
    return Imported(form(*before, source, item("t", "string", enableWhen=list(clauses), **more)))


def asked(made, answer=None):
    return made.enabled({} if answer is None else {"s": answer})["t"]


# type, more of the question, operator, answer in the condition; whether it is asked for the two
# answers of GIVEN, and for none
CASES = [
    ("boolean", {}, "=", {"answerBoolean": True}, [True, False, False]),
    ("boolean", {}, "!=", {"answerBoolean": True}, [False, True, True]),
    ("boolean", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("boolean", {}, "exists", {"answerBoolean": False}, [False, False, True]),
    ("integer", {}, "=", {"answerInteger": 3}, [False, True, False]),
    ("integer", {}, "!=", {"answerInteger": 3}, [True, False, True]),
    ("integer", {}, ">", {"answerInteger": 2}, [False, True, False]),
    ("integer", {}, "<", {"answerInteger": 3}, [True, False, False]),
    ("integer", {}, ">=", {"answerInteger": 3}, [False, True, False]),
    ("integer", {}, "<=", {"answerInteger": 2}, [True, False, False]),
    ("integer", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("decimal", {}, ">", {"answerDecimal": 2.25}, [False, True, False]),
    ("decimal", {}, "<=", {"answerDecimal": -0.5}, [False, False, False]),
    ("decimal", {}, "!=", {"answerDecimal": 2}, [False, True, True]),
    ("quantity", {}, "<", {"answerQuantity": {"value": 2.5}}, [True, False, False]),
    ("choice", {}, "=", {"answerCoding": CODING}, [False, True, False]),
    ("choice", {}, "!=", {"answerCoding": CODING}, [True, False, True]),
    ("choice", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("choice", {}, "exists", {"answerBoolean": False}, [False, False, True]),
    ("choice", {"repeats": True}, "=", {"answerCoding": CODING}, [False, True, False]),
    ("choice", {"repeats": True}, "!=", {"answerCoding": CODING}, [True, False, True]),
    ("choice", {"repeats": True}, "exists", {"answerBoolean": False}, [False, False, True]),
    ("string", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("string", {}, "exists", {"answerBoolean": False}, [False, False, True]),
    ("string", {"repeats": True}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("string", {"repeats": True}, "exists", {"answerBoolean": False}, [False, False, True]),
    ("text", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("url", {}, "exists", {"answerBoolean": False}, [False, False, True]),
    ("date", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("dateTime", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("time", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("attachment", {}, "exists", {"answerBoolean": True}, [True, True, False]),
    ("reference", {}, "exists", {"answerBoolean": True}, [True, True, False]),
]
GIVEN = {
    "boolean": ({"valueBoolean": True}, {"valueBoolean": False}),
    "integer": ({"valueInteger": 2}, {"valueInteger": 3}),
    "decimal": ({"valueDecimal": 2}, {"valueDecimal": 2.5}),
    "quantity": ({"valueQuantity": {"value": 2}}, {"valueQuantity": {"value": 2.5}}),
    "choice": ({"valueCoding": CODING | {"code": "a"}}, {"valueCoding": CODING}),
    "date": ({"valueDate": "2026-01-02"}, {"valueDate": "2026-01-03"}),
    "dateTime": ({"valueDateTime": "2026-01-02T10:00"}, {"valueDateTime": "2026-01-03"}),
}
WORDS = ({"valueString": "x"}, {"valueString": "y"})


@pytest.mark.parametrize(("type", "more", "operator", "answer", "expected"), CASES)
def test_an_operator_holds_as_in_fhir(type, more, operator, answer, expected):
    options = {"answerOption": choices("a", "b")} if type == "choice" else {}
    made = imported(item("s", type, **more, **options), when("s", operator, **answer))

    assert made.missing == []
    assert [asked(made, one) for one in (*GIVEN.get(type, WORDS), None)] == expected


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        (">", [False, False, True]),
        ("<", [True, False, False]),
        (">=", [False, True, True]),
        ("<=", [True, True, False]),
    ],
)
@pytest.mark.parametrize(
    ("type", "values"),
    [
        ("Integer", [-2, 2, 10]),
        ("Date", ["2025-12-31", "2026-01-02", "2026-11-01"]),
        ("Time", ["08:00:00", "10:30:00", "22:00:00"]),
    ],
)
def test_listed_numbers_dates_and_times_can_be_compared(type, values, operator, expected):
    options = [{f"value{type}": value} for value in values]
    source = item("s", type.lower(), answerOption=options)
    made = imported(source, when("s", operator, **{f"answer{type}": values[1]}))

    assert made.missing == []
    assert [asked(made, {f"value{type}": value}) for value in values] == expected


def test_not_equal_is_written_with_not_so_that_it_holds_when_unanswered():
    made = imported(item("s"), when("s", "!=", answerBoolean=True))

    assert "when: {not: {s: yes}}" in made.text
    assert made.enabled({})["t"]


def test_several_parts_are_all_or_any_as_the_form_says():
    parts = [when("s", answerBoolean=True), when("r", ">", answerInteger=5)]
    both = imported(item("s"), *parts, before=[item("r", "integer")], enableBehavior="all")
    one = imported(item("s"), *parts, before=[item("r", "integer")], enableBehavior="any")
    given = {"s": {"valueBoolean": True}, "r": {"valueInteger": 2}}

    assert "when: {s: yes, r: {above: 5}}" in both.text
    assert (both.enabled(given)["t"], one.enabled(given)["t"]) == (False, True)


def test_words_of_one_question_are_joined_where_any_of_them_will_do():
    source = item("s", "choice", answerOption=choices("a", "b", "c"))
    parts = [when("s", answerCoding=CODING | {"code": code}) for code in "ab"]

    assert "when: {s: [a, b]}" in imported(source, *parts, enableBehavior="any").text


def test_several_parts_without_a_behavior_are_named_and_not_guessed():
    made = imported(item("s"), when("s", answerBoolean=True), when("s", "!=", answerBoolean=True))

    assert [link_id for link_id, _ in made.missing] == ["t"]
    assert "does not say whether all or any" in made.missing[0][1]
    assert made.steps["t"].when is None
    assert "# NOT IMPORTED: its condition is not imported" in made.text
    assert "s is yes; s is not yes" in made.text


@pytest.mark.parametrize(
    ("clause", "words"),
    [
        ({"operator": "exists", "answerBoolean": True}, "5.1 has an answer"),
        ({"operator": "exists", "answerBoolean": False}, "5.1 has no answer"),
        ({"operator": "exists"}, "5.1 has an answer, or none"),
        ({"hasAnswer": False}, "5.1 has no answer"),
        ({"operator": "="}, "5.1 is (no answer is named)"),
        ({"operator": ">", "answerQuantity": {"value": 3, "unit": "kg"}}, "5.1 is more than 3 kg"),
        ({"operator": "<=", "answerQuantity": {"value": 3, "code": "g"}}, "5.1 is at most 3 g"),
        ({"operator": ">=", "answerInteger": 3}, "5.1 is at least 3"),
        ({"operator": "!=", "answerCoding": CODING}, "5.1 is not B"),
        ({"operator": "<", "answerCoding": {"code": "b"}}, "5.1 is less than b"),
    ],
)
def test_a_condition_that_is_not_imported_is_told_in_words(clause, words):
    made = imported(item("s"), {"question": "5.1", **clause})

    assert made.data["not_imported"][0]["written"] == words


def test_in_stu3_several_parts_mean_any_of_them_since_it_says_so():
    parts = [{"question": "s", "answerBoolean": True}, {"question": "r", "hasAnswer": False}]
    made = imported(item("s"), *parts, before=[item("r")])

    assert made.missing == []
    assert made.enabled({})["t"]
    assert not made.enabled({"r": {"valueBoolean": True}})["t"]


WHY_NOT = [
    (item("s", "string"), when("s", answerString="x"), "free words or with a date"),
    (item("s", "date"), when("s", ">", answerDate="2026-01-01"), "cannot be compared with '>'"),
    (item("s", "string", repeats=True), when("s", answerString="x"), "has several answers"),
    (item("s", "integer", repeats=True), when("s", ">", answerInteger=1), "cannot be compared"),
    (item("s", "choice"), when("s", answerCoding=CODING), "are not in the file"),
    (item("s"), when("s", answerString="true"), "yes-or-no question with a String"),
    (item("s"), when("s", ">", answerBoolean=True), "cannot be compared with '>'"),
    (item("s"), when("s", "~", answerBoolean=True), "'~' is not an operator that FHIR has"),
    (item("s"), when("s", "="), "names no answer to 's'"),
    (
        item("s", enableWhen=[when("r", "exists", answerBoolean=True)]),
        {"question": "s", "answerBoolean": True},
        "does not say how answers are compared",
    ),
    (item("s"), when("s", "exists", answerString="x"), "whether there must be an answer"),
    (item("s"), when("nobody", answerBoolean=True), "no item has this linkId"),
    (item("s"), when("t", "exists", answerBoolean=True), "it names the item itself"),
    (item("s"), {"operator": "=", "answerBoolean": True}, "it names no question"),
    (item("s", "integer"), when("s", answerInteger=10**13), "too many digits"),
    (item("s", "integer"), when("s", answerCoding=CODING), "compares a number with a Coding"),
    (item("s", "display"), when("s", "exists", answerBoolean=True), "which is a display"),
    (group("s", item("u")), when("s", "exists", answerBoolean=True), "which is a group"),
    (
        item("s", "choice", answerOption=choices("a")),
        when("s", answerCoding=CODING | {"code": "zz"}),
        "has no answer 'zz' in the file",
    ),
    (
        item("s", "choice", answerOption=choices("a")),
        when("s", answerCoding={"code": "a"}),
        "with another code system than the answer has (meant: `{s: a}`?)",
    ),
    (
        group("g", item("s"), repeats=True),
        when("s", answerBoolean=True),
        "is asked for each of 'What about g?'",
    ),
    (
        item("s", "quantity"),
        when("s", ">", answerQuantity={"value": 1, "unit": "kg"}),
        "a number of 'kg', another unit",
    ),
    (
        item("s", "quantity", extension=[KG]),
        when("s", ">", answerQuantity={"value": 1}),
        "a number without the unit of 's'",
    ),
]


@pytest.mark.parametrize(("source", "clause", "why"), WHY_NOT)
def test_what_the_language_cannot_say_is_named_with_its_reason(source, clause, why):
    made = imported(source, clause, before=[item("r")])
    told = [what for link_id, what in made.missing if link_id == "t"]

    assert len(told) == 1 and why in told[0]
    assert made.enabled({})["t"]


def test_a_condition_on_a_later_item_is_named_for_a_loop_of_two_too():
    first = item("a", enableWhen=[when("b", answerBoolean=True)])
    made = Imported(form(first, item("b", enableWhen=[when("a", answerBoolean=True)])))

    assert [link_id for link_id, _ in made.missing] == ["a"]
    assert "comes later" in made.missing[0][1]
    assert made.enabled({})["b"] is False


def test_a_group_cannot_hang_on_a_question_in_it():
    inside = group("g", item("q"), enableWhen=[when("q", answerBoolean=True)])

    assert "comes later" in dict(Imported(form(inside)).missing)["g"]


def test_a_condition_on_one_of_two_items_with_the_same_link_id_is_named():
    made = imported(item("s"), when("s", answerBoolean=True), before=[item("s")])

    assert "2 items have this linkId" in dict(made.missing)["t"]


def test_a_part_with_a_modifier_extension_is_not_trusted():
    clause = when("s", answerBoolean=True) | {"modifierExtension": [{"url": "http://x"}]}

    assert "a modifier extension" in dict(imported(item("s"), clause).missing)["t"]


def test_a_unit_that_the_question_has_may_stand_in_the_condition():
    clause = when("s", ">", answerQuantity={"value": 5, "code": "kg"})
    made = imported(item("s", "quantity", extension=[KG]), clause)

    assert made.missing == []
    assert "when: {s: {above: 5}}" in made.text


def test_codings_without_a_code_are_equal_as_in_fhir_and_this_is_told():
    options = [{"valueCoding": {"display": one}} for one in ("Hearing", "Sight")]
    clause = when("s", answerCoding={"display": "Hearing"})
    made = imported(item("s", "choice", answerOption=options), clause)

    assert "when: {s: [hearing, sight]}" in made.text
    assert "without a code" in dict(made.changed)["t"]


def test_a_disabled_group_disables_what_is_in_it_however_deep():
    inner = group("in", item("leaf"), enableWhen=[when("b", answerBoolean=True)])
    outer = group("out", inner, item("x"), enableWhen=[when("a", answerBoolean=True)])
    made = Imported(form(item("a"), item("b"), group("top", outer)))
    yes = {"valueBoolean": True}

    assert made.missing == []
    assert made.enabled({"a": yes, "b": yes}) == dict.fromkeys(
        ("a", "b", "top", "out", "in", "leaf", "x"), True
    )
    only = made.enabled({"b": yes})
    assert not any(only[name] for name in ("out", "in", "leaf", "x"))


def test_what_stands_under_a_display_hangs_on_its_condition():
    note = item("n", "display", item=[item("below")], enableWhen=[when("a", answerBoolean=True)])
    made = Imported(form(item("a"), note))

    assert made.enabled({}) == {"a": True, "n": False, "below": False}
    assert "which FHIR does not allow" in dict(made.changed)["n"]


def test_thirty_groups_in_one_another_each_with_a_condition_load_and_hold():
    parts = {
        "enableWhen": [when("a", answerBoolean=True), when("b", answerBoolean=False)],
        "enableBehavior": "any",
    }
    one = item("leaf", **parts)
    for level in range(30):
        one = group(f"g{level}", one, **parts)
    made = Imported(form(item("a"), item("b"), one))

    assert made.missing == []
    assert made.enabled({"a": {"valueBoolean": True}})["leaf"]
    assert not made.enabled({"b": {"valueBoolean": True}})["leaf"]


def test_a_disabled_question_disables_what_is_under_it_and_counts_as_unanswered():
    source = item(
        "s",
        enableWhen=[when("p", answerBoolean=True)],
        item=[item("below", "string"), item("note", "display")],
    )
    made = imported(source, when("s", "!=", answerBoolean=True), before=[item("p")])
    off = made.enabled({"s": {"valueBoolean": True}})

    assert (off["s"], off["below"], off["note"], off["t"]) == (False, False, False, True)
    on = made.enabled({"p": {"valueBoolean": True}, "s": {"valueBoolean": True}})
    assert (on["s"], on["below"], on["note"], on["t"]) == (True, True, True, False)


def test_conditions_too_large_together_are_named():
    parts = {
        "enableWhen": [when("s", ">", answerInteger=n) for n in range(400)],
        "enableBehavior": "any",
    }
    one = item("t", **parts)
    for level in range(6):
        one = group(f"g{level}", one, **{**parts, "enableWhen": parts["enableWhen"][level:]})
    made = Imported(form(item("s", "integer"), one))

    assert [link_id for link_id, _ in made.missing] == ["t"]
    assert "too large" in made.missing[0][1]


def test_a_form_that_shows_disabled_items_greyed_is_told():
    clause = when("s", answerBoolean=True)

    assert "greyed" in dict(imported(item("s"), clause, disabledDisplay="protected").changed)["t"]
    assert imported(item("s"), clause, disabledDisplay="hidden").changed == []
