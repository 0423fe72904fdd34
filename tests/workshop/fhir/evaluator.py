"""Which items of a form are enabled, by the rules of FHIR alone: nothing of ours is used here.

A disabled parent disables its children; a disabled question counts as unanswered; `!=` holds when
nothing is answered; codings are compared by system and code.
"""

COMPARE = {
    "=": lambda a, b: a == b,
    ">": lambda a, b: a > b,
    "<": lambda a, b: a < b,
    ">=": lambda a, b: a >= b,
    "<=": lambda a, b: a <= b,
}


def enabled(items, answers, unconditional=()):
    """link_id -> whether the item is enabled. answers: linkId -> list of value[x].

    unconditional: linkIds whose conditions are left out, as an import did.
    """
    found, known = {}, {}
    _look(items, True, answers, set(unconditional), found, known)
    return found


def _look(items, parent, answers, unconditional, found, known):
    for item in items:
        name = item["linkId"]
        clauses = [] if name in unconditional else item.get("enableWhen", [])
        holds = [_holds(clause, known.get(clause["question"], [])) for clause in clauses]
        together = any if item.get("enableBehavior") == "any" else all
        found[name] = parent and (together(holds) if holds else True)
        known[name] = answers.get(name, []) if found[name] else []
        _look(item.get("item", []), found[name], answers, unconditional, found, known)


def _holds(clause, given):
    wanted = _plain(next(value for key, value in clause.items() if key.startswith("answer")))
    if clause["operator"] == "exists":
        return bool(given) == wanted
    values = [_plain(next(iter(one.values()))) for one in given]
    if clause["operator"] == "!=":
        return not any(value == wanted for value in values)
    return any(COMPARE[clause["operator"]](value, wanted) for value in values)


def _plain(value):
    """What is compared."""
    if isinstance(value, dict):
        return value["value"] if "value" in value else (value.get("system"), value.get("code"))
    return value
