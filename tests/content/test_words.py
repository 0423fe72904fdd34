"""What people read: plain, honest, the project's own, and never out of date."""

from __future__ import annotations

import re

import pytest
from conversation import (
    GUIDES,
    PROTOCOLS,
    ROOT,
    Contact,
    all_steps,
    client_texts,
    play,
    shipped,
    worker_texts,
)
from wordings import ENOUGH_WORDS, NEVER_SAID, OTHERS

from crisis_cli.workshop.check.grade import grade, syllables

LONG_WORDS_ALLOWED: set[str] = set()
SHOWN_TO_ALL = [
    *PROTOCOLS.rglob("*.yaml"),
    ROOT / "docs/sources.md",
    ROOT / "docs/hazards.md",
]


def client() -> list[tuple[str, str]]:
    return [(f"{name}: {place}", text) for name in GUIDES for place, text in client_texts(name)]


def worker() -> list[tuple[str, str]]:
    return [(f"{name}: {place}", text) for name in GUIDES for place, text in worker_texts(name)]


each = pytest.mark.parametrize("name", GUIDES)


@pytest.mark.parametrize(("place", "text"), client(), ids=[place for place, _ in client()])
def test_a_client_text_reads_at_grade_6_or_below(place, text):
    if len(text.split()) >= ENOUGH_WORDS:
        assert grade(text) <= 6
    long = {word for word in re.findall(r"[A-Za-z]+", text) if syllables(word) > 3}
    assert long <= LONG_WORDS_ALLOWED


def test_all_client_texts_together_read_at_grade_3_or_below():
    assert grade(" ".join(f"{text.rstrip('.?!')}." for _, text in client())) <= 3


@pytest.mark.parametrize(("place", "text"), worker())
def test_a_worker_text_is_plain_too(place, text):
    assert grade(text) <= 9


def test_what_the_worker_does_in_danger_is_read_in_a_few_seconds():
    first = {name: block.steps[0] for name, block in shipped().blocks.items()}

    assert {name: len(step.text.split()) for name, step in first.items()} == {
        name: count for name, step in first.items() if (count := len(step.text.split())) <= 35
    }


def test_every_urgent_block_begins_with_one_instruction_and_one_number():
    for urgent in shipped().urgent:
        first = shipped().blocks[urgent.block].steps[0]
        assert first.kind in ("guidance", "action")
        assert first.when is None
        assert len(first.call) == 1


def test_every_urgent_block_asks_who_answered():
    for urgent in shipped().urgent:
        actions = [s for s in shipped().blocks[urgent.block].steps if s.kind == "action"]
        assert actions
        assert all(step.confirm for step in actions)


@pytest.mark.parametrize("setting", ["in_person", "in_person_others", "phone", "phone_others"])
@pytest.mark.parametrize("block", ["leave_first", "medical_help", "stay_and_call"])
def test_what_to_do_is_told_for_the_room_and_from_afar(block, setting):
    contact = Contact()
    contact.answer(contact.state.step("setting"), setting)
    shown = [step.id for step in contact.state.shown(shipped().blocks[block])]
    only_here = [s.id for s in shipped().blocks[block].steps if s.when and s.id in shown]

    assert len(only_here) == 1


@each
def test_every_question_tells_the_worker_why_it_is_asked(name):
    questions = [s for s in shipped(name).steps if s.kind not in ("guidance", "action")]

    assert [s.id for s in questions if not s.help] == []


@each
def test_every_danger_question_has_a_label_for_the_record(name):
    assert [step.id for step in all_steps(name) if step.danger and not step.label] == []


@pytest.mark.parametrize("path", SHOWN_TO_ALL, ids=lambda p: p.name)
def test_the_old_ten_digit_lifeline_stands_nowhere(path):
    digits = re.sub(r"\D", "", path.read_text("utf-8"))

    assert "18002738255" not in digits
    assert "8002738255" not in digits


@pytest.mark.parametrize("words", OTHERS)
def test_the_wording_is_nobody_elses(words):
    ours = "\n".join(text.lower() for _, text in (*client(), *worker()))

    assert words not in ours


@pytest.mark.parametrize("words", NEVER_SAID)
def test_some_things_are_never_said(words):
    ours = "\n".join(text.lower() for _, text in (*client(), *worker()))

    assert words not in ours


@each
def test_it_says_that_it_is_none_of_the_known_instruments(name):
    head = (PROTOCOLS / f"{name}.yaml").read_text("utf-8")[:800]

    for other in ("C-SSRS", "ASQ", "SAFE-T", "PHQ", "Stanley-Brown"):
        assert other in head


def test_it_says_that_its_words_were_not_validated():
    assert "not been validated" in shipped().about


@each
def test_a_client_page_names_no_level_and_nothing_private(name):
    guide = shipped(name)
    printed = {step for d in guide.documents.values() for p in d.parts for step in p.steps}
    hidden = {step.id for step in guide.steps if step.private or step.danger}
    words = " ".join(
        t.lower() for d in guide.documents.values() for p in d.parts for t in (p.heading, p.text)
    )

    assert printed & hidden == set()
    assert not re.search(r"\b(low|moderate|high|level|risk)\b", words)


@each
def test_a_plan_says_what_to_do_if_it_is_not_enough_and_whom_to_call_at_any_hour(name):
    parts = shipped(name).documents["safety_plan"].parts
    always = [part for part in parts if part.when is None and not part.steps]

    assert any("988" in part.text and "911" in part.text for part in always)
    assert any({"lifeline", "access_helpline"} <= set(part.resources) for part in always)


@each
def test_the_ladder_of_the_plan_goes_from_self_to_others_to_workers(name):
    order = [step for part in shipped(name).documents["safety_plan"].parts for step in part.steps]
    rungs = ["plan_signs", "plan_self", "plan_places", "plan_people", "plan_helpers"]

    assert [step for step in order if step in rungs] == rungs
    assert order.index("plan_helpers") < order.index("plan_safer") < order.index("plan_matters")


@pytest.mark.parametrize("answer", ["no", "unsure", "declined", "could_not_assess"])
def test_where_paper_was_asked_and_not_safe_no_plan_is_made(answer):
    assert play({"paper": answer, "plan_self": ["Walk"]}).headings() == []


@pytest.mark.parametrize("answer", ["yes", "small"])
def test_with_a_yes_to_paper_the_plan_is_made(answer):
    assert "First, on my own" in play({"paper": answer, "plan_self": ["Walk"]}).headings()
