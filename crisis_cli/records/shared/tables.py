"""What is copied to a shared store and back, table by table: one place for all its statements."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

# Whose rows are sent: one's own, which the machine wrote before it was set up among them. What
# came from others is never sent back.
MINE = "IN (:me, :machine)"


@dataclass(frozen=True)
class Table:
    """One table, the same on both sides but for the number of a row.

    sent: which rows of this store are one's own to send. known: by what a row is told apart.
    may: what must hold in the shared store for it to take a row in; else the row is left out, and
    nothing fails. waits: which of those are brought again, until others brought what they need.
    """

    name: str
    columns: tuple[str, ...]
    known: tuple[str, ...]
    sent: str
    may: str = ""
    waits: str = ""

    @property
    def has(self) -> str:
        """The statement that tells whether this store has a row."""
        return HAS.format(name=self.name, known=" AND ".join(f"{one} = ?" for one in self.known))

    @property
    def whole(self) -> str:
        """The statement that tells whether this store has a row with all it says."""
        return HAS.format(name=self.name, known=" AND ".join(f"{one} IS ?" for one in self.columns))

    @property
    def last(self) -> str:
        """The statement that gives the number of the last row here."""
        return LAST.format(name=self.name)

    @property
    def listed(self) -> str:
        """The names of the columns, as statements list them."""
        return ", ".join(self.columns)

    @property
    def next_rows(self) -> str:
        """A page of rows of this store that were not sent yet: number, then columns."""
        return NEXT.format(name=self.name, columns=self.listed, sent=self.sent)

    @property
    def brought(self) -> str:
        """The statement by which a row comes into the shared store."""
        marks = ", ".join(["%s"] * len(self.columns))
        bring = IF_MAY if self.may else BRING
        return bring.format(name=self.name, columns=self.listed, marks=marks, may=self.may)

    @property
    def left_out(self) -> str:
        """The statement that tells which of some rows wait: not let in, and not gone for good."""
        first, second = self.columns[:2]
        return LEFT_OUT.format(first=first, second=second, may=self.may, waits=self.waits)

    @property
    def taken(self) -> str:
        """The statement by which a row comes into this store."""
        marks = ", ".join("?" * len(self.columns))
        return TAKE.format(name=self.name, columns=self.listed, marks=marks)

    def fetched(self, where: str) -> str:
        """The statement that fetches rows from the shared store, each behind its arrival."""
        return FETCH.format(name=self.name, columns=self.listed, where=where)

    def told_apart(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """What a row is told apart by."""
        return tuple(row[self.columns.index(name)] for name in self.known)


NEXT = "SELECT n, {columns} FROM {name} WHERE n > :after AND {sent} ORDER BY n LIMIT :most"
FETCH = "SELECT arrived, {columns} FROM crisis.{name} WHERE {where} ORDER BY arrived LIMIT %s"
LAST = "SELECT coalesce(max(n), 0) FROM {name}"
HAS = "SELECT 1 FROM {name} WHERE {known}"
TAKE = "INSERT OR IGNORE INTO {name} ({columns}) VALUES ({marks})"
BRING = "INSERT INTO crisis.{name} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
IF_MAY = (
    "INSERT INTO crisis.{name} ({columns}) SELECT r.* FROM (VALUES ({marks})) AS r ({columns})"
    " WHERE {may} ON CONFLICT DO NOTHING"
)
LEFT_OUT = (
    "SELECT nth FROM unnest(%s::text[], %s::text[]) WITH ORDINALITY AS r ({first}, {second}, nth)"
    " WHERE NOT ({may}) AND {waits} ORDER BY nth LIMIT 1"
)

# A machine belongs to whoever brings it: each brings their own only.
PERSONS = Table(
    "persons",
    ("id", "name", "role", "box", "sign"),
    ("id",),
    "(role <> 'device' OR id = :machine)",
)
VOUCHERS = Table(
    "vouchers", ("person", "voucher", "vouched"), ("person", "voucher"), f"voucher {MINE}"
)
REVOKED = Table("revoked", ("person", "at", "voucher", "vouched"), ("person",), f"voucher {MINE}")
PROTOCOLS = Table("protocols", ("digest", "body"), ("digest",), "TRUE")
LOGS = Table("logs", ("id", "person", "author", "device"), ("id",), f"person {MINE}")
CASE_KEYS = Table("case_keys", ("id", "case_id", "number", "maker", "signature"), ("id",), "TRUE")
WRAPS = Table(
    "wraps",
    ("key", "holder", "sealed", "mac"),
    ("key", "holder"),
    "(key IN (SELECT id FROM case_keys)"
    " OR key IN (SELECT id FROM logs WHERE person IN (:me, :machine)))",
    "crisis.gives(key)",
    "NOT crisis.held(key)",  # what was taken away from me meanwhile is not mine to give
)
CONTACTS = Table("contacts", ("id", "protocol", "began"), ("id",), "TRUE")
CONTACT_KEYS = Table(
    "contact_keys",
    ("key", "holder", "sealed"),
    ("key", "holder"),
    "TRUE",
    "(crisis.gives(key) OR crisis.held(key)) AND crisis.files(holder)",
    "TRUE",
)
HEADS = Table(
    "heads",
    ("log", "place", "link", "person", "at", "signature"),
    ("log", "place", "person"),
    "person = :me",
    "(crisis.writes(log) OR crisis.holds(log))",
    "NOT crisis.held(log)",
)
# Only who holds a key takes it away; what was taken away before it was ever sent needs nothing.
REMOVALS = Table(
    "removals",
    ("what", "key", "holder", "at", "mac"),
    ("what", "key", "holder"),
    "what <> 'slots' AND mac <> x''",
    "crisis.takes(key)",
)
ENTRIES = Table(
    "entries",
    ("log", "place", "contact", "seq", "ends", "sealed", "link"),
    ("log", "place"),
    "",  # by the places of one's own logs
)

# In this order each row finds what it refers to.
BEFORE_ENTRIES = (
    PERSONS, VOUCHERS, REVOKED, PROTOCOLS, LOGS, CASE_KEYS, WRAPS, CONTACTS, CONTACT_KEYS,
)  # fmt: skip
AFTER_ENTRIES = (HEADS, REMOVALS)
