"""What the memory shows on other rooms' pages: what was recommended before, and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.intake.queries import proposed_review, review_meant, written_on
from heed.intake.types import Decision, ProposalKind
from heed.learning.queries import recommendations_shown
from heed.learning.types import PairsSaid, RecommendedBefore
from heed.memory.operations.looking import LONGEST, look_up
from heed.memory.operations.pairs import answer_pair
from heed.memory.policies import drafts, judges
from heed.memory.presenters.before import BeforePanel, again_line, before_shown
from heed.memory.presenters.bringing_in import beside_proposal, said_before, searched_above
from heed.memory.presenters.lessons import recommendation_line
from heed.memory.presenters.shared import share_line
from heed.memory.queries import (
    before_drafts,
    before_drafts_of_review,
    before_recommendation,
    draft_of,
    judged_pairs,
    lessons_of,
    rows_by_key,
    said_of,
)
from heed.memory.queries.shared import shared_of_review
from heed.memory.types import ANSWER_NAMES, Before, Likeness
from heed.memory.upkeep import still_to_compare
from heed.plans.queries import came_of
from heed.platform.access.models import Level
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.queries import key_of_area
from heed.platform.ui.components import Column, Content, Row, element, hidden, joined, tag, unbroken
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import link
from heed.platform.ui.wording import day, plural
from heed.reviews.queries import find_review

_MOST = 5


def before_panel(actor: Actor, recommendation: Any) -> Panel | None:
    """On a recommendation's page."""
    if recommendation.withheld:
        return None
    found = before_recommendation(actor, recommendation, limit=_MOST)
    later = _later(actor, recommendation)
    keys = found.keys
    came = came_of(actor, [recommendation.pk, *keys])
    lessons = lessons_of(actor, [recommendation.pk, *keys])
    said = said_of(actor, recommendation.pk)
    drafted = draft_of(actor, recommendation.pk) if recommendation.written_by_id else None
    shown = before_shown(
        found,
        came,
        on=recommendation.review.ordered_on or clock.today(),
        of=recommendation.public_id,
        lessons=lessons,
        judges=judges(actor),
    )
    data = BeforePanel(
        before=shown,
        again=tuple(again_line(row, recommendation.public_id, said.get(row.pk)) for row in later),
        not_held=tuple(
            f"{each.reason} ({each.by.name if each.by else ''}, {day(each.at)})"
            for each in came[recommendation.pk].not_held
        ),
        lessons=tuple(
            (each.name, reverse("memory:lesson", args=[each.public_id]))
            for each in lessons.get(recommendation.pk, ())
        ),
        drafted_href=reverse("memory:draft", args=[drafted.public_id]) if drafted else "",
    )
    return Panel("memory/of_recommendation.html", data)


def _later(actor: Actor, recommendation: Any) -> list[Any]:
    """Later recommendations that say the same, as people confirmed or the machine takes them, in order of their day."""
    own = recommendation.review.ordered_on
    judged = judged_pairs(actor, among=[recommendation.pk])
    keys = {key for pair in judged.same for key in pair} - {recommendation.pk}
    rows = [
        row
        for row in rows_by_key(actor, keys).values()
        if own and row.review.ordered_on and row.review.ordered_on > own
    ]
    return sorted(rows, key=lambda row: (row.review.ordered_on, row.reference))


@dataclass(frozen=True, kw_only=True)
class OfStrategy:
    """Lessons, each with how many of the recommendations that a strategy serves say it, and where it is."""

    rows: tuple[tuple[str, int, str], ...]


def strategy_panel(actor: Actor, strategy: Any) -> Panel | None:
    """On the page of a priority or strategy: the lessons that the recommendations it serves say."""
    tied = type(strategy).recommendations.through.objects.filter(strategy=strategy)
    keys = list(tied.values_list("recommendation", flat=True))
    counted = Counter(lesson for found in lessons_of(actor, keys).values() for lesson in found)
    rows = tuple(
        (lesson.name, times, reverse("memory:lesson", args=[lesson.public_id]))
        for lesson, times in counted.most_common()
    )
    return Panel("memory/of_strategy.html", OfStrategy(rows=rows)) if rows else None


@dataclass(frozen=True, kw_only=True)
class OfReview:
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    more: int
    waiting: str
    """That some are still to be compared, in a sentence; of those nothing is known."""
    drafting_href: str
    shared: Content


_MOST_PAIRS = 25


