"""Forms for tests, and an imported form played in the real engine with answers as FHIR has them."""

import json
from datetime import UTC, datetime

from crisis_cli.engine.entries import Answered, Entry, Opened
from crisis_cli.engine.interview import Ask, refuse, wanted
from crisis_cli.engine.state import State
from crisis_cli.protocol.compiled import UNKNOWN
from crisis_cli.protocol.kinds import accept
from crisis_cli.protocol.source import examine
from crisis_cli.workshop.fhir.importing import imported

NEVER_THERE = ("nothing of its own", "holds sections")


def form(*items, **more):
    """A Questionnaire as bytes."""
    body = {"resourceType": "Questionnaire", "status": "active", "language": "en", "title": "Form"}
    return json.dumps(body | {"item": list(items)} | more).encode()


def item(link_id, type="boolean", **more):
    return {"linkId": link_id, "text": f"What about {link_id}?", "type": type} | more


def group(link_id, *items, **more):
    return item(link_id, "group", item=list(items), **more)


def when(question, operator="=", **answer):
    return {"question": question, "operator": operator} | answer


def choices(*codes, system="http://s"):
    return [{"valueCoding": {"system": system, "code": c, "display": c.title()}} for c in codes]


class Imported:
    """A form that was imported, loaded without an error, and can be played."""

    def __init__(self, data, name="form.json"):
        made = imported(data, name)
        self.text, self.report = made.text, made.report
        self.data = made.report.data()
        self.protocol, found = examine(made.text.encode())
        self.problems = [p for p in found.problems if p.severity == "error"]
        assert self.problems == [], "\n".join(p.show("draft") for p in self.problems)
        self.items = self.report.items

    @property
    def steps(self):
        return {step.id: step for step in self.protocol.steps}

    @property
    def missing(self):
        return [(n["link_id"], n["what"]) for n in self.data["not_imported"]]

    @property
    def changed(self):
        return [(n["link_id"], n["what"]) for n in self.data["changed"]]

    def whens(self):
        return {step.link_id: step.when for step in self.protocol.steps if step.link_id}

    def enabled(self, answers):
        """link_id -> whether the item is enabled, by playing it. answers: linkId -> value[x]s."""
        said = {
            one.where: _value(one, answers[one.link_id])
            for one in self.items
            if one.became in ("question", "list") and one.link_id in answers
        }
        state = interview(self.protocol, said)
        return {
            one.link_id: there for one in self.items if (there := _enabled(one, state)) is not None
        }


def interview(protocol, said):
    """The state after every question was asked; what is not in `said` is passed by."""
    state, at = State(protocol), datetime(2026, 1, 1, tzinfo=UTC)
    event = Opened(protocol.id, protocol.version, protocol.hash)
    while True:
        refuse(state, event)
        state.add(Entry(len(state.entries) + 1, at, "", event))
        if not isinstance(now := wanted(state), Ask):
            return state
        given = said.get(now.step.id, "not_asked")
        unknown = given if isinstance(given, str) and given in UNKNOWN else ""
        value = None if unknown else accept(now.step, given)
        event = Answered(now.step.id, value, unknown)


def _enabled(item, state):
    if item.type == "group" and item.became in ("section", *NEVER_THERE):
        below = [there for one in item.items if (there := _enabled(one, state)) is not None]
        return any(below) if below else None
    if item.became in NEVER_THERE:
        return None
    return state.on_path(item.where.split(".")[0])


def _value(item, given):
    """An answer of FHIR as the engine takes it. given: one value[x], or a list of them."""
    several = given if isinstance(given, list) else [given]
    values = [_one(item, one) for one in several]
    if item.became == "list":
        return [{"answer": value} for value in values]
    if item.repeats and item.answers.options:
        return values
    return values[0]


def _one(item, given):
    [(kind, value)] = given.items()
    if item.answers.options:
        return next(
            one.id for one in item.answers.options if _is(one, kind.removeprefix("value"), value)
        )
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return value.get("value") or value.get("display") or value.get("code")
    return value


def _is(option, kind, value):
    if kind != "Coding":
        return (option.kind, option.text) == (kind, str(value))
    same = (option.system, option.code) == (value.get("system", ""), value.get("code", ""))
    return same and (value.get("code") or option.display == value.get("display"))
