"""Which invitations there are, and which one a link opens."""

from __future__ import annotations

from datetime import datetime

from django.db.models import QuerySet

from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible
from heed.platform.entrance.letters import INVITATION
from heed.platform.entrance.links import opens, reference_in
from heed.platform.entrance.models import Invitation


def list_invitations(actor: Actor) -> list[Invitation]:
    """Invitations that nobody took up or withdrew, the newest first; those whose time ran out are among them."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    rows = _of(actor).filter(accepted_at=None, withdrawn_at=None)
    return list(rows.select_related("agency", "invited_by").order_by("-invited_at"))


def open_invitations(actor: Actor, *, at: datetime) -> QuerySet[Invitation]:
    """Those of the actor's partnership whose link works at this moment."""
    return _of(actor).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=at)


def find_invitation(actor: Actor, ref: str) -> Invitation:
    """One of the actor's partnership, for those who manage its people."""
    check_may(actor, Permission.MANAGE_PEOPLE)
    row = _of(actor).select_related("agency", "partnership", "invited_by").filter(public_id=ref).first()
    if row is None:
        raise NotVisible
    return row


def find_open_invitation(token: str, *, at: datetime, held: bool = False) -> Invitation:
    """The invitation that this link opens at this moment. Used, withdrawn, too old and never made look the same.

    `held` keeps others from taking it up meanwhile, within the caller's transaction.
    """
    rows = Invitation.objects.select_related("agency", "partnership")
    row = (
        (rows.select_for_update(of=("self",)) if held else rows)
        .filter(public_id=reference_in(token), accepted_at=None, withdrawn_at=None, expires_at__gt=at)
        .first()
    )
    if row is None or not opens(row, token, kind=INVITATION):
        raise NotVisible
    return row


def find_invitation_for(email: str, *, at: datetime) -> Invitation | None:
    """The newest open invitation of an address that an identity provider has vouched for."""
    rows = Invitation.objects.filter(
        email__iexact=email, accepted_at=None, withdrawn_at=None, expires_at__gt=at
    )
    return rows.order_by("-invited_at").first()


def _of(actor: Actor) -> QuerySet[Invitation]:
    return Invitation.objects.filter(partnership_id=actor.partnership_id)
