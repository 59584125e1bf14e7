"""Lists of reports, with the layouts they can have."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from heed.platform.ui.components import Content, Crumb, Row, lines
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link
from heed.platform.ui.wording import day
from heed.reports.models import Report
from heed.reports.rules import Layout
from heed.reviews.presenters.frame import review_frame
from heed.reviews.presenters.part import PartPage

PART = "reports"


def reports_table(rows: Sequence[Report], layouts: Mapping[str, Layout], *, about: bool) -> Table:
    """Reports with their layout, and what they are about where the page is not; discarded ones last, as such."""
    rows = sorted(rows, key=lambda each: each.discarded_at is not None)
    heads = columns("Report", *(("About",) if about else ()), "Begun", "The register as of")
    return Table(
        heading="Begun",
        columns=heads,
        rows=tuple(_row(each, layouts, about=about) for each in rows),
        empty="No report is begun yet. Choose a layout to begin one.",
    )


def _row(row: Report, layouts: Mapping[str, Layout], *, about: bool) -> Row:
    layout = layouts.get(row.layout)
    note = f"{layout.name if layout else row.layout}, {row.reference}"
    note += f". Discarded {day(row.discarded_at)}" if row.discarded_at else ""
    cells: list[Content] = [
        lines(main=link(row.title, reverse("reports:report", args=[row.public_id])), note=note)
    ]
    if about:
        cells.append(_about(row))
    return Row(cells=[*cells, f"{day(row.made_at)}, {row.made_by}", day(row.composed_on)])


def _about(row: Report) -> Content:
    if row.review is None:
        return "All reviews"
    return link(str(row.review), reverse("reports:of_review", args=[row.review.public_id]))


def list_page(
    rows: Sequence[Report],
    layouts: Mapping[str, Layout],
    doings: tuple[Doing, ...],
    *,
    changes: bool,
    keeps_templates: bool,
) -> ThingPage:
    """All reports that somebody may read, and a form to begin one."""
    own = (("Word template for reports", "reports:template"), ("Logo for reports", "reports:logo"))
    templates = tuple(link(words, reverse(name)) for words, name in own if keeps_templates)
    return ThingPage(
        title="Reports",
        crumbs=(Crumb(text="Reports"),),
        lead="Composed from the register: every sentence and number leads to its record.",
        tables=(reports_table(rows, layouts, about=True), *((_layouts_table(layouts),) if changes else ())),
        beside=doings,
        links=(*templates, *((link("Short forms", reverse("reports:short_forms")),) if changes else ())),
    )


def _layouts_table(layouts: Mapping[str, Layout]) -> Table:
    return Table(
        heading="Layouts",
        columns=columns("Layout", "About"),
        rows=tuple(
            Row(
                cells=[
                    link(each.name, reverse("reports:layout", args=[key])),
                    "One review" if each.of_review else "All reviews together",
                ]
            )
            for key, each in layouts.items()
        ),
    )


def of_review_page(
    actor: Any,
    review: Any,
    rows: Sequence[Report],
    layouts: Mapping[str, Layout],
    doings: tuple[Doing, ...],
) -> PartPage:
    """The reports of one review."""
    return PartPage(
        review=review_frame(actor, review, current=PART),
        title="Reports",
        crumbs=(),
        lead="What is published about this review is composed here from the register.",
        tables=(reports_table(rows, layouts, about=False),),
        beside=doings,
    )
