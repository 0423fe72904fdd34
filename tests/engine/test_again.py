"""What stayed unclear about danger last time is asked again, whatever else is answered now."""

from __future__ import annotations

from itertools import product

import pytest
from ladder import LADDER

from crisis_cli.engine.after import After
from crisis_cli.protocol.compiled import LEVELS

GATED = ["intent", "means_near", "right_now"]
CALM = {"name": "J", "alone": "yes", "thoughts": "no"}


def again(*steps):
    return {"brought": {"unclear": list(steps), "again": list(steps)}}


@pytest.mark.parametrize("step", GATED)
def test_a_plain_no_elsewhere_does_not_reassure_about_what_stayed_unclear(talk, step):
    contact = talk(LADDER, **again(step)).say(**CALM)

    assert contact.shown == step
    contact.say(**{step: "no"})
    assert contact.shown == "partner_fear"
    assert contact.state.level().undetermined is False


def test_without_it_a_plain_no_ends_the_questions_that_hang_on_it(talk):
    assert talk(LADDER).say(**CALM).shown == "partner_fear"


def test_what_was_unclear_and_was_never_reached_is_asked_as_in_any_contact(talk):
    contact = talk(LADDER, brought={"unclear": GATED, "again": []}).say(**CALM)

    assert contact.shown == "partner_fear"


def test_a_yes_to_it_counts_and_brings_up_its_block(talk):
    contact = talk(LADDER, **again("right_now")).say(**CALM, right_now="yes")

    assert contact.shown == "!stay_and_call"
    assert contact.state.level().present == "emergency"


def test_one_that_is_unclear_still_opens_those_that_hang_on_it(talk):
    contact = talk(LADDER, **again("intent")).say(**CALM, intent="unsure")

    assert contact.shown == "means_near"


def test_whoever_leaves_before_it_is_not_reassured_about_it(talk):
    contact = talk(LADDER, **again("intent")).say(**CALM).leave()

    assert contact.state.standing_in("intent") == "not_asked"
    assert contact.state.level().undetermined is True


def test_what_must_not_be_asked_in_front_of_others_is_not_asked_there_again(talk):
    contact = talk(LADDER, **again("partner_fear")).say(name="J", alone="no", thoughts="no")

    assert contact.shown == "helps"
    assert contact.state.standing_in("partner_fear") == "could_not_assess"


TWO_REASONS = LADDER.replace(
    "when: {alone: yes}\n", "when: {alone: yes, thoughts: [yes, unsure]}\n"
)


@pytest.mark.parametrize(("alone", "shown"), [("no", "helps"), ("yes", "partner_fear")])
def test_nor_where_a_plain_no_is_only_one_of_the_reasons(talk, alone, shown):
    contact = talk(TWO_REASONS, **again("partner_fear")).say(name="J", alone=alone, thoughts="no")

    assert contact.shown == shown


def test_a_change_gives_the_same_as_a_fresh_interview(talk):
    """Law 2, where something stayed unclear."""
    for first, then in product(["yes", "no", "declined"], repeat=2):
        changed = talk(LADDER, **again("intent", "right_now")).say(**CALM | {"thoughts": first})
        changed.change("thoughts", then)
        fresh = talk(LADDER, **again("intent", "right_now")).say(**CALM | {"thoughts": then})
        assert changed.shown == fresh.shown
        path = [step.id for step in changed.state.path()]
        assert path == [step.id for step in fresh.state.path()]


@pytest.mark.parametrize("word", ["yes", "unsure", "declined", "could_not_assess", "not_asked"])
@pytest.mark.parametrize("step", GATED)
def test_any_answer_in_place_of_a_plain_no_never_lowers_the_level(talk, step, word):
    """Law 4, where it is asked only because it stayed unclear."""
    ranks = []
    for said in ("no", word):
        contact = talk(LADDER, **again(step)).say(**CALM, **{step: said}).leave()
        ranks.append(LEVELS.index(contact.state.level().highest))

    assert ranks == sorted(ranks)


def test_what_is_amended_later_is_judged_on_the_same_path(talk):
    contact = talk(LADDER, **again("intent")).say(**CALM, intent="no")

    assert isinstance(contact.state.after, After)
    _, path = contact.state.after._counted({})
    assert [step.id for step in path] == [step.id for step in contact.state.path()]
