"""What the demo partnership keeps of information governance, from `demo/information.yaml`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from heed.information.operations import (
    add_agreement,
    add_assessment,
    ask_agency_for_records,
    choose_files,
    keep_release_request,
    keep_request,
    place_hold,
    save_answers,
    search_for_person,
    sign_agreement,
)
from heed.library.queries import documents_of_review
from heed.platform.access.queries import actor_of
from heed.platform.access.roles import Role
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency, Membership
from heed.reviews.queries import list_reviews


def build_information(manager: Actor, folder: Path, agencies: Mapping[str, Agency]) -> str:
    """Agreements, requests, a release, records asked for and a hold, by the partnership's governance lead."""
    written = yaml.safe_load((folder / "information.yaml").read_text(encoding="utf-8"))
    rows = Membership.objects.filter(partnership_id=manager.partnership_id).select_related(
        "person", "partnership", "agency"
    )
    leads = [each for each in rows if Role.INFORMATION_GOVERNANCE_LEAD in each.roles]
    if not leads:
        return "no information governance lead"
    lead, now = actor_of(leads[0].person, leads[0]), clock.now()
    for each in written["agreements"]:
        _agreement(lead, each, agencies, now)
    _assessment(lead, written["assessment"], now)
    for each in written["requests"]:
        _request(lead, each, now)
    review = next((each for each in list_reviews(lead) if each.name == written["review"]), None)
    if review:
        _of_review(lead, written, review.public_id, review.pk, agencies, now)
    return (
        f"{len(written['agreements'])} agreements, {len(written['requests'])} requests, a release and a hold"
    )


def _agreement(lead: Actor, written: dict[str, Any], agencies: Mapping[str, Agency], now: datetime) -> None:
    made = add_agreement(
        lead,
        kind=written["kind"],
        name=written["name"],
        purpose=written["purpose"],
        legal_basis=written["legal_basis"],
        legal_basis_words=written["legal_basis_words"],
        guidance=written["guidance"],
        in_force_from=_in_days(now, -300),
        review_on=_in_days(now, written["review_in_days"]),
        agencies=[agencies[key].public_id for key in written["parties"]],
        at=now,
    )
    for key, who in written["signed"].items():
        sign_agreement(
            lead,
            ref=made.public_id,
            agency_ref=agencies[key].public_id,
            signed_by=who,
            signed_on=_in_days(now, -300),
            at=now,
        )


def _assessment(lead: Actor, written: dict[str, Any], now: datetime) -> None:
    made = add_assessment(lead, name=written["name"], agreement_ref="", review_on=_in_days(now, 150), at=now)
    save_answers(lead, ref=made.public_id, answers=written["answers"], version=made.version, at=now)


def _request(lead: Actor, written: dict[str, Any], now: datetime) -> None:
    row = keep_request(
        lead,
        kind=written["kind"],
        asked_by=written["asked_by"],
        asked=written["asked"],
        received_on=_in_days(now, -written["days_ago"]),
        person_name=written.get("person_name", ""),
        other_names=written.get("other_names", []),
        born_on=None,
        identity_checked_on=None,
        at=now,
    )
    if written.get("search"):
        search_for_person(lead, ref=row.public_id, at=now)


def _of_review(
    lead: Actor,
    written: dict[str, Any],
    review_ref: str,
    review_id: int,
    agencies: Mapping[str, Agency],
    now: datetime,
) -> None:
    release, records = written["release"], written["records"]
    row = keep_release_request(
        lead,
        review_ref=review_ref,
        asked_by_kind=release["asked_by_kind"],
        asked_by=release["asked_by"],
        their_reference=release["their_reference"],
        asked=release["asked"],
        received_on=_in_days(now, -release["days_ago"]),
        due_on=_in_days(now, release["due_in_days"]),
        legal_basis=release["legal_basis"],
        legal_basis_words="",
        at=now,
    )
    choose_files(
        lead,
        ref=row.public_id,
        document_refs=[each.public_id for each in documents_of_review(lead, review_id)],
        uploads=[],
        version=row.version,
        at=now,
    )
    ask_agency_for_records(
        lead,
        review_ref=review_ref,
        agency_ref=agencies[records["agency"]].public_id,
        records=records["records"],
        asked_on=_in_days(now, -records["days_ago"]),
        due_on=_in_days(now, records["due_in_days"]),
        at=now,
    )
    place_hold(
        lead,
        review_ref=review_ref,
        person_name="",
        other_names=[],
        born_on=None,
        asked_by=written["hold"]["asked_by"],
        reason=written["hold"]["reason"],
        at=now,
    )


def _in_days(now: datetime, days: int) -> date:
    return timezone.localdate(now) + timedelta(days=days)
