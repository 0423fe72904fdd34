"""The YAML language server that editors use, spoken to as an editor does: JSON over stdio."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any, Self

SETTINGS = {
    "yaml": {"validate": True, "completion": True, "hover": True, "schemaStore": {"enable": False}}
}


class LanguageServer:
    """One server, as a context. Texts are opened under a path that need not be there."""

    def __init__(self, program: Path, root: Path) -> None:
        self.program, self.root = program, root
        self._count = 0
        self._told: dict[str, list[dict[str, Any]]] = {}

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            ["node", str(self.program), "--stdio"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self._ask("initialize", processId=None, rootUri=self.root.as_uri(), capabilities=ABLE)
        self._say("initialized")
        self._say("workspace/didChangeConfiguration", settings=SETTINGS)
        return self

    def __exit__(self, *error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def problems(self, path: Path, text: str) -> list[dict[str, Any]]:
        """What an editor underlines in a text."""
        uri = self._open(path, text)
        while uri not in self._told:
            self._take(self._read())
        return self._told[uri]

    def completions(self, path: Path, text: str) -> list[str]:
        """What an editor offers where the text has a `|`, which is taken out of it."""
        before, _, after = text.partition("|")
        uri = self._open(path, before + after)
        lines = before.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        found = self._ask("textDocument/completion", textDocument={"uri": uri}, position=place)
        return [one["label"] for one in found["items"]]

    def hover(self, path: Path, text: str) -> str:
        """What an editor shows where the text has a `|`, which is taken out of it."""
        before, _, after = text.partition("|")
        uri = self._open(path, before + after)
        lines = before.split("\n")
        place = {"line": len(lines) - 1, "character": len(lines[-1])}
        found = self._ask("textDocument/hover", textDocument={"uri": uri}, position=place)
        return str(found["contents"]["value"]) if found else ""

    def _open(self, path: Path, text: str) -> str:
        self._count += 1
        uri = path.with_name(f"{self._count}-{path.name}").as_uri()
        document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
        self._say("textDocument/didOpen", textDocument=document)
        return uri

    def _say(self, method: str, **params: Any) -> None:
        self._write({"method": method, "params": params})

    def _ask(self, method: str, **params: Any) -> Any:
        self._count += 1
        wanted = self._count
        self._write({"id": wanted, "method": method, "params": params})
        while True:
            message = self._read()
            if message.get("id") == wanted and "method" not in message:
                assert "error" not in message, message["error"]
                return message["result"]
            self._take(message)

    def _take(self, message: dict[str, Any]) -> None:
        """What the server says or asks of its own accord."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self._told[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif "id" in message and "method" in message:
            self._write({"id": message["id"], "result": self._own(message)})

    def _own(self, message: dict[str, Any]) -> Any:
        if message["method"] != "workspace/configuration":
            return None
        sections = (item.get("section", "") for item in message["params"]["items"])
        return [SETTINGS.get(section, {}) for section in sections]

    def _write(self, body: dict[str, Any]) -> None:
        data = json.dumps({"jsonrpc": "2.0", **body}).encode()
        pipe = self._process.stdin
        assert pipe
        pipe.write(b"Content-Length: %d\r\n\r\n" % len(data) + data)
        pipe.flush()

    def _read(self) -> dict[str, Any]:
        pipe = self._process.stdout
        assert pipe
        size = 0
        while (line := pipe.readline().strip()) or not size:
            assert self._process.poll() is None, "the language server stopped"
            if line.lower().startswith(b"content-length:"):
                size = int(line.split(b":")[1])
        message: dict[str, Any] = json.loads(pipe.read(size))
        return message


ABLE = {
    "workspace": {"configuration": True, "didChangeConfiguration": {}},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True}},
        "publishDiagnostics": {},
        "hover": {"contentFormat": ["markdown"]},
    },
}
