"""The bytes of a report, as whichever form."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible, Unavailable
from heed.platform.ui.writing import font_for_paper
from heed.reports.models import Report
from heed.reports.queries.composing import compose
from heed.reports.queries.drafts import report_now
from heed.reports.queries.layouts import find_layout, glossary_of
from heed.reports.rules import expanded
from heed.reports.rules.files import file_of
from heed.reports.rules.places import signed_off, without_empty
from heed.reports.types import Composed, Form, with_blocks


def bytes_of(actor: Actor, report: Report, form: Form | str) -> bytes:
    """The report as it stands now in one form ("pdf", "docx", "html", "txt", "xlsx" or "json"). `NotVisible` for one
    that the actor may not read, and for a form that there is not."""
    return _file(report_now(actor, report), form)


def bytes_of_composed(actor: Actor, *, layout: str, subject: str, form: Form | str, at: datetime) -> bytes:
    """What the register says now, composed and written at once; nothing is kept, and nothing is written by hand."""
    composed = compose(actor, layout=layout, subject=subject, at=at)
    on = timezone.localdate(at)
    chosen, _ = find_layout(actor, layout, on=on)
    blocks = without_empty(composed.blocks)
    spelt = expanded(with_blocks(composed, blocks), glossary_of(actor, on=on))
    return _file(signed_off(spelt, layout=chosen.name, reference=""), form)


def _file(composed: Composed, form: Form | str) -> bytes:
    try:
        wanted = Form(form)
    except ValueError:
        raise NotVisible from None
    try:
        return file_of(composed, wanted, font=font_for_paper())
    except OSError as reason:
        raise Unavailable(
            "This form cannot be made on this machine at the moment. Take another one."
        ) from reason
