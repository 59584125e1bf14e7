"""What other rooms' pages show of documents on their way in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.urls import reverse

from heed.intake.presenters.meant import LikeLine, like_lines
from heed.intake.queries import find_import_of_document, list_open_imports
from heed.intake.types import ImportState
from heed.library.queries import list_like, sees_withdrawn
from heed.platform.access.types import Actor
from heed.platform.ui.panels import Panel
from heed.platform.ui.wording import moment

if TYPE_CHECKING:
    from heed.intake.models import Import


@dataclass(frozen=True, kw_only=True)
class OpenImport:
    name: str
    href: str
    state: str
    tone: str
    by: str
    at: datetime
    progress_href: str
    """Where its state is asked for again and again, while it is being read; "" when it is not."""


_STATES = {
    ImportState.READING: ("Being read", "teal"),
    ImportState.OPEN: ("Waiting for you", "amber"),
    ImportState.FAILED: ("Could not be read", "red"),
    ImportState.ACCEPTED: ("In the register", "green"),
}


def open_import(row: Import) -> OpenImport:
    """A line of what is on the way in."""
    state, tone = _STATES[ImportState(row.state)]
    asking = reverse("intake:progress", args=[row.public_id]) if row.state == ImportState.READING else ""
    return OpenImport(
        name=str(row.document),
        href=reverse("intake:import", args=[row.public_id]),
        state=state,
        tone=tone,
        by=row.document.brought_in_by.name,
        at=row.document.brought_in_at,
        progress_href=f"{asking}?in=list" if asking else "",
    )


def open_imports_panel(actor: Actor, _: Any) -> Panel | None:
    """Documents that are being read, or wait for somebody to look at what was found."""
    rows = tuple(open_import(row) for row in list_open_imports(actor))
    return Panel("intake/open_imports.html", rows) if rows else None


@dataclass(frozen=True, kw_only=True)
class ReadingLine:
    reader: str
    like: tuple[LikeLine, ...]
    """Other documents of the same reviews that say nearly the same, such as its later version."""
    withdraw_href: str
    compare_href: str
    undo_href: str
    left: str
    """Who took its records out of the register, when and why; "" where nobody did, or they are back."""
    back_href: str
    import_href: str


def reading_panel(actor: Actor, document: Any) -> Panel | None:
    """On a document's page, for those who bring in documents: read it again, and see what would change."""
    row = find_import_of_document(actor, document.pk)
    if row is None:
        return None
    out = row.state == ImportState.OPEN and bool(row.left)
    line = ReadingLine(
        reader=row.reading.reader if row.reading else "",
        like=like_lines(row, list_like(actor, row.reading, beside=document)) if row.reading else (),
        withdraw_href=reverse("intake:withdraw", args=[row.public_id]),
        compare_href=reverse("intake:compare", args=[row.public_id]),
        undo_href=reverse("intake:undo", args=[row.public_id]) if row.state == ImportState.ACCEPTED else "",
        left=f"Taken out of the register by {row.left_by}, {moment(row.left_at)}: {row.left_why}"
        if out
        else "",
        back_href=reverse("intake:records_back", args=[row.public_id]) if out else "",
        import_href=reverse("intake:import", args=[row.public_id]),
    )
    return Panel("intake/reading_line.html", line)


def withdrawn_panel(actor: Actor, _: Any) -> Panel | None:
    """In the library, for those who may find it: where the withdrawn documents are."""
    if not sees_withdrawn(actor):
        return None
    return Panel("intake/withdrawn_link.html", reverse("intake:withdrawn"))
