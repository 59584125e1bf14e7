"""What was recommended before in other partnerships, as far as they have shared it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from heed.kit.searching.ranking import first
from heed.kit.searching.shelves import Shelf
from heed.kit.similarity import SHORTLIST, Judge, Judgement, Kept, Prepared
from heed.memory.models import Passage
from heed.memory.queries.near import judge_near
from heed.memory.queries.shared import ELSEWHERE, earlier, readable_passages, tenant_id
from heed.memory.queries.shelf import PASSAGES, shelf_of
from heed.memory.types import Match
from heed.platform.access.types import Actor


class Elsewhere:
    """The shared recommendations of earlier reviews, as one look goes through them."""

    def __init__(self, actor: Actor, on: date | None) -> None:
        import numpy as np

        self.actor, self.reviews = actor, earlier(actor, on)
        tenant = tenant_id() if self.reviews else None
        self.shelf = shelf_of(PASSAGES, tenant) if tenant else None
        self.places = np.zeros(0, dtype=np.int64)
        if self.shelf:
            asked = self.shelf.columns["state"].having([ELSEWHERE], len(self.shelf.keys))
            asked &= np.isin(self.shelf.numbers["source"], list(self.reviews)) & ~self.shelf.waits
            self.places = np.flatnonzero(asked)
        of = [self.reviews[int(key)] for key in self._sources()]
        self.areas = tuple(sorted({each.area for each in of if each.area}))
        self.years = tuple(sorted({each.on.year for each in of if each.on}))

    def _sources(self) -> set[int]:
        """The keys of the shared reviews whose recommendations are looked through."""
        return set(self.shelf.numbers["source"][self.places].tolist()) if self.shelf else set()

    def likest(self, judge: Judge, drafts: Sequence[Prepared]) -> list[list[Match]]:
        """For each draft, those that say the same or something near it; the same queries, however many drafts."""
        if self.shelf is None or not len(self.places):
            return [[] for _ in drafts]
        near = [self._nearest(self.shelf, each) for each in drafts]
        rows = (
            readable_passages(self.actor)
            .filter(pk__in={pk for each in near for pk in each})
            .select_related("body")
            .defer("words")
        )
        of: dict[int, Passage] = {}

        def kept() -> Iterator[tuple[int, Kept]]:
            for row in rows.order_by("pk").iterator(chunk_size=500):
                of[row.pk] = row
                yield row.pk, Kept(row.body.text, bytes(row.body.encoding), row.body.ask)

        judged = judge_near(judge, drafts, near, kept())
        return [[self._match(of[pk], each) for pk, each in found.items()] for found in judged]

    def _nearest(self, shelf: Shelf, draft: Prepared) -> list[int]:
        places = self.places[first((shelf.points @ draft.vectors[0])[self.places], SHORTLIST)]
        return [int(key) for key in shelf.keys[places]]

    def _match(self, row: Passage, judged: Judgement) -> Match:
        return Match(
            ref="",
            reference=row.title,
            label="",
            text=row.body.text,
            review_ref=row.ref,
            review=self.reviews[row.source_id].name,
            review_reference="",
            area=row.area,
            own_area=False,
            on=self.reviews[row.source_id].on,
            state="",
            score=judged.score,
            verdict=judged.verdict,
            why=judged.why,
            elsewhere=row.href,
        )
