"""What a file becomes: the examples of the language load as they are written, fully resolved."""

import hashlib

import pytest
from language_example import EXAMPLE

from crisis_cli.protocol.compiled import Choice, FollowUp, Rule, Section, Urgent
from crisis_cli.protocol.saved import from_json, to_json

UNKNOWN = ["unsure", "declined", "could_not_assess", "not_asked"]


@pytest.fixture
def example(look):
    looked = look(EXAMPLE)
    assert looked.problems == (), looked.shown
    return looked.protocol


def step(protocol, name):
    return next(step for step in protocol.steps if step.id == name)


def test_the_example_of_the_language_loads_without_a_word_of_complaint(example):
    assert (example.id, example.title, example.version) == (
        "crisis-intervention",
        "Crisis intervention",
        "1",
    )
    assert example.languages == ("en", "es")
    assert example.hash == hashlib.sha256(EXAMPLE.encode()).hexdigest()
    assert example.sections == (
        Section("safety_first", "Right now", "Know in two minutes whether anybody is in danger."),
    )
    assert example.urgent == (Urgent("may_act_soon", "stay_and_call"),)
    assert example.follow_up == (FollowUp(["concern", ["high"]], 86_400, ""),)


def test_shorthands_of_a_rule_are_written_out(example):
    assert example.rules["may_act_soon"] == Rule(
        "may_act_soon",
        "Could act on thoughts of suicide soon",
        [
            "any",
            [
                ["is", "right_now", ["yes", "unsure"]],
                [
                    "all",
                    [
                        ["is", "intent", ["yes", "unsure"]],
                        ["is", "means_near", ["yes", *UNKNOWN]],
                    ],
                ],
            ],
        ],
    )


def test_several_keys_of_a_condition_hold_together(example):
    (one,) = example.concern

    assert (one.id, one.level) == ("some_intention", "high")
    assert one.when == [
        "all",
        [["is", "thoughts", ["yes", "unsure"]], ["is", "intent", ["yes", *UNKNOWN]]],
    ]


def test_a_named_answer_set_makes_a_yes_no_question(example):
    method = step(example, "method")

    assert method.kind == "yes_no"
    assert method.choices == (Choice("yes", "Yes"), Choice("no", "No"))
    assert method.danger and method.section == "safety_first" and not method.block
    assert method.when == ["is", "thoughts", ["yes", "unsure", "declined"]]


def test_a_list_has_its_fields_and_limits(example):
    people = step(example, "people")

    assert (people.kind, people.least, people.most) == ("list", None, 4)
    assert people.start_from == "last_plan"
    assert [(field.id, field.kind, field.text) for field in people.each] == [
        ("name", "text", "Name"),
        ("phone", "phone", "Phone"),
    ]


def test_a_block_has_its_steps_and_an_empty_one_has_none(example):
    (called,) = example.blocks["stay_and_call"].steps

    assert (called.kind, called.block, called.section) == ("action", "stay_and_call", "")
    assert called.confirm == "Who answered, and when?"
    assert example.blocks["ended_early"].steps == ()


def test_a_document_has_its_parts(example):
    (part,) = example.documents["safety_plan"].parts

    assert (part.heading, part.steps, part.when) == (
        "People I can ask for help",
        ("people",),
        None,
    )


def test_the_least_protocol_needs_four_keys_and_one_question(look):
    looked = look("""\
        protocol: least
        title: Least
        version: 1
        sections:
          - id: all
            title: All
            steps:
              - {id: name, ask: Your name?, kind: text}
    """)

    assert looked.problems == (), looked.shown
    assert looked.protocol.languages == ("en",)
    assert looked.protocol.urgent == looked.protocol.concern == looked.protocol.follow_up == ()


def test_the_conditions_of_a_section_and_of_its_step_hold_together(look):
    looked = look("""\
        protocol: p
        title: P
        version: 1
        sections:
          - id: a
            title: A
            steps: [{id: q, ask: Q?, kind: yes_no}, {id: r, ask: R?, kind: scale}]
          - id: b
            title: B
            when: {q: yes}
            steps:
              - {id: s, ask: S?, kind: text}
              - {id: t, ask: T?, kind: text, when: {r: {above: 3}}}
    """)
    *_, s, t = looked.protocol.steps

    assert s.when == ["is", "q", ["yes"]]
    assert t.when == ["all", [["is", "q", ["yes"]], ["number", "r", "above", 3]]]


def test_the_condition_of_a_block_that_is_not_urgent_is_that_of_its_steps(with_questions):
    looked = with_questions("""\
        blocks:
          ended_early:
            title: Before they go
            when: {thoughts: yes}
            steps:
              - {id: card, do: Give the card., when: {alone: yes}}
    """)
    block = looked.protocol.blocks["ended_early"]

    assert block.title == "Before they go"
    assert block.steps[0].when == [
        "all",
        [["is", "thoughts", ["yes"]], ["is", "alone", ["yes"]]],
    ]


