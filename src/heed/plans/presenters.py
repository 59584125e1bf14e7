"""Actions as pages show them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.urls import reverse

from heed.learning.presenters import StateWords, Tone, title_of
from heed.library.presenters import place_address, place_words, shown_words
from heed.plans.models import Action
from heed.plans.rules import STATE_WORDS, brought_state, listed, missing_of_brought, state_as_stated
from heed.plans.types import (
    KEEPS_GOING,
    OPEN,
    ActionKind,
    ActionState,
    BroughtAction,
    Colour,
    Frequency,
    MarkKind,
    MoveDecision,
)
from heed.platform.ui.components import Content, element, joined
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import count, day, in_other_words, period

STATE_NAMES = {state: words[:1].upper() + words[1:] for state, words in STATE_WORDS.items()}
_TONES: dict[ActionState, Tone] = {
    ActionState.PROPOSED: "neutral",
    ActionState.IN_PRINCIPLE: "amber",
    ActionState.EXTENSION_REQUESTED: "amber",
    ActionState.STALLED: "red",
    ActionState.RE_OPENED: "amber",
    ActionState.CLOSED_ELSEWHERE: "amber",
    ActionState.VERIFIED: "green",
    ActionState.EMBEDDED: "green",
    ActionState.WITHDRAWN: "neutral",
    ActionState.SUPERSEDED: "neutral",
}
"""Of states that are none of these: teal."""
KIND_NAMES = {ActionKind.ONE_OFF: "One-off", ActionKind.STANDING: "Standing arrangement"}
FREQUENCY_NAMES = {
    Frequency.WEEKLY: "weekly",
    Frequency.MONTHLY: "monthly",
    Frequency.QUARTERLY: "quarterly",
    Frequency.SIX_MONTHLY: "every six months",
    Frequency.ANNUAL: "every year",
}
COLOUR_TONES: dict[str, Tone] = {
    Colour.RED: "red",
    Colour.AMBER: "amber",
    Colour.GREEN: "green",
    Colour.BLUE: "teal",
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
    colour: StateWords | None
    moved: str
    note: str
    review: str
    serves: tuple[RecommendationLink, ...]
    source: str
    source_href: str


@dataclass(frozen=True, kw_only=True)
class Promised:
    """What was promised for a recommendation, and where those who may plan more."""

    rows: tuple[ActionRow, ...]
    plan: str


@dataclass(frozen=True, kw_only=True)
class MoreOfActions:
    """Where the register leads those who may: to change several, in a table or alike, to plan one, to bring in a plan
    that was kept elsewhere, and to take their agency's own offline."""

    table: str = ""
    together: str = ""
    plan: str = ""
    bring_in: str = ""
    offline: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionPage:
    title: str
    row: ActionRow
    facts: str
    plan: Any = None
    panels: tuple[Panel, ...] = ()


def action_row(row: Action, *, today: date) -> ActionRow:
    """An action as the register and its own page show it."""
    return replace(
        action_in_short(row, today=today),
        serves=tuple(
            RecommendationLink(
                reference=each.reference,
                title=title_of(each),
                href=reverse("learning:recommendation", args=[each.public_id]),
            )
            for each in row.recommendations.all()
        ),
        source=place_words(row.reading.document, row.spans) if row.reading else "",
        source_href=place_address(row.reading.document, row.reading.public_id, row.spans)
        if row.reading
        else "",
    )


def action_in_short(row: Action, *, today: date) -> ActionRow:
    """The same without what it serves and where it was read: for a table that says neither."""
    return ActionRow(
        ref=row.public_id,
        reference=row.reference,
        text=shown_words(row.text),
        href=reverse("plans:action", args=[row.public_id]),
        who=row.agency.name if row.agency else row.agency_words,
        owner=row.owner_post.title if row.owner_post else row.owner_words,
        by=_by(row),
        by_note=_printed(row),
        late=_late(row, today),
        state=state_words(row),
        colour=colour_words(getattr(row, "shown_colour", "")),
        moved=moved_words(row),
        note=_note(row),
        review=f"{row.review.name} ({row.review.reference})" if row.review else "",
        serves=(),
        source="",
        source_href="",
    )


def colour_words(colour: str) -> StateWords | None:
    """A colour by its name, which says the same to those who do not see it."""
    return StateWords(text=colour.capitalize(), tone=COLOUR_TONES[colour]) if colour else None


