"""Appointing those who carry a review out, their declarations, the review panel and its meetings."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.approvals.operations import open_joint_approval
from heed.platform.approvals.policies import may_keep
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.partnerships.queries import list_agencies, memberships_in_force
from heed.platform.ui.wording import day
from heed.reviews.events.people import (
    PanelJoined,
    PanelLeft,
    PanelMet,
    ReviewerAppointed,
    ReviewerDeclared,
    ReviewerEnded,
    ReviewerKept,
)
from heed.reviews.models import Appointment, PanelMeeting, PanelMember, PanelSeat, Review, Reviewer
from heed.reviews.policies.stages import check_not_held
from heed.reviews.queries import find_review
from heed.reviews.queries.independence import employed_in_case, is_excluded
from heed.reviews.queries.people import (
    find_appointment,
    find_panel_member,
    needs_independence,
    panel_of_review,
    part_names,
    possible_members,
    role_names,
)
from heed.reviews.queries.proposals import APPOINTMENT, decision_of_role
from heed.reviews.rules.days import past_day, refuse, words_of
from heed.reviews.types.people import Came


@transaction.atomic
def keep_reviewer(
    actor: Actor, *, name: str, firm: str, experience: str, member_ref: str = "", at: datetime
) -> Reviewer:
    """Keep somebody who can be appointed, once for all reviews; whoever is kept already is the one that is meant."""
    check_may(actor, Permission.RUN_REVIEWS)
    called = " ".join(words_of(name, field="name", needed="Enter their name", most=160).split())
    of_firm = " ".join(words_of(firm, field="firm", needed="", most=160).split())
    rows = Reviewer.objects.visible_to(actor)
    same = rows.filter(name__iexact=called, firm__iexact=of_firm).first()
    if same is not None:
        return same  # type: ignore[no-any-return]
    person_id = _person_of(actor, member_ref, at)
    row: Reviewer = Reviewer.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        name=called,
        firm=of_firm,
        experience=words_of(
            experience, field="experience", needed="Say what experience they have", most=5000
        ),
        person_id=person_id,
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    record(actor, ReviewerKept(), subject_kind="register", subject_ref="reviewers", at=at)
    return row


def _person_of(actor: Actor, member_ref: str, at: datetime) -> int | None:
    if not member_ref:
        return None
    rows = memberships_in_force(timezone.localdate(at)).filter(partnership_id=actor.partnership_id)
    place = rows.filter(public_id=member_ref).first()
    if place is None:
        raise Invalid("Choose somebody of the list.", fields={"member_ref": "Choose somebody of the list"})
    return place.person_id


@transaction.atomic
def appoint_reviewer(
    actor: Actor, *, review_ref: str, reviewer_ref: str, role: str, appointed_on: date | None, at: datetime
) -> Appointment:
    """Appoint somebody of the register to a review. Who leads it is put to those who decide that, at once where the
    actor may do so. They begin when they have declared their interests."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    reviewer: Reviewer | None = Reviewer.objects.visible_to(actor).filter(public_id=reviewer_ref).first()
    if reviewer is None:
        wrong = "Choose somebody of the register of reviewers"
        raise Invalid(f"{wrong}.", fields={"reviewer_ref": wrong})
    refuse({} if role in role_names() else {"role": "Choose as what"})
    check_not_held(actor, review, "appointments")
    if is_excluded(review, person_id=reviewer.person_id, name=reviewer.name):
        raise NotNow(f"{reviewer.name} is excluded from this case, so they cannot carry it out.")
    _check_independent(review, reviewer, role, at)
    on = past_day(
        appointed_on, today=timezone.localdate(at), field="appointed_on", what="the day of appointment"
    )
    mine = Appointment.objects.visible_to(actor).filter(review=review, reviewer=reviewer, role=role)
    if mine.filter(ended_on__isnull=True).exists():
        raise NotNow(f"{reviewer.name} has this part already.")
    row: Appointment = Appointment.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        review=review,
        reviewer=reviewer,
        role=role,
        appointed_on=on,
        agreed_on=None if decision_of_role(role) else on,
        appointed_by_id=actor.person_id,
    )
    _record(actor, ReviewerAppointed(role=role), review.public_id, at)
    if decision_of_role(role) and may_keep(actor):
        open_joint_approval(
            actor,
            kind=APPOINTMENT,
            ref=row.public_id,
            decision=decision_of_role(role),
            decided_on=on,
            at=at,
        )
    return row


