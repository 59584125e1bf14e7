"""Agreements: their words, their parties and who signed which edition."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from heed.information.events import AgreementAdded, AgreementChanged, AgreementFileTaken, AgreementSigned
from heed.information.models import Agreement, Party
from heed.information.queries.agreements import find_agreement
from heed.platform.access.policies import check_may
from heed.platform.access.queries import get_partnership_scope
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid, NotNow
from heed.platform.base.operations import keep_revision, take_references
from heed.platform.base.versions import last_changed_by, take_version
from heed.platform.files.checking import check_harmless
from heed.platform.files.operations import store_file
from heed.platform.partnerships.models import Agency
from heed.platform.ui.wording import day


@transaction.atomic
def add_agreement(
    actor: Actor,
    *,
    kind: str,
    name: str,
    purpose: str,
    legal_basis: str,
    legal_basis_words: str,
    guidance: str,
    in_force_from: date | None,
    review_on: date | None,
    agencies: Sequence[str],
    at: datetime,
) -> Agreement:
    """Keep an agreement between these agencies (public ids); none of them has signed yet."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    parties = _agencies(actor, agencies)
    [reference] = take_references(partnership_id=actor.partnership_id, name="AGR", how_many=1)
    agreement = Agreement.objects.create(
        partnership_id=actor.partnership_id,
        scope=get_partnership_scope(actor.partnership_id),
        reference=reference,
        kind=kind,
        name=name.strip()[:200],
        purpose=purpose.strip(),
        legal_basis=legal_basis,
        legal_basis_words=legal_basis_words.strip()[:300],
        guidance=guidance.strip(),
        in_force_from=in_force_from,
        review_on=review_on,
        made_at=at,
    )
    Party.objects.bulk_create(Party(agreement=agreement, agency=each, edition=1) for each in parties)
    _record(actor, AgreementAdded(reference=reference, parties=len(parties)), agreement, at)
    return agreement


def _agencies(actor: Actor, refs: Sequence[str]) -> list[Agency]:
    found = list(
        Agency.objects.filter(partnerships=actor.partnership_id, public_id__in=refs).order_by("name")
    )
    if not found or len(found) != len(set(refs)):
        raise Invalid(
            "Choose the agencies that the agreement is between.", fields={"agencies": "Choose at least one"}
        )
    return found


_KEPT = ("purpose", "guidance", "legal_basis_words")


@transaction.atomic
def change_agreement(
    actor: Actor,
    *,
    ref: str,
    kind: str,
    name: str,
    purpose: str,
    legal_basis: str,
    legal_basis_words: str,
    guidance: str,
    in_force_from: date | None,
    review_on: date | None,
    ended_on: date | None,
    agencies: Sequence[str],
    version: int,
    at: datetime,
) -> Agreement:
    """Mend what is said about an agreement; earlier words are kept. A new wording is `make_new_edition`."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    agreement, wanted = find_agreement(actor, ref), _agencies(actor, agencies)
    was = {field: getattr(agreement, field) for field in _KEPT}
    changes: dict[str, Any] = {
        "kind": kind,
        "name": name.strip()[:200],
        "purpose": purpose.strip(),
        "legal_basis": legal_basis,
        "legal_basis_words": legal_basis_words.strip()[:300],
        "guidance": guidance.strip(),
        "in_force_from": in_force_from,
        "review_on": review_on,
        "ended_on": ended_on,
    }
    if not take_version(
        agreement,
        version=version,
        among=Agreement.objects.visible_to(actor),
        differences=lambda now: _differences(now, changes),
        by=last_changed_by("agreement", ref),
        **changes,
    ):
        return find_agreement(actor, ref)
    for field, words in was.items():
        if words != changes[field]:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="agreement",
                subject_ref=ref,
                field=field,
                words=words,
                by=actor.name,
                at=at,
            )
    _set_parties(agreement, wanted)
    _record(actor, AgreementChanged(what="words, dates or parties"), agreement, at)
    return find_agreement(actor, ref)


def _differences(now: Agreement, changes: Mapping[str, Any]) -> Iterator[Difference]:
    """What is written in words stands beside one another; of dates and choices one is taken."""
    labels = {
        "name": "Name",
        "purpose": "Purpose",
        "guidance": "What practitioners are told",
        "legal_basis_words": "More about the legal basis",
    }
    for field, label in labels.items():
        yield Difference(name=field, label=label, theirs=getattr(now, field), yours=changes[field])
    for field in ("in_force_from", "review_on", "ended_on"):
        label = field.replace("_", " ").capitalize()
        theirs, yours = day(getattr(now, field), none="no day"), day(changes[field], none="no day")
        yield Difference(name="", label=label, theirs=theirs, yours=yours, free=False)


def _set_parties(agreement: Agreement, wanted: list[Agency]) -> None:
    """Those of the edition in force; a body that has signed it stays."""
    now = {each.agency_id: each for each in agreement.parties.filter(edition=agreement.edition)}
    keys = {each.pk for each in wanted}
    for agency, party in now.items():
        if agency not in keys and party.signed_on is None:
            party.delete()
    Party.objects.bulk_create(
        Party(agreement=agreement, agency=each, edition=agreement.edition)
        for each in wanted
        if each.pk not in now
    )


@transaction.atomic
def sign_agreement(
    actor: Actor, *, ref: str, agency_ref: str, signed_by: str, signed_on: date, at: datetime
) -> Party:
    """Keep that somebody signed the edition in force for an agency, on a day that has come."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    agreement = find_agreement(actor, ref)
    if signed_on > at.date():
        raise Invalid("The day of signing has not come.", fields={"signed_on": "Enter a day that has come"})
    party = agreement.parties.filter(edition=agreement.edition, agency__public_id=agency_ref).first()
    if party is None:
        raise Invalid("Choose one of its parties.", fields={"agency": "Choose one of its parties"})
    unsigned = Party.objects.filter(pk=party.pk, signed_on__isnull=True)
    if not unsigned.update(signed_on=signed_on, signed_by=signed_by.strip()[:120]):
        raise NotNow("This agency has signed this edition already.")
    _record(actor, AgreementSigned(edition=agreement.edition, agency=party.agency.public_id), agreement, at)
    return party


