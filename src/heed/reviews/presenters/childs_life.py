"""Children's daily life, as pages show it."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, joined
from heed.platform.ui.things import Doing, link
from heed.platform.ui.wording import day, words
from heed.reviews.models import ChildsLife, Review
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.work import Reading, WorkPage
from heed.reviews.types.childs_life import LABELS

PART = "children"
_TITLE = "Daily life of the children"


def children_page(
    actor: Actor,
    review: Review,
    lives: Sequence[ChildsLife],
    untold: Sequence[str],
    doings: tuple[Doing, ...],
) -> WorkPage:
    """What life was like for each child, and of whom nothing is said yet."""
    return WorkPage(
        review=review_frame(actor, review, current=PART),
        title=_TITLE,
        crumbs=(),
        lead="The report is not put to those who accept it before each child’s daily life is told, or it says why not.",
        notice=f"Nothing is said yet of {words(list(untold))}." if untold else "",
        readings=tuple(_reading(each, may_mend=bool(doings)) for each in lives),
        beside=doings,
        aside="This is written by the lead reviewer and the partnership’s team.",
    )


def _reading(row: ChildsLife, *, may_mend: bool) -> Reading:
    said = [row.words or f"Nothing can be said: {row.why_blank}"]
    said += [f"In the child’s own words: {row.own_words}"] if row.own_words else []
    said += [f"{LABELS['identity']}: {row.identity}"] if row.identity else []
    note: list[Content] = [f"{row.source or 'No source'}. Kept by {row.kept_by.name}, {day(row.kept_at)}. "]
    href = reverse("reviews:childs_life", args=[row.public_id])
    return Reading(
        heading=f"{row.child}: {row.period[:1].lower()}{row.period[1:]}",
        words="\n".join(said),
        note=joined([*note, link("Put it right", href)] if may_mend else note),
    )


def life_page(actor: Actor, row: ChildsLife, doings: tuple[Doing, ...]) -> WorkPage:
    """One child in one period, with what can be done about it."""
    facts = tuple(
        Fact(name=label, value=getattr(row, name)) for name, label in LABELS.items() if getattr(row, name)
    )
    return WorkPage(
        review=review_frame(actor, row.review, current=PART, title=row.child),
        title=f"{row.child}, {row.period}",
        crumbs=(),
        lead=f"Kept by {row.kept_by.name}, {day(row.kept_at)}",
        facts=facts,
        beside=doings,
        aside="This is written by the lead reviewer and the partnership’s team.",
    )
