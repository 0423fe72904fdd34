"""The cases that are easy to get wrong, each by its name."""

from __future__ import annotations

import pytest
from ladder import LADDER
from talk import START

from crisis_cli.engine.additions import Amended
from crisis_cli.engine.entries import (
    Answered,
    Drafted,
    Emergency,
    Ended,
    Ending,
    Entry,
    Outcome,
    Paused,
    Raised,
    Resumed,
)
from crisis_cli.errors import CrisisError


def test_a_mis_keyed_yes_corrected_leaves_no_level_and_closes_its_alert_as_a_mistake(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="no", partner_fear="yes")
    assert contact.shown == "!advocate"
    contact.change("partner_fear", "no", "corrected", "pressed the wrong key")

    assert contact.state.level().highest == "none"
    assert [alert.status for alert in contact.state.alerts()] == ["mistake"]
    assert contact.state.history("partner_fear")[0].standing == "corrected"
    assert contact.shown == "helps"


def test_a_correction_does_not_let_go_of_what_another_danger_answer_said(talk):
    contact = talk(LADDER).say(name="J", alone="no", thoughts="yes", intent="yes", means_near="yes")
    contact.change("thoughts", "no", "corrected", "slip")

    assert contact.state.level().highest == "emergency"
    assert contact.state.level().present == "none"
    assert [alert.status for alert in contact.state.alerts()] == ["open"]


def test_a_retracted_yes_keeps_the_highest_level_and_its_open_alert(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="no", partner_fear="yes")
    contact.acknowledge().say({"outcome": "not_yet"})
    contact.change("partner_fear", "no")

    level = contact.state.level()
    assert (level.highest, level.present) == ("high", "none")
    assert level.because[0].answers == {"partner_fear": "yes"}
    assert [alert.status for alert in contact.state.alerts()] == ["open"]
    assert contact.state.history("partner_fear")[0].standing == "replaced"


def test_asked_again_keeps_both_answers_and_the_level(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="no", right_now="no")
    contact.change("thoughts", "no", "asked_again", "sober now")

    first, second = contact.state.history("thoughts")
    assert (first.standing, second.standing) == ("kept_too", "in_force")
    assert contact.state.level().highest == "low"
    assert contact.state.level().present == "none"


def test_a_danger_question_passed_by_raises_no_alert_and_no_present_level(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="not_asked")

    assert contact.state.alerts() == []
    assert contact.state.level().present == "low"
    assert contact.state.if_ended().highest == "high"


def test_a_danger_question_passed_by_and_answered_later_is_no_fall(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="not_asked")
    contact.change("intent", "no").say(right_now="no", partner_fear="no", helps="tea")
    contact.leave("finished")

    level = contact.state.level()
    assert (level.highest, level.present, level.undetermined) == ("low", "low", False)


def test_leaving_at_question_2_is_undetermined_and_sets_off_no_urgent_block(talk):
    contact = talk(LADDER).say(name="J").leave()

    level = contact.state.level()
    assert (level.highest, level.present, level.undetermined) == ("moderate", "none", True)
    assert [reason.id for reason in level.because] == ["undetermined"]
    assert contact.state.alerts() == []
    assert contact.state.standing_in("thoughts") == "not_asked"
    assert contact.state.standing_in("intent") == "not_asked"
    assert contact.shown == "where_now"


