"""What a backup is made of, and the two ways in which one can be no good."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

FORMAT = 1
"""Of the archive. A later Heed opens earlier formats; an earlier Heed names the one it does not know."""


BACKUP_NOW = "safekeeping.backup"
NOW = "now"
"""What a job for a backup is about."""


class SafekeepingRefused(Exception):
    """A backup, restore or move that is not carried out; the message is a sentence for the person."""


class Damaged(SafekeepingRefused):
    """The archive is not what Heed wrote, or the key is not the one it was closed with."""


@dataclass(frozen=True, slots=True)
class TableKept:
    """A table in an archive. `sha256` is of its canonical lines, the same whichever database they came from."""

    rows: int
    sha256: str
    next_id: int
    """The number that the table's next row gets; 0 for a table that does not number its rows. Numbers of rows that
    are gone are not given out again, because the audit log still names them."""


@dataclass(frozen=True, slots=True)
class FileKept:
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """The archive's own list of what must be in it."""

    made_at: str
    heed: str
    database: str
    migrations: Sequence[tuple[str, str]]
    tables: Mapping[str, TableKept]
    files: Mapping[str, FileKept]
    missing: Sequence[str] = ()
    """Files that a record names and that were not in the data folder: the archive is whole, the data folder is not."""
    format: int = FORMAT

    @property
    def rows(self) -> int:
        return sum(each.rows for each in self.tables.values())

    @property
    def bytes_of_files(self) -> int:
        return sum(each.size for each in self.files.values())

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Manifest:
        """Raises `Damaged` for what is no manifest, or one of a format that this Heed does not know."""
        try:
            if given["format"] > FORMAT:
                raise Damaged(
                    "This backup was made by a newer Heed. Install that version and restore with it."
                )
            return cls(
                made_at=given["made_at"],
                heed=given["heed"],
                database=given["database"],
                migrations=[(app, name) for app, name in given["migrations"]],
                tables={name: TableKept(**each) for name, each in given["tables"].items()},
                files={name: FileKept(**each) for name, each in given["files"].items()},
                missing=given["missing"],
                format=given["format"],
            )
        except (KeyError, TypeError, ValueError) as problem:
            raise Damaged("The list of what this backup holds cannot be read.") from problem


@dataclass(frozen=True, slots=True)
class Done:
    """What a backup, a restore or a move came to, in figures."""

    manifest: Manifest
    seconds: float
    sha256: str = ""
    size: int = 0
    notes: Sequence[str] = field(default_factory=tuple)
