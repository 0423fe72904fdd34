"""The YAML of a draft: whatever is written loads as the same thing, and reads as by a person."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crisis_cli.protocol.strict import read
from crisis_cli.workshop.fhir.words import Ids, clean, slug
from crisis_cli.workshop.fhir.writing import Keys, yaml_text

ODD = ["a: b", "a #b", "# a", "- a", "{a}", "[a", "*a", "&a", "!a", "|", ">", "%a", "@a", "`a", "~",
       "yes", "No", "null", "1:30", "0x1", "1e3", ".5", "2026-01-01", "a\\b", 'a"b', "it's", "'a'",
       "a:", "?", "? a", "--- a", "...", "<<", "=", "a\nb", "a\n\n  b", "  a", "a  b " * 30,
       "é ምን 你好 ", "word " * 60, "a" * 300, "http://x/y#z", "x\n# y", "\ta"]  # fmt: skip
texts = st.text(max_size=200).map(clean).filter(bool) | st.sampled_from(ODD).map(clean)


def loaded(keys):
    text = yaml_text(keys)
    tree, found = read(text.encode())
    assert tree is not None, "\n".join(one.show("draft") for one in found.problems) + text
    return tree.value()


@given(st.lists(texts, min_size=1, max_size=4))
@example(ODD)
def test_any_text_survives_wherever_it_stands(some):
    some = [text for text in map(clean, some) if text]
    steps = []
    for number, text in enumerate(some):
        answers = Keys({"a": text, "b": "B"})
        answers.beside = {"a": " ".join(text.split()), "b": "code"}
        steps.append(Keys(id=f"q{number}", ask=text, answers=answers))
        steps[-1].above = [text, "code: x"]
    root = Keys(title=some[0], sections=[Keys(id="s", title=some[-1], steps=steps)])
    root.above = list(some)

    assert loaded(root) == {
        "title": some[0],
        "sections": [
            {
                "id": "s",
                "title": some[-1],
                "steps": [
                    {"id": f"q{n}", "ask": text, "answers": {"a": text, "b": "B"}}
                    for n, text in enumerate(some)
                ],
            }
        ],
    }


@pytest.mark.parametrize("text", ["a\n", "\na", " a", "a ", "a\tb", "a \nb", "a\r\nb", "a\nb\n"])
def test_space_around_a_text_survives_too(text):
    assert loaded(Keys(title=text)) == {"title": text}


words = st.sampled_from(["yes", "no", "a_b", "12", "-3", "2.5", "unknown"])
atoms = st.dictionaries(
    words, words | st.lists(words, min_size=1, max_size=30), min_size=1, max_size=3
)
conditions = st.recursive(
    atoms,
    lambda inner: (
        st.builds(lambda c: {"not": c}, inner)
        | st.builds(lambda cs: {"any": cs}, st.lists(inner, min_size=1, max_size=4))
    ),
    max_leaves=12,
)


@given(conditions)
def test_any_condition_survives_however_long(condition):
    assert loaded(Keys(steps=[Keys(id="q", when=condition)]))["steps"][0]["when"] == condition


def test_it_reads_as_a_person_would_write_it():
    step = Keys(
        id="q", when={"p": ["yes", "unsure"]}, ask="Are you safe?", kind="scale", at_least="0"
    )
    step.above = ["code: x"]
    root = Keys(protocol="p", version="1", languages=["en"], sections=[Keys(id="s", steps=[step])])
    root.above = ["Where it came from."]

    assert yaml_text(root) == (
        "# Where it came from.\n\n"
        "protocol: p\nversion: 1\nlanguages: [en]\n\n"
        "sections:\n  - id: s\n    steps:\n"
        "      # code: x\n      - id: q\n        when: {p: [yes, unsure]}\n"
        "        ask: Are you safe?\n        kind: scale\n        at_least: 0\n"
    )


def test_an_id_is_given_once_and_never_means_something():
    ids = Ids()
    given_ = [ids.new(wanted, "item") for wanted in ("a", "a", "", "", "not", "a_2", "9", "x" * 99)]

    assert given_ == ["a", "a_2", "item", "item_2", "not_", "a_2_2", "q9", "x" * 60]


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Ärger & Spaß", "arger_spass"),
        ("/8480-6", "8480_6"),
        ("ምን", ""),
        ("  A  b ", "a_b"),
        ("Łódź", "lodz"),
        ("word " * 20, "_".join(["word"] * 12)),
    ],
)
def test_a_text_becomes_an_id_of_plain_letters(text, id):
    assert slug(text) == id
