"""Releasing a review's material: asked and prepared by one person, decided by another, kept byte for byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from django.db import transaction

from heed.information.events import (
    RecordsAsked,
    RecordsSettled,
    ReleaseAsked,
    ReleaseDecided,
    ReleaseFilesChosen,
    ReleaseTaken,
)
from heed.information.models import AgencyRecord, ReleasedFile, ReleaseRequest
from heed.information.policies import check_second_person
from heed.information.queries.releases import find_agency_record, find_release
from heed.information.types import Decision
from heed.library.queries import documents_of_review
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow, Unavailable
from heed.platform.base.operations import take_references
from heed.platform.base.versions import take_version
from heed.platform.files.checking import check_harmless
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of, store_file
from heed.platform.partnerships.models import Agency
from heed.platform.ui.wording import day
from heed.reviews.queries import find_review


@transaction.atomic
def keep_release_request(
    actor: Actor,
    *,
    review_ref: str,
    asked_by_kind: str,
    asked_by: str,
    their_reference: str,
    asked: str,
    received_on: date,
    due_on: date | None,
    legal_basis: str,
    legal_basis_words: str,
    at: datetime,
) -> ReleaseRequest:
    """Keep that somebody asks for a review's material, on which basis, and by when they need it."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    review = find_review(actor, review_ref)
    if received_on > at.date():
        raise Invalid("The day it came is after today.", fields={"received_on": "Enter a day that has come"})
    [reference] = take_references(partnership_id=actor.partnership_id, name="REL", how_many=1)
    row = ReleaseRequest.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        reference=reference,
        review=review,
        asked_by_kind=asked_by_kind,
        asked_by=asked_by.strip()[:200],
        their_reference=their_reference.strip()[:80],
        asked=asked.strip(),
        received_on=received_on,
        due_on=due_on,
        legal_basis=legal_basis,
        legal_basis_words=legal_basis_words.strip()[:300],
        kept_by_id=actor.person_id,
        registered_at=at,
    )
    _record(actor, ReleaseAsked(reference=reference, kind=asked_by_kind), row, at)
    return row


def choose_files(
    actor: Actor,
    *,
    ref: str,
    document_refs: Sequence[str],
    uploads: Sequence[tuple[str, Iterable[bytes]]],
    version: int,
    at: datetime,
) -> ReleaseRequest:
    """Say which files would go out: documents of the review that the actor may see, and files brought for it.

    What was chosen before is replaced. `uploads` are names and bytes, such as a letter or a redacted copy.
    """
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = _undecided(actor, ref, version)
    known = {each.public_id: each for each in documents_of_review(actor, row.review_id)}
    unknown = [each for each in document_refs if each not in known]
    if unknown:
        raise Invalid("Choose documents of this review.", fields={"documents": "Choose from the list"})
    brought = [(name, _kept_if_harmless(name, chunks, at)) for name, chunks in uploads]
    chosen = [(known[each].name, known[each].file, each) for each in document_refs]
    kept = [(each.name, each.file, "") for each in row.files.filter(document_ref="").select_related("file")]
    files = _named_apart([*chosen, *kept, *((name, file, "") for name, file in brought)])
    if not files:
        raise Invalid("Choose at least one file.", fields={"documents": "Choose at least one"})
    with transaction.atomic():
        before = ", ".join(each.name for each in row.files.all())
        names = ", ".join(name for name, _, _ in files)
        if not take_version(
            row,
            version=version,
            among=ReleaseRequest.objects.visible_to(actor),
            differences=lambda now: [
                Difference(name="", label="What would go out", theirs=before, yours=names, free=False)
            ],
        ):
            return row
        row.files.all().delete()
        ReleasedFile.objects.bulk_create(
            ReleasedFile(
                release=row, file=file, name=name, sha256=file.sha256, size=file.size, document_ref=document
            )
            for name, file, document in files
        )
        _record(actor, ReleaseFilesChosen(files=len(files)), row, at)
    return find_release(actor, ref)


def _kept_if_harmless(name: str, chunks: Iterable[bytes], at: datetime) -> StoredFile:
    return store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=name))


def _named_apart(files: list[tuple[str, StoredFile, str]]) -> list[tuple[str, StoredFile, str]]:
    """Each under a name of its own, which is also safe inside an archive."""
    taken: set[str] = set()
    named = []
    for name, file, document in files:
        plain = "".join("-" if each in '\\/:*?"<>|' or not each.isprintable() else each for each in name)
        plain = plain.strip(" .")[-180:] or "file"
        number, own = 1, plain
        while own.casefold() in taken:
            number += 1
            own = f"{number}-{plain}"
        taken.add(own.casefold())
        named.append((own, file, document))
    return named


def _undecided(actor: Actor, ref: str, version: int) -> ReleaseRequest:
    row = find_release(actor, ref)
    if row.decision and row.version == version:
        raise NotNow("This was decided already. A further request is kept as one of its own.")
    return row


