"""What shows that actions were done, what was said of them by name, and what is to be looked at again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.utils import timezone

from heed.plans.models import (
    Action,
    ActionStep,
    EmbeddedCheck,
    Evidence,
    EvidenceFile,
    EvidenceLink,
    EvidenceUse,
    EvidenceVersion,
    Mark,
)
from heed.plans.queries.actions import ActionFilter, filter_actions
from heed.plans.types import GONE, VERIFIED_OR_FURTHER, ActionState, CheckOutcome, MarkKind
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.registers.queries import narrow, with_words


@dataclass(frozen=True, slots=True)
class EvidenceFilter:
    """What to show of the evidence; empty means all."""

    words: str = ""
    kind: str = ""
    level: str = ""
    agency: str = ""
    review: str = ""
    look: str = ""
    """"refresh": a newer version is due; "expired"; "contrary"; "dead": an address that did not answer; "withdrawn"."""
    refs: tuple[str, ...] = ()
    today: date = date.max


def filter_evidence(actor: Actor, wanted: EvidenceFilter, *, order: str = "") -> QuerySet[Any]:
    """The evidence that this actor may see and wants, each with the agency that gave it and its review."""
    check_may(actor, Permission.READ_REGISTER)
    paths = {"kind": "kind", "agency": "agency__public_id", "review": "review__public_id"}
    rows = narrow(Evidence.objects.visible_to(actor), wanted, paths)
    if wanted.level in {"0", "1", "2", "3"}:
        rows = rows.filter(level=int(wanted.level))
    if wanted.refs:
        rows = rows.filter(public_id__in=wanted.refs)
    dead = EvidenceLink.objects.filter(version__evidence=OuterRef("pk"), works=False)
    looks = {
        "refresh": Q(refresh_by__lte=wanted.today, withdrawn_at__isnull=True),
        "expired": Q(expires_on__lt=wanted.today, withdrawn_at__isnull=True),
        "contrary": Q(contrary=True, withdrawn_at__isnull=True),
        "dead": Q(Exists(dead), withdrawn_at__isnull=True),
        "withdrawn": Q(withdrawn_at__isnull=False),
    }
    if wanted.look in looks:
        rows = rows.filter(looks[wanted.look])
    rows = with_words(rows, wanted.words, "title__icontains", "note__icontains", "reference__iexact")
    ordered = rows.order_by(*EVIDENCE_ORDERS.get(order, EVIDENCE_ORDERS[""]))
    return ordered.select_related("agency", "review", "given_by")


EVIDENCE_ORDERS: dict[str, tuple[Any, ...]] = {
    "": ("-pk",),
    "reference": ("reference",),
    "level": ("-level", "-pk"),
    "refresh": (F("refresh_by").asc(nulls_last=True), "-pk"),
}


def evidence_that_is_missed(actor: Actor) -> QuerySet[Any]:
    """Evidence that expires and would be missed: an action rests on it that no other piece shows as much of for
    longer."""
    other = EvidenceUse.objects.filter(
        Q(evidence__expires_on__isnull=True) | Q(evidence__expires_on__gt=OuterRef("evidence__expires_on")),
        action=OuterRef("action"),
        evidence__contrary=False,
        evidence__level__gte=OuterRef("evidence__level"),
    )
    rests = EvidenceUse.objects.filter(~Exists(other), evidence=OuterRef("pk")).exclude(
        action__state__in=GONE
    )
    rows = filter_evidence(actor, EvidenceFilter()).filter(contrary=False, expires_on__isnull=False)
    return rows.filter(Exists(rests))


def rests_on(actor: Actor, evidence: Evidence) -> str:
    """What rests on a piece as things stand, in words: "That ACT-0012 is verified"; "" where nothing does."""
    settled = Action.objects.visible_to(actor).filter(state__in=VERIFIED_OR_FURTHER)
    by_mark = Mark.objects.filter(evidence=evidence, kind=MarkKind.VERIFIED)
    by_check = EmbeddedCheck.objects.filter(evidence=evidence, outcome=CheckOutcome.HOLDS)
    said = Q(pk__in=by_mark.values("action")) | Q(pk__in=by_check.values("action"))
    action = settled.filter(said).order_by("pk").first()
    if action is not None:
        return f"That {action.reference} is verified"
    judged = evidence.judgements.filter(seen=True).select_related("recommendation").order_by("-pk").first()
    return f"That a difference is seen of {judged.recommendation.reference}" if judged else ""


def withdrawn_of_action(actor: Actor, action: Action) -> list[Evidence]:
    """What was given for an action by mistake, and is withdrawn, the newest first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Evidence.objects.visible_to(actor).filter(withdrawn_from=action, withdrawn_at__isnull=False)
    return list(rows.select_related("withdrawn_by", "agency").order_by("-withdrawn_at", "-pk"))


