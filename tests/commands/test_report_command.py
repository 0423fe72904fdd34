"""crisis report: for supervisors, over whole months, and what cannot be read is told."""

import csv
import io
import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crisis_cli.commands.contacts import begin
from crisis_cli.commands.months import months
from crisis_cli.commands.stores import store_of
from crisis_cli.engine.entries import Answered, Ended, Ending, Opened
from crisis_cli.engine.times import HOME_ZONE
from crisis_cli.errors import CrisisError, Exit
from crisis_cli.protocol.source import load

NY = ZoneInfo(HOME_ZONE)
OCTOBER = ["--from", "2025-10-01", "--to", "2025-10-31"]
TODAY = datetime(2026, 11, 28, 21, tzinfo=NY)


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=NY)


@pytest.fixture
def led(short):
    """Write a contact that took place at some time; its id."""
    protocol = load(short)

    def write(when, thoughts="no", case="", worker="Lee", ended=True, practice=False):
        first = Opened(protocol.id, protocol.version, protocol.hash, worker, practice=practice)
        with store_of(practice) as store:
            contact = begin(store, protocol, first, lambda: at(when), case)
            after = [Ending("finished"), Ended()] if ended else []
            asked = (
                Answered("thoughts", thoughts)
                if thoughts
                else Answered("thoughts", unknown="not_asked")
            )
            for event in (Answered("name", "Sam Marlow"), asked, *after):
                store.append(contact.id, event, at(when), worker)
            return contact.id, store.case_of(contact.id)

    return write


@pytest.fixture
def counted(crisis):
    """The report as JSON."""

    def count(*words):
        done = crisis("report", *(words or OCTOBER), "--json")
        assert done.exit_code == Exit.DONE, done.stderr
        return json.loads(done.stdout)

    return count


def table(told, name):
    """The rows of a table: label -> count."""
    (found,) = [one for one in told["tables"] if one["name"] == name]
    return {row["row"]: row["count"] for row in found["rows"]}


def test_contacts_of_the_time_are_counted_and_no_others(led, counted, become):
    for day in ("10-01T00:00", "10-31T23:59", "10-10T10:00", "10-11T10:00", "10-12T10:00"):
        led(f"2025-{day}")
        led(f"2025-{day}", "yes")
    led("2025-09-30T23:59")
    led("2025-11-01T00:00")
    led("2025-10-12T10:00", ended=False)
    led("2025-10-12T10:00", practice=True)
    become("Kim S.")
    told = counted()

    assert told["contacts"] == {"count": 10, "hidden": False}
    assert table(told, "month") == {"October 2025": 10}
    levels = table(told, "level")
    assert (levels["None: no danger was reported"], levels["Moderate"], levels["High"]) == (5, 5, 0)


def test_a_month_in_which_nothing_was_is_told_as_such(led, counted, become):
    for _ in range(6):
        led("2025-11-06T10:00")
        led("2026-01-07T10:00")
    become("Kim S.")
    told = counted("--from", "2025-11-01", "--to", "2026-02-28")

    assert table(told, "month") == {
        "November 2025": 6, "December 2025": 0, "January 2026": 6, "February 2026": 0
    }  # fmt: skip
    assert counted("--from", "2025-12-01", "--to", "2025-12-31")["tables"] == []


def test_a_later_contact_of_the_case_counts_as_its_follow_up(led, counted, become):
    for _ in range(6):
        _, case = led("2025-10-06T10:00", "yes")
        led("2025-10-07T09:00", "yes", case)
    become("Kim S.")

    assert table(counted(), "follow_up")["reached in time"] == 6


def test_a_later_contact_that_reached_nobody_is_no_follow_up(led, counted, become):
    for n in range(6):
        _, case = led("2025-10-06T10:00", "yes")
        if n:
            led("2025-11-07T09:00", "", case)
        else:
            led("2025-11-07T09:00", "no", case, ended=False)
    become("Kim S.")

    assert table(counted(), "follow_up")["not yet, and overdue"] == 6


def test_without_dates_it_is_the_last_month_that_is_over():
    span = months("", "", TODAY)

    assert (str(span.first), str(span.last)) == ("2026-10-01", "2026-10-31")
    assert months("", "", at("2026-11-30T23:59")) == span
    assert str(months("", "", at("2026-12-01T00:00")).last) == "2026-11-30"
    assert str(months("2026-01-01", "", TODAY).last) == "2026-10-31"
    assert str(months("", "2026-02-28", TODAY).first) == "2026-02-01"


