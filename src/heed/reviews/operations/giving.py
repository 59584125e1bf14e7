"""What an agency gives: written by whoever knows, handed in, looked over by somebody else, signed off."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.versions import hold, take_version
from heed.platform.files.checking import check_harmless
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import store_file
from heed.platform.partnerships.models import Membership
from heed.reviews.events.submissions import (
    SubmissionChecked,
    SubmissionDrafted,
    SubmissionFileTaken,
    SubmissionHandedIn,
    SubmissionSignedOff,
)
from heed.reviews.models import Submission, SubmissionCheck, SubmissionDraft, SubmissionVersion
from heed.reviews.operations.clocks import end_clock, reopen_clock
from heed.reviews.policies.submissions import (
    check_author_stands,
    check_looks_over,
    check_reads,
    check_signs_off,
    check_writes,
)
from heed.reviews.queries.independence import is_excluded
from heed.reviews.queries.safety import first_answer
from heed.reviews.queries.submissions import (
    RETURN,
    find_submission,
    find_submission_draft,
    find_version,
    last_version,
    possible_authors,
    submission_rules,
)
from heed.reviews.rules.days import coming_day, refuse, words_of
from heed.reviews.rules.submissions import signing_role, unfinished
from heed.reviews.types.submissions import FINALS, Section, SubmissionState, Written

_MOST = 200_000
"""Letters in one section."""


@transaction.atomic
def save_submission_draft(
    actor: Actor, *, ref: str, written: Written, version: int, at: datetime
) -> SubmissionDraft:
    """Keep what is written so far; nothing need be complete. `version` is the draft's that the person saw, 0 where
    there was none: a colleague's words are never saved over."""
    row = _held(actor, ref)
    check_writes(actor, row)
    _check_length(written)
    draft, said = find_submission_draft(row), asdict(written)
    if draft is None:
        draft = SubmissionDraft.objects.create(
            submission=row, written=said, written_by_id=actor.person_id, written_at=at
        )
    elif not take_version(
        draft,
        version=version,
        differences=lambda now: _differences(row, now.written, written),
        by=draft.written_by.name,
        written=said,
        written_by=actor.person_id,
        written_at=at,
    ):
        return draft
    draft.refresh_from_db()
    _record(actor, SubmissionDrafted(reference=row.reference), row, at)
    return draft


def hand_in_submission(
    actor: Actor,
    *,
    ref: str,
    written: Written,
    version: int,
    at: datetime,
    file: tuple[str, Iterable[bytes]] | None = None,
) -> SubmissionVersion:
    """Hand in a version: every section in words, or with the reason for having none; in part only where `missing`
    says what is to come, and never without the child's lived experience. `version` is the draft's that was seen."""
    check_writes(actor, find_submission(actor, ref))
    _check_length(written)
    name, stored = _store(file, at)
    with transaction.atomic():
        row = _held(actor, ref)
        check_writes(actor, row)
        _check_nobody_saved(row, written, version)
        if first_answer(actor, row.review, agency_id=row.agency_id, about=row.reference) is None:
            raise NotNow("Say first whether any child is unsafe now. Then hand it in.")
        author, person_id = _author(row, written, at)
        wrong = unfinished(
            [Section(**each) for each in row.sections], written, submission_rules().never_blank
        )
        refuse(wrong)
        partial = bool(written.missing.strip())
        before = last_version(row)
        made = SubmissionVersion.objects.create(
            submission=row,
            number=before.number + 1 if before else 1,
            parts=[_part(each, written) for each in row.sections],
            recommendations=[each.strip() for each in written.recommendations if each.strip()],
            missing=written.missing.strip(),
            author=author,
            author_person_id=person_id,
            declared_at=at,
            file=stored,
            file_name=name,
            given_by_id=actor.person_id,
            given_at=at,
        )
        state = SubmissionState.ASKED if partial else SubmissionState.RECEIVED
        Submission.objects.visible_to(actor).filter(pk=row.pk).update(state=state, version=F("version") + 1)
        if not partial:
            end_clock(
                row.review,
                RETURN,
                ended_on=timezone.localdate(at),
                words=f"Version {made.number} was handed in",
                agency_id=row.agency_id,
                about=row.reference,
            )
            SubmissionDraft.objects.filter(submission=row).delete()
        happened = SubmissionHandedIn(reference=row.reference, number=made.number, partial=partial)
        _record(actor, happened, row, at)
    return made


