"""One entry of a chronology."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from heed.chronologies.models import Entry
from heed.chronologies.presenters.merged import KEY
from heed.chronologies.presenters.words import MarkLine, Words, date_of, recorded_words
from heed.chronologies.queries.entries import when_of
from heed.kit.chronology import timed
from heed.platform.access.types import Actor
from heed.platform.ui.components import Fact
from heed.platform.ui.components.element import Content, element
from heed.platform.ui.things import Doing
from heed.platform.ui.wording import day
from heed.reviews.presenters import ReviewFrame, review_frame


@dataclass(frozen=True, kw_only=True)
class EntryPage:
    title: str
    review: ReviewFrame
    lead: str
    facts: tuple[Fact, ...]
    marks: tuple[MarkLine, ...]
    may_mark: bool
    change_href: str
    doings: tuple[Doing, ...]
    links: tuple[Content, ...]

    @property
    def has_errors(self) -> bool:
        return any(each.form.errors for each in self.doings)


def entry_page(
    actor: Actor,
    row: Entry,
    said: Words,
    *,
    may_change: bool,
    may_mark: bool,
    doings: tuple[Doing, ...],
    links: tuple[Content, ...],
) -> EntryPage:
    title = f"{row.agency.name}, {date_of(row) or 'without a date'}"
    typed = f"Typed by {row.entered_by.name}, {day(row.entered_at)}"
    return EntryPage(
        title=title,
        review=review_frame(actor, row.chronology.review, current=KEY, title=title),
        lead=f"Row {row.row} of “{said.of(row.file.name)}”" if row.file else typed,
        facts=tuple(_facts(row, said)),
        marks=tuple(said.mark_line(each) for each in row.marks.all()),
        may_mark=may_mark,
        change_href=reverse("chronologies:change", args=[row.public_id]) if may_change else "",
        doings=doings,
        links=links,
    )


def _facts(row: Entry, said: Words) -> list[Fact]:
    when = " ".join(filter(None, (date_of(row), timed(when_of(row))))) or "Not understood"
    written = " ".join(filter(None, (row.written, row.written_time))) or "no date"
    listed = [
        ("When", when),
        ("Date as written", f"“{written}”"),
        ("What happened", row.event or "Nothing is said"),
        ("Source of information", row.source or "Missing: name the record that this comes from"),
        ("Who was there", row.people),
        ("Was the child seen?", row.child_seen),
        ("Action", row.action),
        ("Outcome", row.outcome),
        ("Why it matters", row.significance),
        ("Comment", row.comment),
        ("Recorded", recorded_words(row, said)),
        *((said.of(head), words) for head, words in row.more.items()),
    ]
    return [
        Fact(name=name, value=element("span", said.of(words), class_="heed-prewrap"))
        for name, words in listed
        if words
    ]
