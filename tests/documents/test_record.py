"""The contact record: everything that happened, for the supervisor who signs it."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_contacts import (
    CALM,
    END,
    HAPPENED,
    NOW,
    SLIP,
    answer,
    calm,
    contact,
    full,
    listing,
    said,
    sealed,
    signed_record,
)

from crisis_cli.documents.formats import as_json
from crisis_cli.documents.html import html
from crisis_cli.documents.record.filing import Disclosure, Filing, Refiled
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.text import text
from crisis_cli.engine.additions import Amended, Countersigned
from crisis_cli.engine.entries import Acknowledged, Emergency, Ending, Outcome, Raised, Revisited
from crisis_cli.protocol.source import load

CALLED = answer("called", {"outcome": "done", "note": "a counselor is on the line"})
DANGER = said(alone="yes", thoughts="yes", intent="yes")


def record(state):
    return contact_record(state, listing, NOW, "k7m4-2pqx")


def words(state):
    """The record as text, each paragraph on one line, so that no claim is cut by a line's end."""
    return text(record(state), 10_000)


def under(state, question):
    """What stands under a question."""
    found = re.search(rf"^{re.escape(question)}.*\n((?:  .*\n)+)", words(state), re.MULTILINE)
    assert found, question
    return [line.strip(" >") for line in found[1].splitlines()]


def test_a_calm_record_reads_like_this(short, golden):
    golden("documents/record_calm.txt", text(record(calm(short, client="Alex"))))


def test_a_record_with_everything_in_it_reads_like_this(short, golden):
    golden("documents/record_full.txt", text(record(full(short))))


def test_an_open_record_in_practice_reads_like_this(short, golden):
    golden("documents/record_open.txt", text(record(contact(short, *DANGER, practice=True))))


def test_no_danger_is_never_written_as_none(short):
    shown = words(calm(short))

    assert "No danger was reported in these answers." in shown
    assert not re.search(r"\bnone\b", shown)


def test_a_yes_that_sets_no_level_is_not_told_as_no_danger(short):
    """`afraid` stands in no line of `concern`, and yet it is no plain no."""
    shown = words(contact(short, *said(**{**CALM, "afraid": "yes"}), *END))

    assert "Not every danger question met a plain no." in shown
    assert "No danger was reported" not in shown and "no danger was reported" not in shown


def test_what_the_answers_say_now_is_not_no_danger_after_a_refusal(short):
    shown = words(contact(short, *said(**{**CALM, "afraid": "declined"}), *END))

    assert "The answers now say: Not every danger question met a plain no" in shown


def test_a_last_contact_without_a_level_is_not_called_free_of_danger(short):
    shown = words(contact(short, *said(**CALM), *END, brought={"level": "none"}))

    assert "Highest level then: No level was set" in shown


def test_no_level_is_told_before_the_danger_questions_are_done(short):
    shown = words(contact(short, *said(alone="yes", thoughts="no")))

    assert "No level yet" in shown
    assert "No danger was reported" not in shown
    level = record(contact(short, *said(alone="yes", thoughts="no"))).data["level"]
    assert (level["highest"], level["none"], level["none_now"]) == ("", "", "")


def test_what_an_ending_now_would_mean_is_told_while_questions_are_open(short):
    assert "If the contact ended now, it would be: high." in words(contact(short, *DANGER))


def test_a_danger_question_passed_by_leaves_the_level_undetermined(short):
    state = contact(short, *said(**{**CALM, "afraid": "declined"}), *END)

    assert "Undetermined: Yes" in words(state)
    assert "No danger was reported in these answers." not in words(state)


def test_a_level_names_its_rule_and_the_answers_that_fired_it(short):
    shown = words(contact(short, *DANGER, *said(method="no", afraid="no"), *END))

    assert "Level of concern: High (the highest in this contact)" in shown
    assert "Some intention to act (high, rule some_intention, 3:03 pm)" in shown
    assert "  > Do you mean to act on them? Yes" in shown


