"""Preparing a publication: its words, how it comes out, and a correction of what is public."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path

from django.db import IntegrityError, transaction

from heed.kit.reading.types import Unreadable
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import take_version
from heed.platform.files.checking import check_harmless, refused
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import path_of, store_file
from heed.publishing.composed import words_of_report
from heed.publishing.events import (
    PublicationBegun,
    PublicationCorrectionBegun,
    PublicationDescribed,
    PublicationTextChanged,
)
from heed.publishing.looking import look_at_file, look_at_text, words_to_look_at
from heed.publishing.models import Edition, Hit, Publication, Telling
from heed.publishing.queries.publications import (
    find_open_edition,
    find_publication,
    kinds,
    known_of,
    newest_edition,
    tellings,
)
from heed.publishing.queries.seeing import check_publishes
from heed.publishing.rules import tellings_for
from heed.publishing.types import WHEN_OVER, Answer, Seen
from heed.reports.queries import find_report, report_now
from heed.reviews.queries import find_review

RECORD = "publication"
"""What a publication is called in the audit log."""
_LONGEST_TEXT = 400_000
_MOST_TO_ANSWER = 2_000
"""Places that are shown to be answered at a time."""


@transaction.atomic
def begin_publication(
    actor: Actor, *, review_ref: str, kind: str, title: str, summary: str, at: datetime
) -> Publication:
    """Begin a publication of a review (or, with `review_ref` "", of the partnership), with its first edition and the
    list of those who are told first."""
    check_publishes(actor)
    if kind not in kinds():
        raise Invalid("Choose what it is.", fields={"kind": "Choose what it is"})
    review = find_review(actor, review_ref) if review_ref else None
    if review is None and kinds()[kind].accepted:
        raise Invalid(
            "Choose the review.", fields={"review_ref": "Choose the review that it is the report of"}
        )
    _check_title(title)
    [reference] = take_references(partnership_id=actor.partnership_id, name="PUB", how_many=1)
    row: Publication = Publication.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id if review else ""),
        reference=reference,
        review=review,
        kind=kind,
        made_by_id=actor.person_id,
        made_at=at,
    )
    Edition.objects.create(
        publication=row,
        number=1,
        title=_one_line(title),
        summary=summary.strip(),
        brought_by_id=actor.person_id,
        made_at=at,
    )
    rules = tellings_for(kinds()[kind], tellings(), review.kind if review else "")
    Telling.objects.bulk_create(Telling(publication=row, key=each.key) for each in rules)
    happened = PublicationBegun(reference=reference, kind=kind)
    record(actor, happened, subject_kind=RECORD, subject_ref=row.public_id, at=at)
    return row


def bring_text(
    actor: Actor, *, ref: str, file: tuple[str, Iterable[bytes]], version: int, at: datetime
) -> Publication:
    """Take the words of a file for the edition, and look through all of the file, what a reader does not see too.

    The file itself is never published: what comes out is made from the words. What was answered about other words
    before is gone, but for what was kept with a reason.
    """
    check_publishes(actor)
    publication, edition = find_open_edition(actor, ref)
    name, stored = _kept(file, at)
    known = known_of(actor, publication)
    try:
        words, hidden = look_at_file(path_of(stored).read_bytes(), name, known)
    except Unreadable as reason:
        raise refused(name, reason.message) from reason
    seen = [*look_at_text(words_to_look_at(edition, words), known), *hidden]
    return _save_words(
        actor, publication, edition, words=words, seen=seen, version=version, at=at, source=(name, stored)
    )


def take_report(actor: Actor, *, ref: str, report_ref: str, version: int, at: datetime) -> Publication:
    """Take the words of a report that was composed from the register, as it stands now."""
    check_publishes(actor)
    publication, edition = find_open_edition(actor, ref)
    report = find_report(actor, report_ref)
    if report.review_id != publication.review_id:
        raise Invalid("It is of another review.", fields={"report_ref": "Choose a report of this review"})
    if report.discarded_at:
        raise Invalid("It was discarded.", fields={"report_ref": "Choose one that was not discarded"})
    words = words_of_report(report_now(actor, report))
    seen = look_at_text(words_to_look_at(edition, words), known_of(actor, publication))
    return _save_words(actor, publication, edition, words=words, seen=seen, version=version, at=at)


def _kept(file: tuple[str, Iterable[bytes]], at: datetime) -> tuple[str, StoredFile]:
    name, chunks = file

    def check(path: Path) -> None:
        check_harmless(path, name=name)

    return name[-200:], store_file(chunks=chunks, at=at, check=check)


def change_text(
    actor: Actor,
    *,
    ref: str,
    title: str,
    summary: str,
    themes: Sequence[str],
    words: str,
    version: int,
    at: datetime,
) -> Publication:
    """Say the edition's title, summary, themes and words, and look through the words again."""
    check_publishes(actor)
    _check_title(title)
    publication, edition = find_open_edition(actor, ref)
    edition.title, edition.summary = _one_line(title), summary.strip()
    edition.themes = list(dict.fromkeys(themes))
    said = "\n".join(line.rstrip() for line in words.splitlines()).strip()
    seen = look_at_text(words_to_look_at(edition, said), known_of(actor, publication))
    hidden = [_as_seen(each) for each in edition.hits.exclude(layer="")]
    return _save_words(actor, publication, edition, words=said, seen=[*seen, *hidden], version=version, at=at)


