"""What is written down about keeping Heed safe. Each goes into the log of every partnership that is kept here."""

from __future__ import annotations

from heed.platform.audit_log.types import event


@event("backup.made")
class BackupMade:
    """Backed everything up: {rows} rows and {files} files."""

    rows: int
    files: int


@event("backup.asked_for")
class BackupAskedFor:
    """Asked Heed to back everything up."""


@event("backup.failed")
class BackupFailed:
    """Could not back everything up."""

    why: str


@event("archive.taken")
class ArchiveTaken:
    """Took the whole archive away in open formats: {rows} rows and {files} files."""

    rows: int
    files: int


@event("copy.scrubbed")
class CopyScrubbed:
    """Made a copy for testing without anybody's words or names: {rows} rows and {files} files."""

    rows: int
    files: int
