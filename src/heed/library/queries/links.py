"""The links that documents hold, for those who may see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet

from heed.kit.reading.links import links_of
from heed.kit.reading.scans import read_document
from heed.kit.reading.types import Document as ReadDocument
from heed.library.models import Document, Link
from heed.library.queries.documents import without_words
from heed.library.types import FoundLink, LinkState, offsets_of
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.registers.queries import narrow, with_words


@dataclass(frozen=True, slots=True)
class LinkFilter:
    """Which links to show; empty means all."""

    state: str = ""
    document: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()


LINK_ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-reading_id", "position"),
    "address": ("address", "-reading_id", "position"),
    "state": ("state", "-reading_id", "position"),
}


def list_links(actor: Actor) -> QuerySet[Link]:
    """The links of the documents that this actor may see."""
    check_may(actor, Permission.READ_REGISTER)
    return Link.objects.filter(reading__document__in=Document.objects.visible_to(actor))


def filter_links(actor: Actor, wanted: LinkFilter, *, order: str = "") -> QuerySet[Link]:
    """The links that this actor may see and wants, each with its document."""
    paths = {"state": "state", "document": "reading__document__public_id", "refs": "public_id__in"}
    rows = narrow(list_links(actor), wanted, paths)
    rows = with_words(rows, wanted.words, "words__icontains", "address__icontains")
    with_document = without_words(rows.select_related("reading", "reading__document"))
    return with_document.order_by(*LINK_ORDERS.get(order, LINK_ORDERS[""]))


def dead_addresses(actor: Actor) -> frozenset[str]:
    """Addresses of documents that this actor may see of which somebody, or the network, said that they lead nowhere."""
    return frozenset(list_links(actor).filter(state=LinkState.DEAD).values_list("address", flat=True))


def find_link(actor: Actor, ref: str) -> Link:
    """The link with this public id, with its document, or `NotVisible`."""
    row = filter_links(actor, LinkFilter()).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


_MOST_CHOICES = 200


def documents_with_links(actor: Actor) -> list[tuple[str, str]]:
    """Public id and title of the newest documents that hold a link."""
    rows = Document.objects.visible_to(actor).filter(pk__in=Link.objects.values("reading__document"))
    named = rows.order_by("-pk").values_list("public_id", "title", "name")[:_MOST_CHOICES]
    return [(ref, title or name) for ref, title, name in named]


def found_links(read: ReadDocument) -> list[FoundLink]:
    """The links of a document as it was read, as they are kept."""
    return [
        FoundLink(link.text, link.address, [[span.start, span.end, span.page] for span in link.spans])
        for link in links_of(read)
    ]


def links_in_file(document: Document) -> list[FoundLink]:
    """The links of a document that came in before links were kept, read from its file."""
    return found_links(read_document(path_of(document.file).read_bytes(), document.name).document)


def count_links(actor: Actor, document_ref: str) -> dict[str, int]:
    """How many links of a document are in which state."""
    rows = list_links(actor).filter(reading__document__public_id=document_ref).order_by()
    return dict(rows.values_list("state").annotate(number=Count("pk")))


def labels_of_links(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The words of these links, those that the actor may see, by public id."""
    if not actor.may(Permission.READ_REGISTER):
        return {}
    return dict(list_links(actor).filter(public_id__in=refs).values_list("public_id", "words"))


def links_within(actor: Actor, reading_id: int, spans: Sequence[Sequence[int | None]]) -> list[Link]:
    """The links that stand in a record's words."""
    rows = list_links(actor).filter(reading=reading_id).order_by("position")
    return [
        row
        for row in rows
        if any(a < d and b > c for a, b in offsets_of(row.spans) for c, d in offsets_of(spans))
    ]
