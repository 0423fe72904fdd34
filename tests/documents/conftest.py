"""The short protocol of these tests, loaded once."""

from __future__ import annotations

import pytest
from made_contacts import SHORT

from crisis_cli.protocol.compiled import Protocol
from crisis_cli.protocol.source import load


@pytest.fixture(scope="session")
def short(tmp_path_factory: pytest.TempPathFactory) -> Protocol:
    path = tmp_path_factory.mktemp("protocol") / "short.yaml"
    path.write_text(SHORT, encoding="utf-8")
    return load(path)
