"""What a backup is closed with: a passphrase that a person knows, or a key in a file.

Both end in an age identity (age-encryption.org), so that a backup can be opened without Heed. A passphrase protects an
identity that is made for the one backup and stands in it, locked; a key file holds an identity itself.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import pyrage

from heed.platform.safekeeping.disk import sync_folder
from heed.platform.safekeeping.types import Damaged, SafekeepingRefused

SHORTEST_PASSPHRASE = 12
_WRONG = (
    "This backup does not open with that {what}. "
    "Either it is not the one it was closed with, or the file is damaged."
)


@dataclass(frozen=True, slots=True)
class Key:
    """Give one of the two."""

    passphrase: str = ""
    identity: str = ""

    def lock(self) -> tuple[pyrage.x25519.Recipient, bytes]:
        """Whom to encrypt for, and the locked identity that goes into the backup (empty with a key file)."""
        if self.identity:
            return pyrage.x25519.Identity.from_str(self.identity).to_public(), b""
        if len(self.passphrase) < SHORTEST_PASSPHRASE:
            raise SafekeepingRefused(f"Choose a passphrase of at least {SHORTEST_PASSPHRASE} letters.")
        made = pyrage.x25519.Identity.generate()
        return made.to_public(), pyrage.passphrase.encrypt(str(made).encode(), self.passphrase)

    def unlock(self, locked: bytes) -> pyrage.x25519.Identity:
        """The identity that opens the backup. Raises `Damaged`, or says which kind of key is wanted."""
        if bool(locked) != bool(self.passphrase):
            wanted = "a passphrase" if locked else "a key file"
            raise SafekeepingRefused(f"This backup was closed with {wanted}.")
        try:
            held = pyrage.passphrase.decrypt(locked, self.passphrase).decode() if locked else self.identity
            return pyrage.x25519.Identity.from_str(held)
        except (pyrage.DecryptError, pyrage.IdentityError, UnicodeDecodeError, OSError) as problem:
            raise Damaged(self.wrong) from problem

    @property
    def wrong(self) -> str:
        return _WRONG.format(what="passphrase" if self.passphrase else "key")


def key_from_file(path: Path) -> Key:
    """The key of a file that `make_key_file` wrote."""
    try:
        lines = path.read_text(encoding="ascii").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise SafekeepingRefused(f"There is no key in {path}.") from problem
    identity = next((line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")), "")
    try:
        pyrage.x25519.Identity.from_str(identity)
    except pyrage.IdentityError as problem:
        raise SafekeepingRefused(f"There is no key in {path}.") from problem
    return Key(identity=identity)


def make_key_file(path: Path) -> Key:
    """A new key, in a file that only its owner reads. Refused where there is a file already: it may be the only one."""
    identity = str(pyrage.x25519.Identity.generate())
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as problem:
        raise SafekeepingRefused(
            f"{path} is there already, and may be the only key to earlier backups."
        ) from problem
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write("# The key to Heed's backups. Whoever has it can read them; without it nobody can.\n")
        file.write(f"{identity}\n")
        file.flush()
        os.fsync(file.fileno())
    sync_folder(path.parent)
    return Key(identity=identity)


def key_file(path: Path) -> Key:
    """The key in this file, made where there is none yet."""
    return key_from_file(path) if path.exists() else make_key_file(path)
