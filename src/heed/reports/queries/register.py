"""What the register holds of one review, read once for a report, in the order in which it was printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any

from heed.learning.queries import (
    ResponseFilter,
    each_response,
    findings_of_review,
    recommendations_of_review,
)
from heed.learning.queries.written import behind_finding
from heed.plans.presenters import STATE_NAMES
from heed.plans.queries import ActionFilter, judgements_of, list_actions
from heed.plans.types import ActionState
from heed.platform.access.types import Actor, Seen
from heed.reports.rules import bracketed, status_of
from heed.reports.types import Said, Source
from heed.reviews.queries.people import appointments_of
from heed.reviews.queries.terms import terms_of_review

_MOST_ACTIONS = 5000


def within(actor: Actor, scope_id: int) -> Actor:
    """The same actor, looking at nothing but the rows of one scope: so that a report says the same whoever of those
    who may read it has it composed."""
    return replace(actor, seen=Seen(scope_ids=[scope_id]))


@dataclass
class OfReview:
    """A review as its report tells of it; `actor` looks `within` the review's scope. Everything is read when a layout
    asks for it first."""

    actor: Actor
    review: Any
    on: date
    full: bool = False
    """For those who decide, not for the public: what is withheld is in it, each in its own words."""

    @cached_property
    def every_recommendation(self) -> Sequence[Any]:
        return recommendations_of_review(self.actor, self.review.pk)

    @property
    def recommendations(self) -> list[Any]:
        """Those that this report may say."""
        return [each for each in self.every_recommendation if self.full or not each.withheld]

    @property
    def withheld(self) -> list[Any]:
        return [] if self.full else [each for each in self.every_recommendation if each.withheld]

    @cached_property
    def every_finding(self) -> list[Any]:
        return findings_of_review(self.actor, self.review.pk)

    @cached_property
    def findings(self) -> list[Any]:
        """Those that this report may say, in the words that it may say."""
        if self.full:
            return self.every_finding
        return [_as_public(each) for each in self.every_finding if not each.withheld]

    @property
    def withheld_findings(self) -> list[Any]:
        return [] if self.full else [each for each in self.every_finding if each.withheld]

    @cached_property
    def _responses(self) -> list[Any]:
        rows = each_response(self.actor, ResponseFilter(review=self.review.public_id))
        return sorted(rows, key=lambda each: (each.position, each.pk))

    def responses_to(self, recommendation: Any) -> list[Any]:
        """What was answered to it, of each agency its newest round."""
        return _newest([each for each in self._responses if each.recommendation_id == recommendation.pk])

    def responses_to_theme(self, theme: Any) -> list[Any]:
        return _newest([each for each in self._responses if each.theme_id == theme.pk])

    @cached_property
    def actions(self) -> list[Any]:
        """Its actions that a report tells of, in printed order."""
        wanted = ActionFilter(review=self.review.public_id)
        rows, _ = list_actions(self.actor, wanted, limit=_MOST_ACTIONS)
        told = [each for each in rows if status_of(each.state, each.kind) and (self.full or is_told(each))]
        return sorted(told, key=lambda each: (each.position, each.pk))

    @cached_property
    def _actions_by_recommendation(self) -> dict[int, list[Any]]:
        found: dict[int, list[Any]] = {}
        for action in self.actions:
            if action.theme_id is not None:
                continue
            for served in action.recommendations.all():
                found.setdefault(served.pk, []).append(action)
        return found

    def actions_for(self, recommendation: Any) -> list[Any]:
        return self._actions_by_recommendation.get(recommendation.pk, [])

    def actions_for_theme(self, theme: Any) -> list[Any]:
        """Those that were made for the whole theme: they are told once, not with each of its recommendations."""
        return [each for each in self.actions if each.theme_id == theme.pk]

    def judgement_of(self, recommendation: Any) -> Any:
        """What was judged last of the difference that it made; None where nobody has."""
        return next(iter(judgements_of(self.actor, recommendation.public_id)), None)

    def behind(self, finding: Any) -> Any:
        """What lies behind a finding; None where nobody has said it."""
        return behind_finding(self.actor, finding)

    @property
    def terms(self) -> Any:
        """The newest terms of reference, or None."""
        return next(iter(terms_of_review(self.actor, self.review.pk)), None)

    @property
    def people(self) -> list[Any]:
        """Who is appointed to it now."""
        return [each for each in appointments_of(self.actor, self.review.pk) if each.ended_on is None]

    def other_actions(self) -> list[Any]:
        """Those that serve neither a recommendation nor a theme."""
        return [each for each in self.actions if not each.recommendations.all() and each.theme_id is None]


def is_told(action: Any) -> bool:
    """Whether the public may read of an action: not where all that it serves is withheld."""
    served = action.recommendations.all()
    return not served or not all(each.withheld for each in served)


def _as_public(finding: Any) -> Any:
    """A finding in the words that the public reads."""
    if not finding.public_text:
        return finding
    said = copy(finding)
    said.text = finding.public_text
    return said


def _newest(rows: Iterable[Any]) -> list[Any]:
    """The newest round of each agency; what documents say of nobody stays as it is."""
    kept: list[Any] = []
    for row in rows:
        earlier = [
            each
            for each in kept
            if row.agency_id and each.agency_id == row.agency_id and each.round != row.round
        ]
        if any(each.round > row.round for each in earlier):
            continue
        kept = [each for each in kept if each not in earlier]
        kept.append(row)
    return kept


def source_of(row: Any, kind: str, url_name: str) -> Source:
    """A record as the source of some words."""
    return Source(kind, row.reference, row.public_id, row.version, url_name)


def of_recommendation(row: Any) -> Source:
    return source_of(row, "recommendation", "learning:recommendation")


def of_finding(row: Any) -> Source:
    return source_of(row, "finding", "learning:finding")


def of_action(row: Any) -> Source:
    return source_of(row, "action", "plans:action")


def of_review(row: Any) -> Source:
    return source_of(row, "review", "reviews:review")


def of_response(row: Any, recommendation: Any) -> tuple[Source, ...]:
    """A response has no page of its own: it stands on that of what it answers."""
    return (
        of_recommendation(recommendation),
        Source("response", recommendation.reference, row.public_id, row.version, ""),
    )


def who_answers(row: Any) -> str:
    """Whose response it is, as its agency is called."""
    name: str = row.agency.name if row.agency else row.agency_words
    return name.strip()


def who_acts(row: Any) -> str:
    name: str = row.agency.name if row.agency else row.agency_words
    return name.strip()


def owner_of(row: Any) -> str:
    """The post that owns an action, or the owner as printed."""
    owner: str = row.owner_post.title if row.owner_post else row.owner_words
    return owner


def due_of(row: Any) -> str:
    """By when, as it was printed, or the last day promised."""
    last, printed = row.due_latest, str(row.due_text)
    return printed or (f"{last.day} {last:%B %Y}" if last else "")


def state_of(row: Any) -> str:
    name = STATE_NAMES[ActionState(row.state)]
    return name[:1].lower() + name[1:]


def said_of_action(row: Any) -> Said:
    """An action in one line, with what it is made of for a table."""
    cells = (row.text, who_acts(row), owner_of(row), due_of(row), row.how_we_will_know, state_of(row))
    words = bracketed(row.text, who=cells[1], owner=cells[2], due=cells[3], state=cells[5])
    return Said(words, (of_action(row),), cells=cells)
