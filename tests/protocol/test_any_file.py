"""Law 10 for whole files: whatever is written, there is a protocol or a problem with a place."""

import json
import re

from hypothesis import given
from hypothesis import strategies as st
from language_example import EXAMPLE

from crisis_cli.protocol.saved import from_json, to_json
from crisis_cli.protocol.source import examine

LINES = EXAMPLE.splitlines()
WORDS = sorted(set(re.findall(r"[a-z_]+|[{}\[\]:,-]", EXAMPLE)))
VALUES = ["", "{}", "[]", "{a: b}", "[a, [b]]", "[{}]", "[null]", "'<choice>'", "{yes: no}", "- x"]


def swap_value(line, value):
    return re.sub(r"(: *).*", lambda match: match[1] + value, line, count=1)


def swap_word(line, word):
    return re.sub(r"[a-z_]+", word, line, count=1)


CHANGES = st.one_of(
    st.tuples(st.just(lambda line, _: None), st.just("")),
    st.tuples(st.just(lambda line, _: f"{line}\n{line}"), st.just("")),
    st.tuples(st.just(lambda line, more: " " * more + line.strip()), st.integers(0, 12)),
    st.tuples(st.just(swap_value), st.sampled_from(VALUES + WORDS)),
    st.tuples(st.just(swap_word), st.sampled_from(WORDS)),
    st.tuples(st.just(lambda line, text: line + text), st.text(max_size=4)),
)


@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), CHANGES), min_size=1, max_size=5))
def test_a_protocol_with_any_lines_changed_is_a_protocol_or_has_problems(changes):
    lines = list(LINES)
    for place, (change, value) in changes:
        lines[place] = lines[place] and change(lines[place], value)
    text = "\n".join(line for line in lines if line is not None)
    protocol, found = examine(text.encode("utf-8", "surrogatepass"))

    assert (protocol is None) == found.broken
    assert all(problem.show("f") and problem.line >= 1 for problem in found.problems)
    assert protocol is None or from_json(json.loads(json.dumps(to_json(protocol)))) == protocol


KEYS = st.sampled_from([
    "protocol", "title", "version", "sections", "steps", "id", "ask", "kind", "answers", "when",
    "rules", "means", "any", "all", "not", "urgent", "run", "blocks", "documents", "each", "list",
    "concern", "level", "because", "follow_up", "within", "do", "danger", "otherwise", "parts",
])  # fmt: skip
PLAIN = st.sampled_from(["", "a", "b", "yes", "no", "text", "high", "1 day", "yes_no", "unknown"])
TREES = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=6)
)


@given(st.dictionaries(KEYS, TREES, max_size=8))
def test_any_tree_of_our_own_keys_is_a_protocol_or_has_problems(tree):
    protocol, found = examine(json.dumps(tree).encode())

    assert (protocol is None) == found.broken