def _as_seen(hit: Hit) -> Seen:
    return Seen(
        check=hit.check_name,
        kind=hit.kind,
        found=hit.found,
        says=hit.says,
        layer=hit.layer,
        place=hit.place,
        before=hit.before,
        after=hit.after,
        proposed=hit.instead,
    )


@transaction.atomic
def _save_words(
    actor: Actor,
    publication: Publication,
    edition: Edition,
    *,
    words: str,
    seen: Sequence[Seen],
    version: int,
    at: datetime,
    source: tuple[str, StoredFile] | None = None,
) -> Publication:
    if not words.strip():
        raise Invalid(
            "There are no words in it.", fields={"words": "Enter the text", "file": "It has no words"}
        )
    if len(words) > _LONGEST_TEXT:
        raise Invalid("It is too long.", fields={"words": "It is too long", "file": "It is too long"})
    if not _take(publication, edition, words, version):
        return publication
    name, stored = source or (edition.source_name, edition.source)
    Edition.objects.filter(pk=edition.pk).update(
        title=edition.title,
        summary=edition.summary,
        themes=edition.themes,
        words=words,
        source=stored,
        source_name=name,
        brought_by_id=actor.person_id,
        checked_at=None,
        checked_by=None,
    )
    edition.forms.all().delete()
    found = keep_hits(edition, seen, answers_of=edition)
    happened = PublicationTextChanged(edition=edition.number, hits=found)
    record(actor, happened, subject_kind=RECORD, subject_ref=publication.public_id, at=at)
    return find_publication(actor, publication.public_id)


def _take(publication: Publication, edition: Edition, words: str, version: int) -> bool:
    return take_version(
        publication,
        version=version,
        among=Publication.objects.for_everyone(because="it was found for whoever saves"),
        differences=lambda now: [
            Difference(name="words", label="The text", theirs=newest_edition(now).words, yours=words),
            Difference(name="title", label="Title", theirs=newest_edition(now).title, yours=edition.title),
            Difference(
                name="summary", label="Summary", theirs=newest_edition(now).summary, yours=edition.summary
            ),
        ],
    )


