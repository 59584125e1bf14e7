"""What an agency's own people see: what is asked of them, and where they answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.learning.models import AnswerDraft, AnswerRequest
from heed.learning.presenters.answers import StateWords
from heed.learning.presenters.asking import request_row, state_of_request
from heed.learning.queries import AskedPart
from heed.library.presenters import shown_words
from heed.platform.ui.components import Crumb, DraftShown, RegisterRow
from heed.platform.ui.wording import count, day, moment

_NUMBERS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine")


@dataclass(frozen=True, kw_only=True)
class AskedRow:
    """Something asked of one's own agency; `form` is there where it can be answered on the spot."""

    reference: str
    title: str
    href: str
    answer_href: str
    quote: str
    words: str
    note: str
    state: StateWords
    drafted: str
    form: Any


@dataclass(frozen=True, kw_only=True)
class AskedSection:
    """What waits for an answer of one's own agency: "Three things for your agency by 30 Nov 2026"."""

    heading: str
    rows: tuple[AskedRow, ...]
    more: str
    all_href: str
    may_sign: bool


@dataclass(frozen=True, kw_only=True)
class AskedPage:
    title: str
    lead: str
    section: AskedSection
    answered: tuple[RegisterRow, ...]
    named_href: str
    """The recommendations that name the agency, asked by a day or not."""


@dataclass(frozen=True, kw_only=True)
class AnswerPage:
    """Where an agency answers."""

    title: str
    crumbs: tuple[Crumb, ...]
    state: StateWords
    quote: str
    quote_href: str
    words: str
    drafted: str
    form: Any
    may_sign: bool
    signer: str
    draft: DraftShown
    back: str


def heading_of(number: int, last: date | None, *, agency: str) -> str:
    """How many things are asked and by when they are all due."""
    if not number or last is None:
        return f"Nothing is asked of {agency} by a day at the moment"
    things = (
        f"{_NUMBERS[number] if number < len(_NUMBERS) else number} {'thing' if number == 1 else 'things'}"
    )
    return f"{things} for your agency by {day(last)}"


def drafted_by(draft: AnswerDraft | None) -> str:
    """Who wrote the draft last, and when."""
    return f"Draft by {draft.written_by}, {moment(draft.written_at)}" if draft else ""


def asked_row(row: AnswerRequest, today: date, *, form: Any = None) -> AskedRow:
    draft = getattr(row, "draft", None)
    recommendation = row.recommendation
    note = [
        row.reference,
        f"{recommendation.kind} {recommendation.label} of {recommendation.review.name}".replace("  ", " "),
        f"by {day(row.due_on)}",
        "sent back: your answer was not enough" if row.sent_back_id else "",
        f"round {row.round}" if row.round > 1 else "",
    ]
    return AskedRow(
        reference=row.reference,
        title=recommendation.short_name or f"Answer {recommendation.reference}",
        href=reverse("learning:request", args=[row.public_id]),
        answer_href=reverse("learning:answer", args=[row.public_id]),
        quote=shown_words(row.recommendation.text),
        words=row.words,
        note=" · ".join(filter(None, note)),
        state=state_of_request(row, today),
        drafted=drafted_by(draft),
        form=form,
    )


def asked_section(
    rows: tuple[AskedRow, ...], *, number: int, last: date | None, agency: str, may_sign: bool
) -> AskedSection:
    more = number - len(rows)
    return AskedSection(
        heading=heading_of(number, last, agency=agency),
        rows=rows,
        more=f"and {count(more, 'more thing')}" if more else "",
        all_href=reverse("learning:asked"),
        may_sign=may_sign,
    )


def asked_page(
    section: AskedSection, answered: Sequence[AnswerRequest], today: date, *, agency: str, agency_ref: str
) -> AskedPage:
    return AskedPage(
        title=f"Asked of {agency}",
        lead="What your partnership asks your agency to answer. Whoever knows can write; your agency's lead signs.",
        section=section,
        answered=tuple(request_row(row, today) for row in answered),
        named_href=f"{reverse('learning:list')}?agency={agency_ref}",
    )


def answer_page(
    row: AnswerRequest,
    form: Any,
    saved: AnswerDraft | None,
    *,
    may_sign: bool,
    signers: Sequence[str],
    draft: DraftShown,
    today: date,
) -> AnswerPage:
    return AnswerPage(
        title=f"Answer {row.recommendation.reference} for {row.agency.name}",
        crumbs=(
            Crumb(text="Asked of your agency", href=reverse("learning:asked")),
            Crumb(text=row.reference, href=reverse("learning:request", args=[row.public_id])),
            Crumb(text="Answer"),
        ),
        state=state_of_request(row, today),
        quote=shown_words(row.recommendation.text),
        quote_href=reverse("learning:recommendation", args=[row.recommendation.public_id]),
        words=row.words,
        drafted=drafted_by(saved),
        form=form,
        may_sign=may_sign,
        signer=", ".join(signers),
        draft=draft,
        back=reverse("learning:asked"),
    )


def initial_of(asked: Sequence[AskedPart], saved: AnswerDraft | None) -> dict[str, Any]:
    """What the form begins with: the agency's draft, and its version."""
    if saved is None:
        return {"version": 0}
    given: dict[str, Any] = {"version": saved.version}
    for part in asked:
        kept = saved.parts.get(str(part.key), {})
        given |= {f"{name}_{part.key}": kept.get(name, "") for name in ("stance", "text", "reason")}
    return given
