"""Priorities, strategies and business plans, and the forward plan, as pages show them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse

from heed.governance.presenters.groups import MEETINGS
from heed.governance.presenters.words import how_often
from heed.governance.queries.coming import Coming
from heed.governance.queries.strategies import SHOWS, Items
from heed.governance.types import STRATEGY_NAMES, StrategyKind
from heed.learning.presenters import state_of, title_of
from heed.plans.presenters import action_row
from heed.platform.ui.components import Content, Crumb, Fact, Row, joined, lines, tag
from heed.platform.ui.panels import Panel
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import count, day

STRATEGIES = Crumb(text="Priorities and strategies", href="/meetings/strategies/")


@dataclass(frozen=True, kw_only=True)
class StrategiesPage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    tables: tuple[Table, ...]
    add_href: str


def strategies_page(
    found: Sequence[Any], counts: Mapping[int, Mapping[str, int]], *, today: date, steers: bool
) -> StrategiesPage:
    """Those in force, each with how far its plan is, and those that have ended."""
    now = [each for each in found if each.ended_on is None]
    was = [each for each in found if each.ended_on is not None]
    heads = columns("What", "Led by", "Group", "For", "Its plan", "Looked at again")
    return StrategiesPage(
        title="Priorities and strategies",
        crumbs=(MEETINGS, Crumb(text="Priorities and strategies")),
        lead="What the partnership wants to change, who leads it, and how far its plan is. The counts are of the "
        "actions that you may see.",
        tables=(
            Table(
                heading="In force",
                columns=heads,
                rows=tuple(_row(each, counts.get(each.pk, {}), today) for each in now),
                empty="No priority or strategy is kept yet.",
            ),
            *(
                (
                    Table(
                        heading="Ended",
                        columns=heads,
                        rows=tuple(_row(each, counts.get(each.pk, {}), today) for each in was),
                    ),
                )
                if was
                else ()
            ),
        ),
        add_href=reverse("governance:add_strategy") if steers else "",
    )


def _row(row: Any, counted: Mapping[str, int], today: date) -> Row:
    kind = STRATEGY_NAMES[StrategyKind(row.kind)]
    note = f"{kind}, {row.reference}" + (f", part of {row.under.title}" if row.under else "")
    return Row(
        cells=[
            lines(main=link(row.title, address_of(row)), note=note),
            _lead(row),
            _group(row),
            _period(row),
            _counts(row, counted),
            _again(row, today),
        ],
        muted=row.ended_on is not None,
    )


def address_of(row: Any, show: str = "") -> str:
    """Where a strategy is; `show` narrows the items of its plan to what was counted."""
    href = reverse("governance:strategy", args=[row.public_id])
    return f"{href}?show={show}#plan" if show else href


def _lead(row: Any) -> Content:
    if row.lead_post is None:
        return "Nobody named"
    return lines(main=row.lead_post.title, note=row.lead_post.agency.name)


def _group(row: Any) -> Content:
    if row.group is None:
        return "None"
    return link(row.group.name, reverse("governance:group", args=[row.group.public_id]))


def _period(row: Any) -> str:
    if row.ended_on:
        return f"{day(row.starts_on)}, ended {day(row.ended_on)}"
    return f"{day(row.starts_on)} to {day(row.ends_on)}" if row.ends_on else f"From {day(row.starts_on)}"


def _counts(row: Any, counted: Mapping[str, int]) -> Content:
    """Every count leads to the rows that it counts."""
    if not counted.get("all"):
        return "No item yet"
    names = [name for name in SHOWS if counted[name] or name in ("all", "reported", "verified")]
    linked = [link(f"{counted[name]} {SHOWS[name][0]}", address_of(row, name)) for name in names]
    return joined([part for each in linked for part in (", ", each)][1:])


def _again(row: Any, today: date) -> Content:
    if row.ended_on or row.review_on is None:
        return ""
    late = (today - row.review_on).days
    return tag(text=f"{count(late, 'day')} late", tone="red") if late > 0 else day(row.review_on)


@dataclass(frozen=True, kw_only=True)
class StrategyPage(ThingPage):
    """`panels` are what other rooms know of it."""

    panels: tuple[Panel, ...] = ()


def strategy_page(
    row: Any,
    items: Items,
    served: Sequence[Any],
    below: Sequence[Any],
    coming: Sequence[Coming],
    focus_groups: Sequence[Any],
    doings: tuple[Doing, ...],
    panels: tuple[Panel, ...],
    *,
    holder: str,
    listens: bool,
    show: str,
    today: date,
) -> StrategyPage:
    """What it says, its plan, what it answers, what comes of it to which meeting, and who is listened to."""
    counted = {name: len(found) for name, found in items.of.items()}
    return StrategyPage(
        title=row.title,
        crumbs=(MEETINGS, STRATEGIES, Crumb(text=row.reference)),
        lead=f"{STRATEGY_NAMES[StrategyKind(row.kind)]}, {row.reference}",
        notice=_notice(row, today),
        facts=tuple(each for each in _facts(row, counted, below, holder) if each.value),
        tables=(
            _plan(row, items, show, today),
            _served(served),
            forward_table(coming, heading="What comes to which meeting"),
            *_listening(focus_groups, listens),
        ),
        beside=doings,
        panels=panels,
    )


def _notice(row: Any, today: date) -> str:
    if row.ended_on:
        return f"It ended on {day(row.ended_on)}: {row.ended_why}"
    if row.review_on and row.review_on <= today:
        return (
            f"It was to be looked at again on {day(row.review_on)}. Give another day once it was, or end it."
        )
    if row.ends_on and row.ends_on < today:
        return f"Its time was over on {day(row.ends_on)}. Give it more time, or say what came of it."
    return ""


def _facts(row: Any, counted: Mapping[str, int], below: Sequence[Any], holder: str) -> list[Fact]:
    lead = (
        f"{row.lead_post.title}, {row.lead_post.agency.name}: {holder}" if row.lead_post else "Nobody named"
    )
    return [
        Fact(name="What is to change", value=row.aims),
        Fact(name="How we will know", value=row.how_we_will_know),
        Fact(name="Part of", value=link(row.under.title, address_of(row.under)) if row.under else ""),
        Fact(name="Its parts", value=_below(below)),
        Fact(name="Led by", value=lead),
        Fact(name="Group", value=_group(row)),
        Fact(name="For", value=_period(row)),
        Fact(name="Looked at again", value=day(row.review_on)),
        Fact(name="Its plan", value=_counts(row, counted)),
    ]


def _below(found: Sequence[Any]) -> Content:
    linked = [link(each.title, address_of(each)) for each in found]
    return joined([part for each in linked for part in (", ", each)][1:]) if linked else ""


def _plan(row: Any, items: Items, show: str, today: date) -> Table:
    narrowed = show if show in SHOWS else "all"
    found = [action_row(each, today=today) for each in items.of[narrowed]]
    heading = "Its plan" if narrowed == "all" else f"Its plan: {SHOWS[narrowed][0]}"
    more = f"{items.left_off} more are in the register of actions. " if items.left_off else ""
    all_of_it = link("Show all of it", address_of(row, "all")) if narrowed != "all" else ""
    return Table(
        heading=heading,
        key="plan",
        lead=joined([more, all_of_it]) if more or all_of_it else "",
        columns=columns("What", "Owner", "By", "State"),
        rows=rows(
            [
                (
                    lines(main=link(each.text, each.href), note=each.reference),
                    lines(main=each.owner or "Nobody named", note=each.who),
                    lines(main=each.by, note=each.moved),
                    lines(main=tag(text=each.state.text, tone=each.state.tone), note=each.late),
                )
                for each in found
            ]
        ),
        empty="Nothing is in its plan yet." if narrowed == "all" else "None.",
    )


def _served(found: Sequence[Any]) -> Table:
    return Table(
        heading="Recommendations it serves",
        columns=columns("What", "Review", "State"),
        rows=rows(
            [
                (
                    lines(
                        main=link(title_of(each), reverse("learning:recommendation", args=[each.public_id])),
                        note=each.reference,
                    ),
                    each.review.name,
                    tag(text=state_of(each).text, tone=state_of(each).tone),
                )
                for each in found
            ]
        ),
        empty="No recommendation that you may see is tied to it.",
    )


def _listening(found: Sequence[Any], listens: bool) -> tuple[Table, ...]:
    """The calendar of focus groups; and the log of what was said and changed, for those who read it."""
    calendar = Table(
        heading="Focus groups",
        columns=columns("On", "Who is listened to", "Led by", "What came of it"),
        rows=rows([(_focus_day(each), _with(each), each.led_by, _came(each)) for each in found]),
        empty="Nobody who lives with this is listened to yet.",
    )
    if not listens:
        return (calendar,)
    log = Table(
        heading="What was said, and what changed",
        columns=columns("Said", "On", "What changed"),
        rows=rows(
            [
                (point.text, day(each.held_on), _changes(point))
                for each in found
                for point in each.points.all()
            ]
        ),
        empty="Nothing was said yet.",
    )
    return (calendar, log)


def _focus_day(row: Any) -> str:
    return day(row.held_on or row.planned_on)


def _with(row: Any) -> Content:
    return lines(main=row.with_whom, note=how_often(row.every) if row.every else "")


def _came(row: Any) -> Content:
    if row.held_on:
        points = row.points.all()
        changed = sum(any(each.changed for each in point.changes.all()) for point in points)
        people, said = count(row.people, "person", "people"), count(len(points), "point")
        return f"{people}, {said}; something changed for {changed} of {len(points)}"
    return f"Not held: {row.not_held_why}" if row.not_held_why else tag(text="To come", tone="amber")


def _changes(point: Any) -> Content:
    said = [
        lines(
            main=f"{'' if each.changed else 'Nothing changed: '}{each.words}",
            note=f"{day(each.on)}, {each.said_by}",
        )
        for each in point.changes.all()
    ]
    return joined(said) if said else tag(text="Nobody has said yet", tone="amber")


def forward_table(found: Sequence[Coming], *, heading: str) -> Table:
    """What comes to which meeting, the next one first."""
    return Table(
        heading=heading,
        columns=columns("What", "To", "Meeting", "Who brings it"),
        rows=rows([(_what(each), each.group.name, _meeting(each), each.who) for each in found]),
        empty="Nothing is planned to come to a meeting.",
    )


def _what(each: Coming) -> Content:
    main = link(each.what, address_of(each.strategy)) if each.strategy else each.what
    return lines(main=main, note=each.kind)


def _meeting(each: Coming) -> Content:
    if each.meeting is None:
        return lines(main="No meeting is called yet", note=f"from {day(each.on)}" if each.on else "")
    return link(day(each.meeting.held_on), reverse("governance:meeting", args=[each.meeting.public_id]))


@dataclass(frozen=True, kw_only=True)
class ForwardPage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    groups: tuple[tuple[str, str], ...]
    table: Table


def forward_page(found: Sequence[Coming], groups: Sequence[Any], *, chosen: str) -> ForwardPage:
    """Across groups, or of one."""
    address = reverse("governance:forward")
    return ForwardPage(
        title="Forward plan",
        crumbs=(MEETINGS, Crumb(text="Forward plan")),
        lead="What comes to which meeting: what groups have kept as coming, reports that are due to them, and "
        "priorities and strategies to be looked at again.",
        groups=(
            ("All groups", address),
            *((each.name, f"{address}?group={each.public_id}") for each in groups),
        ),
        table=forward_table(
            found, heading=next((each.name for each in groups if each.public_id == chosen), "All groups")
        ),
    )
