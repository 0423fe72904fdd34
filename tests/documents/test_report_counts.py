"""What a report counts of each contact, and how it is told: numbers, and nothing of anybody."""

import csv
import io
import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from made_contacts import CALM, END, NOW, answer, calm, contact, said
from made_reports import MADE, ZONE, of_scenarios, report_of, since_end, tally_of
from shipped_plans import SCENARIOS, state

from crisis_cli.documents.csv_rows import unescaped
from crisis_cli.documents.html import html
from crisis_cli.documents.inert import inert
from crisis_cli.documents.report.cells import FEWEST, Row
from crisis_cli.documents.report.facts import facts, first_follow_up, questions
from crisis_cli.documents.report.page import ALONE, HIDDEN, NOT_TOLD, as_csv, as_data, page
from crisis_cli.documents.report.tables import KINDS
from crisis_cli.documents.text import text
from crisis_cli.engine.additions import Amended, Countersigned, Settled, Tried
from crisis_cli.engine.entries import ENDINGS, Consulted, ConsultNeeded, Ended, Ending
from crisis_cli.protocol.compiled import LEVELS

NY = ZoneInfo(ZONE)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HIGH = said(alone="yes", thoughts="yes", intent="yes", method="no", afraid="no")
ANSWERED, NOBODY = ("wanted", "calls", "answered", "after"), ("wanted", "calls", "nobody")
WANTED = ConsultNeeded(why=["the level is high"], tier="entry", level="high")


@pytest.fixture
def high(short):
    """A contact of level high whose first follow-up is due within 24 hours of its end."""
    return lambda *before: contact(short, *HIGH, *before, *END)


def where(one, now=MADE, later=None):
    """Where a contact counts: table -> what is told of it; under its level, without that."""
    told = {}
    for path in facts(one, now, NY, later):
        path = path[2:] if path[0] == "level" and len(path) > 2 else path
        told[path[0]] = path[1:] if len(path) > len(told.get(path[0], ())) else told[path[0]]
    return told


def test_a_contact_counts_once_in_each_table(high):
    paths = list(facts(high(), MADE, NY, None))

    assert len(paths) == len(set(paths))
    for kind in KINDS:
        assert len([one for one in paths if one[0] == kind.name and len(one) == 2]) == 1


def test_level_ending_month_and_questions_are_counted(high):
    told = where(high())

    assert told["level"] == ("high",)
    assert told["ending"] == ("finished",)
    assert told["month"] == ("2026-11", "protocol", "short 3")


def test_the_month_is_that_of_the_district_and_of_when_it_took_place(short):
    late = calm(short, happened="2026-11-01T03:30:00+00:00")  # half past eleven, on October 31

    assert where(late)["month"][0] == "2026-10"


@pytest.mark.parametrize(
    ("after", "told"),
    [
        (HOUR, ("in_time", "after", "24_hours")),
        (24 * HOUR, ("in_time", "after", "24_hours")),
        (25 * HOUR, ("late", "after", "3_days")),
        (6 * DAY, ("late", "after", "7_days")),
        (20 * DAY, ("late", "after", "30_days")),
        (60 * DAY, ("late", "after", "later")),
    ],
)
@pytest.mark.parametrize("settled", [Tried("follow_up 1", "phone", reached=True),
                                     Settled("follow_up 1", "reached")])  # fmt: skip
def test_reached_is_told_by_time_and_by_what_was_due(high, after, told, settled):
    assert where(since_end(high(), after, settled))["follow_up"] == told


def test_a_later_contact_of_the_case_is_the_follow_up(high):
    one = high()

    assert where(one, later=one.ending_at + 2 * DAY)["follow_up"] == ("late", "after", "3_days")


def test_what_came_first_counts(high):
    one = since_end(high(), 3 * DAY, Settled("follow_up 1", "given_up", reason="moved"))
    settled = Settled("follow_up 1", "reached")

    assert where(one)["follow_up"] == ("closed",)
    assert where(one, later=one.ending_at + 20 * DAY)["follow_up"] == ("closed",)
    assert where(one, later=one.ending_at + DAY)["follow_up"] == ("in_time", "after", "24_hours")
    assert where(since_end(one, 4 * DAY, settled))["follow_up"] == ("closed",)


def test_what_settles_a_later_follow_up_does_not_settle_the_first(high):
    one = since_end(high(), HOUR, Settled("follow_up 2", "declined", reason="no more calls"))

    assert first_follow_up(one).id == "follow_up 1"
    assert where(one)["follow_up"] == ("overdue",)


def test_a_follow_up_that_is_still_to_come_is_not_overdue(high):
    one = high()

    assert where(one, now=one.ending_at + 23 * HOUR)["follow_up"] == ("time_left",)
    assert where(one, now=one.ending_at + 25 * HOUR)["follow_up"] == ("overdue",)


def test_a_try_that_is_written_down_later_counts_when_it_happened(high):
    one = high()
    happened = (one.ending_at + 2 * HOUR).isoformat()
    tried = Tried("follow_up 1", "phone", reached=True, happened=happened)

    assert where(since_end(one, 5 * DAY, tried))["follow_up"] == ("in_time", "after", "24_hours")


