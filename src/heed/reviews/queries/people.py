"""Who carries a review out, for those who may see it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.partnerships.models import Membership
from heed.platform.partnerships.queries import memberships_in_force
from heed.platform.rules.queries import rules_of
from heed.reviews.models import Appointment, PanelMeeting, PanelMember, PanelSeat, Review, Reviewer
from heed.reviews.queries.submissions import excluded_from
from heed.reviews.rules.people import attendance, still_lacks
from heed.reviews.types.people import Attended, Seat, Served


def role_names() -> Mapping[str, str]:
    """Whom a review appoints, by key."""
    return {key: each["name"] for key, each in rules_of("review-people")["roles"].items()}


def needs_independence(role: str) -> bool:
    """Whether whoever has this part must be independent of the case."""
    return bool(rules_of("review-people")["roles"].get(role, {}).get("independent"))


def part_names() -> Mapping[str, str]:
    """As what somebody sits on the panel, by key."""
    parts: Mapping[str, str] = rules_of("review-people")["parts"]
    return parts


def warn_after() -> int:
    """So many meetings missed in a row are a warning."""
    return int(rules_of("review-people")["missed"])


def list_reviewers(actor: Actor) -> list[Reviewer]:
    """The register of reviewers, by name."""
    check_may(actor, Permission.READ_REGISTER)
    return list(Reviewer.objects.visible_to(actor).select_related("person").order_by("name", "pk"))


def appointments_of(actor: Actor, review_id: int) -> list[Appointment]:
    """Everybody who was appointed to a review, the first first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Appointment.objects.visible_to(actor).filter(review_id=review_id)
    return list(rows.select_related("reviewer", "reviewer__person", "declared_to", "appointed_by"))


def find_appointment(actor: Actor, ref: str) -> Appointment:
    """The appointment with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Appointment.objects.visible_to(actor).select_related("reviewer", "review")
    row = rows.filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def served_before(actor: Actor, review: Review) -> dict[int, list[Served]]:
    """By reviewer's key: other reviews that the same person, or somebody of the same firm, served in; of those that
    the actor may see. Two queries, however many there are."""
    mine = {each.reviewer_id: each.reviewer for each in appointments_of(actor, review.pk)}
    others = Appointment.objects.visible_to(actor).exclude(review=review).select_related("review", "reviewer")
    found: dict[int, list[Served]] = {}
    for each in others.order_by("review__name", "pk"):
        for key, reviewer in mine.items():
            same = _same(reviewer, each.reviewer)
            if same:
                served = Served(each.review.public_id, each.review.name, each.role, same)
                found.setdefault(key, []).append(served)
    return found


def _same(one: Reviewer, other: Reviewer) -> str:
    if one.pk == other.pk or one.name.casefold() == other.name.casefold():
        return "the same person"
    firm = one.firm.strip().casefold()
    return "the same firm" if firm and firm == other.firm.strip().casefold() else ""


def still_needed(review: Review, appointed: list[Appointment]) -> dict[str, int]:
    """Whom the review's method still lacks, by role: those who have ended, or are not agreed to yet, do not count."""
    methods = rules_of("review-people")["methods"]
    needed = methods.get(review.method or "any", methods["any"])
    return still_lacks(needed, [each.role for each in appointed if each.agreed_on and each.ended_on is None])


def panel_of_review(actor: Actor, review_id: int) -> list[PanelMember]:
    """Everybody who sits or sat on the review panel, by agency."""
    check_may(actor, Permission.READ_REGISTER)
    rows = PanelMember.objects.visible_to(actor).filter(review_id=review_id)
    return list(rows.select_related("agency", "person", "kept_by"))


def find_panel_member(actor: Actor, ref: str) -> PanelMember:
    """The seat with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = PanelMember.objects.visible_to(actor).select_related("review", "agency")
    row = rows.filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def panel_meetings(actor: Actor, review_id: int) -> list[PanelMeeting]:
    """The panel's meetings with how seats were filled, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    seats = PanelSeat.objects.select_related("member", "member__agency")
    rows = PanelMeeting.objects.visible_to(actor).filter(review_id=review_id).select_related("kept_by")
    return list(rows.prefetch_related(Prefetch("seats", seats)).order_by("-held_on"))


def attended(meetings: list[PanelMeeting]) -> list[Attended]:
    """How each agency attends the panel."""
    return attendance(
        [[Seat(seat.member.agency.name, seat.came) for seat in meeting.seats.all()] for meeting in meetings]
    )


def possible_members(actor: Actor, review: Review, *, on: date) -> list[Membership]:
    """People of the partnership who are not excluded from the case."""
    out = excluded_from(review.public_id)
    rows = memberships_in_force(on).filter(partnership_id=actor.partnership_id).select_related("post")
    return [each for each in rows.order_by("person__name", "pk") if each.person_id not in out]


def excluded_members(review: Review, panel: list[PanelMember]) -> list[PanelMember]:
    """Those who sit on the panel and were excluded from the case since."""
    out = excluded_from(review.public_id)
    return [each for each in panel if each.left_on is None and each.person_id in out]


def _rows(model: Any, case_ref: str) -> QuerySet[Any]:
    rows: QuerySet[Any] = model.objects.for_everyone(because="a case moves as a whole")
    return rows.filter(review__public_id=case_ref)


def appointment_rows(case_ref: str) -> QuerySet[Any]:
    """The appointments of a case."""
    return _rows(Appointment, case_ref)


def panel_rows(case_ref: str) -> QuerySet[Any]:
    """The panel of a case."""
    return _rows(PanelMember, case_ref)


def panel_meeting_rows(case_ref: str) -> QuerySet[Any]:
    """The panel's meetings of a case."""
    return _rows(PanelMeeting, case_ref)
