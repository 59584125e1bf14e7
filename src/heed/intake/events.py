"""What the audit log keeps of bringing in."""

from heed.platform.audit_log.types import event


@event("import.begun")
class ImportBegun:
    """Began to bring in the document {document}."""

    document: str


@event("import.read")
class ImportRead:
    """Read the document: {proposals} proposals."""

    proposals: int


@event("import.failed")
class ImportFailed:
    """Could not read the document ({code})."""

    code: str


@event("proposal.decided")
class ProposalDecided:
    """Decided on {proposals} proposals: {decision}."""

    proposals: int
    decision: str


@event("proposal.corrected")
class ProposalCorrected:
    """Corrected the proposal {proposal}."""

    proposal: str


@event("proposal.added")
class ProposalAdded:
    """Added a {kind} that the reader had missed."""

    kind: str


@event("import.accepted")
class ImportAccepted:
    """Put {recommendations} recommendations, {responses} answers, {actions} actions and {findings} findings into the
    register."""

    recommendations: int
    responses: int
    actions: int
    findings: int = 0


@event("import.asked_again")
class ImportAskedAgain:
    """Asked for the document {document} to be read again."""

    document: str


@event("proposal.split")
class ProposalSplit:
    """Split a proposal into {pieces}."""

    pieces: int


@event("proposal.joined")
class ProposalJoined:
    """Joined two proposals."""


@event("proposal.moved")
class ProposalMoved:
    """Moved a proposal in the order (down: {down})."""

    down: bool


@event("sheet.begun")
class PlanSheetBegun:
    """Chose the file of a plan to bring in ({size} bytes, SHA-256 {sha256})."""

    size: int
    sha256: str


@event("sheet.understood")
class PlanSheetUnderstood:
    """Said what {columns} columns of a plan's file are for."""

    columns: int


@event("sheet.accepted")
class PlanSheetAccepted:
    """Brought in {actions} actions of a plan's file; {here} rows were here already, {left_out} had errors."""

    actions: int
    here: int
    left_out: int


@event("sheet.dropped")
class PlanSheetDropped:
    """Left a plan's file: nothing of it came in."""


@event("sheet.undone")
class PlanSheetUndone:
    """Took {actions} actions of a plan's file out of the plan again; nothing had been built on them."""

    actions: int


@event("import.undone")
class ImportUndone:
    """Took {recommendations} recommendations, {actions} actions and {findings} findings out of the register again."""

    recommendations: int
    actions: int
    findings: int = 0


@event("import.withdrawn")
class ImportWithdrawn:
    """Withdrew an import with its document."""


@event("import.withdrawn_records_stay")
class ImportWithdrawnRecordsStay:
    """Withdrew a document whose records stay in the register."""


@event("import.put_back")
class ImportPutBack:
    """Put a withdrawn import back with its document."""


@event("import.caught_up")
class ImportCaughtUp:
    """Made the records that Heed makes today of an earlier document: {findings} findings and {links} links."""

    findings: int
    links: int
