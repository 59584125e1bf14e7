"""Pseudonyms, and the glossary that they make. Whom they stand for is read here to hide names, and shown by the one
operation that opens it."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from heed.chronologies.models import Chronology, Pseudonym
from heed.chronologies.queries.access import reads_merged
from heed.kit.chronology import Glossary
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


def glossary_of(chronology: Chronology) -> Glossary:
    """Names to pseudonyms and back, for a chronology that somebody may see."""
    rows = Pseudonym.objects.for_everyone(because="names are hidden from those who may not see them")
    listed = rows.filter(review=chronology.review_id).values_list("word", "sealed__names")
    return Glossary({word: (names or "").splitlines() for word, names in listed})


def pseudonyms_of(actor: Actor, chronology: Chronology) -> list[Pseudonym]:
    """The pseudonyms of one review, for those who read its chronology."""
    if not reads_merged(actor):
        return []
    rows = Pseudonym.objects.visible_to(actor).filter(review=chronology.review_id)
    return list(rows.select_related("area", "made_by").order_by("word"))


def list_pseudonyms(actor: Actor, *, words: str = "") -> QuerySet[Any]:
    """Every pseudonym that this actor may see, by area: each its own row, though two may say the same."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    rows = Pseudonym.objects.visible_to(actor).select_related("area", "review")
    if words.strip():
        rows = rows.filter(word__icontains=" ".join(words.split()))
    return rows.order_by("word", "area__name", "pk")


def find_pseudonym(actor: Actor, ref: str) -> Pseudonym:
    """The pseudonym with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    row = Pseudonym.objects.visible_to(actor).filter(public_id=ref).select_related("review", "area").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
