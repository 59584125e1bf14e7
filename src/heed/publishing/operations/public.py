"""Publishing, and what becomes of a public copy: withdrawn, looked at again."""

from __future__ import annotations

import logging
from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow, Refusal
from heed.platform.ui.wording import day
from heed.publishing.events import (
    PublicationCopyLookedAt,
    PublicationDiscarded,
    PublicationPublished,
    PublicationTakenUpAgain,
    PublicationWithdrawn,
)
from heed.publishing.looking import tells_of
from heed.publishing.models import Edition, Publication, PublicLink, PublicWord
from heed.publishing.operations.preparing import RECORD
from heed.publishing.policies import check_comes_out
from heed.publishing.queries.publications import (
    discarded_edition,
    find_open_edition,
    find_publication,
    kinds,
    known_of,
    public_edition,
    statement_of,
)
from heed.publishing.queries.seeing import check_publishes
from heed.publishing.rules import addresses_in, hash_of, public_words
from heed.reviews.operations import move_review

_LONGEST_ADDRESS = 500
log = logging.getLogger(__name__)


@transaction.atomic
def publish(actor: Actor, *, ref: str, at: datetime) -> Edition:
    """Bring out the newest edition, now: everybody can read it from this moment. Refused while anything stops it.

    The edition before it is kept and marked. A review whose report comes out is published with it.
    """
    check_publishes(actor)
    publication, edition = find_open_edition(actor, ref)
    today = timezone.localdate(at)
    if publication.publish_on and publication.publish_on > today:
        raise NotNow(f"It is under embargo until {day(publication.publish_on)}.")
    check_comes_out(actor, publication, edition, on=today)
    Edition.objects.filter(
        publication=publication, published_at__isnull=False, replaced_at__isnull=True
    ).update(replaced_at=at)
    claimed = Edition.objects.filter(
        pk=edition.pk, published_at__isnull=True, discarded_at__isnull=True, checked_at=edition.checked_at
    ).update(published_at=at, published_by_id=actor.person_id)
    if not claimed:
        raise NotNow("It was published or changed at the same moment. Load the page again.")
    Publication.objects.visible_to(actor).filter(pk=publication.pk).update(
        first_published_at=publication.first_published_at or at, publish_on=None
    )
    _index(publication, edition)
    said = " ".join([edition.summary, edition.words])
    PublicLink.objects.bulk_create(
        PublicLink(edition=edition, address=each)
        for each in addresses_in(said)
        if len(each) <= _LONGEST_ADDRESS
    )
    _move_review(actor, publication, at)
    happened = PublicationPublished(edition=edition.number, sha256=hash_of(statement_of(edition)))
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return edition


def _index(publication: Publication, edition: Edition) -> None:
    PublicWord.objects.filter(edition__publication=publication).delete()
    weights = public_words(edition.title, " ".join([edition.summary, *edition.themes]), edition.words)
    PublicWord.objects.bulk_create(
        (PublicWord(edition=edition, word=word, weight=weight) for word, weight in weights.items()),
        batch_size=500,
    )


def _move_review(actor: Actor, publication: Publication, at: datetime) -> None:
    review = publication.review
    if review is None or not kinds()[publication.kind].accepted or review.state != "accepted":
        return
    move_review(
        actor,
        ref=review.public_id,
        to="published",
        on=timezone.localdate(at),
        why=f"Published as {publication.reference}",
        at=at,
    )


def publish_planned(*, at: datetime) -> int:
    """Bring out what was planned for today or before, in the name of whoever planned it. What something stops stays,
    and stands among what is due. Returns how many came out."""
    rows = Publication.objects.for_everyone(because="what was planned comes out by itself")
    due = rows.filter(
        publish_on__lte=timezone.localdate(at),
        withdrawn_at__isnull=True,
        planned_by__isnull=False,
    )
    out = 0
    for row in due:
        actor = find_actor_of_membership(row.planned_by_id, on=timezone.localdate(at))
        if actor is None:
            continue
        try:
            publish(actor, ref=row.public_id, at=at)
            out += 1
        except Refusal as refusal:
            log.info("%s did not come out: %s", row.reference, type(refusal).__name__)
    return out