def keep_hits(edition: Edition, seen: Sequence[Seen], *, answers_of: Edition) -> int:
    """Keep what the check found, in the caller's operation; what a person said of the same words (`answers_of`), such
    as that they stay, stands. Returns how many nobody has answered."""
    answered = {
        (each.kind, each.layer, each.found): each
        for each in answers_of.hits.exclude(answer="")
        if each.answer == Answer.KEPT or each.layer
    }
    edition.hits.all().delete()
    rows: list[Hit] = []
    left = 0
    for each in seen:
        before = answered.get((each.kind, each.layer, each.found[:300]))
        left += before is None
        if before is None and left > _MOST_TO_ANSWER:
            continue  # the check is not finished before these were looked at too: see `finish_check`
        rows.append(
            Hit(
                edition=edition,
                check_name=each.check,
                kind=each.kind,
                layer=each.layer,
                place=each.place[:120],
                found=each.found[:300],
                before=each.before[-200:],
                after=each.after[:200],
                says=each.says[:300],
                answer=before.answer if before else "",
                instead=before.instead if before else each.proposed[:300],
                reason=before.reason if before else "",
                answered_by_id=before.answered_by_id if before else None,
                answered_at=before.answered_at if before else None,
            )
        )
    Hit.objects.bulk_create(rows)
    return sum(not row.answer for row in rows)


@transaction.atomic
def say_how_it_comes_out(
    actor: Actor,
    *,
    ref: str,
    impact: str,
    indexed: bool,
    status_shown: bool,
    public_until: date | None,
    when_over: str,
    version: int,
    at: datetime,
) -> Publication:
    """Say what publication may do to people, whether search engines may list it, whether its page says where each
    recommendation stands, and how long the public copy stays."""
    check_publishes(actor)
    row = find_publication(actor, ref)
    if public_until is None or public_until <= at.date():
        raise Invalid("Say how long it stays.", fields={"public_until": "Enter a day that is still to come"})
    if when_over not in WHEN_OVER:
        raise Invalid("Choose what happens then.", fields={"when_over": "Choose one"})
    said = impact.strip()
    if not take_version(
        row,
        version=version,
        among=Publication.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name="impact", label="What it may do to people", theirs=now.impact, yours=said)
        ],
        impact=said,
        indexed=indexed,
        status_shown=status_shown and row.review_id is not None,
        public_until=public_until,
        when_over=when_over,
    ):
        return row
    record(actor, PublicationDescribed(), subject_kind=RECORD, subject_ref=ref, at=at)
    return find_publication(actor, ref)


@transaction.atomic
def begin_correction(actor: Actor, *, ref: str, why: str, hides_earlier: bool, at: datetime) -> Edition:
    """Begin the next edition of what is public, from its words. The public one stays until this one is published;
    then it is kept and marked, or (`hides_earlier`) can no longer be read."""
    check_publishes(actor)
    row = find_publication(actor, ref)
    last = newest_edition(row)
    if row.withdrawn_at or not last.published_at:
        raise NotNow("Only what is public is corrected.")
    said = _one_line(why)
    if not said:
        raise Invalid("Say what is corrected.", fields={"why": "Say what is corrected; readers see it"})
    try:
        with transaction.atomic():
            edition = Edition.objects.create(
                publication=row,
                number=last.number + 1,
                title=last.title,
                summary=last.summary,
                themes=last.themes,
                words=last.words,
                why=said,
                hides_earlier=hides_earlier,
                brought_by_id=actor.person_id,
                made_at=at,
            )
    except IntegrityError as first:
        raise NotNow("Somebody else began a correction at the same moment.") from first
    kept = [_as_seen(each) for each in last.hits.filter(answer=Answer.KEPT, layer="")]
    known = {(each.kind, each.found) for each in kept}
    of_why = look_at_text(words_to_look_at(edition, edition.words), known_of(actor, row))
    fresh = [each for each in of_why if (each.kind, each.found[:300]) not in known]
    keep_hits(edition, [*kept, *fresh], answers_of=last)
    happened = PublicationCorrectionBegun(edition=edition.number)
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return edition


def _check_title(title: str) -> None:
    if not title.strip():
        raise Invalid("It needs a title.", fields={"title": "Enter the title that readers see"})


def _one_line(words: str) -> str:
    return " ".join(words.split())[:200]
