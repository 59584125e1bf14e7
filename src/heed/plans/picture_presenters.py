"""The pictures of the plan: each with a sentence that says what it shows, its figures as a table, and links to rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from heed.plans.queries import level_names
from heed.plans.queries.classes import AGES, MOVES
from heed.plans.queries.pictures import Month, PlanCounts
from heed.plans.registers import AGE_NAMES, MOVE_NAMES
from heed.plans.types import EvidenceLevel
from heed.platform.ui.components import Column, Content, FilterGroup, Row, bar_row, joined
from heed.platform.ui.components.charts import Line, line_chart
from heed.platform.ui.things import link
from heed.platform.ui.wording import count


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A heading that says the thing, a sentence, what is drawn, and the same figures as a table."""

    key: str
    title: str
    sentence: str
    drawn: tuple[Content, ...]
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class PicturesPage:
    title: str
    lead: Content
    beside: str
    """For one agency: what it was asked, and of how many reviews."""
    groups: tuple[FilterGroup, ...]
    query: dict[str, list[str]]
    pictures: tuple[Picture, ...]


def pictures_page(
    counts: PlanCounts,
    months: Sequence[Month],
    *,
    groups: tuple[FilterGroup, ...],
    query: dict[str, list[str]],
    agency: str,
    today: date,
) -> PicturesPage:
    kept = {name: values[0] for name, values in query.items() if values and values[0]}
    beside = ""
    if agency:
        beside = (
            f"{agency} was asked by {count(counts.recommendations, 'recommendation')} of "
            f"{count(counts.asked_in_reviews, 'review')}. Whoever was part of more cases was asked for more: "
            "these figures compare nobody."
        )
    return PicturesPage(
        title="How the plan goes",
        lead=joined(
            [
                link(count(counts.actions, "action"), _to_actions(kept, how_far="in_plan")),
                f" that you can see, on {today.day} {today:%B %Y}.",
            ]
        ),
        beside=beside,
        groups=groups,
        query=query,
        pictures=(
            _reported(counts, months, kept),
            _difference(counts, kept),
            _levels(counts, kept),
            _ages(counts, kept),
            _moves(counts, kept),
        )
        if counts.actions or counts.recommendations
        else (),
    )


def _then(month: Month, how_far: str, kept: dict[str, str]) -> Content:
    """A figure of a month, with a link to the actions that were so far at its end."""
    figure = getattr(month, how_far)
    return link(f"{figure:,}", _to_actions(kept, how_far=how_far, month=month.name)) if figure else "0"


def _month(month: Month) -> str:
    """As Mar 2025."""
    return f"{date.fromisoformat(f'{month.name}-01'):%b %Y}"


def _to_actions(kept: dict[str, str], **more: str) -> str:
    return f"{reverse('plans:list')}?{urlencode({**kept, **more})}"


def _bars(rows: Sequence[tuple[str, int, str]], of: int) -> tuple[Content, ...]:
    return tuple(
        bar_row(label=label, value=value, of=of, href=href if value else None) for label, value, href in rows
    )


