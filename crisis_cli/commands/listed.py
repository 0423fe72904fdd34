"""The lists of contacts, from what the index keeps of each: no list reads them all."""

from __future__ import annotations

import heapq
import math
import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, replace
from datetime import timedelta

from crisis_cli.boundary import tell
from crisis_cli.commands.contacts import Contact, read
from crisis_cli.commands.summary import Summary, kept, micros, names_told, summary
from crisis_cli.commands.to_do import to_do
from crisis_cli.errors import CrisisError
from crisis_cli.records.index import Index, Row
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.names import Called, cases_called, distinct, folded
from crisis_cli.records.owning import mine
from crisis_cli.records.sealed import when
from crisis_cli.records.store import Store

TOGETHER = 200  # contacts that are made anew before they are written down
MANY = 2_000  # from so many on it is told why a list takes a while
PATIENCE = 2.0  # seconds that a contact which begins waits for the list
GETTING_READY = "{count} contacts are looked through once, so that lists are quick from then on."
STOPPABLE = "It may be stopped, with Ctrl-C, and goes on the next time."
NOT_READY = (
    "The list of contacts is not ready, so an earlier one of this client may be missed.",
    "When there is time: crisis",
)
CASES = 1_000  # whose names are remembered


class Lists:
    """The lists of a store whose keys are open.

    lost: how many contacts could not be read. Each was told by name, and hides no other.
    """

    def __init__(self, store: Store) -> None:
        self.store = store
        self.index = Index(store)
        self.lost = 0
        owner = mine(store)
        self._supervisor = owner is not None and owner.role == "supervisor"
        # By case: the names of its client, and how to reach them.
        self._known: dict[str, tuple[list[str], list[str]]] = {}
        self._unkept = False  # whether something could not be written: once is enough to wait for

    def everyone(self) -> Iterator[Summary]:
        """All contacts that are there to be read, the latest first, by when they took place."""
        ahead: list[tuple[tuple[int, float, str], Summary]] = []
        for row, one in self._walk():
            # What is still to come began no later, and took place no later than it began.
            limit = micros(when(row.began) + timedelta(seconds=1))
            while ahead and ahead[0][1].took_place >= limit:
                yield self.told(heapq.heappop(ahead)[1])
            if one:
                heapq.heappush(ahead, (one.place, one))
        while ahead:
            yield self.told(heapq.heappop(ahead)[1])

    def waiting(self) -> Iterable[Summary]:
        """Those that are open, the last of each case, and others for which something may be to do.
        The latest first. Where the index cannot be written, or believed, more than these."""
        rows = self.index.waiting() if self.freshen() else None
        if rows is None and self._mistrusted():
            rows = self.index.waiting()
        return self.everyone() if rows is None else self._told(rows)

    def called(self, name: str) -> list[Summary]:
        """The contacts of clients who have all these words in a name, the latest first."""
        if not self.freshen():
            found: Iterable[Summary] = self.everyone()
        else:
            cases = {row.case for row in self.index.called(name)}
            rows = [row for case in cases for row in self.index.in_case(case)]
            blank = {row.contact: row for row in self.index.unread()}  # no list is whole without
            found = self._told((blank | {row.contact: row for row in rows}).values())
        words = set(folded(name).split())
        return [
            one for one in found if any(words <= set(folded(known).split()) for known in one.names)
        ]

    def freshen(self, until: float = math.inf) -> bool:
        """Make what is stale anew. Whether nothing is any more: a disk may be full, and the time
        over. until: as the monotonic clock tells it."""
        told = until < math.inf
        while stale := self.index.stale():
            if not told and self.index.count_stale() >= MANY:
                tell(GETTING_READY.format(count=self.index.count_stale()), STOPPABLE)
            told = True
            for at in range(0, len(stale), TOGETHER):
                if time.monotonic() > until or not self._again(stale[at : at + TOGETHER]):
                    return False
        return True

    # -- how

    def _walk(self) -> Iterator[tuple[Row, Summary | None]]:
        """All contacts, the latest begun first; what had to be made anew is kept on the way."""
        page = self.index.page()
        while page:
            looked = [_Look(self.store, row) for row in page]
            self._keep([one for one in looked if one.new])
            for one in looked:
                self._tell(one)
                yield one.row, one.summary
            self.store.keys.spare()
            page = self.index.page(page[-1])

    def _told(self, rows: Iterable[Row]) -> list[Summary]:
        """These contacts, the latest first; those that cannot be read are told."""
        looked = [_Look(self.store, row) for row in rows]
        self._keep([one for one in looked if one.new])
        for one in looked:
            self._tell(one)
        found = sorted((one.summary for one in looked if one.summary), key=lambda one: one.place)
        return [self.told(one) for one in found]

    def _tell(self, look: _Look) -> None:
        if look.trouble:
            tell(look.trouble.message, look.trouble.hint)
            self.lost += look.summary is None

    def told(self, one: Summary) -> Summary:
        """A contact as the lists tell it: by all names of its client, those that any contact of
        its case tells; and with how they want to be reached, as they said it last."""
        if one.case not in self._known:
            if len(self._known) >= CASES:
                self._known.clear()
            looked = (_Look(self.store, row).summary for row in self.index.in_case(one.case))
            every = [other for other in looked if other]
            latest = sorted(
                (other for other in every if other.reach), key=lambda other: other.place
            )
            names = distinct(name for other in every for name in other.names)
            self._known[one.case] = names, latest[0].reach if latest else []
        names, reach = self._known[one.case]
        return replace(one.known_as(names), reach=reach or one.reach)

    def _again(self, contacts: list[str]) -> bool:
        """Look at stale contacts, and keep what is said of them. Whether it could be kept."""
        rows = {contact: self.index.of(contact) for contact in contacts}
        looked = [_Look(self.store, row) for found in rows.values() for row in found]
        nowhere = [contact for contact, found in rows.items() if not found]
        self.store.keys.spare()
        return self._keep(looked, nowhere)

    def _keep(self, looked: list[_Look], nowhere: Iterable[str] = ()) -> bool:
        """Write down what was found. Where the disk is full or read-only, the list is still told:
        whether it could be."""
        if self._unkept or not (looked or nowhere):
            return not self._unkept
        try:
            with self.index.writing():
                for contact in nowhere:
                    self.index.drop(contact)
                for look in looked:
                    self._file(look)
        except CrisisError:
            self._unkept = True
        return not self._unkept

    def _file(self, look: _Look) -> None:
        """Keep one contact. The last of a case waits, with those that take over what is before
        them, and so does all for which there may be something to do, or that could not be read."""
        one, row = look.summary, look.row
        if look.erased:
            self.index.drop(row.contact)
        if one is None or look.trouble:
            if not look.erased:
                self.index.keep(row, None, one.names if one else [], True)
            return
        others = [
            known
            for other in self.index.in_case(row.case)
            if other.waiting and other.contact != row.contact and (known := kept(other.says))
        ]
        of_case = sorted([one, *others], key=lambda known: known.place)
        wait = {
            found.said.contact
            for found in to_do(of_case)
            if found.kept or found.tasks or self._waits(found.said)
        }
        self.index.keep(row, asdict(one), one.names, one.contact in wait)
        for other in others:
            if other.contact not in wait:
                self.index.lower(other.contact)

    def _waits(self, one: Summary) -> bool:
        """Whether something may be to do: for a supervisor, also to read and sign."""
        return one.waits or (self._supervisor and (one.unread or one.crossed))

    def _mistrusted(self) -> bool:
        """Look at everything again, since something in the index was changed from outside."""
        try:
            self.index.mistrust()
        except CrisisError:
            return False
        return self.freshen()


