"""The record of a call about somebody else: whose answers these are, and what was never asked."""

from datetime import timedelta

from conversation import START, play

from crisis_cli.documents.blocks import Asked
from crisis_cli.documents.record.page import contact_record

CALLED_FOR = {"setting": "someone_else", "told_now": "yes"}


def under(answers, words):
    page = contact_record(play(answers).state, lambda ids: [], START + timedelta(hours=2))
    found = [one for one in page.blocks if isinstance(one, Asked) and one.question == words]
    return [said.text for one in found for said in one.said]


def test_the_danger_section_says_whose_answers_these_are():
    said = under(CALLED_FOR, "These answers say who told, and what could be asked")

    assert said == ["Kind of contact: Someone else is telling me about the person"]


def test_a_question_that_nothing_called_for_is_not_told_as_not_needed():
    signs = "Are there signs of fear or harm that you can see or hear? (private)"

    assert signs in under(CALLED_FOR, "Not asked: nothing called for it")
    assert signs not in under(CALLED_FOR, "Not needed after the other answers")
