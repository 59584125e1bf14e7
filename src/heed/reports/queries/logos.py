"""The partnership's logo for its reports."""

from __future__ import annotations

from heed.kit.writing import Logo as WrittenLogo
from heed.platform.access.policies import check_may
from heed.platform.access.roles import Permission
from heed.platform.access.types import Actor
from heed.platform.files.operations import path_of
from heed.reports.models import Logo


def find_logo(actor: Actor) -> Logo | None:
    """The one that counts; None where there is none."""
    check_may(actor, Permission.READ_REGISTER)
    rows = Logo.objects.visible_to(actor).filter(ended_at=None)
    row: Logo | None = rows.select_related("file", "kept_by").first()
    return row


def logo_on_paper(actor: Actor) -> WrittenLogo | None:
    """The same as documents take it."""
    row = find_logo(actor)
    return None if row is None else WrittenLogo(path_of(row.file).read_bytes(), row.words)


def logo_for_everybody(partnership_id: int) -> WrittenLogo | None:
    """The logo of a partnership on what it has published, for whoever reads it."""
    rows = Logo.objects.for_everyone(because="it stands on what is published").filter(ended_at=None)
    row = rows.filter(partnership_id=partnership_id).select_related("file").first()
    return None if row is None else WrittenLogo(path_of(row.file).read_bytes(), row.words)
