"""The register of framework documents as its page shows it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from django.urls import reverse

from heed.platform.ui.components import Content, Crumb, Row, details, element, lines, tag
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link
from heed.platform.ui.wording import count, day
from heed.reviews.models import Framework


def frameworks_page(
    found: Sequence[Framework],
    documents: Mapping[str, str],
    doings: tuple[Doing, ...],
    *,
    today: date,
) -> ThingPage:
    """Every edition by name, the newest first; `documents`: titles of those in the library that the actor sees."""
    return ThingPage(
        title="Framework documents",
        crumbs=(Crumb(text="Reviews", href=reverse("reviews:list")), Crumb(text="Framework documents")),
        lead="By which editions the partnership learns, and from when. Every step of a review, and every gate of its "
        "report, keeps the name of those in force on its day.",
        tables=(
            Table(
                heading="Editions",
                columns=columns(
                    "Framework", "In force", "Approved", "To be reviewed", "Standards for a report"
                ),
                rows=tuple(_row(each, found, documents, today) for each in found),
                empty="None is kept yet. Until then drafts of reports are held against the standards that Heed brings.",
            ),
        ),
        beside=doings,
    )


def _row(row: Framework, found: Sequence[Framework], documents: Mapping[str, str], today: date) -> Row:
    later = [
        each.in_force_from
        for each in found
        if each.name == row.name and each.in_force_from > row.in_force_from
    ]
    now = row.in_force_from <= today and not any(each <= today for each in later)
    href = reverse("library:document", args=[row.document_ref]) if row.document_ref in documents else ""
    in_force: Content = f"{day(row.in_force_from)} on"
    if later:
        in_force = f"{day(row.in_force_from)}, until the next on {day(min(later))}"
    mark = tag(text="In force", tone="green") if now else ""
    return Row(
        cells=[
            lines(main=link(row.name, href), note=row.edition),
            lines(main=in_force, note=mark),
            lines(main=day(row.approved_on), note=row.approved_by),
            _review(row, now=now and not later, today=today),
            _standards(row),
        ],
        muted=not now and row.in_force_from <= today,
    )


def _review(row: Framework, *, now: bool, today: date) -> Content:
    if row.review_on is None:
        return "No day is set"
    if now and row.review_on < today:
        return lines(main=day(row.review_on), note=tag(text="That day has passed", tone="red"))
    return day(row.review_on)


def _standards(row: Framework) -> Content:
    if not row.standards:
        return "Those that Heed brings"
    listed = [element("li", each) for each in row.standards]
    return details(
        summary=count(len(row.standards), "standard"),
        body=element("ul", listed, class_="govuk-list govuk-list--bullet"),
    )
