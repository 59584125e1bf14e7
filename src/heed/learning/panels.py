"""What other rooms' pages show of recommendations and findings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.learning.forms import AnswerForm
from heed.learning.policies import answers_for_agency, asks_agencies
from heed.learning.presenters import FindingRow, finding_row, title_of
from heed.learning.presenters.answering import AskedSection, asked_row, asked_section, initial_of
from heed.learning.presenters.asking import silent_row
from heed.learning.presenters.finding_out import behind_shown
from heed.learning.presenters.of_review import are_many, of_review
from heed.learning.queries import (
    answers_of_review,
    asked_of_agency,
    asked_parts,
    findings_of_review,
    own_of_agencies,
    recommendations_shown,
    silent_agencies,
    was_answered,
)
from heed.learning.queries.written import behind_finding, questions_answered_by
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.panels import panel_of as approvals_of
from heed.platform.audit_log.noting import note_shown
from heed.platform.base import clock
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import count

if TYPE_CHECKING:
    from heed.learning.models import AnswerRequest
    from heed.learning.queries import Answered


def recommendations_panel(actor: Actor, review: Any) -> Panel | None:
    """A review's recommendations in printed order, under their themes or sections."""
    rows = recommendations_shown(actor, review.pk)
    shown = of_review(rows, review=review.public_id, asks=asks_agencies(actor))
    return Panel("learning/of_review.html", shown)


def asked_of_own_agency(actor: Actor, _: Any) -> Panel | None:
    """On the first page of an agency's people: what is asked of them, the first few to be answered on the spot."""
    if not answers_for_agency(actor):
        return None
    section = asked_of_us(actor, limit=_AT_HOME, on_the_spot=_AT_HOME)
    return Panel("learning/asked_at_home.html", section) if section.rows else None


_AT_HOME = 3


def asked_of_us(actor: Actor, *, limit: int, on_the_spot: int) -> AskedSection:
    """What waits for an answer of the actor's own agency: so many rows, the first of them with their forms."""
    found, number = asked_of_agency(actor, limit=limit)
    note_shown("recommendation", [row.recommendation.public_id for row in found])
    today = clock.today()
    rows = tuple(
        asked_row(row, today, form=_form_of(row) if place < on_the_spot else None)
        for place, row in enumerate(found)
    )
    return asked_section(
        rows,
        number=number,
        last=found[-1].due_on if found else None,
        agency=actor.agency_name,
        may_sign=actor.may(Permission.SIGN_ANSWERS),
    )


def _form_of(row: AnswerRequest) -> AnswerForm:
    parts = asked_parts(row)
    saved = getattr(row, "draft", None)
    return AnswerForm(asked=parts, initial=initial_of(parts, saved), prefix=row.public_id)


def endorsed_panel(kind: str) -> Callable[[Actor, Any], Panel | None]:
    """Whether the partners (or the chair) endorsed what was answered; nothing while nothing was."""
    build = approvals_of(kind)

    def panel(actor: Actor, subject: Any) -> Panel | None:
        return build(actor, subject) if was_answered(actor, kind, subject) else None

    return panel


def silent_panel(actor: Actor, _: Any) -> Panel | None:
    """On the first page of those who ask: agencies that are late with their answers."""
    if not asks_agencies(actor):
        return None
    today = clock.today()
    rows = tuple(silent_row(each, today) for each in silent_agencies(actor, today=today)[:_MOST_SILENT])
    return Panel("learning/silent_at_home.html", rows) if rows else None


_MOST_SILENT = 6


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """A recommendation, or a theme that was answered as a whole."""

    label: str
    title: str
    href: str
    cells: tuple[str, ...]
    is_theme: bool = False


@dataclass(frozen=True, kw_only=True)
class AgencyLine:
    """How many recommendations one agency was asked, answered (or their theme), and has not answered."""

    name: str
    asked: int
    answered: int
    missing: int


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """`by_agency` sums it up where there are many recommendations; the matrix is folded then."""

    agencies: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    by_agency: tuple[AgencyLine, ...] = ()
    fold: str = ""


_WORDS = {
    (True, True): "answered",
    (True, False): "asked, no answer",
    (False, True): "answered, not asked by name",
    (False, False): "",
}


