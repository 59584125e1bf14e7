"""A person's own drafts."""

from __future__ import annotations

from heed.platform.access.types import Actor
from heed.platform.drafts.models import Draft


def find_draft(actor: Actor, *, form: str, subject: str) -> Draft | None:
    """The actor's own draft of this form."""
    return Draft.objects.filter(
        person_id=actor.person_id, partnership_id=actor.partnership_id, form=form, subject=subject
    ).first()


def list_drafts(actor: Actor) -> list[Draft]:
    """All of the actor's own drafts in this partnership, the newest first."""
    rows = Draft.objects.filter(person_id=actor.person_id, partnership_id=actor.partnership_id)
    return list(rows.order_by("-saved_at").defer("fields"))
