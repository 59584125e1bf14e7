"""What follows from a chronology's values without a database: its order, and by what a row or a sign is known again."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from heed.kit.chronology import Entry, When

ENTRY_TEXTS = (
    "event", "source", "people", "action", "outcome", "significance", "comment", "child_seen", "recorded_by",
)  # fmt: skip
LONGEST_SHORT = {"child_seen": 100, "recorded_by": 200}
_DAY = 24 * 60


def order_key(when: When | None) -> str:
    """A text that sorts as `When.order` does; what has no date stands last."""
    if when is None:
        return "9999-99-99"
    begins = _DAY if when.begins is None else when.begins
    ends = _DAY if when.ends is None else when.ends
    length = (when.latest - when.earliest).days
    return f"{when.earliest.isoformat()} {not when.is_sure:d} {length:05} {when.begins is None:d} {begins:04} {ends:04}"


def same_key(entry: Entry) -> str:
    """By what one agency's row is known when it comes again: its day and time, and its words."""
    when = entry.when
    day = (
        f"{when.earliest} {when.latest} {when.begins} {when.ends} {when.uncertain}"
        if when
        else " ".join(entry.written.split())
    )
    said = (entry.event, entry.source, entry.people, entry.action, entry.outcome, entry.significance)
    return _hash(day, *(" ".join(words.split()) for words in said))


def sign_key(kind: str, refs: Sequence[str], *said: str) -> str:
    """By what a sign is known when it is found again: the entries that it is about, whatever their order."""
    return _hash(kind, *sorted(refs), *said)


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()


def fold_word(word: str) -> str:
    """A pseudonym as it is compared: "child  k" is "Child K"."""
    return " ".join(word.split()).casefold()[:80]
