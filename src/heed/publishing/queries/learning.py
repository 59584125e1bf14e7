"""The key learning of a review, from which questions for teams are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.learning.queries import findings_of_review, recommendations_of_review
from heed.platform.access.types import Actor
from heed.platform.rules.queries import rules_of

MOST = 12


@dataclass(frozen=True, slots=True)
class Learned:
    """A point of learning: its words, and the record that they stand in."""

    text: str
    href: str


def learning_of(actor: Actor, review: Any) -> list[Learned]:
    """What a review found, or where it found nothing in words what it recommended; nothing that is withheld."""
    found = [
        Learned(each.public_text or each.text, reverse("learning:finding", args=[each.public_id]))
        for each in findings_of_review(actor, review.pk)
        if not each.withheld
    ]
    asked = [
        Learned(each.text, reverse("learning:recommendation", args=[each.public_id]))
        for each in recommendations_of_review(actor, review.pk)
        if not each.withheld
    ]
    return (found or asked)[:MOST]


def question_texts() -> tuple[list[str], str]:
    """What is asked about each point, and what is asked at the end."""
    written = rules_of("publishing")
    return list(written["questions"]), written["closing"]
