"""What is copied to a shared store and back, table by table: one place for all its statements."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

# Whose rows are sent: one's own, which the machine wrote before it was set up among them. What
# came from others is never sent back.
MINE = "IN (:me, :machine)"


@dataclass(frozen=True)
class Table:
    """One table, the same on both sides but for the number of a row.

    sent: which rows of this store are one's own to send. known: by what a row is told apart.
    """

    name: str
    columns: tuple[str, ...]
    known: tuple[str, ...]
    sent: str
    bring: str = "INSERT INTO crisis.{name} ({columns}) VALUES ({marks}) ON CONFLICT DO NOTHING"
    take: str = field(default="INSERT OR IGNORE INTO {name} ({columns}) VALUES ({marks})")

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
        return self.bring.format(name=self.name, columns=self.listed, marks=marks)

    @property
    def taken(self) -> str:
        """The statement by which a row comes into this store."""
        marks = ", ".join("?" * len(self.columns))
        return self.take.format(name=self.name, columns=self.listed, marks=marks)

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
# Who holds a key may give it on. What was taken away meanwhile is left out, and nothing fails.
IF_HELD = (
    "INSERT INTO crisis.{name} ({columns}) SELECT r.* FROM (VALUES ({marks})) AS r ({columns})"
    " WHERE crisis.holds(key) OR crisis.made(key) ON CONFLICT DO NOTHING"
)

PERSONS = Table("persons", ("id", "name", "role", "box", "sign"), ("id",), "TRUE")
VOUCHERS = Table(
    "vouchers", ("person", "voucher", "vouched"), ("person", "voucher"), f"voucher {MINE}"
)
REVOKED = Table("revoked", ("person", "at", "voucher", "vouched"), ("person",), f"voucher {MINE}")
PROTOCOLS = Table("protocols", ("digest", "body"), ("digest",), "TRUE")
LOGS = Table("logs", ("id", "person", "author", "device"), ("id",), f"person {MINE}")
CASE_KEYS = Table("case_keys", ("id", "case_id", "number"), ("id",), "TRUE")
WRAPS = Table(
    "wraps",
    ("key", "holder", "sealed", "mac"),
    ("key", "holder"),
    "(key IN (SELECT id FROM case_keys)"
    " OR key IN (SELECT id FROM logs WHERE person IN (:me, :machine)))",
    IF_HELD,
)
CONTACTS = Table("contacts", ("id", "protocol", "began"), ("id",), "TRUE")
CONTACT_KEYS = Table(
    "contact_keys", ("key", "holder", "sealed"), ("key", "holder"), "TRUE", IF_HELD
)
HEADS = Table(
    "heads",
    ("log", "place", "link", "person", "at", "signature"),
    ("log", "place", "person"),
    "person = :me",
)
# Only who holds a key takes it away; what was taken away before it was ever sent needs nothing.
REMOVALS = Table(
    "removals",
    ("what", "key", "holder", "at", "mac"),
    ("what", "key", "holder"),
    "what <> 'slots' AND mac <> x''",
    "INSERT INTO crisis.{name} ({columns}) SELECT r.* FROM (VALUES ({marks})) AS r ({columns})"
    " WHERE crisis.holds(key) ON CONFLICT DO NOTHING",
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
