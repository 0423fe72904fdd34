"""crisis store set: a closed list of settings, each with its meaning."""

import json

import pytest

from crisis_cli.commands.stores import store_of
from crisis_cli.errors import Exit
from crisis_cli.records.known_settings import KNOWN, LONGEST
from crisis_cli.records.settings import settings

NAME = "redisclosure_notice"


def test_alone_it_lists_every_setting_with_its_meaning_and_makes_nothing(crisis, home):
    said = crisis("store", "set").stdout
    rows = json.loads(crisis("store", "set", "--json").stdout)

    assert [row["name"] for row in rows] == list(KNOWN)
    for name, one in KNOWN.items():
        usual = f"{one.usual} (not set; the usual)" if one.usual else "(not set)"
        assert f"{name}: {usual}\n    {one.meaning}\n" in said
    assert [row["value"] for row in rows] == [one.usual for one in KNOWN.values()]
    assert all(row["meaning"] for row in rows)
    assert not (home / "crisis").exists()


def test_what_was_set_is_shown_and_can_be_emptied(crisis):
    assert (
        f"{NAME}: Not to be passed on.\n"
        in crisis("store", "set", NAME, "Not to be passed on.").stdout
    )
    (row,) = json.loads(crisis("store", "set", NAME, "--json").stdout)
    assert row["value"] == "Not to be passed on."

    assert f"{NAME}: (not set)" in crisis("store", "set", NAME, "").stdout
    assert crisis("store", "verify").exit_code == 0


@pytest.mark.parametrize("words", [["moon"], ["moon", "1"], ["moon", "1", "--json"]])
def test_an_unknown_setting_is_wrong_use_and_the_known_ones_are_named(crisis, home, words):
    done = crisis("store", "set", *words)

    assert done.exit_code == Exit.USAGE
    assert "There is no setting 'moon'" in done.stderr and NAME in done.stderr
    assert not (home / "crisis").exists()


def test_a_text_that_is_too_long_to_print_is_refused(crisis):
    done = crisis("store", "set", NAME, "x" * (LONGEST + 1))

    assert done.exit_code == Exit.TOLD
    assert str(LONGEST) in done.stderr
    assert crisis("store", "set", NAME, "x" * LONGEST).exit_code == 0


def test_a_number_for_clients_has_a_number_in_it(crisis):
    wrong = crisis("store", "set", "agency_phone", "the front desk")
    right = crisis("store", "set", "agency_phone", "311, ask for the front desk")
    none = crisis("store", "set", "agency_phone", "")

    assert (wrong.exit_code, "such as 202-555-0100" in wrong.stderr) == (Exit.TOLD, True)
    assert (right.exit_code, none.exit_code) == (Exit.DONE, Exit.DONE)


def test_a_setting_that_could_act_is_shown_as_pictures(crisis):
    assert "\x1b" not in crisis("store", "set", NAME, "\x1b[2J").stdout


def test_setting_needs_the_passphrase_and_looking_does_not(crisis, tmp_path, monkeypatch):
    file = tmp_path / "words"
    file.write_text("four warm words here\n")
    file.chmod(0o600)
    monkeypatch.setenv("CRISIS_KEY_FILE", str(file))
    crisis("setup", "--name", "Dana", "--role", "worker", "--recovery-file", tmp_path / "paper")
    crisis("store", "set", NAME, "Not to be passed on.")
    monkeypatch.delenv("CRISIS_KEY_FILE")

    done = crisis("store", "set", NAME, "Other.")

    assert done.exit_code == Exit.TOLD and "locked" in done.stderr
    assert "Not to be passed on." in crisis("store", "set").stdout
    with store_of() as store:
        assert settings(store) == {NAME: "Not to be passed on."}
