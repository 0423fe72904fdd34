"""Whether a row from the shared store can be believed: by its seal, its MAC or its signature."""

from __future__ import annotations

import hashlib
import re
from contextlib import suppress
from typing import Any

from crisis_cli.errors import CrisisError
from crisis_cli.records.crypto import KEY, Unopened, about, derived, same, unseal, unwrap
from crisis_cli.records.heads import Head
from crisis_cli.records.keyless import NoKey
from crisis_cli.records.macs import removal_mac, wrap_mac
from crisis_cli.records.people import DEVICE, ROLES
from crisis_cli.records.persons import known, revocation, trusted
from crisis_cli.records.sealed import Clear, Log, link, open_entry, opens
from crisis_cli.records.shared.tables import Table
from crisis_cli.records.store import Store

Row = tuple[Any, ...]
ID = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")  # an id becomes the name of a folder, and is shown


class Trust:
    """What this store can tell of a row, with the keys that it has open."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.me = store.keys.holder()

    def row(self, table: Table, row: Row) -> bool:
        """Whether a row that is new here can be believed."""
        look = getattr(self, f"_{table.name}", None)
        return look is None or look(*row)

    def same(self, table: Table, row: Row) -> bool:
        """Whether a row that is here already says the same. A key may be wrapped twice."""
        if table.name in ("wraps", "contact_keys"):
            return True
        return self.store.db.execute(table.whole, row).fetchone() is not None

    def entry(self, row: Row) -> bool:
        """Whether an entry opens, or else stands where it should in a chain that can be walked."""
        log, place, contact, seq, ends, sealed, given = row
        clear = Clear(self.store.log(log), place, contact or "", seq or 0, bool(ends))
        bound = clear.bound()
        follows = self._follows(clear, bound, sealed, given)
        if follows is False:
            return False
        try:
            unseal(self._key(clear), sealed, bound)
        except NoKey:  # it is another's, or was erased: the chain is all that can be looked at
            return follows is True
        except (Unopened, CrisisError):
            return False
        return True

    def opens(self, wrap: Row, cases: list[Row], logs: list[Row]) -> bool:
        """Whether a wrap for this person opens, and is as whoever holds the key made it.

        cases, logs: the rows that say what the key is to; one of them does.
        """
        key, _, sealed, check = wrap
        bounds = [about("case key", row[0], row[1]) for row in cases if row[0] == key]
        bounds += [Log(*row).bound() for row in logs if row[0] == key]
        for bound in bounds:
            try:
                return same(check, wrap_mac(unwrap(self.me.box, sealed, bound), *wrap[:3]))
            except Unopened:
                continue
        return False

    def contact_key(self, row: Row, first: Row, begun: Row | None) -> bool:
        """Whether a contact is really filed under this key: what is sealed there is the contact's
        own key. first: its first entry, by which that is seen where the contact is new here, and
        that it began as its own row, begun, says."""
        key, contact, sealed = row
        try:
            found = unseal(
                derived(self.store.keys.secret(key), "contacts"),
                sealed,
                about("contact key", key, contact),
            )
            if self.filed(contact):
                with suppress(NoKey):  # it was another's until now
                    return same(found, self.store.keys.contact(contact))
            log, place, _, seq, ends, body, _ = first
            clear = Clear(self.store.log(log), place, contact, seq, bool(ends))
            said = open_entry(found, clear.bound(), body)
        except (Unopened, CrisisError):
            return False
        return begun is None or opens(clear, said, *begun[1:])

    def removal(self, what: str, key: str, holder: str, at: str, check: bytes) -> bool:
        """Whether somebody took a key away who held it. Nothing is known of keys never held; and
        where one's own was taken away, the others open nothing here that this person could read."""
        try:
            secret = self.store.keys.secret(key)
        except CrisisError:
            return what == "wraps" and self._removed(key, self.me.person.id)
        return same(check, removal_mac(secret, what, key, holder, at))

    def filed(self, contact: str) -> bool:
        """Whether the contact stands in a case here."""
        here = "SELECT 1 FROM contact_keys WHERE holder = ?"
        return self.store.db.execute(here, [contact]).fetchone() is not None

    # -- tables that need a look; the others say nothing that could be wrong by itself

    def _persons(self, person: str, name: str, role: str, box: bytes, sign: bytes) -> bool:
        """Anybody, as long as their keys can be keys: letters are compared before they count."""
        if not ID.fullmatch(person):
            return False
        return role in (*ROLES, DEVICE) and bool(name.strip()) and len(box) == len(sign) == KEY

    def _vouchers(self, person: str, voucher: str, vouched: bytes) -> bool:
        one, by = known(self.store.db, person), known(self.store.db, voucher)
        return bool(one and by and by.signed(one.said(), vouched))

    def _revoked(self, person: str, at: str, voucher: str, vouched: bytes) -> bool:
        """Only a supervisor whom this person trusts keeps others from reading here."""
        by = known(self.store.db, voucher)
        if by is None or not known(self.store.db, person) or person == self.me.person.id:
            return False
        return trusted(self.store.db, by) and by.signed(revocation(person, at), vouched)

    def _protocols(self, digest: str, body: str) -> bool:
        return hashlib.sha256(body.encode()).hexdigest() == digest

    def _logs(self, log: str, person: str, author: str, device: str) -> bool:
        return bool(ID.fullmatch(log)) and known(self.store.db, person) is not None

    def _case_keys(self, key: str, case: str, *_: Any) -> bool:
        return bool(ID.fullmatch(key) and ID.fullmatch(case))

    def _contacts(self, contact: str, *_: Any) -> bool:
        return bool(ID.fullmatch(contact))

    def _wraps(self, key: str, holder: str, sealed: bytes, check: bytes) -> bool:
        if known(self.store.db, holder) is None or self._removed(key, holder):
            return False
        try:
            if holder == self.me.person.id:
                secret = unwrap(self.me.box, sealed, self._bound(key))
            else:
                secret = self.store.keys.secret(key)
        except (Unopened, CrisisError):
            return False
        return same(check, wrap_mac(secret, key, holder, sealed))

    def _heads(self, *row: Any) -> bool:
        head = Head(*row)
        signer = known(self.store.db, head.person)
        here = bool(self.store.log(head.log).person)
        return here and signer is not None and head.genuine(signer)

    # -- keys

    def _key(self, clear: Clear) -> bytes:
        if clear.contact:
            return self.store.keys.contact(clear.contact)
        return derived(self.store.keys.key_of_log(clear.log), "acts")

    def _follows(self, clear: Clear, bound: bytes, sealed: bytes, given: bytes) -> bool | None:
        """Whether the log's chain leads to this entry; None where it cannot be walked here."""
        try:
            key = self.store.keys.key_of_log(clear.log)
        except CrisisError:
            return None
        before = self.store.db.execute(BEFORE, [clear.log.id, clear.place - 1]).fetchone()
        if before is None and clear.place > 1:
            return None  # what is before it comes later: crisis store verify walks all of it
        start = before[0] if before else clear.log.start(key)
        return same(given, link(derived(key, "chain"), start, bound, sealed))

    def _bound(self, key: str) -> bytes:
        row = self.store.db.execute(CASE_OF, [key]).fetchone()
        return about("case key", key, row[0]) if row else self.store.log(key).bound()

    def _removed(self, key: str, holder: str) -> bool:
        return self.store.db.execute(REMOVED, [key, holder]).fetchone() is not None


BEFORE = "SELECT link FROM entries WHERE log = ? AND place = ?"
CASE_OF = "SELECT case_id FROM case_keys WHERE id = ?"
REMOVED = "SELECT 1 FROM removals WHERE what = 'wraps' AND key = ? AND holder = ?"