def test_an_open_alert_comes_before_everything_but_the_head(short):
    shown = words(contact(short, *DANGER, Acknowledged("stay")))

    assert shown.index("Open alerts") < shown.index("What I understood")
    assert "Now: OPEN" in shown
    assert "What to do was read: 3:04 pm (Stay together)" in shown


def test_the_present_level_names_its_rule_and_answers_beside_the_emergency_key(short):
    called = Emergency("", calling=True)
    shown = words(contact(short, *DANGER, Acknowledged("stay"), called, Ending("client_left")))

    assert "Level of concern: Emergency (the highest in this contact)" in shown
    _, now = shown.split("What the answers now say is because of this:")
    assert "Some intention to act (high, rule some_intention" in now.split("Danger questions")[0]


def test_an_alert_with_an_outcome_is_open_no_more(short):
    shown = words(contact(short, *DANGER, Acknowledged("stay"), CALLED))

    assert "Open alerts" not in shown
    assert "Done: a counselor is on the line" in shown


def test_an_outcome_said_apart_from_the_block_is_under_its_alert(short):
    outcome = Outcome("may_act", "Taken to the hospital, and admitted")
    shown = words(contact(short, *DANGER, Acknowledged("stay"), outcome))

    assert "Taken to the hospital, and admitted (3:05 pm)" in shown
    assert "Open alerts" not in shown


def test_an_outcome_without_an_alert_is_not_lost(short):
    assert "It was a wrong number" in words(
        calm(short, Outcome("emergency key", "It was a wrong number"))
    )


@pytest.mark.parametrize(
    ("word", "shown"),
    [
        ("unsure", "Not sure"),
        ("declined", "Would rather not say"),
        ("could_not_assess", "Could not find out"),
        ("not_asked", "Not asked"),
    ],
)
def test_an_unknown_danger_answer_is_written_as_what_it_is(short, word, shown):
    state = contact(short, *said(alone="yes", thoughts=word))

    assert under(state, "Have you had thoughts of killing yourself?") == [f"{shown} (3:02 pm)"]


def test_a_danger_question_that_was_not_reached_says_so(short):
    still = contact(short, *said(alone="yes"))
    left = contact(short, *said(alone="yes"), Ending("client_left"))

    assert "Have you had thoughts of killing yourself?" in under(still, "Not asked yet")
    assert "Have you had thoughts of killing yourself?" in under(left, "Not asked")


def test_a_danger_question_off_the_path_says_why_it_has_no_answer(short):
    state = contact(short, *said(alone="no", thoughts="no"))

    assert under(state, "Could not find out: not asked, because of an earlier answer") == [
        "Is anyone at home making you afraid?"
    ]
    assert under(state, "Not needed after the other answers") == [
        "Do you mean to act on them?",
        "Have you thought about how?",
    ]


def test_a_replaced_answer_stays_readable_and_struck_out_with_its_times(short):
    assert under(full(short), "Have you had thoughts of killing yourself?") == [
        "[struck out] No (3:02 pm. Replaced at 3:04 pm)",
        "Yes (3:04 pm, in place of an earlier answer)",
    ]


def test_a_slip_of_the_key_is_struck_out_with_its_reason(short):
    assert under(full(short), "Have you thought about how?") == [
        "[struck out] Yes (3:10 pm. Struck out at 3:13 pm: a slip of the key)",
        "No (3:13 pm, puts right a slip of the key: wrong key)",
    ]


def test_a_withdrawn_answer_says_when_and_after_which_change(short):
    """The path was changed twice; only the second change took the answer off it."""
    state = contact(
        short,
        *said(alone="yes", thoughts="yes", method="yes", intent="no"),
        Revisited("thoughts"),
        answer("thoughts", "unsure", "changed"),
        Revisited("thoughts"),
        answer("thoughts", "no", "changed"),
    )

    assert under(state, "Do you mean to act on them?") == [
        "[struck out] No (3:04 pm. Withdrawn at 3:08 pm, "
        "when this answer changed: Have you had thoughts of killing yourself?)",
        "Not needed after the other answers",
    ]
    assert "Withdrawn at 3:06 pm" in under(state, "Have you thought about how?")[0]