@pytest.mark.parametrize("said", [Tried("consult", "phone", reached=True),
                                  Settled("consult", "reached")])  # fmt: skip
def test_who_was_reached_for_something_else_is_not_the_client(high, said):
    one = since_end(high(), HOUR, said)

    assert where(one)["follow_up"] == ("overdue",) and where(one)["tries"] == ("0",)


def test_tries_are_counted_until_the_first_that_reached(high):
    one = high()
    assert where(one)["tries"] == ("0",)
    for reached in (False, True, False, False):
        since_end(one, HOUR, Tried("follow_up 1", "phone", reached))

    assert where(one)["tries"] == ("2",)


def test_danger_questions_that_went_unanswered_are_told_under_their_level(short):
    unclear = contact(short, answer("alone", "yes"), Ending("client_left"), Ended())

    assert where(unclear)["danger"] == ("unanswered",)
    assert where(contact(short, *HIGH, *END))["danger"] == ("answered",)
    assert "danger" not in where(calm(short))  # none and low have no unanswered ones


@pytest.mark.parametrize(
    ("calls", "told"),
    [
        ((), ("not_wanted",)),
        ((WANTED,), NOBODY),
        ((WANTED, Consulted("Kim")), NOBODY),
        ((WANTED, Consulted("Kim", answered=True)), (*ANSWERED, "15_minutes")),
        ((WANTED, ConsultNeeded()), ("not_wanted",)),
        ((Consulted("Kim", answered=True), WANTED), NOBODY),  # that was about less
    ],
)
def test_a_consult_counts_where_it_was_wanted(high, calls, told):
    assert where(high(*calls))["consult"] == told


def test_an_answer_the_next_day_is_told_by_how_long_it_took(high):
    one = since_end(high(WANTED), 20 * HOUR, Consulted("Kim", answered=True))

    assert where(one)["consult"] == (*ANSWERED, "24_hours")


def test_the_first_countersign_counts_and_another_level_stands_under_it(high):
    one = since_end(high(), 2 * DAY, Countersigned(True), "Kim S.")
    assert ("countersigned", "signed", "after", "3_days") in set(facts(one, MADE, NY, None))
    assert ("countersigned", "signed", "recorded", "as_it_was") in set(facts(one, MADE, NY, None))

    since_end(one, 9 * DAY, Countersigned(True, level="low", reason="sober"), "Kim S.")
    assert ("countersigned", "signed", "after", "3_days") in set(facts(one, MADE, NY, None))
    assert ("countersigned", "signed", "recorded", "another") in set(facts(one, MADE, NY, None))


def test_declined_is_counted_of_the_answer_that_stands(short):
    events = *said(**CALM | {"afraid": "declined"}), answer("signs", "declined"), *END
    put_right = Amended("correction", "", "slip", "signs", value="I stop eating")
    asked = {step.id: no for step, no in questions(contact(short, *events))}

    assert asked["afraid"] and asked["signs"] and not asked["alone"]
    assert "calm" not in asked and "hotline" not in asked  # not asked; no question
    right = contact(short, *events, put_right)
    assert not {step.id: no for step, no in questions(right)}["signs"]


def test_of_declined_questions_only_frequent_ones_are_told_in_tens_and_fives(short):
    def many(declined, asked):
        words = ["declined"] * declined + ["I stop eating"] * (asked - declined)
        told = (contact(short, *HIGH, answer("signs", word), *END) for word in words)
        return tally_of(told).told()[1]

    assert many(4, 40) == many(5, 19) == many(36, 40) == ()
    (one,) = many(6, 37)
    assert (one.asked, one.share, one.danger) == (30, 15, False)
    assert one.question == "How do you know that it is getting bad?"


def test_where_a_level_is_hidden_no_question_is_told(short):
    low = contact(short, *said(**CALM | {"afraid": "declined"}), *END)
    often = tally_of([low] * 30 + [calm(short)] * 9)
    hidden = tally_of([low] * 30 + [calm(short)] * 9 + [contact(short, *HIGH, *END)])

    assert often.told()[1]
    assert hidden.told()[1] is None
    assert NOT_TOLD in text(page(report_of(hidden)), 200)
    assert as_data(report_of(hidden))["declined"] is None


# -- how it is told


def every(row):
    """All counts of a report."""
    yield row.count
    for table in row.tables:
        for inner in table.rows:
            yield from every(inner)


def test_every_table_adds_up_to_what_it_splits_where_nothing_is_hidden():
    def whole(row: Row):
        for table in row.tables:
            counts = [inner.count for inner in table.rows]
            if counts and None not in counts:
                assert sum(counts) == row.count, table.title
            for inner in table.rows:
                whole(inner)

    whole(of_scenarios().contacts)


