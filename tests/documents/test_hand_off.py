"""The hand-off sheet: what is needed first, on one page, and nothing that nobody needs."""

import shutil
import subprocess

import pytest
from made_contacts import CALM, END, NOW, PLAN, SLIP, answer, calm, contact, full, listing, said
from shipped_plans import SCENARIOS, sheet

from crisis_cli.documents.blocks import Box, Heading
from crisis_cli.documents.formats import FORMATS
from crisis_cli.documents.forms import PAGE
from crisis_cli.documents.hand_off import OVER, hand_off
from crisis_cli.documents.record.filing import Filing
from crisis_cli.documents.table import HAND_OFF
from crisis_cli.documents.text import text
from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import Acknowledged, Emergency, Ended, Ending, Outcome, Revisited
from crisis_cli.protocol.source import load

poppler = pytest.mark.skipif(not shutil.which("pdftotext"), reason="needs poppler's pdftotext")
DANGER = said(alone="yes", thoughts="yes", intent="yes")


def words(state, filing=None):
    return text(hand_off(state, listing, NOW, "k7m4-2pqx", filing or Filing()), 10_000)


def under(shown, heading):
    """The lines under a heading."""
    rest = shown.split(f"\n{heading}\n")[1].split("\n", 1)[1]
    return rest.split("\n---")[0]


def drawn(page, tmp_path):
    """What stands on each sheet, and what the worker was told."""
    told = []
    (tmp_path / "page.pdf").write_bytes(FORMATS["pdf"](page, told.append))
    run = ["pdftotext", "-layout", tmp_path / "page.pdf", "-"]
    done = subprocess.run(run, capture_output=True, check=True).stdout.decode()
    return done.split("\f")[:-1], told


def test_a_hand_off_sheet_reads_like_this(short, golden):
    golden("documents/hand_off_full.txt", text(hand_off(full(short), listing, NOW, "k7m4-2pqx")))


@poppler
@pytest.mark.parametrize("number", SCENARIOS)
def test_the_sheet_of_a_scenario_fits_on_one_page(number, tmp_path):
    pages, told = drawn(sheet(number, HAND_OFF, PAGE), tmp_path)

    assert (len(pages), told) == (1, [])
    assert OVER not in " ".join(pages[0].split())


@poppler
def test_what_does_not_fit_goes_on_and_both_the_sheet_and_the_worker_say_so(tmp_path):
    long = contact(with_words(tmp_path), answer("seen", "What she said. " * 400), *END)
    pages, told = drawn(hand_off(long, listing, NOW, "k7m4-2pqx"), tmp_path)

    assert len(pages) == 2 and told == [OVER]
    assert OVER in " ".join(pages[0].split())
    assert "What is needed now" in pages[0] and "Our number, for questions" in pages[0]
    assert sum(page.count("What she said.") for page in pages) == 400


WORDS = """
protocol: words
title: Words
version: 1
languages: [en]
rules:
  now: {means: In danger now, hurt: yes}
urgent:
  - {when: now, run: help}
concern:
  - {id: hurt, level: high, when: {hurt: any_but_no}, because: May be hurt}
sections:
  - id: all
    title: All
    steps:
      - {id: where, ask: Where are you?, kind: text, record: place}
      - {id: number, ask: Which number?, kind: phone, record: reach, label: Telephone}
      - {id: pronouns, ask: Which pronouns?, kind: text, record: who, label: Pronouns}
      - {id: why, ask: Why today?, kind: text, record: purpose}
      - {id: need, ask: What do you need?, kind: text, record: goal, label: Needs}
      - {id: hurt, ask: Are you hurt?, kind: yes_no, danger: yes, label: Hurt}
      - {id: pills, ask: Took pills?, kind: yes_no, danger: yes, label: Pills}
      - {id: story, ask: What happened in your life?, kind: text}
      - {id: ok, ask: What is OK with you?, kind: text, record: agreed, label: OK with them}
      - {id: seen, ask: What did you see?, kind: long_text, record: seen}
      - {id: ride, do: Find a ride., label: Ride}
blocks:
  help:
    - {id: called, do: Call 911., label: 911 called}
"""


def with_words(folder):
    path = folder / "words.yaml"
    path.write_text(WORDS, encoding="utf-8")
    return load(path)


@pytest.fixture
def told(tmp_path):
    """A sheet with something under each heading."""
    return words(
        contact(
            with_words(tmp_path),
            *said(where="Under the bridge", number="202-555-0123", pronouns="she"),
            *said(why="He found me", need="A bed", hurt="yes"),
            Acknowledged("help"),
            answer("called", {"outcome": "done", "note": "at 3:05, medics come"}),
            *said(pills="declined", story="A long story", ok="Call my sister", seen="She shook"),
            answer("ride", {"outcome": "not_yet", "note": ""}),
            *END,
            client="Alex",
        )
    )


def test_what_is_needed_and_by_when_stands_first(short):
    page = hand_off(contact(short, *DANGER, client="Alex"), listing, NOW)
    first = page.blocks[0]

    assert isinstance(first, Box) and first.blocks[0] == Heading("What is needed now, and by when")
    shown = text(page, 10_000)
    assert shown.index("OPEN: Find out what came of it: May act") < shown.index("Name used: Alex")
    assert "See them again: by Tuesday, November 24, 2026" in shown


