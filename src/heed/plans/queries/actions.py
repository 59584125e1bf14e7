"""Actions, for those who may see them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet

from heed.learning.queries import HEAVY, IN_REVIEW, RecommendationFilter, filter_recommendations
from heed.library.queries import without_words
from heed.plans.models import Action
from heed.plans.queries.classes import (
    aged,
    come_so_far,
    escalated_actions,
    moved,
    of_days,
    showing,
    standing_arrangements,
    stood_so_far,
)
from heed.plans.queries.closing import WAITS_FOR_A_GROUP, WAITS_TO_BE_VERIFIED
from heed.plans.queries.colours import chosen_rule, with_colours
from heed.plans.types import KEEPS_GOING, OPEN, OWED, ActionKind
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.base.errors import NotVisible
from heed.platform.base.versions import hold
from heed.platform.partnerships.models import Agency, Group, Post
from heed.platform.registers.queries import narrow, one_page, with_words
from heed.platform.single_use.types import ShownByLink
from heed.platform.ui.wording import period


@dataclass(frozen=True, slots=True)
class ActionFilter:
    """What to show of the register; empty means all."""

    review: str = ""
    area: str = ""
    agency: str = ""
    theme: str = ""
    kind: str = ""
    state: str = ""
    year: str = ""
    words: str = ""
    refs: tuple[str, ...] = ()
    late_on: date | None = None
    """Only those still to be done whose last possible day is before this one."""
    open_only: bool = False
    """Only those still to be done."""
    nobody_named: bool = False
    """Only those of no agency."""
    age: str = ""
    """Only open ones of this class of age, on the day `today`."""
    moved: str = ""
    """Only those whose date was moved so often."""
    shows: str = ""
    """Only those reported, by the most that their evidence shows."""
    how_far: str = ""
    """Only those reported, verified, or reported and not verified."""
    colour: str = ""
    """Only those shown in it, on the day `today`."""
    owner: str = ""
    """Only those whose owner's post, or printed owner, has these words; "nobody": without one."""
    review_due: bool = False
    """Only those still to be done whose review date has come."""
    expected: bool = False
    """Only standing arrangements whose expected day has come, and of which nobody said what came of it."""
    to_verify: bool = False
    """Only those that wait for somebody to verify them."""
    closed: str = ""
    """"yes": only those that a group has closed; "no": only those that were verified, and none has."""
    escalated: bool = False
    """Only those still to be done that a group was told of at their review date."""
    after: str = ""
    before: str = ""
    """Only those whose day is after, and before, these, as 2026-11-30; none where one is no day."""
    day_of: str = ""
    """Which day that is: on which it was "closed" or "verified"; else the last possible one."""
    told: str = ""
    """Only those still to be done that this group was told of, by its public id."""
    month: str = ""
    """`how_far` as it was at the end of this month, as 2026-11."""
    also: Q = Q()
    """What rooms above narrow the register by."""
    today: date = date.max
    """The day it is, for what is asked of days; where it is not given, Heed's."""


def filter_actions(actor: Actor, wanted: ActionFilter) -> QuerySet[Any]:
    """The actions that this actor may see and wants."""
    check_may(actor, Permission.READ_REGISTER)
    rows: QuerySet[Any] = narrow(
        Action.objects.visible_to(actor), wanted, IN_REVIEW | {"agency": "agency__public_id"}
    )
    if wanted.theme:
        served = Action.recommendations.through.objects.filter(recommendation__theme__name=wanted.theme)
        rows = rows.filter(Q(theme__name=wanted.theme) | Q(pk__in=served.values("action")))
    if wanted.nobody_named:
        rows = rows.filter(agency=None)
    if wanted.open_only:
        rows = rows.filter(state__in=OPEN)
    if wanted.late_on:
        rows = rows.filter(state__in=OPEN, due_latest__lt=wanted.late_on)
    today = clock.today() if wanted.today == date.max else wanted.today
    for narrowing in (
        aged(wanted.age, today=today),
        moved(wanted.moved),
        showing(wanted.shows, today=today),
        stood_so_far(wanted.how_far, wanted.month) if wanted.month else come_so_far(wanted.how_far),
        of_days(wanted.day_of, wanted.after, wanted.before),
        wanted.also,
    ):
        rows = rows.filter(narrowing)
    if wanted.owner == "nobody":
        rows = rows.filter(owner_post=None, owner_words="")
    elif wanted.owner:
        named = Q(owner_post__title__icontains=wanted.owner) | Q(owner_words__icontains=wanted.owner)
        rows = rows.filter(named)
    if wanted.review_due:
        rows = rows.filter(state__in=OPEN, review_on__lte=today)
    if wanted.expected:
        rows = standing_arrangements(rows).filter(next_expected__lte=today)
    if wanted.to_verify:
        rows = rows.filter(WAITS_TO_BE_VERIFIED)
    if wanted.closed in ("yes", "no"):
        rows = rows.filter(WAITS_FOR_A_GROUP if wanted.closed == "no" else Q(closed_on__isnull=False))
    if wanted.escalated:
        rows = escalated_actions(rows)
    if wanted.told:
        group = Group.objects.filter(public_id=wanted.told, partnership_id=actor.partnership_id)
        rows = escalated_actions(rows).filter(told_group__in=group.values("pk"))
    if wanted.colour:
        rows = with_colours(rows, chosen_rule(actor, on=today), today=today).filter(
            shown_colour=wanted.colour
        )
    return with_words(rows, wanted.words, "text__icontains", "owner_words__icontains", "reference__iexact")


