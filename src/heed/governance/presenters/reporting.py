"""The reporting calendar and the progress report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from heed.governance.presenters.groups import MEETINGS
from heed.governance.presenters.meetings import DocumentPage
from heed.governance.presenters.words import figure, figures_of_actions, how_often
from heed.governance.queries.plan import Listed
from heed.governance.queries.progress import LONG_LATE, Counted, OfReview, Progress
from heed.kit.writing import Block, Cell, Document, Grid, Link, Paragraph, Part, Points
from heed.plans.presenters import action_in_short
from heed.platform.ui.components import Content, Crumb, Row, lines, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link
from heed.platform.ui.wording import count, day, long_day
from heed.platform.ui.writing import facts_of, passages_of


def reports_table(rows: Sequence[Any], *, heading: str, today: date, empty: str) -> Table:
    """What is reported by whom to whom, how often, what was last and what is late."""
    return Table(
        heading=heading,
        columns=columns("What", "By", "To", "How often", "Last", "Next"),
        rows=tuple(_report(each, today) for each in rows),
        empty=empty,
    )


def _report(row: Any, today: date) -> Row:
    last = next(iter(row.sent.all()), None)
    often = f"{how_often(row.every)} ({row.every_words})" if row.every_words else how_often(row.every)
    said: Content = f"{day(last.sent_on)}, to {last.to}" if last else "Never in Heed"
    return Row(
        cells=[
            lines(main=row.name, note=row.basis),
            _sender(row),
            _recipient(row),
            often,
            said,
            _next(row, today),
        ]
    )


def _sender(row: Any) -> Content:
    if row.from_group:
        return link(row.from_group.name, reverse("governance:group", args=[row.from_group.public_id]))
    return str(row.from_agency or "")


def _recipient(row: Any) -> Content:
    if row.to_group:
        return link(row.to_group.name, reverse("governance:group", args=[row.to_group.public_id]))
    return str(row.to_words)


def _next(row: Any, today: date) -> Content:
    late = (today - row.due_on).days
    if late > 0:
        return lines(
            main=tag(text=f"{count(late, 'day')} late", tone="red"), note=f"was due {day(row.due_on)}"
        )
    return day(row.due_on)


def calendar_page(rows: Sequence[Any], doings: tuple[Doing, ...], *, today: date) -> ThingPage:
    """All that is reported, what is late first."""
    late = sum(each.due_on < today for each in rows)
    return ThingPage(
        title="Reporting calendar",
        crumbs=(MEETINGS, Crumb(text="Reporting calendar")),
        lead="What groups and agencies report, to whom, and when it was done last.",
        notice=f"{count(late, 'report')} {'is' if late == 1 else 'are'} due and not submitted."
        if late
        else "",
        tables=(
            reports_table(
                rows, heading="What is reported", today=today, empty="Nothing is in the calendar yet."
            ),
        ),
        beside=doings,
    )


_HEADS = (
    "Recommendations",
    "Difference seen",
    "Actions",
    "Still open",
    "Overdue",
    "Reported",
    "Verified",
    "Embedded",
    "Closed elsewhere",
)


def progress_document(progress: Progress, *, partnership: str, counted_on: date) -> Document:
    """The progress report: every count with reported and verified side by side, and where little moved."""
    title = f"Progress of {progress.reviews[0].name}" if progress.review else "Progress report"
    return Document(
        title=title,
        lead=f"{partnership}, for {long_day(progress.on)}",
        facts=[("Made for", progress.made_for), ("Counted on", day(counted_on))],
        parts=[
            Part(
                "In short",
                [Paragraph(_in_short(progress.whole)), _whole(progress)],
            ),
            Part(
                "Review by review",
                [_reviews(progress)] if progress.reviews else [Paragraph("There is no review.")],
            ),
            Part("Little or no progress", _little(progress)),
        ],
        foot=f"{title}, {day(progress.on)}. Made for {progress.made_for}",
        author=partnership,
    )


def _whole(progress: Progress) -> Grid:
    review = progress.reviews[0].ref if progress.review else ""
    return _grid("All of it", [("All", progress.whole, review)], progress.on)


def _in_short(whole: Counted) -> str:
    if not whole.actions:
        return "No action is in the plan."
    elsewhere = f" {whole.elsewhere} closed elsewhere, unverified here." if whole.elsewhere else ""
    return (
        f"Of {count(whole.actions, 'action')}, {whole.reported} are reported complete and {whole.verified} verified by "
        f"somebody employed elsewhere.{elsewhere} {whole.overdue} are overdue. A difference was seen for "
        f"{whole.embedded} of {count(whole.recommendations, 'recommendation')}."
    )


def _grid(caption: str, rows: Sequence[tuple[Cell, Counted, str]], on: date) -> Grid:
    return Grid(
        caption,
        ["What", *_HEADS] if caption == "All of it" else ["Review", *_HEADS],
        [(name, *_figures(each, review, on)) for name, each, review in rows],
        (6, 3, 2, 2, 2, 2, 2, 2, 2, 2),
        tuple(range(1, 10)),
    )


def _figures(each: Counted, review: str, on: date) -> tuple[Cell, ...]:
    """Each leads to the rows that it counts."""
    asked, plan = reverse("learning:list"), reverse("plans:list")
    actions, reported, verified, overdue = figures_of_actions(each, on, review=review)
    return (
        figure(each.recommendations, asked, review=review),
        figure(each.embedded, asked, review=review, state="embedded"),
        actions,
        figure(each.open, plan, review=review, due="open"),
        overdue,
        reported,
        verified,
        figure(each.lasting, plan, review=review, state="embedded"),
        figure(each.elsewhere, plan, review=review, state="closed_elsewhere"),
    )


def _reviews(progress: Progress) -> Grid:
    rows = [(_name(each), each.counted, each.ref) for each in progress.reviews]
    return _grid("Review by review", rows, progress.on)


def _name(each: OfReview) -> Link:
    return Link(f"{each.name} ({each.reference})", reverse("reviews:review", args=[each.ref]))


def _little(progress: Progress) -> list[Block]:
    blocks: list[Block] = []
    if progress.untouched:
        blocks.append(Paragraph("No action of these reviews was ever verified:"))
        blocks.append(Points([_figure_of(each) for each in progress.untouched]))
    blocks += _stuck(progress.stuck, progress.on)
    return blocks or [Paragraph("Nothing is stuck, and every review has verified actions.")]


def _figure_of(each: OfReview) -> Link:
    query = urlencode({"review": each.ref, "how_far": "in_plan"})
    said = f"{_name(each).text}: {count(each.counted.actions, 'action')}"
    return Link(said, f"{reverse('plans:list')}?{query}")


def _stuck(listed: Listed, on: date) -> list[Block]:
    if not listed.rows:
        return []
    rows = []
    for each in listed.rows:
        shown = action_in_short(each, today=on)
        moved = f"moved {each.moves} times" if each.moves > 1 else ""
        why = "\n".join(filter(None, [shown.state.text, shown.late, moved]))
        rows.append((Link(shown.reference, shown.href), f"{shown.text}\n{shown.review}", shown.who, why))
    said = f"more than {LONG_LATE} days late, moved at least twice, stalled or open again."
    sentence = f"{count(listed.total, 'action')} {said}"
    grid = Grid("Little or no progress", ["Reference", "Action", "Who", "Why"], rows, (2, 8, 4, 4))
    return [Paragraph(sentence), grid]


@dataclass(frozen=True, kw_only=True)
class ProgressPage(DocumentPage):
    """The progress report as a page; `of` are the reviews that it can be made of."""

    of: tuple[tuple[str, str], ...]


def progress_page(
    document: Document, *, files: tuple[tuple[str, str], ...], of: tuple[tuple[str, str], ...]
) -> ProgressPage:
    """With links to it as files, and to that of each review."""
    return ProgressPage(
        title=document.title,
        lead=document.lead,
        crumbs=(MEETINGS, Crumb(text="Progress report")),
        tabs=(),
        facts=facts_of(document),
        passages=passages_of(document),
        files=files,
        of=of,
    )
