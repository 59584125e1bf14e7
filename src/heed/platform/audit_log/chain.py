"""What an event's canonical bytes are, and how links follow one another. No database is touched here.

An event's bytes are its fields as text, separated by the character U+001F, which none of them can hold: the time in
UTC with six decimals, partnership, person, membership, on whose behalf, roles, agency, kind, subject, result, and
the facts and shown records as canonical JSON. The databases put them together (`canonical_sql`), so that a million
rows are read at the speed of reading; `content_of` is SHA-256 over them, and `follow` over the link before.
"""

from __future__ import annotations

import hashlib

SEPARATOR = "\x1f"
_PARTS = (
    "partnership_id",
    "actor_ref",
    "membership_id",
    "on_behalf_ref",
    "roles",
    "agency_ref",
    "kind",
    "subject_kind",
    "subject_ref",
    "result",
    "facts",
    "shown",
)


def content_of(canonical: str) -> str:
    """The hash of an event's canonical text, in hexadecimal."""
    return hashlib.sha256(canonical.encode()).hexdigest()


def first_hash(partnership_id: int) -> str:
    """What a partnership's first link follows."""
    return hashlib.sha256(f"Heed audit log 1, partnership {partnership_id}".encode()).hexdigest()


def follow(before: str, sequence: int, content: str) -> str:
    """The hash of the link with this sequence and content after the link whose hash is `before`."""
    return hashlib.sha256(f"{before}:{sequence}:{content}".encode()).hexdigest()


def canonical_sql(vendor: str, *, event: str = "e") -> str:
    """An SQL expression for the canonical text of the event under this alias; NULL where there is no such event."""
    if vendor == "postgresql":
        at = f"to_char({event}.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')"
        separator, text = "chr(31)", "::text"
    else:
        at = f"CASE WHEN length({event}.at) = 19 THEN {event}.at || '.000000' ELSE {event}.at END"
        separator, text = "char(31)", ""
    parts = [f"coalesce({event}.{name}{text}, '')" for name in _PARTS]
    return f" || {separator} || ".join([f"({at})", *parts])
