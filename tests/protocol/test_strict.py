"""Strict YAML: what is refused before anything is built, and what stays text."""

import json
import os
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.protocol.source import examine
from crisis_cli.protocol.strict import read

DATA = os.environ.get("CRISIS_TEST_DATA", "")
needs_data = pytest.mark.skipif(not DATA, reason="CRISIS_TEST_DATA is not set")


def value(text):
    tree, found = read(text.encode())
    assert tree is not None, [problem.message for problem in found.problems]
    return tree.value()


def codes(text):
    data = text if isinstance(text, bytes) else text.encode()
    tree, found = read(data)
    assert (tree is None) == bool(found.problems)
    return [problem.code for problem in found.problems]


def test_every_scalar_stays_text_until_something_types_it():
    text = "[yes, No, on, 8:30, 02108, 1.10, 2026-01-02, 0x1F, 1e3, ~, null, true, .inf]"

    assert value(text) == text[1:-1].split(", ")


def test_a_number_of_5000_digits_stays_text():
    assert value("a: " + "9" * 5000) == {"a": "9" * 5000}


def test_a_value_that_was_left_empty_is_none_and_a_quoted_one_is_text():
    assert value("a:\nb: \"\"\nc: ''") == {"a": None, "b": "", "c": ""}


def test_a_byte_order_mark_at_the_beginning_is_passed_over():
    assert value("\ufefftitle: a") == {"title": "a"}


@pytest.mark.parametrize("text", ["a: b\r\nc: d\r\n", "a: b\rc: d\r", "a: b\nc: d"])
def test_lines_may_end_as_any_editor_ends_them(text):
    assert value(text) == {"a": "b", "c": "d"}


def test_a_key_that_stands_twice_names_the_line_of_the_first():
    _, found = read(b"a: 1\nb:\n  c: 2\n  d: 3\n  c: 4\n")
    (problem,) = found.problems

    assert (problem.code, problem.line, problem.column) == ("E011", 5, 3)
    assert "line 3" in problem.message


def test_two_keys_that_differ_in_quotes_only_are_the_same_key():
    assert codes("{a: 1, 'a': 2}") == ["E011"]


def test_all_that_is_refused_is_told_at_once():
    assert codes("a: &x b\nc: *x\nd: !t e\nf: Unit #4\n<<: g\n") == [
        "E012",
        "E012",
        "E013",
        "E017",
        "E014",
    ]


@pytest.mark.parametrize("text", ["a: !!str b", "a: !<tag:yaml.org,2002:int> 3", "a: ! b"])
def test_a_tag_is_refused_whatever_it_says(text):
    assert codes(text) == ["E013"]


def test_an_anchor_without_an_alias_is_refused_too():
    assert codes("a: &x b") == ["E012"]


@pytest.mark.parametrize(
    "text",
    [
        "a:            # after a key\n  b: c",
        "a: id         # after one word",
        "a: id # after one word",
        "a: two words  # two spaces before, one after",
        '"a": "Unit #4"',
        "a: |\n  Unit #4\n",
        "a: >-\n  Unit #4\n",
        "# on a line of its own\na: b",
        "a: nr#4",
    ],
)
def test_a_comment_that_is_clearly_one_is_left_alone(text):
    assert codes(text) == []


@pytest.mark.parametrize(
    "text", ["a: Unit #4", "a: Call unit # 4", "a: Unit  #4", "a: #4", "- Go to #4 now"]
)
def test_a_comment_that_eats_half_a_sentence_is_refused(text):
    assert codes(text) == ["E017"]


@pytest.mark.parametrize("text", ["", " \n", "# only\n# comments", "\ufeff"])
def test_a_file_with_nothing_to_read_is_refused(text):
    assert codes(text) == ["E003"]


def test_a_tab_is_shown_at_its_place():
    _, found = read(b"a:\n\tb: c\n")

    assert (found.problems[0].line, found.problems[0].column) == (2, 1)


@pytest.mark.parametrize("char", "\x00\x07\x1b\x7f\x85\x9b\u2028\u202e\u2066\ufeff\uffff")
def test_a_character_that_cannot_be_seen_is_refused_raw_and_escaped(char):
    assert "E004" in codes(f"a: b{char}c")
    assert codes(f'a: "b\\u{ord(char):04x}c"') == ["E004"]


def test_letters_of_any_script_and_emoji_are_text():
    text = "Amharic አማርኛ, Chinese 中文, Korean 한국어, Vietnamese Tiếng Việt 🙂"

    assert value(f"a: {text}") == {"a": text}


def test_bytes_that_are_not_utf8_have_a_place():
    _, found = read("a: b\nc: dé".encode("latin-1"))
    (problem,) = found.problems

    assert (problem.code, problem.line, problem.column) == ("E001", 2, 5)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_is_told_once(encoding):
    text = "protocol: p\ntitle: P\n" * 100

    assert codes(text.encode(encoding)) == ["E001"]


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("protocol: [\n", (1, 11)),
        ("a: b\nc: {d: [e],\n\n", (2, 4)),
        ("a: {b: [c, d}, {e: [f\n  g,\n", (1, 20)),
        ("a: 'it''s ['\nb: [c  # ]\n\n", (2, 4)),
    ],
)
def test_a_bracket_that_the_file_ends_in_is_told_where_it_is_opened(text, place):
    _, found = read(text.encode())
    (problem,) = found.problems

    assert problem.code == "E009" and "is opened in this line" in problem.message
    assert (problem.line, problem.column) == place and problem.source


