"""What was compiled before, kept on disk under the hash of its source. Only ever a shortcut."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from pathlib import Path
from typing import Any

COMPILER = 4  # one more whenever the same source compiles to something else
KEPT = 100  # files; the oldest go


def fetch(kind: str, digest: str) -> Any:
    """The JSON that was kept for a source, or None. What is damaged or foreign is not there."""
    try:
        head, _, body = _file(kind, digest).read_bytes().partition(b"\n")
        return json.loads(body) if head == _head(kind, digest, body) else None
    except (OSError, ValueError, RecursionError):
        return None


def store(kind: str, digest: str, value: Any) -> None:
    """Keep JSON for a source, whole or not at all. Where nothing can be written, go on without."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
    target = _file(kind, digest)
    half = target.with_suffix(f".{os.getpid()}.half")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        half.write_bytes(_head(kind, digest, body) + b"\n" + body)
        half.replace(target)
        _tidy(target.parent)
    except OSError:
        with contextlib.suppress(OSError):
            half.unlink(missing_ok=True)


def folder() -> Path:
    """Where compiled forms are kept."""
    from platformdirs import user_cache_dir

    return Path(user_cache_dir("crisis-cli", appauthor=False)) / "compiled"


def _file(kind: str, digest: str) -> Path:
    return folder() / f"{kind}-{digest}-{COMPILER}.json"


def _head(kind: str, digest: str, body: bytes) -> bytes:
    return f"{kind} {COMPILER} {digest} {hashlib.sha256(body).hexdigest()}".encode()


def _tidy(place: Path) -> None:
    files = sorted(place.glob("*.json"), key=lambda file: file.stat().st_mtime)
    for file in files[:-KEPT]:
        file.unlink(missing_ok=True)
