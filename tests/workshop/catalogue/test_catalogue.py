"""Every code is explained, and its example shows just that problem; the pages are up to date."""

from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from crisis_cli.commands.protocol.looking import look_at
from crisis_cli.directory.heard import Heard
from crisis_cli.directory.heard_reading import read_heard
from crisis_cli.directory.reading import look_over
from crisis_cli.directory.resources import load, shipped_file
from crisis_cli.errors import CrisisError
from crisis_cli.protocol import source
from crisis_cli.protocol.problems import CODES, show
from crisis_cli.team.reading import look_over as look_over_policy
from crisis_cli.workshop.catalogue import translations
from crisis_cli.workshop.catalogue.entry import shown
from crisis_cli.workshop.catalogue.frame import careful, plain
from crisis_cli.workshop.catalogue.table import ENTRIES, FILES, explain, index
from crisis_cli.workshop.check.look import Resource
from crisis_cli.workshop.check.report import examined, report
from crisis_cli.workshop.proofs.properties import read_bytes
from crisis_cli.workshop.scenarios.lines import looked_over
from crisis_cli.workshop.translations.check import found_in
from crisis_cli.workshop.translations.check import translations as translations_of

PAGES = Path(__file__).parents[3] / "docs" / "problems"
TODAY = date(2026, 11, 1)
NAME = "example.yaml"
AGE = {"age": {"adult", "under_18"}}
CALL = Heard("office", TODAY, "Ana", "different", "202-555-0100", number="202-555-0123")


def protocol(data, resources=True):
    found = load(shipped_file()) if resources else None
    known = found and {
        one.id: Resource(one.always, True, one.verified_on, one.stale(TODAY))
        for one in found.values()
    }
    return examined(NAME, data, known)


def translation(data):
    file = source.look_over(plain().encode()).made[0]
    return report(NAME, found_in(data, file, NAME, "es"))


def translation_of_pages(data):
    file = source.look_over(careful().encode()).made[0]
    return report(NAME, found_in(data, file, NAME, "es"))


def beside_a_translation(data):
    with TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        path.write_bytes(data)
        path.with_name("example.es.yaml").write_text(translations.WHOLE, encoding="utf-8")
        (found,) = translations_of(path)
        return found


def scenario(data):
    played, _ = source.examine(careful().encode())
    return report(NAME, looked_over(data, Path(NAME), played).found)


def properties(data):
    file, _ = source.examine(careful().encode())
    return report(NAME, read_bytes(data, file)[1])


def beside_protocols(data):
    with TemporaryDirectory() as folder:
        path = Path(folder, NAME)
        path.write_bytes(data)
        path.with_name("sound.yaml").write_text(careful(), encoding="utf-8")
        broken = plain().replace("protocol: example", "protocol: broken").replace("title", "titel")
        path.with_name("broken.yaml").write_text(broken, encoding="utf-8")
        return look_at(path)


def policy(data):
    return report(NAME, look_over_policy(data, AGE, None, ["11-a-gun-and-tonight"])[1])


# Kind of file -> who looks it over. A kind of file with codes of its own gets one line here.
LOOKS = {
    "protocol": protocol,
    "without resources": lambda data: protocol(data, resources=False),
    "translation": translation,
    "translation of pages": translation_of_pages,
    "beside a translation": beside_a_translation,
    "scenario": scenario,
    "properties": properties,
    "beside protocols": beside_protocols,
    "policy": policy,
    "resources": lambda data: report(NAME, look_over(data, TODAY)[1]),
    "resources, and a call": lambda data: report(NAME, look_over(data, TODAY, [CALL])[1]),
    "calls": lambda data: report(NAME, read_heard(data, {"lifeline"})[1]),
}


def problems(entry, text):
    return LOOKS[entry.kind](text.encode("utf-8", "surrogateescape")).problems


def page(entry):
    said = [one for one in problems(entry, entry.wrong) if one.code == entry.code]
    return entry.page(show(NAME, said[:1]))


def test_every_code_is_explained():
    missing = set(CODES) - set(ENTRIES)

    assert missing == set(), "add an entry to a file of crisis_cli/workshop/catalogue/"
    assert set(ENTRIES) <= set(CODES)


def test_no_code_is_explained_twice():
    assert sum(len(file.ENTRIES) for file in FILES) == len(ENTRIES)


@pytest.mark.parametrize("code", ENTRIES)
def test_the_example_has_this_problem_and_no_other(code):
    entry = ENTRIES[code]

    assert {one.code for one in problems(entry, entry.wrong)} == {code}


@pytest.mark.parametrize("code", ENTRIES)
def test_the_mended_example_has_no_problem_at_all(code):
    entry = ENTRIES[code]

    assert entry.right != entry.wrong
    assert [one.code for one in problems(entry, entry.right)] == []


@pytest.mark.parametrize("code", ENTRIES)
def test_the_page_is_up_to_date(code, request):
    path, text = PAGES / f"{code}.md", page(ENTRIES[code])
    if request.config.getoption("--update"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    assert path.exists(), "write it with: pytest tests/workshop/catalogue --update"
    assert path.read_text(encoding="utf-8") == text


def test_the_index_lists_every_page_and_no_page_is_left_over(request):
    path = PAGES / "README.md"
    if request.config.getoption("--update"):
        path.write_text(index(), encoding="utf-8")

    assert path.read_text(encoding="utf-8") == index()
    assert {one.stem for one in PAGES.glob("*.md")} == {*ENTRIES, "README"}


@pytest.mark.parametrize("code", ENTRIES)
def test_what_is_told_in_the_terminal_fits_there_and_shows_what_to_change(code):
    lines = explain(code).text().splitlines()

    assert lines[0].startswith(f"{code}, ")
    told = lines[: lines.index("Wrong:")]
    assert all(len(line) <= 80 for line in told[1:])
    assert lines[lines.index("Wrong:") + 1 : lines.index("Right:") - 1]


def test_a_code_may_be_typed_in_small_letters():
    assert explain("e031").code == "E031"


def test_a_code_that_does_not_exist_is_a_sentence():
    with pytest.raises(CrisisError, match=r"There is no code E999\."):
        explain("E999")


def test_what_cannot_be_seen_is_named_and_a_long_line_is_cut():
    assert shown("a\tb\x07") == "a<tab>b<a hidden character>"
    assert shown("x" * 500) == "x" * 120 + "..."
