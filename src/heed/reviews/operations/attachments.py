"""Attaching files to what came in for a case, taking one out again, and giving copies."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.files.checking import check_harmless
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import store_file
from heed.reviews.events.attachments import AttachmentCopied, AttachmentTakenOut, FileAttached
from heed.reviews.models import Attachment, Review
from heed.reviews.policies.attachments import check_attaches, check_given, check_number, check_takes_out
from heed.reviews.queries.attachments import attached_to, came_with, find_attachment
from heed.reviews.queries.reviews import find_review
from heed.reviews.rules.days import words_of

GivenFile = tuple[str, Iterable[bytes]]
"""A file's name and its bytes, as they were sent."""


def attach_files(
    actor: Actor, *, review_ref: str, about: str, files: Sequence[GivenFile], at: datetime
) -> list[Attachment]:
    """Attach files to a referral, a rapid review or a submission, by its reference; all of them or none.

    `Invalid` for one that could harm whoever opens it: of that, and of those sent with it, nothing is attached.
    """
    review = find_review(actor, review_ref)
    check_attaches(actor, came_with(actor, review, about))
    there = [each for each in attached_to(actor, review, about) if each.taken_out_at is None]
    check_number(files, already=len(there))
    if not files:
        raise Invalid("Choose a file.", fields={"attached": "Choose at least one file"})
    stored = store_files(files=files, at=at)
    with transaction.atomic():
        check_attaches(actor, came_with(actor, find_review(actor, review_ref), about))
        return keep_attachments(actor, review=review, about=about, stored=stored, at=at)


def store_files(*, files: Sequence[GivenFile], at: datetime) -> list[tuple[str, StoredFile]]:
    """Outside the transaction that makes the rows: files are slow, and a refused one leaves nothing."""
    try:
        return [(name[-200:], _store(name, chunks, at)) for name, chunks in files]
    except Invalid as refused:
        raise Invalid(refused.sentence, fields={"attached": refused.sentence}) from refused


def _store(name: str, chunks: Iterable[bytes], at: datetime) -> StoredFile:
    return store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=name))


def keep_attachments(
    actor: Actor, *, review: Review, about: str, stored: Sequence[tuple[str, StoredFile]], at: datetime
) -> list[Attachment]:
    """The rows of files that were stored: a step within the caller's operation."""
    scope = scope_for_new_rows(review.partnership_id, review.public_id)
    made = []
    for name, file in stored:
        made.append(
            Attachment.objects.create(
                partnership_id=review.partnership_id,
                scope=scope,
                review=review,
                about=about,
                file=file,
                file_name=name,
                agency_id=actor.agency_id,
                attached_by_id=actor.person_id,
                attached_at=at,
            )
        )
        happened = FileAttached(about=about, size=file.size)
        record(actor, happened, subject_kind="review", subject_ref=review.public_id, at=at)
    return made


@transaction.atomic
def take_attachment_out(actor: Actor, *, ref: str, why: str, at: datetime) -> None:
    """Nobody is given it any more; that it was there, and why it went, stays."""
    row = find_attachment(actor, ref)
    check_takes_out(actor, row, came_with(actor, row.review, row.about))
    reason = words_of(why, field="why", needed="Say why it is taken out", most=300)
    there = Attachment.objects.visible_to(actor).filter(pk=row.pk, taken_out_at__isnull=True)
    taken = {"taken_out_at": at, "taken_out_by": actor.person_id, "taken_out_why": reason}
    if not there.update(**taken, version=F("version") + 1):
        raise NotNow("Somebody else has taken it out already.")
    happened = AttachmentTakenOut(about=row.about)
    record(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)


def note_attachment_copied(actor: Actor, *, ref: str, at: datetime) -> Attachment:
    """Write down that this actor took a copy of a file, and give it."""
    row = find_attachment(actor, ref)
    check_given(actor, row)
    happened = AttachmentCopied(about=row.about)
    record_read(actor, happened, subject_kind="review", subject_ref=row.review.public_id, at=at)
    return row
