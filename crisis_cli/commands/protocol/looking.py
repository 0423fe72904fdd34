"""Which kind of file it is that somebody wants to have checked, and who looks it over."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from crisis_cli.commands.chosen import STANDARD
from crisis_cli.commands.protocol.given import resources_for
from crisis_cli.engine.times import home_day
from crisis_cli.protocol.fixed import RESOURCES
from crisis_cli.protocol.source import contents, find, load, own_id, shipped, yaml_files

if TYPE_CHECKING:
    from crisis_cli.protocol.compiled import Protocol, Step
    from crisis_cli.workshop.check.report import Report

NAMED = re.compile(rb"^protocol:[ ]*[\"']?([a-z0-9-]+)", re.M)
UNDER = re.compile(rb"^  ([a-z0-9-]+):", re.M)
KEY = re.compile(rb"^[\"']?([a-z_]+)[\"']?[ ]*:", re.M)
OF_RESOURCES = re.compile(rf"^translates:[ ]*[\"']?{RESOURCES}\b".encode(), re.M)
OF_PROTOCOL = {"protocol", "sections", "title", "version"}  # one of these, and it is a protocol


def all_of(path: Path, exact: bool = False) -> Iterator[Report]:
    """Everything that is wrong with a file; for a protocol or resources, with translations too.

    exact: ask the solver too, where it is installed.
    """
    yield look_at(path, exact)
    if is_protocol(path):
        from crisis_cli.workshop.translations.check import translations

        yield from translations(path)
    elif "resources" in _keys(path):
        yield from _beside_resources(path)


def look_at(path: Path, exact: bool = False) -> Report:
    """Everything that is wrong with a file, of whatever kind it is, or is meant to be."""
    from crisis_cli.protocol.problems import meant

    keys = _keys(path)
    kind = next((KINDS[key] for key in KINDS if key in keys), KINDS.get(path.stem))
    if kind is None and not keys & OF_PROTOCOL:
        kind = next((KINDS[near] for key in sorted(keys) if (near := meant(key, KINDS))), None)
    return _protocol(path, exact) if kind is None or "sections" in keys else kind(path)


def is_protocol(path: Path) -> bool:
    """Whether a file is a protocol."""
    return "sections" in _keys(path)


def _keys(path: Path) -> set[str]:
    return {key.decode() for key in KEY.findall(contents(path))}


def _protocol(path: Path, exact: bool) -> Report:
    from crisis_cli.workshop.check.report import check

    return check(path, resources_for(path), exact)


def _resources(path: Path) -> Report:
    from datetime import UTC, datetime

    from crisis_cli.directory import heard_file
    from crisis_cli.directory.reading import look_over
    from crisis_cli.directory.resources import BIGGEST, by_resource
    from crisis_cli.workshop.check.report import report

    heard = by_resource(heard_file.place(path.parent))
    calls = [one for each in heard.values() for one in each]
    today = home_day(datetime.now(UTC))
    count, found = look_over(contents(path, BIGGEST), today, calls)
    return report(str(path), found, f"Resources: {count}")


def _heard(path: Path) -> Report:
    from crisis_cli.directory.heard_reading import read_heard
    from crisis_cli.directory.resources import BIGGEST, files_in, load, shipped_file
    from crisis_cli.errors import CrisisError
    from crisis_cli.workshop.check.report import report

    try:
        files = files_in(path.resolve().parent) or [shipped_file()]
        known = {name for file in files for name in load(file)}
    except CrisisError:
        known = set()
    calls, found = read_heard(contents(path, BIGGEST), known or None)
    return report(str(path), found, f"Calls: {len(calls)}")


def _unless_broken(look: Callable[[Path], Report]) -> Callable[[Path], Report]:
    """The same, but a protocol with errors is told as a problem of the file that belongs to it."""

    def looked(path: Path) -> Report:
        from crisis_cli.protocol.problems import Broken, Found
        from crisis_cli.workshop.check.report import report

        try:
            return look(path)
        except Broken as broken:
            found = Found(contents(path).decode(errors="replace").splitlines())
            name = Path(broken.name).name
            message = f"{name} has errors, so what belongs to it was not looked at."
            found.add("E115", message, 1, 1, "Mend the protocol first, then check this again.")
            return report(str(path), found)

    return looked


def _scenario(path: Path) -> Report:
    from crisis_cli.workshop.check.report import report
    from crisis_cli.workshop.scenarios.lines import read_file

    scenarios, found = read_file(path, protocol_of(path))
    return report(str(path), found, f"Scenarios: {len(scenarios)}")


def protocol_of(path: Path) -> Protocol:
    """The protocol that a scenario file is for."""
    named = NAMED.search(contents(path))
    return _protocol_of(path, named[1].decode() if named else STANDARD)


def _properties(path: Path) -> Report:
    from crisis_cli.workshop.check.report import report
    from crisis_cli.workshop.proofs.properties import read_file

    data = contents(path)
    of = [one.decode() for one in UNDER.findall(data)] or [STANDARD]
    every = [read_file(path, _protocol_of(path, one)) for one in of]
    found = every[0][1]
    for _, other in every[1:]:
        found.take(other)
    for hit in UNDER.finditer(data):
        if not _file_of(path, hit[1].decode()):
            message = f"There is no protocol '{hit[1].decode()}', so none of these is looked at."
            line = data[: hit.start()].count(b"\n") + 1
            found.add("E114", message, line, 3, "Write the id that the protocol begins with.")
    return report(str(path), found, f"Properties: {sum(len(made) for made, _ in every)}")


def _policy(path: Path) -> Report:
    from crisis_cli.commands.practice.roles import FOLDER, roles_in
    from crisis_cli.protocol.compiled import UNKNOWN
    from crisis_cli.team.reading import look_over
    from crisis_cli.workshop.check.report import report

    questions: dict[str, set[str]] = {}
    for file in (*yaml_files(path.resolve().parent), *yaml_files(shipped())):
        for step in _steps(file) if is_protocol(file) else ():
            words = {choice.id for choice in step.choices} | {*UNKNOWN}
            questions.setdefault(step.id, set()).update(words)
    resources = resources_for(path)
    known = None if resources is None else list(resources)
    scenarios = roles_in(path.resolve().parent / FOLDER, shipped() / FOLDER)
    policy, found = look_over(contents(path), questions, known, scenarios)
    return report(str(path), found, f"Tiers: {len(policy.tiers)}" if policy else "")


def _suggestions(path: Path) -> Report:
    from crisis_cli.protocol.suggesting import look_over
    from crisis_cli.workshop.check.report import report

    body, found = look_over(contents(path))
    return report(str(path), found, f"Suggestions: {len(body)}")


def _steps(path: Path) -> tuple[Step, ...]:
    """The steps of a protocol; none of one that has errors, which is told of itself."""
    from crisis_cli.protocol.problems import Broken

    try:
        return load(path).all_steps
    except Broken:
        return ()


def _translation(path: Path) -> Report:
    from crisis_cli.workshop.translations.check import of_translation

    return _of_resources(path) if OF_RESOURCES.search(contents(path)) else of_translation(path)


def _of_resources(path: Path) -> Report:
    """A translation of the resource file beside it, else of the one that came along."""
    from crisis_cli.directory.languages import looked_over, wordings
    from crisis_cli.directory.resources import load, shipped_file
    from crisis_cli.workshop.translations.check import of_texts

    name, _, language = path.stem.rpartition(".")
    source = path.with_name(f"{name}{path.suffix}")
    known = load(source if source.exists() else shipped_file())
    looked = looked_over(contents(path), language, known)
    return of_texts(path, looked, RESOURCES, language, wordings(known))


def _beside_resources(path: Path) -> Iterator[Report]:
    """What was found in the translations beside a resource file, one report for each."""
    for other in sorted(path.parent.glob(f"{path.stem}.*{path.suffix}")):
        if OF_RESOURCES.search(contents(other)):
            yield look_at(other)


def _protocol_of(path: Path, id: str) -> Protocol:
    """The protocol of this id: beside the file, beside its folder, or one that came along.

    Where there is none, the one that came along: what does not fit to it is told.
    """
    return load(_file_of(path, id) or find(STANDARD))


def _file_of(path: Path, id: str) -> Path | None:
    places = (path.resolve().parent, path.resolve().parent.parent, shipped())
    files = (file for place in places for file in yaml_files(place))
    named = (file for file in files if own_id(file) == id)  # a scenario names its protocol so too
    return next((file for file in named if is_protocol(file)), None)


# The key that shows what a file is: who looks it over. A protocol has `sections`.
KINDS: dict[str, Callable[[Path], Report]] = {
    "resources": _resources,
    "verified": _heard,
    "properties": _unless_broken(_properties),
    "translates": _unless_broken(_translation),
    "policy": _policy,
    "suggestions": _suggestions,
    "answers": _unless_broken(_scenario),
    "expect": _unless_broken(_scenario),
}