def review_panel(actor: Actor, review: Any) -> Panel | None:
    """On a review's page: which of its recommendations were made before, each with the earlier ones."""
    own = {row.pk: row for row in recommendations_shown(actor, review.pk)}
    judged = judged_pairs(actor, among=list(own))
    others = rows_by_key(actor, {key for pair in judged.same for key in pair} - own.keys())
    pairs = []
    for one, other in judged.same:
        mine, theirs = (one, other) if one in own else (other, one)
        if mine in own and theirs in others and _is_before(others[theirs], review):
            pairs.append((own[mine], others[theirs], frozenset((one, other)) in judged.confirmed))
    pairs.sort(key=lambda each: (each[0].position, each[1].review.ordered_on, each[1].reference))
    href = reverse("memory:drafting", args=[review.public_id]) if drafts(actor) else ""
    line = share_line(
        review,
        shared_of_review(actor, review),
        may=actor.may(Permission.ACCEPT_PROPOSALS),
        published=review.scope.level == Level.PUBLISHED,
    )
    if not (pairs or href or line):
        return None
    data = OfReview(
        columns=(Column(label="This review"), Column(label="Earlier"), Column(label="The same?")),
        rows=tuple(_row(*each) for each in pairs[:_MOST_PAIRS]),
        more=max(len(pairs) - _MOST_PAIRS, 0),
        waiting=_waiting(still_to_compare(list(own))),
        drafting_href=href,
        shared=line,
    )
    return Panel("memory/of_review.html", data)


def _waiting(many: int) -> str:
    if not many:
        return ""
    are = plural(many, "recommendation is", "recommendations are")
    return f"{many} {are} still to be compared with earlier ones. Look again in a minute."


def _is_before(row: Any, review: Any) -> bool:
    mine, theirs = review.ordered_on, row.review.ordered_on
    return bool(theirs is None or mine is None or theirs <= mine) and row.review_id != review.pk


def _row(mine: Any, earlier: Any, confirmed: bool) -> Row:
    here = reverse("learning:recommendation", args=[mine.public_id])
    pair = reverse("memory:pair", args=[mine.public_id, earlier.public_id])
    compare = joined(["Compare", hidden(f" {mine.reference} with {earlier.reference}")])
    said = tag(text="The same lesson", tone="red") if confirmed else link(compare, pair)
    name = f"{mine.label} ({mine.reference})" if mine.label else mine.reference
    # In a line of its own, so that a link among other words keeps its underline.
    return Row(cells=[link(unbroken(name), here), element("span", recommendation_line(earlier)), said])


_MOST_BESIDE = 3


def _holds_most(texts: Sequence[str], found: Sequence[Before]) -> str:
    """The public id of the review that has half of these texts or more word for word; "" where none has."""
    of = Counter(
        match.review_ref
        for text, before in zip(texts, found, strict=True)
        for match in before.matches
        if not match.elsewhere and _plain(match.text) == _plain(text)
    )
    review, many = next(iter(of.most_common(1)), ("", 0))
    return review if many * 2 >= len(texts) and many > 1 else ""


def _plain(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".;, ")


def before_proposals(actor: Actor, import_of: Any, proposals: Sequence[Any]) -> dict[str, Content]:
    """On the page where a document comes in: beside each proposed recommendation, what was recommended before it."""
    asked = [
        each
        for each in proposals
        if each.kind == ProposalKind.RECOMMENDATION and each.decision != Decision.REJECTED
    ]
    written = written_on(import_of)
    texts = [str(each.values.get("text", "")) for each in asked]
    named = proposed_review(import_of)
    area = key_of_area(actor.partnership_id, named["area"])
    found = before_drafts(actor, texts=texts, on=written, area=area, limit=_MOST_BESIDE)
    if own := review_meant(actor, import_of, named["name"]) or _holds_most(texts, found):
        # A second document of a review says its recommendations again: that is no repetition.
        review = find_review(actor, own)
        found = before_drafts_of_review(actor, review, texts=texts, limit=_MOST_BESIDE)
    keys = {key for each in found for key in each.keys}
    came, lessons = came_of(actor, keys), lessons_of(actor, keys)
    shown = {
        each.public_id: beside_proposal(before, came, lessons, on=written or clock.today())
        for each, before in zip(asked, found, strict=True)
    }
    said = {"": searched_above(found)} if found else {}
    return said | {ref: content for ref, content in shown.items() if content}


def before_writing(actor: Actor, review: Any, words: str) -> RecommendedBefore:
    """To whoever sends words that are to be a recommendation of a review: which earlier ones ask the same, and what
    they may say of each."""
    if len(words) > LONGEST:
        return RecommendedBefore()
    at = clock.now()
    found = look_up(actor, text=words, review=review.public_id, limit=_MOST_BESIDE, at=at)
    same = replace(found, matches=tuple(each for each in found.matches if each.verdict == Likeness.SAME))
    keys = same.keys
    return RecommendedBefore(
        said_before(same, came_of(actor, keys), lessons_of(actor, keys), on=clock.today()),
        tuple((each.ref, f"{each.reference}, {each.review}") for each in same.matches if each.key),
        tuple((key.value, name) for key, name in ANSWER_NAMES.items()) if judges(actor) else (),
    )


def answer_written(actor: Actor, ref: str, said: PairsSaid, at: datetime) -> None:
    """Keep what was said of a recommendation just written beside each earlier one."""
    for other, answer in said.answers.items():
        answer_pair(
            actor,
            one_ref=ref,
            other_ref=other,
            answer=Likeness(answer),
            reason=said.reason,
            why_not_held=said.why_not_held,
            version=0,
            at=at,
        )


def asked_while_typed(review: Any, field: str) -> str:
    """Where the same is asked while they are typed."""
    return f"{reverse('memory:typed')}?{urlencode({'review': review.public_id, 'field': field})}"
