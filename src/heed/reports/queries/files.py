"""The bytes of a report, as whichever form."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from heed.kit.reading.process import call_in_process
from heed.kit.reading.types import Unreadable
from heed.platform.access.types import Actor
from heed.platform.base.errors import NotVisible, Unavailable
from heed.platform.files.operations import path_of
from heed.platform.ui.writing import font_for_paper
from heed.reports.models import Report
from heed.reports.queries.composing import compose
from heed.reports.queries.drafts import report_now
from heed.reports.queries.layouts import find_layout, glossary_of
from heed.reports.queries.logos import logo_on_paper
from heed.reports.queries.templates import word_template
from heed.reports.rules import expanded
from heed.reports.rules.files import document_of, file_of
from heed.reports.rules.places import signed_off, without_empty
from heed.reports.types import Composed, Form, with_blocks

_KIT = "heed.kit.writing.templates"


def bytes_of(actor: Actor, report: Report, form: Form | str) -> bytes:
    """The report as it stands now in one form ("pdf", "docx", "html", "txt", "xlsx" or "json"). `NotVisible` for one
    that the actor may not read, and for a form that there is not."""
    return _file(actor, report_now(actor, report), form)


def bytes_of_composed(actor: Actor, *, layout: str, subject: str, form: Form | str, at: datetime) -> bytes:
    """What the register says now, composed and written at once; nothing is kept, and nothing is written by hand."""
    composed = compose(actor, layout=layout, subject=subject, at=at)
    on = timezone.localdate(at)
    chosen, _ = find_layout(actor, layout, on=on)
    blocks = without_empty(composed.blocks)
    spelt = expanded(with_blocks(composed, blocks), glossary_of(actor, on=on))
    return _file(actor, signed_off(spelt, layout=chosen.name, reference=""), form)


def _file(actor: Actor, composed: Composed, form: Form | str) -> bytes:
    try:
        wanted = Form(form)
    except ValueError:
        raise NotVisible from None
    frame = word_template(actor) if wanted is Form.WORD else None
    try:
        if frame is not None:
            data = path_of(frame.file).read_bytes()
            made: bytes = call_in_process(f"{_KIT}.fill_frame", data, document_of(composed))
            return made
        return file_of(composed, wanted, font=font_for_paper(), logo=logo_on_paper(actor))
    except (Unreadable, OSError) as reason:
        raise Unavailable(
            "This form cannot be made on this machine at the moment. Take another one."
        ) from reason
