"""The page of one piece of evidence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.urls import reverse

from heed.library.presenters import shown_words
from heed.plans.models import Action, Evidence
from heed.plans.proof_presenters import figure_of, level_tag, spoken_for, warnings_of
from heed.plans.queries import evidence_kinds
from heed.platform.ui.components import Content, Crumb, Fact, element, joined
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import day


def evidence_page(
    row: Evidence,
    versions: Sequence[Any],
    served: Sequence[Action],
    doings: tuple[Doing, ...],
    *,
    today: date,
) -> ThingPage:
    """A piece with all its versions, each file with its hash, and the actions it serves."""
    return ThingPage(
        title=row.title,
        crumbs=(
            Crumb(text="Actions", href=reverse("plans:list")),
            Crumb(text="Evidence", href=reverse("plans:evidence_list")),
            Crumb(text=row.reference),
        ),
        lead=joined([row.reference, " ", level_tag(row, today=today)]),
        notice=withdrawn_words(row, served) or " ".join(warnings_of(row, today=today)),
        facts=(
            Fact(name="Kind", value=evidence_kinds().get(row.kind, row.kind)),
            Fact(name="The time it speaks for", value=spoken_for(row) or "Not said"),
            Fact(name="Given", value=f"{day(row.given_at)} by {row.given_by.name}, {row.agency}"),
            *((Fact(name="Figure", value=figure_of(row)),) if row.value is not None else ()),
            *((Fact(name="Note", value=row.note),) if row.note else ()),
            *((Fact(name="Shows this until", value=day(row.expires_on)),) if row.expires_on else ()),
            *((Fact(name="Newer version by", value=day(row.refresh_by)),) if row.refresh_by else ()),
        ),
        tables=(
            Table(
                heading="What was handed in",
                columns=columns("Version", "Given", "By", "The time it speaks for", "Files and addresses"),
                rows=rows([_version(each, row.unit) for each in versions]),
                lead="Earlier versions stay. The hash (SHA-256) is of the file as it came.",
            ),
            Table(
                heading="What it was given for" if row.withdrawn_at else "What it shows",
                columns=columns("Action", "Words", "Agency"),
                rows=rows(
                    [
                        (
                            link(each.reference, reverse("plans:action", args=[each.public_id])),
                            shown_words(each.text),
                            each.agency.name if each.agency else each.agency_words,
                        )
                        for each in served
                    ]
                ),
                empty="No action that you can see.",
            ),
        ),
        beside=doings,
    )


def withdrawn_words(row: Evidence, was_for: Sequence[Action]) -> str:
    """Who withdrew a piece, when and why, and what it was given for; "" where it is not withdrawn."""
    if row.withdrawn_at is None or row.withdrawn_by is None:
        return ""
    was = ", ".join(each.reference for each in was_for)
    given = f" It was given for {was}." if was else ""
    return (
        f"Withdrawn on {day(row.withdrawn_at)} by {row.withdrawn_by.name}: {row.withdrawn_why.rstrip('.')}. "
        f"It shows nothing any more.{given}"
    )


def _version(version: Any, unit: str) -> tuple[Content, ...]:
    until = f"shows it until {day(version.expires_on)}" if version.expires_on else ""
    speaks = [spoken_for(version), figure_of(version, unit=unit), until]
    said = joined([element("div", each) for each in speaks if each]) if any(speaks) else "Not said"
    return (str(version.number), day(version.added_at), version.added_by.name, said, _handed_in(version))


def _handed_in(version: Any) -> Content:
    parts: list[Content] = []
    for file in version.files.all():
        address = reverse("plans:evidence_file", args=[file.public_id])
        note = element("span", f"SHA-256 {file.sha256}", class_="heed-secondary heed-hash")
        parts.append(element("div", link(file.name, address), element("br"), note))
    for each in version.links.all():
        state = {None: "not checked", True: "answered", False: "did not answer"}[each.works]
        on = f" {day(each.checked_at)}" if each.checked_at else ""
        note = element("span", f"{state}{on}", class_="heed-secondary")
        parts.append(
            element(
                "div", element("a", each.address, href=each.address, class_="govuk-link heed-hash"), " ", note
            )
        )
    if version.note:
        parts.append(element("div", version.note))
    return joined(parts) if parts else "Nothing but these words"
