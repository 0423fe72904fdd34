"""The keys and values of a file: each problem at its place, all of them in one pass."""

import time

import pytest

FILE = """\
protocol: p
title: P
version: 1
sections:
  - id: s
    title: S
    steps:
      - {id: q, ask: Q?, kind: yes_no}
"""


def test_every_problem_of_a_file_is_told_in_one_pass(look):
    looked = look("""\
        protocol: Crisis One
        titel: One
        version: 1
        answer_sets:
          danger: {yes: "Yes", no: "No"}
        rules:
          soon:
            means: Soon
            any:
              - thoughts: [yes, unsur]
              - alone: {at_least: 2}
        urgent:
          - {when: sooon, run: stay}
        sections:
          - id: s
            steps:
              - {id: thoughts, ask: Thoughts?, answers: danger, danger: yes}
              - {id: alone, ask: {Are you?}, kind: yes_no}
              - {id: last, ask: Last?, kind: chioce}
              - {id: more, ask: More?, answers: dangr, when: {last: yes}}
        follow_up:
          - {within: soon}
    """)

    told = [(problem.line, problem.code) for problem in looked.problems if problem.code[0] == "E"]
    assert told == [
        (1, "E024"),
        (2, "E021"),
        (10, "E031"),
        (13, "E032"),
        (13, "E033"),
        (15, "E020"),  # the title of the section
        (18, "E009"),
        (19, "E023"),
        (20, "E034"),
        (22, "E045"),
    ]


def test_what_hangs_on_a_broken_thing_is_not_told_as_missing(look):
    looked = look("""\
        protocol: p
        title: P
        version: 1
        answer_sets: {danger: {yes: [a], no: "No"}}
        rules: {r: {any: [{q: yes}]}}
        sections:
          - id: s
            title: S
            steps:
              - {id: q, ask: Q?, answers: danger, wat: 1}
              - {id: t, kind: text}
              - {id: u, ask: U?, kind: text, when: {q: yes, t: declined}}
              - {id: v, ask: V?, kind: text, when: r}
        urgent: [{when: r, run: b}]
        blocks: {b: [{id: c}]}
        documents: {safety_plan: [{heading: H, from: t}]}
    """)

    assert looked.codes == ["E009", "E020", "E021", "E020", "E020"]


@pytest.mark.parametrize(
    ("more", "code", "place", "hint"),
    [
        ("titel: x\n", "E021", "titel", "Did you mean 'title'?"),
        ("words: [a]\n", "E022", "[a]", "key: value"),
        ("urgent: {when: a, run: b}\n", "E022", "{when", "- "),
        ("urgent:\n", "E029", "", "delete"),
        ("follow_up: [{within: 1 day, whut: x}]\n", "E021", "whut", "Did you mean 'what'?"),
        ("documents: {safety_plan: {prts: []}}\n", "E021", "prts", "Did you mean 'parts'?"),
        ("blocks: {b: {stepps: []}}\n", "E021", "stepps", "Did you mean 'steps'?"),
        ("blocks: {B: []}\n", "E024", "B", "'b'"),
        ("languages: [English]\n", "E024", "English", "en for English"),
        ("about: {Are you safe?}\n", "E009", "{Are", "quotes"),
        ("concern: [{id: c, level: hi, when: {q: yes}, because: B}]\n", "E023", "hi", "high"),
    ],
)
def test_a_key_or_value_that_does_not_fit_is_told_at_its_place(look, more, code, place, hint):
    looked = look(FILE + more)
    problem = next(problem for problem in looked.problems if problem.code == code)

    assert problem.source[problem.column - 1 :].startswith(place)
    assert hint in problem.hint


@pytest.mark.parametrize(
    ("step", "code", "place"),
    [
        ("{id: a, ask: A?}", "E060", "{id"),
        ("{id: a}", "E020", "{id"),
        ("just text", "E022", "just"),
        ("{ask: A?, kind: text}", "E020", "{ask"),
        ("{id: a, ask: A?, kind: txet}", "E023", "txet"),
        ("{id: a, ask: A?, kind: text, do: B}", "E021", "do"),
        ("{id: a, ask: A?, kind: text, at_most: 3}", "E021", "at_most"),
        ("{id: a, guidance: G, danger: yes}", "E021", "danger"),
        ("{id: a, do: D, each: [a]}", "E021", "each"),
        ("{id: a, ask: A?, kind: text, danger: true}", "E023", "true"),
        ("{id: a, ask: A?, kind: text, otherwise: skip}", "E023", "skip"),
        ("{id: a, ask: A?, kind: text, start_from: last_week}", "E023", "last_week"),
        ("{id: a, ask: A?, kind: number, at_most: 1e3}", "E025", "1e3"),
        ("{id: a, ask: A?, kind: scale, at_most: 2.5}", "E025", "2.5"),
        ("{id: a, ask: A?, kind: scale, at_least: 9, at_most: 1}", "E026", "9"),
        ("{id: a, list: A?, each: []}", "E029", "[]"),
        ("{id: a, list: A?, each: [{id: n, ask: N}]}", "E060", "{id: n"),
        ("{id: a, list: A?, each: [{id: n, ask: N, kind: txt}]}", "E023", "txt"),
        ("{id: a, list: A?, each: [{id: n, ask: N, kind: text, when: x}]}", "E021", "when"),
        ("{id: a, list: A, each: [{id: n, list: N, kind: text}]}", "E020", "{id: n"),
        ("{id: a, ask: A?, kind: choose_one}", "E060", "{id"),
        ("{id: a, ask: A?, answers: {}}", "E060", "{id"),
        ("{id: a, ask: A?, answers: [yes, no]}", "E022", "[yes"),
        ("{id: a, ask: A?, answers: {yes: Y, any_but_no: X}}", "E027", "any_but_no"),
        ("{id: concern, ask: A?, kind: text}", "E027", "concern"),
        ("{id: A b, ask: A?, kind: text}", "E024", "A b"),
        ("{id: " + "a" * 61 + ", ask: A?, kind: text}", "E024", "aaa"),
    ],
)
def test_a_step_that_does_not_fit_is_told_at_its_place(with_steps, step, code, place):
    looked = with_steps(f"- {{id: q, ask: Q?, kind: text}}\n- {step}")

    assert code in looked.codes, looked.shown
    assert looked.at(code).startswith(place)


