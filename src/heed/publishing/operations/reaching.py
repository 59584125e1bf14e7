"""Whom publications reached, and campaigns."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from heed.assurance.queries import find_assurance
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import take_version
from heed.platform.partnerships.queries import list_agencies
from heed.publishing.events import CampaignKept, ReachKept
from heed.publishing.models import Campaign, Reach
from heed.publishing.operations.preparing import RECORD
from heed.publishing.queries.publications import find_publication
from heed.publishing.queries.reach import channels, find_campaign, ways_to_test
from heed.publishing.queries.seeing import check_publishes
from heed.reviews.queries import find_review

DECISIONS = {"launch": "Launch it", "not": "Do not launch it"}


@transaction.atomic
def keep_reach(
    actor: Actor,
    *,
    ref: str,
    agency_ref: str,
    channel: str,
    audience: str,
    on: date | None,
    reached: int | None,
    out_of: int | None,
    evidence: str,
    tested_how: str,
    tested: int | None,
    understood: int | None,
    at: datetime,
    assurance_ref: str = "",
) -> Reach:
    """Write down that an agency took a publication to its people: by which channel, how many of how many, and what
    shows that they understood it, such as an answer that the agency gave when it was asked (`assurance_ref`)."""
    check_publishes(actor)
    publication = find_publication(actor, ref)
    agency = next(
        (each for each in list_agencies(actor.partnership_id) if each.public_id == agency_ref), None
    )
    assurance = find_assurance(actor, assurance_ref) if assurance_ref else None
    problems = {
        field: sentence
        for field, wrong, sentence in (
            (
                "assurance_ref",
                bool(assurance and agency and assurance.agency_id != agency.pk),
                "That was asked of another agency",
            ),
            ("agency", agency is None, "Choose the agency"),
            ("channel", channel not in channels(), "Choose how it was done"),
            ("audience", not audience.strip(), "Say who was meant, such as all health visitors"),
            ("on", on is None or on > timezone.localdate(at), "Enter today or a day before"),
            ("reached", bool(out_of is not None and (reached or 0) > out_of), "It is more than there are"),
            ("tested", bool(tested_how) and not tested, "Say how many were asked"),
            ("tested_how", not tested_how and tested is not None, "Say how it was tested"),
            ("understood", bool(tested and (understood or 0) > tested), "It is more than were asked"),
            ("understood", bool(tested_how) and understood is None, "Say how many understood it"),
            ("tested_how", bool(tested_how) and tested_how not in ways_to_test(), "Choose how it was tested"),
        )
        if wrong
    }
    if problems or agency is None or on is None:
        raise Invalid("Something is missing.", fields=problems)
    row: Reach = Reach.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(
            actor.partnership_id, publication.review.public_id if publication.review else ""
        ),
        publication=publication,
        agency=agency,
        channel=channel,
        audience=" ".join(audience.split())[:200],
        on=on,
        reached=reached,
        out_of=out_of,
        evidence=" ".join(evidence.split())[:300],
        tested_how=tested_how,
        tested=tested if tested_how else None,
        understood=understood if tested_how else None,
        assurance=assurance,
        kept_by_id=actor.person_id,
        kept_at=at,
    )
    record(actor, ReachKept(channel=channel), subject_kind=RECORD, subject_ref=ref, at=at)
    return row


@transaction.atomic
def keep_campaign(actor: Actor, *, topic: str, audience: str, review_ref: str, at: datetime) -> Campaign:
    """Keep that a campaign is thought of: about what, for whom."""
    check_publishes(actor)
    review = find_review(actor, review_ref) if review_ref else None
    problems = {
        field: sentence
        for field, missing, sentence in (
            ("topic", not topic.strip(), "Enter what it is about"),
            ("audience", not audience.strip(), "Enter whom it is for"),
        )
        if missing
    }
    if problems:
        raise Invalid("Something is missing.", fields=problems)
    [reference] = take_references(partnership_id=actor.partnership_id, name="CAM", how_many=1)
    row: Campaign = Campaign.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope_for_new_rows(actor.partnership_id, review.public_id if review else ""),
        reference=reference,
        topic=" ".join(topic.split())[:200],
        audience=" ".join(audience.split())[:200],
        review=review,
        made_by_id=actor.person_id,
        made_at=at,
    )
    _campaign(actor, row, "thought of", at)
    return row


@transaction.atomic
def decide_campaign(
    actor: Actor,
    *,
    ref: str,
    decision: str,
    reason: str,
    channels_used: Sequence[str],
    starts_on: date | None,
    ends_on: date | None,
    materials: str,
    reached: int | None,
    out_of: int | None,
    evaluation: str,
    version: int,
    at: datetime,
) -> Campaign:
    """Say whether it is launched and why, how it is run, and later what it came to."""
    check_publishes(actor)
    row = find_campaign(actor, ref)
    if row.decision and decision != row.decision and row.version == version:
        raise NotNow("It was decided already, and that stays. Another try is a campaign of its own.")
    problems = {
        field: sentence
        for field, wrong, sentence in (
            ("decision", decision not in DECISIONS, "Choose whether it is launched"),
            ("reason", not reason.strip(), "Say why"),
            ("channels_used", decision == "launch" and not channels_used, "Choose how people are reached"),
            ("ends_on", bool(starts_on and ends_on and ends_on < starts_on), "It ends before it begins"),
            ("reached", bool(out_of is not None and (reached or 0) > out_of), "It is more than there are"),
        )
        if wrong
    }
    if problems:
        raise Invalid("Something is missing.", fields=problems)
    said, came_to = reason.strip(), evaluation.strip()
    changes: dict[str, Any] = {
        "reason": said,
        "channels": [each for each in channels() if each in channels_used],
        "starts_on": starts_on,
        "ends_on": ends_on,
        "materials": materials.strip(),
        "reached": reached,
        "out_of": out_of,
        "evaluation": came_to,
    }
    if not take_version(
        row,
        version=version,
        among=Campaign.objects.visible_to(actor),
        differences=lambda now: [
            Difference(name="reason", label="Why", theirs=now.reason, yours=said),
            Difference(name="evaluation", label="What it came to", theirs=now.evaluation, yours=came_to),
        ],
        decision=decision,
        decided_by_id=row.decided_by_id or actor.person_id,
        decided_on=row.decided_on or timezone.localdate(at),
        **changes,
    ):
        return row
    _campaign(actor, row, "launched" if decision == "launch" else "not launched", at)
    return find_campaign(actor, ref)


def _campaign(actor: Actor, row: Campaign, what: str, at: datetime) -> None:
    happened = CampaignKept(reference=row.reference, what=what)
    record(actor, happened, subject_kind="campaign", subject_ref=row.public_id, at=at)
