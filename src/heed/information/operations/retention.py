"""Confirming rules, holding, and disposing: proposed by one person, decided by another, left as a tombstone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from heed.information.events import (
    DisposalProposed,
    DisposalRefused,
    Disposed,
    HoldLifted,
    HoldPlaced,
)
from heed.information.models import Disposal, Hold
from heed.information.policies import check_second_person
from heed.information.queries.retention import NAME, Due, find_disposal, find_hold, list_due, list_rules
from heed.information.queries.rows import Belongings, belongings_of
from heed.information.types import DisposalState
from heed.library.operations import erase_pictures
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.batches import batches
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.files.operations import erase_files
from heed.platform.rules.models import RuleEdition
from heed.platform.rules.operations import make_edition
from heed.reviews.queries import find_review


def confirm_rule(actor: Actor, *, key: str, years: int, source: str, after: int, at: datetime) -> RuleEdition:
    """The partnership confirms for how long something is kept. `after` is the edition that was seen."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    rules = {rule.key: rule for rule in list_rules(actor, on=timezone.localdate(at))}
    if key not in rules:
        raise Invalid("There is no such rule.")
    if not 1 <= years <= 100:
        raise Invalid("Give between 1 and 100 years.", fields={"years": "Enter between 1 and 100 years"})
    if not source.strip():
        raise Invalid("Say where this comes from.", fields={"source": "Enter the schedule or decision"})
    content = {
        each.key: {"years": each.years, "source": each.source, "confirmed_by": each.confirmed_by}
        for each in rules.values()
        if each.confirmed_by
    }
    content[key] = {"years": years, "source": source.strip()[:300], "confirmed_by": actor.name}
    return make_edition(
        actor,
        name=NAME,
        content=content,
        after=after,
        source=source,
        permission=Permission.GOVERN_INFORMATION,
        at=at,
    )


@transaction.atomic
def place_hold(
    actor: Actor,
    *,
    review_ref: str,
    person_name: str,
    other_names: Sequence[str],
    born_on: date | None,
    asked_by: str,
    reason: str,
    at: datetime,
) -> Hold:
    """Nothing of this review, or nothing that mentions this person, is disposed of from now on."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    if bool(review_ref) == bool(person_name.strip()):
        raise Invalid("Name either a review or a person.", fields={"person_name": "Name either of the two"})
    review = find_review(actor, review_ref) if review_ref else None
    scope = (
        scope_for_new_rows(actor.partnership_id, review.public_id)
        if review
        else get_partnership_scope(actor.partnership_id)
    )
    [reference] = take_references(partnership_id=actor.partnership_id, name="HLD", how_many=1)
    hold = Hold.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope,
        reference=reference,
        review=review,
        person_name=person_name.strip()[:200],
        other_names=[name.strip()[:200] for name in other_names if name.strip()],
        born_on=born_on,
        asked_by=asked_by.strip()[:200],
        reason=reason.strip(),
        placed_by_id=actor.person_id,
        placed_at=at,
    )
    record(
        actor,
        HoldPlaced(on="a review" if review else "a person"),
        subject_kind="hold",
        subject_ref=hold.public_id,
        at=at,
    )
    return hold


@transaction.atomic
def lift_hold(actor: Actor, *, ref: str, reason: str, at: datetime) -> Hold:
    """End a hold, with a reason; what it kept may be disposed of from now on, if it is due."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    hold = find_hold(actor, ref)
    if not reason.strip():
        raise Invalid("Say why it is lifted.", fields={"reason": "Enter the reason"})
    open_ = Hold.objects.visible_to(actor).filter(pk=hold.pk, lifted_at__isnull=True)
    if not open_.update(
        lifted_by_id=actor.person_id, lifted_at=at, lift_reason=reason.strip(), version=F("version") + 1
    ):
        raise NotNow("This hold was lifted already.")
    record(actor, HoldLifted(), subject_kind="hold", subject_ref=ref, at=at)
    return find_hold(actor, ref)


