"""Taking the file system from the limited process, by the kernel where it can: Landlock, Linux 5.13 and later.

What may still be read is the program itself: Python, the libraries, Heed's code and the rules. Not the data
folder, not other people's folders, not `/proc`, where other processes' settings stand. Nothing may be written.
Where the kernel offers no Landlock, Python's own opening of files is refused all the same, but native code
could still open them: `confinement` says so, and `heed doctor` tells the administrator.
"""

from __future__ import annotations

import ctypes
import os
import struct
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from heed.kit.reading.rules import rules_folder

_CREATE_RULESET: Final = 444
_ADD_RULE: Final = 445
_RESTRICT_SELF: Final = 446
_NO_NEW_PRIVILEGES: Final = 38
_ABI: Final = 1  # the flag that asks for the version
_BENEATH: Final = 1

_EXECUTE, _WRITE, _READ_FILE, _READ_FOLDER = 1, 2, 4, 8
_FILE_RIGHTS_BY_ABI: Final = {1: 13, 2: 14, 3: 15, 4: 15, 5: 16}
"""How many rights over files each version of Landlock knows: rights are bits from 0 up."""
_FIRST_WITH_NETWORK: Final = 4
_FIRST_WITH_SCOPES: Final = 6

_ALWAYS: Final = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/local/lib",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/share/zoneinfo",
    "/dev/null",
    "/dev/urandom",
    "/proc/cpuinfo",
    "/proc/meminfo",
    "/sys/devices/system/cpu",
)
"""What the system's own libraries look at."""


confinement: dict[str, bool] = {"memory": False, "network": False, "files": False}
"""What the system itself, and not only Python, has taken from this process."""


def how_confined() -> dict[str, bool]:
    """In the limited process: whether the system limits its memory, gives it no network and no files."""
    return dict(confinement)


def readable(also: Iterable[str | Path] = ()) -> tuple[Path, ...]:
    """What the limited process may read: the program, and what is named in `also`."""
    code = [Path(each) for each in sys.path if each and is_code(Path(each))]
    wanted = [Path(sys.prefix), Path(sys.base_prefix) / "lib", rules_folder().parent, *code]
    wanted += [Path(each) for each in (*_ALWAYS, *also)]
    return tuple(dict.fromkeys(each.resolve() for each in wanted if each.exists()))


def is_code(folder: Path) -> bool:
    """A place of modules: Python's own, a library's or Heed's. Never a folder that only holds such a place."""
    own = Path(__file__).resolve().parents[3]
    return folder.resolve() == own or "python" in folder.name or folder.name.endswith("-packages")


def landlock_version() -> int:
    """What the kernel offers; 0 where it has no Landlock or does not let us ask."""
    return max(0, int(_system().syscall(_CREATE_RULESET, None, 0, _ABI))) if sys.platform == "linux" else 0


def close_files(paths: Iterable[Path]) -> bool:
    """From here on this process, and whatever it starts, may read beneath these paths only and write nowhere.

    True where the kernel holds it to that. It cannot be undone.
    """
    version = landlock_version()
    if not version:
        return False
    rights = (1 << _FILE_RIGHTS_BY_ABI.get(version, 16)) - 1
    handled = [rights]
    if version >= _FIRST_WITH_NETWORK:
        handled.append(0b11)  # to bind to a port, and to connect to one
    if version >= _FIRST_WITH_SCOPES:
        handled.append(0b11)  # abstract sockets and signals of processes outside
    attributes = struct.pack(f"={len(handled)}Q", *handled)
    system = _system()
    ruleset = system.syscall(_CREATE_RULESET, attributes, len(attributes), 0)
    if ruleset < 0:
        return False
    try:
        for path in paths:
            _allow(system, ruleset, path)
        system.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(system.syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(system: ctypes.CDLL, ruleset: int, path: Path) -> None:
    allowed = _READ_FILE | (_EXECUTE | _READ_FOLDER if path.is_dir() else 0)
    try:
        descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        system.syscall(_ADD_RULE, ruleset, _BENEATH, struct.pack("=Qi", allowed, descriptor), 0)
    finally:
        os.close(descriptor)


def _system() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