@transaction.atomic
def make_new_edition(actor: Actor, *, ref: str, edition: int, at: datetime) -> Agreement:
    """The agreement was worded anew: all parties sign again; earlier signatures stay under their edition.

    `edition` is the one that was seen, so that two people begin one new edition and not two.
    """
    check_may(actor, Permission.GOVERN_INFORMATION)
    agreement = find_agreement(actor, ref)
    seen = Agreement.objects.visible_to(actor).filter(pk=agreement.pk, edition=edition)
    if not seen.update(edition=F("edition") + 1, version=F("version") + 1):
        raise NotNow("Somebody else began a new edition meanwhile.")
    parties = agreement.parties.filter(edition=edition)
    Party.objects.bulk_create(
        Party(agreement=agreement, agency_id=each.agency_id, edition=edition + 1) for each in parties
    )
    _record(actor, AgreementChanged(what="a new edition"), agreement, at)
    return find_agreement(actor, ref)


def attach_file(actor: Actor, *, ref: str, name: str, chunks: Iterable[bytes], at: datetime) -> Agreement:
    """Keep the signed paper itself. An earlier file stays in the history by its hash."""
    check_may(actor, Permission.GOVERN_INFORMATION)
    agreement = find_agreement(actor, ref)
    file = store_file(chunks=chunks, at=at, check=lambda path: check_harmless(path, name=name))
    with transaction.atomic():
        if agreement.file:
            keep_revision(
                partnership_id=actor.partnership_id,
                subject_kind="agreement",
                subject_ref=ref,
                field="file",
                words=f"{agreement.file_name} (SHA-256 {agreement.file.sha256})",
                by=actor.name,
                at=at,
            )
        agreement.file, agreement.file_name = file, name[-200:]
        agreement.version += 1
        agreement.save(update_fields=["file", "file_name", "version"])
        _record(actor, AgreementChanged(what="file"), agreement, at)
    return agreement


@transaction.atomic
def note_agreement_file_taken(actor: Actor, *, ref: str, at: datetime) -> None:
    """Write down that this actor downloaded the agreement's file."""
    find_agreement(actor, ref)
    record_read(actor, AgreementFileTaken(), subject_kind="agreement", subject_ref=ref, at=at)


def _record(actor: Actor, happened: object, agreement: Agreement, at: datetime) -> None:
    record(actor, happened, subject_kind="agreement", subject_ref=agreement.public_id, at=at)
