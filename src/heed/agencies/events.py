"""What the audit log keeps of agencies."""

from heed.platform.audit_log.types import event


@event("agency.added")
class AgencyAdded:
    """Added an agency of the kind {kind}."""

    kind: str


@event("agency.changed")
class AgencyChanged:
    """Changed an agency ({what})."""

    what: str


@event("agency.name_met")
class NameMet:
    """Said which agency a name met in documents means: {records} records."""

    records: int


@event("agency.name_set_aside")
class NameSetAside:
    """Said that a name met in documents is no agency."""


@event("agency.name_put_back")
class NamePutBack:
    """Put back a name met in documents that was said to be no agency."""


@event("agency.merged")
class AgencyMerged:
    """Merged an agency into {into}: {records} records."""

    into: str
    records: int


@event("agency.merge_undone")
class AgencyMergeUndone:
    """Undid the merge of an agency into {into}: {records} records are its own again."""

    into: str
    records: int
