"""What was recommended before, for those who may see it: permission first, then likeness."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet

from heed.kit.searching.ranking import first
from heed.kit.similarity import (
    SHORTLIST,
    Judge,
    Judgement,
    Kept,
    Prepared,
    bring_back,
    edition,
    load_judge,
    load_lexicon,
    shared_words,
)
from heed.learning.queries import find_recommendation
from heed.memory.models import Remembered
from heed.memory.queries.elsewhere import Elsewhere
from heed.memory.queries.near import judge_near
from heed.memory.queries.pairs import said_of
from heed.memory.queries.shelf import REMEMBERED, shelf_of
from heed.memory.types import Before, Likeness, Match, Searched
from heed.platform.access.models import visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.reviews.queries import ReviewFilter, filter_reviews

if TYPE_CHECKING:
    from heed.learning.models import Recommendation


def list_recommended_before(
    actor: Actor, *, text: str = "", recommendation: str = "", on: date | None = None, limit: int = 10
) -> Before:
    """Earlier recommendations that say the same as a draft's text, or as a recommendation (by its public id).

    What the actor may not see takes no part, not even in counting. For a recommendation, those of its own review and of
    reviews after it are left out, and what somebody has said is different is set aside; for a draft, those of reviews
    after `on`, where a day is given. A review without a day counts as earlier.
    """
    check_may(actor, Permission.READ_REGISTER)
    if recommendation:
        return before_recommendation(actor, find_recommendation(actor, recommendation), on=on, limit=limit)
    return before_drafts(actor, texts=[text], on=on, limit=limit)[0]


def before_recommendation(
    actor: Actor, row: Recommendation, *, on: date | None = None, limit: int = 10
) -> Before:
    """As `list_recommended_before`, of a recommendation that was found."""
    looked = _Looked(actor, on=on or row.review.ordered_on, without=row.review_id)
    elsewhere = Elsewhere(actor, on or row.review.ordered_on)
    searched = looked.searched(elsewhere)
    if not (searched.recommendations or searched.elsewhere) or row.withheld:
        return Before((), searched)
    judge = load_judge()
    own = in_memory(actor).filter(recommendation=row.pk, edition=edition()).first()
    kept = Kept(row.text, bytes(own.encoding), own.ask) if own else None
    draft = bring_back(judge, kept) if kept else _prepared([row.text])[0]
    said = said_of(actor, row.pk)
    apart = {key for key, each in said.items() if each.answer == Likeness.DIFFERENT}
    wanted = _Wanted(limit, row.review.area_id, frozenset(apart))
    [(found, set_aside)] = _likest(judge, [draft], looked, wanted)
    own = [
        replace(_match(other, near, judged), said=said.get(other.recommendation_id))
        for other, near, judged in found
    ]
    [others] = elsewhere.likest(judge, [draft])
    matches = _own_first(own, others, wanted.limit)
    return Before(tuple(_marked(each, row.text) for each in matches), searched, set_aside=set_aside)


def before_drafts(
    actor: Actor,
    *,
    texts: Sequence[str],
    on: date | None = None,
    area: int | None = None,
    without: int | None = None,
    limit: int = 10,
) -> list[Before]:
    """For each of these texts; `area` is the one they are written for, `without` a review to leave out. `limit` counts
    for that area and for all others apart, so that these never push it out."""
    check_may(actor, Permission.READ_REGISTER)
    looked, elsewhere = _Looked(actor, on=on, without=without), Elsewhere(actor, on)
    searched = looked.searched(elsewhere)
    asked = (
        [text for text in dict.fromkeys(texts) if text.strip()]
        if searched.recommendations or searched.elsewhere
        else []
    )
    if not asked:
        return [Before((), searched) for _ in texts]
    judge, drafts = load_judge(), _prepared(asked)
    both = zip(
        asked,
        _likest(judge, drafts, looked, _Wanted(limit, area)),
        elsewhere.likest(judge, drafts),
        strict=True,
    )
    matches = {
        text: tuple(
            _marked(each, text) for each in _own_first([_match(*each) for each in own], others, limit)
        )
        for text, (own, _), others in both
    }
    return [Before(matches.get(text, ()), searched) for text in texts]


def before_drafts_of_review(
    actor: Actor, review: Any, *, texts: Sequence[str], limit: int = 10
) -> list[Before]:
    """As `before_drafts`, of texts that are written for a review that was found: its own area first, its own
    recommendations no repetition, and nothing later than it once it has a day."""
    return before_drafts(
        actor, texts=texts, on=review.ordered_on, area=review.area_id, without=review.pk, limit=limit
    )


def in_memory(actor: Actor) -> QuerySet[Any]:
    """The remembered recommendations that this actor may see."""
    rows: QuerySet[Any] = Remembered.objects.visible_to(actor)
    return rows


def judge_two(actor: Actor, one: Recommendation, other: Recommendation) -> Judgement:
    """What the machine makes of two recommendations that were found."""
    judge = load_judge()
    first, second = _prepared([one.text, other.text])
    return judge.compare(first, [second])[0]


@dataclass(frozen=True)
class _OfReview:
    """What is asked of a review when its recommendations are searched."""

    area_id: int | None
    area: str
    first: date | None
    last: date | None


class _Looked:
    """What one look goes through: what the actor may see, without later reviews and the review itself."""

    def __init__(self, actor: Actor, *, on: date | None, without: int | None) -> None:
        import numpy as np

        self.actor, self.shelf = actor, shelf_of(REMEMBERED, actor.partnership_id)
        found = filter_reviews(actor, ReviewFilter()).order_by()
        self.reviews = {
            pk: _OfReview(area_id, area or "", first or reached, last or reached)
            for pk, area_id, area, first, last, reached in found.values_list(
                "pk", "area", "area__name", "published_earliest", "published_latest", "reached_on"
            )
            if pk != without and not (on and (first or reached) and (first or reached) > on)
        }
        seen = self.shelf.seen_by(visible_scope_ids(actor))
        seen &= np.isin(self.shelf.numbers["review"], list(self.reviews))
        self.among, self.waiting = seen & ~self.shelf.waits, int((seen & self.shelf.waits).sum())

    def searched(self, elsewhere: Elsewhere) -> Searched:
        """What was looked through."""
        import numpy as np

        of = [self.reviews[int(pk)] for pk in np.unique(self.shelf.numbers["review"][self.among])]
        years = [each.last.year for each in of if each.last]
        return Searched(
            recommendations=int(self.among.sum()),
            reviews=len(of),
            areas=tuple(sorted({each.area for each in of if each.area})),
            first_year=min(years, default=None),
            last_year=max(years, default=None),
            waiting=self.waiting,
            elsewhere=len(elsewhere.places),
            elsewhere_areas=elsewhere.areas,
            elsewhere_years=elsewhere.years,
        )

    def nearest(self, draft: Prepared, many: int) -> list[int]:
        """The keys of those that stand nearest by their meaning."""
        import numpy as np

        places = np.flatnonzero(self.among)
        near = (self.shelf.points @ draft.vectors[0])[places]
        return [int(key) for key in self.shelf.keys[places[first(near, many)]]]


@dataclass(frozen=True)
class _Wanted:
    """How many of the area that it is asked for, and of all others; and which (by key) somebody said are different."""

    limit: int
    area: int | None = None
    apart: frozenset[int] = frozenset()


@dataclass(frozen=True)
class _Near:
    """A row that says the same as a draft, or something near it: its keys, and what is made of it."""

    pk: int
    recommendation: int
    own_area: bool
    judged: Judgement


def _likest(
    judge: Judge, drafts: Sequence[Prepared], looked: _Looked, wanted: _Wanted
) -> list[tuple[list[tuple[Any, bool, Judgement]], int]]:
    """For each draft, the rows that say the same or something near it, the likeliest first, each with whether it is of
    the area and what is made of it; and how many were set aside. Only those that are shown are loaded whole: two
    queries, however many drafts."""
    near = [looked.nearest(each, SHORTLIST) for each in drafts]
    rows = in_memory(looked.actor).filter(pk__in={pk for each in near for pk in each}).order_by("pk")
    names = ("pk", "recommendation", "recommendation__review", "recommendation__text", "encoding", "ask")
    known: dict[int, tuple[int, bool]] = {}

    def kept() -> Iterator[tuple[int, Kept]]:
        for pk, key, review, text, encoding, ask in rows.values_list(*names).iterator(chunk_size=500):
            own = wanted.area is not None and looked.reviews[review].area_id == wanted.area
            known[pk] = (key, own)
            yield pk, Kept(text, bytes(encoding), ask)

    judged = judge_near(judge, drafts, near, kept())
    every = [[_Near(pk, *known[pk], each) for pk, each in of.items()] for of in judged]
    best = [
        _best([each for each in found if each.recommendation not in wanted.apart], wanted.limit)
        for found in every
    ]
    shown = in_memory(looked.actor).filter(pk__in={each.pk for found in best for each in found})
    loaded = {
        row.pk: row for row in shown.select_related("recommendation__review__area").defer("encoding", "ask")
    }
    return [
        (
            sorted(((loaded[each.pk], each.own_area, each.judged) for each in of), key=_likeliest),
            sum(each.recommendation in wanted.apart for each in found),
        )
        for of, found in zip(best, every, strict=True)
    ]


def _best(found: Sequence[_Near], limit: int) -> list[_Near]:
    """The likeliest of the area, and the likeliest of all others, so many of each."""
    order = sorted(found, key=lambda each: (-each.judged.score, each.pk))
    return [
        near for own in (True, False) for near in [each for each in order if each.own_area is own][:limit]
    ]


def _likeliest(found: tuple[Any, bool, Judgement]) -> tuple[Any, ...]:
    asked = found[0].recommendation
    return (-found[2].score, asked.review.ordered_on or date.min, asked.reference)


def _own_first(own: Sequence[Match], elsewhere: Sequence[Match], limit: int) -> list[Match]:
    """The likeliest of the area, and the likeliest of all others, so many of each; the likeliest first."""
    both = sorted([*own, *elsewhere], key=lambda each: -each.score)
    kept = [match for of in (True, False) for match in [each for each in both if each.own_area is of][:limit]]
    return sorted(kept, key=lambda each: -each.score)


def _match(row: Any, own_area: bool, judged: Judgement) -> Match:
    asked = row.recommendation
    review = asked.review
    return Match(
        ref=asked.public_id,
        reference=asked.reference,
        label=asked.label,
        text=asked.text,
        review_ref=review.public_id,
        review=review.name,
        review_reference=review.reference,
        area=review.area.name if review.area else "",
        own_area=own_area,
        on=review.ordered_on,
        state=asked.state,
        score=judged.score,
        verdict=judged.verdict,
        why=judged.why,
        key=asked.pk,
    )


def _marked(match: Match, text: str) -> Match:
    return replace(match, shared=tuple(shared_words(match.text, text, load_lexicon())))


_PREPARED: OrderedDict[tuple[str, str], Prepared] = OrderedDict()
_MOST_PREPARED = 500
_LOCK = threading.Lock()


def _prepared(texts: Sequence[str]) -> list[Prepared]:
    """Texts taken apart and encoded; a page that shows the same drafts again does not pay for them again."""
    keys = [(edition(), text) for text in texts]
    with _LOCK:
        have = {key: _PREPARED[key] for key in keys if key in _PREPARED}
    new = [key for key in dict.fromkeys(keys) if key not in have]
    if new:
        have |= dict(zip(new, load_judge().prepare([text for _, text in new]), strict=True))
    with _LOCK:
        _PREPARED.update((key, have[key]) for key in new)
        while len(_PREPARED) > _MOST_PREPARED:
            _PREPARED.popitem(last=False)
    return [have[key] for key in keys]


def remembered_rows(case_ref: str) -> QuerySet[Any]:
    """The remembered recommendations of a case."""
    rows = Remembered.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(recommendation__review__public_id=case_ref)
