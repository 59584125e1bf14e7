"""Minutes as they grow, and as they were approved."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.urls import reverse

from heed.governance.presenters.meetings import DocumentPage, crumbs_of, tabs_of
from heed.governance.presenters.words import evidence_words, title_of, when
from heed.governance.queries.groups import quorum_of
from heed.governance.queries.meetings import seats_of
from heed.governance.queries.minutes import Line, words_of_decision
from heed.governance.queries.plan import PlanAtMeeting
from heed.governance.rules import lacks_for_quorum
from heed.governance.types import THERE, DecisionKind, MeetingState
from heed.kit.writing import Document, Paragraph, Part
from heed.plans.presenters import action_in_short
from heed.platform.ui.components import Choice, Content, Crumb, Problem, Row, Tab
from heed.platform.ui.things import Doing, link
from heed.platform.ui.wording import day, moment, words
from heed.platform.ui.writing import facts_of, passages_of


@dataclass(frozen=True, kw_only=True)
class Point:
    """A point of the agenda while it is minuted."""

    ref: str
    number: int
    title: str
    words: str
    minute: str
    version: int
    decided: tuple[str, ...]
    error: str = ""
    title_typed: str = ""
    reason_typed: str = ""


@dataclass(frozen=True, kw_only=True)
class ActionPoint:
    """An action that the meeting can decide about, with what it can decide."""

    ref: str
    reference: str
    href: str
    text: str
    facts: str
    evidence: tuple[Content, ...]
    choices: tuple[Choice, ...]
    kind_typed: str
    why_typed: str
    error: str


@dataclass(frozen=True, kw_only=True)
class WaitingActions:
    """The actions under one heading, those with evidence first: all of them, the `others` folded."""

    heading: str
    first: tuple[ActionPoint, ...]
    others: tuple[ActionPoint, ...]
    unfolded: bool
    """Something was typed among the others that could not be kept."""
    beyond: int
    """More than one page can hold; they stand in the register, at this address."""
    register_href: str


@dataclass(frozen=True, kw_only=True)
class OtherAction:
    """Room for a decision about any action, by its reference, with what was typed and could not be kept."""

    called: str
    choices: tuple[Choice, ...]
    kind_typed: str
    why_typed: str
    error: str


@dataclass(frozen=True, kw_only=True)
class MinutingPage:
    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    points: tuple[Point, ...]
    actions: tuple[WaitingActions, ...]
    """Under a heading each: what waits for which decision."""
    other: OtherAction
    quorum: str
    chairs: tuple[Choice, ...]
    can_end: bool
    attendance_href: str
    problems: tuple[Problem, ...]


def minuting_page(
    meeting: Any,
    items: Sequence[Any],
    attendees: Sequence[Any],
    decisions: Sequence[Any],
    plan: PlanAtMeeting,
    evidence: Mapping[int, Sequence[Any]],
    *,
    typed: Any,
    errors: Sequence[tuple[str, str]],
) -> MinutingPage:
    """Every point with room for its minute and for what is decided. `typed` is what was sent and could not be kept."""
    lacks = lacks_for_quorum(quorum_of(meeting), seats_of(attendees))
    there = [each for each in attendees if each.came in THERE]
    return MinutingPage(
        title=f"Minute {title_of(meeting)}",
        lead=f"{meeting.reference} · {when(meeting)}",
        crumbs=crumbs_of(meeting, "Minute"),
        tabs=tabs_of(meeting, "minute", minutes=True),
        points=tuple(_point(at, each, decisions, typed, dict(errors)) for at, each in enumerate(items, 1)),
        quorum=f"Not quorate: {words(lacks)}." if lacks else "The meeting is quorate.",
        chairs=tuple(Choice(value=each.name, text=each.name) for each in there),
        can_end=meeting.state == MeetingState.PLANNED,
        attendance_href=reverse("governance:attendance", args=[meeting.public_id]),
        actions=tuple(_actions(plan, evidence, typed, dict(errors), meeting.held_on)),
        other=OtherAction(
            called=typed.get("other", ""),
            choices=_choices(_CHOICES),
            kind_typed=typed.get("other-act", ""),
            why_typed=typed.get("other-why", ""),
            error=dict(errors).get("other", ""),
        ),
        problems=tuple(Problem(text=text, field_id=f"id_{field}") for field, text in errors),
    )


_CHOICES = {
    DecisionKind.VERIFY: "Verify",
    DecisionKind.SEND_BACK: "Send back",
    DecisionKind.ALLOW_MOVE: "Let the date move",
    DecisionKind.REFUSE_MOVE: "The date stays",
    DecisionKind.CLOSE: "Close",
    DecisionKind.ESCALATE: "Escalate",
}
MOST_SHOWN = 15
"""Actions under one heading of meeting mode that are not folded."""


def _actions(
    plan: PlanAtMeeting,
    evidence: Mapping[int, Sequence[Any]],
    typed: Any,
    wrong: Mapping[str, str],
    on: date,
) -> Iterator[WaitingActions]:
    """Each action stands once, under the first heading that asks something of the meeting."""
    both = {
        "Escalated to this group": (plan.escalated, (DecisionKind.ESCALATE,), "due=escalated"),
        "Another date is asked for": (
            plan.moves,
            (DecisionKind.ALLOW_MOVE, DecisionKind.REFUSE_MOVE),
            "state=extension_requested",
        ),
        "Waiting to be verified": (
            plan.waiting,
            (DecisionKind.VERIFY, DecisionKind.SEND_BACK),
            "due=to_verify",
        ),
        "Verified, waiting to be closed": (plan.to_close, (DecisionKind.CLOSE,), "due=to_close"),
        "Overdue": (plan.overdue, (DecisionKind.ESCALATE,), f"due=open&before={on.isoformat()}"),
    }
    shown: set[int] = set()
    for heading, (listed, kinds, narrowed) in both.items():
        fresh = [each for each in listed.rows if each.pk not in shown]
        rows = sorted(fresh, key=lambda each: each.pk not in evidence)
        shown |= {each.pk for each in rows}
        points = tuple(_action(each, kinds, evidence.get(each.pk, ()), typed, wrong, on) for each in rows)
        if points:
            others = points[MOST_SHOWN:]
            yield WaitingActions(
                heading=f"{heading} ({listed.total})",
                first=points[:MOST_SHOWN],
                others=others,
                unfolded=any(each.error or each.kind_typed or each.why_typed for each in others),
                beyond=listed.total - len(listed.rows),
                register_href=f"{reverse('plans:list')}?{narrowed}",
            )


def _action(
    row: Any,
    kinds: Sequence[DecisionKind],
    evidence: Sequence[Any],
    typed: Any,
    wrong: Mapping[str, str],
    on: date,
) -> ActionPoint:
    shown, ref = action_in_short(row, today=on), row.public_id
    return ActionPoint(
        ref=ref,
        reference=shown.reference,
        href=shown.href,
        text=shown.text,
        facts=" · ".join(filter(None, [shown.who, shown.by, shown.late, shown.review])),
        evidence=tuple(
            link(evidence_words(each), reverse("plans:evidence", args=[each.public_id])) for each in evidence
        ),
        choices=_choices(kinds),
        error=wrong.get(f"act-{ref}", ""),
        kind_typed=typed.get(f"act-{ref}", ""),
        why_typed=typed.get(f"why-{ref}", ""),
    )


def _choices(kinds: Iterable[DecisionKind]) -> tuple[Choice, ...]:
    offered = (Choice(value=each.value, text=_CHOICES[each]) for each in kinds)
    return (Choice(value="", text="Nothing yet"), *offered)


def _point(at: int, item: Any, decisions: Sequence[Any], typed: Any, wrong: Mapping[str, str]) -> Point:
    ref = item.public_id
    return Point(
        ref=ref,
        number=at,
        title=item.title,
        words=item.words,
        minute=typed.get(f"minute-{ref}", item.minute),
        version=item.version,
        decided=tuple(words_of_decision(each) for each in decisions if each.item_id == item.pk),
        error=wrong.get(f"decision-{ref}", ""),
        title_typed=typed.get(f"decision-{ref}", ""),
        reason_typed=typed.get(f"reason-{ref}", ""),
    )


def minutes_document(meeting: Any, version: Any, lines: Sequence[Line]) -> Document:
    """Minutes as page, Word and PDF have them."""
    approved = (
        f"Approved by {version.approved_by} on {day(version.approved_at)}"
        if version and version.approved_at
        else "Not approved yet"
    )
    facts = [
        ("Meeting", f"{meeting.group.name}, {when(meeting)}"),
        ("Place", meeting.place or "Not said"),
        ("In the chair", meeting.chaired_by or "Not said"),
        ("State", approved),
    ]
    if version and version.approved_in:
        facts.append(("Approved in the meeting of", day(version.approved_in.held_on)))
    if version and version.reason:
        facts.append(("Opened again because", version.reason))
    if version and version.sha256:
        facts.append(("SHA-256", version.sha256))
    return Document(
        title=f"Minutes of {title_of(meeting)}",
        lead=f"{meeting.reference}, version {version.number}"
        if version
        else f"{meeting.reference}, being minuted",
        facts=facts,
        parts=[
            Part(
                heading, [Paragraph(row) for each in group for row in each.words.splitlines() if row.strip()]
            )
            for heading, group in groupby(lines, key=lambda each: each.heading)
        ],
        foot=f"Minutes of {title_of(meeting)}. {approved}",
        author=meeting.group.name,
    )


@dataclass(frozen=True, kw_only=True)
class MinutesPage(DocumentPage):
    versions: tuple[Row, ...]
    doings: tuple[Doing, ...]

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.doings)


def minutes_page(
    meeting: Any,
    document: Document,
    versions: Sequence[Any],
    doings: tuple[Doing, ...],
    *,
    shown: Any,
    minutes: bool,
    files: tuple[tuple[str, str], ...],
) -> MinutesPage:
    """One version to read, with the others beside, and what can be done about them."""
    return MinutesPage(
        title=document.title,
        lead=document.lead,
        crumbs=crumbs_of(meeting, "Minutes"),
        tabs=tabs_of(meeting, "minutes", minutes=minutes),
        facts=facts_of(document),
        passages=passages_of(document),
        files=files,
        versions=tuple(Row(cells=_version(meeting, each, shown)) for each in versions),
        doings=doings,
    )


def _version(meeting: Any, row: Any, shown: Any) -> list[Content]:
    address = reverse("governance:minutes", args=[meeting.public_id])
    name = f"Version {row.number}"
    state = (
        f"approved by {row.approved_by}, {moment(row.approved_at)}" if row.approved_at else "not approved yet"
    )
    begun = f"{row.begun_by}, {moment(row.begun_at)}"
    return [
        name if row == shown else link(name, f"{address}?version={row.number}"),
        begun,
        row.reason or "First version",
        state,
    ]


@dataclass(frozen=True, kw_only=True)
class AlonePage:
    """What the independent chair decided alone."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    rows: tuple[Row, ...]
    doing: Doing | None


def alone_page(decisions: Sequence[Any], doing: Doing | None, *, crumbs: tuple[Crumb, ...]) -> AlonePage:
    """Each with the chair's name and day."""
    return AlonePage(
        title="Decisions of the independent chair",
        lead="What the chair decided alone, under the chair's own name and date.",
        crumbs=crumbs,
        rows=tuple(
            Row(
                cells=[
                    each.reference,
                    each.title,
                    each.reason,
                    f"{each.decided_by}, {day(each.decided_on)}",
                    link(str(each.review), reverse("reviews:review", args=[each.review.public_id]))
                    if each.review
                    else "",
                    f"{each.kept_by}, {moment(each.kept_at)}",
                ],
                id=each.public_id,
            )
            for each in decisions
        ),
        doing=doing,
    )