def _store(file: tuple[str, Iterable[bytes]] | None, at: datetime) -> tuple[str, StoredFile | None]:
    """Outside the transaction that makes the rows: files are slow, and a refused one leaves nothing."""
    if file is None:
        return "", None
    name, chunks = file
    return name[-200:], store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=name))


def _check_nobody_saved(row: Submission, written: Written, version: int) -> None:
    draft = find_submission_draft(row)
    if draft is not None and draft.version != version:
        take_version(
            draft,
            version=version,
            differences=lambda now: _differences(row, now.written, written),
            by=draft.written_by.name,
        )


def _author(row: Submission, written: Written, at: datetime) -> tuple[str, int | None]:
    """The author's name, and who that is where they use Heed; refused for somebody who is excluded from the case."""
    if not written.author_ref:
        named = " ".join(written.author.split())[:200]
        if is_excluded(row.review, person_id=None, name=named):
            wrong = "They are excluded from this case: name another author"
            raise Invalid(f"{wrong}.", fields={"author": wrong})
        return named, None
    people = {each.public_id: each for each in possible_authors(row, on=timezone.localdate(at))}
    place: Membership | None = people.get(written.author_ref)
    if place is None:
        raise Invalid(
            "Choose an author of your agency who has no part in the case.",
            fields={"author_ref": "Choose somebody of your agency who is not excluded from the case"},
        )
    post = f", {place.post.title}" if place.post else ""
    return f"{place.person.name}{post}"[:200], place.person_id


def _part(section: Mapping[str, str], written: Written) -> dict[str, str]:
    key = section["key"]
    return {
        "key": key,
        "title": section["title"],
        "words": written.words.get(key, "").strip(),
        "reason": written.reasons.get(key, "").strip(),
    }


@transaction.atomic
def check_submission(
    actor: Actor,
    *,
    ref: str,
    met: Mapping[str, bool],
    grade: str,
    words: str,
    again_by: date | None,
    number: int,
    at: datetime,
) -> SubmissionCheck:
    """Look the version that was handed in over against the checklist. With a day in `again_by` it is sent back to be
    handed in again, with the words that say why; otherwise every point must be met, and it may be signed off.
    `number` is the version that the person read."""
    row = _held(actor, ref)
    check_looks_over(actor, row, at=at)
    rules, given = submission_rules(), last_version(row)
    if given is None or given.number != number:
        raise NotNow("Another version was handed in meanwhile. Read that one.")
    said = words_of(words, field="words", needed="Say why it is sent back" if again_by else "")
    if again_by:
        coming_day(
            again_by, today=timezone.localdate(at), field="again_by", what="the day to hand it in again"
        )
    else:
        check_author_stands(row)
        refuse(_not_met(met, grade))
    made = SubmissionCheck.objects.create(
        version=given,
        points=[{"key": key, "ask": ask, "met": bool(met.get(key))} for key, ask in rules.checklist.items()],
        grade=grade if grade in rules.grades else "",
        words=said,
        sent_back=again_by is not None,
        again_by=again_by,
        checked_by_id=actor.person_id,
        checked_for=actor.agency_name,
        checked_at=at,
    )
    changed: dict[str, Any] = {"state": SubmissionState.ASSURED}
    if again_by:
        changed = {"state": SubmissionState.ASKED, "due_on": again_by}
        _draft_from(row, given, actor, at)
        reopen_clock(row.review, RETURN, agency_id=row.agency_id, about=row.reference)
    Submission.objects.visible_to(actor).filter(pk=row.pk).update(**changed, version=F("version") + 1)
    happened = SubmissionChecked(reference=row.reference, number=given.number, sent_back=again_by is not None)
    _record(actor, happened, row, at)
    return made


