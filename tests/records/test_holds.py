"""What is held is not erased before it is released, whoever said so, and whoever erases."""

from datetime import UTC, datetime, timedelta

import pytest

from crisis_cli.errors import CrisisError
from crisis_cli.records.acts import acts
from crisis_cli.records.holds import hold, holds_on, release
from crisis_cli.records.keyless import Locked
from crisis_cli.records.opening import open_store
from crisis_cli.records.refiling import refile
from crisis_cli.records.sharing import bring_in, contacts_of, erase
from crisis_cli.records.verify import verify

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def test_a_held_case_is_not_erased_and_it_is_said_who_held_it_when_and_why(owned, written):
    contact = written(owned)
    case = owned.case_of(contact)
    hold(owned, [contact], "letter of the court", NOW, "Ana")

    with pytest.raises(CrisisError, match=r"Ana said so on 2026-11-23 \(letter of the court\)"):
        erase(owned, case, NOW, "kept long enough")
    assert len(owned.read(contact)) == 5

    (ended,) = release(owned, [contact], "over", NOW, "Ana")
    assert ended.reason == "letter of the court"
    assert erase(owned, case, NOW, "kept long enough") == [contact]


def test_a_hold_is_in_the_log_sealed_and_no_part_of_the_conversation(owned, path, written):
    contact = written(owned)
    before = owned.read(contact)
    hold(owned, [contact], "letter of the court", NOW, "Ana")

    assert owned.read(contact) == before
    assert [act.said["reason"] for act in owned.acts(contact)] == ["letter of the court"]
    assert b"letter of the court" not in b"".join(f.read_bytes() for f in path.parent.iterdir())
    report = verify(owned)
    assert report.findings == [] and report.contacts == 1
    assert "held" not in [act.said["act"] for act in acts(owned)]


def test_a_hold_set_by_a_supervisor_binds_the_worker(owned, path, written, supervisor):
    bring_in(owned, supervisor.person, NOW)
    contact = written(owned)
    with open_store(path) as theirs:
        theirs.keys.private = supervisor
        hold(theirs, [contact], "inquiry", NOW, "Sam")

    with pytest.raises(CrisisError, match=r"Sam .*said so"):
        erase(owned, owned.case_of(contact), NOW, "x")


def test_two_holds_both_have_to_end_and_a_clock_that_jumps_decides_nothing(owned, written):
    contact = written(owned)
    hold(owned, [contact], "court", NOW, "Ana")
    release(owned, [contact], "over", NOW - timedelta(days=400), "Ana")
    assert holds_on(owned, [contact]) == []

    hold(owned, [contact], "court again", NOW - timedelta(days=800), "Ana")
    hold(owned, [contact], "inspector", NOW, "Ana")
    assert [one.reason for one in holds_on(owned, [contact])] == ["court again", "inspector"]


def test_a_new_contact_of_a_held_case_does_not_free_it_and_a_refiled_one_stays_held(owned, written):
    first = written(owned)
    case = owned.case_of(first)
    hold(owned, contacts_of(owned, case), "court", NOW, "Ana")
    written(owned, case=case)
    other = owned.case_of(written(owned, "K."))

    with pytest.raises(CrisisError, match="is held"):
        erase(owned, case, NOW, "x")
    refile(owned, first, other, NOW, "Ana", "it was another")
    with pytest.raises(CrisisError, match="is held"):
        erase(owned, other, NOW, "x")


def test_what_nobody_holds_is_not_released(owned, written):
    with pytest.raises(CrisisError, match="Nobody holds this case"):
        release(owned, [written(owned)], "over", NOW, "Ana")


def test_locked_records_are_not_held(owned, path, written):
    contact = written(owned)
    with open_store(path) as locked, pytest.raises(Locked):
        hold(locked, [contact], "court", NOW, "Ana")


def test_an_act_that_was_changed_is_told_and_nothing_is_erased(owned, written):
    contact = written(owned)
    hold(owned, [contact], "court", NOW, "Ana")
    owned.db.execute("DROP TRIGGER entries_update")
    owned.db.execute("UPDATE entries SET sealed = zeroblob(400) WHERE contact IS NOT NULL"
                     " AND seq IS NULL")  # fmt: skip

    with pytest.raises(CrisisError, match="was changed from outside"):
        erase(owned, owned.case_of(contact), NOW, "x")


def test_an_act_about_a_contact_while_it_is_led_does_not_stop_it(owned, written):
    from crisis_cli.engine.additions import Amended

    contact = written(owned)
    last = owned.read(contact)[-1].seq
    with owned.writing():
        owned.note({"act": "held", "hold": "x", "reason": "y"}, NOW, "Ana", contact)

    owned.append(contact, Amended("addendum", "Came back."), NOW, "Ana", after=last)
    assert owned.read(contact)[-1].seq == last + 1


def test_the_day_of_a_hold_is_that_of_the_district_also_in_the_evening(owned, written):
    contact = written(owned)
    hold(owned, [contact], "court", datetime(2026, 11, 24, 1, 30, tzinfo=UTC), "Ana")

    (found,) = holds_on(owned, [contact])
    assert found.day == "2026-11-23"
    with pytest.raises(CrisisError, match="said so on 2026-11-23"):
        erase(owned, owned.case_of(contact), NOW, "x")
