"""Documents, their Readings and pages, for those who may see them."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.text import slugify

from heed.kit.similarity import likeness
from heed.library.models import Adoption, Document, Page, Reading
from heed.library.rules import shape_of, shown_blocks, text_lines
from heed.library.types import PagePicture, Place, Shown
from heed.platform.access.cases import Subject
from heed.platform.access.models import Level, visible_scope_ids
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.types import ForApproval
from heed.platform.base.errors import NotVisible
from heed.platform.files.operations import path_of
from heed.platform.partnerships.models import Agency
from heed.platform.registers.queries import narrow
from heed.platform.registers.types import year_of
from heed.platform.single_use.types import ShownByLink


def find_document(actor: Actor, ref: str) -> Document:
    """The document with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    document = (
        Document.objects.visible_to(actor)
        .filter(public_id=ref)
        .select_related("file", "scope", "owner")
        .first()
    )
    if document is None:
        raise NotVisible
    return document  # type: ignore[no-any-return]


def find_subject(actor: Actor, ref: str) -> Subject:
    """The document as something whose access can be looked at, or `NotVisible`."""
    document = find_document(actor, ref)
    review = document.reviews.visible_to(actor).order_by("pk").first()
    return Subject(
        ref=ref,
        title=str(document),
        href=reverse("library:document", args=[ref]),
        case_ref=review.public_id if review else document.scope.case_ref,
        scope_id=document.scope_id,
    )


def case_of_document(document: Document) -> str:
    """The public id of the case that decides who sees the document; "" where it belongs to none."""
    reviews = document.reviews.for_everyone(because="the rows of a case stand together").order_by("pk")
    return document.scope.case_ref or reviews.values_list("public_id", flat=True).first() or ""


def is_restricted(document: Document) -> bool:
    """Whether only the people whom its case names see it."""
    return document.scope.level == Level.RESTRICTED


def document_rows(case_ref: str) -> QuerySet[Any]:
    """The documents of a case."""
    rows = Document.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(reviews__public_id=case_ref)


_ENDINGS = {
    "pdf": "pdf",
    "docx": "docx",
    "xlsx": "xlsx",
    "html": "html.txt",
    "markdown": "md.txt",
    "text": "txt",
}
"""By what the content is, not by the name it had. A web page is saved as text: opened, its scripts do not run."""


def name_to_save(found: Document) -> str:
    """What the file is called where it is saved: by its title, with an ending that only what was found in it gives."""
    reading = newest_reading(found)
    title = slugify(found.title or found.name.rsplit(".", 1)[0])[:80] or "document"
    return f"{title}.{_ENDINGS.get(reading.kind if reading else '', 'bin')}"


def show_document(actor: Actor, ref: str) -> ShownByLink:
    """A document as somebody without an account is shown it: its file, with the SHA-256 of the bytes on the disk."""
    document = find_document(actor, ref)
    path = path_of(document.file)
    if not path.is_file():
        raise NotVisible
    with path.open("rb") as file:
        sha256 = hashlib.file_digest(file, "sha256").hexdigest()
    return ShownByLink(
        title=str(document),
        words=document.title or document.name,
        sha256=sha256,
        file=path,
        file_name=name_to_save(document),
    )


def document_for_approval(actor: Actor, ref: str) -> ForApproval:
    """A document as it is approved: exactly its bytes."""
    shown, subject = show_document(actor, ref), find_subject(actor, ref)
    return ForApproval(
        title=shown.title,
        words=shown.words,
        sha256=shown.sha256,
        href=subject.href,
        case_ref=subject.case_ref,
        file=shown.file,
        file_name=shown.file_name,
    )


def document_refs_of_case(case_ref: str) -> list[str]:
    """The public ids of a case's documents."""
    return list(document_rows(case_ref).values_list("public_id", flat=True))


def find_withdrawn_document(actor: Actor, ref: str) -> Document:
    """A withdrawn document, for those who bring in documents or erase them, or `NotVisible`."""
    _check_may_see_withdrawn(actor)
    row = Document.objects.withdrawn_from(actor).filter(public_id=ref).select_related("file").first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def owners_of_documents(actor: Actor) -> list[Agency]:
    """The agencies that own a shared document which this actor may see."""
    owned = Document.objects.visible_to(actor).filter(owner__isnull=False).order_by()
    return list(Agency.objects.filter(pk__in=owned.values("owner")).order_by("name"))


def owned_by(actor: Actor, agency_id: int) -> QuerySet[Any]:
    """The documents of the actor's partnership that an agency owns, whoever may see them."""
    rows = Document.objects.for_everyone(because="whose a document is goes with its agency")
    owned: QuerySet[Any] = rows.filter(partnership_id=actor.partnership_id, owner=agency_id)
    return owned


