"""Entries and signs in words, with names or with pseudonyms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from heed.chronologies.models import Entry, Mark, Sign
from heed.chronologies.queries.entries import when_of
from heed.chronologies.types import FINDINGS, MARK_NAMES, Decision, MarkKind, SignKind
from heed.kit.chronology import Glossary, dated, timed
from heed.platform.ui.wording import count, day, words

COLOURS = 8


@dataclass(frozen=True, kw_only=True)
class Said:
    """A part of an entry beneath what happened: its label and its words."""

    label: str
    words: str


@dataclass(frozen=True, kw_only=True)
class MarkLine:
    """Something hung on an event."""

    ref: str
    kind: str
    theme: str
    words: str
    by: str
    is_finding: bool


@dataclass(frozen=True, kw_only=True)
class EventLine:
    """An entry in the chronology. `colour` is its agency's, `written` the date as written where it says more than the
    one understood. `before` stands above it: gaps that end here."""

    ref: str
    href: str
    date: str
    time: str
    written: str
    agency: str
    colour: int
    source: str
    event: str
    parts: tuple[Said, ...]
    marks: tuple[MarkLine, ...]
    flags: tuple[str, ...]
    before: tuple[str, ...]
    recorded: str
    cut: bool


_PARTS = (
    ("people", "Who"),
    ("action", "Action"),
    ("outcome", "Outcome"),
    ("significance", "Why it matters"),
    ("comment", "Comment"),
)
_LONG = 1200
"""Letters of an event that a list shows; the entry's own page has all of them."""


class Words:
    """How entries are read on one page: with names or pseudonyms, and with each agency's colour."""

    def __init__(self, glossary: Glossary, *, names: bool, agencies: Mapping[int, int]) -> None:
        self.glossary, self.names, self.agencies = glossary, names, agencies

    def of(self, text: str) -> str:
        """A text as it is shown here."""
        return text if self.names else self.glossary.hide(text)

    def colour(self, agency_id: int) -> int:
        return self.agencies.get(agency_id, 0) % COLOURS + 1

    def event_line(
        self, row: Entry, signs: Sequence[Sign] = (), others: Mapping[str, Entry] | None = None
    ) -> EventLine:
        """One entry; `signs` are those that touch it, `others` the entries that they name."""
        event = self.of(row.event)
        return EventLine(
            ref=row.public_id,
            href=reverse("chronologies:entry", args=[row.public_id]),
            date=date_of(row),
            time=timed(when_of(row)),
            written=self.of(written_beside(row)),
            agency=row.agency.name,
            colour=self.colour(row.agency_id),
            source=self.of(row.source) or "No source is given",
            event=event if len(event) <= _LONG else f"{event[:_LONG].rsplit(' ', 1)[0]} …",
            parts=tuple(
                Said(label=label, words=self.of(getattr(row, name))[:_LONG])
                for name, label in _PARTS
                if getattr(row, name)
            ),
            marks=tuple(self.mark_line(each) for each in row.marks.all()),
            flags=tuple(_flags(row, signs, others or {})),
            before=tuple(sign_sentence(each) for each in signs if _ends_here(each, row)),
            recorded=recorded_words(row, self),
            cut=len(event) > _LONG,
        )

    def mark_line(self, row: Mark) -> MarkLine:
        """Something hung on an event."""
        return MarkLine(
            ref=row.public_id,
            kind=MARK_NAMES[MarkKind(row.kind)],
            theme=row.theme,
            words=self.of(row.words),
            by=f"{row.made_by.name}, {row.made_for}, {day(row.made_at)}",
            is_finding=row.kind in FINDINGS,
        )


def date_of(row: Entry) -> str:
    """The day or days as a reader sees them; "" where none was understood."""
    return dated(when_of(row))


def written_beside(row: Entry) -> str:
    """The date as written, where it is not simply the day that was understood."""
    when = when_of(row)
    if when is None:
        return row.written or "no date"
    plain_day = when.is_sure and any(sign in row.written for sign in "/.-")
    said = " ".join(row.written.split())
    return "" if plain_day or said in (dated(when), f"{when.earliest:%-d %B %Y}") else said


def recorded_words(row: Entry, said: Words) -> str:
    """By whom it was recorded, when, and how long after the event where that is known."""
    on = day(row.recorded_on)
    after = ""
    if row.recorded_on and row.earliest and row.earliest == row.latest:
        days = (row.recorded_on - row.earliest).days
        after = (
            f", {count(days, 'day')} after"
            if days > 0
            else ", before the event"
            if days < 0
            else ", the same day"
        )
    by = said.of(row.recorded_by)
    if not by and not on:
        return ""
    return f"Recorded{f' by {by}' if by else ''}{f' on {on}' if on else ''}{after}"


def _ends_here(sign: Sign, row: Entry) -> bool:
    return sign.kind in (SignKind.GAP, SignKind.SILENCE) and sign.entries[-1:] == [row.public_id]


def _flags(row: Entry, signs: Sequence[Sign], others: Mapping[str, Entry]) -> list[str]:
    found = []
    for sign in signs:
        agencies = [others[ref].agency.name for ref in sign.entries if ref != row.public_id and ref in others]
        sure = "" if sign.decision == Decision.CONFIRMED else " (proposed)"
        if sign.kind == SignKind.DIFFERING and agencies:
            found.append(f"Differs from {_listed(agencies)}: {sign.what}{sure}")
        if sign.kind == SignKind.SEVERAL and agencies:
            found.append(f"Also told by {_listed(agencies)}{sure}")
    return found


def _listed(agencies: Sequence[str]) -> str:
    return words(list(dict.fromkeys(agencies)))


def sign_sentence(sign: Sign) -> str:
    """What a sign says, never more than the records do."""
    if sign.kind == SignKind.GAP:
        of = sign.child or "a child"
        return (
            f"No recorded sighting of {of} for {sign.days} days, {day(sign.first_on)} to {day(sign.last_on)}"
        )
    if sign.kind == SignKind.SILENCE:
        return f"No entry of {sign.agency} for {sign.days} days, {day(sign.first_on)} to {day(sign.last_on)}"
    if sign.kind == SignKind.DIFFERING:
        return f"Two records differ: {sign.what}"
    return f"{count(len(sign.entries), 'record')} seem to tell the same event"


def decided_words(sign: Sign) -> str:
    """Who decided it, when and why; "" while nobody has."""
    if not sign.decision or sign.decided_by is None:
        return ""
    what = "Confirmed" if sign.decision == Decision.CONFIRMED else "Dismissed"
    why = f": {sign.reason}" if sign.reason else ""
    return f"{what} by {sign.decided_by.name}, {day(sign.decided_at)}{why}"
