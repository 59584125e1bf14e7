"""An action's plan as its page and its forms show it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from heed.plans.models import Action
from heed.plans.presenters import (
    FREQUENCY_NAMES,
    STATE_NAMES,
    RecommendationLink,
    action_row,
    colour_words,
    moved_words,
)
from heed.plans.queries.planned import details_missing
from heed.plans.queries.planning import PlanOf
from heed.plans.rules import SmartTest, listed, milestone_line
from heed.plans.types import ActionState, Frequency, Happened, MoveDecision, ReviewOutcome
from heed.platform.ui.components import Column, Crumb, Fact, Row, tag
from heed.platform.ui.wording import count, words

_DECIDED = {
    MoveDecision.WAITING: "waits for a decision",
    MoveDecision.APPROVED: "the date moved",
    MoveDecision.REFUSED: "the date stayed",
    MoveDecision.LAPSED: "not decided: the action went on first",
}
_REVIEWED = {ReviewOutcome.RE_DATED: "looked at again later", ReviewOutcome.ESCALATED: "escalated"}


@dataclass(frozen=True, kw_only=True)
class Offer:
    """Something that this person may do with an action now; `primary`: what comes next."""

    text: str
    href: str
    primary: bool = False


@dataclass(frozen=True, kw_only=True)
class LifeRow:
    what: str
    who: str
    at: Any
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanPanel:
    """`tests` are empty where an action is past planning."""

    facts: tuple[Fact, ...]
    offers: tuple[Offer, ...]
    tests: tuple[SmartTest, ...]
    passed: int
    life: tuple[LifeRow, ...]
    milestones: tuple[str, ...]
    needs: tuple[RecommendationLink, ...]
    needed_by: tuple[RecommendationLink, ...]
    notice: str


def plan_panel(
    row: Action, plan: PlanOf, offers: Sequence[Offer], tests: Sequence[SmartTest], *, today: date
) -> PlanPanel:
    """What is planned, how often its date moved, and everything that happened, the newest first."""
    return PlanPanel(
        facts=tuple(each for each in _facts(row, plan, today) if each.value),
        offers=tuple(offers),
        tests=tuple(tests),
        passed=sum(each.passed for each in tests),
        life=_life(plan),
        milestones=tuple(_milestone(each) for each in plan.milestones),
        needs=tuple(_link(each) for each in plan.needs),
        needed_by=tuple(_link(each) for each in plan.needed_by),
        notice=_notice(row, plan, today),
    )


def _facts(row: Action, plan: PlanOf, today: date) -> list[Fact]:
    shown = action_row(row, today=today)
    colour = colour_words(plan.colour)
    why = (
        f"{row.colour_why} (set by {row.colour_by.name})"
        if row.colour and row.colour_by
        else plan.colour_says
    )
    late = "" if row.frequency else shown.late  # the notice above says it of a standing arrangement
    agency = f"{shown.who}, whose work is done by {plan.agency_now} now" if plan.agency_now else shown.who
    return [
        Fact(name="State", value=" · ".join(filter(None, [shown.state.text, shown.note]))),
        Fact(name="Closed", value=f"{_day(row.closed_on)} by {row.closed_by}" if row.closed_on else ""),
        Fact(name="Colour", value=_two(tag(text=colour.text, tone=colour.tone), why) if colour else ""),
        Fact(name="Agency", value=agency or "Nobody named"),
        Fact(name="Owner", value=_owner(row, plan)),
        Fact(name="By", value=" · ".join(filter(None, [shown.by, shown.by_note, late, moved_words(row)]))),
        Fact(name="Happens", value=_happens(row)),
        Fact(name="How we will know", value=row.how_we_will_know),
        Fact(name="What changes by it", value=row.outcome),
        Fact(name="Risk it addresses", value=row.risk),
        Fact(name="Made for", value="; ".join(each.text for each in plan.parts)),
        Fact(name="Details due", value=_details(row)),
        Fact(name="Looked at again", value=_day(row.review_on)),
        Fact(name="One agency", value="May rest once assured by its lead" if row.single_agency else ""),
    ]


def _details(row: Action) -> str:
    missing = details_missing(row)
    lacks = f"To be given before it is reported complete: {listed(missing)}" if missing else ""
    return " · ".join(filter(None, [_day(row.details_due), lacks]))


def _two(mark: Any, words: str) -> Any:
    return mark + f" {words}" if words else mark


def _owner(row: Action, plan: PlanOf) -> str:
    if row.owner_post:
        return f"{row.owner_post.title}: {plan.holder or 'vacant, nobody holds this post'}"
    return f"{row.owner_words}, as printed" if row.owner_words else "Nobody named"


def _happens(row: Action) -> str:
    if not row.frequency:
        return ""
    often = FREQUENCY_NAMES[Frequency(row.frequency)]
    return f"{often}, next {_day(row.next_expected)}" if row.next_expected else often


def _notice(row: Action, plan: PlanOf, today: date) -> str:
    if row.state == ActionState.STALLED and row.restart_on:
        since = f" since {_day(row.stalled_on)}" if row.stalled_on else ""
        return f"Stalled{since}: {row.stalled_why} Meanwhile: {row.interim_measure} It goes on {_day(row.restart_on)}."
    if plan.joined_into:
        return f"{plan.joined_into.reference} stands for this one now."
    last = plan.reviews[-1] if plan.reviews else None
    if last and last.group and row.state not in _FINISHED and not (row.review_on and row.review_on <= today):
        return f"Escalated to {last.group.name} on {_day(localdate(last.at))}: {last.reason}"
    if row.review_on and row.review_on <= today and row.state not in _FINISHED:
        return (
            "Its review date has come. Report it complete, give another date with a reason, or escalate it."
        )
    if shown_late := action_row(row, today=today).late if row.frequency else "":
        return f"{shown_late.capitalize()}. Say whether it did, and what came of it."
    return ""


_FINISHED = frozenset(
    {
        ActionState.REPORTED,
        ActionState.ASSURED,
        ActionState.VERIFIED,
        ActionState.EMBEDDED,
        ActionState.CLOSED_ELSEWHERE,
        ActionState.WITHDRAWN,
        ActionState.SUPERSEDED,
    }
)


def _life(plan: PlanOf) -> tuple[LifeRow, ...]:
    """Steps, date requests (which are steps as well, said once) and reviews in one line of time, the newest first."""
    asked = {each.decided_at for each in plan.moves} | {each.asked_at for each in plan.moves}
    steps = [
        LifeRow(
            what=STATE_NAMES[ActionState(each.to_state)],
            who=each.by.name if each.by else "",
            at=each.at,
            why=each.reason,
        )
        for each in plan.steps
        if each.at not in asked
    ]
    moves = [
        LifeRow(
            what=f"Asked for {_day(each.wanted)} instead of {_day(each.due_before) or 'no date'}: "
            + _DECIDED[MoveDecision(each.decision)],
            who=" · ".join(
                filter(None, [each.asked_by.name, each.decided_by.name if each.decided_by else ""])
            ),
            at=each.decided_at or each.asked_at,
            why=each.decision_reason or each.reason,
        )
        for each in plan.moves
    ]
    reviews = [
        LifeRow(
            what=f"Unfinished at its review: {_REVIEWED[ReviewOutcome(each.outcome)]}"
            + (f" to {each.group.name}" if each.group else ""),
            who=each.by.name,
            at=each.at,
            why=each.reason,
        )
        for each in plan.reviews
    ]
    times = [_time(each) for each in plan.occurrences]
    return tuple(sorted([*steps, *moves, *reviews, *times], key=lambda each: each.at, reverse=True))


def _time(row: Any) -> LifeRow:
    what = (
        "Did not take place" if row.happened == Happened.MISSED else f"Took place on {_day(row.happened_on)}"
    )
    silent = (
        f". Of {count(row.passed_over, 'time')} after that nobody said anything" if row.passed_over else ""
    )
    return LifeRow(
        what=f"{what}, expected {_day(row.expected_on)}{silent}", who=row.by.name, at=row.at, why=row.words
    )


def _milestone(row: Any) -> str:
    done = f" (done {_day(row.done_on)})" if row.done_on else ""
    return f"{_day(row.due_on)}: {row.text}{done}"


def milestone_lines(plan: PlanOf) -> tuple[str, ...]:
    """Milestones as they are typed."""
    return tuple(milestone_line(each.text, each.due_on, each.done_on) for each in plan.milestones)


def _link(row: Action) -> RecommendationLink:
    return RecommendationLink(
        reference=row.reference, title=row.text[:110], href=reverse("plans:action", args=[row.public_id])
    )


def _day(value: date | None) -> str:
    return f"{value:%-d %B %Y}" if value else ""


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    """The form of an action, the five tests of what is typed, and actions that say nearly the same."""

    title: str
    crumbs: tuple[Crumb, ...]
    form: Any
    tests: tuple[SmartTest, ...]
    repeats: tuple[RecommendationLink, ...]
    printed: str
    back: str
    button: str
    smart_href: str

    @property
    def passed(self) -> str:
        return f"{sum(each.passed for each in self.tests)} of {count(len(self.tests), 'test')}"


def repeats_found(rows: Sequence[Action]) -> tuple[RecommendationLink, ...]:
    """Those that say nearly the same; `href` is where they are."""
    return tuple(_link(each) for each in rows)


@dataclass(frozen=True, kw_only=True)
class ColoursPage:
    title: str
    rules: tuple[Any, ...]
    form: Any
    has_errors: bool = False


@dataclass(frozen=True, kw_only=True)
class JoinPage:
    """First which other action says the same; then both, one beside the other, and which one stays."""

    title: str
    crumbs: tuple[Crumb, ...]
    form: Any
    back: str
    words: str
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()


def both_beside(one: Action, other: Action, *, today: date) -> tuple[tuple[Column, ...], tuple[Row, ...]]:
    """Two actions, line by line, as the columns and rows of a table."""
    shown = [action_row(each, today=today) for each in (one, other)]
    lines = {
        "What will be done": [each.text for each in shown],
        "Agency": [each.who for each in shown],
        "Owner": [each.owner for each in shown],
        "By": [" · ".join(filter(None, [each.by, each.late, each.moved])) for each in shown],
        "State": [each.state.text for each in shown],
        "How we will know": [one.how_we_will_know, other.how_we_will_know],
        "It serves": [words([each.reference for each in one.serves]) for one in shown],
    }
    heads = (Column(label="What"), *(Column(label=each.reference) for each in shown))
    return heads, tuple(
        Row(cells=[name, *(each or "Nothing" for each in said)]) for name, said in lines.items()
    )


def to_choose(rows: Sequence[Action]) -> list[tuple[str, str]]:
    """Actions to choose from, by reference, each with its words and whose it is."""
    return [
        (
            each.reference,
            f"{each.reference}: {each.text} ({each.agency or each.agency_words or 'nobody named'})",
        )
        for each in rows
    ]
