"""Files that came in with a case, as the pages of what they came with show them."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse

from heed.platform.ui.components import Content, lines
from heed.platform.ui.things import Table, columns, link, rows
from heed.platform.ui.wording import day
from heed.reviews.models import Attachment


def attached_tables(
    found: Sequence[Attachment], *, given: bool = True, several: bool = False
) -> tuple[Table, ...]:
    """What is attached; no table where nothing is. `given`: whether this person is given the files. `several`: of
    several things, each named."""
    if not found:
        return ()
    return (
        Table(
            heading="Attached",
            lead="" if given else "The files are for those who may read what came with them.",
            columns=columns("File", "From", *(("With",) if several else ())),
            rows=rows([_cells(each, given, several) for each in found]),
        ),
    )


def _cells(row: Attachment, given: bool, several: bool) -> list[Content]:
    came = lines(main=row.agency.name, note=f"{row.attached_by.name}, {day(row.attached_at)}")
    return [_file(row, given), came, *([row.about] if several else [])]


def _file(row: Attachment, given: bool) -> Content:
    if row.taken_out_at:
        return lines(
            main="A file that was taken out",
            note=f"{row.taken_out_by}, {day(row.taken_out_at)}: {row.taken_out_why}",
        )
    if not given:
        return "A file"
    return link(row.file_name, reverse("reviews:attachment", args=[row.public_id]))
