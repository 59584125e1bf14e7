"""The register of documents."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from heed.library.presenters import KIND_NAMES, adopted_words, first_page, kind_of
from heed.library.queries import (
    DocumentFilter,
    LinkFilter,
    documents_with_links,
    filter_documents,
    filter_links,
    owners_of_documents,
    reviews_of_documents,
)
from heed.library.types import LINK_STATES
from heed.platform.access.types import Actor
from heed.platform.audit_log.noting import note_shown
from heed.platform.partnerships.queries import list_areas
from heed.platform.registers.queries import narrow_further
from heed.platform.registers.types import Asked, Column, Order, Register
from heed.platform.ui.components import FilterGroup, select_filter
from heed.platform.ui.wording import moment


def _filters(actor: Actor) -> tuple[FilterGroup, ...]:
    kinds = ((kind, f"{name[:1].upper()}{name[1:]}") for kind, name in KIND_NAMES.items())
    areas = ((each.name, each.name) for each in list_areas(actor.partnership_id))
    owners = ((each.public_id, each.name) for each in owners_of_documents(actor))
    reviews = reviews_of_documents(actor)
    years = sorted({(year, year) for _, _, year in reviews if year}, reverse=True)
    return (
        FilterGroup(name="words", label="Words of the title, file or review", kind="search"),
        select_filter("review", "Review", [(ref, name) for ref, name, _ in reviews]),
        select_filter("area", "Area", areas),
        select_filter("owner", "Owner", owners),
        select_filter("kind", "Kind", kinds),
        select_filter("year", "Year of the review", years),
    )


def _rows(actor: Actor, asked: Asked) -> QuerySet[Any]:
    rows = filter_documents(actor, asked.wanted(DocumentFilter), order=asked.order)
    return narrow_further(rows, DOCUMENTS.key, actor, asked)


def _page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """Each row says its reviews' names, so that showing them is noted as well."""
    rows = _rows(actor, asked)
    found = list(rows[offset : offset + limit])
    note_shown("review", [review.public_id for row in found for review in row.seen_reviews])
    return found, rows.count()


def _said(words: Iterable[str]) -> str:
    """What its reviews say, each thing once."""
    return "; ".join(dict.fromkeys(filter(None, words)))


def _state(row: Any) -> str:
    if row.seen_reviews:
        return "In the register"
    return "Read, not in the register" if row.readings.all() else "Not read"


DOCUMENTS = Register(
    key="documents",
    title="Documents",
    one="document",
    url_name="library:list",
    note="Each as it was brought in, with what was read from it.",
    columns=(
        Column("title", "Document", str, width=60),
        Column("name", "File", lambda row: row.name, width=40),
        Column("kind", "Kind", kind_of),
        Column(
            "review",
            "Review",
            lambda row: _said(f"{each.name} ({each.reference})" for each in row.seen_reviews),
        ),
        Column(
            "area",
            "Area",
            lambda row: _said(each.area.name for each in row.seen_reviews if each.area),
            usual=False,
        ),
        Column(
            "published",
            "Published",
            lambda row: _said(each.published_text for each in row.seen_reviews),
            usual=False,
        ),
        Column("state", "State", _state, usual=False, width=30),
        Column("brought_in", "Brought in", lambda row: moment(timezone.localtime(row.brought_in_at))),
        Column("by", "By", lambda row: row.brought_in_by.name),
        Column("owner", "Owner", lambda row: row.owner.name if row.owner else "", usual=False, width=30),
        Column("adopted", "Adopted by", adopted_words, usual=False, width=50),
        Column("sha256", "SHA-256", lambda row: row.file.sha256, usual=False, width=66),
    ),
    orders=(Order("", "Newest first"), Order("oldest", "Oldest first"), Order("title", "Title")),
    narrowed_by=("words", "review", "area", "owner", "kind", "year"),
    filters=_filters,
    page=_page,
    every=lambda actor, asked: _rows(actor, asked).iterator(chunk_size=1000),
    href=lambda row: reverse("library:document", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No document has been brought in yet. Start with the report of a review: PDF, Word, web page or text.",
)


def _link_filters(actor: Actor) -> tuple[FilterGroup, ...]:
    return (
        FilterGroup(name="words", label="Words or address", kind="search"),
        select_filter("state", "State", LINK_STATES.items()),
        select_filter("document", "Document", documents_with_links(actor)),
    )


def _link_page(actor: Actor, asked: Asked, offset: int, limit: int) -> tuple[Sequence[Any], int]:
    """Each row says its document's title, so that showing it is noted as well."""
    rows = filter_links(actor, asked.wanted(LinkFilter), order=asked.order)
    found = list(rows[offset : offset + limit])
    note_shown("document", [row.reading.document.public_id for row in found])
    return found, rows.count()


LINKS = Register(
    key="links",
    title="Links",
    one="link",
    url_name="library:links",
    note="Those that documents hold, and addresses that they print.",
    columns=(
        Column("words", "Words", lambda row: row.words, width=50),
        Column("address", "Address", lambda row: row.address, width=60),
        Column("document", "Document", lambda row: str(row.reading.document), width=50),
        Column("page", "Page", lambda row: first_page(row.spans) or "", width=6),
        Column("state", "State", lambda row: LINK_STATES[row.state], width=24),
        Column("looked", "Looked at", lambda row: moment(row.looked_at) if row.looked_at else ""),
        Column("by", "By", lambda row: row.looked_by, usual=False),
        Column("note", "Note", lambda row: row.note, usual=False, width=40),
    ),
    orders=(Order("", "Newest document first"), Order("address", "Address"), Order("state", "State")),
    narrowed_by=("words", "state", "document"),
    filters=_link_filters,
    page=_link_page,
    every=lambda actor, asked: filter_links(actor, asked.wanted(LinkFilter), order=asked.order).iterator(
        chunk_size=1000
    ),
    href=lambda row: reverse("library:link", args=[row.public_id]),
    ref=lambda row: row.public_id,
    empty="No document here holds a link or prints an address.",
    fill=("Go to the library", "library:list"),
)
