"""Evidence, checks and judgements, for those who may see them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Prefetch, QuerySet

from heed.learning.queries import find_recommendation
from heed.plans.models import (
    Action,
    DateMove,
    DifferenceJudgement,
    EmbeddedCheck,
    Evidence,
    EvidenceUse,
    Mark,
)
from heed.plans.queries.actions import hold_action
from heed.plans.types import CheckOutcome, MarkKind
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import Invalid, NotVisible


def find_evidence(actor: Actor, ref: str) -> Evidence:
    """The piece of evidence with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    row = (
        Evidence.objects.visible_to(actor)
        .filter(public_id=ref)
        .select_related("agency", "given_by", "withdrawn_by")
        .first()
    )
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]


def every_evidence(*, because: str) -> QuerySet[Any]:
    """All of every partnership, for Heed's own work; never for a person's page."""
    rows: QuerySet[Any] = Evidence.objects.for_everyone(because=because)
    return rows


def evidence_of_action(actor: Actor, action_id: int) -> list[Evidence]:
    """What was given for an action, with its versions, files and links, in the order it came."""
    check_may(actor, Permission.READ_REGISTER)
    rows = (
        Evidence.objects.visible_to(actor).filter(uses__action=action_id).select_related("agency", "given_by")
    )
    return list(
        rows.prefetch_related("versions__files", "versions__links", "versions__added_by").order_by("pk")
    )


def evidence_of_actions(actor: Actor, action_ids: Iterable[int]) -> dict[int, list[Evidence]]:
    """What was given for each of these actions, in the order it came. Two queries, however many."""
    uses = EvidenceUse.objects.filter(action__in=list(action_ids)).order_by("evidence")
    pairs = list(uses.values_list("action", "evidence"))
    rows = Evidence.objects.visible_to(actor).filter(pk__in={piece for _, piece in pairs})
    seen = {each.pk: each for each in rows.select_related("agency")} if pairs else {}
    found: dict[int, list[Evidence]] = {}
    for action, piece in pairs:
        if piece in seen:
            found.setdefault(action, []).append(seen[piece])
    return found


def chosen_evidence(actor: Actor, refs: Sequence[str], *, among: Any) -> list[Evidence]:
    """These pieces, all of them among a query's; `Invalid` where one is not."""
    rows = list(among.filter(pk__in=Evidence.objects.visible_to(actor).filter(public_id__in=refs)))
    if len(rows) != len(set(refs)):
        raise Invalid("Choose from the evidence that was given.", fields={"evidence": "Choose from the list"})
    return rows


def labels_of_evidence(actor: Actor, refs: Sequence[str]) -> dict[str, str]:
    """The references of these pieces, those that the actor may see, by public id."""
    rows = Evidence.objects.visible_to(actor).filter(public_id__in=refs)
    return dict(rows.values_list("public_id", "reference")) if actor.may(Permission.READ_REGISTER) else {}


def hold_move(actor: Actor, ref: str) -> DateMove:
    """A request to move a date, with its action held, or `NotVisible`."""
    row = DateMove.objects.filter(public_id=ref).select_related("action").first()
    if row is None:
        raise NotVisible
    row.action = hold_action(actor, row.action.public_id)
    row.refresh_from_db(fields=["decision"])
    return row


def hold_check(actor: Actor, ref: str) -> EmbeddedCheck:
    """A check "is it embedded?", with its action held, or `NotVisible`."""
    row = EmbeddedCheck.objects.filter(public_id=ref).select_related("action").first()
    if row is None:
        raise NotVisible
    row.action = hold_action(actor, row.action.public_id)
    row.refresh_from_db(fields=["outcome"])
    return row


def verified_by(action: Action) -> Mark | None:
    """The newest mark that says that an action was verified; None where there is none."""
    return action.marks.filter(kind=MarkKind.VERIFIED).last()


def last_looked_at(action: Action) -> datetime | None:
    """When somebody last said, having looked, that an action was done or that it held."""
    mark, check = verified_by(action), action.embedded_checks.filter(outcome=CheckOutcome.HOLDS).last()
    found = [each for each in (mark and mark.at, check and check.done_at) if each]
    return max(found, default=None)


def judgements_of(actor: Actor, recommendation_ref: str) -> list[DifferenceJudgement]:
    """What was judged of a recommendation, the newest first, with the evidence it rests on."""
    recommendation = find_recommendation(actor, recommendation_ref)
    rows = DifferenceJudgement.objects.filter(recommendation=recommendation).order_by("-pk")
    shown = Evidence.objects.visible_to(actor)
    return list(rows.select_related("by", "agency", "employer").prefetch_related(Prefetch("evidence", shown)))