def every_action(*, because: str) -> QuerySet[Any]:
    """All of every partnership, for Heed's own work; never for a person's page."""
    rows: QuerySet[Any] = Action.objects.for_everyone(because=because)
    return rows


ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("-review_id", "position"),
    "due": (F("due_latest").asc(nulls_last=True), "-review_id", "position"),
    "reference": ("reference",),
    "state": ("state", "-review_id", "position"),
    "agency": (F("agency__name").asc(nulls_last=True), "agency", "agency_words", "-review_id", "position"),
}


def list_actions(
    actor: Actor, wanted: ActionFilter, *, order: str = "", offset: int = 0, limit: int = 50
) -> tuple[list[Action], int]:
    """One page of the register of actions, and how many there are in all: three queries, or two near the end."""
    rows = filter_actions(actor, wanted)
    ordered = rows.order_by(*ORDERS.get(order, ORDERS[""]))
    keys = _keys_by_agency(rows, offset, limit) if order == "agency" else None
    return one_page(ordered, lambda some: _with_context(actor, some), offset=offset, limit=limit, keys=keys)


def first_actions(rows: QuerySet[Any], *, limit: int) -> tuple[list[Action], int]:
    """The first of these actions (`filter_actions`), by the last day promised, and how many there are: each with what
    `action_in_short` says of it."""
    return one_page(rows.order_by(*ORDERS["due"]), _in_short, offset=0, limit=limit)