@transaction.atomic
def decide_release(
    actor: Actor, *, ref: str, decision: str, reason: str, version: int, at: datetime
) -> ReleaseRequest:
    """Release exactly the chosen files, or refuse. By another person than the one who kept the request.

    Every file is read again and must have the bytes that were chosen.
    """
    check_may(actor, Permission.DECIDE_INFORMATION)
    row = _undecided(actor, ref, version)
    check_second_person(actor, first_id=row.kept_by_id, what="kept this request")
    known = Decision(decision) if decision in (Decision.RELEASE, Decision.REFUSE) else Decision.OPEN
    if known is Decision.OPEN:
        raise Invalid("Choose whether it is released.", fields={"decision": "Choose one"})
    if not reason.strip():
        raise Invalid("Say why.", fields={"reason": "Enter the reason"})
    files = list(row.files.select_related("file")) if known is Decision.RELEASE else []
    if known is Decision.RELEASE and not files:
        raise NotNow("No file was chosen yet, so there is nothing to release.")
    for each in files:
        if hash_of(each.file) != each.sha256:
            raise Unavailable(
                f"“{each.name}” is not as it was stored. Nothing was released; tell the administrator."
            )
    yours = f"{known}: {reason.strip()}"
    if not take_version(
        row,
        version=version,
        among=ReleaseRequest.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name="", label="Decision or files", theirs=_as_it_is(now), yours=yours, free=False)
        ],
        by=str(row.decided_by or ""),
        decision=known,
        decision_reason=reason.strip(),
        decided_by_id=actor.person_id,
        decided_at=at,
    ):
        return row
    if known is Decision.REFUSE:
        row.files.all().delete()
    happened = ReleaseDecided(decision=known, files=len(files), manifest_sha256=manifest_hash(files))
    _record(actor, happened, row, at)
    return find_release(actor, ref)


def _as_it_is(now: ReleaseRequest) -> str:
    """What was decided, or else which files would go out now."""
    if now.decision:
        return f"{now.decision}: {now.decision_reason}"
    return f"other files: {', '.join(each.name for each in now.files.all())}"


def hash_of(file: StoredFile) -> str:
    """The SHA-256 of a stored file's bytes as they are on the disk now; nothing is changed."""
    if not path_of(file).is_file():
        return ""
    with path_of(file).open("rb") as stored:
        return hashlib.file_digest(stored, "sha256").hexdigest()


def manifest_hash(files: Sequence[ReleasedFile]) -> str:
    """One hash over all names and hashes, so that the audit log fixes what went out; nothing is changed."""
    lines = "".join(f"{each.sha256}  {each.name}\n" for each in files)
    return hashlib.sha256(lines.encode()).hexdigest()


@transaction.atomic
def note_release_taken(actor: Actor, *, ref: str, at: datetime) -> list[ReleasedFile]:
    """The files of a decided release, read again and unchanged, for one download that is written down."""
    row = find_release(actor, ref)
    if row.decision != Decision.RELEASE:
        raise NotNow("Nothing was released here.")
    files = list(row.files.select_related("file"))
    for each in files:
        if hash_of(each.file) != each.sha256:
            raise Unavailable(f"“{each.name}” is not as it was released. Tell the administrator.")
    record_read(
        actor,
        ReleaseTaken(files=len(files)),
        subject_kind="release",
        subject_ref=ref,
        at=at,
        shown={"document": [each.document_ref for each in files if each.document_ref]},
    )
    return files


@transaction.atomic
def ask_agency_for_records(
    actor: Actor,
    *,
    review_ref: str,
    agency_ref: str,
    records: str,
    asked_on: date,
    due_on: date | None,
    at: datetime,
) -> AgencyRecord:
    """Keep that a review asked to see an agency's own records, and until when they are wanted."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    review = find_review(actor, review_ref)
    agency = Agency.objects.filter(partnerships=actor.partnership_id, public_id=agency_ref).first()
    if agency is None:
        raise Invalid("Choose an agency of the partnership.", fields={"agency": "Choose one"})
    [reference] = take_references(partnership_id=actor.partnership_id, name="RCD", how_many=1)
    row = AgencyRecord.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        reference=reference,
        review=review,
        agency=agency,
        records=records.strip(),
        asked_on=asked_on,
        due_on=due_on,
        registered_at=at,
    )
    record(
        actor,
        RecordsAsked(agency=agency.public_id),
        subject_kind="records",
        subject_ref=row.public_id,
        at=at,
    )
    return row


@transaction.atomic
def settle_records(
    actor: Actor,
    *,
    ref: str,
    kept_safe_on: date | None,
    provided_on: date | None,
    not_provided_because: str,
    version: int,
    at: datetime,
) -> AgencyRecord:
    """Keep that the agency holds its records safe, gave them, or did not and why."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = find_agency_record(actor, ref)
    if provided_on and not_provided_because.strip():
        raise Invalid(
            "They were either provided or not.", fields={"not_provided_because": "Leave one of the two empty"}
        )
    because = not_provided_because.strip()[:300]
    if not take_version(
        row,
        version=version,
        among=AgencyRecord.objects.visible_to(actor),
        differences=lambda now: [
            Difference(
                name="not_provided_because",
                label="Not provided because",
                theirs=now.not_provided_because,
                yours=because,
            ),
            _days_differ("Kept safe", now.kept_safe_on, kept_safe_on),
            _days_differ("Provided on", now.provided_on, provided_on),
        ],
        kept_safe_on=kept_safe_on,
        provided_on=provided_on,
        not_provided_because=because,
    ):
        return row
    what = "provided" if provided_on else "not provided" if because else "kept safe"
    record(actor, RecordsSettled(what=what), subject_kind="records", subject_ref=ref, at=at)
    return find_agency_record(actor, ref)


def _days_differ(label: str, theirs: date | None, yours: date | None) -> Difference:
    return Difference(
        name="", label=label, theirs=day(theirs, none="no day"), yours=day(yours, none="no day"), free=False
    )


def _record(actor: Actor, happened: object, row: ReleaseRequest, at: datetime) -> None:
    record(actor, happened, subject_kind="release", subject_ref=row.public_id, at=at)