class _Look:
    """A look at a contact: what the index says of it, or else what its entries say.

    new: whether that is to be kept. trouble: what of it could not be read, where it should be.
    erased: whether nobody is to read it any more.
    """

    def __init__(self, store: Store, row: Row) -> None:
        self.row = row
        self.erased = False
        self.trouble: CrisisError | None = None
        self.summary = kept(row.says)
        self.new = self.summary is None
        if self.new:
            self._read(store)

    def _read(self, store: Store) -> None:
        try:
            contact = read(store, self.row.contact)
            self.summary = summary(contact, self.row.case, self._names(contact))
        except NoKey as none:  # sealed to others, or gone: not for this list
            self.erased = none.erased
        except CrisisError as error:
            self.trouble = error
        # What could not be read last time, and cannot now, is written down already.
        whole = self.summary is not None and not self.trouble
        self.new = self.erased or whole or not self.row.waiting

    def _names(self, contact: Contact) -> list[str]:
        """What it tells of its client's names: the first one too where what was done since does
        not open."""
        try:
            return names_told(contact, self.row.case)
        except CrisisError as error:
            self.trouble = error
            return distinct([contact.state.opened.client])


def cases_of(store: Store, client: str, patience: float = math.inf) -> list[Called]:
    """The cases whose client has this name, however it is written; the latest first. Contacts that
    cannot be read are told. patience: seconds to wait, and then to say that some may be missed."""
    lists = Lists(store)
    if not lists.freshen(until=time.monotonic() + patience):
        tell(*NOT_READY)
    cases = {row.case for row in lists.index.called(client)} if folded(client) else set()
    rows = [row for case in cases for row in lists.index.in_case(case)]
    rows = sorted({row.contact: row for row in rows}.values(), key=lambda row: row.contact)
    rows = sorted(rows, key=lambda row: row.began, reverse=True)
    contacts = [row.contact for row in rows]
    return cases_called(store, client, contacts, lambda error: tell(error.message, error.hint))
