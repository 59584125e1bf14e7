"""Where an answer is judged, and where a recommendation is divided into what it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.learning.models import Judgement, Recommendation, Response
from heed.learning.presenters.answers import AnswerRow, answer_row, judged_row
from heed.learning.queries import AskedPart
from heed.library.presenters import shown_words
from heed.platform.ui.components import Crumb, element, tag
from heed.platform.ui.things import Doing, Table, columns, rows


@dataclass(frozen=True, kw_only=True)
class JudgePage:
    """An answer beside what was asked, with what was found before and the form to say what one finds."""

    title: str
    crumbs: tuple[Crumb, ...]
    quote: str
    asked: tuple[str, ...]
    answer: AnswerRow
    form: Any
    why_not: str
    earlier: Table
    naming: Doing | None
    back: str

    @property
    def has_errors(self) -> bool:
        return bool(self.form and self.form.errors or self.naming and self.naming.form.errors)


def judge_page(
    response: Response,
    recommendation: Recommendation,
    asked: Sequence[AskedPart],
    judged: Sequence[Judgement],
    form: Any,
    *,
    why_not: str,
    naming: Doing | None,
) -> JudgePage:
    back = reverse("learning:recommendation", args=[recommendation.public_id])
    found = [(judged_row(each)) for each in reversed(judged)]
    return JudgePage(
        title=f"Does it answer {recommendation.reference}?",
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text=recommendation.reference, href=back),
            Crumb(text="Judge an answer"),
        ),
        quote=shown_words(recommendation.text),
        asked=tuple(each.words for each in asked) if len(asked) > 1 else (),
        answer=answer_row(response, judged),
        form=form,
        why_not=why_not,
        earlier=Table(
            heading="What was found before",
            columns=columns("Found", "Of", "Why", "By"),
            rows=rows(
                [
                    [
                        element("span", tag(text=each.grade, tone=each.tone)),
                        each.asked or "the whole",
                        each.reason,
                        each.who,
                    ]
                    for each in found
                ]
            ),
            empty="Nobody has judged it yet.",
        ),
        naming=naming,
        back=back,
    )


@dataclass(frozen=True, kw_only=True)
class DividePage:
    title: str
    crumbs: tuple[Crumb, ...]
    quote: str
    form: Any
    back: str


def divide_page(row: Recommendation, form: Any) -> DividePage:
    back = reverse("learning:recommendation", args=[row.public_id])
    return DividePage(
        title=f"What {row.reference} asks for",
        crumbs=(
            Crumb(text="Recommendations", href=reverse("learning:list")),
            Crumb(text=row.reference, href=back),
            Crumb(text="What it asks for"),
        ),
        quote=shown_words(row.text),
        form=form,
        back=back,
    )
