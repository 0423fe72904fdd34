"""Every code has a file that shows it, so that no check can be lost unseen."""

import pytest

from crisis_cli.protocol.source import examine

TOP = "protocol: p\ntitle: P\nversion: 1\n"
STEPS = "sections:\n- id: s\n  title: S\n  steps:\n"
OK = "  - {id: q, ask: Danger?, kind: yes_no, danger: yes}\n"
FREE = "  - {id: f, ask: Free?, kind: yes_no}\n"
FILE = TOP + STEPS + OK

EXAMPLES = {
    "E001": b"title: caf\xe9\n",
    "E002": b"a" * 2_000_001,
    "E003": "  \n\n",
    "E004": "title: a\x07b\n",
    "E005": "title:\ta\n",
    "E006": "title: a\nversion\nprotocol: b\n",
    "E007": "title: Safe: yes or no\n",
    "E008": 'title: "Hi" she said\n',
    "E009": TOP + STEPS + "  - {id: q, ask: {Are you safe?}, kind: yes_no}\n",
    "E010": 'title: "never closed\n',
    "E011": "title: a\ntitle: b\n",
    "E012": "title: &a b\nversion: *a\n",
    "E013": "title: !!python/name:os.system x\n",
    "E014": "title: {<<: {a: b}}\n",
    "E015": "title: a\n---\ntitle: b\n",
    "E016": "a: " + "[" * 70 + "]" * 70 + "\n",
    "E017": "title: Call unit #4 today\n",
    "E018": "? [a, b]\n: c\n",
    "E019": "%YAML 1.1\n---\ntitle: a\n",
    "E020": "title: a\n",
    "E021": FILE + "titel: x\n",
    "E022": FILE + "urgent: soon\n",
    "E023": TOP + STEPS + "  - {id: q, ask: Q?, kind: chioce}\n",
    "E024": FILE.replace("id: q", "id: Q 1"),
    "E025": TOP + STEPS + "  - {id: q, ask: Q?, kind: number, at_least: ten}\n",
    "E026": TOP + STEPS + "  - {id: q, ask: Q?, kind: number, at_least: 9, at_most: 2}\n",
    "E027": FILE.replace("id: q", "id: all"),
    "E028": FILE + OK,
    "E029": FILE.replace("Danger?", '""'),
    "E030": FILE + "  - {id: r, ask: R?, kind: text, when: {nobody: yes}}\n",
    "E031": FILE + "  - {id: r, ask: R?, kind: text, when: {q: unsur}}\n",
    "E032": FILE + "  - {id: r, ask: R?, kind: text, when: soon}\n",
    "E033": FILE + "rules: {r: {means: R, q: yes}}\nurgent: [{when: r, run: stay}]\n",
    "E034": TOP + STEPS + "  - {id: q, ask: Q?, answers: dangr}\n",
    "E035": TOP + STEPS + "  - {id: r, ask: R?, kind: text, when: {q: yes}}\n" + OK,
    "E036": FILE
    + "  - {id: r, ask: R?, kind: text, when: {b: done}}\n"
    + "blocks: {ended_early: [{id: b, do: B}]}\n",
    "E037": FILE + "documents: {safety_plan: [{heading: H, from: nobody}]}\n",
    "E038": FILE + "rules: {a: {means: A, any: [b]}, b: {means: B, any: [a]}}\n",
    "E039": FILE
    + "rules:\n  r0: {means: R, q: yes}\n"
    + "".join(f"  r{i}: {{means: R, any: [r{i - 1}, r{i - 1}]}}\n" for i in range(1, 15)),
    "E040": FILE + "  - {id: r, ask: R?, kind: text, when: [q, yes]}\n",
    "E041": FILE + "rules: {r: {means: R, any: [{all: [{not: {q: yes}}]}]}}\n",
    "E042": FILE + "  - {id: r, ask: R?, kind: text, when: {q: any_but_no}}\n",
    "E043": FILE + "  - {id: r, ask: R?, kind: text, when: {concern: high}}\n",
    "E044": FILE + "  - {id: r, ask: R?, kind: text, when: {q: {at_least: 3}}}\n",
    "E045": FILE + "follow_up: [{within: soon}]\n",
    "E047": 'title: "C:\\qin"\n',
    "E048": FILE.replace("version: 1", "version: 1\nlanguages: [xx]"),
    "E050": TOP + STEPS + FREE + OK.replace("}", ", when: {f: yes}}"),
    "E051": FILE
    + "rules: {r: {means: R, q: yes}}\nurgent: [{when: r, run: b}]\n"
    + "blocks: {b: {when: {q: yes}, steps: [{id: c, do: Call 911.}]}}\n",
    "E052": FILE
    + "rules: {r: {means: R, q: yes}}\nurgent: [{when: r, run: b}]\n"
    + "blocks: {b: [{id: c, ask: Who answered at 911?, kind: text}]}\n",
    "E060": TOP + STEPS + "  - {id: q, ask: Q?}\n",
    "E061": TOP + STEPS + "  - {id: q, ask: Q?, kind: yes_no, answers: {yes: Y, maybe: M}}\n",
    "E070": FILE + "documents: {safety_plan: [{heading: H}]}\n",
    "E071": FILE + "  - {id: g, guidance: G}\ndocuments: {safety_plan: [{heading: H, from: g}]}\n",
    "W080": FILE
    + "rules: {r: {means: R, q: yes}}\nurgent: [{when: r, run: b}]\n"
    + "blocks: {b: [{id: c, do: Stay there.}]}\n",
    "W081": FILE.replace("danger: yes", "danger: yes, otherwise: not_needed"),
    "W082": FILE + "rules: {r: {means: R, q: yes}}\n",
    "W083": FILE + "blocks: {b: [{id: c, do: Call 911.}]}\n",
    "W084": FILE + "answer_sets: {a: {x: X}}\n",
    "W085": FILE.replace("danger: yes", "private: yes")
    + "documents: {safety_plan: [{heading: H, from: q}]}\n",
    "W086": FILE + "documents: {saftey_plan: [{heading: H, from: q}]}\n",
    "W087": TOP + STEPS + "  - {id: q, ask: Q?, answers: {some: S, much: M}, danger: yes}\n",
    "W088": FILE + "- {id: t, title: T, steps: []}\n",
}


def looked(example):
    return examine(example if isinstance(example, bytes) else example.encode())


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_code_is_told_where_it_is_deserved(code):
    protocol, found = looked(EXAMPLES[code])

    assert code in {problem.code for problem in found.problems}
    assert (protocol is None) == code.startswith("E")


@pytest.mark.parametrize("code", EXAMPLES)
def test_a_problem_says_where_and_what_to_do(code):
    _, found = looked(EXAMPLES[code])

    for problem in found.problems:
        assert problem.message and problem.hint, problem
        line = found.lines[problem.line - 1] if found.lines else ""
        assert 1 <= problem.column <= len(line) + 1


def test_the_file_of_the_examples_is_clean():
    protocol, found = looked(FILE)

    assert found.problems == ()
    assert protocol is not None
