"""When a publication comes out, on which days nothing does, and who is told first."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.ui.wording import day
from heed.publishing.events import (
    ForbiddenDateKept,
    ForbiddenDateLifted,
    PublicationFileTaken,
    PublicationPlanned,
    PublicationTold,
)
from heed.publishing.models import EditionForm, ForbiddenDate, Publication, Telling
from heed.publishing.operations.preparing import RECORD
from heed.publishing.policies import check_day
from heed.publishing.queries.dates import constraint_names, find_forbidden_date
from heed.publishing.queries.publications import find_open_edition, find_publication, newest_edition
from heed.publishing.queries.seeing import check_publishes
from heed.reviews.queries import find_review


@transaction.atomic
def forbid_dates(
    actor: Actor,
    *,
    review_ref: str,
    kind: str,
    first_on: date | None,
    last_on: date | None,
    yearly: bool,
    reason: str,
    source: str,
    at: datetime,
) -> ForbiddenDate:
    """Keep days on which nothing of a review is published; with `review_ref` "", nothing of the partnership."""
    check_publishes(actor)
    review = find_review(actor, review_ref) if review_ref else None
    last = last_on or first_on
    problems = {
        field: sentence
        for field, missing, sentence in (
            ("kind", kind not in constraint_names(), "Choose the kind of reason"),
            ("first_on", first_on is None, "Enter the first day"),
            ("last_on", bool(first_on and last and last < first_on), "It ends before it begins"),
            ("reason", not reason.strip(), "Say why nothing is published then"),
            ("source", not source.strip(), "Say who said so, or where it is written"),
        )
        if missing
    }
    if problems or first_on is None or last is None:
        raise Invalid("Something is missing.", fields=problems)
    row: ForbiddenDate = ForbiddenDate.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id if review else ""),
        review=review,
        kind=kind,
        first_on=first_on,
        last_on=last,
        yearly=yearly,
        reason=" ".join(reason.split())[:300],
        source=" ".join(source.split())[:300],
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    record(
        actor, ForbiddenDateKept(kind=kind), subject_kind="forbidden_date", subject_ref=row.public_id, at=at
    )
    return row


@transaction.atomic
def lift_forbidden_date(actor: Actor, *, ref: str, why: str, at: datetime) -> ForbiddenDate:
    """Days that are no longer forbidden, and why; what was kept stays to be read."""
    check_publishes(actor)
    row = find_forbidden_date(actor, ref)
    said = " ".join(why.split())[:300]
    if not said:
        raise Invalid("Say why.", fields={"why": "Say why they are free now"})
    claimed = (
        ForbiddenDate.objects.visible_to(actor)
        .filter(pk=row.pk, lifted_at__isnull=True)
        .update(lifted_at=at, lifted_by_id=actor.person_id, lifted_why=said)
    )
    if not claimed:
        raise NotNow("They were lifted already.")
    record(actor, ForbiddenDateLifted(), subject_kind="forbidden_date", subject_ref=ref, at=at)
    return row


@transaction.atomic
def write_down_telling(
    actor: Actor,
    *,
    ref: str,
    telling: str,
    done_on: date | None,
    set_aside: bool,
    words: str,
    at: datetime,
) -> Telling:
    """Write down that somebody was told before it comes out, on a day; or why that is set aside."""
    check_publishes(actor)
    publication = find_publication(actor, ref)
    row = next((each for each in publication.tellings.all() if each.public_id == telling), None)
    if row is None:
        raise NotVisible
    said = " ".join(words.split())[:300]
    if set_aside and not said:
        raise Invalid("Say why.", fields={"words": "Say why it is set aside"})
    if not set_aside and done_on is None:
        raise Invalid("Say when.", fields={"done_on": "Enter the day on which it was done"})
    if not set_aside and done_on is not None and done_on > timezone.localdate(at):
        raise Invalid("That day is still to come.", fields={"done_on": "Enter today or a day before"})
    row.done_on, row.set_aside, row.words = (None if set_aside else done_on), set_aside, said
    row.said_by_id, row.said_at = actor.person_id, at
    row.save(update_fields=["done_on", "set_aside", "words", "said_by", "said_at"])
    happened = PublicationTold(whom=row.key, what="set aside" if set_aside else day(done_on))
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return row


@transaction.atomic
def plan_publication(actor: Actor, *, ref: str, publish_on: date | None, at: datetime) -> Publication:
    """Plan the day on which it comes out by itself, if nothing stops it then; until that day it is under embargo, and
    by it everybody is to be told in time. Refused for a day that is forbidden, with the reason."""
    check_publishes(actor)
    publication, _ = find_open_edition(actor, ref)
    if publish_on is None or publish_on <= timezone.localdate(at):
        raise Invalid("Choose a day.", fields={"publish_on": "Enter a day that is still to come"})
    check_day(actor, publication, publish_on)
    Publication.objects.visible_to(actor).filter(pk=publication.pk).update(
        publish_on=publish_on, planned_by_id=actor.membership_id
    )
    happened = PublicationPlanned(on=publish_on.isoformat())
    record(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return find_publication(actor, ref)


@transaction.atomic
def note_file_taken(actor: Actor, *, ref: str, form: str, at: datetime) -> EditionForm:
    """The bytes of the newest edition in one form, for a download that is written down: advance copies too."""
    publication = find_publication(actor, ref)
    edition = newest_edition(publication)
    row = next((each for each in edition.forms.all() if each.form == form), None)
    if row is None:
        raise NotVisible
    happened = PublicationFileTaken(edition=edition.number, form=form)
    record_read(actor, happened, subject_kind=RECORD, subject_ref=ref, at=at)
    return row