def _check_independent(review: Review, reviewer: Reviewer, role: str, at: datetime) -> None:
    """Raise where a part that asks for independence would go to somebody of an agency in the case."""
    agency = employed_in_case(review, reviewer, on=timezone.localdate(at)) if needs_independence(role) else ""
    if agency:
        wrong = (
            f"{reviewer.name} works for {agency}, which is in this case: choose somebody independent of it"
        )
        raise Invalid(f"{wrong}.", fields={"reviewer_ref": wrong})


@transaction.atomic
def keep_declaration(
    actor: Actor,
    *,
    ref: str,
    independent: bool,
    interests: str,
    declared_on: date | None,
    begins_on: date | None,
    at: datetime,
) -> Appointment:
    """What a reviewer declares: that they had no part in the case, and what else could stand in the way ("None" where
    nothing does). They begin on a day not before it; without it nobody begins."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_appointment(actor, ref)
    if row.ended_on is not None:
        raise NotNow("Their part in this review has ended.")
    if row.agreed_on is None:
        raise NotNow("Those who decide who leads a review have not all agreed to them yet.")
    _check_independent(row.review, row.reviewer, row.role, at)
    if not independent:
        wrong = "Somebody who had a part in the case cannot carry its review out: appoint another"
        raise Invalid(f"{wrong}.", fields={"independent": wrong})
    said = words_of(interests, field="interests", needed="Say what they declared, or None", most=5000)
    today = timezone.localdate(at)
    declared = past_day(declared_on, today=today, field="declared_on", what="the day of the declaration")
    begins = begins_on or max(declared, row.agreed_on)
    if begins < declared:
        refuse({"begins_on": "Nobody begins before having declared"})
    if begins < row.agreed_on:
        refuse({"begins_on": f"Nobody begins before it was agreed to them, {day(row.agreed_on)}"})
    undeclared = Appointment.objects.visible_to(actor).filter(pk=row.pk, declared_on__isnull=True)
    kept = {
        "interests": said,
        "declared_on": declared,
        "declared_to_id": actor.person_id,
        "begins_on": begins,
    }
    if not undeclared.update(**kept, version=F("version") + 1):
        raise NotNow("A declaration is kept already. It stays; for another, end this part and appoint anew.")
    _record(actor, ReviewerDeclared(), row.review.public_id, at)
    return find_appointment(actor, ref)


@transaction.atomic
def end_appointment(actor: Actor, *, ref: str, ended_on: date | None, why: str, at: datetime) -> Appointment:
    """Their part ends, and why. That they had it stays."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_appointment(actor, ref)
    reason = words_of(why, field="why", needed="Say why", most=300)
    on = past_day(
        ended_on,
        today=timezone.localdate(at),
        field="ended_on",
        what="the last day",
        since=row.appointed_on,
        since_what="they were appointed",
    )
    open_ = Appointment.objects.visible_to(actor).filter(pk=row.pk, ended_on__isnull=True)
    if not open_.update(ended_on=on, ended_why=reason, version=F("version") + 1):
        raise NotNow("It has ended already.")
    _record(actor, ReviewerEnded(), row.review.public_id, at)
    return find_appointment(actor, ref)


