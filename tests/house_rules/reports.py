"""Reports for the house rules: what addresses point at, how each event happens, two people at once."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import docx
from PIL import Image

from heed.platform.access.roles import Role
from heed.reports.models import Report
from heed.reports.operations import (
    change_layout,
    change_short_forms,
    discard_report,
    end_logo,
    end_word_template,
    keep_logo,
    keep_word_template,
    make_report,
    note_composed,
    note_report_taken,
    note_word_template_taken,
    settle_place,
    sign_statement,
    take_report_up_again,
    write_words,
)
from heed.reports.operations.settling import Settled
from heed.reports.operations.writing import Words
from heed.reports.queries.drafts import hash_of, statements_of
from heed.reports.queries.layouts import find_layout
from heed.reports.types import Form
from tests.cast import AT, Cast, Register

FOREWORD = "foreword/statement"
TYPED = "introduction/typed"


def a_report(cast: Cast, register: Register) -> Report:
    """A report by theme of the register's review, with a foreword in the chair's name that is not signed."""
    known = Report.objects.visible_to(cast.manager).filter(layout="by_theme").first()
    if known is not None:
        return known  # type: ignore[no-any-return]
    row = make_report(cast.officer, layout="by_theme", subject=register.review.public_id, at=AT)
    words_at(cast, row, FOREWORD, "We are sorry.")
    return row


def words_at(cast: Cast, row: Report, place: str, text: str, version: int = 0) -> Any:
    chair = cast.of[Role.INDEPENDENT_CHAIR].name
    words = Words(text, chair, "Independent chair", AT.date())
    return write_words(cast.officer, ref=row.public_id, place=place, words=words, version=version, at=AT)


def signed(cast: Cast, row: Report) -> object:
    """The chair signs the foreword as it stands."""
    chair = cast.of[Role.INDEPENDENT_CHAIR]
    seen = hash_of(statements_of(chair, row)[FOREWORD])
    return sign_statement(chair, ref=row.public_id, place=FOREWORD, words_seen=seen, at=AT)


def discarded(cast: Cast, register: Register) -> Report:
    return discard_report(cast.officer, ref=a_report(cast, register).public_id, at=AT)


def a_frame(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    file = docx.Document()
    for each in paragraphs or ("{{ partnership }}", "{{ report }}"):
        file.add_paragraph(each)
    file.sections[0].header.paragraphs[0].text = "Our own header"
    out = io.BytesIO()
    file.save(out)
    return out.getvalue()


def a_template(cast: Cast, *paragraphs: str) -> object:
    data = a_frame(*paragraphs)
    return keep_word_template(cast.officer, file_name="paper.docx", chunks=[data], at=AT)


def ended(cast: Cast) -> object:
    a_template(cast)
    end_word_template(cast.officer, at=AT)
    return None


def taken(cast: Cast) -> object:
    a_template(cast)
    return note_word_template_taken(cast.officer, at=AT)


def a_picture(mode: str = "RGB", size: tuple[int, int] = (300, 90), form: str = "PNG", **given: Any) -> bytes:
    """A picture that could be a logo."""
    out = io.BytesIO()
    Image.new(mode, size, "teal").save(out, form, **given)
    return out.getvalue()


def a_logo(cast: Cast, data: bytes = b"", words: str = "Westmere") -> object:
    data = data or a_picture()
    return keep_logo(cast.officer, file_name="logo.png", chunks=[data], words=words, at=AT)


def logo_ended(cast: Cast) -> object:
    a_logo(cast)
    end_logo(cast.officer, at=AT)
    return None


def things(cast: Cast, register: Register) -> dict[str, str]:
    """Of reports: one with a foreword; a Word template and a logo."""
    a_template(cast)
    a_logo(cast)
    return {"report": a_report(cast, register).public_id}


def a_layout(cast: Cast, title: str, after: int = 0) -> object:
    """The synopsis with another title."""
    layout, _ = find_layout(cast.manager, "synopsis", on=AT.date())
    sections = [{"key": each.key, "heading": each.heading, "text": []} for each in layout.sections]
    given: dict[str, Any] = {"title": title, "sections": sections, "source": "The group", "after": after}
    return change_layout(cast.manager, key="synopsis", **given, at=AT)


def left_out(cast: Cast, row: Report, why: str, version: int) -> Report:
    given: dict[str, Any] = {"settled": Settled.LEAVE_OUT, "why": why, "version": version}
    return settle_place(cast.officer, ref=row.public_id, key="closing/text-1", **given, at=AT)


DEEDS: dict[str, Callable[[Register, Cast], object]] = {
    "report.made": lambda register, cast: a_report(cast, register),
    "report.words_written": lambda register, cast: a_report(cast, register),
    "report.statement_signed": lambda register, cast: signed(cast, a_report(cast, register)),
    "report.place_settled": lambda register, cast: left_out(cast, a_report(cast, register), "Too long", 1),
    "report.discarded": lambda register, cast: discarded(cast, register),
    "report.taken_up_again": lambda register, cast: take_report_up_again(
        cast.officer, ref=discarded(cast, register).public_id, at=AT
    ),
    "report.template_kept": lambda register, cast: a_template(cast),
    "report.template_ended": lambda register, cast: ended(cast),
    "report.template_taken": lambda register, cast: taken(cast),
    "report.logo_kept": lambda register, cast: a_logo(cast),
    "report.logo_ended": lambda register, cast: logo_ended(cast),
    "report.composed": lambda register, cast: note_composed(
        cast.officer, layout="synopsis", review=register.review.public_id, form="pdf", at=AT
    ),
    "report.written_out": lambda register, cast: note_report_taken(
        cast.officer, report=a_report(cast, register), form=Form.TEXT, at=AT
    ),
}

Two = tuple[Any, tuple[str, str], Callable[[str], object]]


def _words(register: Register, cast: Cast) -> Two:
    row = a_report(cast, register)
    statement = words_at(cast, row, TYPED, "What it was about.")
    version = statement.version
    return (
        statement,
        ("He was cold.", "He was hungry."),
        lambda mine: words_at(cast, row, TYPED, mine, version),
    )


def _place(register: Register, cast: Cast) -> Two:
    row = a_report(cast, register)
    version = row.version
    return row, ("Too long", "Said twice"), lambda mine: left_out(cast, row, mine, version)


def _layout(register: Register, cast: Cast) -> Two:
    return register.review, ("On a page", "In short"), lambda mine: a_layout(cast, mine)


def _short_forms(register: Register, cast: Cast) -> Two:
    def save(mine: str) -> object:
        return change_short_forms(cast.manager, terms=[mine], source="The group", after=0, at=AT)

    return (
        register.review,
        ("METT: missing, exploited and trafficked", "CPLO: child protection liaison officer"),
        save,
    )


_O = "heed.reports.operations"
PAIRS: dict[str, Callable[[Register, Cast], Any]] = {
    f"{_O}.writing.write_words": _words,
    f"{_O}.settling.settle_place": _place,
    f"{_O}.layouts.change_layout": _layout,
    f"{_O}.layouts.change_short_forms": _short_forms,
}
WITHOUT_VERSION = {
    f"{_O}.making.discard_report": "claims it while it is not discarded: the second is told",
    f"{_O}.making.take_report_up_again": "claims it while it is discarded: the second is told",
    f"{_O}.writing.sign_statement": "says by their hash which words were seen: what changed meanwhile is not signed",
    f"{_O}.templates.keep_word_template": "the newest counts; earlier files stay kept as they were sent",
    f"{_O}.logos.keep_logo": "the newest counts; earlier pictures stay kept",
    f"{_O}.logos.end_logo": "claims the one that counts: the second is told",
    f"{_O}.templates.end_word_template": "claims the one that counts: the second is told",
}
