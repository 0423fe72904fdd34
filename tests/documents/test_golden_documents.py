"""Golden documents: of every scenario every document in every form, as text and as pictures.

They lie in tests/golden/scenarios, a text and a picture for each. After a change:
pytest tests/documents/test_golden_documents.py --update, then look at what differs.
"""

from pathlib import Path

import pytest
from contact_sheets import as_file, different, drawn, from_file, shown
from every_scenario import EVERY, on_paper, texts
from pictures import can_draw, png

from crisis_cli.documents.fonts import lacking

FOLDER = Path(__file__).parents[1] / "golden" / "scenarios"
poppler = pytest.mark.skipif(not can_draw(), reason="needs poppler's pdftoppm and pdftotext")


def whole(scenario):
    """All texts of a scenario. One that says the same as one before it is named alone."""
    parts, before = [], {}
    for name, words in texts(scenario):
        same = before.setdefault(words, name)
        parts.append(f"##### {name}\n\n" + (words if same == name else f"The same as {same}.\n"))
    return "\n".join(parts) or "Nothing is printed.\n"


def sheets(scenario, folder):
    return drawn(((one.name, one.form, pdf) for one, pdf in on_paper(scenario)), folder)


@pytest.mark.parametrize("scenario", EVERY)
def test_every_document_of_a_scenario_reads_like_this(scenario, golden):
    golden(f"scenarios/{scenario}.txt", whole(scenario))


@poppler
@pytest.mark.parametrize("scenario", EVERY)
def test_every_document_of_a_scenario_looks_like_this(scenario, request, tmp_path):
    if lacking(whole(scenario)):
        pytest.skip("no font here for all that is said in it")
    now, path = sheets(scenario, tmp_path), FOLDER / f"{scenario}.png"
    if not now:
        assert not path.exists()
        return
    if request.config.getoption("--update") and not (path.exists() and same(path, now)):
        path.write_bytes(as_file(now))
    if not path.exists():
        pytest.fail(f"{path} is missing: run this test with --update, and look at it")

    before = from_file(path.read_bytes())
    if names := different(before, now):
        found = tmp_path / f"{scenario}-differs.png"
        found.write_bytes(png(shown(names, before, now)))
        pytest.fail(
            f"{scenario}: {'; '.join(names)}\nlook(s) otherwise. Before, now, and where they "
            f"differ: {found}\nWhere that is as it should be: run this test with --update."
        )


def same(path, now):
    """Whether the picture in a file need not be written again: nobody would see a difference."""
    before = from_file(path.read_bytes())
    return list(before) == list(now) and not different(before, now)
