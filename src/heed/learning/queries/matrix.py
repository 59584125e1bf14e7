"""Who was asked and who answered, for a whole review: agencies beside recommendations and themes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q

from heed.learning.models import AnswerRequest, Recommendation, Response, Theme
from heed.learning.queries.recommendations import recommendations_shown
from heed.learning.types import RequestState
from heed.platform.access.types import Actor

Names = Mapping[int, set[str]]
"""Agencies' names, by the key of what they were asked or answered."""


@dataclass(frozen=True, slots=True)
class Answered:
    """Who was asked and who answered, by recommendation, all by agencies' names; `with_theme` answered the theme
    that it belongs to, not the recommendation by itself."""

    recommendation: Recommendation
    asked: frozenset[str]
    answered: frozenset[str]
    with_theme: frozenset[str]


@dataclass(frozen=True, slots=True)
class ThemeAnswered:
    """Who answered a theme as a whole, by agencies' names, and how many of its recommendations that covers."""

    theme: Theme
    answered: frozenset[str]
    recommendations: int


def answers_of_review(actor: Actor, review_id: int) -> tuple[list[Answered], list[ThemeAnswered]]:
    """Each recommendation of a review with the agencies that it names or that were asked, and those that answered it
    or its theme; and each theme that was answered as a whole, in the order of its first recommendation."""
    rows = recommendations_shown(actor, review_id)
    own, of_themes = _who_answered(actor, review_id)
    asked = _who_was_asked(actor, review_id)
    answered = [
        Answered(
            recommendation=row,
            asked=frozenset(each.agency.name if each.agency else each.words for each in row.addressees.all())
            | asked.get(row.pk, set()),
            answered=frozenset(own.get(row.pk, ())),
            with_theme=frozenset(of_themes.get(row.theme_id or 0, ())),
        )
        for row in rows
    ]
    return answered, _themes(of_themes, Counter(row.theme_id for row in rows if row.theme_id))


def _themes(answered: Names, covered: Counter[int]) -> list[ThemeAnswered]:
    themes = Theme.objects.in_bulk(answered)
    order = {pk: place for place, pk in enumerate(covered)}
    found = [
        ThemeAnswered(theme=themes[pk], answered=frozenset(names), recommendations=covered[pk])
        for pk, names in answered.items()
    ]
    return sorted(found, key=lambda each: order.get(each.theme.pk, len(order)))


def _who_was_asked(actor: Actor, review_id: int) -> Names:
    requests = AnswerRequest.objects.visible_to(actor).exclude(state=RequestState.WITHDRAWN)
    asked: dict[int, set[str]] = {}
    for key, name in requests.filter(recommendation__review_id=review_id).values_list(
        "recommendation_id", "agency__name"
    ):
        asked.setdefault(key, set()).add(name)
    return asked


def _who_answered(actor: Actor, review_id: int) -> tuple[Names, Names]:
    """By recommendation and by theme."""
    own: dict[int, set[str]] = {}
    of_themes: dict[int, set[str]] = {}
    answers = Response.objects.visible_to(actor).filter(
        Q(recommendation__review_id=review_id) | Q(theme__review_id=review_id)
    )
    for recommendation, theme, agency, words in answers.values_list(
        "recommendation_id", "theme_id", "agency__name", "agency_words"
    ):
        name = agency or words or "No agency named"
        if recommendation:
            own.setdefault(recommendation, set()).add(name)
        else:
            of_themes.setdefault(theme or 0, set()).add(name)
    return own, of_themes