def test_sixty_levels_are_read_and_one_more_is_not():
    assert codes("[" * 60 + "]" * 60) == []
    assert codes("[" * 61 + "]" * 61) == ["E016"]


@pytest.mark.parametrize("char", ["[", "{", "- ", "? ", "a: ", '"', "&a ", "!a ", "#", "\n", "|"])
def test_two_megabytes_of_one_sign_are_answered_soon(char):
    began = time.process_time()  # whatever else the computer is doing
    codes((char * 2_000_000)[:2_000_000])

    assert time.process_time() - began < 10


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("Are you safe: yes or no?", "E007"),
        ("Safe:", "E007"),
        ('"Hi" she said', "E008"),
        ("'Hi' she said", "E008"),
        ("*very* safe?", "E008"),
        ("%20 of you", "E008"),
        ("@home?", "E008"),
        ("`x` is", "E008"),
        ("- really?", "E008"),
        ("> go on", "E008"),
        ("{Are you safe? Yes} now", "E009"),
        ("[Say hello] and wait", "E009"),
        ("{never closed", "E009"),
        ("[never closed", "E009"),
        ('"never closed', "E010"),
        ('"a \\q b"', "E047"),
    ],
)
def test_a_sentence_that_yaml_misreads_is_told_at_its_own_line(sentence, code):
    _, found = read(f"title: a\nask: {sentence}\nhelp: b\n".encode())
    (problem,) = found.problems

    assert (problem.code, problem.line) == (code, 2)
    assert "token" not in problem.message + problem.hint
    assert "scalar" not in problem.message + problem.hint


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a: b\n   help: x\n", 2),
        ("a:\n  - b\n c\n", 3),
        ("- a\nb: c\n", 2),
        ("a: b\nfoo\nc: d\n", 2),
        ("a: |x\n y\n", 1),
    ],
)
def test_lines_that_do_not_line_up_are_told_in_plain_words(text, line):
    _, found = read(text.encode())
    (problem,) = found.problems

    assert problem.line == line
    assert not {"mapping", "token", "indicator"} & set(problem.message.split())


@given(st.binary(max_size=400))
def test_any_bytes_give_a_tree_or_a_problem_with_a_place(data):
    tree, found = read(data)

    assert (tree is None) == bool(found.problems)
    assert all(one.line >= 1 and one.column >= 1 for one in found.problems)


@given(st.text(max_size=200))
def test_any_text_in_quotes_is_read_as_it_stands_or_refused(text):
    quoted = json.dumps(text, ensure_ascii=False)
    tree, _ = read(f"a: {quoted}".encode("utf-8", "surrogatepass"))

    assert tree is None or tree.value() == {"a": text}


SIGNS = st.sampled_from([*"abq:-?{}[],&*!|>'\"%@`#\\ \n\t", "  ", ": ", "- ", "é", "---\n"])


@given(st.lists(SIGNS, max_size=60).map("".join))
def test_any_mixture_of_signs_gives_a_tree_or_a_problem(text):
    codes(text)


@needs_data
@pytest.mark.parametrize(
    "name",
    sorted(path.name for path in (Path(DATA) / "yaml" / "hostile").glob("*")) if DATA else ["-"],
)
def test_hostile_files_are_refused_with_a_place(name):
    protocol, found = examine((Path(DATA) / "yaml" / "hostile" / name).read_bytes())

    assert protocol is None
    assert found.problems[0].line >= 1


def suite():
    if not DATA:
        return []
    lines = (Path(DATA) / "yaml" / "yaml-test-suite.jsonl").read_text("utf-8").splitlines()
    cases = (json.loads(line) for line in lines)
    return [pytest.param(case, id=case["id"], marks=expected(case["id"])) for case in cases]


def expected(name):
    return [pytest.mark.xfail(reason=OTHERWISE[name])] if name in OTHERWISE else []


# The parser reads YAML 1.1, the suite is of YAML 1.2. None of these matters to a protocol.
OTHERWISE = {
    "652Z": "a ? without a space begins a key",
    "9C9N": "a list in brackets may go on at the margin",
    "G5U8": "a dash by itself is text in brackets",
    "X4QW": "a # may stand right after >",
    "JEF9/02": "spaces at the very end are no line",
    "L24T/01": "spaces at the very end are no line",
}


def alike(ours, theirs):
    """Whether two values are the same but for the types of scalars."""
    if isinstance(theirs, dict):
        return ours.keys() == theirs.keys() and all(alike(ours[k], theirs[k]) for k in theirs)
    if isinstance(theirs, list):
        return len(ours) == len(theirs) and all(map(alike, ours, theirs))
    return ours == theirs if isinstance(theirs, str) else not isinstance(ours, dict | list)


@needs_data
@pytest.mark.parametrize("case", suite())
def test_the_yaml_test_suite_is_refused_or_read_as_it_says(case):
    tree, _ = read(case["yaml"].encode())
    if case["error"]:
        assert tree is None
    elif tree is not None and case["json"]:
        assert alike(tree.value(), json.loads(case["json"]))
