"""What follows from values about those who carry a review out: attendance, and whom the method still lacks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from heed.reviews.types.people import THERE, Attended, Seat


def attendance(meetings: Sequence[Sequence[Seat]]) -> list[Attended]:
    """How each agency attends, by name. `meetings` are the newest first; an agency with several seats was there when
    anybody of it was, and is not counted at a meeting where it had no seat."""
    agencies = sorted({seat.agency for meeting in meetings for seat in meeting})
    found = []
    for agency in agencies:
        came = [
            any(seat.came in THERE for seat in meeting if seat.agency == agency)
            for meeting in meetings
            if any(seat.agency == agency for seat in meeting)
        ]
        missed = came.index(True) if True in came else len(came)
        found.append(Attended(agency, len(came), sum(came), missed))
    return found


def still_lacks(needed: Mapping[str, int], filled: Iterable[str]) -> dict[str, int]:
    """How many of each role are still to be appointed."""
    held = list(filled)
    lacks = {role: number - held.count(role) for role, number in needed.items()}
    return {role: number for role, number in lacks.items() if number > 0}