def test_both_answers_of_a_question_asked_again_stand(short):
    first, second = under(full(short), "Do you mean to act on them?")

    assert first == "Not sure (3:05 pm. Asked again later: both answers stand)"
    assert second.startswith("No (") and second.endswith("asked again: sober now)")


def test_a_private_answer_is_printed_for_the_worker_and_marked(short):
    assert "Is there anything that is only for us? (private)" in words(calm(short))
    assert "the thing under the bridge" in words(calm(short))


def test_uses_of_the_emergency_key_are_listed_with_their_times(short):
    assert under(full(short), "The emergency key") == [
        "The panel was opened, at: How do you know that it is getting bad? (3:14 pm)",
        "Help was being called, at: How do you know that it is getting bad? (3:15 pm)",
    ]


def test_a_level_raised_by_the_worker_is_told_once(short):
    shown = words(contact(short, *said(**CALM), Raised("high", "It went very quiet"), *END))

    assert shown.count("It went very quiet") == 1


def test_a_raised_level_below_the_highest_is_told_too(short):
    assert "To high: It went very quiet (3:16 pm)" in words(full(short))


def test_follow_up_is_absolute_with_its_zone(short):
    shown = words(contact(short, *DANGER, *said(method="no", afraid="no"), *END))

    assert "See them again: by Tuesday, November 24, 2026, 3:06 pm EST (level: high)" in shown


def test_times_are_on_the_clock_of_the_contact(short):
    shown = words(calm(short, zone="America/Los_Angeles"))

    assert "Began: Monday, November 23, 2026, 12:00 pm PST" in shown
    assert "Time zone: America/Los_Angeles" in shown


def test_an_amendment_shows_both_times_and_leaves_the_original(short):
    shown = words(full(short))

    assert "Happened: Sunday, November 22, 2026, 7:00 pm EST" in shown
    assert "Written: Monday, November 23, 2026, 3:30 pm EST" in shown
    assert "I stop answering my phone" in shown


def signed(short):
    """Its record, as a page."""
    state = signed_record(short)
    return contact_record(state, listing, NOW, "k7m4-2pqx", sealed(state))


def test_an_amended_and_countersigned_record_reads_like_this(short, golden):
    golden("documents/record_signed.txt", text(signed(short)))
    golden("documents/record_signed.html", html(signed(short)))


def test_a_correction_prints_the_original_struck_out_and_the_new_beside_it(short):
    state = calm(short, Amended(value="yes", **SLIP))

    was, now = under(state, "Have you had thoughts of killing yourself?")

    assert was.startswith("[struck out] No (3:02 pm. Struck out Monday, November 23, 2026, ")
    assert now.startswith("[now] Yes (Written Monday, November 23, 2026, 3:1")
    assert "by Worker One; happened Sunday, November 22, 2026, 7:00 pm EST" in now
    assert "because: wrong key; amendment " in now


def test_a_correction_in_words_strikes_too(short):
    state = calm(short, Amended(text="Only once, years ago.", **SLIP))

    was, now = under(state, "Have you had thoughts of killing yourself?")

    assert was.startswith("[struck out] No") and now.startswith("[now] Only once, years ago.")


def test_of_two_corrections_the_last_stands_and_all_print(short):
    first, last = (Amended("correction", word, "r", "signs") for word in ("Eating", "Sleeping"))
    state = calm(short, first, last)

    was, wrong, right = under(state, "How do you know that it is getting bad?")

    assert was.startswith("[struck out] I stop answering")
    assert wrong.startswith("[struck out] [now] Eating")
    assert right.startswith("[now] Sleeping")


def test_what_is_added_strikes_nothing(short):
    state = calm(short, Amended("addendum", "And she eats less", "", "signs"))

    was, added = under(state, "How do you know that it is getting bad?")

    assert was.startswith("I stop answering") and added.startswith("[added] And she eats less")


def test_a_late_answer_to_what_nobody_asked_stands_under_its_question(short):
    state = calm(short, Amended("late_entry", "", "forgot", "method", HAPPENED, value="yes"))

    untold, late = under(state, "Have you thought about how?")

    assert untold == "Not needed after the other answers" and late.startswith("[late entry] Yes")
    assert "No danger was reported then; it was noted after the end" in words(state)


