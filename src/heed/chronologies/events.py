"""What the audit log keeps of chronologies."""

from heed.platform.audit_log.types import event


@event("chronology.opened")
class ChronologyOpened:
    """Opened the review's chronology: agencies may enter theirs."""


@event("chronology.days_chosen")
class DaysChosen:
    """Chose after how many days without a sighting ({gap}) or an entry ({silence}) a gap is proposed."""

    gap: int
    silence: int


@event("chronology.looked_through")
class LookedThrough:
    """Heed looked through the whole: {found} gaps, differing records and duplicates, {new} of them new."""

    found: int
    new: int


@event("chronology.taken_away")
class ChronologyTaken:
    """Took the chronology away as {form}: {entries} entries, with {names}."""

    form: str
    entries: int
    names: str


@event("chronology.names_shown")
class NamesShown:
    """Was shown the chronology with people's own names."""


@event("chronology.file_sent")
class FileSent:
    """Sent a file of {size} bytes (SHA-256 {sha256}) for the agency {agency}."""

    agency: str
    size: int
    sha256: str


@event("chronology.file_understood")
class FileUnderstood:
    """Said what {columns} columns of an agency's file are."""

    columns: int


@event("chronology.file_brought_in")
class FileBroughtIn:
    """Brought in an agency's file: {new} new entries, {same} that were here, {replaced} of earlier files replaced."""

    new: int
    same: int
    replaced: int


@event("chronology.file_undone")
class FileUndone:
    """Undid an agency's file: {withdrawn} entries taken out, {back} put back."""

    withdrawn: int
    back: int


@event("chronology.file_left")
class FileLeft:
    """Left an agency's file: nothing of it came in."""


@event("chronology.entry_added")
class EntryAdded:
    """Entered an event for the agency {agency}."""

    agency: str


@event("chronology.entry_changed")
class EntryChanged:
    """Changed {fields} of an entry."""

    fields: str


@event("chronology.entry_withdrawn")
class EntryWithdrawn:
    """Took an entry out of the chronology."""


@event("chronology.sign_decided")
class SignDecided:
    """Decided what the chronology shows ({kind}): {decision}."""

    kind: str
    decision: str


@event("chronology.mark_made")
class MarkMade:
    """Hung a mark on an event: {kind}."""

    kind: str


@event("chronology.mark_withdrawn")
class MarkWithdrawn:
    """Took a mark off an event."""


@event("pseudonym.made")
class PseudonymMade:
    """Added a pseudonym for {kind}, and sealed whom it stands for."""

    kind: str


@event("pseudonym.sealed")
class PseudonymSealed:
    """Changed the sealed names that a pseudonym stands for."""


@event("pseudonym.opened")
class PseudonymOpened:
    """Was shown whom a pseudonym stands for."""
