"""Deciding about a place of a report: take the new words, keep those that stand, leave it out, put it back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db import transaction

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision
from heed.platform.base.versions import take_version
from heed.reports.events import PlaceSettled
from heed.reports.models import Report
from heed.reports.policies import check_can_write
from heed.reports.queries.drafts import hold_report, places_of
from heed.reports.rules import fingerprint
from heed.reports.rules.places import Place, kept
from heed.reports.types import Gap, block_from_data, said_in


class Settled(StrEnum):
    """What is decided about a place."""

    TAKE = "take"
    """The new words; of what the register does not say any more, nothing."""
    KEEP = "keep"
    """The words that stand, although the register says otherwise; of something new, nothing."""
    LEAVE_OUT = "leave_out"
    PUT_BACK = "put_back"


_SAID = {
    Settled.TAKE: "the new words are taken",
    Settled.KEEP: "the words are kept",
    Settled.LEAVE_OUT: "it is left out",
    Settled.PUT_BACK: "it is put back",
}


@transaction.atomic
def settle_place(
    actor: Actor, *, ref: str, key: str, settled: Settled, version: int, at: datetime, why: str = ""
) -> Report:
    """Decide about the place of this key. `version` is the report's as the person saw it; `why` is needed to leave
    something out. What a place said before is kept in the report's history."""
    check_can_write(actor)
    report = hold_report(actor, ref)
    found = places_of(actor, report)
    place = next((each for each in found if each.says.key == key), None)
    if place is None:
        raise NotNow("This place is not in the report any more. Load the page again.")
    if settled is Settled.LEAVE_OUT and not why.strip():
        raise Invalid("Say why it is left out.", fields={"why": "Say why it is left out"})
    blocks = [entry for each in found for entry in _entry(each, report, settled, why, chosen=each is place)]
    taken = take_version(
        report,
        version=version,
        differences=lambda now: [_difference(now.blocks, blocks, key)],
        by="Somebody else",
        among=Report.objects.visible_to(actor),
        blocks=blocks,
    )
    if taken:
        _keep_history(actor, report, place, settled, at)
        happened = PlaceSettled(reference=report.reference, what=_SAID[settled])
        record(actor, happened, subject_kind="report", subject_ref=report.public_id, at=at)
        report.refresh_from_db()
    return report


def _entry(place: Place, report: Report, settled: Settled, why: str, *, chosen: bool) -> list[dict[str, Any]]:
    """What is kept of a place from now on: nothing, or its block."""
    mine = next((each for each in report.blocks if each["says"]["key"] == place.says.key), None)
    if not chosen:
        return [mine] if mine else []
    return _WAYS[settled](place, mine, why)


def _take(place: Place, mine: dict[str, Any] | None, why: str) -> list[dict[str, Any]]:
    if place.gone:
        return []
    return [kept(place.now or place.says)]


def _keep(place: Place, mine: dict[str, Any] | None, why: str) -> list[dict[str, Any]]:
    if place.new:
        return [kept(place.says, out="Not taken up when the register got it")]
    seen = "gone" if place.gone else fingerprint(place.now) if place.now else ""
    return [kept(place.says, out=place.out, seen=seen)]


def _leave_out(place: Place, mine: dict[str, Any] | None, why: str) -> list[dict[str, Any]]:
    return [{**(mine or kept(place.says)), "out": why.strip()[:300]}]


def _put_back(place: Place, mine: dict[str, Any] | None, why: str) -> list[dict[str, Any]]:
    return [{**(mine or kept(place.says)), "out": ""}]


_WAYS: dict[Settled, Callable[..., list[dict[str, Any]]]] = {
    Settled.TAKE: _take,
    Settled.KEEP: _keep,
    Settled.LEAVE_OUT: _leave_out,
    Settled.PUT_BACK: _put_back,
}


def _difference(theirs: list[Any], mine: list[Any], key: str) -> Difference:
    said = (_in_words(theirs, key), _in_words(mine, key))
    return Difference("why", "This place", *said, free=False)


def _in_words(blocks: list[Any], key: str) -> str:
    """What a report says at a place, or why it is left out there."""
    entry = next((each for each in blocks if each["says"]["key"] == key), None)
    if entry is None:
        return "Nothing stands here"
    if entry["out"]:
        return f"Left out: {entry['out']}"
    return " ".join(each.words for each in said_in(block_from_data(entry["says"]))) or "To be written by hand"


def _keep_history(actor: Actor, report: Report, place: Place, settled: Settled, at: datetime) -> None:
    words = " ".join(each.words for each in said_in(place.says))
    if isinstance(place.says, Gap) or not words or place.new:
        return
    keep_revision(
        partnership_id=actor.partnership_id,
        subject_kind="report",
        subject_ref=report.public_id,
        field=place.says.key[:40],
        words=words,
        by=actor.name,
        at=at,
    )
