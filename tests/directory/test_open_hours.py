"""Whether somebody answers right now: across midnight, through the year, and when clocks change."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.directory.hours import Opening, always, now, overlapping
from crisis_cli.directory.hours_words import said, told
from crisis_cli.directory.lines import lines
from crisis_cli.directory.reading import look_over
from crisis_cli.directory.resources import load
from crisis_cli.protocol.hours import DAY, EVERY_DAY, dates, days, minutes, named, time

HOME = ZoneInfo("America/New_York")
OFFICE = Opening((0, 1, 2, 3, 4), 9 * 60, 17 * 60)
NIGHT = Opening((4, 5), 22 * 60, 6 * 60)
WINTER = Opening(EVERY_DAY, 0, DAY, (11, 1), (3, 31))
ENTRY = """\
resources:
  - id: office
    name: Office
    for: Help
    numbers: [{call: 202-555-0100}]
    hours:
      - {days: Monday to Friday, from: 9 am, to: 5 pm}
    holidays: closed
    source: S
    verified_on: 2026-11-20
    status: confirmed
"""


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=HOME)


def words(times, text):
    return told(now(times, at(text), HOME), at(text))


def test_it_is_open_from_the_minute_it_opens_to_the_minute_it_closes():
    assert words([OFFICE], "2026-11-23 09:00") == "open now, until 5 pm"
    assert words([OFFICE], "2026-11-23 16:59") == "open now, until 5 pm"
    assert words([OFFICE], "2026-11-23 17:00") == "CLOSED now, opens tomorrow 9 am"
    assert words([OFFICE], "2026-11-23 08:59") == "CLOSED now, opens 9 am"
    assert words([OFFICE], "2026-11-28 12:00") == "CLOSED now, opens Monday 9 am"


def test_hours_past_midnight_belong_to_the_evening_before():
    assert words([NIGHT], "2026-11-28 05:59") == "open now, until 6 am"  # a Saturday morning
    assert words([NIGHT], "2026-11-29 06:00") == "CLOSED now, opens Friday 10 pm"
    assert words([NIGHT], "2026-11-27 05:00") == "CLOSED now, opens 10 pm"


def test_the_last_night_of_a_part_of_the_year_goes_on_until_its_morning():
    beds = [Opening(EVERY_DAY, 18 * 60, 8 * 60, (11, 1), (3, 31))]

    assert words(beds, "2027-04-01 03:00") == "open now, until 8 am"
    assert words(beds, "2027-04-01 08:00") == ""
    assert words(beds, "2026-10-31 20:00") == ""


def test_outside_its_part_of_the_year_nothing_is_said():
    assert words([WINTER], "2026-12-24 03:00") == "open now"
    assert words([WINTER], "2027-03-31 23:59").startswith("open now, until midnight")
    assert words([WINTER], "2027-04-01 00:00") == ""
    assert words([OFFICE, WINTER], "2027-06-01 20:00") == "CLOSED now, opens tomorrow 9 am"


@pytest.mark.parametrize(
    ("day", "hours"), [("2026-03-08", 23), ("2026-11-01", 25), ("2026-05-05", 24)]
)
def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(day, hours):
    midnight = at(f"{day} 00:00")
    state = now([Opening((midnight.weekday(),), 0, DAY)], midnight, HOME)

    assert state.until.astimezone(UTC) - midnight.astimezone(UTC) == timedelta(hours=hours)


def test_spans_that_touch_are_one():
    both = [Opening((0,), 9 * 60, 12 * 60), Opening((0,), 12 * 60, 15 * 60)]

    assert words(both, "2026-11-23 11:00") == "open now, until 3 pm"


def test_day_and_night_in_pieces_is_always():
    assert always([Opening(EVERY_DAY, 8 * 60, 20 * 60), Opening(EVERY_DAY, 20 * 60, 8 * 60)])
    assert not always(
        [Opening(EVERY_DAY, 8 * 60, 20 * 60), Opening(EVERY_DAY, 20 * 60, 7 * 60 + 59)]
    )
    assert not always([WINTER])


SPANS = st.builds(
    Opening,
    st.sets(st.integers(0, 6), min_size=1).map(lambda found: tuple(sorted(found))),
    st.integers(0, DAY - 1),
    st.integers(1, DAY),
).filter(lambda one: one.start != one.end)


@given(st.lists(SPANS, min_size=1, max_size=3), st.integers(0, 7 * DAY - 1))
def test_at_any_minute_it_says_what_a_list_of_all_minutes_says(spans, minute):
    monday = datetime(2026, 6, 1, tzinfo=HOME)  # no clock changes near
    open_minutes = {
        (day * DAY + one.start + ahead) % (7 * DAY)
        for one in spans
        for day in one.days
        for ahead in range(one.length)
    }
    state = now(spans, monday + timedelta(minutes=minute), HOME)

    assert state.open == (minute in open_minutes)
    if state.until is not None:
        then = int((state.until - monday).total_seconds() // 60) % (7 * DAY)
        assert (then in open_minutes) != state.open


@given(SPANS, SPANS)
def test_two_overlap_when_some_minute_is_in_both(one, other):
    def every(span):
        return {
            (d * DAY + span.start + m) % (7 * DAY) for d in span.days for m in range(span.length)
        }

    assert overlapping(one, other) == bool(every(one) & every(other))


@given(SPANS)
def test_what_is_said_of_a_span_is_read_back_as_the_same(span):
    assert days(named(span.days)) == span.days
    assert minutes(time(span.start)) == span.start
    assert minutes(time(span.end), end=True) == span.end


@pytest.mark.parametrize(
    ("text", "end", "meant"),
    [("9:00", False, 540), ("9 am", False, 540), ("12 am", False, 0), ("12 pm", False, 720),
     ("5:30 p.m.", True, 1050), ("24:00", True, DAY), ("midnight", True, DAY), ("0:00", False, 0),
     ("10:00:00", False, 600), ("24:00", False, None), ("25:00", False, None), ("9", False, None),
     ("13 pm", False, None), ("9:60", False, None), ("later", False, None), ("", False, None)],
)  # fmt: skip
def test_times_are_read_as_people_write_them(text, end, meant):
    assert minutes(text, end) == meant


@pytest.mark.parametrize(
    ("text", "meant"),
    [("Monday to Friday", (0, 1, 2, 3, 4)), ("fri-mon", (0, 4, 5, 6)), ("Sat, Sun", (5, 6)),
     ("MO,TU", (0, 1)), ("Tuesdays and Thursdays", (1, 3)), ("every day", EVERY_DAY), ("mo to", ()),
     ("Monday to", ()), ("some days", ()), ("", ())],
)  # fmt: skip
def test_days_are_read_as_people_write_them(text, meant):
    assert days(text) == meant


def test_a_part_of_the_year_is_read_in_words_and_in_numbers():
    assert dates("November 1 to March 31") == dates("11-01 to 03-31") == ((11, 1), (3, 31))
    assert dates("Nov 1 - Mar 31") == ((11, 1), (3, 31))
    assert dates("February 30 to March 1") is None
    assert dates("in winter") is None


def test_the_worker_is_told_who_is_closed_and_a_page_says_the_hours_as_they_stand(tmp_path):
    path = tmp_path / "dc.yaml"
    path.write_text(ENTRY, encoding="utf-8")
    known, night = load(path), at("2026-11-23 20:00")
    ((_, _, worker),) = lines(known, ["office"], client=False, now=night)
    ((_, _, brief),) = lines(known, ["office"], client=False, brief=True, now=night)
    ((_, _, client),) = lines(known, ["office"], client=True, now=night)

    assert worker.startswith("CLOSED now, opens tomorrow 9 am; Monday to Friday, 9 am to 5 pm")
    assert brief.startswith("CLOSED now, opens tomorrow 9 am")
    assert client == "Monday to Friday, 9 am to 5 pm. Holidays: closed"
    ((_, _, noon),) = lines(known, ["office"], client=False, now=at("2026-11-23 12:00"))
    assert noon.startswith("open now, until 5 pm, if today is no holiday")


def test_times_that_are_day_and_night_count_as_always(tmp_path):
    path = tmp_path / "dc.yaml"
    path.write_text(ENTRY.replace("Monday to Friday, from: 9 am, to: 5 pm",
                                  "every day, from: 0:00, to: 24:00"))  # fmt: skip

    assert load(path)["office"].always


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [("Monday to Friday", "Mondy", "E053", "Mondy"), ("9 am", "9", "E053", "9"),
     ("5 pm", "9 am", "E053", "9 am"), ("5 pm}", "5 pm, dates: winter}", "E053", "winter"),
     (", to: 5 pm", "", "E020", "{days"), ("from:", "frm:", "E021", "frm"),
     ("closed", "", "E029", ""), ("holidays: closed", "needs: [fod]", "E023", "fod"),
     ("holidays: closed", "ages: grown up", "E025", "grown"),
     ("holidays: closed", "ages: 18 to 6", "E026", "18"),
     ("holidays: closed", "walk_in: maybe", "E023", "maybe"),
     ("holidays: closed\n", "holidays: closed\n    hours_note: \n", "E029", "")],
)  # fmt: skip
def test_hours_that_are_wrong_are_told_at_their_place(old, new, code, place):
    assert old in ENTRY
    _, found = look_over(ENTRY.replace(old, new, 1).encode(), at("2026-11-23 12:00").date())
    problem = next(one for one in found.problems if one.code == code)

    assert problem.source[problem.column - 1 :].startswith(place)
    assert problem.hint


def test_hours_upon_each_other_and_hours_in_words_are_told():
    today = at("2026-11-23 12:00").date()
    more = ENTRY.replace("to: 5 pm}", "to: 5 pm}\n      - {days: Fri, from: 16:00, to: 20:00}")
    text = ENTRY.replace("hours:\n      - {days: Monday to Friday, from: 9 am, to: 5 pm}",
                         "hours: Weekdays, 9 am to 5 pm")  # fmt: skip

    assert {one.code for one in look_over(more.encode(), today)[1].problems} == {"W112"}
    assert {one.code for one in look_over(text.encode(), today)[1].problems} == {"W113"}
    assert look_over(ENTRY.encode(), today)[1].problems == ()


def test_the_hours_may_be_a_note_alone(tmp_path):
    path = tmp_path / "dc.yaml"
    text = ENTRY.replace("hours:\n      - {days: Monday to Friday, from: 9 am, to: 5 pm}",
                         "hours_note: Phone first")  # fmt: skip
    path.write_text(text)

    assert load(path)["office"].when == "Holidays: closed. Phone first"
    assert (
        said([OFFICE, NIGHT]) == "Monday to Friday, 9 am to 5 pm; Friday, Saturday, 10 pm to 6 am"
    )
