"""A client is found by every name that was ever given for them, and by nobody else's."""

from datetime import UTC, datetime

import pytest

from crisis_cli.records.names import cases_called, distinct, folded, names_of
from crisis_cli.records.opening import open_store
from crisis_cli.records.people import new_person
from crisis_cli.records.refiling import NEW, merge, refile
from crisis_cli.records.sharing import bring_in, erase, hand_over

NOW = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


def add(store, contact, name):
    with store.writing():
        store.note({"act": "named", "name": name}, NOW, "Ana", contact)


def found(store, name):
    return [one.case for one in cases_called(store, name)]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("J. Doe", " j.  doe\t", True),
        ("José Núñez", "JOSE NUNEZ", True),
        ("Jose\u0301", "José", True),
        ("Nguyễn", "nguyen", True),
        ("Strauß", "STRAUSS", True),
        ("İpek", "ipek", True),
        ("J.", "K.", False),
        ("\u0915\u093f", "\u0915\u0941", False),  # Devanagari ki, ku: their vowels are no accents
        ("\u05d0\u05d1", "\u05d0\u05d2", False),
    ],
)
def test_a_name_is_the_same_however_it_is_written(one, other, is_same):
    assert (folded(one) == folded(other)) is is_same


def test_a_name_without_letters_finds_nobody(owned, written):
    written(owned, "")
    written(owned, "\u0301")

    assert found(owned, "") == found(owned, " \u0301 ") == []


def test_each_name_counts_once_as_it_was_written_first():
    assert distinct(["José", "", "jose", "J."]) == ["José", "J."]


def test_a_case_is_found_by_any_name_of_any_of_its_contacts(owned, written):
    first = written(owned, "Jo")
    case = owned.case_of(first)
    second = written(owned, "Joanna", case)
    written(owned, "Kim")
    add(owned, first, "Jimmy Zoë")

    for name in ("JO", "joanna", "jimmy  zoe"):
        assert found(owned, name) == [case]
    (one,) = cases_called(owned, "Jo")
    assert set(one.contacts) == {first, second}
    assert set(one.names) == set(names_of(owned, second)) == {"Jo", "Joanna", "Jimmy Zoë"}
    assert found(owned, "Jimmy") == []


def test_two_people_of_one_name_are_two_cases(owned, written):
    cases = [owned.case_of(written(owned, "J.")) for _ in range(2)]

    assert sorted(found(owned, "j.")) == sorted(cases)


def test_the_wrong_clients_name_does_not_go_along(owned, written):
    contact, kim = written(owned, "Jo"), written(owned, "Kim")
    jo = owned.case_of(written(owned, "Jo"))
    add(owned, contact, "Joey")

    refile(owned, contact, owned.case_of(kim), NOW, "Ana", "it was Kim")

    assert names_of(owned, contact) == ["Kim"]
    assert found(owned, "Jo") == [jo]
    assert found(owned, "Joey") == []
    add(owned, contact, "Kimmie")  # said after it was refiled: Kim's
    assert found(owned, "kimmie") == [owned.case_of(kim)]


def test_back_where_it_was_the_name_holds_again_and_later_ones_do_not(owned, written):
    contact, kim = written(owned, "Jo"), written(owned, "Kim")
    home, away = owned.case_of(contact), owned.case_of(kim)
    refile(owned, contact, away, NOW, "Ana", "it was Kim")
    add(owned, contact, "Kimmie")

    refile(owned, contact, home, NOW, "Ana", "it was Jo after all")

    assert names_of(owned, contact) == ["Jo"]
    assert names_of(owned, kim) == ["Kim"]


def test_the_names_of_a_duplicate_come_along_and_go_back(owned, written):
    contact, kim = written(owned, "Jo"), written(owned, "Kim")
    home, away = owned.case_of(contact), owned.case_of(kim)

    merge(owned, home, away, NOW, "Ana", "Kim is Jo")
    assert found(owned, "Jo") == found(owned, "Kim") == [away]

    refile(owned, contact, home, NOW, "Ana", "they are two")
    assert names_of(owned, contact) == ["Jo"]
    assert names_of(owned, kim) == ["Kim"]


def test_a_case_of_its_own_has_no_name_until_one_is_given(owned, written):
    contact = written(owned, "Jo")
    refile(owned, contact, NEW, NOW, "Ana", "not Jo")

    assert names_of(owned, contact) == []
    add(owned, contact, "Jo")  # another one of that name
    assert names_of(owned, contact) == ["Jo"]


def test_who_cannot_read_a_case_finds_nobody_in_it(owned, path, written):
    lee = new_person("Lee", "worker")
    bring_in(owned, lee.person, NOW)
    handed, closed, gone = (written(owned, "J.") for _ in range(3))
    hand_over(owned, owned.case_of(handed), lee.person, NOW)
    erase(owned, owned.case_of(gone), NOW, "asked for")

    with open_store(path) as seen:
        seen.keys.private = lee
        assert found(seen, "J.") == [owned.case_of(handed)]
    assert sorted(found(owned, "J.")) == sorted(map(owned.case_of, (handed, closed)))


def test_a_damaged_contact_is_told_and_hides_no_other(owned, written):
    bad, good = written(owned, "J."), written(owned, "J.")
    with owned.writing():
        log = owned.keys.log("Ana", owned.device)
        owned.write(log, owned.keys.contact(bad), {"at": "never", "act": []}, bad)
    told = []

    assert [one.case for one in cases_called(owned, "J.", told.append)] == [owned.case_of(good)]
    assert [bad in error.message for error in told] == [True]
    assert names_of(owned, good) == ["J."]
