"""Pseudonyms: made once in an area, and whom they stand for, sealed and opened on record."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction

from heed.chronologies.events import (
    ChronologyTaken,
    NamesShown,
    PseudonymMade,
    PseudonymOpened,
    PseudonymSealed,
)
from heed.chronologies.models import Pseudonym, SealedName
from heed.chronologies.models.making import scope_of
from heed.chronologies.queries import find_chronology, find_pseudonym
from heed.chronologies.rules import fold_word
from heed.chronologies.types import PERSON_KINDS
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid
from heed.platform.base.versions import take_version
from heed.platform.partnerships.queries import list_areas

KIND = "pseudonym"
_MOST = 5_000


@transaction.atomic
def make_pseudonym(
    actor: Actor, *, review_ref: str, area: str, word: str, kind: str, names: str, at: datetime
) -> Pseudonym:
    """Say what somebody is called in a review, and seal the names that records call them by, one on a line.

    A pseudonym is used once in an area, whoever it was for: two children must never be taken for one.
    """
    check_may(actor, Permission.SEE_IDENTITIES)
    chronology = find_chronology(actor, review_ref)
    areas = {each.name: each for each in list_areas(actor.partnership_id)}
    word, listed = " ".join(word.split()), _listed(names)
    wrong = {}
    if not word or len(word) > 80:
        wrong["word"] = "Enter the pseudonym, in at most 80 letters"
    if kind not in PERSON_KINDS:
        wrong["kind"] = "Choose whom it stands for"
    if area not in areas:
        wrong["area"] = "Choose the area"
    if not listed or len(names) > _MOST:
        wrong["names"] = "Enter each name that records use, one on a line"
    elif any(fold_word(each) == fold_word(word) for each in listed):
        wrong["names"] = "A name cannot be its own pseudonym"
    if wrong:
        raise Invalid("Something is missing.", fields=wrong)
    try:
        with transaction.atomic():
            row: Pseudonym = Pseudonym.objects.create(
                partnership_id=actor.partnership_id,
                scope=scope_of(chronology),
                area=areas[area],
                word=word,
                folded=fold_word(word),
                kind=kind,
                review=chronology.review,
                made_by_id=actor.person_id,
                made_at=at,
            )
    except IntegrityError as used:
        sentence = (
            f"“{word}” is already used in {area}. Choose another, so that nobody takes two people for one"
        )
        raise Invalid(f"{sentence}.", fields={"word": sentence}) from used
    SealedName.objects.create(
        pseudonym=row, names="\n".join(listed), sealed_by_id=actor.person_id, sealed_at=at
    )
    record(actor, PseudonymMade(kind=kind), subject_kind=KIND, subject_ref=row.public_id, at=at)
    return row


def _listed(names: str) -> list[str]:
    return list(dict.fromkeys(filter(None, (" ".join(line.split()) for line in names.splitlines()))))


@transaction.atomic
def seal_names(actor: Actor, *, ref: str, names: str, version: int, at: datetime) -> None:
    """Change the names that a pseudonym stands for."""
    check_may(actor, Permission.SEE_IDENTITIES)
    row = find_pseudonym(actor, ref)
    listed = _listed(names)
    if not listed or len(names) > _MOST:
        raise Invalid("Enter a name.", fields={"names": "Enter each name that records use, one on a line"})
    taken = take_version(
        row,
        version=version,
        among=Pseudonym.objects.visible_to(actor),
        differences=lambda now: [
            Difference("names", "Names", now.sealed.names, "\n".join(listed)),
        ],
        folded=row.folded,
    )
    if taken:
        SealedName.objects.filter(pseudonym=row).update(
            names="\n".join(listed), sealed_by=actor.person_id, sealed_at=at
        )
        record(actor, PseudonymSealed(), subject_kind=KIND, subject_ref=ref, at=at)


def open_pseudonym(actor: Actor, *, ref: str, at: datetime) -> str:
    """The names that a pseudonym stands for, one on a line. That they were shown is an event."""
    check_may(actor, Permission.SEE_IDENTITIES)
    row = find_pseudonym(actor, ref)
    record_read(actor, PseudonymOpened(), subject_kind=KIND, subject_ref=ref, at=at)
    return SealedName.objects.get(pseudonym=row).names


def note_names_shown(actor: Actor, *, review_ref: str, at: datetime) -> None:
    """Write down that this actor is shown a chronology with people's own names."""
    check_may(actor, Permission.SEE_IDENTITIES)
    record_read(actor, NamesShown(), subject_kind="review", subject_ref=review_ref, at=at)


def note_taken(actor: Actor, *, review_ref: str, form: str, entries: int, names: bool, at: datetime) -> None:
    """Write down that this actor takes a chronology away."""
    check_may(actor, Permission.READ_CHRONOLOGIES)
    if names:
        check_may(actor, Permission.SEE_IDENTITIES)
    happened = ChronologyTaken(
        form=form, entries=entries, names="people's own names" if names else "pseudonyms"
    )
    record_read(actor, happened, subject_kind="review", subject_ref=review_ref, at=at)