def test_a_document_may_have_a_condition_with_the_level_of_concern(with_questions):
    looked = with_questions("""\
        documents:
          safety_plan:
            when: {concern: [moderate, high]}
            parts:
              - {heading: A, text: Words., when: {thoughts: yes}}
              - {heading: B, from: [name, people], resources: lifeline}
    """)
    plan = looked.protocol.documents["safety_plan"]

    assert plan.when == ["concern", ["moderate", "high"]]
    assert [part.when for part in plan.parts] == [["is", "thoughts", ["yes"]], None]
    assert plan.parts[1].steps == ("name", "people")
    assert plan.parts[1].resources == ("lifeline",)


@pytest.mark.parametrize(
    ("written", "seconds"),
    [("30 minutes", 1800), ("1 hour", 3600), ("24 hours", 86_400), ("7 days", 604_800)],
)
def test_a_time_span_is_kept_in_seconds(with_questions, written, seconds):
    looked = with_questions(f"follow_up: [{{within: {written}, what: Call}}]\n")

    assert looked.protocol.follow_up == (FollowUp(None, seconds, "Call"),)


def test_a_follow_up_can_begin_to_make_sense_later_and_be_a_caring_contact(with_questions):
    line = "{within: 7 days, after: 5 days, what: Write, caring: yes}"
    looked = with_questions(f"follow_up: [{line}]\n")

    day = 86_400
    assert looked.protocol.follow_up == (FollowUp(None, 7 * day, "Write", 5 * day, True),)
    assert looked.protocol.follow_up[0].due == "within 7 days, not before 5 days, a caring contact"
    assert from_json(to_json(looked.protocol)).follow_up == looked.protocol.follow_up


@pytest.mark.parametrize(
    ("after", "code"), [("7 days", "E049"), ("8 days", "E049"), ("soon", "E045")]
)
def test_a_follow_up_that_is_due_before_it_makes_sense_is_an_error(with_questions, after, code):
    assert with_questions(f"follow_up: [{{within: 7 days, after: {after}}}]\n").codes == [code]


@pytest.mark.parametrize(
    "written", ["0 hours", "24", "24 hrs", "-1 hours", "99999 days", "1.5 days"]
)
def test_what_is_no_time_span_is_told(with_questions, written):
    looked = with_questions(f"follow_up: [{{within: {written}}}]\n")

    assert looked.codes == ["E045"]


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("answers: danger", "yes_no"),
        ("answers: {no: Never, yes: Yes}", "yes_no"),
        ("answers: {yes: Y, no: N, unsure: I do not know}", "yes_no"),
        ("answers: {yes: Y, no: N, maybe: M}", "choose_one"),
        ("answers: {a: A, b: B}", "choose_one"),
        ("answers: {a: A, b: B}, kind: choose_many", "choose_many"),
        ("kind: yes_no", "yes_no"),
        ("kind: text", "text"),
        ("kind: long_text", "long_text"),
        ("kind: date_time", "date_time"),
        ("kind: phone", "phone"),
        ("kind: person", "person"),
        ("kind: number, unit: years", "number"),
        ("kind: scale, at_most: 5, at_most_means: worst", "scale"),
    ],
)
def test_every_kind_of_question_is_told_by_its_keys(with_steps, written, kind):
    looked = with_steps(f"- {{id: q, ask: Q?, {written}}}")

    assert looked.protocol is not None, looked.shown
    assert looked.protocol.steps[0].kind == kind


def test_a_yes_no_question_without_answers_says_yes_and_no(with_steps):
    looked = with_steps("- {id: q, ask: Q?, kind: yes_no}")

    assert looked.protocol.steps[0].choices == (Choice("yes", "Yes"), Choice("no", "No"))


def test_a_scale_goes_from_0_to_10_unless_it_says_otherwise(with_steps):
    looked = with_steps("""\
        - {id: q, ask: Q?, kind: scale}
        - {id: r, ask: R?, kind: scale, at_least: 1, at_most: 5, at_least_means: fine}
    """)
    q, r = looked.protocol.steps

    assert (q.least, q.most) == (0, 10)
    assert (r.least, r.most, r.least_means) == (1, 5, "fine")


def test_a_step_keeps_everything_that_is_said_to_the_worker(with_steps):
    looked = with_steps("""\
        - id: q
          ask: Q?
          kind: text
          label: A question
          say: Slowly.
          help: Because.
          private: yes
          call: [lifeline, nine_one_one]
        - {id: g, guidance: "Sit down: it helps.", call: lifeline}
    """)
    q, g = looked.protocol.steps

    assert (q.label, q.say, q.help, q.private) == ("A question", "Slowly.", "Because.", True)
    assert q.call == ("lifeline", "nine_one_one")
    assert (g.kind, g.text, g.call) == ("guidance", "Sit down: it helps.", ("lifeline",))


def test_an_action_may_be_a_danger_step_too(with_steps):
    looked = with_steps("- {id: w, do: Lock the door., danger: yes}")

    assert looked.protocol.steps[0].danger


def test_texts_over_several_lines_are_kept_whole(with_steps):
    looked = with_steps("""\
        - id: q
          ask: >-
            How are you
            today?
          say: |
            Slowly.
            Warmly.
          kind: text
    """)
    (q,) = looked.protocol.steps

    assert (q.text, q.say) == ("How are you today?", "Slowly.\nWarmly.")