def test_a_danger_question_that_was_amended_is_marked_for_the_supervisor(short):
    known = words(calm(short, Amended(text="Only once.", **SLIP)))
    gone = Amended("correction", "", "wrong key", "thoughts", value="no")

    assert "Danger: It makes danger known. A supervisor has to see it" in known
    assert "Danger: It is about a danger question." in words(calm(short, gone))


def test_a_record_says_which_amendments_came_after_which_countersign(short):
    state = signed_record(short)
    names = [entry.name for entry in state.after.entries]
    said = words(state)

    assert f"Not read then: Written since, or not there yet: {names[2]}, {names[4]}" in said
    assert f"Not read then: Written since, or not there yet: {names[4]}\n" in said
    assert "Countersigned: Agreed, by Kim S." in said and "1 not read by a supervisor" in said
    assert said.count("Read by: No supervisor yet") == 1


def test_a_countersign_prints_what_was_signed_or_that_nothing_is(short):
    said = text(signed(short), 10_000)

    assert (
        "Signed by Kim S. (supervisor): 1537 6506 e293 dcac (log hr3x-nq6x up to place 33)" in said
    )
    assert "crisis store verify --printed" in said
    assert said.count("Signed: No signature of this") == 1


def test_a_record_that_was_read_whole_has_no_lines_for_a_supervisor_to_sign(short):
    agree = "I agree / I disagree"

    assert agree not in words(calm(short, Countersigned(True)))
    assert agree in words(calm(short, Countersigned(True), Amended("addendum", "More")))


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.builds(
            Amended,
            st.sampled_from(["correction", "addendum", "late_entry", "client_request"]),
            st.sampled_from(["first words", "other words"]),
            st.sampled_from(["why", "therefore"]),
            st.sampled_from(["", "thoughts", "signs", "intent", "called", "hotline"]),
        ),
        max_size=4,
    )
)
def test_originals_and_amendments_always_print(short, amendments):
    before, said = words(calm(short)), words(calm(short, *amendments))

    for original in ("I stop answering my phone", "spoke to a counselor", "Walk to the river"):
        assert original in before and original in said
    assert said.count("\nAmendment: ") == len(amendments)
    for one in amendments:
        assert one.text in said and one.reason in said


def test_what_an_early_ending_asked_is_told_where_it_ended(short):
    state = contact(
        short, *said(alone="no"), Ending("client_left"), answer("reach", "At the church")
    )
    shown = words(state)

    assert "The client left, before the last step, 3:02 pm" in shown
    assert shown.index("How it ended") < shown.index("At the church") < shown.index("follow-up")


def test_a_block_that_came_up_twice_is_told_twice_each_with_its_own_answers(short):
    state = contact(
        short,
        *DANGER,
        Acknowledged("stay"),
        CALLED,
        Revisited("intent"),
        answer("intent", "no", "changed"),
        Revisited("intent"),
        answer("intent", "unsure", "changed"),
        Acknowledged("stay"),
        answer("called", {"outcome": "not_yet", "note": "busy"}, "changed"),
    )
    second, first = words(state).split("What I understood")

    assert "Not yet: busy" in second and "a counselor" not in second
    assert "a counselor" in first and "Not yet: busy" not in first


def test_what_was_answered_in_a_block_after_its_alert_closed_is_not_lost(short):
    state = contact(short, *DANGER, Acknowledged("stay"), CALLED, answer("where", "at the pier"))

    assert "at the pier" in words(state)


def test_a_value_from_an_older_protocol_does_not_stop_the_record(short):
    brought = {"values": {"people": "just a name", "gone": 7, "signs": "declined"}, "level": "low"}
    shown = words(calm(short, brought=brought))

    assert "just a name" in shown and "gone" in shown


def test_a_record_says_what_it_is_not(short):
    shown = words(calm(short))

    for claim in ("not a clinical finding", "not the C-SSRS", "they are not validated"):
        assert claim in shown