def _in_short(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("review", "agency", "owner_post").order_by(*ORDERS["due"])


def _keys_by_agency(rows: QuerySet[Any], offset: int, limit: int) -> list[int]:
    """As `ORDERS["agency"]`, but found agency by agency: names stand in another table, and to sort all actions by
    them takes ten times as long as to count each agency's."""
    of_each = dict(rows.order_by().values_list("agency").annotate(actions=Count("pk")))
    names = {each.pk: each.name for each in Agency.objects.filter(pk__in=filter(None, of_each))}
    before, keys = 0, list[int]()
    for agency in sorted(of_each, key=lambda each: (each is None, names.get(each, ""), each)):
        actions = of_each[agency]
        first, wanted = max(offset - before, 0), limit - len(keys)
        if first < actions and wanted > 0:
            own = rows.filter(agency=agency).order_by("agency_words", "-review_id", "position")
            keys += own.values_list("pk", flat=True)[first : first + wanted]
        before += actions
    return keys


def each_action(actor: Actor, wanted: ActionFilter, *, order: str = "") -> Iterator[Action]:
    """All that match, a thousand at a time."""
    yield from _with_context(actor, filter_actions(actor, wanted), order).iterator(chunk_size=1000)


def actions_of_recommendation(actor: Actor, recommendation_id: int) -> list[Action]:
    """The actions that serve this recommendation, in printed order."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Action.objects.visible_to(actor).filter(recommendations=recommendation_id)
    return list(_with_context(actor, rows))


def find_action(actor: Actor, ref: str) -> Action:
    """The action with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = _with_context(actor, Action.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def hold_action(actor: Actor, ref: str) -> Action:
    """As `find_action`, held until the caller's transaction ends: the second of two finds what the first made."""
    check_may(actor, Permission.READ_REGISTER)
    row = hold(Action.objects.visible_to(actor).filter(public_id=ref)).first()
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def show_action(actor: Actor, ref: str) -> ShownByLink:
    """An action as somebody without an account is shown it: its words, whose it is and by when, and their SHA-256."""
    row = find_action(actor, ref)
    who = row.agency.name if row.agency else row.agency_words
    days = period(row.due_earliest or row.due_latest, row.due_latest) if row.due_latest else ""
    by = row.due_text or days
    facts = [f"Asked of {who}" if who else "", f"by {by}" if by else ""]
    words = "\n".join(filter(None, [row.text, " ".join(filter(None, facts))]))
    return ShownByLink(title=row.reference, words=words, sha256=hashlib.sha256(words.encode()).hexdigest())


def actions_of_plan(actor: Actor, review_id: int | None) -> list[tuple[str, str, str, str, str]]:
    """Of each action of a review, or of those that are of none: its public id, reference, words, and whose it is, as
    its agency is called and as it was written; so that none comes in twice."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Action.objects.visible_to(actor).filter(review=review_id).order_by("pk")
    return list(rows.values_list("public_id", "reference", "text", "agency__name", "agency_words"))


def actions_withheld(actor: Actor, review_id: int) -> list[Action]:
    """The actions of a review that serve only what is withheld from the public."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Action.objects.visible_to(actor).filter(review=review_id, recommendations__withheld=True)
    return list(rows.exclude(recommendations__withheld=False).distinct().order_by("pk"))


def actions_registered_at(actor: Actor, review_id: int | None, *, at: datetime | None) -> list[str]:
    """The actions of a review, or of none, that were put into the plan at this very moment, by public id."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Action.objects.visible_to(actor).filter(review=review_id, registered_at=at)
    return list(rows.order_by("pk").values_list("public_id", flat=True))


def labels_of_actions(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these actions, those that the actor may see, by public id."""
    rows = Action.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


def _with_context(actor: Actor, rows: QuerySet[Any], order: str = "") -> QuerySet[Any]:
    served = filter_recommendations(actor, RecommendationFilter()).order_by("position")
    with_reading = rows.select_related(
        *("review", "review__area", "agency", "agency__successor", "owner_post", "colour_by", "theme"),
        *("reading", "reading__document"),
    )
    today = clock.today()
    coloured: QuerySet[Any] = with_colours(with_reading, chosen_rule(actor, on=today), today=today)
    return (
        without_words(coloured)
        .defer(*HEAVY)
        .prefetch_related(Prefetch("recommendations", served))
        .order_by(*ORDERS.get(order, ORDERS[""]))
    )


def actions_held(actor: Actor, *, agency_id: int) -> dict[str, list[list[int]]]:
    """The actions of an agency or that one of its posts owns, of those that the actor may see: each with the version
    that it has once it has passed to another, its owner's post and its agency (0: none)."""
    rows = actions_to_pass(actor, agency_id).order_by("pk")
    found = rows.values_list("pk", "version", "owner_post", "agency")
    return {"actions": [[pk, version + 1, post or 0, agency or 0] for pk, version, post, agency in found]}


def actions_to_pass(actor: Actor, agency_id: int) -> QuerySet[Any]:
    """What goes with an agency to the one that comes after it."""
    mine = Q(agency=agency_id) | Q(owner_post__in=Post.objects.filter(agency=agency_id))
    rows: QuerySet[Any] = Action.objects.visible_to(actor).filter(mine)
    return rows


def still_owed(actor: Actor, *, agency_id: int) -> QuerySet[Any]:
    """Of what an agency or its posts have in the actor's partnership, whoever may see it: what is still to be done, to
    be verified, or to happen again."""
    every = Action.objects.for_everyone(because="an agency's open work goes where its work goes")
    mine = Q(agency=agency_id) | Q(owner_post__in=Post.objects.filter(agency=agency_id))
    again = Q(kind=ActionKind.STANDING, state__in=KEEPS_GOING)
    rows: QuerySet[Any] = every.filter(mine, again | Q(state__in=OWED), partnership_id=actor.partnership_id)
    return rows


def unknown_agency_words(actor: Actor) -> list[tuple[str, int]]:
    """Names of who acts that no agency has, each with how many actions."""
    rows = Action.objects.visible_to(actor).filter(agency=None).exclude(agency_words="").order_by()
    return list(rows.values_list("agency_words").annotate(records=Count("pk")))


def statements_of_review(actor: Actor, review_id: int) -> list[tuple[str, str, int | None]]:
    """The words of a review's actions, what the document stated and a recommendation served (by its row), so that
    none comes in twice for the same one."""
    rows = Action.objects.visible_to(actor).filter(review_id=review_id)
    return list(rows.values_list("text", "stated", "recommendations"))
