"""What is installed is whole: from a wheel, from an sdist, and from a checkout."""

import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
pytestmark = pytest.mark.slow

LOOK = """
import sys
from pathlib import Path
import crisis_cli
from crisis_cli.protocol.source import find, load
place = Path(crisis_cli.__file__).parent
print(place)
print(load(find("crisis-intervention")).id)
print(*sorted(str(file.relative_to(place)) for file in place.rglob("*")
              if file.suffix in {".typ", ".j2", ".typed"}))
"""


def run(*args, **more):
    done = subprocess.run(args, capture_output=True, text=True, **more)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory):
    """A wheel and an sdist of a copy of the tree: building leaves nothing behind in it."""
    place = tmp_path_factory.mktemp("build")
    left = shutil.ignore_patterns(".*", "__pycache__", "out", "dist", "build", "*.egg-info")
    shutil.copytree(TOP, place / "tree", ignore=left)
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", place / "dist", place / "tree")
    return {path.suffix: path for path in (place / "dist").iterdir()}


def installed(path, target):
    """The lines of LOOK, run from an installation of its own that stands before all others."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    run(*pip, "--no-build-isolation", "--target", target, path)
    return run(sys.executable, "-P", "-c", LOOK, cwd=target.parent, env=here(target)).splitlines()


def here(target):
    return {"PYTHONPATH": str(target), "PATH": "", "HOME": str(target.parent)}


@pytest.mark.parametrize("kind", [".whl", ".gz"], ids=["wheel", "sdist"])
def test_an_installed_program_finds_its_protocols_and_templates(built, kind, tmp_path):
    place, protocol, files = installed(built[kind], tmp_path / "site")

    assert Path(place) == tmp_path / "site" / "crisis_cli"
    assert protocol == "crisis-intervention"
    assert {"documents/page.typ", "documents/page.html.j2", "py.typed"} <= set(files.split())


@pytest.mark.parametrize("kind", [".whl", ".gz"], ids=["wheel", "sdist"])
def test_an_installed_file_names_a_schema_that_is_there(built, kind, tmp_path):
    installed(built[kind], tmp_path / "site")
    files = list((tmp_path / "site" / "crisis_cli" / "_protocols").rglob("*.yaml"))

    named = [file.read_text("utf-8").splitlines()[0].split("$schema=")[1] for file in files]
    assert len(files) > 35
    assert all((file.parent / name).is_file() for file, name in zip(files, named, strict=True))


def test_an_installed_program_runs_an_interview(built, tmp_path):
    installed(built[".whl"], tmp_path / "site")
    scenarios = tmp_path / "site" / "crisis_cli" / "_protocols" / "scenarios"
    answers = sorted(scenarios.glob("03*.yaml"))[0]

    said = run(
        sys.executable,
        "-P",
        "-m",
        "crisis_cli",
        *["start", "--practice", "--answers", answers, "--out", tmp_path / "out"],
        cwd=tmp_path,
        env=here(tmp_path / "site"),
    )

    assert "Level of concern: moderate" in said
    assert (tmp_path / "out" / "safety-plan.pdf").read_bytes().startswith(b"%PDF")


def test_a_checkout_finds_the_protocols_that_stand_in_it(tmp_path):
    place, protocol, _ = run(sys.executable, "-P", "-c", LOOK, cwd=tmp_path).splitlines()

    assert Path(place) == TOP / "crisis_cli"
    assert protocol == "crisis-intervention"


def test_the_wheel_has_the_program_and_nothing_else(built):
    tops = {name.split("/")[0] for name in zipfile.ZipFile(built[".whl"]).namelist()}

    assert {top for top in tops if not top.endswith(".dist-info")} == {"crisis_cli"}


def test_the_sdist_has_what_is_needed_to_build_test_and_read_it(built):
    with tarfile.open(built[".gz"]) as archive:
        names = {name.split("/", 1)[-1] for name in archive.getnames()}

    for wanted in ("README.md", "LICENSE", "CHANGELOG.md", "constraints.txt", "tests/conftest.py"):
        assert wanted in names
    assert "protocols/crisis-intervention.yaml" in names


def test_the_pins_name_no_registry():
    text = (TOP / "constraints.txt").read_text()

    assert "://" not in text
    assert all("==" in line for line in text.splitlines())
    assert "resolved" not in (TOP / "tests" / "editor" / "package-lock.json").read_text()
