"""What was heard on the telephone: laid over what the file says, and the file is never written."""

from datetime import date, timedelta
from multiprocessing import get_context

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crisis_cli.directory import heard_file
from crisis_cli.directory.heard import FOUND, Heard, laid_over
from crisis_cli.directory.lines import lines
from crisis_cli.directory.reading import look_over
from crisis_cli.directory.resources import current, load
from crisis_cli.errors import CrisisError
from crisis_cli.protocol.problems import Broken

CHECKED = date(2026, 1, 1)
CALLED = date(2026, 11, 20)
TODAY = date(2026, 11, 28)
NUMBER, NEW = "202-555-0100", "202-555-0123"
FILE = f"""\
resources:
  - id: office
    name: Office
    for: Help
    numbers: [{{call: {NUMBER}}}, {{call: 202-555-0101, status: unverified}}]
    hours_note: Mornings
    source: S
    verified_on: {CHECKED}
    status: confirmed
  - {{id: rumour, name: Rumour, for: X, numbers: [{{call: 202-555-0199}}, {{text: 202-555-0188}}],
     hours: always, source: S, verified_on: {CHECKED}, status: unverified}}
  - {{id: lifeline, name: 988, for: X, numbers: [{{call: 988}}],
     hours: always, source: S, verified_on: {CHECKED}, status: confirmed}}
"""


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "dc.yaml"
    path.write_text(FILE, encoding="utf-8")
    return path


def call(found, resource="office", on=CALLED, **more):
    return Heard(resource, on, "Ana", found, more.pop("called", NUMBER), **more)


def after(file, *calls, name="office"):
    for one in calls:
        heard_file.add(heard_file.place(file.parent), one)
    return current(file)[name]


def client(one):
    return str(lines({one.id: one}, [one.id], client=True, today=TODAY))


def worker(one):
    return str(lines({one.id: one}, [one.id], client=False, today=TODAY))


def test_a_number_that_was_right_is_fresh_from_that_day(file):
    assert load(file)["office"].stale(TODAY)
    one = after(file, call("right"))

    assert not one.stale(TODAY)
    assert (one.verified_on, one.verified_by) == (CALLED, "Ana, by telephone")
    assert "Last checked" not in client(one)


def test_the_file_of_the_supervisor_stays_as_it_was(file):
    after(file, call("different", number=NEW), call("right", "rumour"))

    assert file.read_text(encoding="utf-8") == FILE


def test_a_call_confirms_the_number_that_was_called_and_no_other(file):
    office = after(file, call("right"))
    rumour = after(file, call("right", "rumour", called="202-555-0199"), name="rumour")

    assert [n.value for n in office.verified] == [NUMBER]
    assert [n.value for n in rumour.verified] == ["202-555-0199"]


def test_another_number_is_told_beside_the_old_one_and_neither_is_on_a_page(file):
    one = after(file, call("different", number=NEW))

    assert NUMBER in worker(one)
    assert f"heard on November 20, 2026 by Ana: number {NEW}" in worker(one)
    assert "NOT VERIFIED" in worker(one)
    assert NUMBER not in client(one)
    assert NEW not in client(one)


def test_other_hours_are_told_and_the_number_stays_and_is_not_fresh(file):
    one = after(file, call("different", hours="Afternoons"))

    assert "hours Afternoons" in worker(one)
    assert NUMBER in client(one)
    assert one.stale(TODAY)


def test_who_is_gone_is_on_no_page_and_never_vanishes_for_the_worker(file):
    one = after(file, call("gone"))

    assert client(one) == "[]"
    assert NUMBER in worker(one)
    assert "not theirs any more" in worker(one)


def test_that_nobody_answered_neither_confirms_nor_takes_away(file):
    one = after(file, call("no_answer"))

    assert one.verified_on == CHECKED
    assert NUMBER in client(one)
    assert "nobody answered" in worker(one)


def test_the_last_call_counts(file):
    one = after(file, call("gone"), call("right", on=CALLED + timedelta(1)))

    assert not one.heard
    assert NUMBER in client(one)


def test_what_the_supervisor_wrote_down_afterwards_ends_a_call(file):
    assert after(file, call("different", number=NEW)).heard
    file.write_text(FILE.replace(NUMBER, NEW).replace(str(CHECKED), str(CALLED)))
    settled = current(file)["office"]
    file.write_text(FILE.replace(str(CHECKED), str(CALLED)))
    unsettled = current(file)["office"]
    file.write_text(FILE.replace(str(CHECKED), str(CALLED + timedelta(1))))

    assert not settled.heard
    assert NEW in client(settled)
    assert unsettled.heard  # the same day, and the file does not say it yet
    assert not current(file)["office"].heard