@transaction.atomic
def discard_edition(actor: Actor, *, ref: str, at: datetime) -> Publication:
    """Put away the edition that is being prepared: nobody is asked to approve it any longer, and it does not come out.
    What is public stays. It can be taken up again."""
    check_publishes(actor)
    row, edition = find_open_edition(actor, ref)
    claimed = Edition.objects.filter(
        pk=edition.pk, published_at__isnull=True, discarded_at__isnull=True
    ).update(discarded_at=at, discarded_by_id=actor.person_id)
    if not claimed:
        raise NotNow("It was published or discarded at the same moment. Load the page again.")
    Publication.objects.visible_to(actor).filter(pk=row.pk).update(publish_on=None)
    happened = PublicationDiscarded(edition=edition.number)
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return find_publication(actor, ref)


@transaction.atomic
def take_up_again(actor: Actor, *, ref: str, at: datetime) -> Publication:
    """Go on with the edition that was discarded last, while no other is being prepared. Its number is the next."""
    check_publishes(actor)
    row = find_publication(actor, ref)
    edition = discarded_edition(row)
    if edition is None:
        raise NotNow("There is nothing to take up again.")
    before = public_edition(row)
    number = before.number + 1 if before else 1
    try:
        with transaction.atomic():
            claimed = Edition.objects.filter(pk=edition.pk, discarded_at__isnull=False).update(
                discarded_at=None, discarded_by=None, number=number, checked_at=None, checked_by=None
            )
    except IntegrityError as first:
        raise NotNow("Somebody else began an edition at the same moment.") from first
    if not claimed:
        raise NotNow("Somebody else took it up again at the same moment.")
    edition.forms.all().delete()
    happened = PublicationTakenUpAgain(edition=number)
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return find_publication(actor, ref)


@transaction.atomic
def withdraw_publication(actor: Actor, *, ref: str, why: str, notice: str, at: datetime) -> Publication:
    """Take a publication out of the library at once: its page, files, feeds, the search and every edition. Its address
    keeps the notice. `why` is for the partnership alone."""
    check_publishes(actor)
    row = find_publication(actor, ref)
    reason, said = " ".join(why.split())[:300], " ".join(notice.split())[:300]
    problems = {
        field: sentence
        for field, missing, sentence in (
            ("why", not reason, "Say why; only the partnership reads it"),
            ("notice", not said, "Enter what its address says from now on"),
        )
        if missing
    }
    if said and (tells := tells_of(said, known_of(actor, row))):
        problems["notice"] = tells
    if problems:
        raise Invalid("Something is missing.", fields=problems)
    claimed = (
        Publication.objects.visible_to(actor)
        .filter(pk=row.pk, withdrawn_at__isnull=True)
        .update(
            withdrawn_at=at,
            withdrawn_by_id=actor.person_id,
            withdrawn_why=reason,
            notice=said,
            publish_on=None,
        )
    )
    if not claimed:
        raise NotNow("It is withdrawn already.")
    PublicWord.objects.filter(edition__publication=row).delete()
    record(actor, PublicationWithdrawn(), subject_kind=RECORD, subject_ref=ref, at=at)
    return find_publication(actor, ref)


@transaction.atomic
def look_at_copy(actor: Actor, *, ref: str, public_until: date | None, at: datetime) -> Publication:
    """Somebody looked at a public copy again, such as when the child or the family asked: it stays until this day."""
    check_publishes(actor)
    row = find_publication(actor, ref)
    if row.withdrawn_at or row.first_published_at is None:
        raise NotNow("There is no public copy.")
    if public_until is None or public_until <= timezone.localdate(at):
        raise Invalid("Choose a day.", fields={"public_until": "Enter a day that is still to come"})
    Publication.objects.visible_to(actor).filter(pk=row.pk).update(public_until=public_until)
    happened = PublicationCopyLookedAt(until=public_until.isoformat())
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return find_publication(actor, ref)
