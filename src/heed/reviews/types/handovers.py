"""Handing a case over, as values."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class HandoverState(StrEnum):
    """How far a handover is."""

    OFFERED = "offered"
    RECEIVED = "received"
    DECLINED = "declined"
    TAKEN_BACK = "taken_back"


class Destination(StrEnum):
    """To whom a case can go; in a form with what it is, as "area:Northside"."""

    AREA = "area"
    PARTNERSHIP = "partnership"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True)
class Offer:
    """To whom a case is to go, why, and what passes. `to` is an area's name, a partnership's public id, or the name of
    a body elsewhere; `files` are attachments by public id."""

    kind: str
    to: str
    why: str
    stays: str = ""
    files: tuple[str, ...] = field(default=())
