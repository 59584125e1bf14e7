"""The register of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone

from heed.library.presenters import KIND_NAMES, kind_of
from heed.library.queries import DocumentFilter, filter_documents
from heed.platform.access.types import Actor
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import moment


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    kinds = ((kind, f"{name[:1].upper()}{name[1:]}") for kind, name in KIND_NAMES.items())
    return (
        FilterGroup(name="words", label="Words of the title", kind="search"),
        select_filter("kind", "Kind", kinds),
    )


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    rows = filter_documents(actor, asked.wanted(DocumentFilter), order=asked.order)
    return list(rows[offset : offset + limit]), rows.count()


DOCUMENTS = Register(
    key="documents",
    title="Library",
    one="document",
    url_name="library:list",
    note="Each as it was brought in, with what was read from it.",
    columns=(
        Column("title", "Document", str, width=60),
        Column("name", "File", lambda row: row.name, width=40),
        Column("kind", "Kind", kind_of),
        Column("brought_in", "Brought in", lambda row: moment(timezone.localtime(row.brought_in_at))),
        Column("by", "By", lambda row: row.brought_in_by.name),
        Column("sha256", "SHA-256", lambda row: row.file.sha256, usual=False, width=66),
    ),
    orders=(Order("", "Newest first"), Order("oldest", "Oldest first"), Order("title", "Title")),
    narrowed_by=("words", "kind"),
    filters=_filters,
    page=_page,
    every=lambda actor, asked: filter_documents(
        actor, asked.wanted(DocumentFilter), order=asked.order
    ).iterator(chunk_size=1000),
    href=lambda row: reverse("library:document", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No document has been brought in yet. Start with the report of a review: PDF, Word, web page or text.",
)
