"""Bad connections, on loopback: one that never answers, and one that is cut at a given byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

LOOPBACK = "127.0.0.1"
LONGEST = 60.0  # seconds that a connection may lie idle, so that no thread stays


class _Listener:
    """A port on loopback that takes connections until its `with` ends."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._stopped = threading.Event()
        self.connections = 0  # how many there were
        self._socket = socket.create_server((LOOPBACK, 0))
        self._socket.settimeout(0.05)
        self.port: int = self._socket.getsockname()[1]

    def __enter__(self) -> Self:
        self._begin(self._listen)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._stopped.set()
        self.cut()
        for thread in self._threads:
            thread.join(10)
        assert not any(thread.is_alive() for thread in self._threads)

    def _begin(self, work: Callable[..., None], *arguments: object) -> threading.Thread:
        thread = threading.Thread(target=work, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()
        return thread

    def _listen(self) -> None:
        with self._socket:
            while not self._stopped.is_set():
                try:
                    client, _ = self._socket.accept()
                except TimeoutError:
                    continue
                self.connections += 1
                self._hold(client)
                self._begin(self._serve, client)
        self.cut()

    def _hold(self, one: socket.socket) -> None:
        with self._lock:
            self._open.add(one)

    def _drop(self, *ours: socket.socket) -> None:
        with self._lock:
            for one in ours:
                self._open.discard(one)
                one.close()

    def _serve(self, client: socket.socket) -> None:
        raise NotImplementedError

    def cut(self) -> None:
        """Break every connection that is open now. Who connects anew gets through."""
        with self._lock:
            for one in self._open:
                _shut(one)


class Silent(_Listener):
    """Takes connections and whatever they send, and never answers."""

    def _serve(self, client: socket.socket) -> None:
        client.settimeout(LONGEST)
        try:
            while client.recv(65536):
                pass
        except OSError:
            pass
        self._drop(client)


class Proxy(_Listener):
    """Passes everything on to a port and back.

    cut_after: so many more bytes pass, both ways together, or only those that are `counted`
    ("sent" to the target, or "answered" by it); then every connection is cut, once. To be cut
    again, set it again.
    """

    def __init__(self, target: int, cut_after: int | None = None, counted: str = "") -> None:
        assert counted in {"", "sent", "answered"}
        super().__init__()
        self._target = target
        self.counted = counted
        self.cut_after = cut_after
        self.mute = False  # while it holds, what the target answers is lost
        self.sent = 0  # bytes that reached the target
        self.answered = 0  # bytes that came back

    def _serve(self, client: socket.socket) -> None:
        try:
            target = socket.create_connection((LOOPBACK, self._target), timeout=LONGEST)
        except OSError:  # nobody is there: what connects to us must notice
            self._drop(client)
            return
        self._hold(target)
        client.settimeout(LONGEST)
        back = self._begin(self._pass_on, target, client, "answered")
        self._pass_on(client, target, "sent")
        back.join()
        self._drop(client, target)

    def _pass_on(self, source: socket.socket, other: socket.socket, way: str) -> None:
        """Pass on what one of the two sends, until it ends, is cut or lies idle too long."""
        last = False
        try:
            while not last and (data := source.recv(65536)):
                allowed, last = self._allowed(way, data)
                if not (way == "answered" and self.mute):
                    other.sendall(allowed)
        except OSError:
            pass
        if last:
            self.cut()
        _shut(source)
        _shut(other)

    def _allowed(self, way: str, data: bytes) -> tuple[bytes, bool]:
        """What of it may pass, and whether the connection ends there. The bytes are counted."""
        with self._lock:
            last = False
            if self.cut_after is not None and self.counted in {"", way}:
                data = data[: self.cut_after]
                self.cut_after -= len(data)
                last = self.cut_after == 0
                self.cut_after = None if last else self.cut_after
            setattr(self, way, getattr(self, way) + len(data))
            return data, last


def _shut(one: socket.socket) -> None:
    try:
        one.shutdown(socket.SHUT_RDWR)
    except OSError:
        return
