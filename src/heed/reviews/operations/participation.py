"""Keeping who takes part in a review: told before, contacted, heard, answered, and heeded."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.queries import list_agencies
from heed.reviews.events.participation import (
    ParticipantAnswered,
    ParticipantAsked,
    ParticipantContacted,
    ParticipantKept,
    ParticipantRequested,
    ParticipantRequestEnded,
    ParticipantSaid,
    ParticipantTold,
)
from heed.reviews.models import FamilyRequest, Participant, ParticipantContact, ParticipantQuestion
from heed.reviews.policies.stages import what_holds
from heed.reviews.queries import find_review
from heed.reviews.queries.participation import (
    find_participant,
    find_question,
    find_request,
    participation_rules,
)
from heed.reviews.rules.days import past_day, refuse, words_of
from heed.reviews.types.participation import Part

_HELD_UP = {Part.PRACTITIONER: "practitioners", Part.FAMILY: "family"}
"""What holds up speaking with each, as `rules/proceedings.yaml` calls it."""


@transaction.atomic
def keep_participant(
    actor: Actor, *, review_ref: str, part: str, name: str, called: str, agency: str, at: datetime
) -> Participant:
    """Somebody who takes part, or is to be offered to: a practitioner of an agency, or one of the family."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    review = find_review(actor, review_ref)
    known = {each.public_id: each for each in list_agencies(actor.partnership_id)}
    wrong = {} if part in set(Part) else {"part": "Choose as what they take part"}
    if part == Part.PRACTITIONER and agency not in known:
        wrong["agency"] = "Choose the practitioner’s agency"
    refuse(wrong)
    named = words_of(name, field="name", needed="Enter their name", most=160)
    public = words_of(called, field="called", needed="Say what the report calls them", most=160)
    if named.casefold() in public.casefold():
        refuse({"called": "The report does not name them: say, for example, “a health visitor”"})
    [reference] = take_references(partnership_id=actor.partnership_id, name="PAR", how_many=1)
    row: Participant = Participant.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id),
        reference=reference,
        review=review,
        part=part,
        name=named,
        called=public,
        agency=known.get(agency) if part == Part.PRACTITIONER else None,
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    _record(actor, ParticipantKept(reference=reference, part=part), row, at)
    return row


@transaction.atomic
def mark_told(actor: Actor, *, ref: str, told_on: date | None, at: datetime) -> Participant:
    """They were told that records of the review may be disclosed: before they say anything."""
    row = _mine(actor, ref)
    on = past_day(told_on, today=timezone.localdate(at), field="told_on", what="the day they were told")
    untold = Participant.objects.visible_to(actor).filter(pk=row.pk, told_on__isnull=True)
    if not untold.update(told_on=on, told_by_id=actor.person_id, version=F("version") + 1):
        raise NotNow("It is kept already when they were told.")
    _record(actor, ParticipantTold(reference=row.reference), row, at)
    return find_participant(actor, ref)


