"""Actions as pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.urls import reverse

from heed.learning.presenters import StateWords, title_of
from heed.library.presenters import first_page, place_address, shown_words
from heed.plans.models import Action
from heed.plans.types import ActionKind, ActionState
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import period

STATE_NAMES = {
    ActionState.IN_PRINCIPLE: "Agreed in principle",
    ActionState.REPORTED: "Reported complete",
    ActionState.STALLED: "Stalled",
}
_STATED = {
    "taken": "stated as done",
    "in_place": "stated as in place",
    "planned": "stated as planned",
    "stalled": "stated as held up",
}


@dataclass(frozen=True, kw_only=True)
class RecommendationLink:
    reference: str
    title: str
    href: str


@dataclass(frozen=True, kw_only=True)
class ActionRow:
    ref: str
    reference: str
    text: str
    href: str
    who: str
    owner: str
    by: str
    by_note: str
    late: str
    state: StateWords
    note: str
    review: str
    serves: tuple[RecommendationLink, ...]
    source: str
    source_href: str


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    title: str
    row: ActionRow
    facts: str
    panels: tuple[Panel, ...] = ()


def action_row(row: Action, *, today: date) -> ActionRow:
    page = first_page(row.spans)
    return ActionRow(
        ref=row.public_id,
        reference=row.reference,
        text=shown_words(row.text),
        href=reverse("plans:action", args=[row.public_id]),
        who=row.agency.name if row.agency else row.agency_words,
        owner=row.owner_words,
        by=_by(row),
        by_note=_printed(row),
        late=_late(row, today),
        state=_state(row),
        note=_note(row),
        review=f"{row.review.name} ({row.review.reference})",
        serves=tuple(
            RecommendationLink(
                reference=each.reference,
                title=title_of(each),
                href=reverse("learning:recommendation", args=[each.public_id]),
            )
            for each in row.recommendations.all()
        ),
        source=f"Page {page} of {row.reading.document}" if page else str(row.reading.document),
        source_href=place_address(row.reading.document.public_id, row.reading.public_id, row.spans),
    )


def _by(row: Action) -> str:
    """The days it may mean; a standing arrangement has no end."""
    if row.due_earliest and row.due_latest:
        return period(row.due_earliest, row.due_latest)
    if row.kind == ActionKind.STANDING:
        return "keeps happening"
    return "no date given" if row.state != ActionState.REPORTED else "not dated"


def _printed(row: Action) -> str:
    """The date as it was printed, where its days say it in other words."""
    return f"“{row.due_text}”" if row.due_text and row.due_text != _by(row) else ""


def _late(row: Action, today: date) -> str:
    """How late it is; a range of dates is late only after its last day."""
    if row.state == ActionState.REPORTED or not row.due_latest or row.due_latest >= today:
        return ""
    days = (today - row.due_latest).days
    return f"{days} {'day' if days == 1 else 'days'} late"


def _state(row: Action) -> StateWords:
    if row.state == ActionState.REPORTED:
        return StateWords(
            text="In place" if row.kind == ActionKind.STANDING else "Reported complete", tone="teal"
        )
    if row.state == ActionState.STALLED:
        return StateWords(text="Stalled", tone="red")
    return StateWords(text="Agreed in principle", tone="amber")


def _note(row: Action) -> str:
    """Where the state comes from: nothing read from a document is evidence."""
    return f"{_STATED[row.stated]}, {'unevidenced' if row.state == ActionState.REPORTED else 'details to be given'}"
