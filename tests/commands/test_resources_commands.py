"""crisis resources, in the whole program: what is found, what is told, what is written where."""

import json
import shutil
from datetime import date

import pytest

from crisis_cli.directory.resources import numbers, printed, shipped_file
from crisis_cli.protocol import source


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """The resource files of an agency: a copy of the shipped ones, in the place of them."""
    place = tmp_path / "_protocols" / "resources"
    place.mkdir(parents=True)
    shutil.copy(shipped_file(), place)
    monkeypatch.setattr(source, "PACKAGE", tmp_path)
    return place


def test_the_overview_says_how_much_is_fresh_and_what_always_works(crisis):
    done = crisis("resources")
    counts = json.loads(crisis("resources", "--json").stdout)

    assert "911" in done.stdout
    assert "988" in done.stdout
    assert counts["fresh"] + counts["stale"] + counts["unverified"] == counts["resources"]
    assert counts["stale"]


def test_entries_that_another_file_hides_are_told_in_the_overview(crisis, folder):
    shutil.copy(folder / "dc.yaml", folder / "region.yaml")
    done = crisis("resources")
    told = json.loads(crisis("resources", "--json").stdout)["hidden"]

    assert "Of region.yaml 29 are not shown: a file before it has nine_one_one, life" in done.stdout
    assert len(told[str(folder / "region.yaml")]) == 29


def test_find_shows_the_number_and_how_old_it_is(crisis):
    done = crisis("resources", "find", "tonight", "bed")

    assert done.stdout.startswith("DC Shelter Hotline (shelter_hotline)\n  202-399-7093")
    assert "STALE: last checked on November 20, 2020" in done.stdout


def test_find_marks_what_is_not_verified_and_does_not_hide_it(crisis):
    done = crisis("resources", "find", "cpep")

    assert "202-673-9319" in done.stdout
    assert "NOT VERIFIED" in done.stdout


def test_nothing_found_does_nothing_but_say_so_and_name_what_always_works(crisis):
    done = crisis("resources", "find", "zzz")

    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing was found.")
    assert "911" in done.stdout
    assert "988" in done.stdout
    assert json.loads(crisis("resources", "find", "zzz", "--json").stdout) == []


def test_find_says_how_it_read_words_that_nothing_has_and_programs_get_none_of_that(crisis):
    done = crisis("resources", "find", "shetlers", "tonigt", "shower")

    assert done.stdout.startswith("Nothing has 'shetlers'. Looked for: shelter\n")
    assert "Nothing has, and so left out: shower\n" in done.stdout
    assert "\nDC Shelter Hotline (shelter_hotline)" in done.stdout
    assert "has some of them" in crisis("resources", "find", "sleep", "poison").stdout
    assert json.loads(crisis("resources", "find", "shetlers", "--json").stdout) == []


def test_find_takes_need_language_age_and_no_phone(crisis):
    def ids(*args):
        return {
            one["id"] for one in json.loads(crisis("resources", "find", *args, "--json").stdout)
        }

    assert (
        ids("--need", "shelter")
        == ids("--need", "housing")
        == {"shelter_hotline", "family_shelter"}
    )
    assert "dc_victim_hotline" in ids("--language", "am")
    assert ids("--language", "español") == ids("--language", "es") != ids("--language", "am")
    assert "cpep" not in ids("--age", "16")
    assert "cpep" in ids("--age", "40", "--no-phone")
    assert "samhsa" not in ids("--no-phone")
    assert "access_helpline" in ids("--open-now")


@pytest.mark.parametrize(
    ("args", "said"),
    [(("--need", "foood"), "Did you mean 'food'?"), (("--age", "teen"), "--age 16"),
     (("--language", "klingonish"), "short name")],
)  # fmt: skip
def test_what_cannot_be_meant_is_wrong_use_with_what_to_write(crisis, args, said):
    done = crisis("resources", "find", *args)

    assert done.exit_code == 2
    assert said in done.stderr


def test_show_says_the_source_and_an_unknown_id_what_was_meant(crisis):
    assert "livelong.dc.gov" in crisis("resources", "show", "naloxone").stdout
    wrong = crisis("resources", "show", "naloxon")

    assert wrong.exit_code == 1
    assert "Did you mean 'naloxone'?" in wrong.stderr


def test_stale_lists_the_oldest_first(crisis):
    every = json.loads(crisis("resources", "stale", "--json").stdout)
    past = [one["days_past"] for one in every if one["stale"]]

    assert past == sorted(past, reverse=True)
    assert "crisis resources verify" in crisis("resources", "stale").stdout


def test_the_call_sheet_has_the_number_and_room_for_the_answers(crisis):
    done = crisis("resources", "verify", "--sheet", "food", "shelter_hotline")

    assert "202-644-9807" in done.stdout
    assert "nobody answered" in done.stdout
    assert max(map(len, done.stdout.splitlines())) <= 78


def test_a_number_that_nobody_verified_is_marked_on_the_call_sheet(crisis):
    sheet = crisis("resources", "verify", "--sheet", "trevor").stdout

    assert "Call: 1-866-488-7386\n" in sheet
    assert "Text: 678-678 (the word START, NOT VERIFIED)" in sheet