def matrix_panel(actor: Actor, review: Any) -> Panel | None:
    """Agencies beside recommendations: who was asked, who answered. What was answered for a theme as a whole has a
    row of its own over the theme's recommendations."""
    found, of_themes = answers_of_review(actor, review.pk)
    themes = {each.theme.pk: each for each in of_themes}
    if not themes and not any(each.answered for each in found):
        return None
    named = {name for each in found for name in each.asked | each.answered}
    named |= {name for each in themes.values() for name in each.answered}
    agencies = tuple(sorted(named, key=str.casefold))
    rows: list[MatrixRow] = []
    for each in found:
        theme = themes.pop(each.recommendation.theme_id or 0, None)
        if theme:
            rows.append(_theme_row(theme, agencies, review))
        rows.append(_recommendation_row(each, agencies))
    rows += [_theme_row(theme, agencies, review) for theme in themes.values()]
    if not are_many(len(found)):
        return Panel(
            "learning/matrix.html", Matrix(agencies=agencies, rows=tuple(rows)), wide="Who answered what"
        )
    return Panel(
        "learning/matrix.html",
        Matrix(
            agencies=agencies,
            rows=tuple(rows),
            by_agency=tuple(_agency_line(name, found) for name in agencies),
            fold=f"Each of {count(len(found), 'recommendation')}, by agency",
        ),
        wide="Who answered what",
    )


def _agency_line(name: str, found: Sequence[Answered]) -> AgencyLine:
    answered = {each.recommendation.pk for each in found if name in each.answered | each.with_theme}
    asked = {each.recommendation.pk for each in found if name in each.asked}
    return AgencyLine(name=name, asked=len(asked), answered=len(answered), missing=len(asked - answered))


def _cells(agencies: tuple[str, ...], word: Callable[[str], str]) -> tuple[str, ...]:
    return tuple(word(name) for name in agencies)


def _recommendation_row(each: Any, agencies: tuple[str, ...]) -> MatrixRow:
    def word(name: str) -> str:
        if name in each.with_theme and name not in each.answered:
            return "with the theme"
        return _WORDS[name in each.asked, name in each.answered]

    return MatrixRow(
        label=each.recommendation.label or each.recommendation.reference,
        title=title_of(each.recommendation),
        href=reverse("learning:recommendation", args=[each.recommendation.public_id]),
        cells=_cells(agencies, word),
    )


def _theme_row(each: Any, agencies: tuple[str, ...], review: Any) -> MatrixRow:
    return MatrixRow(
        label=f"Theme {each.theme.name}",
        title=f"as a whole, for {count(each.recommendations, 'recommendation')}",
        href=f"{reverse('learning:responses')}?{urlencode({'review': review.public_id, 'theme': each.theme.name})}",
        cells=_cells(agencies, lambda name: "answered as a whole" if name in each.answered else ""),
        is_theme=True,
    )


def findings_panel(actor: Actor, review: Any) -> Panel | None:
    """What a review found, good practice first, each with the recommendations it led to."""
    rows: list[FindingRow] = [finding_row(row) for row in findings_of_review(actor, review.pk)]
    rows.sort(key=lambda row: row.kind != "good practice")
    return Panel("learning/findings_of_review.html", tuple(rows)) if rows else None


@dataclass(frozen=True, kw_only=True)
class OwnRow:
    """What one agency asked of itself, and the register narrowed to it."""

    name: str
    href: str
    asked: int
    withheld: int
    planned: int
    reported: int
    verified: int


def own_panel(actor: Actor, review: Any) -> Panel | None:
    """What agencies asked of themselves in their own reviews, rolled up by agency."""
    register = reverse("learning:list")
    rows = tuple(
        OwnRow(
            name=each.name,
            href=f"{register}?{urlencode({'review': review.public_id, 'source': 'IMR', **_agency(each.agency_ref)})}",
            asked=each.asked,
            withheld=each.withheld,
            planned=each.planned,
            reported=each.reported,
            verified=each.verified,
        )
        for each in own_of_agencies(actor, review.pk)
    )
    return Panel("learning/own_of_review.html", rows) if rows else None


def _agency(ref: str) -> dict[str, str]:
    return {"agency": ref} if ref else {}


def behind_panel(actor: Actor, finding: Any) -> Panel | None:
    """What lies behind a finding, and which questions it answers."""
    href = reverse("learning:behind", args=[finding.public_id])
    shown = behind_shown(
        behind_finding(actor, finding),
        questions_answered_by(actor, finding),
        href if actor.may(Permission.DRAFT_RECOMMENDATIONS) else "",
    )
    return Panel("learning/behind.html", shown)