def test_the_answers_of_a_set_that_is_not_there_are_not_told_as_missing(with_steps):
    looked = with_steps("""\
        - {id: a, ask: A?, answers: dangr, danger: yes}
        - {id: b, ask: B?, kind: text, when: {a: yes}}
    """)

    assert looked.codes == ["E034"]


def test_an_unknown_kind_is_answered_with_all_kinds(with_steps):
    looked = with_steps("- {id: a, ask: A?, kind: haiku}")

    assert "yes_no, choose_one, choose_many, scale, number, text" in looked.one().hint


@pytest.mark.parametrize(
    ("step", "place", "meant"),
    [
        ("{id: a, ask: A?, kidn: text}", "kidn", "'kind'"),
        ("{id: a, ask: A?, anwsers: {yes: Y, no: N}}", "anwsers", "'answers'"),
        ("{id: a, aks: A?, kind: text}", "aks", "'ask'"),
        ("{id: a, list: A?, each: [{id: n, ask: N, knd: text}]}", "knd", "'kind'"),
    ],
)
def test_a_mistyped_key_is_told_and_not_the_gap_that_it_leaves(with_steps, step, place, meant):
    looked = with_steps(f"- {step}")

    assert looked.codes == ["E021"]
    assert looked.at("E021").startswith(place)
    assert meant in looked.one().hint


def test_a_mistyped_key_does_not_hide_that_another_is_missing(with_steps):
    looked = with_steps("- {id: a, ask: A?, hlep: B}")

    assert sorted(looked.codes) == ["E021", "E060"]


def test_the_keys_of_a_misspelt_kind_are_not_told_as_unknown(with_steps):
    looked = with_steps("""\
        - {id: a, ask: A?, kind: scael, at_least_means: none, at_most_means: all}
        - {id: b, ask: B?, kind: nubmer, at_least: 1, unit: years}
    """)

    assert looked.codes == ["E023", "E023"]


def test_two_fields_of_a_list_with_one_id_are_told(with_steps):
    looked = with_steps("""\
        - id: a
          list: A
          each:
            - {id: n, ask: N, kind: text}
            - {id: n, ask: M, kind: text}
    """)

    assert (looked.one().code, looked.one().line) == ("E028", 12)


def test_one_id_may_not_name_a_step_of_the_path_and_one_of_a_block(with_questions):
    looked = with_questions("blocks: {ended_early: [{id: alone, do: Stay.}]}\n")

    assert looked.one().code == "E028"
    assert "line 10" in looked.one().message


def test_a_rule_may_be_called_as_a_question_is(with_questions):
    looked = with_questions("""\
        rules: {alone: {means: Alone, alone: yes}}
        concern: [{id: alone, level: low, when: alone, because: Alone}]
    """)

    assert looked.problems == ()


@pytest.mark.parametrize("whole", ["just a sentence\n", "- a\n- b\n", "[]\n", "''\n"])
def test_a_file_that_is_no_protocol_at_all_is_told_so(look, whole):
    assert look(whole).codes == ["E022"]


@pytest.mark.parametrize("key", ["<choice>", "[key]", "<name>", "sections.steps", "0"])
def test_keys_that_look_like_our_own_marks_are_only_keys(look, with_steps, key):
    assert "E021" in look(f"{FILE}'{key}': x\n").codes
    assert "E021" in with_steps(f"- {{id: a, ask: A?, kind: text, '{key}': x}}").codes
    assert look(f"{FILE}answer_sets: {{'{key}': {{'{key}': [x]}}}}\n").protocol is None


def test_a_file_with_thousands_of_errors_is_answered_with_the_first_and_a_count(look):
    looked = look(FILE + "".join(f"      - {{id: q{i}, foo: 1}}\n" for i in range(3000)))

    assert len(looked.problems) == 200
    assert looked.found.more > 2000
    assert looked.shown.endswith("more.")


MANY = {
    "keys": FILE + "".join(f"k{i}: x\n" for i in range(20_000)),
    "references": FILE
    + "".join(
        f"      - {{id: q{i}, ask: Q?, kind: text, when: {{z{i}: no}}}}\n" for i in range(9000)
    ),
    "rules": FILE + "rules:\n" + "".join(f"  r{i}: {{means: R, q: yes}}\n" for i in range(9000)),
    "answers": FILE
    + "      - {id: r, ask: R?, kind: choose_many, answers: {a: A}}\n"
    + f"      - {{id: t, ask: T?, kind: text, when: {{r: {{includes: [{'b, ' * 40_000}c]}}}}}}\n",
}


@pytest.mark.parametrize("what", MANY)
def test_no_number_of_mistakes_takes_long_to_tell(look, what):
    began = time.process_time()  # whatever else the computer is doing
    looked = look(MANY[what])

    assert looked.problems and time.process_time() - began < 5


def test_an_id_that_stands_as_a_key_is_told_how_it_is_written(with_steps):
    looked = with_steps("- age:\n  ask: A?\n  kind: text")

    assert "Write `- id: age` if it is the id of the step." in looked.shown
