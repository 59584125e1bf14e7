"""A review's own page: where it is, what comes next, who is waited for, what is blocked, and what it rests on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.platform.access.models import Level
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.ui.components import Content, Fact, Happening, Row, tag
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Table, columns, link
from heed.platform.ui.wording import day
from heed.reviews.models import AsksSafety, CaseReferral, Review, ReviewStage
from heed.reviews.parts import OVERVIEW, Ahead
from heed.reviews.presenters.clocks import clocks_table, how_far
from heed.reviews.presenters.days import day_words
from heed.reviews.presenters.decision import how_decided, safety_notice
from heed.reviews.presenters.frame import ReviewFrame, review_frame
from heed.reviews.types import METHODS, OUTCOMES, STAGES, ReviewState

_NEXT = 3


@dataclass(frozen=True, kw_only=True)
class DocumentLink:
    title: str
    href: str


@dataclass(frozen=True, slots=True)
class Course:
    """What a review that Heed has carried on has behind it and before it; nothing of one that came with its report."""

    stages: Sequence[ReviewStage] = ()
    referrals: Sequence[CaseReferral] = ()
    questions: Sequence[AsksSafety] = ()
    clocks: Sequence[Any] = ()
    ahead: Sequence[Ahead] = ()


@dataclass(frozen=True, kw_only=True)
class ReviewPage:
    title: str
    review: ReviewFrame
    facts: str
    documents: tuple[DocumentLink, ...]
    who_href: str
    day: str
    day_href: str
    restricted: bool
    panels: tuple[Panel, ...]
    notice: Content = ""
    where: str = ""
    about: tuple[Fact, ...] = ()
    next_rows: tuple[Row, ...] = ()
    next_more: int = 0
    tables: tuple[Table, ...] = ()
    happenings: tuple[Happening, ...] = ()


def review_page(
    actor: Actor,
    review: Review,
    documents: tuple[DocumentLink, ...],
    panels: tuple[Panel, ...],
    *,
    course: Course = Course(),
    today: date,
) -> ReviewPage:
    published = f"published {review.published_text}" if review.published_text else _not_published(course)
    facts = [
        review.reference,
        review.kind,
        review.area.name if review.area else "",
        review.body,
        published,
    ]
    nexts = [each for each in course.ahead if each.kind == "next"]
    return ReviewPage(
        title=review.name,
        review=review_frame(actor, review, current=OVERVIEW.key),
        facts=" · ".join(filter(None, facts)),
        documents=documents,
        who_href=reverse("people:who_can_see", args=["review", review.public_id]),
        day=day_words(review),
        day_href=reverse("reviews:day", args=[review.public_id]),
        restricted=review.scope.level == Level.RESTRICTED,
        panels=panels,
        notice=safety_notice(course.questions),
        where=_where(review, course, today),
        about=tuple(_about(review, course)),
        next_rows=tuple(_ahead(each, today) for each in nexts[:_NEXT])
        if actor.may(Permission.RUN_REVIEWS)
        else (),
        next_more=max(0, len(nexts) - _NEXT),
        tables=tuple(_tables(course, today)),
        happenings=tuple(_happenings(review, course)),
    )


def _not_published(course: Course) -> str:
    return "" if course.stages else "no date printed"


def _where(review: Review, course: Course, today: date) -> str:
    """Where the review is, in a sentence."""
    if not course.stages:
        return ""
    state = ReviewState(review.state)
    if state in (ReviewState.REFERRED, ReviewState.DECIDED):
        return how_decided(review, course.referrals, today)
    return f"{STAGES[state]} since {day(course.stages[-1].reached_on)}."


def _about(review: Review, course: Course) -> list[Fact]:
    if not course.stages:
        return []
    decided = OUTCOMES.get(review.decision, "Not yet")
    facts = [("Incident", review.incident_text or "No date"), ("Decision", decided)]
    if review.method:
        facts.append(("How it is carried out", METHODS[review.method]))
    if review.guidance:
        facts.append(("Guidance in force when it was referred", review.guidance))
    return [Fact(name=name, value=value) for name, value in facts]


def _ahead(each: Ahead, today: date) -> Row:
    urgent: Content = ""
    if each.on is not None and each.kind != "blocked":
        urgent = tag(text=how_far(each.on, today), tone="red" if each.on < today else "amber")
    return Row(cells=[link(each.words, each.href), urgent or each.note])


def _tables(course: Course, today: date) -> list[Table]:
    """Who is waited for, what is blocked, and the clocks that run."""
    found = []
    for kind, heading, second in (
        ("waits", "Who is waited for", "How long"),
        ("blocked", "What is blocked, and why", "Since"),
    ):
        rows = tuple(_ahead(each, today) for each in course.ahead if each.kind == kind)
        if rows:
            found.append(Table(heading=heading, columns=columns("What", second), rows=rows))
    running = [each for each in course.clocks if each.ended_on is None]
    if running:
        found.append(clocks_table(running, today=today, heading="Clocks that run"))
    return found


def _happenings(review: Review, course: Course) -> list[Happening]:
    """From the incident to where it is now; a framework document is named where it begins to apply."""
    if not course.stages:
        return []
    found = []
    if review.incident_earliest:
        body = (
            ""
            if review.incident_earliest == review.incident_latest
            else f"As it was told: {review.incident_text}"
        )
        found.append(Happening(title="The incident", at=review.incident_earliest, body=body))
    in_force = ""
    for each in course.stages:
        by = each.said_by.name if each.said_by else ""
        decided = each.state == ReviewState.DECIDED
        title = each.why if decided else STAGES[ReviewState(each.state)]
        under = f"Under {each.framework}" if each.framework not in ("", in_force) else ""
        in_force = each.framework
        said = ". ".join(filter(None, ["" if decided else each.why, under]))
        found.append(Happening(title=title, at=each.reached_on, by=by, body=said))
    return found
