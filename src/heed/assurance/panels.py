"""What other rooms' pages show of challenges."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.assurance.policies import challenges
from heed.assurance.presenters import state_of
from heed.assurance.queries import challenges_of
from heed.assurance.types import Kind
from heed.learning.queries import answers_to_challenge
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.ui.components import Content, tag
from heed.platform.ui.panels import Panel


@dataclass(frozen=True, kw_only=True)
class ChallengeRow:
    """A challenge to one agency's answer, where it stands, and what it has changed."""

    reference: str
    topic: str
    href: str
    agency: str
    state: Content
    effect: str


@dataclass(frozen=True, kw_only=True)
class Challenges:
    """Of one recommendation; `offers` are the answers that this person may challenge, as (agency, address)."""

    rows: tuple[ChallengeRow, ...]
    offers: tuple[tuple[str, str], ...]


def challenges_panel(actor: Actor, recommendation: Any) -> Panel | None:
    """Challenges to the answers of a recommendation, beside them."""
    rows = tuple(_row(each, clock.today()) for each in challenges_of(actor, recommendation.pk))
    ask = reverse("assurance:ask", args=[Kind.CHALLENGE.value])
    offers: tuple[tuple[str, str], ...] = ()
    if challenges(actor):
        offers = tuple(
            (who, f"{ask}?{urlencode({'of': recommendation.public_id, 'answer': ref})}")
            for ref, who in answers_to_challenge(actor, recommendation)
        )
    if not rows and not offers:
        return None
    return Panel("assurance/of_recommendation.html", Challenges(rows=rows, offers=offers))


def _row(row: Any, today: date) -> ChallengeRow:
    words, tone = state_of(row, today)
    return ChallengeRow(
        reference=row.reference,
        topic=row.topic,
        href=reverse("assurance:one", args=[row.public_id]),
        agency=f"{row.asked_for} to {row.agency}",
        state=tag(text=words, tone=tone),
        effect=row.effect,
    )