def test_a_day_lasts_as_long_as_the_clocks_of_the_district_say():
    spring, autumn = (months(f"2026-{m}-01", f"2026-{m}-{last}", TODAY) for m, last in
                      (("03", "31"), ("10", "31")))  # fmt: skip

    def hours(span):
        return (span.until.timestamp() - span.since.timestamp()) / 3600

    assert hours(spring) == 31 * 24 - 1
    assert hours(autumn) == 31 * 24
    assert autumn.until - timedelta(minutes=1) < at("2026-11-01T00:00") <= autumn.until


@pytest.mark.parametrize(
    ("since", "until"),
    [
        ("2026-10-02", "2026-10-31"),
        ("2026-10-01", "2026-10-30"),
        ("2026-11-01", "2026-11-30"),
        ("2026-11-01", ""),
        ("2027-01-01", "2027-01-31"),
        ("2026-10-01", "2026-09-30"),
        ("October", ""),
    ],
)
def test_parts_of_months_and_what_is_not_over_are_refused(since, until):
    with pytest.raises(CrisisError) as error:
        months(since, until, TODAY)

    assert error.value.exit == Exit.USAGE and error.value.hint


def test_only_a_supervisor_is_given_counts(led, crisis, become):
    led("2025-10-06T10:00")
    assert crisis("report").exit_code == Exit.TOLD  # nobody's yet
    become("Lee", "worker")
    done = crisis("report", *OCTOBER)

    assert (done.exit_code, done.stdout) == (Exit.TOLD, "")
    assert "Only a supervisor" in done.stderr and "Lee's, a worker" in done.stderr


def test_nothing_is_counted_on_a_fresh_machine(crisis):
    done = crisis("report")

    assert done.exit_code == Exit.DONE and "Contacts: 0" in done.stdout


def test_small_counts_and_names_are_in_no_format(led, crisis, become, tmp_path):
    for n in range(9):
        led("2025-10-06T10:00", "yes" if n < 3 else "no", worker="Lee")
    become("Kim S.")
    whole = [crisis("report", *OCTOBER, *more).stdout for more in ([], ["--plain"], ["--json"])]
    for name in ("o.html", "o.CSV"):
        done = crisis("report", *OCTOBER, "--out", tmp_path / name)
        assert done.stdout == f"Written: {tmp_path / name}\n"
        whole.append((tmp_path / name).read_text("utf-8-sig"))

    for told in whole:
        assert not {"Lee", "Marlow", "Kim"} & set(told.replace('"', " ").split())
    (counts,) = [csv.DictReader(io.StringIO(whole[-1]))]
    assert {row["count"] for row in counts} <= {"9", "0", "", "6"}


def test_lines_for_who_listens_are_given_where_the_system_asks(led, crisis, become, monkeypatch):
    for _ in range(6):
        led("2025-10-06T10:00")
    become("Kim S.")
    monkeypatch.setenv("ACCESSIBLE", "1")

    assert "None, no danger was reported: 6 contacts" in crisis("report", *OCTOBER).stdout


@pytest.mark.parametrize("name", ["report", "report.pdf", "report.csv.gz"])
def test_a_file_of_another_kind_is_refused_before_anything_is_counted(crisis, tmp_path, name):
    done = crisis("report", "--out", tmp_path / name)

    assert done.exit_code == Exit.USAGE and ".html or .csv" in done.stderr
    assert not (tmp_path / name).exists()


def test_what_cannot_be_read_is_told_by_number_and_the_rest_is_counted(led, crisis, become):
    broken, *_ = [led("2025-10-06T10:00")[0] for _ in range(7)]
    become("Kim S.")
    with store_of() as store:
        for (trigger,) in store.db.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'entries'"
        ).fetchall():
            store.db.execute(f"DROP TRIGGER {trigger}")
        store.db.execute(
            "UPDATE entries SET sealed = randomblob(length(sealed)) WHERE contact = ?", [broken]
        )
    done = crisis("report", *OCTOBER, "--json")
    told = json.loads(done.stdout)

    assert done.exit_code == Exit.TOLD and "1 of the contacts could not be read" in done.stderr
    assert (told["contacts"]["count"], told["unread"]) == (6, 1)


def test_a_long_count_says_that_it_goes_on(led, crisis, become, monkeypatch):
    for _ in range(7):
        led("2025-10-06T10:00")
    become("Kim S.")
    assert crisis("report", *OCTOBER).stderr == ""
    monkeypatch.setattr("crisis_cli.commands.report.MANY", 6)

    assert "6 contacts counted so far" in crisis("report", *OCTOBER).stderr


def test_counting_opens_nothing_and_writes_nothing_down(led, crisis, become):
    for _ in range(6):
        led("2025-10-06T10:00")
    become("Kim S.")

    def entries():
        with store_of() as store:
            return store.db.execute("SELECT count(*) FROM entries").fetchone()

    before = entries()
    assert "Contacts: 6" in crisis("report", *OCTOBER).stdout
    assert entries() == before
