"""Minutes, as they grow and as they were approved, and what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from heed.governance.models import AgendaItem, Decision, Meeting, Minutes, MinutesLine, SentPack
from heed.governance.queries.groups import own_memberships, quorum_of
from heed.governance.queries.meetings import attendance_of, filter_meetings, seats_of
from heed.governance.rules import lacks_for_quorum
from heed.governance.types import CAME_NAMES, Came, DecisionKind, MeetingState
from heed.platform.access.cases import case_titles
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible

DECISION_NAMES = {
    DecisionKind.VERIFY: "Verified",
    DecisionKind.SEND_BACK: "Sent back",
    DecisionKind.ALLOW_MOVE: "Date moved",
    DecisionKind.REFUSE_MOVE: "Date stays",
    DecisionKind.CLOSE: "Closed",
    DecisionKind.ESCALATE: "Escalated",
    DecisionKind.NOTED: "Decided",
}


@dataclass(frozen=True, slots=True)
class Line:
    """A passage of minutes. Where it is about a case, `review_id` is that, and `scope_id` its scope."""

    heading: str
    words: str
    review_id: int | None = None
    scope_id: int | None = None
    case_ref: str = ""


def versions_of(actor: Actor, meeting: Meeting) -> list[Minutes]:
    """Every version of a meeting's minutes, the first one first."""
    return list(
        Minutes.objects.visible_to(actor).filter(meeting=meeting).select_related("approved_in__group")
    )


def open_version(meeting: Meeting) -> Minutes | None:
    """The version that is not approved yet."""
    rows = Minutes.objects.for_everyone(because="whether minutes are open does not depend on who asks")
    return rows.filter(meeting=meeting, approved_at__isnull=True).first()


def filter_decisions(actor: Actor) -> QuerySet[Any]:
    """What was decided in the meetings that this actor may read, and by the independent chair."""
    meetings = filter_meetings(actor).order_by().values("pk")
    rows = Decision.objects.visible_to(actor).filter(Q(meeting__in=meetings) | Q(meeting__isnull=True))
    return rows.select_related("meeting__group", "item", "action", "review", "chair__person")


def decisions_of(actor: Actor, meeting: Meeting) -> list[Decision]:
    """What was decided in this meeting, of what the actor may see."""
    return list(filter_decisions(actor).filter(meeting=meeting))


def decisions_about(actor: Actor, action_id: int) -> list[Decision]:
    """What meetings decided about an action, of those that the actor may read, the first one first."""
    return list(filter_decisions(actor).filter(action=action_id).order_by("decided_on", "pk"))