def documents_held(actor: Actor, *, agency_id: int) -> dict[str, list[list[int]]]:
    """The documents that an agency owns, each with the version that it has once it has passed to another."""
    rows = owned_by(actor, agency_id).order_by("pk").values_list("pk", "version")
    return {"documents": [[pk, version + 1] for pk, version in rows]}


def reviews_of_documents(actor: Actor) -> list[tuple[str, str, str]]:
    """The reviews that documents belong to and this actor may see, newest first: public id, name, year or ""."""
    rows = Document.objects.visible_to(actor).filter(reviews__scope__in=visible_scope_ids(actor))
    found = rows.order_by("-reviews__published_earliest", "-reviews__pk").values_list(
        "reviews__public_id", "reviews__name", "reviews__reference", "reviews__published_earliest__year"
    )
    return [
        (ref, f"{name} ({reference})", str(year or "")) for ref, name, reference, year in found.distinct()
    ]


def adoptions_of(document: Document) -> list[Adoption]:
    """Every area that uses or used a document, the ones that still do first."""
    rows = document.adoptions.select_related("area")
    return sorted(rows, key=lambda each: (each.ended_on is not None, each.area.name, each.adopted_on))


def list_withdrawn_documents(actor: Actor) -> list[Document]:
    """The documents that were withdrawn, the newest withdrawal first."""
    _check_may_see_withdrawn(actor)
    rows = Document.objects.withdrawn_from(actor).order_by("-withdrawn_at").select_related("brought_in_by")
    return list(rows[:200])


def sees_withdrawn(actor: Actor) -> bool:
    """Whether this actor finds what was withdrawn."""
    return actor.may(Permission.BRING_IN_DOCUMENTS) or actor.may(Permission.ERASE_FILES)


def _check_may_see_withdrawn(actor: Actor) -> None:
    if not sees_withdrawn(actor):
        check_may(actor, Permission.BRING_IN_DOCUMENTS)


def find_reading(actor: Actor, ref: str) -> Reading:
    """The Reading with this public id, if its document may be seen."""
    check_may(actor, Permission.READ_REGISTER)
    visible = Document.objects.visible_to(actor)
    reading = Reading.objects.filter(public_id=ref, document__in=visible).select_related("document").first()
    if reading is None:
        raise NotVisible
    return reading


@dataclass(frozen=True, slots=True)
class DocumentFilter:
    """Which documents to show; empty means all."""

    kind: str = ""
    area: str = ""
    """Of a review that it belongs to, or one that has adopted it."""
    owner: str = ""
    review: str = ""
    year: str = ""
    """In which a review that it belongs to was published."""
    words: str = ""
    refs: tuple[str, ...] = ()


ORDERS: dict[str, tuple[str, ...]] = {
    "": ("-brought_in_at", "-pk"),
    "oldest": ("brought_in_at", "pk"),
    "title": ("title", "name", "pk"),
}


def filter_documents(actor: Actor, wanted: DocumentFilter, *, order: str = "") -> QuerySet[Any]:
    """The documents that this actor may see and wants, each with its Readings (without their texts)."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Document.objects.visible_to(actor)
    if wanted.kind:
        rows = rows.filter(pk__in=Reading.objects.filter(kind=wanted.kind).values("document"))
    if wanted.area:
        adopted = Adoption.objects.filter(area__name=wanted.area, ended_on__isnull=True)
        rows = rows.filter(Q(pk__in=adopted.values("document")) | _of_reviews(actor, area__name=wanted.area))
    if wanted.review:
        rows = rows.filter(_of_reviews(actor, public_id=wanted.review))
    if wanted.year:
        rows = rows.filter(_of_reviews(actor, published_earliest__year=year_of(wanted.year)))
    rows = narrow(rows, wanted, {"owner": "owner__public_id", "refs": "public_id__in"})
    if words := wanted.words:
        of_review = _of_reviews(actor, name__icontains=words) | _of_reviews(actor, reference__icontains=words)
        rows = rows.filter(Q(title__icontains=words) | Q(name__icontains=words) | of_review)
    light = Reading.objects.order_by("pk").defer("text", "blocks", "found", "sketch")
    adopted = Adoption.objects.filter(ended_on__isnull=True).select_related("area")
    with_context = rows.select_related("brought_in_by", "file", "owner").prefetch_related(
        Prefetch("readings", light),
        Prefetch("adoptions", adopted),
        Prefetch("reviews", _reviews(actor).select_related("area").order_by("pk"), to_attr="seen_reviews"),
    )
    return with_context.order_by(*ORDERS.get(order, ORDERS[""]))


def _reviews(actor: Actor) -> QuerySet[Any]:
    """The reviews that this actor may see: they stand in a room above, and lead here by their documents."""
    model: Any = Document._meta.get_field("reviews").related_model
    reviews: QuerySet[Any] = model.objects.visible_to(actor)
    return reviews


def _of_reviews(actor: Actor, **wanted: object) -> Q:
    """That a document belongs to one such review which the actor may see."""
    return Q(pk__in=_reviews(actor).filter(**wanted).order_by().values("documents"))


def labels_of_documents(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """What these documents are called, those that the actor may see, by public id."""
    rows = Document.objects.visible_to(actor).filter(public_id__in=refs)
    return {row.public_id: str(row) for row in rows} if actor.may(Permission.READ_REGISTER) else {}


def without_words(rows: QuerySet[Any], reading: str = "reading") -> QuerySet[Any]:
    """The same rows, each with its Reading but without the whole document's words, which nobody lists."""
    return rows.defer(*(f"{reading}__{name}" for name in ("text", "blocks", "found", "sketch")))