def test_a_supervisor_has_room_to_disagree(short):
    assert "I agree / I disagree (circle one)" in words(calm(short))


def test_a_contact_without_entries_has_a_record(short):
    assert "No level yet" in words(contact(short))


ANSWERS = st.sampled_from(["yes", "no", "unsure", "declined", "could_not_assess", "not_asked"])


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(st.sampled_from(["alone", "thoughts", "intent", "method", "afraid"]), ANSWERS)
    )
)
def test_every_answer_ever_given_is_in_the_record(short, given_in_turn):
    """In whatever order things were asked, changed and withdrawn."""
    state = contact(short, *(answer(step, value) for step, value in given_in_turn))
    page = record(state)
    danger = {question["step"]: question for question in page.data["danger"]}
    told = [a for q in danger.values() for a in q["answers"]]
    told += [a for s in page.data["sections"] for q in s["questions"] for a in q["answers"]]

    assert len(told) == len(given_in_turn)
    assert list(danger) == ["thoughts", "intent", "method", "afraid"]
    for question in danger.values():
        assert question["text"] in text(page, 10_000)


def test_what_was_done_is_not_struck_out_when_a_later_answer_no_longer_calls_for_it(tmp_path):
    path = tmp_path / "ride.yaml"
    path.write_text(
        """
protocol: ride
title: A ride
version: 1
languages: [en]
sections:
  - id: all
    title: All
    steps:
      - {id: drunk, ask: Had a drink?, kind: yes_no}
      - {id: ride, when: {drunk: yes}, do: Find them a ride., confirm: Who drove?}
""",
        encoding="utf-8",
    )
    state = contact(
        load(path),
        answer("drunk", "yes"),
        answer("ride", {"outcome": "done", "note": "The night van"}),
        Revisited("drunk"),
        answer("drunk", "no", "changed"),
    )

    (line, *_) = under(state, "Find them a ride.")
    assert line.startswith("Done: The night van (")
    assert "no longer called for" in line


def test_how_it_is_filed_stands_at_the_top_and_what_was_given_away_near_the_end(short):
    filing = Filing(
        names=("Alex Example", "[*Lex*] <b>"),
        refiled=(Refiled("b2c3-d4f5", "k7m4-2pqx", True, "one person", NOW, "Ana"),),
        disclosures=(
            Disclosure("Clinic", "the plan", "asked", "", False, True, NOW, "Ana"),
            Disclosure("ER", "all of it", "danger", "2026-11-20T14:05-05:00", True, False, NOW, ""),
        ),
        notice="It may not be passed on.",
    )
    state = calm(short, client="Alex Example")
    page = text(contact_record(state, listing, NOW, "k7m4-2pqx", filing=filing), 10_000)

    top, end = page.split("What I understood and why I acted")
    assert "Also called: [*Lex*] <b>\n" in top
    assert "by Ana, from case b2c3-d4f5 to case k7m4-2pqx, because one client had two cases" in top
    assert "It may not be passed on." in top
    first, second = end.split("Disclosures\n")[1].split("About this record")[0].split("To: ")[1:]
    assert first.startswith("Clinic\nWhat: the plan\nWhy: asked\nNotice: The agency's statement")
    assert second.startswith("ER\nWhat: all of it\nWhy: danger\nNotice: In an emergency")
    assert "Friday, November 20, 2026, 2:05 pm" in first and "by somebody not named" in second


def test_another_clients_name_is_not_printed_where_it_was_begun_under_it(short):
    page = contact_record(
        calm(short, client="Alex Example"), listing, NOW, "", filing=Filing(("Kim",), misnamed=True)
    )
    nameless = contact_record(
        calm(short, client="Alex Example"), listing, NOW, "", filing=Filing(misnamed=True)
    )

    assert "Client (name in our files): Kim" in text(page, 10_000)
    for one in (page, nameless):
        assert "Alex" not in text(one, 10_000) and "Alex" not in as_json(one)
        assert "The name of another client" in text(one, 10_000)
    assert "Client" not in text(nameless, 10_000).split("Worker")[0]