def test_nothing_that_was_heard_touches_911_and_988(file):
    one = after(file, call("gone", "lifeline", called="988"), name="lifeline")

    assert one == load(file)["lifeline"]


def test_check_names_the_line_that_a_call_found_wrong_and_no_old_day_after_a_good_one():
    data = FILE.encode()
    _, found = look_over(data, TODAY, [call("different", number=NEW, hours="Afternoons")])
    told = {one.line: one for one in found.problems if one.code == "W115"}
    _, good = look_over(data, TODAY, [call("right")])

    assert "the number is now 202-555-0123" in told[5].message
    assert "the hours are now Afternoons" in told[6].message
    assert [one.line for one in found.problems if one.code == "W101"] == [8, 11, 13]
    assert [one.line for one in good.problems if one.code == "W101"] == [11, 13]


TEXTS = st.text(max_size=40)


@given(st.lists(st.tuples(st.sampled_from(list(FOUND)), TEXTS, TEXTS, TEXTS), max_size=4))
def test_any_words_that_were_typed_are_read_back_and_cannot_act(tmp_path_factory, calls):
    file = tmp_path_factory.mktemp("calls") / "verified.yaml"
    for found, number, hours, note in calls:
        heard_file.add(
            file, Heard("office", CALLED, "Ana", found, NUMBER, number, hours, note=note)
        )
    back = heard_file.heard_in(file)

    assert [one.found for one in back] == [found for found, *_ in calls]
    for one, (_, number, _, note) in zip(back, calls, strict=True):
        assert one.number == "".join(c for c in " ".join(number.split()) if c.isprintable())
        assert all(c.isprintable() for c in one.note + one.hours)
        assert len(one.note) <= len(note)


def test_a_file_of_calls_with_a_mistake_takes_no_number_away(file):
    heard_file.place(file.parent).write_text("verified:\n  - {resource: office", encoding="utf-8")

    assert current(file)["office"] == load(file)["office"]
    with pytest.raises(Broken):
        heard_file.heard_in(heard_file.place(file.parent))


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [("right", "fine", "E023"), ("2026-11-20", "yesterday", "E046"), ("heard_by", "by", "E021"),
     ('"office"', "", "E020"), ("verified:", "verifed:", "E020"), ('"office"', "[a]", "E022")],
)  # fmt: skip
def test_what_is_wrong_in_the_file_of_calls_is_told(file, old, new, code):
    place = heard_file.place(file.parent)
    heard_file.add(place, call("right"))
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")

    with pytest.raises(Broken) as raised:
        heard_file.heard_in(place)
    assert code in {one.code for one in raised.value.problems}


def test_calls_go_to_the_file_that_several_computers_share(file, tmp_path, monkeypatch):
    shared = tmp_path / "drive" / "calls.yaml"
    monkeypatch.setenv("CRISIS_VERIFIED", str(shared))
    one = after(file, call("right"))

    assert shared.exists()
    assert not one.stale(TODAY)


def test_what_cannot_be_written_is_a_sentence_that_says_where_else(file, as_nobody):
    file.parent.chmod(0o555)
    told = as_nobody(lambda: heard_file.add(file.parent / "verified.yaml", call("right")))

    assert "could not be written" in told
    assert issubclass(CrisisError, Exception)


def _many(path, name):
    for number in range(20):
        heard_file.add(path, Heard("office", CALLED, name, "right", note=f"call {number}"))


def test_several_who_write_at_once_lose_nothing(tmp_path):
    path = tmp_path / "verified.yaml"
    fork = get_context("fork")
    writers = [fork.Process(target=_many, args=(path, name)) for name in ("Ana", "Ben", "Cy")]
    for one in writers:
        one.start()
    for one in writers:
        one.join(30)

    assert len(heard_file.heard_in(path)) == 60


def test_a_line_that_a_power_cut_left_half_is_told_and_later_calls_stand_below_it(tmp_path):
    path = tmp_path / "verified.yaml"
    heard_file.add(path, call("right"))
    path.write_bytes(path.read_bytes()[:-9])
    heard_file.add(path, call("gone"))

    assert path.read_text(encoding="utf-8").count("\n  - ") == 2


@given(st.lists(st.sampled_from(list(FOUND)), max_size=5))
def test_whatever_was_heard_every_number_stays_on_the_workers_screen(found):
    from crisis_cli.directory.entry import Number, Resource

    one = Resource(
        "office", "Office", "Help", (Number("call", NUMBER),), "", "S", CHECKED, "partly"
    )
    calls = [call(what, on=CALLED + timedelta(n), number=NEW) for n, what in enumerate(found)]

    assert NUMBER in worker(laid_over(one, calls))
