"""crisis doctor: what works here, what is missing, and what to do about it."""

import json
import sys

import pytest

from crisis_cli.documents import fonts
from crisis_cli.documents.fonts import lacking
from crisis_cli.errors import Exit
from crisis_cli.protocol.catalogue import FOLDER
from crisis_cli.protocol.source import shipped

INSTALL = {
    "Amharic": "sudo apt install fonts-noto-core",
    "Chinese": "sudo apt install fonts-noto-cjk",
    "Korean": "sudo apt install fonts-noto-cjk",
}


def findings(crisis, about):
    told = json.loads(crisis("doctor", "--json").stdout)["findings"]
    return {one["name"]: one for one in told if one["about"] == about}


def test_every_language_is_told_and_whether_it_can_be_printed(crisis):
    found = findings(crisis, "language")

    assert list(found) == [
        "English",
        "Amharic",
        "Spanish",
        "French",
        "Korean",
        "Vietnamese",
        "Chinese",
    ]
    assert (found["English"]["state"], found["English"]["said"]) == ("good", "can be printed.")
    for name in ("Spanish", "French", "Vietnamese"):  # their fonts come with the program
        assert found[name]["state"] == "good"
        assert "Nobody has reviewed its words" in found[name]["said"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="packages have other names")
def test_without_fonts_it_names_the_package_to_install_and_ends_with_code_4(crisis, monkeypatch):
    monkeypatch.setattr(fonts, "folders", tuple)
    found = findings(crisis, "language")

    missing = {name: one["do"] for name, one in found.items() if one["state"] == "missing"}
    assert missing == {name: f"Install: {how}" for name, how in INSTALL.items()}
    assert crisis("doctor").exit_code == Exit.FOUND


def test_a_script_without_a_font_is_known_by_its_letters(tmp_path):
    assert [one.name for one in lacking("ሀ 한 a é ế", [tmp_path])] == [
        "Ethiopic (Amharic, Tigrinya)",
        "Korean",
    ]
    assert lacking("Nguyễn ¿qué?", [tmp_path]) == []


def test_records_that_are_not_locked_are_told_with_the_way_to_lock_them(crisis, started, calm):
    assert findings(crisis, "records")["Records"]["state"] == "good"  # there are none yet
    started(calm)

    told = findings(crisis, "records")["Records"]
    assert told["state"] == "missing" and told["do"] == "Lock them: crisis setup"
    assert findings(crisis, "copying")["Shared store"]["said"] == "these records belong to none."


def test_it_makes_no_records_by_looking(crisis, home):
    crisis("doctor")

    assert not (home / "crisis" / "records.db").exists()


def test_records_that_cannot_be_read_are_told_and_hide_nothing_else(crisis, home):
    (home / "crisis").mkdir()
    (home / "crisis" / "records.db").write_bytes(b"no database at all, but a file of some length")

    done = crisis("doctor")
    assert done.exit_code == Exit.FOUND
    assert "MISSING  Records:" in done.stdout and "Telephone numbers:" in done.stdout


def test_a_catalogue_that_lacks_words_is_told_by_how_many(crisis, home):
    place = home / "crisis" / FOLDER
    place.mkdir(parents=True)
    (place / "so.yaml").write_text("translates: client-pages\nlanguage: so\ntexts: {}\n")

    said = findings(crisis, "language")["Somali"]["said"]
    assert "of its words are missing or outdated: pages are in English" in said


def test_old_numbers_are_named(crisis):
    told = findings(crisis, "numbers")["Telephone numbers"]

    assert (told["state"] == "missing") == ("too long ago" in told["said"])


def test_a_policy_that_cannot_be_used_is_told_with_what_to_do(crisis, home):
    assert findings(crisis, "policy")["Policy"]["state"] == "good"
    file = home / "crisis" / "policy.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_text("policy: ours\n", encoding="utf-8")

    told = findings(crisis, "policy")["Policy"]
    assert (told["state"], told["do"]) == (
        "missing",
        f"Mend the file: crisis protocol check {file}",
    )
    assert "everybody is asked as much as at entry" in told["said"]


def test_which_policy_holds_is_told(crisis, home):
    assert "the one that came along" in findings(crisis, "policy")["Policy"]["said"]
    file = home / "crisis" / "policy.yaml"
    file.parent.mkdir(exist_ok=True)
    file.write_bytes((shipped() / "policy.yaml").read_bytes().replace(b"version: 1", b"version: 7"))

    assert (
        "the agency's own: who-decides, version 7" in findings(crisis, "policy")["Policy"]["said"]
    )
