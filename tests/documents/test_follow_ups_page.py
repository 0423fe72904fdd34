"""What was done about follow-ups: in the record and on the hand-off, and on no client page."""

import pytest
from made_contacts import NOW, calm, listing

from crisis_cli.documents.follow_up_card import follow_up_card
from crisis_cli.documents.forms import BIRP, DAP, PAGE, PASTE
from crisis_cli.documents.hand_off import hand_off
from crisis_cli.documents.paste import paste
from crisis_cli.documents.plan import safety_plan
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.text import text
from crisis_cli.engine.additions import Assigned, Settled, Tried

TASK = "follow_up 2"
TRIED = Tried(TASK, "phone", left="Nothing, as they asked", happened="2026-11-23T15:40:00-05:00")
GIVEN = Assigned(TASK, "Kim S.", "I am away")
REACHED = Settled(TASK, "reached", "k7m4-2pqx")
GAVE_UP = Settled(TASK, "given_up", reason="They moved", wanted=["1 of 3 tries"])
ARRANGED = [PAGE, DAP, BIRP, PASTE]


def record(state, form=PAGE):
    return contact_record(state, listing, NOW, "aaaa-bbbb", form=form)


def words(state, form=PAGE):
    """The record as one line."""
    return " ".join(text(record(state, form), 10_000).split())


@pytest.mark.parametrize("form", ARRANGED)
def test_every_arrangement_says_who_tried_when_and_what_settled_it(short, form):
    page = record(calm(short, TRIED, GIVEN, REACHED), form)
    shown = " ".join((paste(page) if form == PASTE else text(page, 10_000)).split())

    assert "Tried by phone, not reached. That was Monday, November 23, 2026, 3:40 pm EST" in shown
    assert "Left for them: Nothing, as they asked" in shown
    assert "Given to Kim S. I am away" in shown
    assert "They were reached. Contact k7m4-2pqx" in shown
    assert "Kim S. saw to it last" in shown


def test_what_is_settled_is_not_due_any_more_and_what_is_left_is(short):
    before, after = words(calm(short)), words(calm(short, REACHED))
    what = calm(short).tasks(NOW)[0].what

    assert f"{what}: by" in before and f"{what}: by" not in after
    assert "Nothing is left to do." in after


def test_giving_up_before_the_policy_stands_with_what_was_wanted(short):
    shown = words(calm(short, GAVE_UP))

    assert "it was given up. They moved. The policy still wanted: 1 of 3 tries" in shown


def test_the_data_says_all_of_it(short):
    (found,) = record(calm(short, TRIED, GIVEN, GAVE_UP)).data["follow_ups"]

    assert (found["owner"], found["tries"][0]["way"]) == ("Kim S.", "phone")
    assert found["tries"][0]["happened"] == TRIED.happened
    assert found["tries"][0]["at"] != TRIED.happened
    assert found["settled"][0]["wanted"] == ("1 of 3 tries",)


def test_the_record_of_a_follow_up_says_whose_it_is(short):
    brought = {"values": {}, "unclear": [], "level": "low", "follows": "aaaa-bbbb"}

    assert "This is the follow-up of contact aaaa-bbbb." in words(calm(short, brought=brought))


def test_who_takes_over_reads_that_they_were_not_reached(short):
    shown = text(hand_off(calm(short, TRIED), listing, NOW, "aaaa-bbbb"), 10_000)

    assert "by phone, not reached; left for them: Nothing, as they asked" in shown


@pytest.mark.parametrize("make", [safety_plan, follow_up_card], ids=["plan", "card"])
def test_no_client_page_changes_by_it(short, make):
    def page(*events):
        state = calm(short, *events)
        given = (state, listing, NOW) if make is safety_plan else (state, NOW)
        made = make(*given)
        return made and text(made, 10_000)

    assert page() == page(TRIED, GIVEN, REACHED)
