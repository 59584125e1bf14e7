"""Values of chronologies: what a sign can be, what is made of it, what can be hung on an event."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MOST_IN_PDF = 1_000
"""Entries of a PDF, which is set page by page while somebody waits: some ten seconds."""


class FileState(StrEnum):
    """How far an agency's file is."""

    OPEN = "open"
    IN = "in"
    UNDONE = "undone"
    LEFT = "left"


class SignKind(StrEnum):
    """What the machine proposes."""

    GAP = "gap"
    SILENCE = "silence"
    DIFFERING = "differing"
    SEVERAL = "several"


SIGN_TITLES = {
    SignKind.GAP: "Gaps: no recorded sighting of a child",
    SignKind.SILENCE: "Agencies that fall silent",
    SignKind.DIFFERING: "Records that differ",
    SignKind.SEVERAL: "Told by several",
}


class Decision(StrEnum):
    """What a named person makes of a sign."""

    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


class MarkKind(StrEnum):
    """What is hung on an event. A record is asked of the agency, which reads that; the others are the panel's own."""

    NOTE = "note"
    WEAKNESS = "weakness"
    SYSTEM = "system"
    GOOD_PRACTICE = "good_practice"
    RECORD = "record"


FINDINGS = (MarkKind.WEAKNESS, MarkKind.SYSTEM, MarkKind.GOOD_PRACTICE)
MARK_NAMES = {
    MarkKind.NOTE: "Note",
    MarkKind.WEAKNESS: "Finding: weakness",
    MarkKind.SYSTEM: "Finding: system",
    MarkKind.GOOD_PRACTICE: "Finding: good practice",
    MarkKind.RECORD: "The record itself is asked for",
}


class PersonKind(StrEnum):
    """Whom a pseudonym stands for. Gaps between sightings are found for each child."""

    CHILD = "child"
    ADULT = "adult"
    PROFESSIONAL = "professional"
    PLACE = "place"


PERSON_KINDS = {
    PersonKind.CHILD: "A child",
    PersonKind.ADULT: "Somebody of the family",
    PersonKind.PROFESSIONAL: "A professional",
    PersonKind.PLACE: "A place",
}

SIGNIFICANCES = {
    "said": "The agency says why it matters",
    "marked": "A finding is marked on it",
    "signed": "A gap, difference or duplicate touches it",
    "alone": "No other agency tells of it",
    "record": "The record itself is asked for",
}


@dataclass(frozen=True, slots=True)
class EntryFilter:
    """Which entries to show; empty means all. `people` is a pseudonym's public id, `words` any words."""

    agency: str = ""
    people: str = ""
    theme: str = ""
    significance: str = ""
    words: str = ""
    since: date | None = None
    until: date | None = None


ENTRY_LABELS = {
    "date": "Date",
    "time": "Time",
    "event": "What happened",
    "source": "Source of information",
    "people": "Who was there",
    "action": "Action",
    "outcome": "Outcome",
    "significance": "Why it matters",
    "comment": "Comment",
    "child_seen": "Was the child seen?",
    "recorded_by": "Recorded by",
    "recorded_on": "Recorded on",
}
"""What each part of an entry is called, by what a column of a file can be for."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """What is typed for one event, in the agency's own words."""

    written: str
    event: str = ""
    source: str = ""
    time: str = ""
    people: str = ""
    action: str = ""
    outcome: str = ""
    significance: str = ""
    comment: str = ""
    child_seen: str = ""
    recorded_by: str = ""
    recorded_on: str = ""


@dataclass(frozen=True, slots=True)
class Understood:
    """How a file is to be read: what each head is for, and whether its dates put the month first, where said."""

    uses: dict[str, str] = field(default_factory=dict)
    month_first: bool | None = None
