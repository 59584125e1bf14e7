"""What can be approved together, and what an approval looks like to those who read it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any

ANSWERED_FOR = "answered_for"
"""What people are told of whose seat somebody else wrote an answer down for."""


class How(StrEnum):
    """By what an approval was given."""

    SIGNED = "signed"
    LINK = "link"
    MINUTED = "minuted"


class State(StrEnum):
    """Where a joint approval stands; derived, never typed. `REFUSED`: at least one partner said no."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class ForApproval:
    """What is approved, as it is at this moment. `sha256` is of the exact bytes of `file`, or else of `words`.

    `case_ref` is the case that it belongs to: the approval is seen by whoever sees the case.
    """

    title: str
    words: str
    sha256: str
    href: str
    case_ref: str = ""
    file: Path | None = None
    file_name: str = ""


def _nothing(ref: str, approved: bool, at: datetime) -> None:
    """Most kinds store nothing of their own."""


def _nobody(ref: str) -> Mapping[int, str]:
    """Of most kinds nobody is kept from approving."""
    return {}


def _ready(actor: Any, ref: str) -> None:
    """Most kinds can be put to those who decide at any time."""


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """A kind of record that can be approved together; a room registers its own at start-up.

    `find` gives, for an actor and a public id, what is approved, or raises `NotVisible`. `of_case` gives the public
    ids of a case's records of this kind, for everybody: their approvals move with the case. `decisions` are the
    decisions of `rules/decisions.yaml` that can be taken about one. `settled` is called in the same transaction
    whenever an approval is given, withdrawn or superseded, with the record's public id, whether what stands now is
    approved by all, and the moment: a room that stores a state by it writes it there. `not_by` gives, for a public id,
    the people by key who recommended it, with their names: whoever recommends does not decide.
    `ready` raises `NotNow`, for an actor and a public id, while a record cannot be put to those who decide yet.
    """

    name: str
    decisions: tuple[str, ...]
    find: Callable[[Any, str], ForApproval]
    of_case: Callable[[str], Iterable[str]]
    settled: Callable[[str, bool, datetime], None] = _nothing
    not_by: Callable[[str], Mapping[int, str]] = _nobody
    ready: Callable[[Any, str], None] = _ready


KINDS: dict[str, ApprovalKind] = {}
"""Every registered kind by its name."""


def register_kind(kind: ApprovalKind) -> None:
    """Called by a room at start-up."""
    KINDS[kind.name] = kind


@dataclass(frozen=True, slots=True)
class Given:
    """One approval, or refusal, of one partner, by name and date. `how` says what it rests on."""

    ref: str
    name: str
    post: str
    agrees: bool
    on: date
    how: How
    meeting: str
    words: str
    recorded_by: str
    recorded_at: datetime
    sha256: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str = ""
    withdrawn_why: str = ""
    code_by: str = ""
    """Who made the code of a link, where that was not whoever made the link."""


@dataclass(frozen=True, slots=True)
class SeatView:
    """One of those who must approve: which partner, which agency, what they said (`given`; None: waited for) and
    what they said before and took back."""

    ref: str
    name: str
    agency: str
    given: Given | None
    earlier: tuple[Given, ...]


@dataclass(frozen=True, slots=True)
class JointView:
    """A joint approval with all that was said. `current` says whether the record is still exactly what was put to
    the partners; `is_file` whether that is a file rather than `words`; `by` who decides, in words; `edition` the
    guidance that says so."""

    ref: str
    kind: str
    subject_ref: str
    decision: str
    decision_words: str
    title: str
    words: str
    sha256: str
    href: str
    decided_on: date
    edition: str
    by: str
    opened_by: str
    opened_at: datetime
    state: State
    current: bool
    is_file: bool
    seats: tuple[SeatView, ...]
    ended_at: datetime | None = None
    ended_by: str = ""
    ended_why: str = ""

    @property
    def approved(self) -> bool:
        """Approved by all, and still about exactly what the record says."""
        return self.state == State.APPROVED and self.current

    @property
    def waits_for(self) -> tuple[SeatView, ...]:
        return tuple(seat for seat in self.seats if seat.given is None)
