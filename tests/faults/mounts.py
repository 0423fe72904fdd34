"""Small disks of one's own: full ones, and ones that turn read-only under a process."""

import ctypes
import os
import struct
import subprocess
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from killed import fork

NEW_MOUNTS, NEW_USERS = 0x20000, 0x10000000
BLOCK = 4096
SHUT_DOWN, WITHOUT_ITS_JOURNAL = 0x8004587D, 2  # EXT4_IOC_SHUTDOWN and its flag
FRAIL = "loop,errors=remount-ro"


class Refused(Exception):
    """This system gives nobody a disk of their own, or not this one."""


def on_disk(folder: Path, size: str, call: Callable[[Path], Any], kind: str = "tmpfs") -> Any:
    """Run it in a process that alone sees a new, small disk in this folder; what it returned.

    size: as mount takes it. kind: tmpfs, or ext4 in a file of its own. Skips where the system
    does not allow that.
    """
    if sys.platform != "linux":
        pytest.skip("needs mounts of its own")
    mine, theirs = fork.Pipe()
    child = fork.Process(target=_inside, args=(folder, size, call, kind, theirs))
    child.start()
    theirs.close()
    try:
        how, what = mine.recv()
    except EOFError:
        how, what = "failed", f"it ended with {child.exitcode}"
    child.join()
    if how == "refused":
        pytest.skip(f"no small disk here: {what}")
    assert how == "done", what
    return what


def _inside(folder: Path, size: str, call: Callable[[Path], Any], kind: str, told: Any) -> None:
    try:
        _mount(folder, size, kind)
        told.send(("done", call(folder)))
    except Refused as why:
        told.send(("refused", str(why)))
    except BaseException:
        told.send(("failed", traceback.format_exc()))


def _mount(folder: Path, size: str, kind: str) -> None:
    libc, user = ctypes.CDLL(None, use_errno=True), os.geteuid()
    if libc.unshare(NEW_MOUNTS | (NEW_USERS if user else 0)):
        raise Refused(os.strerror(ctypes.get_errno()))
    if user:  # root within it, as far as its own mounts go
        Path("/proc/self/uid_map").write_text(f"0 {user} 1")
    _run("mount", "--make-rprivate", "/")
    folder.mkdir(exist_ok=True)
    if kind == "tmpfs":
        _run("mount", "-t", "tmpfs", "-o", f"size={size},mode=700", "none", str(folder))
        return
    image = str(folder.with_suffix(".img"))
    _run("truncate", "-s", size, image)
    _run("mkfs.ext4", "-q", "-m", "0", image)
    _run("mount", "-o", FRAIL, image, str(folder))


def _run(*words: str) -> None:
    try:
        subprocess.run(words, check=True, capture_output=True)
    except FileNotFoundError as error:
        raise Refused(f"there is no {words[0]}") from error
    except subprocess.CalledProcessError as error:
        raise Refused(error.stderr.decode().strip()) from error


def read_only(folder: Path, on: bool = True) -> None:
    """Remount a disk that nobody writes to just now."""
    _run("mount", "-o", f"remount,{'ro' if on else 'rw'}", str(folder))


def fails(folder: Path) -> None:
    """Let an ext4 disk find an error in itself: it goes read-only under whoever writes."""
    device = folder.stat().st_dev
    name = Path(f"/sys/dev/block/{os.major(device)}:{os.minor(device)}").resolve().name
    Path(f"/sys/fs/ext4/{name}/trigger_fs_error").write_text("1")


def cut_power(folder: Path) -> None:
    """Stop an ext4 disk: what was not written through until now never reaches it."""
    import fcntl

    opened = os.open(folder, os.O_RDONLY)
    try:
        fcntl.ioctl(opened, SHUT_DOWN, struct.pack("I", WITHOUT_ITS_JOURNAL))
    except OSError as error:
        raise Refused(f"ext4 cannot be shut down: {error.strerror}") from error
    finally:
        os.close(opened)


def mend(folder: Path) -> None:
    """Take an ext4 disk out, let it be mended, and put it in again."""
    image = str(folder.with_suffix(".img"))
    _run("umount", str(folder))
    subprocess.run(["e2fsck", "-fy", image], capture_output=True, check=False)  # 1: it mended
    _run("mount", "-o", FRAIL, image, str(folder))


def fill(folder: Path, blocks: int) -> Path:
    """Fill a disk but for so many blocks; the file that takes the room."""
    filler = folder / "filler"
    stat = os.statvfs(folder)
    room = stat.f_bavail * stat.f_frsize // BLOCK
    with filler.open("wb") as out:
        for _ in range(room - blocks):
            out.write(bytes(BLOCK))
        out.flush()
        os.fsync(out.fileno())
    return filler