def prefetch_readings(reading: str = "reading") -> Prefetch[str]:
    """For rows that are taken away by the thousand: each Reading read once and without its words, however many rows
    came from it."""
    light = Reading.objects.defer("text", "blocks", "found", "sketch").prefetch_related("document")
    return Prefetch(reading, light)


def get_page_picture(reading: Reading, *, number: int, places: Sequence[Place]) -> PagePicture:
    """A printed page with these places marked; `NotVisible` for a page that the document does not have."""
    page = Page.objects.filter(reading=reading, number=number).first()
    if page is None:
        raise NotVisible(f"This document has no page {number}.")
    drawn = (shape_of(place, page.words) for place in places)
    return PagePicture(
        number=number,
        of=reading.page_count or 1,
        width=page.width,
        height=page.height,
        image_url=reverse("library:page_image", args=[reading.public_id, number]),
        lines=text_lines(page.words, reading.text),
        shapes=tuple(shape for shape in drawn if shape),
    )


def get_shown_blocks(reading: Reading, *, places: Sequence[Place]) -> list[Shown]:
    """A document without pages as structured text with these places marked."""
    return shown_blocks(reading.text, reading.blocks, places)


def folder_of_page_images(document_ref: str) -> Path:
    """Where the pictures of a document's pages are kept; they can be drawn again at any time."""
    return Path(settings.DATA) / "pages" / document_ref


def path_of_page_image(reading: Reading, number: int) -> Path:
    """The picture of one page."""
    return folder_of_page_images(reading.document.public_id) / f"page-{number:04d}.webp"


def stretch_of_page(reading: Reading, number: int) -> tuple[int, int] | None:
    """The stretch of the Reading's text that a page holds; None where there is no such page or no word on it."""
    page = Page.objects.filter(reading=reading, number=number).first()
    if page is None or not page.words:
        return None
    return int(min(word[0] for word in page.words)), int(max(word[1] for word in page.words))


def newest_reading(document: Document, *, wanted: str = "") -> Reading | None:
    """The Reading asked for, else the newest; None while the document has not been read."""
    readings = list(document.readings.order_by("pk").defer("found", "sketch"))
    return next((each for each in readings if each.public_id == wanted), readings[-1] if readings else None)


def documents_of_review(actor: Actor, review_id: int) -> list[Document]:
    """The documents of a review that the actor may see, oldest first."""
    return list(Document.objects.visible_to(actor).filter(reviews=review_id).order_by("brought_in_at", "pk"))


def find_same_file(actor: Actor, sha256: str) -> Document | None:
    """A document with these very bytes that is here already."""
    rows = Document.objects.visible_to(actor).filter(file__sha256=sha256).select_related("brought_in_by")
    return rows.order_by("pk").first()


def sketches_of_reviews(review_ids: Collection[int]) -> list[tuple[int, list[int]]]:
    """Which review, and the sketch of a reading of one of its documents: to tell whether two reports are the same. It
    asks nobody's rights and tells no words."""
    rows = Reading.objects.filter(document__reviews__in=review_ids).order_by("pk")
    return list(rows.values_list("document__reviews", "sketch"))


NEARLY_THE_SAME = 0.5
"""From here on two documents are versions of one another, or one holds most of the other."""


def list_like(
    actor: Actor, reading: Reading, *, beside: Document | None = None
) -> list[tuple[Reading, float]]:
    """Readings of other documents that say nearly the same, the most alike first; `beside` limits them to documents
    of a review that this one is of as well, which are few."""
    documents = Document.objects.visible_to(actor)
    if beside is not None:
        documents = documents.filter(reviews__documents=beside)
    others = (
        Reading.objects.filter(document__in=documents)
        .exclude(document_id=reading.document_id)
        .select_related("document")
        .defer("text", "blocks", "found")
    )
    alike: dict[int, tuple[Reading, float]] = {}
    for other in others.order_by("pk"):
        share = likeness(reading.sketch, other.sketch)
        if share >= NEARLY_THE_SAME:
            alike[other.document_id] = other, share
    return sorted(alike.values(), key=lambda pair: -pair[1])
