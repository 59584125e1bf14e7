"""What was recommended before in other partnerships, as far as they have shared it."""

from __future__ import annotations

from datetime import date

from heed.kit.searching.ranking import first
from heed.kit.similarity import DIFFERENT, SHORTLIST, Judge, Kept, Prepared, bring_back
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

    def likest(self, judge: Judge, draft: Prepared) -> list[Match]:
        """Those that say the same or something near it."""
        if self.shelf is None or not len(self.places):
            return []
        near = self.places[first((self.shelf.points @ draft.vectors[0])[self.places], SHORTLIST)]
        rows = list(
            readable_passages(self.actor)
            .filter(pk__in=self.shelf.keys[near].tolist())
            .select_related("body")
            .defer("words")
        )
        kept = [Kept(row.body.text, bytes(row.body.encoding), row.body.ask) for row in rows]
        judged = judge.compare(draft, [bring_back(judge, each) for each in kept])
        return [
            Match(
                ref="",
                reference=row.title,
                label="",
                text=row.body.text,
                review_ref=row.ref,
                review=self.reviews[row.source_id].name,
                review_reference="",
                area=row.area,
                own_area=False,
                on=self.reviews[row.source_id].published_latest,
                state="",
                score=each.score,
                verdict=each.verdict,
                why=each.why,
                elsewhere=row.href,
            )
            for row, each in zip(rows, judged, strict=True)
            if each.verdict != DIFFERENT
        ]
