"""The register of actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from heed.kit.dates import months_after
from heed.learning.presenters import usual_filters
from heed.learning.queries import filter_choices
from heed.library.presenters import first_page, shown_words
from heed.plans.models import Action
from heed.plans.presenters import KIND_NAMES, STATE_NAMES, action_in_short, state_words
from heed.plans.queries import ActionFilter, each_action, filter_actions, level_names, list_actions
from heed.plans.queries.classes import AGES, MOVES
from heed.plans.queries.pictures import MONTHS
from heed.plans.queries.planning import groups_of_partnership, posts_of_partnership
from heed.plans.types import ActionKind, Colour
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.registers.queries import further
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter

_WHEN = (
    ("open", "Not reported complete"),
    ("late", "Past the last day promised"),
    ("review", "Review date has come"),
    ("expected", "A standing arrangement's day has come"),
    ("escalated", "Escalated at its review date"),
    ("to_verify", "Reported, waiting to be verified"),
    ("to_close", "Verified, waiting for a group to close it"),
    ("verified", "Verified at some time"),
    ("closed", "Closed by a group"),
)
AGE_NAMES = ("less than 3 months", "3 to 6 months", "6 to 12 months", "1 to 2 years", "2 years or more")
MOVE_NAMES = ("never moved", "moved once", "moved twice", "moved three times or more")
_AGES = tuple((str(age), name) for age, name in zip(AGES, AGE_NAMES, strict=True))
_MOVES = tuple((str(times), name.capitalize()) for times, name in zip(MOVES, MOVE_NAMES, strict=True))
_DAY = "As 2027-03-31. The last day promised; of what is closed or verified, the day of that"
_FAR = (
    ("in_plan", "In the plan"),
    ("reported", "Reported complete or further"),
    ("verified", "Verified or further"),
    ("unverified", "Reported, not verified"),
)


def action_filter(actor: Actor, asked: Asked, *, nobody_named: bool = False) -> ActionFilter:
    """What the register's address asks for, in the room's own words; or only those of it with no agency."""
    return asked.wanted(
        ActionFilter,
        late_on=clock.today() if asked.get("due") == "late" else None,
        open_only=asked.get("due") == "open",
        review_due=asked.get("due") == "review",
        expected=asked.get("due") == "expected",
        escalated=asked.get("due") == "escalated",
        to_verify=asked.get("due") == "to_verify",
        closed={"to_close": "no", "closed": "yes"}.get(asked.get("due"), ""),
        day_of=asked.get("due") if asked.get("due") in ("closed", "verified") else "",
        nobody_named=nobody_named,
        also=further(ACTIONS.key, actor, asked),
        today=clock.today(),
    )


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    choices = filter_choices(actor)
    states = [(state.value, name) for state, name in STATE_NAMES.items()]
    kinds = [(kind.value, name) for kind, name in KIND_NAMES.items()]
    return (
        *usual_filters(choices),
        select_filter("kind", "Kind", kinds, word="Standing arrangement"),
        select_filter("state", "State", states, word="Closed elsewhere"),
        select_filter("due", "When", _WHEN),
        FilterGroup(name="after", label="Day is after", kind="search", hint=_DAY),
        FilterGroup(name="before", label="Day is before", kind="search", hint=_DAY),
        select_filter("told", "Escalated to", groups_of_partnership(actor)),
        select_filter("how_far", "How far", _FAR, word="Verified"),
        select_filter("month", "How far at the end of", _months()),
        select_filter(
            "shows", "What its evidence shows", [("none", "No evidence"), *_levels()], word="Evidence level"
        ),
        select_filter("age", "Open for", _AGES),
        select_filter("moved", "Its date was", _MOVES),
        select_filter(
            "colour", "Colour", [(each.value, each.value.capitalize()) for each in Colour], word="Colour"
        ),
        select_filter("owner", "Owner", _owners(actor)),
        select_filter("year", "Year of the review", choices.years),
    )


def _months() -> list[tuple[str, str]]:
    this = clock.today().replace(day=1)
    return [(f"{each:%Y-%m}", f"{each:%B %Y}") for each in (months_after(this, -at) for at in range(MONTHS))]


def _levels() -> list[tuple[str, str]]:
    return [(str(key), name) for key, name in level_names().items()]


def _owners(actor: Actor) -> list[tuple[str, str]]:
    return [("nobody", "Nobody"), *((each, each) for each in posts_of_partnership(actor))]


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    return list_actions(actor, action_filter(actor, asked), order=asked.order, offset=offset, limit=limit)


def _every(actor: Actor, asked: Asked) -> Iterator[Action]:
    return each_action(actor, action_filter(actor, asked), order=asked.order)


def _shown(name: str) -> Any:
    """A column of what the page of actions shows."""

    def value(row: Action) -> str:
        return str(getattr(action_in_short(row, today=clock.today()), name))

    return value


def _day(name: str) -> Any:
    def value(row: Action) -> str:
        day = getattr(row, name)
        return day.isoformat() if day else ""

    return value


ACTIONS = Register(
    key="actions",
    title="Actions",
    one="action",
    url_name="plans:list",
    note="An action that serves several recommendations is counted once.",
    columns=(
        Column("reference", "Reference", lambda row: row.reference, width=12),
        Column("text", "Action", lambda row: shown_words(row.text), width=70),
        Column("who", "Agency", _shown("who")),
        Column("owner", "Owner", _shown("owner")),
        Column("by", "By", _shown("by")),
        Column("printed", "By, as printed", lambda row: row.due_text, usual=False),
        Column("first_day", "First day", _day("due_earliest"), usual=False),
        Column("last_day", "Last day", _day("due_latest"), usual=False),
        Column("first_date", "First date", _day("first_due"), usual=False),
        Column("moves", "Times moved", lambda row: row.moves, usual=False, width=8),
        Column("review_on", "Looked at again", _day("review_on"), usual=False),
        Column("colour", "Colour", lambda row: row.shown_colour, usual=False, width=8),
        Column("know", "How we will know", lambda row: row.how_we_will_know, usual=False, width=40),
        Column("state", "State", lambda row: state_words(row).text),
        Column("closed_on", "Closed on", _day("closed_on"), usual=False),
        Column("closed_by", "Closed by", lambda row: row.closed_by, usual=False, width=30),
        Column("note", "As stated", _shown("note"), usual=False),
        Column("kind", "Kind", lambda row: KIND_NAMES[ActionKind(row.kind)], usual=False),
        Column(
            "serves",
            "Recommendations",
            lambda row: "; ".join(
                f"{each.reference} {each.label}".strip() for each in row.recommendations.all()
            ),
        ),
        Column("review", "Review", _shown("review"), usual=False),
        Column(
            "area",
            "Area",
            lambda row: row.review.area.name if row.review and row.review.area else "",
            usual=False,
        ),
        Column("theme", "Theme", lambda row: row.theme.name if row.theme else "", usual=False),
        Column("page", "Page", lambda row: first_page(row.spans) or "", usual=False, width=6),
        Column(
            "document",
            "Document",
            lambda row: str(row.reading.document) if row.reading else "",
            usual=False,
            width=40,
        ),
    ),
    orders=(
        Order("", "Review brought in last first"),
        Order("due", "Due first"),
        Order("agency", "Agency"),
        Order("state", "State"),
        Order("reference", "Reference"),
    ),
    narrowed_by=(
        *("words", "review", "area", "agency", "theme", "kind", "state", "due", "year"),
        *("how_far", "month", "after", "before", "told", "shows", "age", "moved", "colour", "owner"),
    ),
    filters=_filters,
    page=_page,
    every=_every,
    refs=lambda actor, asked: filter_actions(actor, action_filter(actor, asked)).values_list(
        "public_id", flat=True
    ),
    href=lambda row: reverse("plans:action", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="There is no action yet. Actions come in with the document that promised them, or are planned here.",
    fill=("Go to the library", "library:list"),
)