@transaction.atomic
def seat_panel_member(
    actor: Actor,
    *,
    review_ref: str,
    agency: str,
    name: str,
    member_ref: str,
    part: str,
    involved: bool,
    independence: str,
    joined_on: date | None,
    at: datetime,
) -> PanelMember:
    """Put somebody on the review panel. Refused for whoever was involved in the case, or is excluded from it."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    if involved:
        wrong = "Somebody who was involved in the case does not sit on its panel: ask the agency for another"
        raise Invalid(f"{wrong}.", fields={"involved": wrong})
    today = timezone.localdate(at)
    people = {each.public_id: each for each in possible_members(actor, review, on=today)}
    place = people.get(member_ref)
    known = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    wrong_fields = {}
    if member_ref and place is None:
        wrong_fields["member_ref"] = "Choose somebody who is not excluded from this case"
    if not member_ref and not name.strip():
        wrong_fields["name"] = "Enter their name, or choose somebody who uses Heed"
    if place is None and agency not in known:
        wrong_fields["agency"] = "Choose their agency"
    if part not in part_names():
        wrong_fields["part"] = "Choose as what"
    if not independence.strip():
        wrong_fields["independence"] = (
            "Say how they are independent of the case and of those who worked on it"
        )
    refuse(wrong_fields)
    called = place.person.name if place else " ".join(name.split())[:200]
    if is_excluded(review, person_id=place.person_id if place else None, name=called):
        refuse({"name": "They are excluded from this case: ask the agency for another"})
    seated = [each for each in panel_of_review(actor, review.pk) if each.left_on is None]
    if any(each.name.casefold() == called.casefold() for each in seated):
        raise NotNow(f"{called} sits on the panel already.")
    row: PanelMember = PanelMember.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        review=review,
        name=called,
        agency=place.agency if place else known[agency],
        person_id=place.person_id if place else None,
        part=part,
        independence=words_of(independence, field="independence", needed="Say how", most=5000),
        joined_on=past_day(joined_on, today=today, field="joined_on", what="the day they joined"),
        kept_by_id=actor.person_id,
    )
    _record(actor, PanelJoined(agency=row.agency.public_id), review.public_id, at)
    return row


@transaction.atomic
def unseat_panel_member(
    actor: Actor, *, ref: str, left_on: date | None, why: str, at: datetime
) -> PanelMember:
    """They sit on the panel no more, and why."""
    check_may(actor, Permission.RUN_REVIEWS)
    row = find_panel_member(actor, ref)
    reason = words_of(why, field="why", needed="Say why", most=300)
    on = past_day(
        left_on,
        today=timezone.localdate(at),
        field="left_on",
        what="the last day",
        since=row.joined_on,
        since_what="they joined",
    )
    open_ = PanelMember.objects.visible_to(actor).filter(pk=row.pk, left_on__isnull=True)
    if not open_.update(left_on=on, left_why=reason, version=F("version") + 1):
        raise NotNow("They have left already.")
    _record(actor, PanelLeft(), row.review.public_id, at)
    return find_panel_member(actor, ref)


@transaction.atomic
def keep_panel_meeting(
    actor: Actor,
    *,
    review_ref: str,
    held_on: date | None,
    came: Mapping[str, str],
    substitutes: Mapping[str, str],
    words: str,
    at: datetime,
) -> PanelMeeting:
    """A meeting of the panel, with how each seat was filled: every member who sat on it that day, by public id."""
    check_may(actor, Permission.RUN_REVIEWS)
    review = find_review(actor, review_ref)
    on = past_day(held_on, today=timezone.localdate(at), field="held_on", what="the day it was held")
    panel = [
        each
        for each in panel_of_review(actor, review.pk)
        if each.joined_on <= on and (each.left_on is None or each.left_on >= on)
    ]
    if not panel:
        raise NotNow("Nobody sat on the panel that day. Put its members on it first.")
    wrong = {}
    for each in panel:
        how = came.get(each.public_id, "")
        if how not in set(Came):
            wrong[f"came_{each.public_id}"] = f"Choose whether {each.name} came"
        elif how == Came.SUBSTITUTE and not substitutes.get(each.public_id, "").strip():
            wrong[f"substitute_{each.public_id}"] = f"Name who came for {each.name}"
    refuse(wrong)
    if PanelMeeting.objects.visible_to(actor).filter(review=review, held_on=on).exists():
        raise Invalid(
            "A meeting of that day is kept already.",
            fields={"held_on": "A meeting of that day is kept already"},
        )
    row: PanelMeeting = PanelMeeting.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        review=review,
        held_on=on,
        words=words.strip(),
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    PanelSeat.objects.bulk_create(
        PanelSeat(
            meeting=row,
            member=each,
            came=came[each.public_id],
            substitute=" ".join(substitutes.get(each.public_id, "").split())[:200]
            if came[each.public_id] == Came.SUBSTITUTE
            else "",
        )
        for each in panel
    )
    _record(actor, PanelMet(), review.public_id, at)
    return row


def _record(actor: Actor, happened: object, review_ref: str, at: datetime) -> None:
    record(actor, happened, subject_kind="review", subject_ref=review_ref, at=at)
