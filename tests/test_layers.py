"""The house holds together: imports point one way, and nothing grows out of its room."""

import ast
import re
import statistics
import sys
import tomllib
from pathlib import Path

import pytest

CODE = Path(__file__).parent.parent / "crisis_cli"
MODULES = sorted(path.relative_to(CODE) for path in CODE.rglob("*.py"))
MIDDLE = {"terminal", "documents", "directory", "records", "team", "workshop"}

# layer: (own layers it may import, third parties it may import). This table is the architecture.
MAY_IMPORT = {
    "__init__": (set(), set()),
    "errors": (set(), set()),
    "protocol": ({"errors"}, {"pydantic", "yaml", "platformdirs", "babel"}),
    "engine": ({"errors", "protocol"}, set()),
    "terminal": ({"errors", "protocol", "engine"}, {"questionary", "prompt_toolkit"}),
    "documents": ({"errors", "protocol", "engine"}, {"typst", "jinja2", "segno"}),
    "directory": ({"errors", "protocol", "engine"}, {"pydantic"}),
    "records": (
        {"errors", "protocol", "engine"},
        {"cryptography", "keyring", "platformdirs", "psycopg"},
    ),
    "team": ({"errors", "protocol", "engine"}, set()),
    "workshop": ({"errors", "protocol", "engine"}, {"z3"}),
    "commands": ({"errors", "protocol", "engine", "boundary"} | MIDDLE, {"typer"}),
    "boundary": ({"errors", "protocol", "records"}, set()),
    "cli": ({"errors", "commands", "boundary"}, {"typer"}),
    "__main__": ({"errors", "commands", "boundary", "cli"}, set()),
}
# What costs time at every start stands in few places, and where it says "inside" never at the top.
ONLY_IN = {
    "sqlite3": "records/",
    "cryptography": "records/",
    "psycopg": "records/shared/",
    "pydantic": ("protocol/", "directory/hsds/"),
    "yaml": "protocol/",
    "babel": "protocol/",
}
SHARED = "crisis_cli.records.shared"
LONGEST = 320  # lines of a file; about 300, so that a last paragraph may be finished
CALLED = {"yaml": "pyyaml", "z3": "z3_solver"}  # a module whose package has another name
DATA = {"tzdata"}  # nothing imports it by name: zoneinfo finds it where the system has no zones
INSIDE = {
    "keyring",
    "typst",
    "jinja2",
    "platformdirs",
    "z3",
    "cryptography",
    "psycopg",
    "babel",
    "segno",
}
OUTSIDE_WORLD = {"open", "input", "print"}
NO_CLOCK = {"now", "today", "utcnow", "time"}


def layer(path):
    return path.parts[0].removesuffix(".py")


def imports(tree):
    """Every module that is imported anywhere in the file, as `package.module`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def parsed(path):
    return ast.parse((CODE / path).read_text(encoding="utf-8"))


def functions():
    for path in MODULES:
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                yield f"{path}:{node.lineno} {node.name}", node.end_lineno - node.lineno + 1


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_point_one_way(path):
    ours, theirs = MAY_IMPORT[layer(path)]
    for name in imports(parsed(path)):
        root, _, rest = name.partition(".")
        if root == "crisis_cli":
            assert rest.split(".")[0] in ours | {layer(path)} | {"__version__"}, name
        elif root not in sys.stdlib_module_names:
            assert root in theirs, f"{layer(path)} must not import {name}"


def test_records_are_kept_without_a_shared_store():
    """What is in records/shared builds on the records, and nothing of them on it."""
    for path in MODULES:
        if layer(path) == "records" and path.parts[1] != "shared":
            assert not any(name.startswith(SHARED) for name in imports(parsed(path))), path


def test_what_is_imported_is_declared_and_nothing_else_is():
    project = tomllib.loads((CODE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    given = list(project["dependencies"])
    for name, more in project["optional-dependencies"].items():
        given += more if name != "dev" else []
    names = (re.match(r"[\w-]+", one)[0] for one in given)
    declared = {name.replace("-", "_") for name in names} - DATA
    ours = {name.split(".")[0] for path in MODULES for name in imports(parsed(path))}

    theirs = ours - {"crisis_cli"} - set(sys.stdlib_module_names)
    assert {CALLED.get(name, name) for name in theirs} == declared


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_what_is_slow_to_import_stands_where_it_is_used(path):
    tree = parsed(path)
    names = {name.split(".")[0] for name in imports(tree)}
    for name, place in ONLY_IN.items():
        assert name not in names or path.as_posix().startswith(place), f"{path} imports {name}"
    top = ast.Module([node for node in tree.body if not isinstance(node, ast.FunctionDef)], [])
    tops = {name.split(".")[0] for name in imports(top)}

    assert not tops & INSIDE, f"{path} imports {tops & INSIDE} at its top"


@pytest.mark.parametrize("path", [p for p in MODULES if layer(p) == "engine"], ids=str)
def test_the_engine_has_no_clock_no_files_and_no_chance(path):
    tree = parsed(path)
    called = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]

    assert not {one.id for one in called if isinstance(one, ast.Name)} & OUTSIDE_WORLD
    assert not {one.attr for one in called if isinstance(one, ast.Attribute)} & NO_CLOCK
    roots = {name.split(".")[0] for name in imports(tree)}
    assert not roots & {"random", "secrets", "time", "os", "pathlib", "io", "socket", "uuid"}


def test_functions_are_short():
    sizes = dict(functions())
    lengths = sorted(sizes.values())

    assert {where: size for where, size in sizes.items() if size > 50} == {}
    assert statistics.median(lengths) <= 8
    assert lengths[int(len(lengths) * 0.9)] <= 25


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_a_file_is_read_in_one_sitting_and_says_first_what_it_is_for(path):
    text = (CODE / path).read_text(encoding="utf-8")

    assert text.count("\n") <= LONGEST
    assert ast.get_docstring(ast.parse(text)) or not text.strip()
    assert "noqa" not in text
    assert path.stem not in {"utils", "helpers", "common", "misc", "types", "constants"}


def test_test_files_have_names_of_their_own():
    """Without packages, pytest tells two files of one name apart by nothing."""
    names = [path.name for path in (CODE.parent / "tests").rglob("*.py")]

    assert {n for n in names if names.count(n) > 1} <= {"conftest.py"}


def test_no_test_file_lends_anything_to_another():
    """What several need has a file of its own, so that each may be read and changed alone."""
    tests = sorted((CODE.parent / "tests").rglob("*.py"))
    borrowed = {
        (path.name, name)
        for path in tests
        for name in imports(ast.parse(path.read_text(encoding="utf-8")))
        if name.startswith("test_")
    }

    assert borrowed == set()
