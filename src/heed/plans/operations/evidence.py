"""Giving evidence: a piece, its versions, and the actions that it serves."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Max
from django.utils import timezone

from heed.plans.events import (
    EvidenceFileTaken,
    EvidenceGiven,
    EvidenceLinksChecked,
    EvidenceUsed,
    EvidenceVersionAdded,
)
from heed.plans.models import Action, Evidence, EvidenceFile, EvidenceLink, EvidenceUse, EvidenceVersion
from heed.plans.operations.threads import refresh_threads
from heed.plans.policies import check_may_renew
from heed.plans.queries import (
    check_one_case,
    evidence_kinds,
    find_action,
    find_evidence,
    find_evidence_file,
    hold_action,
    links_of_evidence,
    most_of_kind,
)
from heed.plans.rules import check_fields
from heed.plans.types import EvidenceLevel
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import NotNow
from heed.platform.base.operations import take_references
from heed.platform.base.versions import hold
from heed.platform.files.checking import check_harmless
from heed.platform.files.models import StoredFile
from heed.platform.files.operations import store_file

MOST_FILES = 20
"""In one version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaks:
    """For which time something speaks, its figure with what it is out of and its day, and how long it shows that."""

    period_from: date | None = None
    period_to: date | None = None
    value: Decimal | None = None
    denominator: Decimal | None = None
    value_on: date | None = None
    expires_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewEvidence(Speaks):
    """What somebody gives; `kind` as `rules/evidence.yaml` has them."""

    title: str
    kind: str
    level: int
    unit: str = ""
    contrary: bool = False
    note: str = ""
    refresh_by: date | None = None


@dataclass(frozen=True, slots=True)
class NewVersion:
    """What is handed in: files as (name, chunks), addresses, and words."""

    files: Sequence[tuple[str, Iterable[bytes]]] = ()
    links: tuple[str, ...] = ()
    note: str = ""


def give_evidence(
    actor: Actor, *, action_ref: str, evidence: NewEvidence, handed_in: NewVersion, at: datetime
) -> Evidence:
    """A new piece of evidence for an action, with its first version. Each file is looked at before it is kept."""
    check_may(actor, Permission.REPORT_COMPLETE)
    _check(evidence, today=timezone.localdate(at))
    find_action(actor, action_ref)  # whoever may not see it leaves no file behind
    stored = _store(handed_in, at)
    with transaction.atomic():
        action = hold_action(actor, action_ref)
        reference = take_references(partnership_id=actor.partnership_id, name="EV", how_many=1)[0]
        row = Evidence.objects.create(
            partnership_id=actor.partnership_id,
            scope_id=action.scope_id,
            reference=reference,
            review_id=action.review_id,
            title=evidence.title.strip(),
            kind=evidence.kind,
            level=evidence.level,
            **_said(evidence),
            unit=evidence.unit.strip(),
            contrary=evidence.contrary,
            note=evidence.note.strip(),
            refresh_by=evidence.refresh_by,
            given_by_id=actor.person_id,
            agency_id=actor.agency_id,
            given_at=at,
        )
        _add(actor, row, 1, handed_in, evidence, stored, at)
        _use(actor, row, action, at)
        happened = EvidenceGiven(reference=reference, action=action.reference)
        record(actor, happened, subject_kind="evidence", subject_ref=row.public_id, at=at)
    return row