def _table(
    first: str, rows: Sequence[tuple[str, int, str]], of: int, all_of: str = ""
) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Each figure with a link to its rows, and what it is out of with a link to all of those."""
    named = (Column(label=first), Column(label="How many", kind="number"), Column(label="Of", kind="number"))
    return named, tuple(
        Row(cells=[label, link(f"{value:,}", href if value else ""), link(f"{of:,}", all_of if of else "")])
        for label, value, href in rows
    )


def _reported(counts: PlanCounts, months: Sequence[Month], kept: dict[str, str]) -> Picture:
    gap = counts.reported - counts.verified
    verified = f"{counts.verified:,} of them verified" if counts.reported else "none of them verified"
    sentence = (
        f"Of {count(counts.actions, 'action')}, {counts.reported:,} are reported complete and {verified}: "
        f"{count(gap, 'action')} rest on somebody's word."
    )
    lines = (
        Line(label="reported", values=[each.reported for each in months]),
        Line(label="verified", values=[each.verified for each in months], look="accent"),
    )
    rows = [
        ("Reported complete", counts.reported, _to_actions(kept, how_far="reported")),
        ("Verified", counts.verified, _to_actions(kept, how_far="verified")),
        ("Reported and not verified", gap, _to_actions(kept, how_far="unverified")),
    ]
    return Picture(
        key="reported",
        title="Reported complete, and verified",
        sentence=sentence,
        drawn=(
            line_chart(sentence=sentence, along=[_month(each) for each in months], lines=lines),
            *_bars(rows, counts.actions),
        ),
        columns=(
            Column(label="End of"),
            Column(label="Reported complete", kind="number"),
            Column(label="Verified", kind="number"),
        ),
        rows=tuple(
            Row(cells=[_month(each), _then(each, "reported", kept), _then(each, "verified", kept)])
            for each in months
        ),
    )


def _difference(counts: PlanCounts, kept: dict[str, str]) -> Picture:
    def href(**more: str) -> str:
        return f"{reverse('learning:list')}?{urlencode({**kept, **more})}"

    rest = counts.recommendations - counts.implemented - counts.embedded - counts.superseded
    rows = [
        ("a difference is seen", counts.embedded, href(state="embedded")),
        ("implemented, no difference seen so far", counts.implemented, href(state="implemented")),
        ("not so far", rest, href(how_far="unsettled")),
    ]
    if counts.superseded:
        rows.append(("another stands for it", counts.superseded, href(state="superseded")))
    columns, table = _table("Recommendations", rows, counts.recommendations, href())
    share = (
        f"{round(100 * counts.embedded / counts.recommendations)} in 100"
        if counts.recommendations
        else "none"
    )
    return Picture(
        key="difference",
        title="Recommendations that made a difference",
        sentence=f"Of {count(counts.recommendations, 'recommendation')}, {counts.embedded:,} ({share}) led to a "
        "difference that a named person saw, as contribution and not proof.",
        drawn=_bars(rows, counts.recommendations),
        columns=columns,
        rows=table,
    )


def _levels(counts: PlanCounts, kept: dict[str, str]) -> Picture:
    names = ["no evidence", *(level_names()[int(each)].lower() for each in EvidenceLevel)]
    keys = ["none", *(str(int(each)) for each in EvidenceLevel)]
    rows = [
        (name, value, _to_actions(kept, shows=key))
        for name, key, value in zip(names, keys, counts.levels, strict=True)
    ]
    columns, table = _table(
        "The most that its evidence shows", rows, counts.reported, _to_actions(kept, how_far="reported")
    )
    strong = sum(counts.levels[EvidenceLevel.PRACTICE + 1 :])
    return Picture(
        key="levels",
        title="What shows that actions were done",
        sentence=f"Of {count(counts.reported, 'action')} reported complete, {strong:,} with evidence of changed "
        f"practice or of outcomes for children, {counts.levels[0]:,} with none at all.",
        drawn=_bars(rows, counts.reported),
        columns=columns,
        rows=table,
    )


def _ages(counts: PlanCounts, kept: dict[str, str]) -> Picture:
    rows = [
        (name, value, _to_actions(kept, age=str(age)))
        for name, age, value in zip(AGE_NAMES, AGES, counts.ages, strict=True)
    ]
    columns, table = _table("In the register for", rows, counts.open, _to_actions(kept, due="open"))
    return Picture(
        key="ages",
        title="How long open actions have been open",
        sentence=f"{count(counts.open, 'action')} still to be done, {sum(counts.ages[3:]):,} of them open for a year "
        "or more.",
        drawn=_bars(rows, counts.open),
        columns=columns,
        rows=table,
    )


def _moves(counts: PlanCounts, kept: dict[str, str]) -> Picture:
    dated = sum(counts.moves)
    rows = [
        (name, value, _to_actions(kept, moved=str(times)))
        for name, times, value in zip(MOVE_NAMES, MOVES, counts.moves, strict=True)
    ]
    columns, table = _table("The date was", rows, dated)
    return Picture(
        key="moves",
        title="Dates that moved",
        sentence=f"Of {count(dated, 'action')} with a date, {dated - counts.moves[0]:,} had it moved at least once.",
        drawn=_bars(rows, dated),
        columns=columns,
        rows=table,
    )
