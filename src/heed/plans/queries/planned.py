"""A plan as somebody writes it, field by field: as it is read, and as its form sends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.models import Action
from heed.plans.queries.actions import labels_of_actions
from heed.plans.queries.standing import state_before
from heed.plans.rules import milestone_line, what_is_missing
from heed.plans.types import ActionKind, ActionState
from heed.platform.access.types import Actor
from heed.platform.base.errors import Difference
from heed.platform.partnerships.models import Agency


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody plans. `owner` is the title of a post in the agency; `recommendations` and `depends_on` are
    public ids, `parts` keys of parts of those recommendations; a milestone is (words, due, done or None)."""

    text: str
    kind: ActionKind = ActionKind.ONE_OFF
    agency_ref: str = ""
    owner: str = ""
    single_agency: bool = False
    due: date | None = None
    review_on: date | None = None
    how_we_will_know: str = ""
    outcome: str = ""
    risk: str = ""
    frequency: str = ""
    next_expected: date | None = None
    recommendations: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    depends_on: tuple[str, ...] = ()
    milestones: tuple[tuple[str, date, date | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a plan: its label on the form, what it is called in the action's history, and whether two texts of
    it can be made one by writing; otherwise one of the two is chosen."""

    label: str
    kept_as: str
    free: bool = False


FIELDS: dict[str, Field] = {
    "text": Field("Action", "text", free=True),
    "kind": Field("It is", "kind"),
    "agency": Field("Agency", "agency"),
    "owner": Field("Owner", "owner", free=True),
    "single_agency": Field("Of this agency alone", "rest_with_its_own_agency"),
    "due": Field("By", "due"),
    "how_we_will_know": Field("How we will know", "how_we_will_know", free=True),
    "outcome": Field("Desired outcome", "outcome", free=True),
    "risk": Field("Risk it addresses", "risk", free=True),
    "frequency": Field("A standing arrangement happens", "frequency"),
    "next_expected": Field("And is expected next on", "day_it_is_expected_next"),
    "review_on": Field("Review date", "review_on"),
    "milestones": Field("Milestones", "milestones", free=True),
    "serves": Field("Recommendations it serves", "recommendations_it_serves", free=True),
    "parts": Field("The parts it was made for", "parts_it_was_made_for"),
    "depends_on": Field("It waits for", "actions_it_waits_for", free=True),
}


@dataclass(frozen=True, slots=True)
class Said:
    """What a field says: in words, and as the form sends it."""

    words: str
    value: str


def plan_as_it_is(actor: Actor, row: Action) -> Plan:
    """An action's plan as this person may see and write it."""
    served = filter_recommendations(actor, RecommendationFilter()).filter(actions=row)
    needed = Action.objects.visible_to(actor).filter(needed_by=row)
    return Plan(
        text=row.text,
        kind=ActionKind(row.kind),
        agency_ref=row.agency.public_id if row.agency else "",
        owner=row.owner_post.title if row.owner_post else "",
        single_agency=row.single_agency,
        due=row.due_latest,
        review_on=row.review_on,
        how_we_will_know=row.how_we_will_know,
        outcome=row.outcome,
        risk=row.risk,
        frequency=row.frequency,
        next_expected=row.next_expected,
        recommendations=tuple(served.values_list("public_id", flat=True)),
        parts=tuple(row.parts.filter(recommendation__in=served).values_list("pk", flat=True)),
        depends_on=tuple(needed.values_list("public_id", flat=True)),
        milestones=tuple((each.text, each.due_on, each.done_on) for each in row.milestones.all()),
    )


def said_of(actor: Actor, plan: Plan, agency: Agency | None) -> dict[str, Said]:
    """What each field of a plan says, by the form's name for it."""
    standing = plan.kind is ActionKind.STANDING
    served, parts = _served(actor, plan)
    lines = [milestone_line(*each) for each in sorted(plan.milestones, key=lambda each: each[1])]
    texts = {
        "text": _tidy(plan.text),
        "owner": " ".join(plan.owner.split()),
        "how_we_will_know": _tidy(plan.how_we_will_know),
        "outcome": _tidy(plan.outcome),
        "risk": _tidy(plan.risk),
        "milestones": "\n".join(" ".join(each.split()) for each in lines),
        "serves": "\n".join(served),
        "depends_on": "\n".join(sorted(labels_of_actions(actor, plan.depends_on).values())),
    }
    days = {
        "due": plan.due,
        "review_on": plan.review_on,
        "next_expected": plan.next_expected if standing else None,
    }
    frequency = plan.frequency if standing else ""
    return {
        **{name: Said(words, words) for name, words in texts.items()},
        **{name: Said(_day(day), day.isoformat() if day else "") for name, day in days.items()},
        "kind": Said("a standing arrangement" if standing else "done once", plan.kind.value),
        "agency": Said(str(agency or ""), plan.agency_ref),
        "single_agency": Said("yes" if plan.single_agency else "no", str(plan.single_agency).lower()),
        "frequency": Said(frequency.replace("_", " "), frequency),
        "parts": Said("; ".join(parts.values()), " ".join(str(key) for key in sorted(plan.parts))),
    }


def _served(actor: Actor, plan: Plan) -> tuple[list[str], dict[int, str]]:
    """The references of what a plan serves, and the words of the parts that it was made for."""
    if not plan.recommendations:
        return [], {}
    wanted = RecommendationFilter(refs=plan.recommendations)
    rows = filter_recommendations(actor, wanted).prefetch_related("parts").order_by("reference")
    parts = {part.pk: part.text for row in rows for part in row.parts.all() if part.pk in plan.parts}
    return [row.reference for row in rows], parts


def _tidy(words: str) -> str:
    """However a browser ends its lines."""
    return "\n".join(words.strip().splitlines())


def _day(day: date | None) -> str:
    return f"{day:%-d %B %Y}" if day else ""


def changed_fields(before: Mapping[str, Said], now: Mapping[str, Said]) -> tuple[str, ...]:
    """The fields in which two plans differ, in the order of the form."""
    return tuple(name for name in FIELDS if before[name].value != now[name].value)


def differences_of(theirs: Mapping[str, Said], yours: Mapping[str, Said]) -> Iterator[Difference]:
    """The same with both texts, for whoever was second."""
    for name in changed_fields(theirs, yours):
        field, one, other = FIELDS[name], theirs[name], yours[name]
        yield Difference(name, field.label, one.words, other.words, one.value, other.value, field.free)


def what_it_lacks(row: Action) -> tuple[str, ...]:
    """Of owner, date and measure, those that an action has not."""
    standing = row.kind == ActionKind.STANDING
    return what_is_missing(
        standing=standing,
        owner=bool(row.owner_post_id),
        dated=bool(row.frequency and row.next_expected) if standing else bool(row.due_latest),
        measure=bool(row.how_we_will_know),
    )


def details_missing(row: Action) -> tuple[str, ...]:
    """What is still to be given of an action that was agreed in principle, and stalled perhaps; nothing of others."""
    state = ActionState(row.state)
    agreed = state_before(row) if state is ActionState.STALLED else state
    return what_it_lacks(row) if agreed is ActionState.IN_PRINCIPLE else ()