def test_emergency_lines_are_not_phoned_to_check_them(crisis):
    done = crisis("resources", "verify", "nine_one_one")
    sheet = crisis("resources", "verify", "--sheet").stdout

    assert done.exit_code == 2
    assert "not called to check" in done.stderr
    assert "id: lifeline" not in sheet
    assert "id: nine_one_one" not in sheet


@pytest.fixture
def phone(folder):
    """Phone numbers through, typing these lines; the result."""
    from typer.testing import CliRunner

    from crisis_cli.cli import app

    def run(*args, typed):
        words = ["resources", "verify", *args, "--worker", "Ana"]
        return CliRunner().invoke(app, words, input="".join(f"{line}\n" for line in typed))

    return run


def test_what_was_right_is_fresh_for_everybody_and_the_file_is_untouched(phone, folder, crisis):
    before = (folder / "dc.yaml").read_bytes()
    done = phone("food", typed=["1", ""])

    assert done.exit_code == 0, done.stderr
    assert "Written down: 1" in done.stdout
    shown = json.loads(crisis("resources", "show", "food", "--json").stdout)
    assert shown["stale"] is False
    assert shown["verified_by"] == "Ana, by telephone"
    assert (folder / "dc.yaml").read_bytes() == before
    assert "last checked" not in str(numbers(["food"]))
    check = crisis("protocol", "check", folder / "dc.yaml", "--no-proofs")
    assert "'food' was last checked" not in check.stdout


def test_what_was_heard_otherwise_is_told_to_the_worker_and_to_the_supervisor(
    phone, folder, crisis
):
    done = phone("food", typed=["different", "202-555-0123", "", "", "", "Ask for Jo"])

    assert "Tell your supervisor" in done.stderr
    assert "202-555-0123" in str(numbers(["food"]))
    assert "202-644-9807" in str(numbers(["food"]))
    assert printed(["food"]) == []
    check = crisis("protocol", "check", folder / "dc.yaml", "--no-proofs")
    assert "the number is now 202-555-0123" in check.stdout
    assert "different: number 202-555-0123; Ask for Jo" in " ".join(
        crisis("resources", "show", "food").stdout.split()
    )


def test_several_are_phoned_one_after_the_other_and_it_can_be_stopped(phone, folder):
    done = phone("food", "aps", "rainn", typed=["leave", "1", "", "stop"])

    assert "Written down: 1" in done.stdout
    assert (folder / "verified.yaml").read_text().count("resource:") == 1


def test_a_call_of_another_day_is_typed_in_with_its_day(phone, folder):
    phone("food", "--on", "2026-11-02", typed=["no_answer", ""])
    tomorrow = phone("food", "--on", "2999-01-01", typed=[])

    assert "heard_on: 2026-11-02" in (folder / "verified.yaml").read_text()
    assert tomorrow.exit_code == 2


def test_check_looks_over_the_calls_too(phone, folder, crisis):
    phone("food", typed=["1", ""])
    file = folder / "verified.yaml"
    good = crisis("protocol", "check", file)
    file.write_text(file.read_text().replace('"food"', '"foood"'))
    wrong = crisis("protocol", "check", file)

    assert good.exit_code == 0, good.stdout
    assert "W114" in wrong.stdout


def test_a_broken_file_of_calls_is_told_and_every_number_is_there(folder, crisis):
    (folder / "verified.yaml").write_text("verified: [")
    done = crisis("resources", "find", "food")

    assert done.exit_code == 0
    assert "202-644-9807" in done.stdout
    assert "verified.yaml cannot be used" in done.stderr


def test_an_import_writes_a_new_file_and_never_over_one(tmp_path, crisis):
    (tmp_path / "services.json").write_text(
        json.dumps([{"id": "s1", "name": "Beds", "phones": [{"number": "202-555-0100"}]}])
    )
    out = tmp_path / "region.yaml"
    done = crisis("resources", "import", tmp_path / "services.json", "--out", out)
    again = crisis("resources", "import", tmp_path / "services.json", "--out", out)

    assert done.exit_code == 0, done.stderr
    assert "1 resource, unverified" in done.stdout
    assert again.exit_code == 1
    assert "is there already" in again.stderr
    assert crisis("protocol", "check", out).exit_code in (0, 4)


@pytest.mark.parametrize("name", ["services", "a" * 300])
def test_what_is_not_there_to_import_is_told_with_what_to_name(tmp_path, crisis, name):
    done = crisis("resources", "import", tmp_path / name, "--out", tmp_path / "new.yaml")

    assert done.exit_code == 1
    assert "no file or folder" in done.stderr and "services.csv" in done.stderr


def test_what_was_imported_is_found_once_it_lies_in_the_folder_and_is_on_no_page(folder, crisis):
    (folder.parent / "services.json").write_text(
        json.dumps([{"id": "s1", "name": "Warm beds", "phones": [{"number": "202-555-0100"}]}])
    )
    crisis("resources", "import", folder.parent / "services.json", "--out", folder / "r.yaml")
    done = crisis("resources", "find", "warm")

    assert "NOT VERIFIED" in done.stdout
    assert printed(["warm_beds"]) == []


def test_an_export_is_a_page_of_services(tmp_path, crisis):
    page = json.loads(crisis("resources", "export").stdout)
    out = tmp_path / "out.json"
    crisis("resources", "export", "--out", out)

    assert page["total_items"] == len(page["contents"])
    assert json.loads(out.read_text()) == page
    assert date.fromisoformat(page["contents"][0]["assured_date"])
