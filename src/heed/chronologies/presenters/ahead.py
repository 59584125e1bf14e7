"""What a chronology says on its review's page of what is to be done and who is waited for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from heed.chronologies.policies import works
from heed.chronologies.queries import chronology_of, list_signs, records_asked
from heed.platform.access.types import Actor
from heed.platform.ui.wording import count
from heed.reviews.parts import Ahead


def ahead_of_chronology(actor: Actor, review: Any) -> Iterator[Ahead]:
    """For those who decide on a chronology: what it proposes, and the records that agencies were asked for."""
    chronology = chronology_of(actor, review.pk) if works(actor) else None
    if chronology is None:
        return
    ref = review.public_id
    if waiting := list_signs(actor, chronology).count():
        words = f"Decide what the chronology shows: {count(waiting, 'proposal')}"
        yield Ahead(kind="next", words=words, href=reverse("chronologies:shows", args=[ref]))
    asked = f"{reverse('chronologies:merged', args=[ref])}?significance=record"
    for agency, many in records_asked(actor, chronology).items():
        yield Ahead(
            kind="waits", words=f"{agency} to give {count(many, 'record')} of its chronology", href=asked
        )
