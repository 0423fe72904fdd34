"""The debrief that the project ships: short, without a level, and plain about its limits."""

import pytest
from conversation import PROTOCOLS

from crisis_cli.commands.protocol.plans import printed
from crisis_cli.directory.resources import load as resources
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.source import load
from crisis_cli.workshop.check.report import examined
from crisis_cli.workshop.scenarios.belonging import belonging
from crisis_cli.workshop.scenarios.result import play_all

FILE = PROTOCOLS / "debrief.yaml"
DEBRIEF = load(FILE)
ASKED = [step for step in DEBRIEF.steps if KINDS[step.kind].asks]
QUALITIES = {
    "body": "Staying steady",
    "bent": "Bending",
    "strength": "Hope",
    "worked": "Solving",
    "stirred": "Knowing and caring for yourself",
    "colleague": "Kindness",
    "yours": "Keeping on",
    "promised": "Limits",
}


def test_nothing_in_it_makes_a_level_an_alarm_or_a_date():
    assert not [step.id for step in DEBRIEF.all_steps if step.danger]
    assert (DEBRIEF.concern, DEBRIEF.urgent, DEBRIEF.follow_up, DEBRIEF.blocks) == ((), (), (), {})
    assert not [step.id for step in DEBRIEF.steps if step.kind in ("scale", "number", "action")]


def test_it_passes_the_check_without_a_warning():
    report = examined("debrief.yaml", FILE.read_bytes(), None)

    assert [one.code for one in report.problems if one.code != "W090"] == []


def test_its_scenarios_come_out_as_they_expect_and_reach_everything():
    result = play_all(DEBRIEF, FILE, belonging(DEBRIEF, FILE, None), printed)

    assert [one for one in result.outcomes if not one.passed] == []
    assert len(result.outcomes) > 5
    assert result.coverage.enough


def test_it_is_short():
    """At twenty seconds a question, alone and in a few words, that is three to five minutes."""
    always = [step for step in ASKED if step.when is None]

    assert len(always) == 10
    assert len(ASKED) == 12


def test_it_begins_with_the_worker_and_says_who_takes_over():
    first, second = ASKED[:2]

    assert first.text == "Are you safe and able to go on now?"
    assert "takes over" in second.text and second.when is not None
    (help_for_you,) = [step for step in DEBRIEF.steps if step.id == "help_for_you"]
    assert {"nine_one_one", "lifeline"} <= set(help_for_you.call)
    for word in ("988", "supervisor", "EAP"):
        assert word in help_for_you.text
    assert "EAP" in DEBRIEF.words
    known = resources(PROTOCOLS / "resources" / "dc.yaml")
    assert set(help_for_you.call) <= set(known)


@pytest.mark.parametrize(("step", "quality"), QUALITIES.items())
def test_each_of_the_eight_qualities_has_its_question(step, quality):
    (found,) = [one for one in ASKED if one.id == step]

    assert found.help.startswith(f"{quality}.")


def test_no_question_falls_back_on_words_about_a_record():
    assert [step.id for step in ASKED if not step.help] == []


def test_before_the_first_question_it_warns_of_clients_and_of_its_own_limits():
    first = DEBRIEF.steps[0]

    assert first.kind == "guidance" and first.when is None
    for words in ("No names and no facts of a client", "employer", "court"):
        assert words in first.text


def test_what_is_yours_and_what_is_not_is_one_question():
    (yours,) = [one for one in ASKED if one.id == "yours"]

    assert yours.text == "What is yours to do next, and what is not yours to carry?"


def test_it_promises_no_more_than_is_known():
    words = " ".join([DEBRIEF.about, *(f"{one.text} {one.help}" for one in DEBRIEF.steps)]).lower()

    claims = ("prevent", "heal", "trauma", "treat", "cure")
    assert [one for one in claims if one in words] == []
    assert "no score and no level" in " ".join(words.split())
