"""The pace of reviews: each step against its target, over the years, with the rows behind every figure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from django.urls import reverse

from heed.platform.ui.components import Content, Crumb, FilterGroup, Row, select_filter, tag
from heed.platform.ui.things import Table, columns, link
from heed.platform.ui.wording import count, day
from heed.reviews.queries.pace import Pace


@dataclass(frozen=True, kw_only=True)
class PacePage:
    title: str
    crumbs: tuple[Crumb, ...]
    lead: str
    filters: tuple[FilterGroup, ...]
    query: dict[str, list[str]]
    tables: tuple[Table, ...]


def pace_page(
    rows: Sequence[Pace],
    steps: Sequence[dict[str, str]],
    *,
    step: str,
    year: str,
    query: dict[str, list[str]],
) -> PacePage:
    """The steps over all years, or in one; then the rows that were asked for."""
    names = {each["key"]: each["name"] for each in steps}
    running = [each for each in rows if each.running and step in ("", each.key)]
    rows = [each for each in rows if not each.running]
    years = sorted({str(each.ended_on.year) for each in rows}, reverse=True)
    wanted = [each for each in rows if step in ("", each.key) and year in ("", str(each.ended_on.year))]
    return PacePage(
        title="Pace of reviews",
        crumbs=(Crumb(text="Reviews", href=reverse("reviews:list")), Crumb(text="Pace")),
        lead="How long each step took, of the reviews that you may see, in days, and how long those have taken that "
        "still run. A step counts in the year it ended. A target is by the guidance in force when the step began, and "
        "moves by the days its clock was paused.",
        filters=(
            select_filter("step", "Step", names.items()),
            select_filter("year", "Year", ((each, each) for each in years)),
        ),
        query=query,
        tables=(
            *((_still(running, names),) if not year else ()),
            _by_step(wanted, names, year),
            _by_year(wanted, years, step),
            _each(wanted, names),
        ),
    )


def _still(rows: Sequence[Pace], names: dict[str, str]) -> Table:
    """Steps that are not taken yet, the latest first, then the longest."""
    order = sorted(rows, key=lambda each: (each.due_on is None, each.due_on or each.began_on, each.began_on))
    return Table(
        heading="Running now",
        columns=columns("Review", "Step", "Since", "Days so far", "Target"),
        rows=tuple(
            Row(cells=[_review(each), names[each.key], day(each.began_on), str(each.days), _to_go(each)])
            for each in order[:_MOST]
        ),
        empty="No review is on its way to such a step.",
        lead=f"The first {_MOST} of {len(rows)}." if len(rows) > _MOST else "",
    )


def _to_go(row: Pace) -> Content:
    if row.due_on is None:
        return "none, or paused"
    left = (row.due_on - row.ended_on).days
    if left < 0:
        return tag(text=f"{count(-left, 'day')} late", tone="red")
    words = f"In {count(left, 'day')}" if left else "Today"
    return tag(text=f"{words}, by {day(row.due_on)}", tone="amber")


def _review(row: Pace) -> Content:
    return link(str(row.review), reverse("reviews:review", args=[row.review.public_id]))


def _by_step(rows: Sequence[Pace], names: dict[str, str], year: str) -> Table:
    found = []
    for key, name in names.items():
        mine = [each for each in rows if each.key == key]
        if mine:
            found.append(Row(cells=[link(name, _address(key, year)), *_figures(mine)]))
    return Table(
        heading="By step",
        columns=columns("Step", "Reviews", "Half took at most", "Longest", "In time"),
        rows=tuple(found),
        empty="No review has taken a step in Heed yet. Steps are written down from the case referral on.",
    )


def _by_year(rows: Sequence[Pace], years: Sequence[str], step: str) -> Table:
    found = []
    for each in years:
        mine = [row for row in rows if str(row.ended_on.year) == each]
        if mine:
            found.append(Row(cells=[link(each, _address(step, each)), *_figures(mine)]))
    return Table(
        heading="By year",
        columns=columns("Year", "Steps", "Half took at most", "Longest", "In time"),
        rows=tuple(found),
    )


def _figures(rows: Sequence[Pace]) -> list[str]:
    judged = [each for each in rows if each.in_time is not None]
    in_time = sum(bool(each.in_time) for each in judged)
    return [
        str(len(rows)),
        count(round(median(each.days for each in rows)), "day"),
        count(max(each.days for each in rows), "day"),
        f"{in_time} of {len(judged)}" if judged else "no target",
    ]


def _each(rows: Sequence[Pace], names: dict[str, str]) -> Table:
    return Table(
        heading="Every step",
        columns=columns("Review", "Step", "From", "To", "Days", "Target"),
        rows=tuple(
            Row(
                cells=[
                    _review(each),
                    names[each.key],
                    day(each.began_on),
                    day(each.ended_on),
                    str(each.days),
                    _target(each),
                ]
            )
            for each in rows[:_MOST]
        ),
        lead=f"The newest {_MOST} of {len(rows)}." if len(rows) > _MOST else "",
    )


_MOST = 200


def _target(row: Pace) -> Content:
    if row.due_on is None:
        return "none"
    if row.in_time:
        return tag(text=f"In time, by {day(row.due_on)}", tone="green")
    return tag(text=f"{count((row.ended_on - row.due_on).days, 'day')} late", tone="red")


def _address(step: str, year: str) -> str:
    return f"{reverse('reviews:pace')}?step={step}&year={year}"
