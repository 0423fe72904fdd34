"""crisis start --from-paper: a form that is typed in later, told with both times everywhere."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.engine.times import later
from crisis_cli.errors import Exit
from crisis_cli.protocol.source import load
from crisis_cli.records.folder import database

WASHINGTON = ZoneInfo("America/New_York")


@pytest.fixture
def then():
    """A time some days ago, as it is typed."""
    at = datetime.now(WASHINGTON) - timedelta(days=3)
    return at.replace(hour=14, minute=5, second=0, microsecond=0)


def typed(at):
    return f"{at:%Y-%m-%dT%H:%M}"


def test_both_times_stand_in_the_json_and_what_is_due_is_counted_from_the_first(
    started, danger, then
):
    told = started(danger, "--from-paper", "--happened", typed(then))

    assert told["late_entry"]["happened"] == then.isoformat(timespec="minutes")
    written = datetime.fromisoformat(told["late_entry"]["written"])
    assert timedelta(0) <= datetime.now(WASHINGTON) - written < timedelta(minutes=2)
    assert datetime.fromisoformat(told["follow_up"]["due"]) == later(then, 24 * 3600, WASHINGTON)


def test_a_contact_as_it_happens_says_nothing_of_late(started, calm):
    assert "late_entry" not in started(calm)


def test_the_list_and_the_record_show_both_times(started, crisis, calm, then):
    told = started(calm, "--from-paper", "--happened", typed(then))
    (row,) = json.loads(crisis("cases", "--json").stdout)
    listed, record = crisis("cases").stdout, crisis("show", told["contact"]).stdout
    data = json.loads(crisis("show", told["contact"], "--json").stdout)

    day = f"{then:%A, %B} {then.day}, {then.year}, 2:05 pm"
    assert row["happened"] == then.isoformat(timespec="seconds")
    assert row["began"] != row["happened"]
    assert f"took place {day}" in listed and "late entry, written " in listed
    assert max(map(len, listed.splitlines())) <= 80
    assert f"Took place: {day}" in record and "Typing began:" in record
    assert "typed in from a paper form" in " ".join(record.split())
    assert datetime.fromisoformat(data["happened"]) == then


def test_in_words_both_times_come_first(crisis, short, script, calm, then):
    done = crisis(
        "start", short, "--answers", script(calm), "--from-paper", "--happened", typed(then)
    )

    assert "Late entry: took place" in done.stdout.splitlines()[1]


def test_contacts_stand_where_they_took_place(started, crisis, calm, then):
    now = started(calm, "--client", "J.")["contact"]
    late = started(calm, "--client", "J.", "--from-paper", "--happened", typed(then))["contact"]

    listed = [row["contact"] for row in json.loads(crisis("cases", "--json").stdout)]
    assert listed == [now, late]


def test_a_form_typed_in_today_is_no_follow_up_of_a_later_contact(
    started, crisis, calm, danger, then
):
    later = started(danger, "--client", "J.")["contact"]
    started(calm, "--client", "J.", "--from-paper", "--happened", typed(then))

    due = json.loads(crisis("--json").stdout)["due"]
    assert later in [row["contact"] for row in due]


@pytest.mark.parametrize("how", [str, str.upper, lambda d: f"{d[:4]} {d[4:8]} {d[8:]}"])
def test_the_fingerprint_of_the_same_questions_is_taken_quietly(
    crisis, short, script, calm, then, how
):
    done = crisis("start", short, "--answers", script(calm), "--json", "--from-paper", "--happened",
                  typed(then), "--paper-hash", how(load(short).hash[:12]))  # fmt: skip

    assert done.exit_code == 0 and done.stderr == ""
    assert json.loads(done.stdout)["late_entry"]["other_form"] is False


def test_the_fingerprint_of_other_questions_is_told_and_kept_and_nothing_is_refused(
    crisis, short, script, calm, then
):
    done = crisis("start", short, "--answers", script(calm), "--json", "--from-paper", "--happened",
                  typed(then), "--paper-hash", "ffff-ffff-ffff")  # fmt: skip
    told = json.loads(done.stdout)
    record = " ".join(crisis("show", told["contact"]).stdout.split())

    assert done.exit_code == 0
    assert "fingerprint on the form is not that of these questions" in done.stderr
    assert told["late_entry"]["other_form"] is True
    assert "of other questions than these (fingerprint ffffffffffff)" in record


@pytest.mark.parametrize(
    ("options", "code", "said"),
    [
        (["--from-paper"], Exit.USAGE, "When did it take place?"),
        (["--happened", "2026-01-01T10:00"], Exit.USAGE, "Add --from-paper."),
        (["--paper-hash", "ffffffff"], Exit.USAGE, "Add --from-paper."),
        (["--from-paper", "--happened", "2199-01-01T10:00"], Exit.TOLD, "still to come"),
        (["--from-paper", "--happened", "yesterday"], Exit.TOLD, "is not a date with a time"),
        (["--from-paper", "--happened", "2026-01-01"], Exit.TOLD, "The time is missing"),
        (["--from-paper", "--happened", "2026-02-30T10:00Z"], Exit.TOLD, "no such day"),
        (["--from-paper", "--paper-hash", "zzzzzzzz"], Exit.USAGE, "is not a fingerprint"),
        (["--from-paper", "--paper-hash", "abc"], Exit.USAGE, "is not a fingerprint"),
    ],
)
def test_what_does_not_fit_is_told_before_anything_is_begun(
    crisis, short, script, calm, options, code, said
):
    done = crisis("start", short, "--answers", script(calm), *options)

    assert done.exit_code == code
    assert said in done.stderr
    assert not database().exists()


def test_a_time_with_its_zone_is_kept_as_that_moment(started, calm):
    started(calm, "--from-paper", "--happened", "2026-01-05T19:05:00Z")

    with store_of() as store:
        opened = store.read(store.contacts()[0])[0].event
    assert datetime.fromisoformat(opened.happened).timestamp() == 1767639900
