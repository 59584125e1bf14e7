"""An agency that does not take part: sent on by somebody who has spoken to it, closed with evidence that it does."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow, NotVisible
from heed.platform.base.operations import take_references
from heed.platform.base.versions import hold
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.events.submissions import (
    CommissionEnded,
    CommissionKept,
    NonComplianceClosed,
    NonComplianceSentOn,
)
from heed.reviews.models import Commission, NonCompliance, NonComplianceStep, Submission
from heed.reviews.queries.submissions import find_submission, lacking, list_commissions, open_case
from heed.reviews.rules.days import past_day, refuse, words_of
from heed.reviews.rules.submissions import next_stage
from heed.reviews.types.submissions import Spoken, Stage


@transaction.atomic
def send_on_non_compliance(
    actor: Actor, *, ref: str, spoken: Spoken, stage: str, at: datetime
) -> NonCompliance:
    """Tell the next body that an agency falls short with a submission: the review group first, then the board, then
    the agency's commissioner. Refused for whoever has not spoken to the agency since it was asked, and while nothing
    is late. `stage` is the one that the person saw on the page: of two at once the second is told so."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_submission(actor, ref)
    list(hold(Submission.objects.visible_to(actor).filter(pk=row.pk)).values_list("pk"))
    today = timezone.localdate(at)
    case, short = open_case(find_submission(actor, ref)), lacking(row, today)
    to = _next(case)
    if to is None or to != stage:
        raise NotNow("Somebody has sent this on already. Load the page again to see where it is.")
    if case is None and short is None:
        raise NotNow(f"{row.agency} is not late with this, so there is nothing to send on.")
    step = _checked(spoken, row, today)
    commissioner = None
    if to == Stage.COMMISSIONER:
        routes = list_commissions(actor, agency_id=row.agency_id, on=today)
        if not routes:
            raise NotNow(
                f"It is not kept who commissions {row.agency}. Keep that first, under Commissioners."
            )
        commissioner = routes[0].commissioner
    if case is None:
        [reference] = take_references(partnership_id=actor.partnership_id, name="NC", how_many=1)
        case = NonCompliance.objects.create(
            partnership_id=row.partnership_id,
            scope_id=row.scope_id,
            reference=reference,
            submission=row,
            lacks=str(short),
            stage=to,
        )
    else:
        NonCompliance.objects.visible_to(actor).filter(pk=case.pk).update(stage=to, version=F("version") + 1)
    NonComplianceStep.objects.create(
        case=case, stage=to, commissioner=commissioner, sent_by_id=actor.person_id, sent_at=at, **step
    )
    happened = NonComplianceSentOn(reference=case.reference, stage=to)
    record(actor, happened, subject_kind="submission", subject_ref=ref, at=at)
    return case


def _next(case: NonCompliance | None) -> Stage | None:
    return next_stage(Stage(case.stage)) if case else Stage.REVIEW_GROUP


def _checked(spoken: Spoken, row: Submission, today: date) -> dict[str, object]:
    to = words_of(spoken.to, field="to", needed="Say whom you spoke to at the agency", most=200)
    said = words_of(spoken.words, field="words", needed="Say what was said", most=5000)
    asked = timezone.localdate(row.asked_at)
    on = past_day(
        spoken.on,
        today=today,
        field="on",
        what="the day you spoke to them",
        since=asked,
        since_what="it was asked for",
    )
    return {"spoken_to": to, "spoken_on": on, "words": said}


@transaction.atomic
def close_non_compliance(
    actor: Actor, *, ref: str, engagement: str, engaged_on: date | None, at: datetime
) -> NonCompliance:
    """The agency takes part now: what shows it, and since when. Closed with nothing less."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_submission(actor, ref)
    case = open_case(row)
    if case is None:
        raise NotNow("It is closed already.")
    shown = words_of(
        engagement, field="engagement", needed="Say what shows that the agency takes part", most=5000
    )
    first = case.steps.all()[0]
    on = past_day(
        engaged_on,
        today=timezone.localdate(at),
        field="engaged_on",
        what="the day since when it takes part",
        since=first.spoken_on,
        since_what="somebody spoke to them of it",
    )
    open_ = NonCompliance.objects.visible_to(actor).filter(pk=case.pk, closed_at__isnull=True)
    closed = {"engagement": shown, "engaged_on": on, "closed_at": at, "closed_by_id": actor.person_id}
    if not open_.update(**closed, version=F("version") + 1):
        raise NotNow("It is closed already.")
    happened = NonComplianceClosed(reference=case.reference)
    record(actor, happened, subject_kind="submission", subject_ref=ref, at=at)
    return case


@transaction.atomic
def keep_commission(
    actor: Actor,
    *,
    agency: str,
    commissioner: str,
    service: str,
    clause: str,
    begins_on: date | None,
    at: datetime,
) -> Commission:
    """Keep who commissions an agency's service, and what its contract says of safeguarding and of reviews."""
    check_may(actor, Permission.RUN_REVIEWS)
    known = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    wrong = {
        name: "Choose an agency"
        for name, ref in (("agency", agency), ("commissioner", commissioner))
        if ref not in known
    }
    if agency == commissioner and not wrong:
        wrong["commissioner"] = "An agency does not commission itself: choose another"
    refuse(wrong)
    row = Commission.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        agency=known[agency],
        commissioner=known[commissioner],
        service=words_of(service, field="service", needed="Say which service is commissioned", most=200),
        clause=words_of(clause, field="clause", needed="", most=5000),
        begins_on=past_day(
            begins_on, today=timezone.localdate(at), field="begins_on", what="the day since when"
        ),
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    happened = CommissionKept(agency=known[agency].public_id)
    record(actor, happened, subject_kind="register", subject_ref="commissions", at=at)
    return row


@transaction.atomic
def end_commission(actor: Actor, *, ref: str, ends_on: date | None, at: datetime) -> Commission:
    """It is commissioned by them no more, from a day on. That it was stays."""
    check_may(actor, Permission.RUN_REVIEWS)
    row: Commission | None = Commission.objects.visible_to(actor).filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    on = past_day(
        ends_on,
        today=timezone.localdate(at),
        field="ends_on",
        what="the last day",
        since=row.begins_on,
        since_what="it began",
    )
    open_ = Commission.objects.visible_to(actor).filter(pk=row.pk, ends_on__isnull=True)
    if not open_.update(ends_on=on, version=F("version") + 1):
        raise Invalid("It has ended already.")
    happened = CommissionEnded(agency=row.agency.public_id)
    record(actor, happened, subject_kind="register", subject_ref="commissions", at=at)
    return row
