"""A meeting's own pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from heed.governance.presenters.groups import MEETINGS
from heed.governance.presenters.words import purpose_name, title_of, when
from heed.governance.queries.groups import quorum_of
from heed.governance.queries.meetings import seats_of
from heed.governance.rules import lacks_for_quorum, quorum_words
from heed.governance.types import CAME_NAMES, PART_NAMES, MeetingState, Part
from heed.kit.writing import Document
from heed.platform.ui.components import (
    Choice,
    Column,
    Content,
    Crumb,
    Fact,
    Problem,
    Row,
    Tab,
    joined,
    lines,
    tag,
)
from heed.platform.ui.things import Doing, Table, ThingPage, columns, link
from heed.platform.ui.wording import moment, size, words
from heed.platform.ui.writing import Passage, facts_of, passages_of


def tabs_of(meeting: Any, current: str, *, minutes: bool = False) -> tuple[Tab, ...]:
    """The pages of a meeting; `minutes` for those who take them."""
    pages = [("meeting", "Agenda"), ("pack", "Pack"), ("attendance", "Who came"), ("minutes", "Minutes")]
    if minutes:
        pages.insert(3, ("minute", "Minute"))
    return tuple(
        Tab(text=text, href=reverse(f"governance:{name}", args=[meeting.public_id]), current=name == current)
        for name, text in pages
    )


def crumbs_of(meeting: Any, last: str = "") -> tuple[Crumb, ...]:
    """From all meetings to this one, and to a page beneath it."""
    group = Crumb(text=meeting.group.name, href=reverse("governance:group", args=[meeting.group.public_id]))
    own = Crumb(text=meeting.reference, href=reverse("governance:meeting", args=[meeting.public_id]))
    return (
        (MEETINGS, group, own, Crumb(text=last)) if last else (MEETINGS, group, Crumb(text=meeting.reference))
    )


@dataclass(frozen=True, kw_only=True)
class MeetingPage(ThingPage):
    tabs: tuple[Tab, ...]


def meeting_page(
    meeting: Any, items: Sequence[Any], doings: tuple[Doing, ...], *, minutes: bool
) -> MeetingPage:
    """The agenda with its papers, and what can be done about it."""
    return MeetingPage(
        title=title_of(meeting),
        crumbs=crumbs_of(meeting),
        lead=f"{meeting.reference} · {when(meeting)}",
        notice=f"Cancelled: {meeting.cancelled_why}" if meeting.state == MeetingState.CANCELLED else "",
        tabs=tabs_of(meeting, "meeting", minutes=minutes),
        facts=(
            Fact(name="Place", value=meeting.place or "Not said yet"),
            Fact(name="Quorum", value=quorum_words(quorum_of(meeting))),
            Fact(name="Called by", value=meeting.called_by),
        ),
        tables=(
            Table(
                heading="Agenda",
                columns=(Column(label="Number", width="narrow"), *columns("Point", "Papers")),
                rows=tuple(_item(meeting, at, each) for at, each in enumerate(items, 1)),
            ),
        ),
        beside=doings,
    )


def _item(meeting: Any, at: int, item: Any) -> Row:
    papers = [
        lines(main=_paper_link(meeting, each), note=f"{purpose_name(each.purpose)}, {each.author}")
        for each in item.papers.all()
    ]
    about = f"About {item.review}" if item.review else ""
    note = " ".join(filter(None, [item.words, about]))
    return Row(cells=[str(at), lines(main=item.title, note=note), joined(papers)])


def _paper_link(meeting: Any, paper: Any) -> Content:
    href = reverse("governance:paper_file", args=[meeting.public_id, paper.public_id]) if paper.file else ""
    return link(paper.title, href)


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One line of who came."""

    key: int
    name: str
    post: str
    agency: str
    part: str
    came: str
    sent: str
    interest: str
    version: int


@dataclass(frozen=True, kw_only=True)
class AttendancePage:
    title: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    lead: str
    quorum: Content
    warnings: tuple[str, ...]
    seats: tuple[Seat, ...]
    choices: tuple[Choice, ...]
    can_keep: bool
    besides: Doing | None
    problems: tuple[Problem, ...] = ()


def attendance_page(
    meeting: Any,
    attendees: Sequence[Any],
    missed: Sequence[Any],
    *,
    can_keep: bool,
    besides: Doing | None,
    error: str,
) -> AttendancePage:
    """Who is expected and who came, by agency, with what is missing for a quorum."""
    lacks = lacks_for_quorum(quorum_of(meeting), seats_of(attendees))
    said = any(each.came for each in attendees)
    state = tag(text="Quorate", tone="green") if not lacks else tag(text="Not quorate", tone="red")
    rule = quorum_words(quorum_of(meeting))
    return AttendancePage(
        title=f"Who came: {title_of(meeting)}",
        crumbs=crumbs_of(meeting, "Who came"),
        tabs=tabs_of(meeting, "attendance", minutes=can_keep),
        lead=f"{meeting.reference} · {when(meeting)}",
        quorum=joined([state, f" {words(lacks) or rule}"]) if said else f"Quorum: {rule}.",
        warnings=tuple(
            f"Nobody came for {each.agency} at the last {each.times} meetings before this one."
            for each in missed
        ),
        seats=tuple(_seat(each) for each in attendees),
        choices=(
            Choice(value="", text="Nobody has said"),
            *(Choice(value=key.value, text=name) for key, name in CAME_NAMES.items()),
        ),
        can_keep=can_keep,
        besides=besides,
        problems=(Problem(text=error),) if error else (),
    )


def _seat(each: Any) -> Seat:
    return Seat(
        key=each.pk,
        name=each.name,
        post=each.post,
        agency=each.agency.name if each.agency else "No agency",
        part=PART_NAMES[Part(each.part)] if each.part else "In attendance",
        came=each.came,
        sent=each.sent,
        interest=each.interest,
        version=each.version,
    )


@dataclass(frozen=True, kw_only=True)
class DocumentPage:
    """Anything that is also Word and PDF, as a page."""

    title: str
    lead: str
    crumbs: tuple[Crumb, ...]
    tabs: tuple[Tab, ...]
    facts: tuple[Fact, ...]
    passages: tuple[Passage, ...]
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class PackPage(DocumentPage):
    sent: tuple[Row, ...]
    can_send: bool


def pack_page(
    meeting: Any,
    document: Document,
    sent: Sequence[Any],
    *,
    files: tuple[tuple[str, str], ...],
    can_send: bool,
    minutes: bool,
) -> PackPage:
    """The pack as it is now, and as it was sent."""
    return PackPage(
        title=document.title,
        lead=document.lead,
        crumbs=crumbs_of(meeting, "Pack"),
        tabs=tabs_of(meeting, "pack", minutes=minutes),
        facts=facts_of(document),
        passages=passages_of(document),
        files=files,
        sent=tuple(Row(cells=_sent(meeting, each)) for each in sent),
        can_send=can_send and meeting.state != MeetingState.CANCELLED,
    )


def _sent(meeting: Any, row: Any) -> list[Content]:
    href = reverse("governance:sent_pack", args=[meeting.public_id, row.public_id])
    return [link(f"For {row.made_for}", href), moment(row.sent_at), size(row.size), row.sha256]
