"""The calm pages that the project ships: short, plain, and within what a peer may do."""

import re

import pytest
from conversation import PROTOCOLS
from wordings import ENOUGH_WORDS, NEVER_SAID, OTHERS

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.directory.resources import load as resources
from crisis_cli.protocol.source import load
from crisis_cli.terminal.calm_pages import BY_HEART, by_heart
from crisis_cli.workshop.check.grade import grade
from crisis_cli.workshop.check.report import examined
from crisis_cli.workshop.scenarios.belonging import belonging
from crisis_cli.workshop.scenarios.result import play_all

FILE = PROTOCOLS / "de-escalation.yaml"
PAGES = load(FILE)
TEXTS = [
    *((one.id, one.text) for one in PAGES.steps),
    *((one.id, one.aim) for one in PAGES.sections if one.aim),
]
SITUATIONS = {"leave", "angry", "overwhelmed", "voices", "drunk", "phone", "words", "limits"}


def words_of(page: str) -> str:
    return " ".join(step.text for step in PAGES.steps if step.section == page)


def test_it_passes_the_check_and_only_the_age_of_numbers_is_told():
    report = examined(FILE.name, FILE.read_bytes(), None)

    assert [str(one) for one in report.problems if one.code != "W090"] == []


def test_its_scenario_comes_out_as_it_expects():
    result = play_all(PAGES, FILE, belonging(PAGES, FILE, None), printed)

    assert [one.passed for one in result.outcomes] == [True]
    assert result.coverage.enough


def test_nothing_in_it_asks_alarms_or_hangs_on_an_answer():
    assert {step.kind for step in PAGES.all_steps} == {"guidance"}
    assert [step.id for step in PAGES.steps if step.when] == []
    assert (PAGES.concern, PAGES.urgent, PAGES.follow_up, PAGES.rules) == ((), (), (), {})


@pytest.mark.parametrize(("place", "text"), TEXTS, ids=[place for place, _ in TEXTS])
def test_each_line_reads_at_grade_6_or_below(place, text):
    if len(text.split()) >= ENOUGH_WORDS:
        assert grade(text) <= 6


def test_no_line_is_long():
    assert [name for name, text in TEXTS if len(text.split()) > 30] == []


def test_the_first_page_is_known_by_heart_and_so_is_when_to_go():
    first = PAGES.sections[0]

    assert BY_HEART[:-1] == tuple(one.text for one in PAGES.steps if one.section == first.id)
    assert BY_HEART[-1] == "Not safe? Go. Then call 911."
    assert by_heart().protocol.sections[0].title == first.title
    assert by_heart().protocol.id == PAGES.id


def test_there_is_a_page_for_each_situation_and_leaving_is_the_first_to_choose():
    pages = [one.id for one in PAGES.sections]

    assert set(pages) >= SITUATIONS
    assert pages[:2] == ["calm", "leave"]


@pytest.mark.parametrize(
    "never", ["touch", "block", "search", "weapon or pills", "what illness", "run after"]
)
def test_what_a_peer_may_not_do_is_told(never):
    assert never in words_of("limits")


@pytest.mark.parametrize("page", ["leave", "angry", "voices", "drunk", "phone", "overwhelmed"])
def test_where_danger_can_come_up_911_is_named(page):
    assert "911" in words_of(page)


def test_sudden_confusion_is_an_illness_first_and_a_voice_that_commands_is_asked_about():
    first = next(step for step in PAGES.steps if step.section == "voices")

    assert "Confused all at once" in first.text and "911" in first.text
    assert "Do they tell you to hurt yourself or somebody?" in words_of("voices")


def test_who_is_drunk_is_asked_now_and_again_when_sober_and_never_left_to_sleep_it_off():
    told = words_of("drunk")

    assert "Ask about danger now" in told and "Ask again when they are sober" in told
    assert "Never leave them to sleep it off alone" in told
    assert "naloxone" in told and "just stop" in told


def test_on_the_phone_the_place_and_a_number_come_first():
    assert next(s for s in PAGES.steps if s.section == "phone").text.startswith('First: "Where')


def test_whoever_it_names_is_in_the_resource_file_and_other_numbers_stand_nowhere():
    known = resources(PROTOCOLS / "resources" / "dc.yaml")
    named = {one for step in PAGES.steps for one in step.call}
    numbers = set(re.findall(r"\d{3,}", " ".join(text for _, text in TEXTS)))

    assert named <= set(known)
    assert numbers <= {"911", "988"}


@pytest.mark.parametrize("words", [*OTHERS, *NEVER_SAID])
def test_the_words_are_our_own_and_some_are_never_said(words):
    assert words not in " ".join(text for _, text in TEXTS).lower()
