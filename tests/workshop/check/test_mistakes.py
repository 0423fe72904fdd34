"""Realistic mistakes of supervisors: each is met with its line, plain words, and what to do."""

import re
import shutil

import pytest
from mistaken import PROTOCOL, ROOT, mistakes

from crisis_cli.commands.protocol.looking import look_at

MISTAKES = list(mistakes())
# Words of those who write programs; none of them helps a supervisor.
JARGON = re.compile(
    r"\b(mapping|sequence|scalar|token|stream|pydantic|nonetype|none type|dict|node|parse[dr]?|"
    r"parsing|schema|validat\w+|boolean|string|integer|float|null|regex|exception|traceback|"
    r"syntax|literal|attribute|object|enum|codec|invalid|unexpected|input|constructor)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return shutil.copytree(ROOT, tmp_path_factory.mktemp("mistakes") / "protocols")


@pytest.fixture(scope="module")
def problems(folder):
    """What is told of a mistake, each looked at once."""
    told = {}

    def look(mistake):
        if mistake.name not in told:
            path = folder / mistake.file
            path.write_bytes(mistake.text().encode())
            told[mistake.name] = look_at(path).problems
            shutil.copy(ROOT / mistake.file, path)
        return told[mistake.name]

    return look


def old(problem):
    """Whether it is only that a resource was checked long ago; the shipped file has many such."""
    return problem.code == "W101"


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_a_mistake_is_told_at_its_line_and_with_what_to_write(problems, mistake):
    meant = [one for one in problems(mistake) if mistake.line in one.source or not old(one)]
    first = meant[0]

    assert first.code == mistake.code, first.show(mistake.file)
    assert first.source.strip().startswith(mistake.line), first.show(mistake.file)
    assert mistake.advice in first.hint, first.show(mistake.file)


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda one: one.name)
def test_a_mistake_is_told_in_plain_words_and_not_many_times(problems, mistake):
    told = [one for one in problems(mistake) if not old(one)]

    for one in told:
        assert not JARGON.search(re.sub(r"'[^']*'|`[^`]*`", "", f"{one.message} {one.hint}"))
        assert one.message.endswith((".", "?", "!")) and one.hint.endswith((".", "?", "!"))
    assert len(told) <= 6, [one.message for one in told]


def test_the_mistakes_are_many_and_none_is_made_twice():
    changed = {(one.file, one.old, one.new) for one in MISTAKES}

    assert len(changed) == len(MISTAKES) >= 120
    assert len({one.name for one in MISTAKES}) == len(MISTAKES)
    assert sum(one.file == PROTOCOL for one in MISTAKES) >= 90


def test_without_a_mistake_nothing_is_told(folder):
    assert look_at(folder / PROTOCOL).problems == ()


@pytest.mark.parametrize(
    ("name", "was", "now", "told"),
    [
        ("policy.yaml", "policy: who-decides\n", "", "Add `policy:`."),
        ("policy.yaml", "policy: who", "polcy: who", "Did you mean 'policy'?"),
        ("suggestions.yaml", "suggestions: about-people\n", "", "Add `suggestions:`."),
    ],
)
def test_a_file_without_the_key_that_shows_what_it_is_is_known_by_its_name(
    folder, name, was, now, told
):
    text = (ROOT / name).read_text(encoding="utf-8")
    (folder / name).write_text(text.replace(was, now, 1), encoding="utf-8")

    hints = [one.hint for one in look_at(folder / name).problems if one.code.startswith("E")]

    shutil.copy(ROOT / name, folder / name)
    assert hints == [told]


def test_an_empty_place_in_a_list_is_told_by_the_name_of_the_list(folder):
    text = (ROOT / "suggestions.yaml").read_text(encoding="utf-8")
    (folder / "suggestions.yaml").write_text(
        text.replace("[manipulative", "['', manipulative"), encoding="utf-8"
    )

    messages = [one.message for one in look_at(folder / "suggestions.yaml").problems]

    shutil.copy(ROOT / "suggestions.yaml", folder / "suggestions.yaml")
    assert messages == ["Nothing is written for 'instead_of'."]