def decisions_alone(actor: Actor) -> list[Decision]:
    """What the independent chair decided alone, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    if not actor.may(Permission.READ_MEETINGS):
        return []
    return list(filter_decisions(actor).filter(meeting__isnull=True).order_by("-decided_on", "-pk"))


def minutes_now(actor: Actor, meeting: Meeting) -> list[Line]:
    """The minutes as they stand, of what the actor may see."""
    items = AgendaItem.objects.visible_to(actor).filter(meeting=meeting).select_related("review")
    return list(_compose(meeting, items, Decision.objects.visible_to(actor).filter(meeting=meeting)))


def minutes_whole(meeting: Meeting) -> list[Line]:
    """The minutes as they stand, whole, to be approved: also what the approver may not see."""
    because = "minutes are approved as a whole; whoever reads them sees their part"
    items = AgendaItem.objects.for_everyone(because=because).filter(meeting=meeting).select_related("review")
    return list(
        _compose(meeting, items, Decision.objects.for_everyone(because=because).filter(meeting=meeting))
    )


def newest_minutes(actor: Actor, meeting: Meeting) -> tuple[Minutes | None, list[Line]]:
    """The newest version with its passages, of what the actor may see; None while the meeting has not ended."""
    version = next(reversed(versions_of(actor, meeting)), None)
    approved = version is not None and version.approved_at is not None
    return version, lines_of_version(actor, version) if version and approved else minutes_now(actor, meeting)


def lines_of_version(actor: Actor, version: Minutes) -> list[Line]:
    """Approved minutes as they were approved, of what the actor may see."""
    rows = MinutesLine.objects.visible_to(actor).filter(minutes=version)
    return [
        Line(each.heading, each.words, each.review_id, each.scope_id, _case(each))
        for each in rows.select_related("review")
    ]


def _case(row: Any) -> str:
    return row.review.public_id if row.review else ""


def _compose(meeting: Meeting, items: Iterable[Any], decisions: QuerySet[Any]) -> Iterator[Line]:
    """Who came, then point by point what was minuted and decided."""
    yield from _who_came(meeting)
    by_item: dict[int | None, list[Decision]] = {}
    for each in decisions.select_related("action", "review"):
        by_item.setdefault(each.item_id, []).append(each)
    for item in items:
        if item.minute:
            yield Line(item.title, item.minute, item.review_id, item.scope_id, _case(item))
        for each in by_item.get(item.pk, []):
            yield Line(item.title, words_of_decision(each), each.review_id, each.scope_id, _case(each))


def _who_came(meeting: Meeting) -> Iterator[Line]:
    attendees = attendance_of(meeting)
    for came in (Came.PRESENT, Came.STOOD_IN, Came.APOLOGIES, Came.ABSENT):
        there = [_name(each) for each in attendees if each.came == came]
        if there:
            yield Line(CAME_NAMES[came], "\n".join(there))
    lacks = lacks_for_quorum(quorum_of(meeting), seats_of(attendees))
    if not any(each.came for each in attendees):
        yield Line("Quorum", "Nobody has written down who came.")
    else:
        said = f"The meeting was not quorate: {', '.join(lacks)}." if lacks else "The meeting was quorate."
        yield Line("Quorum", said)
    interests = [f"{each.name}: {each.interest}" for each in attendees if each.interest]
    yield Line("Declarations of interest", "\n".join(interests) or "None was declared.")


def _name(attendee: Any) -> str:
    named = ", ".join(
        filter(None, [attendee.name, attendee.post, attendee.agency.name if attendee.agency else ""])
    )
    return f"{named} (came instead: {attendee.sent})" if attendee.sent else named


def words_of_decision(row: Decision) -> str:
    """A decision as minutes have it."""
    about = f"{row.action.reference}: " if row.action else ""
    decided = f"{row.reference}. {DECISION_NAMES[DecisionKind(row.kind)]}. {about}{row.title}"
    if not row.reason:
        return decided
    return f"{decided}{'' if row.title.endswith(('.', '?', '!')) else '.'} Reason: {row.reason}"


def approving_meeting(actor: Actor, meeting: Meeting, *, on: date) -> Meeting | None:
    """The group's next meeting after this one that was not cancelled, where its day has come: the one that approves
    these minutes. None: the chair approves them before it."""
    later = filter_meetings(actor, group_id=meeting.group_id).filter(held_on__gt=meeting.held_on)
    rows = later.filter(held_on__lte=on)
    return rows.exclude(state=MeetingState.CANCELLED).order_by("held_on").first()


def sent_packs(actor: Actor, meeting: Meeting) -> list[SentPack]:
    """Packs as they were sent: one's own, or everybody's for those who prepare; none that tells of a case which the
    actor may not see."""
    rows = SentPack.objects.visible_to(actor).filter(meeting=meeting).select_related("file")
    if not actor.may(Permission.PREPARE_MEETINGS):
        rows = rows.filter(membership__in=own_memberships(actor))
    return _whole(actor, rows)


def find_sent_pack(actor: Actor, meeting: Meeting, ref: str) -> SentPack:
    """One of those, or `NotVisible`."""
    found = next((each for each in sent_packs(actor, meeting) if each.public_id == ref), None)
    if found is None:
        raise NotVisible
    return found


def _whole(actor: Actor, rows: Sequence[SentPack] | QuerySet[Any]) -> list[SentPack]:
    listed = list(rows)
    seen = case_titles(actor, {case for each in listed for case in each.cases})
    return [each for each in listed if set(each.cases) <= set(seen)]