def test_leaving_after_thoughts_yes_does_not_reassure_about_intent(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes").leave()

    level = contact.state.level()
    assert (level.highest, level.undetermined) == ("high", True)
    assert level.because[0].answers == {"thoughts": "yes", "intent": "not_asked"}
    assert contact.state.standing_in("intent") == "not_asked"
    assert contact.state.tasks(contact.state.entries[-1].at)[-1].due.isoformat() == (
        "2026-11-23T21:04:00-05:00"
    )


def test_a_partner_who_stays_in_the_room_makes_the_question_count_as_not_assessed(talk):
    contact = talk(LADDER).say(name="J", alone="no", thoughts="no")

    assert contact.shown == "helps"
    assert contact.state.standing_in("partner_fear") == "could_not_assess"
    contact.say(helps="tea").leave("finished")
    assert contact.state.level().undetermined
    assert contact.state.level().highest == "moderate"


def test_alone_later_the_question_is_asked_afresh(talk):
    contact = talk(LADDER).say(name="J", alone="no", thoughts="no").change("alone", "yes")

    assert contact.shown == "partner_fear"
    assert contact.state.offer("partner_fear") is None


def test_a_lid_closed_in_the_middle_is_listed_with_the_level_of_an_ending_there(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes")

    assert contact.state.level().highest == "low"
    assert contact.state.if_ended().highest == "high"
    due = contact.state.tasks(contact.state.entries[-1].at)
    assert [task.kind for task in due] == ["follow_up"]
    assert (due[0].due - contact.state.entries[-1].at).total_seconds() == 24 * 3600


def test_two_urgent_rules_at_one_answer_come_one_after_the_other_in_file_order(talk):
    both = LADDER.replace("partner_fear: yes\n    urgent", "right_now: yes\n    urgent")
    contact = talk(both).say(name="J", alone="yes", thoughts="yes", intent="no", right_now="yes")

    assert contact.shown == "!stay_and_call"
    contact.acknowledge()
    assert contact.shown == "called"
    contact.say({"outcome": "done", "note": "911, 9:10 pm"})
    assert contact.shown == "!advocate"
    contact.acknowledge().say({"outcome": "not_yet"})
    assert contact.shown == "partner_fear"
    assert [alert.status for alert in contact.state.alerts()] == ["resolved", "open"]


def test_a_new_danger_comes_before_the_open_questions_of_an_older_block(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="no", partner_fear="yes")
    contact.acknowledge()
    assert contact.shown == "advocate_called"
    contact.change("thoughts", "yes").say(intent="no", right_now="yes")

    assert contact.shown == "!stay_and_call"


def test_an_urgent_block_is_next_even_after_back_pause_and_resume(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="no", right_now="yes")
    contact.do(Paused()).do(Resumed())
    assert contact.shown == "!stay_and_call"
    contact.look("alone")
    assert contact.shown == "!stay_and_call"


def test_a_rule_that_begins_to_hold_again_brings_its_block_up_again(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="no", partner_fear="yes")
    contact.acknowledge().say({"outcome": "done"})
    contact.change("partner_fear", "no")
    assert contact.shown == "helps"
    contact.change("partner_fear", "yes")

    assert contact.shown == "!advocate"
    assert [alert.status for alert in contact.state.alerts()] == ["resolved", "open"]


def test_acknowledged_is_not_resolved(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="no", partner_fear="yes")
    contact.acknowledge().say({"outcome": "not_yet"})
    assert contact.state.alerts()[0].status == "open"
    contact.do(Outcome("hurt_at_home", "An advocate came at 10 pm"))

    assert contact.state.alerts()[0].status == "resolved"


def test_an_unconfirmed_outcome_never_refuses_the_ending_and_opens_a_task_due_now(talk):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="no", partner_fear="yes")
    contact.acknowledge().say({"outcome": "not_yet"}, helps="tea").leave("finished").close()

    tasks = contact.state.tasks(contact.state.entries[-1].at)
    assert [(task.kind, task.due == contact.state.ending_at) for task in tasks] == [
        ("outcome", True),
        ("follow_up", False),
    ]


def test_withdrawn_answers_come_back_as_an_offer_but_danger_is_asked_afresh(talk):
    contact = talk(
        """
        protocol: offers
        title: Offers
        version: 1
        languages: [en]
        sections:
          - id: a
            title: A
            steps:
              - {id: bed, ask: Is there a bed tonight?, kind: yes_no}
              - {id: where, when: {bed: yes}, ask: Where?, kind: text}
              - id: hurt
                when: {bed: yes}
                otherwise: not_needed
                ask: Did somebody hurt you there?
                kind: yes_no
                danger: yes
        """
    ).say(bed="yes", where="on F Street", hurt="no")
    contact.change("bed", "no")
    assert contact.answers == {"bed": "no"}
    contact.change("bed", "yes")

    assert contact.shown == "where"
    assert contact.state.offer("where") == "on F Street"
    assert contact.state.offer("hurt") is None
    assert contact.answers == {"bed": "yes"}
    assert contact.say("on F Street").shown == "hurt"


def test_the_emergency_key_alone_is_noted_and_calling_raises_the_level(talk):
    contact = talk(LADDER).do(Emergency("name"))
    assert contact.state.level().highest == "none"
    contact.do(Emergency("name", calling=True))

    assert contact.state.level().highest == "emergency"
    assert contact.state.alerts()[0].status == "open"
    assert contact.shown == "name"
    contact.do(Outcome("emergency key", "Ambulance came"))
    assert contact.state.alerts()[0].status == "resolved"


def test_the_worker_may_raise_the_level_and_never_lower_it(talk):
    contact = talk(LADDER).do(Raised("high", "a feeling"))

    assert contact.state.level().highest == "high"
    with pytest.raises(CrisisError, match="only be raised"):
        contact.do(Raised("low"))


def test_what_cannot_happen_now_is_refused_in_words(talk):
    contact = talk(LADDER).say(name="J")
    for event in (
        Answered("intent", "yes"),
        Answered("called", {"outcome": "done"}),
        Answered("thoughts", "perhaps"),
        Ending("finished"),
        Ending("vanished"),
        Ended(),
    ):
        with pytest.raises(CrisisError):
            contact.do(event)


def test_nothing_but_an_amendment_follows_the_end(talk):
    contact = talk(LADDER).leave().say("to the shelter").close()

    assert contact.shown == "closed"
    with pytest.raises(CrisisError, match="has ended"):
        contact.do(Paused())


@pytest.mark.parametrize(
    ("kind", "text", "told"),
    [("addendum", " ", "without words"), ("edit", "They called.", "not a kind")],
)
def test_an_amendment_has_words_and_a_kind_and_only_a_closed_record_takes_one(
    talk, kind, text, told
):
    contact = talk(LADDER).leave().say("to the shelter")
    with pytest.raises(CrisisError, match="closed record"):
        contact.do(Amended("addendum", "They called."))
    contact.close()
    with pytest.raises(CrisisError, match=told):
        contact.do(Amended(kind, text))

    assert contact.do(Amended("addendum", "They called.")).state.after.amendments


def test_the_last_guidance_of_an_early_ending_is_not_lost(talk):
    asked = "- {id: where_now, ask: Where are they going?, kind: text}"
    said = "- {id: bye, guidance: They can call or text 988 at any hour.}"
    text = LADDER.replace(asked, f"{asked}\n        {said}")
    contact = talk(text).leave()
    assert contact.shown == "where_now"
    contact.say("to the shelter")

    assert [note.id for note in contact.wanted.notes] == ["bye"]


def test_a_block_is_asked_to_its_end_after_its_action_is_done(talk):
    called = "- {id: called, do: Stay. Call 911 now., confirm: Who answered?}"
    asked = "- {id: where, ask: Where did they go?, kind: text}"
    contact = talk(LADDER.replace(called, f"{called}\n        {asked}"))
    contact.say(name="J", alone="yes", thoughts="yes", intent="no", right_now="yes").acknowledge()
    contact.say({"outcome": "done", "note": "911"})

    assert contact.shown == "where"
    assert contact.say("to the hospital").shown == "partner_fear"


FRIENDS = """
    protocol: friends
    title: Friends
    version: 1
    languages: [en]
    sections:
      - id: all
        title: All
        steps:
          - id: people
            list: Who could you call?
            each: [{id: name, ask: Name, kind: text}]
          - {id: many, when: {people: {count: {at_least: 1}}}, ask: Who first?, kind: text}
    """


def test_a_list_that_was_begun_is_offered_again_and_counts_nowhere(talk):
    contact = talk(FRIENDS).do(Drafted("people", [{"name": "Ana"}]))

    assert contact.shown == "people"
    assert contact.state.offer("people") == [{"name": "Ana"}]
    assert contact.path == ["people"]
    assert contact.answers == {}


def test_an_answer_takes_the_place_of_what_was_begun(talk):
    contact = talk(FRIENDS).do(Drafted("people", [{"name": "Ana"}])).say([])

    assert contact.state.offer("people") is None
    assert contact.state.drafts == {}


def test_a_slip_under_a_true_answer_lets_go_of_what_it_brought_up_itself(talk):
    """Thoughts are true; the not-sure about intention was the wrong key."""
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes", intent="unsure")
    contact.change("intent", "no", "corrected", "pressed the wrong number")

    assert contact.state.level().highest == "low"
    assert contact.shown == "right_now"


def test_an_answer_that_reaches_the_log_too_late_is_kept_and_displaces_nothing(talk):
    """Such as one from a second device, written after the contact had ended."""
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes").leave()
    late = [Answered("thoughts", "no"), Answered("means_near", "yes"), Answered("thoughts", "no")]
    for event in late:
        contact.state.add(Entry(len(contact.state.entries) + 1, START, "other", event))

    assert contact.state.answer("thoughts").value == "yes"
    assert contact.state.answer("means_near") is None
    assert [g.standing for g in contact.state.history("thoughts")] == [
        "in_force",
        "withdrawn",
        "withdrawn",
    ]
    assert contact.state.level().present == "low"


@pytest.mark.parametrize("reason", ["", "  "])
@pytest.mark.parametrize("how", ["corrected", "asked_again"])
def test_a_correction_and_asking_again_need_a_reason_in_words(talk, how, reason):
    contact = talk(LADDER).say(name="J", alone="yes", thoughts="yes")

    with pytest.raises(CrisisError, match="reason"):
        contact.change("thoughts", "no", how, reason)
