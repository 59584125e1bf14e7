"""Which links there are for a record, and which one an address opens."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from heed.platform.access.queries import find_actor_of_membership
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.entrance.links import opens, reference_in, token_of
from heed.platform.single_use.models import OneTask
from heed.platform.single_use.types import KINDS, ShownByLink, TaskKind

LINK = "single use"
MOST_TRIES = 5


@dataclass(frozen=True, slots=True)
class Open:
    """A link that works now: its row, its kind, and what is shown."""

    row: OneTask
    kind: TaskKind
    shown: ShownByLink


def kind_of(name: str) -> TaskKind:
    """The registered kind, or `NotVisible`."""
    if name not in KINDS:
        raise NotVisible
    return KINDS[name]


def list_tasks(actor: Actor, *, kind: str, subject_ref: str) -> list[OneTask]:
    """The links made for a record that the actor is looking at, the newest first."""
    rows = OneTask.objects.filter(
        partnership_id=actor.partnership_id, kind=kind, subject_ref=subject_ref, withdrawn_at=None
    )
    return list(rows.select_related("made_by__person", "code_by__person").order_by("-made_at"))


def find_task(actor: Actor, ref: str) -> OneTask:
    """A link of a record that the actor may see, or `NotVisible`."""
    rows = OneTask.objects.filter(partnership_id=actor.partnership_id, public_id=ref)
    row = rows.select_related("made_by").first()
    if row is None:
        raise NotVisible
    kind_of(row.kind).show(actor, row.subject_ref)
    return row


def waits(row: OneTask, *, at: datetime) -> bool:
    """Whether a link can still be answered, as far as itself is concerned."""
    open_ = row.answered_at is None and row.withdrawn_at is None
    return open_ and row.expires_at > at and row.tries < MOST_TRIES


def may_make_code(actor: Actor, row: OneTask, *, at: datetime) -> bool:
    """Whether it is this person's to make the code: the link waits and nobody has opened it, it is of a kind that takes
    two, and somebody else made it, in whichever of their places."""
    two = kind_of(row.kind).code_by_another and row.opened_at is None
    return two and waits(row, at=at) and row.made_by.person_id != actor.person_id


def find_open(token: str, *, at: datetime) -> Open:
    """What this address opens now. Used, withdrawn, too old, tried too often and never made look the same; so does
    one whose maker left or may no longer see the record, and one whose record is no longer what it was."""
    row = (
        OneTask.objects.select_related("partnership")
        .filter(public_id=reference_in(token), answered_at=None, withdrawn_at=None, expires_at__gt=at)
        .filter(tries__lt=MOST_TRIES)
        .first()
    )
    if row is None or not opens(row, token, kind=LINK):
        raise NotVisible
    maker = find_actor_of_membership(row.made_by_id, on=at.date())
    if maker is None:
        raise NotVisible
    kind = kind_of(row.kind)
    shown = kind.show(maker, row.subject_ref)
    if shown.sha256 != row.sha256:
        raise NotVisible
    return Open(row, kind, shown)


def address_of(row: OneTask, path: str) -> str:
    """The whole address of a link, given the path of its page."""
    return row.site + path


def token(row: OneTask) -> str:
    """The last part of its address."""
    return token_of(row, kind=LINK)


def hash_of_code(row: OneTask, code: str) -> str:
    """A code as it is kept: with the signing key, so that the database alone does not tell it."""
    given = "".join(each for each in code if each.isdigit())[:20]
    return salted_hmac("heed code", f"{row.public_id}.{row.nonce}.{given}", algorithm="sha256").hexdigest()


def is_code(row: OneTask, code: str) -> bool:
    """Whether this is the code; each question counts as a try, asked or answered at once by how many ever."""
    counted = OneTask.objects.filter(pk=row.pk, tries__lt=MOST_TRIES).update(tries=F("tries") + 1)
    right = constant_time_compare(row.code_hash, hash_of_code(row, code))
    return bool(counted) and right
