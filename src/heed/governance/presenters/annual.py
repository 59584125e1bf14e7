"""The section of an annual report on challenge: page, Word and PDF say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from heed.assurance.presenters import PLURALS, asked_of, state_of
from heed.assurance.types import Kind, State, Step
from heed.governance.presenters.groups import MEETINGS
from heed.governance.presenters.meetings import DocumentPage
from heed.governance.queries.annual import Year
from heed.kit.writing import Block, Document, Grid, Link, Paragraph, Part
from heed.platform.ui.components import Crumb
from heed.platform.ui.wording import count, day
from heed.platform.ui.writing import facts_of, passages_of


def annual_document(year: Year, *, partnership: str) -> Document:
    """Every challenge with its answer and its effect; letters and requests for assurance after them."""
    title = "Challenge and assurance in the year"
    return Document(
        title=title,
        lead=f"{partnership}, {day(year.first)} to {day(year.last)}",
        facts=[("Made for", year.made_for), ("For", "The annual report")],
        parts=[
            Part("In short", [Paragraph(_in_short(year.of(Kind.CHALLENGE)))]),
            *(
                Part(PLURALS[kind], _blocks(kind, year))
                for kind in (Kind.CHALLENGE, Kind.REQUEST, Kind.LETTER)
            ),
        ],
        foot=f"{title}, {day(year.first)} to {day(year.last)}. Made for {year.made_for}",
        author=partnership,
    )


def _in_short(rows: Sequence[Any]) -> str:
    if not rows:
        return "Nobody was challenged in this year. That may say more about the partnership than about its agencies."
    answered = sum(each.state != State.OPEN for each in rows)
    changed = sum(bool(each.effect) for each in rows)
    return (
        f"{count(len(rows), 'challenge')}: {answered} answered, {len(rows) - answered} without an answer, and an "
        f"effect written down for {changed}."
    )


def _blocks(kind: str, year: Year) -> list[Block]:
    rows = [
        (
            Link(each.reference, reverse("assurance:one", args=[each.public_id])),
            f"{each.topic}\n{each.question}",
            f"{each.asked_for} to {asked_of(each)}\n{day(each.asked_at)}",
            "\n".join(_said(each, Step.REPLY)) or "No answer",
            "\n".join([state_of(each, year.last)[0], *_said(each, Step.VIEW), *_effect(each)]),
        )
        for each in year.of(kind)
    ]
    heads = ["Reference", "What was asked", "From and to", "Answer", "What came of it"]
    return [Grid(PLURALS[kind], heads, rows, (2, 6, 4, 6, 6)) if rows else Paragraph("None in this year.")]


def _said(row: Any, step: Step) -> list[str]:
    """What was written at this step; what is restricted stands in no report."""
    return [each.words for each in row.entries.all() if each.step == step and each.words]


def _effect(row: Any) -> list[str]:
    if row.effect:
        return [f"Effect: {row.effect}"]
    return ["No effect is written down"] if row.kind == Kind.CHALLENGE else []


def annual_page(document: Document, *, files: tuple[tuple[str, str], ...]) -> DocumentPage:
    """With links to it as files."""
    return DocumentPage(
        title=document.title,
        lead=document.lead,
        crumbs=(MEETINGS, Crumb(text="For the annual report")),
        tabs=(),
        facts=facts_of(document),
        passages=passages_of(document),
        files=files,
    )
