"""Dates, times and numbers in the form of whoever reads them."""

import subprocess
import sys
from datetime import UTC, datetime

import pytest

from crisis_cli.protocol.fixed import Speech

AT = datetime(2026, 11, 27, 15, 4, tzinfo=UTC)


@pytest.mark.parametrize(
    ("language", "day", "clock"),
    [
        ("en", "Friday, November 27, 2026", "3:04 pm"),
        ("es", "viernes, 27 de noviembre de 2026", "3:04 p.m."),
        ("fr", "vendredi 27 novembre 2026", "15:04"),
        ("vi", "Thứ Sáu, 27 tháng 11, 2026", "15:04"),
        ("zh", "2026年11月27日星期五", "15:04"),
        ("ko", "2026년 11월 27일 금요일", "오후 3:04"),
        ("am", "ዓርብ 27 ኖቬምበር 2026", "3:04 PM"),
        ("xx", "Friday, November 27, 2026", "3:04 pm"),
    ],
)
def test_a_day_and_a_time_read_as_they_do_at_home(language, day, clock):
    said = Speech(language)

    assert said.day(AT) == day
    assert " ".join(said.clock(AT).split()) == clock


def test_a_time_for_an_amharic_reader_says_by_which_clock_it_is():
    """Clocks in Ethiopia count from dawn: a bare 9:00 would be read as three in the afternoon."""
    assert Speech("am").clock(datetime(2026, 11, 27, 9, 0, tzinfo=UTC)) == "9:00 AM"


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "1.5"), ("es", "1.5"), ("fr", "1,5"), ("vi", "1,5"), ("zh", "1.5")],
)
def test_a_number_has_the_point_or_the_comma_of_its_reader(language, said):
    assert Speech(language).number(1.5) == said
    assert Speech(language).number(7.0) == "7"


def test_a_language_is_called_by_its_name_and_an_unknown_one_by_its_code():
    assert [Speech(one).name_of("es") for one in ("en", "es", "ko")] == [
        "Spanish",
        "español",
        "스페인어",
    ]
    assert Speech("es").name_of("qqq") == "qqq"


def test_english_is_said_without_loading_what_knows_the_others():
    code = (
        "import sys; from datetime import datetime; from crisis_cli.protocol.fixed import ENGLISH; "
        "ENGLISH.day(datetime.now()); ENGLISH.name_of('am'); print('babel' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "False"