@transaction.atomic
def keep_contact(
    actor: Actor,
    *,
    ref: str,
    on: date | None,
    kind: str,
    outcome: str,
    stage: str,
    words: str,
    at: datetime,
    allowed_by: str = "",
) -> ParticipantContact:
    """A contact, and what came of it. Where they gave something of their own, they must have been told before; and
    while proceedings hold up speaking with them, it says who allowed it (`allowed_by`)."""
    row = _mine(actor, ref)
    day, leave = checked_contact(
        actor, row=row, on=on, kind=kind, outcome=outcome, stage=stage, allowed_by=allowed_by, at=at
    )
    words = f"{leave} {words}".strip()
    made = ParticipantContact.objects.create(
        participant=row,
        on=day,
        kind=kind,
        outcome=outcome,
        stage=stage,
        words=words_of(words, field="words", needed=""),
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    _record(actor, ParticipantContacted(reference=row.reference, kind=kind, outcome=outcome), row, at)
    return made


def checked_contact(
    actor: Actor,
    *,
    row: Participant,
    on: date | None,
    kind: str,
    outcome: str,
    stage: str,
    allowed_by: str,
    at: datetime,
) -> tuple[date, str]:
    """The day of a contact that may be kept so, and who allowed it in words; refused with what is wrong."""
    rules, wrong = participation_rules(), {}
    if kind not in rules["contacts"]:
        wrong["kind"] = "Choose how it was"
    if outcome not in rules["outcomes"]:
        wrong["outcome"] = "Choose what came of it"
    if stage and stage not in rules["stages"]:
        wrong["stage"] = "Choose from the list"
    refuse(wrong)
    day = past_day(on, today=timezone.localdate(at), field="on", what="the day")
    if not rules["contacts"][kind]["gives"] or outcome != "accepted":
        return day, ""
    if row.told_on is None or row.told_on > day:
        untold = "Keep first when they were told that records may be disclosed: it was not before this day"
        refuse({"kind": untold})
    leave = " ".join(allowed_by.split())
    if not leave and (held := what_holds(actor, row.review, _HELD_UP[Part(row.part)], on=day)):
        refuse({"allowed_by": f"{held}: say who allowed it"})
    return day, f"Allowed by {leave}." if leave else ""


@transaction.atomic
def keep_views(
    actor: Actor, *, ref: str, views: str, support: str, version: int, at: datetime
) -> Participant:
    """What they say of the case in their own view, and the support they are given."""
    row = _mine(actor, ref)
    said = {
        "views": words_of(views, field="views", needed=""),
        "support": words_of(support, field="support", needed=""),
    }
    if said["views"] and row.told_on is None:
        refuse({"views": "Keep first when they were told that records may be disclosed"})
    taken = take_version(
        row,
        version=version,
        among=Participant.objects.visible_to(actor),
        differences=lambda now: [
            Difference("views", "Their views", now.views, said["views"]),
            Difference("support", "Support", now.support, said["support"]),
        ],
        by=last_changed_by("participant", ref),
        **said,
    )
    if taken:
        for name, before in (("views", row.views), ("support", row.support)):
            if before and before != said[name]:
                keep_revision(
                    partnership_id=row.partnership_id,
                    subject_kind="participant",
                    subject_ref=ref,
                    field=name,
                    words=before,
                    by=actor.name,
                    at=at,
                )
        _record(actor, ParticipantSaid(reference=row.reference), row, at)
    return find_participant(actor, ref)


@transaction.atomic
def keep_question(
    actor: Actor, *, ref: str, text: str, owner: str, asked_on: date | None, at: datetime
) -> ParticipantQuestion:
    """What they ask, and who is to answer it."""
    row = _mine(actor, ref)
    made: ParticipantQuestion = ParticipantQuestion.objects.create(
        partnership_id=row.partnership_id,
        scope_id=row.scope_id,
        participant=row,
        text=words_of(text, field="text", needed="Write what they ask", most=5000),
        owner=words_of(owner, field="owner", needed="Say who is to answer it", most=200),
        asked_on=past_day(
            asked_on, today=timezone.localdate(at), field="asked_on", what="the day they asked"
        ),
    )
    _record(actor, ParticipantAsked(reference=row.reference), row, at)
    return made


@transaction.atomic
def answer_question(
    actor: Actor, *, ref: str, answer: str, answered_on: date | None, at: datetime
) -> ParticipantQuestion:
    """The answer that they were given, and when. Given once; a question that it leaves open is another question."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    row = find_question(actor, ref)
    said = words_of(answer, field="answer", needed="Write the answer they were given", most=20_000)
    on = past_day(
        answered_on,
        today=timezone.localdate(at),
        field="answered_on",
        what="the day they were answered",
        since=row.asked_on,
        since_what="they asked",
    )
    waiting = ParticipantQuestion.objects.visible_to(actor).filter(pk=row.pk, answered_on__isnull=True)
    answered = {"answer": said, "answered_on": on, "answered_by_id": actor.person_id}
    if not waiting.update(**answered, version=F("version") + 1):
        raise NotNow("It was answered already.")
    _record(actor, ParticipantAnswered(reference=row.participant.reference), row.participant, at)
    return find_question(actor, ref)


@transaction.atomic
def keep_family_request(
    actor: Actor,
    *,
    ref: str,
    kind: str,
    words: str,
    days_from: date | None,
    days_to: date | None,
    asked_on: date | None,
    at: datetime,
) -> FamilyRequest:
    """What one of the family asks for: it binds publication. Its words name nobody: whoever publishes reads them."""
    row, kinds = _mine(actor, ref), participation_rules()["requests"]
    if row.part != Part.FAMILY:
        raise NotNow("Requests that bind publication are the family’s.")
    refuse({} if kind in kinds else {"kind": "Choose what they ask for"})
    said = words_of(words, field="words", needed="Say what they ask for", most=2000)
    wrong = {}
    if row.name.casefold() in said.casefold():
        wrong["words"] = "Whoever publishes reads this: do not name them"
    if kinds[kind]["days"] and days_from is None:
        wrong["days_from"] = "Enter the first day to avoid"
    if days_to and (days_from is None or days_to < days_from):
        wrong["days_to"] = "The last day is before the first"
    refuse(wrong)
    made: FamilyRequest = FamilyRequest.objects.create(
        partnership_id=row.partnership_id,
        scope_id=row.scope_id,
        participant=row,
        kind=kind,
        words=said,
        days_from=days_from,
        days_to=days_to,
        asked_on=past_day(
            asked_on, today=timezone.localdate(at), field="asked_on", what="the day they asked"
        ),
        kept_by_id=actor.person_id,
    )
    _record(actor, ParticipantRequested(reference=row.reference, kind=kind), row, at)
    return made


@transaction.atomic
def end_family_request(
    actor: Actor, *, ref: str, ended_on: date | None, why: str, at: datetime
) -> FamilyRequest:
    """They ask for it no longer, and what they said. It binds no more; that it was asked stays."""
    check_may(actor, Permission.SEE_PARTICIPATION)
    row = find_request(actor, ref)
    reason = words_of(why, field="why", needed="Say why", most=300)
    on = past_day(
        ended_on,
        today=timezone.localdate(at),
        field="ended_on",
        what="the day",
        since=row.asked_on,
        since_what="they asked",
    )
    open_ = FamilyRequest.objects.visible_to(actor).filter(pk=row.pk, ended_on__isnull=True)
    if not open_.update(ended_on=on, ended_why=reason, version=F("version") + 1):
        raise NotNow("It was ended already.")
    _record(actor, ParticipantRequestEnded(reference=row.participant.reference), row.participant, at)
    return find_request(actor, ref)


def _mine(actor: Actor, ref: str) -> Participant:
    check_may(actor, Permission.SEE_PARTICIPATION)
    return find_participant(actor, ref)


def _record(actor: Actor, happened: object, row: Participant, at: datetime) -> None:
    record(actor, happened, subject_kind="participant", subject_ref=row.public_id, at=at)