def test_each_answer_stands_where_its_word_says(told):
    assert "Name used: Alex" in told and "Pronouns: she" in told
    assert "Where are you?: Under the bridge (3:01 pm)" in told
    assert "Telephone: 202-555-0123 (3:02 pm)" in told
    assert "- Needs: A bed (3:05 pm)" in told.split("Name used")[0]
    danger = under(told, "Danger, as it was told")
    assert "- Hurt: Yes (3:06 pm)" in danger
    assert "He found me (3:04 pm)" in danger and "She shook (3:12 pm)" in danger
    assert "- 911 called: Done: at 3:05, medics come (3:08 pm)" in under(told, "What was done")
    assert "- OK with them: Call my sister (3:11 pm)" in under(told, "What is agreed")
    assert "Would rather not say: Pills" in under(told, "What is not known")


def test_what_nobody_needs_is_not_on_it(told):
    assert "A long story" not in told
    assert "Signature" not in told and "fingerprint" not in told


def test_no_danger_is_written_as_the_record_writes_it(short):
    shown = words(calm(short))

    assert "Level of concern: No danger was reported in these answers." in shown
    assert "Danger, as it was told" not in shown


def test_before_the_danger_questions_are_done_it_says_that_no_level_is_known(short):
    shown = words(contact(short, *said(thoughts="yes")))

    assert "Level of concern: Not known yet: danger questions are still to be asked" in shown
    assert "Do you mean to act on them?" in under(shown, "What is not known")


def test_what_is_missing_is_told_and_not_left_out(short):
    shown = words(contact(short))

    for name in ("Name used", "Where they are", "How to reach them"):
        assert f"{name}: Not written down: ask" in shown
    assert "Our number, for questions: ____" in shown


@pytest.mark.parametrize("filed", ["", "J. from the shelter"])
def test_the_name_that_somebody_goes_by_is_the_only_one_called_so(tmp_path, filed):
    step = (
        '      - {id: name_used, ask: Which name?, kind: text, record: who, label: "Name used"}\n'
    )
    path = tmp_path / "words.yaml"
    path.write_text(WORDS.replace("    steps:\n", f"    steps:\n{step}"), encoding="utf-8")
    shown = words(contact(load(path), *said(name_used="Dee"), *END, client=filed)).splitlines()

    assert [line for line in shown if line.startswith("Name used")] == ["Name used: Dee"]
    assert [line for line in shown if "in our files" in line] == [
        f"Name in our files: {one}" for one in (filed,) if one
    ]


def test_an_answer_that_counts_no_more_is_not_on_it_and_a_correction_is(short):
    shown = words(full(short))
    assert "Have you thought about how?" not in under(shown, "Danger, as it was told")

    right = Amended(**SLIP, value="yes")
    late = words(calm(short, right))
    assert "- Have you had thoughts of killing yourself? Yes" in late
    assert "killing yourself? No" not in late


def test_both_answers_of_a_question_asked_again_stand_where_one_is_danger(short):
    shown = under(words(full(short)), "Danger, as it was told")

    assert "Do you mean to act on them? Not sure (3:05 pm)" in shown
    assert "Do you mean to act on them? No (3:27 pm)" in shown


def test_what_was_called_in_and_what_came_of_it_is_told(short):
    state = contact(short, *DANGER, Emergency("intent", calling=True), Outcome("may_act", "Safe"))
    done = under(words(state), "What was done")

    assert "The emergency key: help was being called (3:04 pm)" in done
    assert "What came of it: Safe (3:05 pm)" in done


def test_an_action_that_nobody_got_to_is_open_and_not_done(short):
    early = answer("hotline", "not_asked")
    state = contact(short, *said(**CALM), early, Ending("client_left"), Ended())
    shown = words(state)

    assert "OPEN: Find out what came of it: Call the helpline together." in shown
    assert "What was done" not in shown


def test_what_was_done_is_told_though_a_later_answer_no_longer_calls_for_it(tmp_path):
    path = tmp_path / "ride.yaml"
    path.write_text(
        WORDS.replace("- {id: ride, do:", "- {id: ride, when: {hurt: yes}, do:"), encoding="utf-8"
    )
    state = contact(
        load(path),
        answer("hurt", "yes"),
        answer("ride", {"outcome": "done", "note": "The night van"}),
        Revisited("hurt"),
        answer("hurt", "no", "changed"),
    )

    assert "- Ride: Done: The night van (3:02 pm)" in under(words(state), "What was done")


def test_a_private_answer_about_danger_says_that_it_is_private():
    shown = under(text(sheet("18", HAND_OFF, PAGE), 10_000), "Danger, as it was told [PRACTICE]")

    assert "- Signs of fear or harm: Yes (" in shown
    assert shown.count(", private: not in front of others)") == 1


def test_the_agencys_statement_goes_with_it_where_there_is_one(short):
    assert "Do not pass this on." in words(calm(short), Filing(notice="Do not pass this on."))
    assert "receives" not in words(calm(short))


def test_what_is_due_much_later_is_left_to_the_team_that_stays():
    assert "Ask how they are" not in text(sheet("05", HAND_OFF, PAGE), 10_000)


def test_its_data_is_what_it_says(short):
    state = contact(short, *said(**{**CALM, "thoughts": "unsure"}), *said(**PLAN), client="Alex")
    data = hand_off(state, listing, NOW, "k7m4-2pqx").data

    assert data["document"] == "hand_off" and data["client"] == "Alex"
    assert [one["words"] for one in data["danger"]] == ["Not sure"]