def test_no_format_tells_a_count_from_one_to_four():
    for times in (1, 2, 6):
        report = of_scenarios(times)
        assert not [one for one in every(report.contacts) if one and one < FEWEST]
        told = [row["count"] for table in as_data(report)["tables"] for row in table["rows"]]
        assert not [one for one in told if one and one < FEWEST]
        cells = {row["count"] for row in rows(report) if row["table"] != "Could not be read"}
        assert not cells & {"1", "2", "3", "4"}


def rows(report):
    """The rows of the CSV as another program reads them."""
    return list(csv.DictReader(io.StringIO(as_csv(report).decode("utf-8-sig"), newline="")))


def test_csv_has_a_row_for_each_cell_and_hidden_ones_have_no_number():
    report = of_scenarios(1)
    told = rows(report)

    assert list(told[0]) == ["table", "row", "count", "hidden"]
    assert {"no", "yes"} == {one["hidden"] for one in told}
    assert all((one["count"] == "") == (one["hidden"] == "yes") for one in told)


def test_no_cell_of_csv_is_a_formula(short):
    odd = contact(short, *HIGH, *END)
    object.__setattr__(odd.opened, "protocol", "=1+1")
    (row,) = [one for one in rows(report_of(tally_of([odd] * 9))) if "1+1" in one["row"]]

    assert row["row"] == "'=1+1 3" and unescaped(row["row"]) == inert("=1+1 3")


def test_a_report_has_no_name_and_no_word_of_anybody(short):
    events = *said(**CALM, signs="I stop answering my phone"), *END
    many = [contact(short, *events, client="Alex Moreno") for _ in range(30)]
    signed = [since_end(one, HOUR, Countersigned(True, "Zebra"), "Kim S.") for one in many]
    report = report_of(tally_of(signed))

    for told in (text(page(report)), html(page(report)), as_csv(report).decode()):
        for word in ("Alex", "Moreno", "Worker One", "Kim", "Zebra", "phone"):
            assert word not in told


def test_where_one_worker_led_all_that_is_said(short):
    assert ALONE in html(page(report_of(tally_of([calm(short)] * 9))))
    other = contact(short, *said(**CALM), *END)
    object.__setattr__(other.opened, "worker", "Two")
    assert ALONE not in html(page(report_of(tally_of([other, *[calm(short)] * 9]))))


def test_bars_are_as_long_as_counts_and_fit_the_window():
    whole = text(page(of_scenarios()), 60)
    ended = whole.split("How it ended\n")[1].split("Tries to")[0]
    bars = {int(count): len(bar) for count, bar in re.findall(r" +(\d+)  (#+)$", ended, re.M)}
    most = max(bars)

    assert len(bars) > 1 and all(len(line) <= 60 for line in whole.splitlines())
    for count, long in bars.items():
        assert long - 1 < count * bars[most] / most <= long


def test_lines_that_are_read_aloud_say_what_they_count(short):
    aloud = text(page(of_scenarios(), plain=True))

    assert re.search(r"^High: \d+ contacts$", aloud, re.M)
    assert re.search(r"^December 2026, crisis-intervention 1: \d+ contacts$", aloud, re.M)
    assert "#" not in aloud
    fewer = text(page(of_scenarios(times=1), plain=True))
    assert re.search(rf"^\w.*: {HIDDEN}$", fewer, re.M)


def test_a_chart_has_a_title_a_description_and_the_same_numbers_as_a_table():
    web = html(page(of_scenarios()))
    charts = re.findall(r"<svg.*?</svg>\s*<table>.*?</table>", web, re.S)

    assert len(charts) > 10 and "<script" not in web and "http" not in web.split("<style>")[1]
    for one in charts:
        chart, table = one.split("</svg>")
        assert re.search(r'role="img">\s*<title>.+?</title><desc>.+?</desc>', chart)
        drawn = re.findall(r"<text[^>]*>(.*?)</text>", chart)
        assert drawn[1::2] == re.findall(r"<td>(\w+)</td>", table)


def test_of_fewer_than_five_contacts_nothing_but_that_is_told(short):
    report = report_of(tally_of([calm(short)] * 4))

    assert "Contacts: fewer than 5" in text(page(report))
    assert as_data(report)["tables"] == [] and len(rows(report)) == 1


def test_every_level_and_every_ending_has_its_row():
    told = {kind.name: set(kind.rows) for kind in KINDS}

    assert told["level"] == set(LEVELS) and told["ending"] == set(ENDINGS)


@pytest.mark.parametrize("number", SCENARIOS)
def test_every_scenario_is_counted_in_rows_that_there_are(number):
    kinds = {kind.name: kind for kind in KINDS}
    for path in facts(state(number), NOW, NY, None):
        table, under = path[0], kinds
        for name, row in zip(path[::2], path[1::2], strict=True):
            kind = under[name]
            assert not kind.rows or row in kind.rows, (table, path)
            inner = kind.under.get(row, kind.under.get("", ()))
            under = {one.name: one for one in inner}


def test_a_span_of_months_is_named():
    report = of_scenarios()

    assert page(report).title == "Counts of contacts, November 2026"
    assert datetime.fromisoformat(as_data(report)["made"]).tzinfo
