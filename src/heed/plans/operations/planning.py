"""Planning an action here, and changing what is planned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from heed.learning.operations import set_threads
from heed.learning.queries import RecommendationFilter, filter_recommendations
from heed.plans.events import ActionChanged, ActionMade
from heed.plans.models import Action, ActionStep, Milestone
from heed.plans.operations.agreed import keep_agreed
from heed.plans.operations.threads import deliveries_of, refresh_threads
from heed.plans.policies import check_may_plan, check_still_agreed
from heed.plans.queries import check_one_case, hold_action
from heed.plans.queries.planned import (
    FIELDS,
    Plan,
    Said,
    changed_fields,
    differences_of,
    plan_as_it_is,
    said_of,
    what_it_lacks,
)
from heed.plans.rules import check_fields, wrong_day
from heed.plans.types import BEING_PLANNED, CLOSED_FOR_CHANGES, ActionKind, ActionState, Frequency
from heed.platform.access.cases import scope_for_new_rows
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record
from heed.platform.base.errors import Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.partnerships.models import Agency, Post
from heed.platform.partnerships.queries import agency_now, list_agencies

if TYPE_CHECKING:
    from heed.learning.models import Recommendation


@transaction.atomic
def make_action(actor: Actor, *, plan: Plan, at: datetime) -> Action:
    """A new action, proposed: for these recommendations, all of one case or of none, or for none at all.

    One that serves no recommendation belongs to the partnership's own plan: it is listed and counted like the rest,
    and stands in no recommendation's thread.
    """
    agency = _agency(actor, plan, None)
    check_may_plan(actor, agency)
    _check(plan, today=timezone.localdate(at), before=None)
    served = _served(actor, plan)
    review = served[0].review if served else None
    scope = scope_for_new_rows(actor.partnership_id, review.public_id if review else "")
    check_one_case(scope.pk, served)
    reference = take_references(partnership_id=actor.partnership_id, name="ACT", how_many=1)[0]
    everything = Action.objects.for_everyone(because="numbering within one review").filter(review=review)
    row = Action.objects.create(
        partnership_id=actor.partnership_id,
        scope=scope,
        reference=reference,
        review=review,
        position=(everything.aggregate(last=Max("position"))["last"] or 0) + 1,
        state=ActionState.PROPOSED,
        due_earliest=plan.due,
        due_latest=plan.due,
        first_due=plan.due,
        made_by_id=actor.person_id,
        registered_at=at,
        **_fields(actor, plan, agency),
    )
    ActionStep.objects.create(action=row, to_state=row.state, at=at, by_id=actor.person_id)
    _set_relations(actor, row, plan, served)
    happened = ActionMade(reference=reference, recommendations=len(served))
    record(actor, happened, subject_kind="action", subject_ref=row.public_id, at=at)
    refresh_threads(actor, action_ids=[row.pk])
    return row


@transaction.atomic
def change_action(
    actor: Actor, *, ref: str, plan: Plan, version: int, reason: str = "", at: datetime
) -> Action | None:
    """Change what is planned; None where nothing differs. A date that was agreed is not changed here: it is asked for
    (`ask_for_move`), or said at its review or once a standing arrangement took place.

    Words that a document printed stay; `version` is the one the person saw; `reason` is why something changes that
    was agreed, and is kept as a comment.
    """
    row = hold_action(actor, ref)
    agency = _agency(actor, plan, row.agency)
    check_may_plan(actor, row.agency)
    check_may_plan(actor, agency)
    if row.state in CLOSED_FOR_CHANGES:
        raise NotNow("What was verified or has ended stays as it was. Open it again first.")
    if row.reading_id and plan.text.strip() != row.text:
        raise Invalid(
            "These words are printed in a document, and stay.", fields={"text": "Printed words stay"}
        )
    _check(plan, today=timezone.localdate(at), before=row)
    served = _served(actor, plan)
    check_one_case(row.scope_id, served)
    before, now = said_of(actor, plan_as_it_is(actor, row), row.agency), said_of(actor, plan, agency)
    changed, lacked = changed_fields(before, now), what_it_lacks(row)
    if not changed:
        return None
    dates: dict[str, Any] = {}
    if "due" in changed:
        dates = {"due_earliest": plan.due, "due_latest": plan.due, "first_due": row.first_due or plan.due}
    take_version(
        row,
        version=version,
        among=Action.objects.visible_to(actor),
        differences=lambda current: differences_of(before, now),
        by=last_changed_by("action", ref),
        **dates,
        **_fields(actor, plan, agency),
    )
    keep_agreed(
        actor, row=row, plan=plan, agency=agency, before=before, changed=changed, reason=reason, at=at
    )
    _keep_words(actor, row, before, changed, at)
    left = set(_serves(actor, row).values_list("pk", flat=True))
    _set_relations(actor, row, plan, served)
    set_threads(actor, deliveries=deliveries_of(left | {each.pk for each in served}))
    record(actor, ActionChanged(reference=row.reference), subject_kind="action", subject_ref=ref, at=at)
    after = hold_action(actor, ref)
    check_still_agreed(after, lacked=lacked)
    return after


def _agency(actor: Actor, plan: Plan, before: Agency | None) -> Agency | None:
    """The agency that the plan names. One that has ended keeps what it has, and is given nothing new."""
    if not plan.agency_ref:
        return None
    agency = {each.public_id: each for each in list_agencies(actor.partnership_id)}.get(plan.agency_ref)
    if agency is None:
        raise Invalid("Choose an agency.", fields={"agency": "Choose an agency from the list"})
    now = agency_now(agency)
    if agency != before and (now is None or now.pk != agency.pk):
        after = f": its work is done by {now} now" if now else ", and nobody does its work"
        raise Invalid(f"{agency} has ended{after}.", fields={"agency": f"{agency} has ended{after}"})
    return agency


def _served(actor: Actor, plan: Plan) -> list[Recommendation]:
    if not plan.recommendations:
        return []
    wanted = RecommendationFilter(refs=plan.recommendations)
    rows = list(
        filter_recommendations(actor, wanted)
        .select_related("review")
        .prefetch_related("parts")
        .order_by("pk")
    )
    if len(rows) != len(set(plan.recommendations)):
        raise Invalid(
            "Choose recommendations that you can see.", fields={"recommendations": "Choose from the list"}
        )
    return rows


def _check(plan: Plan, *, today: date, before: Action | None) -> None:
    """`Invalid` with every field that is wrong, at once."""
    wrong = {
        name: f"Use at most {most:,} letters"
        for name, words, most in (
            ("text", plan.text, 2000),
            ("owner", plan.owner, 160),
            ("how_we_will_know", plan.how_we_will_know, 2000),
            ("outcome", plan.outcome, 2000),
            ("risk", plan.risk, 2000),
        )
        if len(words) > most
    }
    if not plan.text.strip():
        wrong["text"] = "Say what will be done"
    if plan.owner.strip() and not plan.agency_ref:
        wrong["agency"] = "An owner is a post in an agency: choose the agency"
    if plan.frequency and plan.frequency not in set(Frequency):
        wrong["frequency"] = "Choose how often"
    last_due = before.due_latest if before else None
    if before and before.state not in BEING_PLANNED and plan.due != last_due:
        wrong["due"] = "This date was agreed. Ask for it to be moved, with a reason"
    wrong |= {
        name: sentence
        for name, day, earlier in (
            ("due", plan.due, last_due),
            ("review_on", plan.review_on, before.review_on if before else None),
            ("next_expected", plan.next_expected, before.next_expected if before else None),
        )
        if day != earlier and name not in wrong and (sentence := wrong_day(day, today=today))
    }
    if any(not words.strip() or len(words) > 300 for words, _, _ in plan.milestones):
        wrong["milestones"] = "Say in at most 300 letters what will have happened by then"
    check_fields(wrong)


def _fields(actor: Actor, plan: Plan, agency: Agency | None) -> dict[str, Any]:
    standing = plan.kind is ActionKind.STANDING
    owner = " ".join(plan.owner.split())
    post = Post.objects.get_or_create(agency=agency, title=owner)[0] if owner and agency else None
    return {
        "text": plan.text.strip(),
        "kind": plan.kind,
        "agency": agency,
        "owner_post": post,
        "single_agency": plan.single_agency,
        "review_on": plan.review_on,
        "how_we_will_know": plan.how_we_will_know.strip(),
        "outcome": plan.outcome.strip(),
        "risk": plan.risk.strip(),
        "frequency": plan.frequency if standing else "",
        "next_expected": plan.next_expected if standing else None,
    }


def _serves(actor: Actor, row: Action) -> QuerySet[Any]:
    """The recommendations that the action serves, those that this person may see: the others are left alone."""
    return filter_recommendations(actor, RecommendationFilter()).filter(actions=row)


def _set_relations(actor: Actor, row: Action, plan: Plan, served: Sequence[Recommendation]) -> None:
    left = _serves(actor, row).exclude(pk__in=[each.pk for each in served])
    gone = list(left.values_list("pk", flat=True))
    row.recommendations.remove(*gone)
    row.recommendations.add(*[each.pk for each in served])
    kept = row.parts.exclude(recommendation__in=gone).exclude(recommendation__in=[each.pk for each in served])
    parts = {part.pk for each in served for part in each.parts.all()}
    if not parts.issuperset(plan.parts):
        raise Invalid("Choose parts of what it serves.", fields={"parts": "Choose from the list"})
    row.parts.set([*kept.values_list("pk", flat=True), *plan.parts])
    needed = list(Action.objects.visible_to(actor).filter(public_id__in=plan.depends_on))
    if len(needed) != len(set(plan.depends_on)):
        raise Invalid("Choose actions that you can see.", fields={"depends_on": "Choose from the list"})
    check_one_case(row.scope_id, needed)
    _check_no_circle(row, needed)
    links = row.depends_on.through.objects.filter(from_action=row)
    links.filter(to_action__in=Action.objects.visible_to(actor)).exclude(to_action__in=needed).delete()
    row.depends_on.add(*[each.pk for each in needed])
    row.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(action=row, position=number, text=words.strip(), due_on=due, done_on=done)
        for number, (words, due, done) in enumerate(plan.milestones, start=1)
    )


def _check_no_circle(row: Action, needed: Sequence[Action]) -> None:
    """Nothing waits for itself, however long the way round."""
    links = Action.depends_on.through.objects
    seen: set[int] = set()
    ahead = {each.pk for each in needed}
    while ahead:
        if row.pk in ahead:
            names = ", ".join(each.reference for each in needed)
            sentence = f"{row.reference} would wait for itself: {names} waits for it already"
            raise Invalid(f"{sentence}.", fields={"depends_on": sentence})
        seen |= ahead
        ahead = set(links.filter(from_action__in=ahead).values_list("to_action", flat=True)) - seen


def _keep_words(
    actor: Actor, row: Action, before: Mapping[str, Said], names: Sequence[str], at: datetime
) -> None:
    """What these fields said until now stays in the action's history."""
    for name in names:
        keep_revision(
            partnership_id=actor.partnership_id,
            subject_kind="action",
            subject_ref=row.public_id,
            field=FIELDS[name].kept_as,
            words=before[name].words,
            by=actor.name,
            at=at,
        )