def _not_met(met: Mapping[str, bool], grade: str) -> dict[str, str]:
    rules = submission_rules()
    missing = [ask for key, ask in rules.checklist.items() if not met.get(key)]
    wrong = {}
    if missing:
        wrong["met"] = f"Not met: {missing[0]}. Send it back, or look again"
    if grade not in rules.grades:
        wrong["grade"] = "Choose how good it is"
    return wrong


def _draft_from(row: Submission, given: SubmissionVersion, actor: Actor, at: datetime) -> None:
    """The agency goes on from what it handed in, not from an empty page. The author is named and declared anew."""
    written = Written(
        words={each["key"]: each["words"] for each in given.parts},
        reasons={each["key"]: each["reason"] for each in given.parts},
        recommendations=tuple(given.recommendations),
    )
    SubmissionDraft.objects.filter(submission=row).delete()
    SubmissionDraft.objects.create(
        submission=row, written=asdict(written), written_by_id=given.given_by_id, written_at=at
    )


@transaction.atomic
def sign_off_submission(actor: Actor, *, ref: str, words: str, number: int, at: datetime) -> Submission:
    """The agency stands by it: it is final, and what it recommends goes into the register. `number` is the version
    that the person read."""
    row = _held(actor, ref)
    check_signs_off(actor, row)
    given = last_version(row)
    if given is None or given.number != number:
        raise NotNow("Another version was handed in meanwhile. Read that one before you sign it off.")
    role = signing_role(submission_rules(), row.agency.kind)
    waiting = Submission.objects.visible_to(actor).filter(pk=row.pk, state=SubmissionState.ASSURED)
    waiting.update(
        state=SubmissionState.FINAL,
        signed_by_id=actor.person_id,
        signed_as=role,
        signed_at=at,
        signed_words=words.strip(),
        version=F("version") + 1,
    )
    made = find_submission(actor, ref)
    records = sum(each(actor, submission=made, at=at) for each in FINALS)
    _record(actor, SubmissionSignedOff(reference=row.reference, role=role, records=records), row, at)
    return made


def note_submission_file_taken(actor: Actor, *, ref: str, number: int, at: datetime) -> SubmissionVersion:
    """Write down that this actor took a copy of a version's file, and give that version."""
    row = find_submission(actor, ref)
    check_reads(actor, row)
    version = find_version(actor, ref, number)
    happened = SubmissionFileTaken(reference=row.reference, number=number)
    record_read(actor, happened, subject_kind="submission", subject_ref=ref, at=at)
    return version


def _held(actor: Actor, ref: str) -> Submission:
    """The submission, held, so that two who act on it at once come one after the other."""
    row = find_submission(actor, ref)
    list(hold(Submission.objects.visible_to(actor).filter(pk=row.pk)).values_list("pk"))
    return find_submission(actor, ref)


def _check_length(written: Written) -> None:
    if any(len(each) > _MOST for each in (*written.words.values(), *written.reasons.values())):
        raise Invalid(f"That is too long for one section. Use at most {_MOST:,} letters, or give a file.")


def _differences(row: Submission, now: Mapping[str, Any], mine: Written) -> list[Difference]:
    """Where a colleague's draft differs from what was to be saved."""
    found = []
    for each in row.sections:
        key, title = each["key"], each["title"]
        theirs = now.get("words", {}).get(key, "")
        found.append(Difference(f"words_{key}", title, theirs, mine.words.get(key, "")))
        theirs = now.get("reasons", {}).get(key, "")
        found.append(Difference(f"reason_{key}", f"Why blank: {title}", theirs, mine.reasons.get(key, "")))
    theirs = "\n".join(now.get("recommendations", []))
    found.append(Difference("recommendations", "Recommendations", theirs, "\n".join(mine.recommendations)))
    found.append(Difference("author", "Author", now.get("author", ""), mine.author))
    return found


def _record(actor: Actor, happened: object, row: Submission, at: datetime) -> None:
    record(actor, happened, subject_kind="submission", subject_ref=row.public_id, at=at)
