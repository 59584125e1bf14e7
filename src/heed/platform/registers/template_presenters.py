"""A partnership's own templates as their pages show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from markupsafe import Markup

from heed.kit.writing.templates import FIRST_OF_ROW, Fields
from heed.platform.registers.downloads import FORMS
from heed.platform.registers.models import ExportTemplate
from heed.platform.registers.types import Register
from heed.platform.ui.components import Crumb, Row, element
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link, rows
from heed.platform.ui.wording import day

_HOW = (
    "Write a field between two pairs of curly brackets, anywhere in the file: once for what is said once; and in a row "
    "of a table, a row of a sheet or in paragraphs one after another for what is said of each. Such a row repeats by "
    "itself. A field may be called by its name or by its heading, in any case."
)


def templates_page(
    register: Register, found: Sequence[ExportTemplate], fields: Fields, new: Doing
) -> ThingPage:
    kept = [
        [
            link(each.name, reverse("registers:template", args=[each.public_id])),
            FORMS[newest.form][0],
            str(newest.number),
            day(newest.added_at),
        ]
        for each in found
        for newest in each.versions.all()[:1]
    ]
    return ThingPage(
        title=f"Templates for {register.title.lower()}",
        crumbs=(Crumb(text=register.title, href=reverse(register.url_name)), Crumb(text="Templates")),
        lead="The partnership's own Word and Excel files. Whatever the list shows can be taken away in one of them.",
        tables=(
            Table(
                heading="Kept templates",
                columns=columns("Name", "Kind", "Version", "Since"),
                rows=rows(kept),
                empty="None yet. Take the example, make it yours, and send it.",
            ),
            Table(
                heading="Fields of each row",
                columns=columns("Write", "Stands for"),
                rows=_row_fields(fields),
                lead=_HOW,
            ),
            Table(
                heading="Fields that are said once",
                columns=columns("Write", "Stands for"),
                rows=rows([[_written(name), label] for name, label in fields.facts.items()]),
            ),
        ),
        beside=(new,),
        links=tuple(
            link(
                f"An example in {FORMS[form][0]}",
                reverse("registers:template_example", args=[register.key, form]),
            )
            for form in ("docx", "xlsx")
        ),
    )


def _row_fields(fields: Fields) -> tuple[Row, ...]:
    return rows([[_written(f"{FIRST_OF_ROW}{name}"), label] for name, label in fields.row.items()])


def _written(name: str) -> Markup:
    return element("code", f"{{{{ {name} }}}}")


def template_page(
    register: Register, found: ExportTemplate, fields: Fields, doings: Sequence[Doing]
) -> ThingPage:
    versions = list(found.versions.all())
    labels = {**fields.facts, **{f"{FIRST_OF_ROW}{name}": label for name, label in fields.row.items()}}
    asks = [
        [_written(each["written"]), labels.get(each["means"], "nothing any more: it stays empty")]
        for each in versions[0].asks_for
    ]
    kept = [
        [
            link(
                each.file_name,
                reverse("registers:template_file", args=[found.public_id, each.number]),
            ),
            str(each.number),
            day(each.added_at),
            each.added_by.name,
        ]
        for each in versions
    ]
    all_of_them = reverse("registers:templates", args=[register.key])
    return ThingPage(
        title=found.name,
        crumbs=(
            Crumb(text=register.title, href=reverse(register.url_name)),
            Crumb(text="Templates", href=all_of_them),
            Crumb(text=found.name),
        ),
        lead=f"A template in {FORMS[versions[0].form][0]} for {register.title.lower()}",
        notice=f"Not offered any more since {day(found.ended_at)}." if found.ended_at else "",
        tables=(
            Table(heading="What it asks for", columns=columns("Written", "Stands for"), rows=rows(asks)),
            Table(heading="Versions", columns=columns("File", "Version", "Kept", "By"), rows=rows(kept)),
        ),
        beside=tuple(doings) if found.ended_at is None else (),
    )
