"""The calendar file: one private appointment, in UTC, that says nothing about anybody."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar
from made_cards import AGAIN, made
from made_contacts import NOW
from shipped_plans import LANGUAGES, card, state

from crisis_cli.documents.calendar_file import LINE, _folded, ics
from crisis_cli.documents.formats import write


@pytest.fixture
def again(protocol):
    return protocol(AGAIN)


def event(page):
    """The one thing in a calendar, as a library reads it that phones' programs are tested with."""
    whole = Calendar.from_ical(ics(page))
    (found,) = whole.events
    return found


def test_it_is_one_private_appointment_at_the_time_that_was_settled(again):
    found = event(made(again, whom="Kim", call_back="202-555-0100"))

    assert found["SUMMARY"] == "Appointment"
    assert found["CLASS"] == "PRIVATE"
    assert found.start == datetime(2026, 11, 27, 16, 0, tzinfo=UTC)  # 11 am in Washington
    assert b"DTSTART:20261127T160000Z\r\n" in ics(made(again))


def test_nobody_and_nothing_about_anybody_is_in_it(again):
    whole = ics(made(again, whom="Kim", call_back="202-555-0100")).decode()

    keys = {line.split(":")[0].split(";")[0] for line in whole.split("\r\n") if line}
    assert not keys & {"ATTENDEE", "ORGANIZER", "LOCATION", "URL", "COMMENT", "CONTACT", "GEO"}
    assert set(re.findall("^DESCRIPTION:(.*)\r$", whole, re.M)) == {"Appointment"}  # of the alarm
    assert not re.search(r"Kim|Alex|555|988|crisis(?!-cli)|health|plan|client", whole)
    assert "DESCRIPTION" not in event(made(again))


def test_a_phone_is_told_an_hour_before_in_neutral_words(again):
    (alarm,) = event(made(again)).walk("VALARM")

    assert alarm["ACTION"] == "DISPLAY" and alarm["DESCRIPTION"] == "Appointment"
    assert timedelta(hours=-1) == alarm.TRIGGER


def test_a_day_without_a_time_is_a_whole_day_and_rings_at_no_hour(again):
    found = event(made(again, next_when="2026-12-31"))

    assert (found["DTSTART"].dt, found["DTEND"].dt) == (date(2026, 12, 31), date(2027, 1, 1))
    assert found.walk("VALARM") == []


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        ("2026-10-31T09:00", (2026, 10, 31, 13)),  # clocks go back the next night
        ("2026-11-02T09:00", (2026, 11, 2, 14)),
        ("2026-11-27T22:00", (2026, 11, 28, 3)),
    ],
)
def test_the_time_is_right_whatever_the_clocks_do(again, local, utc):
    assert event(made(again, next_when=local)).start == datetime(*utc, tzinfo=UTC)


def test_the_same_contact_gives_the_same_bytes_and_another_one_another_id(again):
    one, two = made(again), made(again)
    uid = event(one)["UID"]

    assert ics(one) == ics(two)
    assert uid == event(made(again, next_when="2026-11-28T09:00"))["UID"]
    assert uid != event(card("03"))["UID"]
    assert re.fullmatch(r"[0-9a-f-]{36}", uid)


def test_practice_says_so_and_a_real_one_does_not(again):
    page = made(again)

    assert event(replace(page, practice=True))["SUMMARY"] == "Appointment (PRACTICE)"
    assert "PRACTICE" not in ics(page).decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_its_title_is_in_the_language_of_the_card(language):
    found = event(card("16", "card", language))

    assert found["SUMMARY"] and "Appointment" not in found["SUMMARY"]
    assert found.start == datetime(2026, 12, 17, 14, 0, tzinfo=UTC)


def test_lines_end_and_are_folded_as_the_standard_has_it(again):
    whole = ics(made(again))
    long = "SUMMARY:" + "약속ቀጠሮ" * 40
    pieces = _folded(long).split(b"\r\n ")

    assert whole.endswith(b"END:VCALENDAR\r\n") and whole.count(b"\n") == whole.count(b"\r\n")
    assert max(map(len, _folded(long).split(b"\r\n"))) <= LINE
    assert b"".join(pieces).decode() == long
    assert all(piece.decode() for piece in pieces)


def test_there_is_no_file_where_no_time_was_settled(again, tmp_path):
    none, settled = made(again, next_when="unsure"), made(again)

    assert set(write([none], tmp_path, ["txt", "ics"])) == {"follow-up-card.txt"}
    assert set(write([settled], tmp_path, ["ics"])) == {"follow-up-card.ics"}


def test_it_carries_when_it_was_settled_and_not_when_it_was_printed(again):
    found = event(made(again))

    assert found["DTSTAMP"].dt < NOW
    assert event(card("16"))["DTSTAMP"].dt == state("16").ending_at.replace(microsecond=0)
