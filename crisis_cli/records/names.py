"""By which names a client is known: those that contacts began with, and those added later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from crisis_cli.engine.entries import Opened
from crisis_cli.errors import CrisisError
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.refiling import DUPLICATE
from crisis_cli.records.sealed import Act
from crisis_cli.records.sharing import contacts_of
from crisis_cli.records.store import Store

ACCENTS = re.compile("[\u0300-\u036f]")  # those of other scripts are letters of their own
Trouble = Callable[[CrisisError], None]  # gets what is wrong with one contact


@dataclass(frozen=True, slots=True)
class Called:
    """A case whose client is called so. contacts: the latest begun first, as far as they open."""

    case: str
    contacts: tuple[str, ...]
    names: tuple[str, ...]


def folded(name: str) -> str:
    """A name without what people write now so and now so: case, blanks, accents."""
    plain = ACCENTS.sub("", unicodedata.normalize("NFKD", name)).casefold()
    return " ".join(ACCENTS.sub("", unicodedata.normalize("NFKD", plain)).split())


def names_of(store: Store, contact: str) -> list[str]:
    """All names of the client of a contact's case. Those that its contacts do not tell, because
    they do not open, are left out."""
    case = store.case_of(contact)
    return distinct(name for one in contacts_of(store, case) for name in _told(store, one, case))


def cases_called(store: Store, client: str, trouble: Trouble = lambda error: None) -> list[Called]:
    """The cases whose client has this name, however it is written; the latest first."""
    wanted = folded(client)
    if not wanted:
        return []
    return [
        one for one in every_case(store, trouble) if wanted in {folded(name) for name in one.names}
    ]


def every_case(store: Store, trouble: Trouble = lambda error: None) -> list[Called]:
    """All cases that open, the latest begun first. Locked without the keys."""
    contacts: dict[str, list[str]] = {}
    names: dict[str, list[str]] = {}
    for contact in store.contacts():
        try:
            case = store.case_of(contact)
            told = names_told(store, contact, case)
        except NoKey:  # it is for others, or was erased
            continue
        except CrisisError as error:
            trouble(error)
            continue
        contacts.setdefault(case, []).append(contact)
        names.setdefault(case, []).extend(told)
    return [Called(case, tuple(of), tuple(distinct(names[case]))) for case, of in contacts.items()]


def names_told(store: Store, contact: str, case: str) -> list[str]:
    """The names that a contact tells of the client of the case that it is in."""
    opened = store.read(contact)[0].event
    client = opened.client if isinstance(opened, Opened) else ""
    return holding(client, store.acts(contact), case)


def holding(client: str, acts: Iterable[Act], case: str) -> list[str]:
    """Of the names that were given in a contact those that hold for the case that it is in now.

    A name is that of whoever was thought to be the client then: after the contact turned out to be
    with somebody else it says nothing of them, and after a duplicate was found it still holds.
    """
    acts = list(acts)
    where = next((one.said["from"] for one in acts if one.said["act"] == "refiled"), case)
    given = [(client, {where})]
    for act in acts:
        if act.said["act"] == "named":
            given.append((act.said["name"], {where}))
        elif act.said["act"] == "refiled":
            for _, cases in given:
                if act.said["why"] == DUPLICATE and act.said["from"] in cases:
                    cases.add(act.said["to"])
            where = act.said["to"]
    return distinct(name for name, cases in given if case in cases)


def distinct(names: Iterable[str]) -> list[str]:
    """Each name once, as it was written first."""
    found: dict[str, str] = {}
    for name in names:
        if folded(name):
            found.setdefault(folded(name), name)
    return list(found.values())


def _told(store: Store, contact: str, case: str) -> list[str]:
    try:
        return names_told(store, contact, case)
    except CrisisError:
        return []
