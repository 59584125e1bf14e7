"""What is needed to plan an action, to show its page, and to find that another says the same."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from heed.kit.words import overlap, tokens
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.models import Action, ActionStep, DateMove
from heed.plans.queries.actions import ActionFilter, filter_actions
from heed.plans.queries.colours import chosen_rule, lines_of, with_colours
from heed.plans.queries.standing import holders_of
from heed.plans.queries.written import rules_of
from heed.plans.rules import Planned, SmartTest, smart_tests
from heed.plans.types import GONE, ActionKind
from heed.platform.access.types import Actor
from heed.platform.partnerships.models import Agency, Group, Post
from heed.platform.partnerships.queries import agency_now

NEARLY = 0.75
"""Two actions that share so much of their words say nearly the same."""
_LOOKED_AT = 300


@dataclass(frozen=True, slots=True)
class PlanOf:
    """An action's plan as its page shows it. `holder` is empty where the post is vacant; `agency_now` is named where
    another agency does this agency's work by now."""

    holder: str
    agency_now: str
    steps: list[ActionStep]
    moves: list[DateMove]
    milestones: list[Any]
    needs: list[Action]
    needed_by: list[Action]
    parts: list[Any]
    reviews: list[Any]
    occurrences: list[Any]
    colour: str
    colour_says: str
    joined_into: Action | None


def plan_of(actor: Actor, action: Action, *, today: date) -> PlanOf:
    """Everything of an action's plan that this person may see: other actions among it only where they may."""
    seen = Action.objects.visible_to(actor)
    post = action.owner_post
    now = agency_now(action.agency) if action.agency else None
    rule = chosen_rule(actor, on=today)
    coloured = with_colours(seen.filter(pk=action.pk), rule, today=today).get()
    line = coloured.colour_line
    return PlanOf(
        holder=holders_of(actor, [post.pk], on=today).get(post.pk, "") if post else "",
        agency_now=now.name if now and action.agency and now.pk != action.agency.pk else "",
        steps=list(action.steps.select_related("by")),
        moves=list(action.date_moves.select_related("asked_by", "decided_by")),
        milestones=list(action.milestones.all()),
        needs=list(seen.filter(needed_by=action).order_by("reference")),
        needed_by=list(seen.filter(depends_on=action).order_by("reference")),
        parts=list(
            action.parts.filter(recommendation__in=[each.pk for each in action.recommendations.all()])
        ),
        reviews=list(action.reviews_held.select_related("by", "group")),
        occurrences=list(action.occurrences.select_related("by")),
        colour=coloured.shown_colour,
        colour_says="" if line < 0 else lines_of(rule)[line]["says"],
        joined_into=seen.filter(public_id=action.joined_into).first() if action.joined_into else None,
    )


def smart_of(row: Any) -> tuple[SmartTest, ...]:
    """The five tests of an action as it is."""
    standing = row.kind == ActionKind.STANDING
    tested = Planned(
        text=row.text,
        measure=row.how_we_will_know,
        owner=row.owner_post.title if row.owner_post else "",
        outcome=row.outcome,
        dated=bool(row.frequency and row.next_expected) if standing else bool(row.due_latest),
    )
    return smart_tests(tested, rules_of("smart"))


def find_repeats(actor: Actor, text: str, *, apart_from: str = "", limit: int = 3) -> list[Action]:
    """Actions that say the same as these words, or nearly, of those that this person may see; the nearest first.

    The longest words narrow it down first, so that a long register is not compared word by word.
    """
    words = tokens(text)
    longest = sorted(set(words), key=lambda each: (-len(each), each))[:2]
    if not longest:
        return []
    rows = filter_actions(actor, ActionFilter()).exclude(state__in=GONE).exclude(public_id=apart_from)
    for word in longest:
        rows = rows.filter(text__icontains=word)
    scored = [(overlap(words, tokens(row.text)), row) for row in rows.order_by("-pk")[:_LOOKED_AT]]
    near = sorted((each for each in scored if each[0] >= NEARLY), key=lambda each: -each[0])
    return [row for _, row in near[:limit]]


def posts_of_partnership(actor: Actor) -> list[str]:
    """Titles of posts that there are, for choosing an owner."""
    agencies = Agency.objects.filter(partnerships=actor.partnership_id)
    return sorted(set(Post.objects.filter(agency__in=agencies).values_list("title", flat=True)))


def groups_of_partnership(actor: Actor) -> list[tuple[str, str]]:
    """The groups that something can be escalated to, by public id."""
    return list(Group.objects.filter(partnership_id=actor.partnership_id).values_list("public_id", "name"))


def find_by_references(actor: Actor, references: tuple[str, ...]) -> dict[str, str]:
    """Public ids of these actions by reference, of those that this person may see."""
    rows = filter_actions(actor, ActionFilter()).filter(reference__in=references)
    return dict(rows.values_list("reference", "public_id"))


def recommendations_by_reference(actor: Actor, references: tuple[str, ...]) -> dict[str, str]:
    """Public ids of these recommendations by reference, of those that this person may see."""
    rows = filter_recommendations(actor, RecommendationFilter()).filter(reference__in=references)
    return dict(rows.values_list("reference", "public_id"))


def parts_to_choose(actor: Actor, references: tuple[str, ...]) -> list[tuple[str, str]]:
    """The parts of these recommendations, where they have several, as (key, words)."""
    rows = filter_recommendations(actor, RecommendationFilter()).filter(reference__in=references)
    return [
        (str(part.pk), f"{row.reference}: {part.text}")
        for row in rows.prefetch_related("parts").order_by("reference")
        if len(row.parts.all()) > 1
        for part in row.parts.all()
    ]