def moved_words(row: Action) -> str:
    """The first date beside the one that counts, and how often it moved; "" while it never did."""
    first = row.first_due
    if first is None or (not row.moves and (row.due_latest is None or first == row.due_latest)):
        return ""
    often = {0: "", 1: ", moved once", 2: ", moved twice"}.get(row.moves, f", moved {row.moves} times")
    return f"first date {first:%-d %b %Y}{often}"


def _by(row: Action) -> str:
    """The days it may mean; a standing arrangement has no end."""
    if row.due_earliest and row.due_latest:
        return period(row.due_earliest, row.due_latest)
    if row.kind == ActionKind.STANDING and row.frequency:
        return FREQUENCY_NAMES[Frequency(row.frequency)]
    if row.kind == ActionKind.STANDING:
        return "keeps happening"
    return "no date given" if row.state in OPEN else "not dated"


def _printed(row: Action) -> str:
    """The date as it was printed, where its days say it in other words."""
    return in_other_words(row.due_text, row.due_earliest, row.due_latest) if row.due_text != _by(row) else ""


def _late(row: Action, today: date) -> str:
    """How late it is; a range of dates is late only after its last day, a standing arrangement once a time at which
    it was expected went by in silence."""
    if row.kind == ActionKind.STANDING and row.next_expected and row.next_expected < today:
        silent = count((today - row.next_expected).days, "day")
        return (
            f"expected {silent} ago, and nobody said that it took place" if row.state in KEEPS_GOING else ""
        )
    if row.state not in OPEN or not row.due_latest or row.due_latest >= today:
        return ""
    days = (today - row.due_latest).days
    return f"{days} {'day' if days == 1 else 'days'} late"


def state_words(row: Action) -> StateWords:
    """Where an action stands, as one reads it."""
    state = ActionState(row.state)
    if state is ActionState.REPORTED and row.kind == ActionKind.STANDING:
        return StateWords(text="In place", tone="teal")
    if state is ActionState.ASSURED and row.single_agency:
        return StateWords(text="Assured by its own agency alone", tone="teal")
    return StateWords(text=STATE_NAMES[state], tone=_TONES.get(state, "teal"))


def brought_words(new: BroughtAction) -> str:
    """In which state an action would come in from another list, and what it lacks where that decides."""
    state = brought_state(new)
    missing = missing_of_brought(new) if state is ActionState.IN_PRINCIPLE else ()
    without = f"; {listed(missing)} {'is' if len(missing) == 1 else 'are'} missing" if missing else ""
    return f"{STATE_NAMES[state]}{without}"


def _note(row: Action) -> str:
    """Where the state comes from, while it is the one a document stated: nothing read is evidence."""
    if not row.stated or row.state != state_as_stated(row.stated)[1]:
        return ""
    return f"{_STATED[row.stated]}, {'unevidenced' if row.state == ActionState.REPORTED else 'details to be given'}"


def words_of_action(action: Action) -> Content:
    """The action's words with its reference, above a form about it."""
    who = action.agency.name if action.agency else action.agency_words
    return joined(
        [element("strong", action.reference), " ", shown_words(action.text), f" ({who})" if who else ""]
    )


def words_to_judge(action: Action, marks: Sequence[Any]) -> Content:
    """The same for whoever judges what was done: with what was to show it, and what was said of it last."""
    know = [element("br"), f"How we will know: {action.how_we_will_know}"] if action.how_we_will_know else []
    said = next((each for each in marks if each.kind in (MarkKind.REPORTED, MarkKind.ASSURED)), None)
    return joined([words_of_action(action), *know, *(_as_said(said) if said else ())])


def _as_said(mark: Any) -> list[Content]:
    what = "Reported complete" if mark.kind == MarkKind.REPORTED else "Assured by its agency"
    of_time = (
        f", for {period(mark.period_from, mark.period_to)}" if mark.period_from and mark.period_to else ""
    )
    words = f": {mark.reason}" if mark.reason else "."
    return [element("br"), f"{what} {day(mark.on)}{of_time} by {mark.by.name}{words}"]


def asked_to_move(action: Action) -> list[Content]:
    """What is asked of whoever decides on an action's date: by whom, for which day, why, and how often it moved."""
    move = action.date_moves.filter(decision=MoveDecision.WAITING).select_related("asked_by").first()
    if move is None:
        return []
    before = day(move.due_before, none="no date")
    often = (
        f" It was moved {count(action.moves, 'time')} before"
        if action.moves
        else " It was never moved before"
    )
    first = f"; the first date was {day(action.first_due)}." if action.moves and action.first_due else "."
    asked = f"{move.asked_by.name} asks for {day(move.wanted)} instead of {before}: {move.reason}"
    return [element("br"), element("strong", asked), element("br"), (often + first).strip()]
