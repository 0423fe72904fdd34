"""The hooks for pre-commit: they choose the right files, and their commands run on them."""

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

TOP = Path(__file__).parents[2]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((TOP / ".pre-commit-hooks.yaml").read_text())}
SHIPPED = sorted(path.relative_to(TOP).as_posix() for path in (TOP / "protocols").rglob("*.yaml"))


def run(hook, folder):
    """The hook as pre-commit runs it: its entry, with the files that it chooses."""
    files = [name for name in SHIPPED if re.search(HOOKS[hook]["files"], name)]
    program, *words = shlex.split(HOOKS[hook]["entry"])
    assert program == "crisis"
    command = [sys.executable, "-m", "crisis_cli", *words, *files]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path):
    shutil.copytree(TOP / "protocols", tmp_path / "protocols")
    return tmp_path


@pytest.mark.parametrize("hook", HOOKS)
def test_a_hook_has_what_pre_commit_asks_for(hook):
    assert HOOKS[hook]["language"] == "python"
    assert HOOKS[hook]["name"] and HOOKS[hook]["entry"].startswith("crisis protocol check")


def test_the_hook_chooses_protocols_scenarios_and_properties_and_nothing_else():
    pattern = HOOKS["crisis-protocol-check"]["files"]

    assert re.search(pattern, "protocols/crisis-intervention.yaml")
    assert re.search(pattern, "team/protocols/scenarios/01-evicted.yaml")
    assert not re.search(pattern, "protocols/resources/dc.yaml")  # has old numbers on any day
    assert not re.search(pattern, "protocols/policy.yaml")  # lacks the numbers of the agency
    assert not re.search(pattern, "docs/protocols.yaml")


def test_the_solver_comes_with_the_hook_that_proves():
    project = (TOP / "pyproject.toml").read_text()

    (needed,) = HOOKS["crisis-protocol-prove"]["additional_dependencies"]
    assert f'author = ["{needed}"]' in project


def test_the_shipped_files_pass(repository):
    done = run("crisis-protocol-check", repository)

    assert done.returncode == 0, done.stdout


def test_a_mistake_keeps_the_commit_back(repository):
    path = repository / "protocols" / "crisis-intervention.yaml"
    path.write_text(path.read_text().replace("danger: yes", "dangr: yes", 1))
    done = run("crisis-protocol-check", repository)

    assert done.returncode == 4
    assert "Did you mean 'danger'?" in done.stdout