def versions_of_evidence(actor: Actor, evidence: Evidence) -> list[Any]:
    """Everything that was handed in for a piece that was found, the newest version first."""
    check_may(actor, Permission.READ_REGISTER)
    return list(evidence.versions.select_related("added_by").prefetch_related("files", "links"))


def links_of_evidence(actor: Actor, *, every: bool) -> QuerySet[Any]:
    """The addresses of the newest versions of evidence; those never looked at, or all."""
    newest = EvidenceVersion.objects.filter(evidence=OuterRef("version__evidence")).order_by("-number")
    rows = EvidenceLink.objects.filter(version__evidence__in=Evidence.objects.visible_to(actor))
    rows = rows.filter(version=Subquery(newest.values("pk")[:1]))
    return rows if every else rows.filter(works__isnull=True)


def find_evidence_file(actor: Actor, ref: str) -> EvidenceFile:
    """One file of a piece that this actor may see, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    seen = Evidence.objects.visible_to(actor)
    rows = EvidenceFile.objects.filter(public_id=ref, version__evidence__in=seen)
    row = rows.select_related("file", "version__evidence").first()
    if row is None:
        raise NotVisible
    return row


def actions_served(actor: Actor, evidence_id: int) -> list[Action]:
    """The actions that a piece is used for, or was used for until it was withdrawn, of those that this actor may
    see."""
    used, was = Q(evidence_uses__evidence=evidence_id), Q(withdrawn_evidence=evidence_id)
    rows = Action.objects.visible_to(actor).filter(used | was).distinct()
    return list(rows.select_related("agency").order_by("reference"))


def actions_to_serve(actor: Actor, evidence: Evidence, *, limit: int = 200) -> list[Action]:
    """Actions for which a piece could be used as well: of the same case, not yet served by it."""
    rows = filter_actions(actor, ActionFilter()).filter(scope_id=evidence.scope_id)
    rows = rows.exclude(evidence_uses__evidence=evidence)
    return list(rows.order_by("-review_id", "position")[:limit])


def marks_of_action(actor: Actor, action: Action) -> list[Mark]:
    """What was said of an action by name, the newest first, with the evidence that the actor may see of it."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Mark.objects.filter(action=action).select_related("by", "agency", "employer")
    seen = Prefetch("evidence", Evidence.objects.visible_to(actor))
    return list(rows.prefetch_related(seen).order_by("-pk"))


def checks_of_action(actor: Actor, action: Action) -> list[EmbeddedCheck]:
    """Every look at whether it is embedded, the newest first; the first may still wait."""
    check_may(actor, Permission.READ_REGISTER)
    rows = EmbeddedCheck.objects.filter(action=action).select_related("by", "agency", "employer")
    return list(rows.order_by("-pk"))


def checks_waiting(actor: Actor) -> QuerySet[Any]:
    """The checks "is it embedded?" that wait, of verified actions that this actor may see, the first due first. That
    of an action which is open again waits until it is verified anew, and that of one which is gone for nobody."""
    check_may(actor, Permission.READ_REGISTER)
    seen = Action.objects.visible_to(actor).filter(pk=OuterRef("action"), state__in=VERIFIED_OR_FURTHER)
    rows = EmbeddedCheck.objects.filter(Exists(seen), done_at__isnull=True)
    return rows.select_related("action__agency", "action__review").order_by("due_on", "pk")


def find_check(actor: Actor, ref: str) -> EmbeddedCheck:
    """A check with its action, or `NotVisible`."""
    check_may(actor, Permission.READ_REGISTER)
    rows = EmbeddedCheck.objects.filter(public_id=ref, action__in=Action.objects.visible_to(actor))
    row = rows.select_related("action__agency", "action__review", "by").first()
    if row is None:
        raise NotVisible
    return row


def evidence_for_recommendation(actor: Actor, recommendation_id: int) -> Sequence[Evidence]:
    """Everything that was given for the actions of a recommendation, each piece once, the strongest first."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Evidence.objects.visible_to(actor).filter(uses__action__recommendations=recommendation_id)
    return list(rows.distinct().select_related("agency").order_by("contrary", "-level", "pk"))


def first_agreed(actor: Actor, recommendation_id: int) -> date | None:
    """The day on which the first of a recommendation's actions was agreed here, of those the actor may see."""
    seen = Action.objects.visible_to(actor).filter(recommendations=recommendation_id)
    steps = ActionStep.objects.filter(action__in=seen, to_state=ActionState.AGREED).order_by("at")
    at = steps.values_list("at", flat=True).first()
    return timezone.localdate(at) if at else None
