"""The drawing of a protocol: everything is there, nothing lies on something else, no text acts."""

import re
import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from every_kind import EVERY_KIND
from hypothesis import given, settings
from hypothesis import strategies as st
from made import protocols

from crisis_cli.protocol.compiled import Block, Choice, Protocol, Rule, Section, Step, Urgent
from crisis_cli.protocol.kinds import KINDS
from crisis_cli.protocol.source import find, load
from crisis_cli.workshop.draw.lanes import MOST, all_lanes, lanes
from crisis_cli.workshop.draw.layout import LETTER, sheets
from crisis_cli.workshop.draw.rows import BOX, DOES, EDGE, RIGHT
from crisis_cli.workshop.draw.shapes import Dot, Frame, Group, Line, Words
from crisis_cli.workshop.draw.svg import svg
from crisis_cli.workshop.draw.text import CUT, lines, plain, wide

SPACE = "{http://www.w3.org/2000/svg}"
YES_NO = (Choice("yes", "Yes"), Choice("no", "No"))
HOSTILE = "<script>&amp; \"q\" 'x' ]]> \x1b[31m \x00 \ud83d \ufffe \u202e"


def flat(shapes):
    for one in shapes:
        yield from flat(one.shapes) if isinstance(one, Group) else (one,)


def boxes(sheet):
    return [
        f
        for f in flat(sheet.shapes)
        if isinstance(f, Frame) and (f.x, f.width) == (BOX, RIGHT - BOX)
    ]


def chained(count):
    """A protocol in which each step hangs on the one before."""
    steps = tuple(
        Step(f"q{n}", "yes_no", f"Question {n}?", "s", choices=YES_NO,
             when=["is", f"q{n - 1}", ["yes"]] if n else None)
        for n in range(count)
    )  # fmt: skip
    return Protocol("long", "Long", "1", "0" * 64, sections=(Section("s", "S"),), steps=steps)


@pytest.fixture
def kinds(protocol):
    return protocol(EVERY_KIND)


def titles(text):
    return [one.text for one in ET.fromstring(text).iter(f"{SPACE}title")]


def test_every_kind_says_what_it_takes():
    assert set(DOES) == set(KINDS)


def test_every_step_stands_in_its_order_with_its_number(kinds):
    (sheet,) = sheets(kinds)
    said = [found[1] for t in titles(svg(sheet)) if (found := re.match(r"(\d+)\. ", t))]

    assert said == [str(n) for n in range(1, len(kinds.steps) + 1)]


def test_boxes_stand_one_below_the_other_and_their_words_inside(kinds):
    (sheet,) = sheets(kinds)

    for one in sheet.shapes:
        frame = next(
            (f for f in getattr(one, "shapes", ()) if isinstance(f, Frame) and f.x == BOX), None
        )
        for words in (w for w in getattr(one, "shapes", ()) if frame and isinstance(w, Words)):
            assert frame.y < words.y <= frame.y + frame.height
            assert words.x + wide(words.text, words.size) <= frame.x + frame.width
    for above, below in pairwise(boxes(sheet)):
        assert above.y + above.height <= below.y


def test_danger_urgent_blocks_rules_and_private_are_marked_in_words_and_shapes(kinds):
    drawn = svg(sheets(kinds)[0])
    plan = next(t for t in titles(drawn) if t.startswith("3. "))

    assert (
        "Danger question" in plan and "Only if 2 is Yes, Not sure or Would rather not say" in plan
    )
    assert "A Stay and call" in drawn and "PRIVATE" in drawn
    assert "may_act (brings up A): Could act soon" in drawn


def test_a_rule_that_brings_up_two_blocks_names_both():
    blocks = {one: Block(one, one, (Step(f"{one}1", "action", "?", block=one),)) for one in "xy"}
    protocol = Protocol("p", "P", "1", "0" * 64, blocks=blocks,
                        steps=(Step("q", "yes_no", "?", "s", choices=YES_NO),),
                        rules={"r": Rule("r", "Means", ["is", "q", ["yes"]])},
                        urgent=(Urgent("r", "x"), Urgent("r", "y")))  # fmt: skip

    assert "r (brings up A and B): Means" in svg(sheets(protocol)[0])


def test_it_is_black_white_and_grey():
    drawn = svg(sheets(load(find("crisis-intervention")))[0])
    colours = {part.split('"')[1] for part in drawn.replace("stroke=", "fill=").split("fill=")[1:]}

    assert colours <= {"#000", "#fff", "#ddd"}


def test_a_lane_runs_from_a_question_to_all_that_hangs_on_it():
    drawn, left = lanes(chained(4))

    assert [(one.name, one.comes, one.goes) for one in drawn] == [
        ("q0", (0,), (1,)),
        ("q1", (1,), (2,)),
        ("q2", (2,), (3,)),
    ]
    assert left == []


