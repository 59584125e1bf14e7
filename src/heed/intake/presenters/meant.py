"""What is said of a document that may be here already in other words, and of what came in from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.intake.models import Import
from heed.intake.queries import Tally
from heed.platform.audit_log.noting import note_shown
from heed.platform.ui.wording import count, day


@dataclass(frozen=True, kw_only=True)
class LikeLine:
    """Another document that says nearly the same."""

    sentence: str
    compare_href: str


def said_like(document: Any, share: float) -> str:
    """Such as "“tansy.pdf”, brought in 3 May 2026, has about 86% of the same words." The file is named, for versions
    of a document have one title."""
    return f"“{document.name}”, brought in {day(document.brought_in_at)}, has about {share:.0%} of the same words."


def like_lines(row: Import, like: Sequence[tuple[Any, float]]) -> tuple[LikeLine, ...]:
    """The documents that are nearly the same, and where each can be compared with this one."""
    note_shown("document", [other.document.public_id for other, _ in like])
    compare = reverse("intake:compare", args=[row.public_id])
    return tuple(
        LikeLine(
            sentence=said_like(other.document, share),
            compare_href=f"{compare}?{urlencode({'with': other.public_id})}",
        )
        for other, share in like
    )


def what_goes_in(counted: Tally) -> str:
    """Such as "7 recommendations and 2 findings"."""
    recommendations = count(counted.accepted, "recommendation")
    findings = count(counted.findings_accepted, "finding")
    if not counted.findings_accepted:
        return recommendations
    return f"{recommendations} and {findings}" if counted.accepted else findings


def what_came_in(counted: Tally, matched: int) -> str:
    """What is in the register now; of recommendations that were there, that they are answered anew."""
    if not matched:
        one = counted.accepted + counted.findings_accepted == 1
        stand = "is in the register with its thread" if one else "are in the register, each with its thread"
        return f"{what_goes_in(counted)} {stand}."
    there = "was here already and has" if matched == 1 else "were here already and have"
    said = f"{count(matched, 'recommendation')} {there} what this document says as a new round."
    new = counted.accepted - matched
    return f"{said} {count(new, 'recommendation')} {'is' if new == 1 else 'are'} new." if new else said
