"""Saving and forgetting views, and noting what was taken away."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import parse_qsl, urlencode

from django.db import transaction

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.audit_log.operations import record, record_read
from heed.platform.base.errors import Difference, Invalid
from heed.platform.base.versions import take_version
from heed.platform.registers.events import RegisterDownloaded, ViewForgotten, ViewSaved
from heed.platform.registers.models import SavedView
from heed.platform.registers.queries import find_own_view

_NOT_KEPT = frozenset({"page", "download", "chosen", "of"})


@transaction.atomic
def save_view(
    actor: Actor, *, register: str, name: str, query: str, shared: bool, version: int = 0, at: datetime
) -> SavedView:
    """Keep what an address asks for under a name. A view that has this name already is replaced only where
    `version` is its own; otherwise `ChangedMeanwhile` with both (0: the person knew of none)."""
    check_may(actor, Permission.READ_REGISTER)
    wanted = " ".join(name.split())
    if not wanted or len(wanted) > 80:
        raise Invalid("Give the view a name of at most 80 letters.", fields={"name": "Enter a name"})
    kept = urlencode([pair for pair in parse_qsl(query) if pair[0] not in _NOT_KEPT])
    if len(kept) > 1000:
        raise Invalid("This view asks for too much to be saved. Take some filters out.")
    row, made = SavedView.objects.get_or_create(
        partnership_id=actor.partnership_id,
        owner_id=actor.person_id,
        register=register,
        name=wanted,
        defaults={"query": kept, "shared": shared},
    )
    if not made:
        taken = take_version(
            row,
            version=version,
            differences=lambda now: _differences(now, kept, shared),
            by="You",
            query=kept,
            shared=shared,
        )
        row.refresh_from_db()
        if not taken:
            return row
    record(
        actor,
        ViewSaved(register=register, shared=shared),
        subject_kind="view",
        subject_ref=row.public_id,
        at=at,
    )
    return row


def _differences(now: SavedView, query: str, shared: bool) -> list[Difference]:
    return [
        Difference(
            "query",
            "What the view of this name shows",
            _asks_for(now.query),
            _asks_for(query),
            their_value=now.query,
            your_value=query,
            free=False,
        ),
        Difference(
            "shared",
            "Shared with the partnership",
            "Yes" if now.shared else "No",
            "Yes" if shared else "No",
            their_value="yes" if now.shared else "",
            your_value="yes" if shared else "",
            free=False,
        ),
    ]


def _asks_for(query: str) -> str:
    """An address's question in words: "agency: police, state: registered"."""
    return ", ".join(f"{name}: {value}" for name, value in parse_qsl(query)) or "Everything"


@transaction.atomic
def forget_view(actor: Actor, *, ref: str, at: datetime) -> str:
    """Remove one of the person's own views; returns the register it was of."""
    row = find_own_view(actor, ref)
    row.delete()
    record(actor, ViewForgotten(register=row.register), subject_kind="view", subject_ref=ref, at=at)
    return row.register


@transaction.atomic
def note_download(
    actor: Actor, *, register: str, form: str, kind: str, refs: Sequence[str], at: datetime
) -> None:
    """Write down that this actor takes these rows away, by public id."""
    record_read(
        actor,
        RegisterDownloaded(register=register, form=form, rows=len(refs)),
        subject_kind="register",
        subject_ref=register,
        at=at,
        shown={kind: refs},
    )
