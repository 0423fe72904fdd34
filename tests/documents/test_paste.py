"""A record to be pasted into a case-note field: plain signs, no line broken, in parts that fit."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_contacts import CALM, END, NOW, PLAN, calm, contact, full, listing, said, signed_record
from shipped_plans import SCENARIOS, sheet

from crisis_cli.documents.blocks import Asked, Bullets, Fields, Heading, Page, Paragraph, Said
from crisis_cli.documents.formats import FORMATS, as_text
from crisis_cli.documents.forms import PASTE
from crisis_cli.documents.paste import FITS, parts, paste
from crisis_cli.documents.record.page import contact_record
from crisis_cli.documents.table import RECORD


def note(state):
    return contact_record(state, listing, NOW, "k7m4-2pqx", form=PASTE)


def page(*blocks):
    return Page("note", "Note", "worker", blocks, "The foot.", NOW, form=PASTE)


def test_a_record_to_paste_reads_like_this(short, golden):
    golden("documents/record_full_paste.txt", paste(note(full(short))))


def test_it_begins_with_when_then_purpose_goals_services_and_barriers():
    whole = paste(sheet("03", RECORD, PASTE))
    found = [whole.index(f"\n{one}\n") for one in ("PURPOSE", "GOALS", "SERVICES", "BARRIERS")]

    assert whole.index("\nBegan: ") < whole.index("\nEnded: ") < found[0]
    assert found == sorted(found)


def test_when_it_took_place_comes_first_of_a_late_entry(short):
    from datetime import timedelta

    state = calm(short, happened=(NOW - timedelta(days=2)).isoformat(), client="Alex")
    lines = paste(note(state)).splitlines()

    assert lines[2].startswith("Took place: ") and lines[3].startswith("Written later: ")


@pytest.mark.parametrize("number", SCENARIOS)
def test_nothing_in_it_is_drawn_and_no_line_is_broken(number):
    whole = paste(sheet(number, RECORD, PASTE))

    assert whole.isascii()
    assert "\t" not in whole and not re.search(r"[-=_]{4}|[ ]$", whole, re.MULTILINE)
    assert max(map(len, whole.splitlines())) > 100


def test_typed_signs_stand_for_those_that_a_field_may_lose():
    said = "\u201cNo\u201d \u2014 she\u2019s \u2026\u00a0late\tnow \u2022 Zo\u00eb \u738b"

    assert '"No" - she\'s ... late' in paste(page(Paragraph(said)))
    assert "Zo\u00eb \u738b" in paste(page(Paragraph(said)))


def test_no_answer_can_act_or_pass_for_a_heading(short):
    forged = "Fine\nPURPOSE\n=cmd()\x1b[2J\u202e"
    whole = paste(note(contact(short, *said(**{**CALM, **PLAN, "calm": forged}), *END)))

    assert "\nPURPOSE\n" not in whole and "\n=cmd" not in whole
    assert "\n    PURPOSE\n" in whole and "\x1b" not in whole and "\u202e" not in whole


def test_a_question_with_one_answer_is_one_line_and_with_more_each_has_its_own():
    one = Asked("Alone?", (Said("Yes", "3 pm"),))
    two = Asked("Why", (Said("No", "3 pm", struck=True), Said("Yes", "4 pm", mark="now")))

    assert "\n\nAlone? Yes (3 pm)\nWhy\n  > [struck out] No (3 pm)\n  > [now] Yes (4 pm)\n\n" in (
        paste(page(one, two))
    )


def test_what_is_struck_out_added_and_countersigned_stands_in_it(short):
    whole = paste(note(signed_record(short)))

    assert "[struck out] I stop answering my phone (" in whole and "[now] I stop eating (" in whole
    assert "Instruction: See them today." in whole
    assert "I agree / I disagree" not in whole  # nobody signs a field by hand


LONG = tuple(Paragraph(f"Line {n} " + "word " * 30) for n in range(80))


def test_what_is_short_has_no_marks():
    assert "[Part" not in paste(page(Paragraph("Short.")))


def test_what_is_long_comes_in_numbered_parts_that_fit_each_saying_whose_it_is():
    whole = paste(page(*LONG))
    found = re.split(r"(?=\[Part \d+ of \d+: )", whole)[1:]

    assert len(found) > 3
    assert all(len(one) <= FITS for one in found)
    assert [one.split("]")[0] for one in found] == [
        f"[Part {n} of {len(found)}: The foot" for n in range(1, len(found) + 1)
    ]


def test_a_part_of_practice_says_so_wherever_it_is_pasted(short):
    state = contact(short, *said(**{**CALM, **PLAN, "calm": "word " * 2000}), practice=True)
    marks = re.findall(r"\[Part \d.*\]", paste(note(state)))

    assert len(marks) > 2 and all("PRACTICE" in one for one in marks)


def test_a_heading_stays_with_what_stands_under_it():
    blocks = [b for n in range(40) for b in (Heading(f"Part {n}"), Heading("Sub", 3), LONG[n])]

    for one in parts(page(*blocks)):
        assert not one.endswith(("Sub:", *(f"PART {n}" for n in range(40))))


@given(st.lists(st.text(st.characters(codec="ascii", exclude_categories=["Cc"]))))
def test_cutting_loses_no_letter(words):
    whole = "".join(words) * 200
    drawn = re.sub(r"\[Part \d+ of \d+: The foot\]", "", paste(page(Bullets((whole,)))))

    assert "".join(whole.split()) in "".join(drawn.split())


def test_the_worker_is_told_how_long_it_is_and_what_is_private(short):
    told = []
    FORMATS["txt"](page(Fields((("Name", "Alex"),))), told.append)
    as_text(note(full(short)), told.append)

    assert told[0] == "27 characters. Look whether the field took all of it."
    assert "in 2 marked parts of at most 4,000: paste one by one." in told[1]
    assert told[2:] == ["It has private answers: take them out where others read that field."]
