"""What the audit log keeps of documents."""

from heed.platform.audit_log.types import event


@event("document.brought_in")
class DocumentBroughtIn:
    """Brought in a document of {size} bytes (SHA-256 {sha256})."""

    size: int
    sha256: str


@event("document.read")
class DocumentRead:
    """Looked at page {page} of a document."""

    page: int


@event("document.reading_kept")
class ReadingKept:
    """Kept what {reader} read from a document: {recommendations} recommendations proposed."""

    reader: str
    recommendations: int


@event("document.file_taken")
class FileTaken:
    """Downloaded the document's file."""
