"""One database of `bench.memory.register`."""

from __future__ import annotations

import os
import sys
from typing import Any

import numpy as np

from bench.memory.sets import own, taught, whole
from bench.memory.speed import DRAFTS, MANY, register, timed
from heed.kit.similarity import edition, keep, load_judge
from heed.kit.similarity.meaning import DIMENSIONS, load_encoder

_OF_REVIEW = 25
_AIM = 50
"""Milliseconds for 95 of 100 drafts."""


def main() -> int:
    import django

    django.setup()
    from django.core.management import call_command

    from heed.platform.base.upkeep import refresh_statistics, settle

    call_command("migrate", verbosity=0)
    actor = _fill()
    refresh_statistics()
    settle()
    return _ask(actor)


def _fill() -> Any:
    """The cast, and as many recommendations as one document has, each in a review of its own twenty-five."""
    from heed.learning.models import Recommendation
    from heed.memory.indexing import gather_notes
    from heed.memory.models import Remembered
    from heed.reviews.models import Review
    from tests import cast as the_cast

    cast = the_cast.make()
    first = the_cast.find_register(cast)
    row = first.recommendations["1"]
    judge = load_judge()
    texts = [*(each["text"] for each in whole()), *taught()[0].texts]
    kept = register([keep(each) for each in judge.prepare(texts)])
    common = {"partnership_id": row.partnership_id, "scope_id": row.scope_id}
    reviews = Review.objects.bulk_create(
        Review(
            **common,
            reference=f"B-{number}",
            name=f"Review {number}",
            kind=first.review.kind,
            area=first.review.area,
            published_earliest=f"{2000 + number % 24}-01-01",
            published_latest=f"{2000 + number % 24}-03-01",
            registered_at=first.review.registered_at,
        )
        for number in range(MANY // _OF_REVIEW)
    )
    rows = Recommendation.objects.bulk_create(
        (
            Recommendation(
                **common,
                reference=f"B{number}",
                review=reviews[number // _OF_REVIEW],
                position=number,
                kind=row.kind,
                text=each.text,
                reading_id=row.reading_id,
                registered_at=row.registered_at,
            )
            for number, each in enumerate(kept)
        ),
        batch_size=2000,
    )
    Remembered.objects.bulk_create(
        (
            Remembered(
                **common,
                recommendation=one,
                encoding=each.encoding,
                ask=each.ask,
                edition=edition(),
                compared=edition(),
            )
            for one, each in zip(rows, kept, strict=True)
        ),
        batch_size=2000,
    )
    # What a worker does while nobody looks: of the notes of every row it makes one.
    gather_notes()
    return cast.reader


def _ask(actor: Any) -> int:
    from django.db import connection
    from django.db.models import F

    from bench.large.processor import judged, seconds
    from heed.memory.models import Remembered
    from heed.memory.queries import before, list_recommended_before

    drafts = (own("reporting").texts * 2)[:DRAFTS]
    read = Remembered.objects.for_everyone(because="a bench").filter(edition=edition())
    encodings = [bytes(each) for each in read.values_list("encoding", flat=True)]
    size = 2 * DIMENSIONS
    matrix = np.stack([np.frombuffer(each[:size], np.float16) for each in encodings]).astype(np.float32)
    encoder = load_encoder()

    def least(draft: str) -> None:
        (matrix @ encoder.encode([draft])[0]).argmax()

    def all_of_it(draft: str) -> None:
        before._PREPARED.clear()  # each is new to Heed
        assert list_recommended_before(actor.looking_once(), text=draft).searched.recommendations > MANY // 2

    def change() -> None:
        """As people meet it: a recommendation was accepted or read since somebody looked last."""
        one = read.order_by("?").values_list("pk", flat=True)[0]
        read.filter(pk=one).update(version=F("version") + 1)

    load, cores = os.getloadavg()[0], os.cpu_count()
    print(
        f"{connection.vendor}: one draft against {len(encodings):,} recommendations ({cores} cores, load {load:.1f})"
    )
    for draft in own("tuning").texts:  # others, as on a server that has been in use for some minutes
        all_of_it(draft)
    over = 0
    for name, do, first, aim in (
        ("Heed", all_of_it, lambda: None, _AIM),
        ("Heed, one row changed before each", all_of_it, change, _AIM),
        ("lower limit: one encoding, one comparison", least, lambda: None, 0),
    ):
        wall, busy = timed(do, drafts, first, seconds)
        middle, late, worked = *np.percentile(wall, [50, 95]), np.percentile(busy, 95)
        too_slow = bool(aim) and judged(late, worked) > aim
        over += too_slow
        print(
            f"  {name:42} p50 {middle:5.1f} ms  p95 {late:5.1f} ms  (processor p95 {worked:5.1f} ms"
            f"{f'; aim: {aim} ms' if aim else ''}){' OVER' if too_slow else ''}",
            flush=True,
        )
    return over


if __name__ == "__main__":
    sys.exit(main())
