"""What a chronology shows: proposed by the machine, decided by people."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Prefetch, QuerySet

from heed.chronologies.models import Chronology, Entry, Mark, Sign
from heed.chronologies.queries.entries import marks_seen
from heed.chronologies.types import FINDINGS, Decision
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible


def list_signs(
    actor: Actor, chronology: Chronology, *, kind: str = "", decision: str | None = ""
) -> QuerySet[Any]:
    """Those of a kind, and of a decision ("": nobody has decided yet; None: any), in the order of their days."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    rows = Sign.objects.visible_to(actor).filter(chronology=chronology).select_related("decided_by")
    if kind:
        rows = rows.filter(kind=kind)
    if decision is not None:
        rows = rows.filter(decision=decision)
    if not decision:
        rows = rows.filter(gone_at__isnull=True)
    return rows.order_by("kind", "first_on", "pk")


def standing_signs(actor: Actor, chronology: Chronology) -> list[Sign]:
    """Those that the entries still show and nobody dismissed."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    rows = Sign.objects.visible_to(actor).filter(chronology=chronology, gone_at__isnull=True)
    return list(rows.exclude(decision=Decision.DISMISSED).order_by("kind", "first_on", "pk"))


def signs_of_entries(signs: Iterable[Sign], refs: Collection[str]) -> dict[str, list[Sign]]:
    """Of these signs, those that touch each of these entries, by public id."""
    found: dict[str, list[Sign]] = {ref: [] for ref in refs}
    for sign in signs:
        for ref in sign.entries:
            if ref in found:
                found[ref].append(sign)
    return found


def entries_named(actor: Actor, refs: Sequence[str]) -> dict[str, Entry]:
    """These entries, those that the actor may see, by public id."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    rows = Entry.objects.visible_to(actor).filter(public_id__in=refs).select_related("agency")
    rows = rows.prefetch_related(Prefetch("marks", marks_seen(actor)))
    return {row.public_id: row for row in rows}


def marks_of_findings(actor: Actor, review_ref: str) -> list[Mark]:
    """The marks of findings that hang on events of a review's chronology, the first first."""
    if not actor.may(Permission.READ_CHRONOLOGIES):
        return []
    rows = Mark.objects.visible_to(actor).filter(
        entry__chronology__review__public_id=review_ref, kind__in=FINDINGS
    )
    rows = rows.filter(entry__withdrawn_at__isnull=True)
    return list(rows.select_related("entry", "entry__agency", "made_by").order_by("pk"))


def find_mark(actor: Actor, ref: str) -> Mark:
    """The mark of a finding with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    rows = Mark.objects.visible_to(actor).filter(public_id=ref, kind__in=FINDINGS)
    row: Mark | None = rows.select_related("entry", "entry__agency", "entry__chronology__review").first()
    if row is None:
        raise NotVisible
    return row


def find_sign(actor: Actor, ref: str) -> Sign:
    """The sign with this public id, or `NotVisible`."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    row = (
        Sign.objects.visible_to(actor)
        .filter(public_id=ref)
        .select_related("decided_by", "chronology")
        .first()
    )
    if row is None:
        raise NotVisible
    return row  # type: ignore[no-any-return]
