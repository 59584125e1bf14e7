"""One agency's part of a chronology: its entries, its files, and how far it keeps the recording standard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from django.urls import reverse

from heed.chronologies.models import AgencyFile, Chronology, Entry
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.presenters.words import EventLine, Words
from heed.chronologies.types import FileState, MarkKind
from heed.kit.chronology import Kept
from heed.platform.access.types import Actor
from heed.platform.base import clock
from heed.platform.partnerships.models import Agency
from heed.platform.ui.components import tag
from heed.platform.ui.components.element import Content
from heed.platform.ui.components.tags import Tone
from heed.platform.ui.things import Table, columns, link, rows
from heed.platform.ui.wording import count, day
from heed.reviews.presenters import ReviewFrame, intake_words, review_frame
from heed.reviews.queries.safety import CHRONOLOGY

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class AgencyPage:
    title: str
    review: ReviewFrame
    lead: str
    front_door: Content
    add_href: str
    send_href: str
    files: Table
    standard: Table
    rows: tuple[EventLine, ...]
    to_mend: tuple[tuple[EventLine, str], ...]
    total: int
    page: int
    pages: int


def agency_page(
    actor: Actor,
    chronology: Chronology,
    agency: Agency,
    *,
    entries: Sequence[Entry],
    to_mend: Sequence[Entry],
    total: int,
    page: int,
    files: Sequence[AgencyFile],
    standard: Sequence[Kept],
    said: Words,
    writes: bool,
    raw: bool,
) -> AgencyPage:
    ref = chronology.review.public_id
    title = f"Chronology of {agency.name}"
    return AgencyPage(
        title=title,
        review=review_frame(actor, chronology.review, current=KEY, title=agency.name),
        lead=_lead(total, writes),
        front_door=intake_words(
            actor, chronology.review, agency=agency, about=CHRONOLOGY, today=clock.today()
        )
        if writes
        else "",
        add_href=reverse("chronologies:add", args=[ref, agency.public_id]) if writes else "",
        send_href=reverse("chronologies:send", args=[ref, agency.public_id]) if writes else "",
        files=_files(files, said, raw=raw),
        standard=standard_table(standard),
        rows=tuple(said.event_line(each) for each in entries),
        to_mend=tuple((said.event_line(each), mends(each, said)) for each in to_mend),
        total=total,
        page=page,
        pages=max(1, ceil(total / PAGE)),
    )


def _lead(total: int, writes: bool) -> str:
    if not total:
        return (
            "Nothing is entered yet. Add an entry, or send the file that you already keep."
            if writes
            else "This agency has entered nothing yet."
        )
    seen = "The review panel reads these entries beside those of other agencies."
    return f"{count(total, 'entry', 'entries')}. {seen}"


def mends(row: Entry, said: Words) -> str:
    """What an entry lacks, in a sentence."""
    asked = [said.of(each.words) for each in row.marks.all() if each.kind == MarkKind.RECORD]
    lacks = [
        lack
        for lack, missing in (
            ("the source of information is missing", not row.source),
            (f"“{said.of(row.written) or 'no date'}” names no day", row.earliest is None),
            ("it does not say what happened", not row.event),
        )
        if missing
    ] + [f"the panel asks for the record itself: {words.rstrip('. ')}" for words in asked]
    where = f"Row {row.row}: " if row.row else ""
    return f"{where}{'; '.join(lacks)}."


_STATES = {FileState.OPEN: "Waits to be confirmed", FileState.IN: "Came in", FileState.UNDONE: "Undone"}


def _files(files: Sequence[AgencyFile], said: Words, *, raw: bool) -> Table:
    """Files lead to their pages for those who may read them as they were written."""
    return Table(
        heading="Files sent",
        columns=columns("File", "Sent", "State"),
        rows=rows(
            [
                [
                    link(said.of(each.name), reverse("chronologies:file", args=[each.public_id]))
                    if raw
                    else said.of(each.name),
                    f"{each.sent_by.name}, {day(each.sent_at)}",
                    _state(each),
                ]
                for each in files
            ]
        ),
        empty="No file was sent.",
    )


_TONES: dict[str, Tone] = {FileState.OPEN: "amber", FileState.IN: "green"}


def _state(row: AgencyFile) -> Content:
    on = row.brought_in_at if row.state == FileState.IN else row.undone_at
    words = " ".join(filter(None, (_STATES[FileState(row.state)], day(on))))
    return tag(text=words, tone=_TONES.get(row.state, "neutral"))


def standard_table(standard: Sequence[Kept]) -> Table:
    """How far entries keep the recording standard: a figure with its denominator for each check."""
    return Table(
        heading="Recording standard",
        lead="How many entries have what a chronology needs. Nothing is refused for it.",
        columns=columns("What", "Entries", "Standard"),
        rows=rows(
            [
                [
                    each.title,
                    f"{each.kept} of {each.of}" if each.of else "none to ask it of",
                    _met(each),
                ]
                for each in standard
            ]
        ),
        empty="There is no entry to look at yet.",
    )


def _met(each: Kept) -> Content:
    if not each.of:
        return "–"
    wanted = "all" if each.share == 100 else f"{each.share} %"
    return tag(text="Met", tone="green") if each.is_met else tag(text=f"Short: {wanted} wanted", tone="amber")