def test_a_rule_is_a_lane_between_what_it_looks_at_and_what_hangs_on_it():
    steps = (*(Step(f"q{n}", "yes_no", "?", "s", choices=YES_NO) for n in range(3)),
             Step("last", "text", "?", "s", when=["not", ["rule", "r"]]))  # fmt: skip
    rule = Rule("r", "Means", ["any", [["is", "q0", ["yes"]], ["is", "q2", ["yes"]]]])
    protocol = Protocol("p", "P", "1", "0", steps=steps, rules={"r": rule})

    (lane,) = all_lanes(protocol)
    assert (lane.name, lane.rule, lane.comes, lane.goes) == ("r", True, (0, 2), (3,))


@settings(max_examples=60)
@given(protocols())
def test_no_two_lanes_share_a_place(protocol):
    drawn, left = lanes(protocol)

    assert len(drawn) + len(left) == len(list(all_lanes(protocol)))
    for one in drawn:
        for other in drawn:
            if one is not other and one.column == other.column:
                assert one.last < other.first or other.last < one.first


def test_what_has_no_lane_is_still_said_and_has_an_arrow():
    count = MOST + 6
    steps = [Step(f"q{n}", "yes_no", "?", "s", choices=YES_NO) for n in range(count)]
    steps += [Step(f"z{n}", "text", "?", "s", when=["is", f"q{n}", ["yes"]]) for n in range(count)]
    protocol = Protocol("p", "P", "1", "0" * 64, sections=(Section("s", "S"),), steps=tuple(steps))
    drawn, left = lanes(protocol)
    (sheet,) = sheets(protocol)
    arrows = [one for one in flat(sheet.shapes) if isinstance(one, Line) and one.arrow]

    assert (len(drawn), len(left)) == (MOST, 6)
    assert len(arrows) == count
    said = [w.text for w in flat(sheet.shapes) if isinstance(w, Words) and "Only if" in w.text]
    assert len(said) == count


def test_sheets_of_letter_paper_hold_all_rows_and_nothing_runs_off():
    long = chained(100)
    pages = sheets(long, LETTER[1])

    assert len(pages) > 3
    assert sum(len(boxes(page)) for page in pages) == 100
    for number, page in enumerate(pages, 1):
        assert (page.width, page.height) == LETTER
        assert f"sheet {number} of {len(pages)}" in svg(page)
        for one in flat(page.shapes):
            if isinstance(one, Frame):
                assert one.y >= 0 and one.y + one.height < LETTER[1] and one.x + one.width <= EDGE
            if isinstance(one, Line | Dot):
                assert all(
                    0 <= y < LETTER[1] for y in (getattr(one, "y1", 0), getattr(one, "y2", 0))
                )


def test_a_heading_stays_with_what_it_heads():
    steps = [Step(f"q{n}", "yes_no", "?", f"s{n}", choices=YES_NO) for n in range(60)]
    heads = tuple(Section(f"s{n}", f"Title {n}") for n in range(60))
    protocol = Protocol("p", "P", "1", "0" * 64, sections=heads, steps=tuple(steps))

    for page in sheets(protocol, LETTER[1]):
        assert isinstance(page.shapes[-2], Group)  # the last is the foot
        assert page.shapes[-1].text.startswith("p, version 1")
        last = [one for one in flat(page.shapes) if isinstance(one, Frame)][-1]
        assert last.style != "grey"


def test_hostile_text_is_one_text_and_stays_whole_in_its_title():
    steps = (Step("q0", "yes_no", HOSTILE, "s", choices=(Choice("a", HOSTILE),)),)
    block = Block("b", HOSTILE, (Step("b1", "action", HOSTILE, block="b"),))
    rule = Rule("r", HOSTILE, ["is", "q0", ["a"]])
    protocol = Protocol("p", HOSTILE, "<", "0" * 64, steps=steps, blocks={"b": block},
                        sections=(Section("s", HOSTILE, HOSTILE),), rules={"r": rule},
                        urgent=(Urgent("r", "b"),))  # fmt: skip
    drawn = svg(sheets(protocol)[0])

    assert "<script" not in drawn
    drawn.encode()
    assert any("<script>&amp; \"q\" 'x' ]]> ␛[31m" in title for title in titles(drawn))
    assert {one.tag for one in ET.fromstring(drawn).iter()} <= {
        SPACE + tag for tag in ("svg", "g", "title", "rect", "line", "circle", "polygon", "text")
    }


@given(st.text(max_size=300), st.floats(60, 400), st.integers(1, 3))
def test_a_text_is_broken_and_cut_so_that_it_fits(text, width, most):
    found = lines(text, width, 9, most)

    assert 1 <= len(found) <= most
    assert all(wide(line, 9) <= width for line in found)
    whole = "".join(plain(text).split())
    shown = "".join("".join(found).split())
    assert shown == whole or (shown.endswith(CUT) and whole.startswith(shown[:-1]))


def test_a_long_text_is_whole_in_its_title():
    step = Step("q", "text", "word " * 500 + "end", "s")
    protocol = Protocol("p", "P", "1", "0" * 64, sections=(Section("s", "S"),), steps=(step,))
    drawn = svg(sheets(protocol)[0])

    assert CUT in drawn
    assert any("word end" in title for title in titles(drawn) if title.startswith("1. "))


def test_the_same_protocol_gives_the_same_drawing(kinds):
    assert [svg(one) for one in sheets(kinds, 792.0)] == [svg(one) for one in sheets(kinds, 792.0)]
