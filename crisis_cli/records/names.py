"""How names are compared: as they are searched for, and where two are taken for one client."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> list[str]:
    """The words of a name, however it was typed: in small letters, without accents."""
    apart = unicodedata.normalize("NFKD", name)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold().split()


def plain(name: str) -> str:
    """A name as it is compared where two are taken for one client: only letters' size and blanks
    do not count."""
    return " ".join(name.split()).casefold()