def add_evidence_version(
    actor: Actor,
    *,
    ref: str,
    handed_in: NewVersion,
    speaks: Speaks,
    refresh_by: date | None = None,
    at: datetime,
) -> EvidenceVersion:
    """A later version of a piece; earlier ones stay, each file with its hash and with the time that it spoke for. By
    the agency that gave it, or by those who agree actions. For which time it speaks, with which figure and how long,
    and when the next is to come, is said anew: the day on which this one was to come has been kept."""
    before = find_evidence(actor, ref)
    check_may_renew(actor, before)
    _check_is_used(before)
    check_fields(_wrong_of_newer(before, speaks, refresh_by, today=timezone.localdate(at)))
    stored = _store(handed_in, at)
    with transaction.atomic():
        row = hold(Evidence.objects.visible_to(actor).filter(public_id=ref)).get()
        number = (row.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        made = _add(actor, row, number, handed_in, speaks, stored, at)
        now = {**_said(speaks), "refresh_by": refresh_by}
        Evidence.objects.visible_to(actor).filter(pk=row.pk).update(version=F("version") + 1, **now)
        refresh_threads(actor, action_ids=row.uses.values_list("action", flat=True))
        happened = EvidenceVersionAdded(reference=row.reference, number=number)
        record(actor, happened, subject_kind="evidence", subject_ref=ref, at=at)
    return made


@transaction.atomic
def use_evidence(actor: Actor, *, ref: str, action_ref: str, at: datetime) -> EvidenceUse:
    """Use a piece for another action as well: of the same case, or both of none that is seen by few."""
    check_may(actor, Permission.REPORT_COMPLETE)
    row, action = find_evidence(actor, ref), hold_action(actor, action_ref)
    _check_is_used(row)
    check_one_case(action.scope_id, [row])
    if action.evidence_uses.filter(evidence=row).exists():
        raise NotNow(f"{row.reference} is used for {action.reference} already.")
    use = _use(actor, row, action, at)
    happened = EvidenceUsed(reference=row.reference, action=action.reference)
    record(actor, happened, subject_kind="evidence", subject_ref=ref, at=at)
    return use


@transaction.atomic
def keep_answers_of_links(actor: Actor, *, answers: Mapping[str, bool], at: datetime) -> int:
    """Keep whether something answered at these addresses, for all evidence that gives them. Returns for how many."""
    check_may(actor, Permission.REPORT_COMPLETE)
    links = dead = 0
    for address, works in answers.items():
        mine = links_of_evidence(actor, every=True).filter(address=address)
        changed = EvidenceLink.objects.filter(pk__in=list(mine.values_list("pk", flat=True)))
        links += changed.update(works=works, checked_at=at)
        dead += 0 if works else len(changed)
    happened = EvidenceLinksChecked(links=links, dead=dead)
    record(actor, happened, subject_kind="register", subject_ref="evidence", at=at)
    return links


def note_evidence_file_taken(actor: Actor, *, ref: str, at: datetime) -> None:
    """Write down that this actor downloaded a file of a piece."""
    version = find_evidence_file(actor, ref).version
    happened = EvidenceFileTaken(reference=version.evidence.reference, number=version.number)
    record_read(actor, happened, subject_kind="evidence", subject_ref=version.evidence.public_id, at=at)


def _check_is_used(row: Evidence) -> None:
    if row.withdrawn_at:
        raise NotNow(f"{row.reference} is withdrawn. Give it back first, or give new evidence.")


def _use(actor: Actor, row: Evidence, action: Action, at: datetime) -> EvidenceUse:
    use = EvidenceUse.objects.create(evidence=row, action=action, used_by_id=actor.person_id, used_at=at)
    Action.objects.visible_to(actor).filter(pk=action.pk).update(version=F("version") + 1)
    refresh_threads(actor, action_ids=[action.pk])
    return use


def _store(version: NewVersion, at: datetime) -> list[tuple[str, StoredFile]]:
    """Outside the transaction that makes the rows: files are slow, and a refused one leaves nothing."""
    if len(version.files) > MOST_FILES:
        check_fields({"file": f"Give at most {MOST_FILES} files at once"})
    return [(name, _store_one(name, chunks, at)) for name, chunks in version.files]


def _store_one(name: str, chunks: Iterable[bytes], at: datetime) -> StoredFile:
    return store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=name))


def _add(
    actor: Actor,
    row: Evidence,
    number: int,
    version: NewVersion,
    speaks: Speaks,
    stored: Sequence[tuple[str, StoredFile]],
    at: datetime,
) -> EvidenceVersion:
    made = EvidenceVersion.objects.create(
        evidence=row,
        number=number,
        note=version.note.strip(),
        **_said(speaks),
        added_by_id=actor.person_id,
        added_at=at,
    )
    EvidenceFile.objects.bulk_create(
        EvidenceFile(version=made, file=file, name=name[-200:], sha256=file.sha256) for name, file in stored
    )
    EvidenceLink.objects.bulk_create(EvidenceLink(version=made, address=each) for each in version.links)
    return made


def _said(speaks: Speaks) -> dict[str, Any]:
    return {each.name: getattr(speaks, each.name) for each in fields(Speaks)}


def _wrong_of_newer(
    before: Evidence, speaks: Speaks, refresh_by: date | None, *, today: date
) -> dict[str, str]:
    """What is wrong with what is said of a newer version, by field: one of a piece that spoke for a time speaks for
    one of its own."""
    wrong = _wrong_of_period(speaks, today=today)
    spoke = before.period_from or before.period_to
    if spoke and not (speaks.period_from or speaks.period_to):
        wrong["period_from"] = "Say for which time this one speaks: the one before said so"
    for name, on in (("expires_on", speaks.expires_on), ("refresh_by", refresh_by)):
        if on and on <= today:
            wrong[name] = "Give a day that is still to come"
    return wrong


def _wrong_of_period(speaks: Speaks, *, today: date) -> dict[str, str]:
    if speaks.period_from and speaks.period_to and speaks.period_to < speaks.period_from:
        return {"period_to": "The period ends before it begins"}
    if speaks.period_to and speaks.period_to > today:
        return {"period_to": "It cannot prove days that are still to come"}
    return {}


def _check(given: NewEvidence, *, today: date) -> None:
    wrong = _wrong_of_period(given, today=today)
    if not given.title.strip() or len(given.title.strip()) > 200:
        wrong["title"] = "Say in at most 200 letters what it is"
    if given.kind not in evidence_kinds():
        wrong["kind"] = "Choose what kind of evidence it is"
    elif given.level not in set(EvidenceLevel):
        wrong["level"] = "Choose what it shows"
    elif given.level > most_of_kind(given.kind):
        wrong["level"] = (
            "That training was held shows an output. It shows no change in practice, however many came"
            if given.kind == "training"
            else f"{evidence_kinds()[given.kind]} cannot show this much by itself"
        )
    check_fields(wrong)