@transaction.atomic
def propose_disposal(actor: Actor, *, kind: str, ref: str, at: datetime) -> Disposal:
    """Propose that something that is due and not held goes. Somebody else decides."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    due = _due_now(actor, kind, ref, at)
    if Disposal.objects.for_everyone(because="one proposal at a time").filter(
        subject_kind=kind, subject_ref=ref, state=DisposalState.PROPOSED
    ):
        raise NotNow("It is proposed already. Somebody else decides.")
    [reference] = take_references(partnership_id=actor.partnership_id, name="DSP", how_many=1)
    row = Disposal.objects.create(
        partnership_id=actor.partnership_id,
        scope_id=due.scope_id,
        reference=reference,
        rule=due.rule.key,
        rule_edition=due.rule.edition,
        subject_kind=kind,
        subject_ref=ref,
        subject_reference=due.reference,
        due_on=due.due_on,
        proposed_by_id=actor.person_id,
        proposed_at=at,
    )
    record(
        actor, DisposalProposed(rule=due.rule.key), subject_kind="disposal", subject_ref=row.public_id, at=at
    )
    return row


def _due_now(actor: Actor, kind: str, ref: str, at: datetime) -> Due:
    """What is due today under a confirmed rule and held by nobody, or `NotNow`."""
    found = list_due(actor, on=timezone.localdate(at), kind=kind, ref=ref)
    if not found:
        raise NotNow("No confirmed rule says that this is due.")
    if found[0].held_by:
        raise NotNow(f"It is on legal hold ({', '.join(found[0].held_by)}), so nothing of it is disposed of.")
    return found[0]


@transaction.atomic
def decide_disposal(actor: Actor, *, ref: str, agree: bool, reason: str, at: datetime) -> Disposal:
    """Dispose of what somebody else proposed, or refuse. Whether it is due and held is asked again, now.

    All rows and files that belong to it go; the disposal stays with counts, and the audit log is not touched.
    """
    check_may(actor, Permission.GOVERN_INFORMATION)
    row = find_disposal(actor, ref)
    check_second_person(actor, first_id=row.proposed_by_id, what="proposed this")
    if not agree and not reason.strip():
        raise Invalid("Say why it is refused.", fields={"reason": "Enter the reason"})
    open_ = Disposal.objects.visible_to(actor).filter(pk=row.pk, state=DisposalState.PROPOSED)
    if not open_.update(
        state=DisposalState.DONE if agree else DisposalState.REFUSED,
        reason=reason.strip()[:300],
        decided_by_id=actor.person_id,
        decided_at=at,
        version=F("version") + 1,
    ):
        raise NotNow("This was decided already.")
    if not agree:
        record(actor, DisposalRefused(), subject_kind="disposal", subject_ref=ref, at=at)
        return find_disposal(actor, ref)
    due = _due_now(actor, row.subject_kind, row.subject_ref, at)
    found = belongings_of(due.kind, due.key)
    counts = found.counts()
    _remove(found, at)
    Disposal.objects.visible_to(actor).filter(pk=row.pk).update(counts=counts)
    happened = Disposed(rule=row.rule, kind=due.kind, rows=sum(map(len, found.rows.values())))
    record(actor, happened, subject_kind="disposal", subject_ref=ref, at=at)
    return find_disposal(actor, ref)


def _remove(found: Belongings, at: datetime) -> None:
    """Rows first; their files only after the database has forgotten them, so that no row is ever without its file.

    Every foreign key is checked when the transaction ends, on both databases, so the order does not matter.
    """
    for model, keys in found.rows.items():
        for some in batches(sorted(keys)):
            model._base_manager.filter(pk__in=some)._raw_delete(connection.alias)
    erase_files(files=found.files, at=at, forget=True)
    erase_files(files=found.copies, at=at)
    erase_pictures(found.documents)
