"""What the audit log keeps of documents."""

from heed.platform.audit_log.types import event


@event("document.brought_in")
class DocumentBroughtIn:
    """Brought in a document of {size} bytes (SHA-256 {sha256})."""

    size: int
    sha256: str


@event("document.withdrawn")
class DocumentWithdrawn:
    """Withdrew a document; it can be put back."""


@event("document.put_back")
class DocumentPutBack:
    """Put a withdrawn document back."""


@event("document.erased")
class DocumentErased:
    """Erased the file and the words of a withdrawn document (SHA-256 {sha256}; the bytes are gone: {bytes_gone})."""

    sha256: str
    bytes_gone: bool


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


@event("link.looked_at")
class LinkLookedAt:
    """Said what is behind a link of a document: {state}."""

    state: str


@event("link.checked")
class LinksChecked:
    """Asked the network about {links} links; {dead} lead nowhere."""

    links: int
    dead: int


@event("document.owned")
class DocumentOwned:
    """Said whose a shared document is: {owner}."""

    owner: str


@event("document.adopted")
class DocumentAdopted:
    """Wrote down that an area adopted a shared document on {on}."""

    on: str


@event("document.adoption_ended")
class AdoptionEnded:
    """Wrote down that an area no longer uses a shared document."""
