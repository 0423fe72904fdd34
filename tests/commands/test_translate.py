"""crisis protocol translate, and what check says of translations."""

import json
import sys

import pytest

from crisis_cli.errors import Exit


@pytest.fixture
def spanish(short):
    """The translation file that belongs to the short protocol, which lists Spanish now."""
    text = short.read_text(encoding="utf-8")
    short.write_text(text.replace("languages: [en]", "languages: [en, es]"), encoding="utf-8")
    return short.with_name("short.es.yaml")


def test_a_translation_is_begun_beside_the_protocol(crisis, short, spanish):
    done = crisis("protocol", "translate", short, "--new", "es")

    assert done.exit_code == Exit.DONE
    assert f"Begun: {spanish}" in done.stdout
    text = spanish.read_text(encoding="utf-8")
    assert "translates: short\nlanguage: es\nreviewed_by:\nreviewed_on:\n" in text


def test_a_translation_that_is_there_is_left_as_it_is(crisis, short, spanish):
    spanish.write_text("mine", encoding="utf-8")

    done = crisis("protocol", "translate", short, "--new", "es")

    assert done.exit_code == Exit.TOLD
    assert "is there already, and is left as it is." in done.stderr
    assert spanish.read_text(encoding="utf-8") == "mine"


def test_what_is_missing_stands_on_stdout_and_what_wants_work_on_stderr(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es")
    before = spanish.read_text(encoding="utf-8")
    short.write_text(
        short.read_text(encoding="utf-8").replace(
            "- {id: name,", "- {id: hurt, ask: Are you hurt?, kind: text}\n      - {id: name,"
        ),
        encoding="utf-8",
    )

    done = crisis("protocol", "translate", short, "--update", "es")

    assert done.exit_code == Exit.DONE
    assert "  steps.hurt.ask:\n    # Are you hurt?\n    text:\n" in done.stdout
    assert "steps.name.ask" not in done.stdout
    assert "short.es.yaml, line 18: title is not translated yet." in done.stderr
    assert spanish.read_text(encoding="utf-8") == before


def test_without_a_translation_there_is_nothing_to_update(crisis, short):
    done = crisis("protocol", "translate", short, "--update", "es")

    assert done.exit_code == Exit.TOLD
    assert f"Begin one: crisis protocol translate {short} --new es" in done.stderr


@pytest.mark.parametrize(
    "words", [[], ["--new", "es", "--update", "es"], ["--new", "Spanish!"], ["--new", "xx"]]
)
def test_a_language_is_needed(crisis, short, words):
    assert crisis("protocol", "translate", short, *words).exit_code == Exit.USAGE


def test_a_review_is_written_down_and_only_where_nothing_is_missing(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es", "--pages")
    empty = spanish.read_bytes()
    args = ("protocol", "translate", short, "--reviewed", "es", "--by")

    done = crisis(*args, "A reader, translator")
    assert done.exit_code == Exit.TOLD
    assert "documents.safety_plan.1.heading is the first" in done.stderr
    assert spanish.read_bytes() == empty

    spanish.write_bytes(empty.replace(b"    text:\n", b"    text: Gente\n"))
    for nobody in ("", "NAME, ROLE"):
        done = crisis(*args, nobody)
        assert done.exit_code == Exit.USAGE and "Who read all of it" in done.stderr
    done = crisis(*args, "A reader, translator")
    assert done.exit_code == Exit.DONE
    assert b'reviewed_by: "A reader, translator"\nreviewed_on: 20' in spanish.read_bytes()
    assert (
        json.loads(crisis("protocol", "check", spanish, "--json").stdout)["files"][0]["problems"]
        == []
    )


def test_a_draft_for_pages_only_is_one_line_and_no_problem(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es", "--pages")
    text = spanish.read_text(encoding="utf-8").replace("    text:\n", "    text: Gente\n")
    spanish.write_text(text, encoding="utf-8")

    done = crisis("protocol", "check", spanish)

    assert "only: client_pages" in text and "steps.name.ask" not in text
    assert done.exit_code == Exit.DONE
    assert "no problems found. Texts: 1. A draft: nobody has reviewed it" in done.stdout


def test_a_catalogue_is_begun_in_the_data_folder_and_never_over_another(crisis, home):
    done = crisis("protocol", "translate", "client-pages", "--new", "so")
    begun = home / "crisis" / "catalogues" / "so.yaml"

    assert f"Begun: {begun}" in done.stdout
    assert "translates: client-pages\nlanguage: so\n" in begun.read_text(encoding="utf-8")
    assert crisis("protocol", "translate", "client-pages", "--new", "so").exit_code == Exit.TOLD
    told = crisis("protocol", "translate", "client-pages", "--update", "so")
    assert "title is not translated yet." in told.stderr


def test_a_language_without_a_file_is_told_where_it_is_listed(crisis, short, spanish):
    done = crisis("protocol", "check", short)

    assert done.exit_code == Exit.FOUND
    assert "W120 warning: There is no translation into 'es'" in done.stdout
    assert "languages: [en, es]" in done.stdout
    assert f"crisis protocol translate {short} --new es" in done.stdout


def test_how_to_see_what_a_translation_lacks_names_the_file_as_it_was_given(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es")
    spanish.write_text("translates: short\nlanguage: es\ntexts: {}\n", encoding="utf-8")
    done = crisis("protocol", "check", short)

    assert f"crisis protocol translate {short} --update es" in done.stdout


def test_check_looks_at_the_translations_of_a_protocol_too(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es")

    told = json.loads(crisis("protocol", "check", short, "--json").stdout)

    assert [one["file"] for one in told["files"]] == [str(short), str(spanish)]
    assert {problem["code"] for problem in told["files"][1]["problems"]} == {"W123"}


def test_a_translation_is_checked_by_its_own_name(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es")

    done = crisis("protocol", "check", spanish)

    assert "is not translated yet" in done.stdout and "W120" not in done.stdout


def test_a_translation_without_its_protocol_is_told_in_words(crisis, short, spanish):
    crisis("protocol", "translate", short, "--new", "es")
    short.unlink()

    done = crisis("protocol", "check", spanish)

    assert done.exit_code == Exit.TOLD
    assert "there is no short.yaml beside it" in done.stderr


def test_what_pages_say_of_resources_is_begun_and_looked_at_like_a_catalogue(crisis, home):
    done = crisis("protocol", "translate", "resources", "--new", "so")
    begun = home / "crisis" / "resources" / "dc.so.yaml"
    lacking = crisis("protocol", "translate", "resources", "--update", "so")
    checked = crisis("protocol", "check", begun)

    assert f"Begun: {begun}" in done.stdout
    assert "translates: resources\nlanguage: so\n" in begun.read_text(encoding="utf-8")
    assert "lifeline.for is not translated yet." in lacking.stderr
    assert "'nine_one_one.for' is not translated yet." in checked.stdout


def test_check_tells_what_a_translation_of_resources_lacks_with_the_resources(crisis, tmp_path):
    from crisis_cli.protocol.source import shipped

    folder = shipped() / "resources"
    english = (folder / "dc.yaml").read_text("utf-8")
    spanish = (folder / "dc.es.yaml").read_text("utf-8")
    mine = tmp_path / "dc.yaml"
    mine.write_text(english.replace("for: Food near you", "for: Food for you"), encoding="utf-8")
    (tmp_path / "dc.es.yaml").write_text(
        spanish.replace("  rainn.for:\n", "  rain.for:\n"), encoding="utf-8"
    )

    told = json.loads(crisis("protocol", "check", mine, "--json").stdout)["files"]

    assert [one["file"] for one in told] == [str(mine), str(tmp_path / "dc.es.yaml")]
    codes = {problem["code"]: problem["message"] for problem in told[1]["problems"]}
    assert set(codes) == {"W121", "W122", "W124"}
    assert "food.for" in codes["W124"] and "rainn.for" in codes["W122"]


def test_translations_beside_resources_do_not_hide_the_resources_from_a_protocol(crisis, draft):
    from crisis_cli.protocol.source import shipped

    folder = draft.parent / "resources"
    folder.mkdir()
    for name in ("dc.yaml", "dc.es.yaml"):
        (folder / name).write_bytes((shipped() / "resources" / name).read_bytes())

    assert "W090" not in crisis("protocol", "check", "--no-proofs", draft).stdout


def test_translations_of_resources_with_errors_wait_until_those_are_mended(crisis, tmp_path):
    from crisis_cli.protocol.source import shipped

    folder = shipped() / "resources"
    mine = tmp_path / "dc.yaml"
    mine.write_text((folder / "dc.yaml").read_text("utf-8").replace("hours: always", "hour: 1", 1))
    (tmp_path / "dc.es.yaml").write_bytes((folder / "dc.es.yaml").read_bytes())

    done = crisis("protocol", "check", mine)

    assert done.exit_code == Exit.FOUND
    assert "dc.yaml has errors, so what belongs to it was not looked at." in done.stdout


def test_a_protocol_is_not_translated_into_its_own_language(crisis, short):
    done = crisis("protocol", "translate", short, "--new", "en")

    assert done.exit_code == Exit.USAGE
    assert "is written in 'en' itself." in done.stderr
    assert not short.with_name("short.en.yaml").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="limits of POSIX")
def test_a_translation_that_cannot_be_written_whole_is_not_begun(crisis, short):
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, before[1]))
    try:
        done = crisis("protocol", "translate", short, "--new", "es")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert done.exit_code == Exit.TOLD
    assert "cannot be written" in done.stderr
    assert not short.with_name("short.es.yaml").exists()
